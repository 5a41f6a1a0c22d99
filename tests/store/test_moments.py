"""A clock that ran ahead and was set right: what it put off is not lost for that long."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from billing.answers import Seen
from billing.models import Audience, Place
from billing.money import Money
from billing.records import NewDelivery, NewNotice, NewPayment
from bot.chores import Chores
from bot.metrics import Metrics
from store.books import SqlBooks
from store.engine import Database
from tests.store.test_engine import add_invoice
from tests.support import PATIENCE
from tests.support.books import NOON, HeldClock

YEAR = timedelta(days=365)
ME = "process:me"


def put_off(books: SqlBooks, looks: timedelta, others: timedelta, lease: timedelta) -> None:
    """A payment, a card, a notice and a webhook that wait, each with a lease where it has one."""
    invoice_id = add_invoice(books)
    payment = books.add_payment(NewPayment(invoice_id, "bank", "100001", Money(500000, "KZT"), "hook", NOON))
    books.amend_payment(payment.id, next_look=NOON + looks)
    books.lease_payment(payment.id, "process:other", NOON, NOON + lease)
    books.add_card(invoice_id, Audience.ISSUER, Place(501), 501, NOON, NOON + others)
    books.tell(NewNotice("paid:1", "paid", Place(501), loud=True), NOON + others)
    (stored,) = books.add_deliveries(
        [NewDelivery("bank", "key", payment.id, Seen.PAID, b"{}", "process:other", NOON, NOON + lease)]
    )
    assert stored is not None
    books.postpone_delivery(stored.id, NOON + others)
    books.take_lease("delivery", "process:other", NOON, NOON + lease)


def waiting(books: SqlBooks, at: timedelta) -> list[str]:
    """What may be taken at this moment."""
    now = NOON + at
    until = now + timedelta(seconds=10)
    found = {
        "payment": books.lease_due_payments(ME, now, until, 9),
        "card": books.due_cards(now, 9),
        "notice": books.due_notices(now, 9),
        "webhook": books.lease_due_deliveries(ME, now, until, 9),
        "delivery": books.take_lease("delivery", ME, now, until),
    }
    return [name for name, there in found.items() if there]


ALL = ["payment", "card", "notice", "webhook", "delivery"]


async def test_what_a_clock_that_ran_ahead_put_off_is_due_now(database: Database) -> None:
    await database.write(lambda books: put_off(books, YEAR, YEAR, YEAR))
    assert await database.write(lambda books: waiting(books, timedelta())) == []
    await database.write(lambda books: books.pull_back(NOON))
    assert await database.write(lambda books: waiting(books, timedelta())) == ALL


async def test_a_lease_without_end_does_not_keep_a_webhook_from_a_payment_that_was_over(
    database: Database,
) -> None:
    def over(books: SqlBooks) -> None:
        put_off(books, timedelta(), timedelta(), YEAR)
        books.rest_payment(1, "nobody", None, 9)

    def held(books: SqlBooks) -> bool:
        return not books.lease_payment(1, ME, NOON, NOON + timedelta(seconds=10))

    await database.write(over)
    assert await database.write(held)
    await database.write(lambda books: books.pull_back(NOON))
    assert not await database.write(held)


async def test_what_was_meant_to_wait_waits(database: Database) -> None:
    day, hour, minutes = timedelta(hours=25), timedelta(hours=1), timedelta(minutes=2)
    await database.write(lambda books: put_off(books, day, hour, minutes))
    await database.write(lambda books: books.pull_back(NOON))
    assert await database.write(lambda books: waiting(books, timedelta())) == []
    assert await database.write(lambda books: waiting(books, day)) == ALL


async def test_who_let_go_while_the_clock_ran_ahead_keeps_nobody_waiting_when_it_is_right(
    database: Database,
) -> None:
    ahead = NOON + timedelta(hours=1)

    def leave(books: SqlBooks) -> list[str]:
        books.take_lease("delivery", "process:other", ahead, ahead + timedelta(seconds=10))
        books.beat("process:other", ahead, ahead + timedelta(seconds=20))
        books.drop_lease("delivery", "process:other")
        books.farewell("process:other")
        return [*waiting(books, timedelta()), *books.living(NOON)]

    assert await database.write(leave) == ["delivery"]


async def test_who_died_while_the_clock_ran_an_hour_ahead_is_dead_when_it_is_right(
    database: Database,
) -> None:
    hour = timedelta(hours=1)

    def die(books: SqlBooks) -> None:
        books.beat("process:other", NOON + hour, NOON + hour + timedelta(seconds=20))
        books.take_lease("delivery", "process:other", NOON + hour, NOON + hour + timedelta(seconds=10))
        books.take_lease("compare:bank", "process:other", NOON, NOON + hour)

    await database.write(die)
    await database.write(lambda books: books.pull_back(NOON))
    assert await database.read(lambda books: books.living(NOON)) == []
    assert await database.write(lambda books: waiting(books, timedelta())) == ["delivery"]
    hourly = await database.write(lambda books: books.take_lease("compare:bank", ME, NOON, NOON + hour))
    assert not hourly  # that hour was meant


@pytest.mark.parametrize("ahead", [YEAR, timedelta(minutes=30)])
async def test_the_chores_see_to_it_as_soon_as_the_clock_is_right(
    database: Database, ahead: timedelta
) -> None:
    clock, metrics = HeldClock(NOON + ahead), Metrics()
    chores = Chores(database, clock, metrics)
    chores.loop.start()
    try:
        async with asyncio.timeout(PATIENCE):
            while b'queue="updates"' not in metrics.text():  # the end of a turn
                await asyncio.sleep(0.01)
            await database.write(lambda books: put_off(books, YEAR, YEAR, YEAR))
            clock.at = NOON
            chores.loop.wake()
            while not await database.read(lambda books: books.due_cards(NOON, 1)):
                await asyncio.sleep(0.01)
    finally:
        await chores.loop.stop()
