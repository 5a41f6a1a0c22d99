"""What people wish of a subscription that ApiPay runs, and what is done in its cabinet and by its payer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from billing.errors import Closed
from billing.money import Money
from billing.states import AttentionKind, InvoiceState, PaymentState
from billing.subscriptions.models import PeriodState, State
from billing.subscriptions.records import End, Subscription, Wish
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.apipay.mirror import DAY, HOUR, MINUTE, OWNER, Studio
from tests.support.books import NearDatabase, open_database


@pytest.fixture
async def studio(bank: ApiPayBench, quick_folder: Path) -> AsyncIterator[Studio]:
    url = f"sqlite+aiosqlite:///{quick_folder / uuid4().hex}.db"
    async for database in open_database(url, NearDatabase):
        made = Studio(bank, database)
        await made.open()
        yield made


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


async def test_one_that_is_being_made_cannot_be_paused(studio: Studio) -> None:
    subscription = await studio.agreed()
    with pytest.raises(Closed):
        await wishes(studio, "pause", subscription)
    await studio.settle()
    assert (await studio.fresh(subscription)).bank_id is not None


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


# --- what others do


async def test_a_pause_and_a_resumption_in_the_cabinet_are_noticed(studio: Studio) -> None:
    studio.deaf = True
    subscription = await studio.made()
    key = {"external_subscriber_id": subscription.token}
    await studio.bank.control("subscription_pause", **key)
    await studio.passes(HOUR, 20 * MINUTE)
    assert (await studio.fresh(subscription)).state is State.PAUSED
    await studio.bank.control("subscription_resume", **key)
    await studio.passes(7 * HOUR, 7 * HOUR)
    assert (await studio.fresh(subscription)).state is State.ACTIVE
    assert await studio.kinds() == ["sub-paused", "sub-resumed"]
    assert {"sub-paused-member", "sub-resumed-member"} <= set(await studio.kinds(OWNER))


@pytest.mark.parametrize("deaf", [False, True])
async def test_a_cancellation_in_the_cabinet_ends_it_here_as_well(studio: Studio, *, deaf: bool) -> None:
    studio.deaf = deaf
    subscription = await studio.made()
    await studio.bank.control("subscription_cancel", external_subscriber_id=subscription.token)
    await studio.passes(20 * MINUTE, 20 * MINUTE)
    ended = await studio.fresh(subscription)
    assert (ended.state, ended.ended_by, ended.ended_for_certain) == (State.CANCELLED, End.BANK, True)
    assert await studio.kinds() == ["sub-ended"]


async def test_a_payer_who_refuses_ends_it_and_that_is_told_as_it_was(studio: Studio) -> None:
    subscription = await studio.made()
    await studio.bank.control("configure", refusal="cancels")
    studio.clock.move(timedelta(seconds=3))
    await studio.bank.control("refuse", invoice=(await studio.bills())[0]["invoice"])
    await studio.passes(2 * MINUTE, MINUTE)
    ended = await studio.fresh(subscription)
    assert (ended.state, ended.ended_by) == (State.CANCELLED, End.REFUSED)
    assert await studio.kinds() == ["sub-refused"]
    assert [row.state for row in await studio.rows(subscription)] == [PeriodState.CANCELLED]


async def test_a_price_that_was_changed_in_the_cabinet_is_put_before_a_person(studio: Studio) -> None:
    subscription = await studio.made()
    await studio.pay()
    await studio.bank.control(
        "subscription_change", external_subscriber_id=subscription.token, body={"amount": 7000}
    )
    await studio.passes(29 * DAY, 5 * DAY)
    await studio.passes(MINUTE)
    invoice, (payment,) = (await studio.invoices(subscription))[-1]
    assert (invoice.amount.minor, payment.amount.minor) == (500000, 700000)
    assert "alert-sub-price" in await studio.kinds(OWNER)
    await studio.pay()
    await studio.settle()
    assert [each.kind for each in await studio.attentions()] == [AttentionKind.OVER]


async def test_a_period_that_is_paid_twice_is_put_before_a_person(studio: Studio) -> None:
    subscription = await studio.made()
    await studio.passes(DAY + 2 * HOUR, HOUR * 13)
    first, second = await studio.bills()
    assert second["status"] == "pending"
    await studio.bank.control("pay", invoice=second["invoice"])
    await studio.settle()
    await studio.bank.control("late", invoice=first["invoice"])
    await studio.passes(2 * HOUR, 20 * MINUTE)
    assert [each.kind for each in await studio.attentions()] == [AttentionKind.LATE]
    assert [row.state for row in await studio.rows(subscription)] == [PeriodState.PAID]


async def test_a_late_payment_of_the_first_bill_takes_the_second_back(studio: Studio) -> None:
    subscription = await studio.made()
    await studio.passes(DAY + 2 * HOUR, HOUR * 13)
    first = (await studio.bills())[0]
    await studio.bank.control("late", invoice=first["invoice"])
    await studio.passes(5 * MINUTE, MINUTE)
    (_, (paid,)), (closed, (taken_back,)) = await studio.invoices(subscription)
    assert (paid.state, taken_back.state) == (PaymentState.PAID, PaymentState.CANCELLED)
    assert closed.state is InvoiceState.CANCELLED
    assert (await studio.bills())[1]["status"] == "cancelled"
    assert (await studio.fresh(subscription)).failed == 0


async def test_a_word_that_we_do_not_know_is_told_once_and_changes_nothing(studio: Studio) -> None:
    subscription = await studio.made()
    provider = studio.bank.provider.subscriptions
    shown = provider.shown

    async def puzzling(bank_id: str):  # type: ignore[no-untyped-def]
        from billing.subscriptions.banking import BankState

        found = await shown(bank_id)
        return replace(found, state=BankState.UNCLEAR) if found else None

    provider.shown = puzzling  # type: ignore[method-assign]
    await studio.passes(DAY, 6 * HOUR)
    assert (await studio.fresh(subscription)).state is State.ACTIVE
    assert (await studio.kinds(OWNER)).count("alert-sub-unclear") == 1


async def test_subscriptions_of_the_cabinet_are_left_alone(studio: Studio) -> None:
    subscription = await studio.made()
    body = {"phone_number": "87001234567", "amount": 900, "billing_period": "daily", "bill_immediately": True}
    await studio.bank.control("subscription_make", body=body)
    await studio.passes(2 * DAY, 12 * HOUR)
    assert (await studio.there())[1]["status"] == "active"
    assert len(await studio.rows(subscription)) == 1
