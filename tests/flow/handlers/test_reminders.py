"""Reminders in the chat: heard in time and in one's language, silenced and wished again; a new invoice."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from aiogram.filters.callback_data import CallbackData
from sqlalchemy import Connection, select

from billing import invoicing
from billing.answers import Accepted
from billing.books import Books
from billing.models import Instruction, InstructionKind, Invoice, Place
from billing.money import Money
from billing.ports import Capabilities
from billing.states import InvoiceState
from billing.subscriptions import truth
from billing.subscriptions.models import Cycle, State
from billing.subscriptions.offering import Way
from billing.subscriptions.records import Offer, Subscription
from bot.reminding import Reminding
from screens.reminder_buttons import AskForNew, Of, RemindMe
from store.schema import notices
from tests.flow.handlers.rig import CUSTOMER, OWNER, STRANGER, Message, Rig, buttons, spoken
from tests.flow.handlers.test_phones import tapped
from tests.support.bank import ObedientBank
from tests.support.noon import NOON, Afternoon
from tests.support.until import until

T = TypeVar("T")
ALMATY = ZoneInfo("Asia/Almaty")
COFFEE = Offer("Coffee for a month", Money(500000, "KZT"), Cycle.MONTHLY, first=date(2026, 11, 25))
STOP, AGAIN, NEW = "Don't remind me", "Remind me again", "Ask for a new one"


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ALMATY).astimezone(UTC)


@pytest.fixture
def clock() -> Afternoon:
    """Five in the afternoon of the shop's day."""
    return Afternoon()


@pytest.fixture
def bank(rig: Rig) -> ObedientBank:
    """The only way to pay: its bill is known to be over at once."""
    bank, providers = ObedientBank("lonebank"), rig.desk.banking.providers
    bank.capabilities = Capabilities(redirects=True)
    link = Instruction(InstructionKind.OPEN, links=())
    bank.outcomes = [Accepted(link, NOON) for _ in range(9)]
    providers.clear()  # type: ignore[attr-defined]
    providers[bank.slug] = bank  # type: ignore[index]
    return bank


async def subscribed(rig: Rig, person: int = CUSTOMER) -> Subscription:
    owner, customer = await rig.desk.person(OWNER), await rig.desk.person(person)
    assert owner is not None
    assert customer is not None
    desk = rig.desk.subscriptions
    offered = await desk.offer_to(owner, COFFEE, source="test:1")
    return await desk.agree(customer, offered.id, Way())


async def at(rig: Rig, clock: Afternoon, moment: datetime) -> None:
    """It is so late now, and what is due is told."""
    clock.set(moment)
    await Reminding(rig.database, clock, owner="test").turn()


async def same(rig: Rig, message: Message, button: str) -> Message:
    """The same message, once it has this button."""

    def find(messages: list[Message]) -> Message | None:
        here = (m for m in messages if m["message_id"] == message["message_id"])
        return next((m for m in here if button in buttons(m)), None)

    return await rig.sandbox.wait_for(CUSTOMER, find)


async def fate(rig: Rig, kind: str = truth.OF_SUBSCRIPTION) -> list[Any]:
    """What became of the notices of a kind: why they were given up, ``None`` where they were not."""

    def read(connection: Connection) -> list[Any]:
        done = notices.c.due_at.is_(None), notices.c.kind == kind
        return list(connection.execute(select(notices.c.given_up).where(*done)).scalars())

    return await until(lambda: rig.database.transaction(read))


async def test_they_hear_of_it_the_day_before_and_at_nine_of_the_day(
    rig: Rig, bank: ObedientBank, clock: Afternoon
) -> None:
    await subscribed(rig)
    await at(rig, clock, local(24, 10))
    first = await rig.said(CUSTOMER, "🔔 Tomorrow, 25 November")
    assert "The bill comes tomorrow at 10:00" in spoken(first)
    assert not first["silent"]
    assert buttons(first) == ["Pay now", "Pause", STOP, "Cancel subscription"]
    await at(rig, clock, local(25, 9))
    await rig.said(CUSTOMER, "🔔 Today, 25 November")


