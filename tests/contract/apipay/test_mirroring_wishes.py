"""What people wish of a subscription that ApiPay runs, and what is done in its cabinet and by its payer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from billing.answers import Declined
from billing.errors import Closed, NoBank, NotFound
from billing.models import Person, RefundRefusal
from billing.money import Money
from billing.subscriptions.models import Cycle, PeriodState, State
from billing.subscriptions.records import End, Subscription, Wish
from billing.subscriptions.viewing import SubscriptionView
from tests.contract.apipay.bench import PHONE
from tests.contract.apipay.mirror import CUSTOMER, DAY, HOUR, MINUTE, OWNER, YOGA, Studio
from tests.support.bank import ObedientBank


async def wishes(studio: Studio, what: str, subscription: Subscription, *more: object) -> None:
    """The owner's wish."""
    await getattr(studio.desk.subscriptions, what)(await studio.person(OWNER), subscription.id, *more)


async def status(studio: Studio) -> str:
    return str((await studio.there())[-1]["status"])


# --- pausing, resuming, cancelling


@pytest.mark.parametrize("trouble", ["", "reset_before", "reset_after", "500", "429"])
async def test_a_pause_and_a_resumption_are_so_when_the_bank_shows_them(studio: Studio, trouble: str) -> None:
    subscription = await studio.made()
    for step, word, state in (("pause", "paused", State.PAUSED), ("resume", "active", State.ACTIVE)):
        if trouble:
            more = {"seconds": 1} if trouble == "429" else {}
            await studio.bank.trouble(f"subscription_{step}", trouble, count=1, **more)
        await wishes(studio, step, subscription)
        assert (await studio.fresh(subscription)).state is not state
        await studio.passes(6 * MINUTE, MINUTE)
        fresh = await studio.fresh(subscription)
        assert (await status(studio), fresh.state, fresh.wish) == (word, state, None)
    assert await studio.kinds() == ["sub-paused", "sub-resumed"]
    asked = await studio.bank.requests("subscription_pause", "subscription_resume")
    assert len(asked) == (2 if trouble in ("", "reset_after") else 4)


async def test_a_cancellation_is_certain_only_when_the_bank_shows_it(studio: Studio) -> None:
    subscription = await studio.made()
    await studio.bank.trouble("subscription_cancel", "500")
    await wishes(studio, "cancel", subscription)
    await studio.passes(20 * MINUTE, MINUTE)
    asked = await studio.fresh(subscription)
    assert (asked.state, asked.wish) == (State.ACTIVE, Wish.CANCEL)
    await studio.bank.mends()
    await studio.passes(30 * MINUTE, 10 * MINUTE)
    ended = await studio.fresh(subscription)
    assert (await status(studio), ended.ended_by, ended.ended_for_certain) == ("cancelled", End.SHOP, True)
    assert await studio.kinds() == ["sub-ended"]


async def test_a_wish_that_is_overtaken_by_another_gives_way(studio: Studio) -> None:
    subscription = await studio.made()
    await studio.bank.trouble("subscription_pause", "reset_after", count=1)
    await wishes(studio, "pause", subscription)
    await studio.mirrors()
    assert await status(studio) == "paused"
    await wishes(studio, "resume", subscription)
    await studio.passes(4 * MINUTE, MINUTE)
    fresh = await studio.fresh(subscription)
    assert (await status(studio), fresh.state, fresh.wish) == ("active", State.ACTIVE, None)


async def test_a_bill_that_was_open_at_the_cancellation_may_still_be_paid_and_is_told(studio: Studio) -> None:
    subscription = await studio.made()
    await wishes(studio, "cancel", subscription)
    await studio.settle()
    assert (await studio.fresh(subscription)).over
    await studio.pay()
    await studio.settle()
    assert [row.state for row in await studio.rows(subscription)] == [PeriodState.PAID]
    assert (await studio.kinds(OWNER))[-1] == "sub-late-member"


async def test_a_bill_that_was_open_at_the_cancellation_and_runs_out_is_called_off(studio: Studio) -> None:
    subscription = await studio.made()
    await wishes(studio, "cancel", subscription)
    await studio.passes(DAY + HOUR, 6 * HOUR)
    assert [row.state for row in await studio.rows(subscription)] == [PeriodState.CANCELLED]
    assert await studio.kinds() == ["sub-ended"]
    assert (await studio.fresh(subscription)).next_due is None or await nothing_more(studio, subscription)


