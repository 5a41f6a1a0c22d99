"""A bank that bills nobody: off the cards, told once, tried again, back when it works."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from billing.answers import Health, Observation, Rejected, Seen, Unknown
from billing.checking import Checking
from billing.errors import BankAway, BankRefusesUs, NotAllowed
from billing.halts import Halt, Outage
from billing.models import Invoice, Refusal, Role
from billing.outages import CHECK_PAUSES, TRIAL_PAUSES
from billing.states import PaymentState
from tests.support.bank import ObedientBank
from tests.support.books import give_role
from tests.support.shop import CASHIER, CUSTOMER, OWNER, PRICE, Shop

LOST = Halt("session_lost", "log in again")
WELL, SILENT = Health(ok=True, text="well"), Health(ok=False, text="no answer")
ILL = Health(ok=False, text="lost", halt=LOST)
MINUTE = timedelta(minutes=1)


def refused(halt: Halt = LOST, refusal: Refusal = Refusal.SETUP) -> Rejected:
    return Rejected(refusal, halt.code, halt.text, halt)


async def bill_fails(shop: Shop, source: str = "501:1", halt: Halt = LOST) -> Invoice:
    """An invoice whose bill the bank refuses, as all the others."""
    shop.bank.outcomes = [refused(halt)]
    return await shop.invoice(source)


async def offered(shop: Shop) -> bool:
    return bool(shop.desk.ways(PRICE))


async def alerts(shop: Shop) -> list[str]:
    """What owners and managers were told of banks."""
    return [kind for kind, chat, _ in await shop.notices() if kind.startswith("alert-") and chat == OWNER]


async def outage(shop: Shop) -> Outage | None:
    return next(iter(await shop.desk.checking.due(all_of_them=True)), None)


async def time_goes_on(shop: Shop, until: timedelta, step: timedelta = timedelta(seconds=10)) -> None:
    """The loop turns, as it does."""
    end = shop.clock.now() + until
    while shop.clock.now() < end:
        shop.clock.move(step.total_seconds())
        for due in await shop.desk.checking.due():
            await shop.desk.checking.see_after(due)


def another_process(shop: Shop) -> Checking:
    """It has the same books and its own memory."""
    banking = type(shop.banking)(
        shop.database,
        shop.banking.providers,
        shop.clock,
        shop.banking.ids,
        owner="other",
        addresses=shop.banking.addresses,
    )
    return Checking(banking)


async def test_a_bank_that_bills_nobody_is_off_the_cards_and_that_is_told_once(shop: Shop) -> None:
    for nth in range(10):
        invoice = await bill_fails(shop, f"501:{nth}")
        shop.banking.away._outages.clear()  # as ten processes that don't know of each other
    await shop.banking.away.refresh()
    assert not await offered(shop)
    assert await alerts(shop) == ["alert-bank-lost"]
    assert (await shop.payment(invoice)).state is PaymentState.REJECTED
    assert list((await shop.desk.view(invoice.id)).away) == [shop.bank.slug]


async def test_a_tap_on_an_old_button_is_answered_and_asks_no_bank(shop: Shop) -> None:
    invoice = await bill_fails(shop)
    billed = len(shop.bank.billed)
    with pytest.raises(BankAway):
        await shop.desk.pay(invoice.id, shop.bank.slug)
    await shop.settle_down()
    assert len(shop.bank.billed) == billed


async def test_a_bill_that_stands_there_already_is_found_all_the_same(shop: Shop) -> None:
    standing = await shop.invoice()
    await bill_fails(shop, "501:2")
    found = await shop.desk.pay(standing.id, shop.bank.slug)
    assert found.state is PaymentState.PENDING


async def test_where_another_bank_is_left_an_invoice_goes_there_at_once(shop: Shop) -> None:
    other = ObedientBank("otherbank")
    await bill_fails(shop)
    shop.banking.providers[other.slug] = other  # type: ignore[index]
    await shop.invoice("501:2")
    assert len(other.billed) == 1


async def test_money_that_comes_meanwhile_is_settled_as_always(shop: Shop) -> None:
    invoice = await shop.invoice()
    await bill_fails(shop, "501:2")
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    await shop.look(payment)
    assert (await shop.payment(invoice)).state is PaymentState.PAID


async def test_a_bill_that_ends_so_later_takes_the_bank_off_the_cards_too(shop: Shop) -> None:
    payment = await shop.payment(await shop.invoice())
    shop.sees(payment, Seen.REJECTED, refusal=Refusal.SETUP, halt=LOST)
    await shop.look(payment)
    assert not await offered(shop)
    assert await alerts(shop) == ["alert-bank-lost"]


async def test_a_no_to_a_question_takes_it_off_the_cards_too(shop: Shop) -> None:
    payment = await shop.payment(await shop.invoice())

    def refuses(bill: object) -> Observation:
        raise BankRefusesUs("who are you?", "401", Halt("invalid_key"))

    shop.bank.shows[payment.reference] = refuses
    for _ in range(3):
        await shop.look(payment)
    assert not await offered(shop)
    assert await alerts(shop) == ["alert-bank-lost"], "and not once a day besides"


@pytest.mark.parametrize("outcome", [Rejected(Refusal.PHONE, "nobody"), Unknown("500")], ids=["no", "500"])
async def test_what_concerns_one_bill_takes_nothing_off_the_cards(
    shop: Shop, outcome: Rejected | Unknown
) -> None:
    shop.bank.outcomes = [outcome]
    await shop.invoice()
    assert await offered(shop)
    assert await alerts(shop) == []


# --- back again


async def test_what_a_check_shows_is_over_when_a_check_no_longer_shows_it(shop: Shop) -> None:
    await bill_fails(shop)
    shop.bank.health = ILL
    await time_goes_on(shop, 20 * MINUTE)
    assert not await offered(shop)
    shop.bank.health = WELL
    await time_goes_on(shop, CHECK_PAUSES[5] + MINUTE)
    assert await offered(shop)
    assert await alerts(shop) == ["alert-bank-lost", "alert-bank-back"]


async def test_checks_grow_seldom(shop: Shop) -> None:
    await bill_fails(shop)
    shop.bank.health = ILL
    await time_goes_on(shop, timedelta(hours=6), MINUTE)
    assert len(CHECK_PAUSES) < shop.bank.checks <= len(CHECK_PAUSES) + 6


async def test_silence_of_a_bank_ends_nothing(shop: Shop) -> None:
    await bill_fails(shop)
    shop.bank.health = SILENT
    await time_goes_on(shop, timedelta(hours=2), MINUTE)
    assert not await offered(shop)


async def test_what_no_check_shows_is_tried_by_a_bill(shop: Shop) -> None:
    """The bank answers well to everything but bills: only a bill tells whether it works again."""
    await bill_fails(shop)
    await time_goes_on(shop, TRIAL_PAUSES[0] - timedelta(seconds=20))
    assert not await offered(shop)
    await time_goes_on(shop, MINUTE)
    assert await offered(shop)
    assert await alerts(shop) == ["alert-bank-lost"], "it is not known yet"
    payment = await shop.payment(await shop.invoice("501:2"))
    shop.sees(payment, Seen.PENDING)
    await shop.look(payment)
    await time_goes_on(shop, 2 * MINUTE)
    assert await alerts(shop) == ["alert-bank-lost", "alert-bank-back"]
    assert await outage(shop) is None


async def test_money_proves_at_once_that_a_bank_on_trial_works(shop: Shop) -> None:
    await bill_fails(shop)
    await time_goes_on(shop, TRIAL_PAUSES[0] + MINUTE)
    payment = await shop.payment(await shop.invoice("501:2"))
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    await shop.look(payment)
    await time_goes_on(shop, timedelta(seconds=40))
    assert await outage(shop) is None


async def test_who_fails_the_trial_is_off_the_cards_without_a_word_and_for_longer(shop: Shop) -> None:
    await bill_fails(shop)
    await time_goes_on(shop, TRIAL_PAUSES[0] + MINUTE)
    await bill_fails(shop, "501:2")
    assert not await offered(shop)
    assert await alerts(shop) == ["alert-bank-lost"]
    await time_goes_on(shop, TRIAL_PAUSES[1] - MINUTE)
    assert not await offered(shop)
    await time_goes_on(shop, 2 * MINUTE)
    assert await offered(shop)


async def test_other_cards_are_drawn_again_when_a_bank_goes_comes_and_goes(shop: Shop) -> None:
    invoice = await shop.invoice()

    async def drawn_anew() -> bool:
        """Whether its card was to be drawn; it is drawn now."""
        soon = shop.clock.now() + MINUTE

        def draw(books: Any) -> bool:
            due = [card for card in books.due_cards(soon, 100) if card.invoice_id == invoice.id]
            for card in due:
                books.card_drawn(card, message_id=7, picture="p")
            return bool(due)

        return await shop.database.write(draw)

    assert await drawn_anew()
    assert not await drawn_anew()
    await bill_fails(shop, "501:2")
    assert await drawn_anew(), "it goes"
    await time_goes_on(shop, TRIAL_PAUSES[0] + MINUTE)
    assert await drawn_anew(), "on trial"
    await bill_fails(shop, "501:3")
    assert await drawn_anew(), "it goes again"
    shop.bank.health = ILL
    await time_goes_on(shop, 6 * MINUTE)
    shop.bank.health = WELL
    await time_goes_on(shop, 30 * MINUTE)
    assert await drawn_anew(), "it is back"


async def test_what_a_check_has_shown_once_stays_shown_though_bills_fail_meanwhile(shop: Shop) -> None:
    await bill_fails(shop)
    shop.bank.health = ILL
    await time_goes_on(shop, 2 * MINUTE)
    shop.clock.move(45)
    await shop.banking.halted(shop.bank.slug, LOST)
    shop.bank.health = WELL
    await time_goes_on(shop, 3 * MINUTE)
    assert await alerts(shop) == ["alert-bank-lost", "alert-bank-back"]


async def test_a_check_by_hand_right_after_the_refusal_shows_it_too(shop: Shop) -> None:
    await bill_fails(shop)
    shop.clock.move(1)
    shop.bank.health = ILL
    await shop.desk.checking.check(await shop.person(OWNER))
    shop.bank.health = WELL
    await time_goes_on(shop, MINUTE)
    assert await alerts(shop) == ["alert-bank-lost", "alert-bank-back"]


async def test_a_trial_that_fails_within_seconds_is_over(shop: Shop) -> None:
    await bill_fails(shop)
    shop.clock.move(5)
    await shop.desk.checking.check(await shop.person(OWNER))
    assert await offered(shop)
    shop.clock.move(5)
    await bill_fails(shop, "501:2")
    assert not await offered(shop)


async def test_a_bill_from_before_the_trial_says_nothing_new(shop: Shop) -> None:
    early = await shop.payment(await shop.invoice())
    await bill_fails(shop, "501:2")
    await time_goes_on(shop, TRIAL_PAUSES[0] + MINUTE)
    shop.sees(early, Seen.REJECTED, refusal=Refusal.SETUP, halt=LOST)
    await shop.look(early)
    assert await offered(shop)


async def test_a_bill_from_before_it_worked_again_begins_no_new_outage(shop: Shop) -> None:
    early = await shop.payment(await shop.invoice())
    await bill_fails(shop, "501:2")
    shop.bank.health = ILL
    await time_goes_on(shop, MINUTE)
    shop.bank.health = WELL
    await time_goes_on(shop, 2 * MINUTE)
    shop.sees(early, Seen.REJECTED, refusal=Refusal.SETUP, halt=LOST)
    await shop.look(early)
    assert await offered(shop)
    assert await alerts(shop) == ["alert-bank-lost", "alert-bank-back"]


async def test_a_second_outage_is_told_again(shop: Shop) -> None:
    for nth in range(2):
        await bill_fails(shop, f"501:{nth}")
        shop.bank.health = ILL
        await time_goes_on(shop, MINUTE)
        shop.bank.health = WELL
        await time_goes_on(shop, 2 * MINUTE)
    assert await alerts(shop) == ["alert-bank-lost", "alert-bank-back"] * 2


async def test_another_cause_in_the_same_outage_is_told_as_well(shop: Shop) -> None:
    await bill_fails(shop)
    shop.bank.health = replace(ILL, halt=Halt("tariff_unpaid"))
    await time_goes_on(shop, MINUTE)
    assert await alerts(shop) == ["alert-bank-lost"] * 2


@pytest.mark.parametrize("health", [ILL, SILENT], ids=["ill", "silent"])
async def test_who_becomes_a_manager_meanwhile_hears_of_it(shop: Shop, health: Health) -> None:
    await bill_fails(shop)
    await shop.database.write(lambda books: give_role(books, CASHIER, Role.MANAGER))
    shop.bank.health = health
    await time_goes_on(shop, MINUTE)
    told = [chat for kind, chat, _ in await shop.notices() if kind == "alert-bank-lost"]
    assert sorted(told) == [OWNER, CASHIER]


# --- limits


def limited(at: datetime) -> Halt:
    return Halt("daily_limit", "30 of 30", at)


async def test_a_limit_ends_by_itself_and_its_end_was_told_before(shop: Shop) -> None:
    until = shop.clock.now() + timedelta(hours=3)
    await bill_fails(shop, halt=limited(until))
    assert await alerts(shop) == ["alert-bank-limit"]
    await time_goes_on(shop, timedelta(hours=3) - MINUTE, MINUTE)
    assert not await offered(shop)
    assert shop.bank.checks == 0, "nothing is to be found out"
    shop.clock.move(61)
    assert await offered(shop), "also before the loop has turned"
    await time_goes_on(shop, timedelta(seconds=10))
    assert await alerts(shop) == ["alert-bank-limit"]
    await bill_fails(shop, "501:2", halt=limited(until + timedelta(days=1)))
    assert await alerts(shop) == ["alert-bank-limit"] * 2


async def test_a_limit_that_is_over_makes_room_for_another_trouble(shop: Shop) -> None:
    await bill_fails(shop, halt=limited(shop.clock.now() + MINUTE))
    shop.clock.move(120)
    await bill_fails(shop, "501:2")
    assert await alerts(shop) == ["alert-bank-limit", "alert-bank-lost"]
    found = await outage(shop)
    assert found is not None
    assert (found.until, found.since) == (None, shop.clock.now())


async def test_a_bill_made_right_after_a_limit_counts_though_nobody_has_noted_its_end(shop: Shop) -> None:
    await bill_fails(shop, halt=limited(shop.clock.now() + MINUTE))
    shop.clock.move(61)
    late = await shop.payment(await shop.invoice("501:2"))
    await time_goes_on(shop, timedelta(seconds=20))
    shop.sees(late, Seen.REJECTED, refusal=Refusal.SETUP, halt=LOST)
    await shop.look(late)
    assert not await offered(shop)


async def test_a_lost_connection_during_a_limit_is_checked_soon(shop: Shop) -> None:
    await bill_fails(shop, halt=limited(shop.clock.now() + timedelta(days=2)))
    shop.bank.health = ILL
    await shop.desk.checking.check(await shop.person(OWNER))
    shop.bank.health = WELL
    await time_goes_on(shop, 2 * MINUTE)
    assert await offered(shop)


# --- by hand


async def test_a_check_by_hand_finds_what_no_bill_has_met_yet(shop: Shop) -> None:
    shop.bank.health = ILL
    seen = await shop.desk.checking.check(await shop.person(OWNER))
    (bank,) = seen.banks
    assert bank.outage is not None
    assert bank.outage.code == LOST.code
    assert not await offered(shop)
    assert await alerts(shop) == ["alert-bank-lost"]


async def test_a_check_by_hand_puts_it_back_at_once(shop: Shop) -> None:
    await bill_fails(shop)
    seen = await shop.desk.checking.check(await shop.person(OWNER))
    (bank,) = seen.banks
    assert bank.outage is not None
    assert bank.outage.trial_at == shop.clock.now(), "no check has shown the trouble: a bill will tell"
    assert await offered(shop)


async def test_a_second_tap_asks_nobody(shop: Shop) -> None:
    owner, checking = await shop.person(OWNER), shop.desk.checking
    assert not checking.checked_lately
    for _ in range(5):
        await checking.check(owner)
    assert shop.bank.checks == 1
    assert checking.checked_lately
    shop.clock.move(16)
    await checking.check(owner)
    assert shop.bank.checks == 2


@pytest.mark.parametrize("person", [CASHIER, CUSTOMER])
async def test_only_owners_and_managers_see_and_check(shop: Shop, person: int) -> None:
    for call in (shop.desk.checking.overview, shop.desk.checking.check):
        with pytest.raises(NotAllowed):
            await call(await shop.person(person))
    assert shop.bank.checks == 0


# --- several processes, and one after another


async def test_another_process_learns_of_it_and_of_its_end(shop: Shop) -> None:
    other = another_process(shop)
    await bill_fails(shop)
    assert await other.due() == []
    assert list(other.banking.away.at(shop.clock.now())) == [shop.bank.slug]
    shop.bank.health = ILL
    await time_goes_on(shop, MINUTE)
    shop.bank.health = WELL
    await time_goes_on(shop, 2 * MINUTE)
    await other.due()
    assert other.banking.away.at(shop.clock.now()) == {}


async def test_of_several_processes_one_checks(shop: Shop) -> None:
    await bill_fails(shop)
    processes = [shop.desk.checking, *(another_process(shop) for _ in range(3))]
    shop.clock.move(31)
    due = [(one, outage) for one in processes for outage in await one.due()]
    assert len(due) == 4
    for one, found in due:
        await one.see_after(found)
    assert shop.bank.checks == 1


async def test_whoever_starts_looks_at_once(shop: Shop) -> None:
    """A key that was replaced in the settings takes a restart; nobody waits an hour for it."""
    await bill_fails(shop)
    shop.bank.health = ILL
    await time_goes_on(shop, timedelta(hours=6), MINUTE)
    started = another_process(shop)
    assert await started.due() == []
    shop.bank.health = WELL
    for found in await started.due(all_of_them=True):
        await started.see_after(found)
    assert started.banking.away.at(shop.clock.now()) == {}