async def test_each_hears_it_in_their_own_language(rig: Rig, bank: ObedientBank, clock: Afternoon) -> None:
    await subscribed(rig, STRANGER)
    await at(rig, clock, local(24, 10))
    assert "Шотты ертең жібереміз, уақыты: 10:00" in spoken(await rig.said(STRANGER, "🔔 Ертең, 25 қараша"))


async def test_whoever_wishes_none_says_so_under_one_and_can_take_it_back(
    rig: Rig, bank: ObedientBank, clock: Afternoon
) -> None:
    subscription = await subscribed(rig)
    await at(rig, clock, local(24, 10))
    shown = await rig.said(CUSTOMER, "🔔 Tomorrow")
    assert "any more" in await rig.tap(CUSTOMER, CUSTOMER, shown, STOP)
    silenced = await same(rig, shown, AGAIN)
    assert await remind(rig, subscription) is False
    assert await rig.tap(CUSTOMER, CUSTOMER, silenced, AGAIN) == "We will remind you again."
    await same(rig, shown, STOP)
    assert await remind(rig, subscription) is True


async def remind(rig: Rig, subscription: Subscription) -> bool:
    found = await rig.database.read(lambda books: books.subscription(subscription.id))
    assert found is not None
    return found.remind


async def test_under_it_one_pays_at_once_and_the_bill_of_the_day_is_that_one(
    rig: Rig, bank: ObedientBank, clock: Afternoon
) -> None:
    subscription = await subscribed(rig)
    await at(rig, clock, local(24, 10))
    await rig.tap(CUSTOMER, CUSTOMER, await rig.said(CUSTOMER, "🔔 Tomorrow"), "Pay now")
    await rig.said(CUSTOMER, "A bill of your subscription")
    await at(rig, clock, local(25, 9))
    await rig.desk.subscriptions.turn(subscription.id)
    assert await rig.count() == 1
    assert not [m for m in await rig.ours(CUSTOMER) if "🔔 Today" in spoken(m)]


async def test_under_it_one_pauses(rig: Rig, bank: ObedientBank, clock: Afternoon) -> None:
    await subscribed(rig)
    await at(rig, clock, local(24, 10))
    await rig.tap(CUSTOMER, CUSTOMER, await rig.said(CUSTOMER, "🔔 Tomorrow"), "Pause")
    await at(rig, clock, local(25, 9))
    customer = await rig.desk.person(CUSTOMER)
    assert customer is not None
    (mine,) = await rig.desk.subscriptions.mine(customer)
    assert mine.subscription.state is State.PAUSED
    assert not [m for m in await rig.ours(CUSTOMER) if "🔔 Today" in spoken(m)]


@pytest.mark.parametrize("what", ["paused", "too late"])
async def test_what_has_changed_while_it_waited_for_telegram_is_not_said(
    rig: Rig, bank: ObedientBank, clock: Afternoon, what: str
) -> None:
    subscription = await subscribed(rig)
    due = local(24, 10)
    clock.set(due)

    def remind(books: Books) -> None:
        (row,) = books.due_reminders(due, 9)
        assert truth.remind(books, row, due)
        if what == "paused":
            books.amend_subscription(subscription.id, state=State.PAUSED)
        else:
            clock.set(local(24, 21))

    await rig.database.write(remind)
    assert await fate(rig) == [truth.NOT_TRUE if what == "paused" else truth.LATE]
    assert not [m for m in await rig.ours(CUSTOMER) if "🔔" in spoken(m)]


async def test_where_a_subscriber_has_blocked_the_bot_the_shop_hears_it(
    rig: Rig, bank: ObedientBank, clock: Afternoon
) -> None:
    await subscribed(rig)
    await rig.sandbox.block(CUSTOMER)
    await at(rig, clock, local(24, 10))
    query = select(notices.c.chat_id).where(notices.c.kind == "sub-unreachable-member")
    told = await until(
        lambda: rig.database.transaction(lambda connection: list(connection.execute(query).scalars()))
    )
    assert told == [OWNER]


