"""A statement of a hundred thousand rows: right, and drawn up while others have their turns."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from billing.answers import Seen
from billing.reporting import ASK_MOST, Reporting
from billing.statement import Ledger, Query
from store.engine import Database
from tests.support.books import NOON
from tests.support.lists import ListingBank, kzt, operation
from tests.support.shop import Shop, open_shop

DAY = timedelta(days=1)
QUERY = Query(Ledger.OPERATIONS, NOON - DAY, NOON + DAY)


async def paid(shop: Shop) -> int:
    """A paid invoice of 5 000; gives its number. The clock is an hour and more after it."""
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id="bank-1")
    await shop.look(payment)
    shop.clock.move(2 * 3600)
    return invoice.number


@pytest.mark.slice(1)
async def test_a_hundred_thousand_rows_are_right_and_others_have_their_turns(database: Database) -> None:
    shop = await open_shop(database)
    number = await paid(shop)
    count = 100_000
    rows = [operation(f"x{n}", 1, NOON - timedelta(milliseconds=n)) for n in range(count - 1)]
    bank = ListingBank([*rows, operation("bank-1", at=NOON - timedelta(hours=9))])
    turns, done = 0, False

    async def others() -> None:
        nonlocal turns
        while not done:
            turns += 1
            await asyncio.sleep(0)

    ticking = asyncio.create_task(others())
    reporting = Reporting(database, shop.clock, {bank.slug: bank})
    statement = await reporting.draw_up(bank.slug, QUERY)
    done = True
    await ticking
    assert len(statement.rows) == count
    assert statement.summary.listed == count
    assert statement.rows[0].operation.id == "x0"
    assert (statement.rows[-1].operation.id, statement.rows[-1].number) == ("bank-1", number)
    assert statement.summary.unproved == {"KZT": kzt(count - 1)}
    assert statement.over == count - 1 - ASK_MOST
    assert turns > count / 200 * 4  # lists, looks up, claims, judges, adds up: 200 rows at a time
