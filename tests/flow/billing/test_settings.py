"""The shop decides about itself: who may, what counts from then on, what waits, who hears of what."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from sqlalchemy import Connection, select

from billing import outages
from billing.answers import Seen
from billing.books import Books
from billing.errors import BankOff, NotAllowed, NotFound, Refused
from billing.figures import mornings
from billing.halts import Halt
from billing.models import Person, Place, Refusal, Role
from billing.money import Money
from billing.ports import Capabilities
from billing.settings.models import Choice, Quiet, Topic
from billing.states import InvoiceState, PaymentState
from billing.subscriptions import truth
from billing.team.deeds import What
from store.schema import audit
from tests.support.bank import ObedientBank
from tests.support.books import give_role
from tests.support.shop import CASHIER, CUSTOMER, OWNER, PRICE, Shop

MANAGER, OTHER = 503, "other"
ALMATY = ZoneInfo("Asia/Almaty")


@pytest_asyncio.fixture(loop_scope="session")
async def manager(shop: Shop) -> Person:
    """Somebody else who decides."""
    person = Person(MANAGER, "Marat", started=True, role=Role.MANAGER)
    await shop.database.write(lambda books: books.save_person(person, shop.clock.now()))
    return person


@pytest.fixture
def other(shop: Shop) -> ObedientBank:
    """A second bank that bills without a question."""
    bank = ObedientBank(OTHER)
    shop.banking.providers[OTHER] = bank  # type: ignore[index]
    return bank


async def changes(shop: Shop) -> list[tuple[str, str, dict[str, str]]]:
    """What was decided, by whom, from what to what."""

    def read(connection: Connection) -> list[tuple[str, str, dict[str, str]]]:
        mine = audit.c.merchant_id == shop.desk.merchant.id
        rows = connection.execute(
            select(audit).where(mine, audit.c.subject == "merchant").order_by(audit.c.id)
        )
        return [(row.actor, row.now_is, json.loads(row.evidence)) for row in rows]

    return await shop.database.transaction(read)


async def told(shop: Shop, kind: str) -> list[int]:
    """Who has such a notice in the outbox."""
    return [chat for found, chat, _ in await shop.notices() if found == kind]


# --- who decides, and what counts


async def test_what_is_decided_counts_at_once_and_in_the_books(shop: Shop) -> None:
    owner, settings = await shop.person(OWNER), shop.desk.settings
    await settings.rename(owner, " Дана  2 ")
    await settings.speak(owner, "kk")
    await settings.set_deadline(owner, "45m")
    assert (shop.desk.merchant.name, shop.desk.merchant.locale) == ("Дана 2", "kk")
    assert await shop.database.read(lambda books: books.merchant) == shop.desk.merchant
    invoice = await shop.invoice()
    assert invoice.deadline - invoice.created_at == timedelta(minutes=45)
    draft = await shop.desk.inline.offer(owner, PRICE, "Coffee")
    inline = await shop.desk.inline.tapped(draft.token, "inline")
    assert inline.deadline - inline.created_at == timedelta(minutes=45)
    assert (await shop.desk.view(invoice.id)).merchant.name == "Дана 2"


async def test_back_to_the_environment_is_a_decision_as_well(shop: Shop) -> None:
    owner, settings = await shop.person(OWNER), shop.desk.settings
    before = shop.desk.merchant
    await settings.rename(owner, "Other")
    await settings.set_deadline(owner, "3d")
    await settings.rename(owner, None)
    shown = await settings.set_deadline(owner, None)
    assert (shop.desk.merchant, shown.chosen) == (before, frozenset())
    assert await changes(shop) == [
        (f"person:{OWNER}", "shop-name", {"was": "", "now": "Other"}),
        (f"person:{OWNER}", "deadline", {"was": "", "now": "3d"}),
        (f"person:{OWNER}", "shop-name", {"was": "Other", "now": ""}),
        (f"person:{OWNER}", "deadline", {"was": "3d", "now": ""}),
    ]


async def test_of_two_managers_the_later_one_wins_and_the_audit_shows_both(
    shop: Shop, manager: Person
) -> None:
    owner, settings = await shop.person(OWNER), shop.desk.settings
    await settings.rename(owner, "Dana")
    await settings.rename(manager, "Marat's")
    await settings.rename(manager, "Marat's")
    assert shop.desk.merchant.name == "Marat's"
    assert [(who, each["was"], each["now"]) for who, _, each in await changes(shop)] == [
        (f"person:{OWNER}", "", "Dana"),
        (f"person:{MANAGER}", "Dana", "Marat's"),
    ]
    done = (await shop.desk.team.deeds(owner, None, None)).done
    assert [(each.what, each.name) for each in done[:2]] == [
        (What.SHOP_NAME, "Dana → Marat's"),
        (What.SHOP_NAME, "– → Dana"),
    ]


async def test_who_may_not_decides_nothing_also_by_a_button_from_better_days(
    shop: Shop, manager: Person
) -> None:
    settings = shop.desk.settings
    await shop.database.write(lambda books: give_role(books, MANAGER, Role.CASHIER))
    for person in (await shop.person(CASHIER), await shop.person(CUSTOMER), manager):
        wishes = [
            settings.rename(person, "Mine"),
            settings.rename(person, ""),
            settings.speak(person, "kk"),
            settings.set_deadline(person, "soon"),
            settings.keep_quiet(person, "off"),
            settings.prefer(person, "testbank"),
            settings.switch(person, "testbank", on=False),
            settings.listen(person, Topic.SHIFTS, on=False),
        ]
        for wish in wishes:
            with pytest.raises(NotAllowed):
                await wish
    assert (settings.in_force.chosen, await changes(shop)) == (frozenset(), [])


async def test_words_that_do_not_fit_change_nothing(shop: Shop) -> None:
    owner, settings = await shop.person(OWNER), shop.desk.settings
    for wish in (
        settings.rename(owner, "two\nlines"),
        settings.set_deadline(owner, "soon"),
        settings.keep_quiet(owner, "at night"),
        settings.speak(owner, "de"),
    ):
        with pytest.raises(Refused):
            await wish
    for made_up in (settings.prefer(owner, "nobank"), settings.switch(owner, "nobank", on=False)):
        with pytest.raises(NotFound):
            await made_up
    assert await changes(shop) == []


async def test_what_another_process_decided_is_heard_and_its_cards_are_drawn_again(shop: Shop) -> None:
    invoice = await shop.invoice()
    (card,) = await shop.database.read(lambda books: books.cards_of(invoice.id))
    await shop.database.write(lambda books: books.choose(Choice.NAME, "Heard", shop.clock.now()))
    assert shop.desk.merchant.name != "Heard"
    await shop.desk.settings.hear()
    assert shop.desk.merchant.name == "Heard"
    (after,) = await shop.database.read(lambda books: books.cards_of(invoice.id))
    assert after.wanted > card.wanted
    await shop.desk.settings.hear()
    assert (await shop.database.read(lambda books: books.cards_of(invoice.id)))[0].wanted == after.wanted


# --- which banks


async def test_the_usual_bank_comes_at_once_and_the_other_is_one_tap_away(
    shop: Shop, other: ObedientBank
) -> None:
    invoice = await shop.invoice("501:1")
    assert (await shop.desk.view(invoice.id)).payment is None
    await shop.desk.settings.prefer(await shop.person(OWNER), OTHER)
    invoice = await shop.invoice("501:2")
    assert (await shop.payment(invoice)).provider == OTHER
    assert {way.slug for way in shop.desk.ways(PRICE)} == {OTHER, "testbank"}
    second = await shop.desk.pay(invoice.id, "testbank")
    await shop.settle_down()
    assert (await shop.payment(invoice)).id == second.id


async def test_while_the_usual_bank_cannot_the_payer_chooses(shop: Shop, other: ObedientBank) -> None:
    owner = await shop.person(OWNER)
    shop.banking.providers["third"] = ObedientBank("third")  # type: ignore[index]
    await shop.desk.settings.prefer(owner, OTHER)
    other.capabilities = Capabilities(least=PRICE.minor + 1)
    assert shop.desk.way_at_once(PRICE) is None
    other.capabilities = Capabilities()
    assert shop.desk.way_at_once(PRICE) is other
    limit = Halt("limit", until=shop.clock.now() + timedelta(hours=1))
    await shop.database.write(lambda books: outages.begin(books, OTHER, limit, shop.clock.now()))
    await shop.banking.away.refresh()
    assert shop.desk.way_at_once(PRICE) is None
    shop.clock.move(3600)
    assert shop.desk.way_at_once(PRICE) is other
    await shop.desk.settings.switch(owner, OTHER, on=False)
    invoice = await shop.invoice()
    assert (await shop.desk.view(invoice.id)).payment is None


async def test_a_bank_that_must_ask_first_cannot_be_the_usual_one(shop: Shop, pushing: ObedientBank) -> None:
    with pytest.raises(NotFound):
        await shop.desk.settings.prefer(await shop.person(OWNER), "pushbank")
    assert [bank.slug for bank in shop.desk.settings.preferable()] == ["testbank"]


async def test_a_bank_that_is_off_gets_no_new_bill_and_settles_what_is_open(
    shop: Shop, other: ObedientBank
) -> None:
    before = await shop.invoice("501:1")
    payment = await shop.desk.pay(before.id, "testbank")
    await shop.settle_down()
    await shop.desk.settings.switch(await shop.person(OWNER), "testbank", on=False)
    assert [way.slug for way in shop.desk.ways(PRICE)] == [OTHER]
    assert (await shop.desk.pay(before.id, "testbank")).id == payment.id
    after = await shop.invoice("501:2")
    assert (await shop.payment(after)).provider == OTHER
    with pytest.raises(BankOff):
        await shop.desk.pay(after.id, "testbank")
    await shop.settle_down()
    assert [bill.reference for bill in shop.bank.billed] == [payment.reference]
    shop.sees(payment, Seen.PAID)
    await shop.look(payment)
    found, settled = await shop.desk.view(before.id), await shop.payment(before)
    assert (found.invoice.state, found.payment and found.payment.state) == (
        InvoiceState.PAID,
        PaymentState.PAID,
    )
    assert found.may_return(settled)


async def test_a_new_qr_of_a_bank_that_was_turned_off_comes_by_the_one_that_is_left(
    shop: Shop, other: ObedientBank
) -> None:
    invoice = await shop.invoice()
    payment = await shop.desk.pay(invoice.id, "testbank")
    await shop.settle_down()
    shop.sees(payment, Seen.EXPIRED)
    await shop.look(payment)
    await shop.desk.settings.switch(await shop.person(OWNER), "testbank", on=False)
    third = ObedientBank("third")
    shop.banking.providers["third"] = third  # type: ignore[index]
    with pytest.raises(BankOff):
        await shop.desk.renew(invoice.id)
    del shop.banking.providers["third"]  # type: ignore[attr-defined]
    assert (await shop.desk.renew(invoice.id)).provider == OTHER


async def test_one_bank_always_stays_on(shop: Shop, other: ObedientBank, manager: Person) -> None:
    owner, settings = await shop.person(OWNER), shop.desk.settings
    await settings.switch(owner, OTHER, on=False)
    for once in (
        settings.switch(manager, "testbank", on=False),
        settings.switch(owner, "testbank", on=False),
    ):
        with pytest.raises(Refused, match="settings-last-bank"):
            await once
    await settings.switch(owner, OTHER, on=True)
    await settings.switch(owner, OTHER, on=True)
    assert settings.merchant.rules.off == frozenset()
    assert len(await changes(shop)) == 2


# --- quiet hours


def local(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=ALMATY).astimezone(UTC)


async def remind(shop: Shop, at: datetime) -> int:
    shop.clock.at = at

    def look(books: Books) -> int:
        return sum(truth.remind(books, row, at) for row in books.due_reminders(at, 100))

    return await shop.database.write(look)


async def test_a_reminder_waits_for_the_end_of_quiet_hours_that_were_chosen_meanwhile(shop: Shop) -> None:
    shop.clock.at = local(22, 10)
    owner, customer = await shop.person(OWNER), await shop.person(CUSTOMER)
    await shop.desk.settings.set_deadline(owner, "3d")
    invoice = await shop.invoice()
    await shop.desk.open_link(invoice.token, customer, Place(CUSTOMER))
    await shop.settle_down()
    await shop.desk.settings.keep_quiet(owner, "23:00-11:00")
    assert await remind(shop, local(24, 10)) == 0
    assert await remind(shop, local(24, 11)) == 1
    assert await told(shop, "remind-invoice") == [CUSTOMER]


async def test_news_to_a_subscriber_waits_over_midnight_and_receipts_do_not(shop: Shop) -> None:
    shop.clock.at = local(22, 22)
    owner = await shop.person(OWNER)
    invoice = await shop.invoice()
    await shop.desk.open_link(invoice.token, await shop.person(CUSTOMER), Place(CUSTOMER))
    await shop.settle_down()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID)
    await shop.look(payment)
    due = await shop.database.read(lambda books: books.due_notices(shop.clock.now(), 100))
    assert {"receipt", "paid"} <= {notice.kind for notice in due}
    await shop.desk.settings.keep_quiet(owner, "off")
    assert shop.desk.merchant.rules.quiet is None
    await shop.desk.settings.keep_quiet(owner, "20-6")
    assert shop.desk.merchant.rules.quiet == Quiet(time(20), time(6))


@pytest.mark.parametrize(
    ("hours", "hour", "said"),
    [(None, 9, 1), ("22-13", 9, 0), ("22-13", 13, 1), ("6-22", 21, 0), ("6-22", 22, 1), ("4-20", 20, 1)],
)
async def test_the_report_of_the_morning_waits_for_the_end_of_the_quiet_hours(
    shop: Shop, hours: str | None, hour: int, said: int
) -> None:
    owner = await shop.person(OWNER)
    await shop.desk.figures.choose_morning(owner, on=True)
    await shop.desk.settings.keep_quiet(owner, hours)
    at = local(23, hour) + timedelta(minutes=1)
    found = await shop.database.read(lambda books: mornings.morning(books, at))
    assert (found is not None) is bool(said)
    assert found is None or not (found.late or found.evening)


# --- who hears of what


async def paid(shop: Shop, source: str, issuer: int = CASHIER) -> None:
    member = await shop.person(issuer)
    invoice = await shop.desk.issue(member, PRICE, "Coffee", source=source, place=Place(issuer))
    await shop.settle_down()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID)
    await shop.look(payment)


async def test_an_owner_hears_of_others_payments_only_where_they_wish(shop: Shop, manager: Person) -> None:
    await paid(shop, "1")
    assert await told(shop, "paid") == [CASHIER]
    owner = await shop.person(OWNER)
    await shop.desk.settings.listen(owner, Topic.PAYMENTS, on=True)
    await shop.desk.settings.listen(manager, Topic.PAYMENTS, on=True)
    await shop.desk.settings.listen(manager, Topic.PAYMENTS, on=False)
    await paid(shop, "2")
    await paid(shop, "3", OWNER)
    assert await told(shop, "paid") == [CASHIER, CASHIER, OWNER, OWNER]


async def test_who_is_no_decider_any_more_hears_of_others_payments_no_more(
    shop: Shop, manager: Person
) -> None:
    await shop.desk.settings.listen(manager, Topic.PAYMENTS, on=True)
    await shop.database.write(lambda books: give_role(books, MANAGER, Role.CASHIER))
    await paid(shop, "1")
    assert await told(shop, "paid") == [CASHIER]


async def test_whose_role_lets_them_turn_nothing_on_any_more_hears_what_is_usual(
    shop: Shop, manager: Person
) -> None:
    owner, settings = await shop.person(OWNER), shop.desk.settings
    for topic in Topic:
        await settings.listen(manager, topic, on=not topic.usual)
    await shop.desk.team.change(owner, MANAGER, Role.CASHIER)
    await settings.hear()
    assert [settings.merchant.rules.hears(MANAGER, each) for each in Topic] == [each.usual for each in Topic]


async def test_what_is_turned_off_is_not_told_and_money_that_does_not_fit_always_is(shop: Shop) -> None:
    owner = await shop.person(OWNER)
    for topic in Topic:
        await shop.desk.settings.listen(owner, topic, on=False)
    for source in ("tap:1", "tap:2"):
        shift = await shop.desk.shifts.begin(await shop.person(CASHIER), source=source)
        await shop.desk.shifts.end(await shop.person(CASHIER), shift.id)
        await shop.desk.settings.listen(owner, Topic.SHIFTS, on=True)
    assert await told(shop, "shift-closed") == [OWNER]
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.REJECTED, refusal=Refusal.FUNDS)
    await shop.look(payment)
    assert await told(shop, "declined-member") == []
    again = await shop.desk.pay(invoice.id)
    await shop.settle_down()
    shop.sees(again, Seen.PAID, amount=Money(100, "KZT"))
    await shop.look(again)
    assert await told(shop, "attention-short") == [OWNER]