# --- invoices


async def sold(rig: Rig) -> Invoice:
    """An invoice that its customer has opened; its bill at the bank has ended."""
    owner, customer = await rig.desk.person(OWNER), await rig.desk.person(CUSTOMER)
    assert owner is not None
    assert customer is not None
    made = await rig.desk.issue(owner, COFFEE.amount, "Coffee", source="501:1", place=Place(OWNER))
    return await rig.desk.open_link(made.token, customer, Place(CUSTOMER))


async def expire(rig: Rig, clock: Afternoon, moment: datetime) -> None:
    clock.set(moment)

    def end(books: Books) -> None:
        invoicing.expire_overdue(books, moment)

    await rig.database.write(end)


async def test_an_invoice_is_paid_or_silenced_from_its_reminder(
    rig: Rig, bank: ObedientBank, clock: Afternoon
) -> None:
    rig.desk.banking.providers.clear()  # type: ignore[attr-defined]
    await sold(rig)
    await at(rig, clock, local(23, 9))
    shown = await rig.said(CUSTOMER, "It can be paid today until 17:00.")
    cards = len([m for m in await rig.ours(CUSTOMER) if "photo" in m])
    await rig.tap(CUSTOMER, CUSTOMER, shown, "Pay")
    await rig.sandbox.wait_for(CUSTOMER, lambda ms: len([m for m in ms if "photo" in m]) > cards)
    assert "of invoices" in await rig.tap(CUSTOMER, CUSTOMER, shown, STOP)
    silenced = await same(rig, shown, AGAIN)
    assert await silent(rig)
    await rig.tap(CUSTOMER, CUSTOMER, silenced, AGAIN)
    await same(rig, shown, STOP)
    assert not await silent(rig)


async def silent(rig: Rig) -> bool:
    return await rig.database.read(lambda books: books.is_silent(CUSTOMER, "invoice"))


async def test_after_its_deadline_a_new_one_is_asked_for_and_comes_once(
    rig: Rig, bank: ObedientBank, clock: Afternoon
) -> None:
    rig.desk.banking.providers.clear()  # type: ignore[attr-defined]
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    await rig.desk.reminders.choose(owner, (-1,))
    await sold(rig)
    await expire(rig, clock, local(23, 18))
    await at(rig, clock, local(24, 17, 5))
    shown = await rig.said(CUSTOMER, "ask for a new one: the amount is the same")
    for _ in range(2):
        assert await rig.tap(CUSTOMER, CUSTOMER, shown, NEW) == "The new invoice stands below."
    await rig.said(CUSTOMER, "#2")
    await rig.said(OWNER, "#2")
    assert await rig.count() == 2
    newest = await rig.database.read(lambda books: books.invoice(2))
    assert newest is not None
    assert (newest.customer_id, newest.state) == (CUSTOMER, InvoiceState.OPEN)


@pytest.mark.parametrize("data", [RemindMe(of=Of.INVOICE, id=1, wanted=False), AskForNew(invoice=1)])
async def test_somebody_elses_reminder_silences_and_renews_nothing(
    rig: Rig, bank: ObedientBank, clock: Afternoon, data: CallbackData
) -> None:
    await sold(rig)
    await expire(rig, clock, local(23, 18))
    card = await rig.said(CUSTOMER, "#1")
    await rig.sandbox.raw_update(
        tapped(STRANGER, card | {"chat": {"id": STRANGER, "type": "private"}}, data.pack())
    )
    await rig.sandbox.send(STRANGER, "/help")
    await rig.said(STRANGER, "/paysupport")
    assert not await rig.database.read(lambda books: books.is_silent(STRANGER, "invoice"))
    assert await rig.count() == 1