async def nothing_more(studio: Studio, subscription: Subscription) -> bool:
    await studio.passes(2 * DAY, 12 * HOUR)
    return (await studio.fresh(subscription)).next_due is None


async def test_what_the_bank_refuses_to_do_is_told_to_the_owners_and_not_wished_any_more(
    studio: Studio,
) -> None:
    subscription = await studio.made()
    await studio.bank.trouble("subscription_pause", "422", count=1)
    await wishes(studio, "pause", subscription)
    await studio.settle()
    fresh = await studio.fresh(subscription)
    assert (fresh.state, fresh.wish) == (State.ACTIVE, None)
    assert "alert-sub-refused" in await studio.kinds(OWNER)


async def test_a_no_to_what_is_wished_no_more_is_no_answer_to_the_next_wish(studio: Studio) -> None:
    subscription = await studio.made()
    bank = studio.bank.provider.subscriptions

    async def slow(bank_id: str) -> Declined:
        await wishes(studio, "cancel", subscription)
        return Declined(RefundRefusal.UNSAID, "busy")

    bank.pause = slow  # type: ignore[method-assign]
    await wishes(studio, "pause", subscription)
    await studio.settle()
    assert (await studio.fresh(subscription)).ended_for_certain
    assert "alert-sub-refused" not in await studio.kinds(OWNER)


async def test_one_that_is_being_made_cannot_be_paused(studio: Studio) -> None:
    subscription = await studio.agreed()
    with pytest.raises(Closed):
        await wishes(studio, "pause", subscription)
    await studio.settle()
    assert (await studio.fresh(subscription)).bank_id is not None


async def test_who_is_forgotten_is_taken_out_while_the_bank_still_ends_it(studio: Studio) -> None:
    subscription = await studio.made()
    await studio.bank.trouble("subscription_cancel", "500", count=1)
    await studio.desk.forget(CUSTOMER)
    left = await studio.fresh(subscription)
    assert (left.customer_id, left.phone, left.wish) == (None, "", Wish.CANCEL)
    await studio.passes(10 * MINUTE, 2 * MINUTE)
    assert (await studio.fresh(subscription)).ended_for_certain
    assert await status(studio) == "cancelled"


async def test_the_link_of_one_in_which_nobody_is_known_shows_it_to_the_shop_alone(studio: Studio) -> None:
    """The bank knows the token as well; and whoever had the link of one that was forgotten has it still."""
    desk, owner = studio.desk.subscriptions, await studio.person(OWNER)
    by_phone = await desk.add_by_phone(owner, YOGA, PHONE, source="p:1", name="Dana")
    forgotten = await studio.made()
    await studio.desk.forget(CUSTOMER)
    for token in (by_phone.token, forgotten.token):
        with pytest.raises(NotFound):
            await desk.opened(token, Person(CUSTOMER + 1))
        found = await desk.opened(token, owner)
        assert isinstance(found, SubscriptionView)
        assert found.staff


async def test_a_bank_that_was_turned_off_gets_no_new_subscription_and_goes_on_with_its_own(
    studio: Studio,
) -> None:
    desk, owner = studio.desk.subscriptions, await studio.person(OWNER)
    running = await studio.made()
    studio.desk.banking.providers["other"] = ObedientBank("other")  # type: ignore[index]
    assert desk.engine_by_phone(YOGA) == "apipay"
    await studio.desk.settings.switch(owner, "apipay", on=False)
    assert desk.engine_by_phone(YOGA) is None
    with pytest.raises(NoBank):
        await desk.add_by_phone(owner, YOGA, PHONE, source="p:1", name="Dana")
    await desk.pause(owner, running.id)
    await studio.settle()
    assert await status(studio) == "paused"


async def test_what_was_agreed_before_its_bank_was_turned_off_is_not_made_there_and_both_hear_it(
    studio: Studio,
) -> None:
    subscription = await studio.agreed()
    studio.desk.banking.providers["other"] = ObedientBank("other")  # type: ignore[index]
    await studio.desk.settings.switch(await studio.person(OWNER), "apipay", on=False)
    await studio.settle()
    fresh = await studio.fresh(subscription)
    assert (await studio.there(), fresh.state, fresh.ended_by) == ([], State.CANCELLED, End.NOT_MADE)
    assert await studio.kinds() == ["sub-not-made"]


async def test_what_people_wish_goes_before_many_looks(studio: Studio) -> None:
    made = [await studio.agreed(source=f"s:{number}") for number in range(12)]
    await studio.settle()
    await studio.settle()
    studio.clock.move(DAY)
    await wishes(studio, "pause", made[-1])
    await studio.mirrors()
    assert (await studio.fresh(made[-1])).state is State.PAUSED


async def test_the_subscriber_is_reminded_before_the_banks_next_bill(studio: Studio) -> None:
    await studio.made()
    later = studio.clock.now() + 40 * DAY
    due = await studio.database.read(lambda books: books.due_reminders(later, 10))
    assert [(each.number, each.days) for each in due] == [(1, 1), (1, 0)]
    assert {each.due_at.date() for each in due} == {date(2026, 2, 28), date(2026, 3, 1)}


# --- changing


async def test_a_new_price_is_told_when_no_bill_of_the_old_one_is_open(studio: Studio) -> None:
    subscription = await studio.made()
    await wishes(studio, "set_price", subscription, Money(600000, "KZT"))
    await studio.passes(HOUR, 20 * MINUTE)
    assert (await studio.there())[0]["amount"] == 500000
    await studio.pay()
    await studio.passes(HOUR, 20 * MINUTE)
    assert (await studio.there())[0]["amount"] == 600000
    assert (await studio.fresh(subscription)).wish is None
    (asked,) = await studio.bank.requests("subscription_change")
    assert asked["body"] == {"amount": 6000}
    await studio.passes(29 * DAY, 6 * DAY)
    second = (await studio.invoices(subscription))[-1][0]
    assert second.amount == Money(600000, "KZT")
    assert await studio.attentions() == []


async def test_a_day_that_the_bank_does_not_show_is_the_one_of_the_start_and_no_change_of_it(
    studio: Studio,
) -> None:
    """Every other week, no weekday wished: the bank is asked for nothing while only the price is to wait."""
    subscription = await studio.made(replace(YOGA, cycle=Cycle.BIWEEKLY))
    assert (await studio.there())[0]["day"] is None
    await wishes(studio, "set_price", subscription, Money(600000, "KZT"))
    await studio.passes(HOUR, 20 * MINUTE)
    waiting = await studio.fresh(subscription)
    assert (waiting.wish, waiting.asked_at, waiting.looks) == (Wish.CHANGE, None, 0)
    await studio.pay()
    await studio.passes(HOUR, 20 * MINUTE)
    assert [asked["body"] for asked in await studio.bank.requests("subscription_change")] == [
        {"amount": 6000}
    ]
    assert (await studio.fresh(subscription)).wish is None


async def test_a_price_whose_answer_was_lost_is_looked_at_before_it_is_told_again(studio: Studio) -> None:
    subscription = await studio.made()
    await studio.pay()
    await studio.settle()
    await studio.bank.trouble("subscription_change", "reset_after", count=1)
    await wishes(studio, "set_price", subscription, Money(600000, "KZT"))
    await studio.passes(5 * MINUTE, MINUTE)
    assert len(await studio.bank.requests("subscription_change")) == 1
    assert (await studio.fresh(subscription)).wish is None


async def test_another_day_is_told_when_it_brings_no_bill_for_days_that_are_paid(studio: Studio) -> None:
    subscription = await studio.made()  # on 1 February
    await studio.pay()
    await wishes(studio, "set_day", subscription, 10)
    await studio.passes(HOUR, 20 * MINUTE)
    assert await studio.bank.requests("subscription_change") == []
    await studio.passes(11 * DAY, DAY)
    (there,) = await studio.there()
    assert (there["day"], there["next_at"][:10]) == (10, "2026-03-10")
    assert (await studio.fresh(subscription)).wish is None
    terms = (await studio.fresh(subscription)).terms
    assert terms is not None
    assert terms.legs[-1].starts == date(2026, 3, 10)


async def test_a_first_payment_on_another_day_than_the_others_is_billed_for_a_whole_period(
    studio: Studio,
) -> None:
    """Agreed on 1 February: the first on the 20th, the others on the 10th, so the second on 10 April."""
    offer = replace(YOGA, first=date(2026, 2, 20), day=10)
    subscription = await studio.made(offer)
    await studio.passes(20 * DAY, 2 * DAY)
    assert [row["start"] for row in await studio.bills()] == ["2026-02-20"]
    await studio.pay()
    await studio.passes(49 * DAY, 3 * DAY)
    assert [row["start"] for row in await studio.bills()] == ["2026-02-20", "2026-04-10"]
    assert [row.period.number for row in await studio.rows(subscription)] == [0, 1]
    assert (await studio.fresh(subscription)).wish is None
