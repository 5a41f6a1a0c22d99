"""Figures out of the books, on both databases: days that are summed say what their payments say."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, func, select, text, update

from billing.figures import counting
from billing.figures.models import SELF_SERVICE, Course, Taking
from billing.models import Origin, Person, Role
from billing.money import Money
from billing.records import NewPayment, NewRefund
from billing.states import PaymentState, RefundState
from store.books import SqlBooks
from store.engine import Database, connect
from store.schema import day_sums, invoices, payments
from store.secrets import Vault
from tests.bench.generate import CASHIERS, History
from tests.bench.loading import load
from tests.bench.work import work_of
from tests.store.test_engine import add_invoice
from tests.support.books import NOON, SECRET_KEY, open_database

ALMATY = ZoneInfo("Asia/Almaty")
OWNER = Person(501, "Owner", role=Role.OWNER)
TODAY = NOON.astimezone(ALMATY).date()
LONG_AGO = date(2020, 1, 1)
RESERVED = frozenset({PaymentState.RESERVED})
ONLY = {"taken": 0, "payments": 0, "returned": 0, "refunds": 0}


def sell(books: SqlBooks, at: datetime, minor: int, *, bank: str = "bank", **more: Any) -> int:
    """A payment whose money was seen then."""
    nth = books.next_number("nth")
    invoice_id = add_invoice(books, f"source:{nth}")
    if more:
        books.run(update(invoices).where(invoices.c.id == invoice_id).values(**more))
    new = NewPayment(invoice_id, bank, f"ref{nth}", Money(minor, "KZT"), f"hook{nth}", at)
    payment = books.add_payment(new)
    books.move_payment(
        payment.id, RESERVED, PaymentState.PAID, {"taken": Money(minor, "KZT"), "settled_at": at}
    )
    return payment.id


def give_back(books: SqlBooks, payment_id: int, minor: int, at: datetime, state: RefundState) -> None:
    payment = books.payment(payment_id)
    assert payment is not None
    key = f"key{books.next_number('refund')}"
    amount = Money(minor, "KZT")
    books.add_refund(
        NewRefund(payment.invoice_id, payment.id, amount, key, key, at, state=state, origin=Origin.BANK)
    )


@asynccontextmanager
async def grown(url: str, count: int) -> AsyncIterator[Database]:
    """The books of a shop that has sold so much."""
    async for _ in open_database(url):
        pass
    await load(url, History(count, Vault(SECRET_KEY), NOON))
    async for database in open_database(url):
        yield database


async def sum_all(database: Database, now: datetime = NOON) -> None:
    while await database.write(lambda books: books.sum_days(now)):
        pass


async def all_days(database: Database, person: Person = OWNER) -> Course:
    return await database.read(lambda books: counting.course(books, person, LONG_AGO, TODAY, NOON))


async def takings(database: Database, since: datetime, until: datetime) -> list[Taking]:
    return await database.read(lambda books: books.takings(since, until, None))


async def rows(database: Database) -> int:
    return await database.read(
        lambda books: books.run(select(func.count()).select_from(day_sums)).scalar_one()
    )


async def test_summed_days_say_what_their_payments_and_refunds_say(database_url: str) -> None:
    async with grown(database_url, 1500) as database:
        spans = [
            (NOON - timedelta(days=9), NOON),
            (NOON - timedelta(hours=60), NOON - timedelta(hours=30)),
            (NOON - timedelta(hours=5), NOON),
            (NOON - timedelta(days=2, minutes=7), NOON - timedelta(days=2)),
        ]
        raw = [await takings(database, *span) for span in spans], await all_days(database)
        assert await rows(database) == 0
        await sum_all(database)
        assert await rows(database) > 0
        assert ([await takings(database, *span) for span in spans], await all_days(database)) == raw
        paid = await database.read(
            lambda books: books.run(
                select(func.count(), func.sum(payments.c.taken)).where(payments.c.state == "paid")
            ).one()
        )
        whole = (await all_days(database)).figures.sums
        assert (whole.payments, whole.taken.minor) == tuple(map(int, paid))
        assert sum((await all_days(database)).days.values()) == whole.taken.minor


async def test_figures_of_all_years_read_sums_and_not_each_payment(database_url: str) -> None:
    """A seeded slice of a million: the work for days that are over grows with the days."""
    async with grown(database_url, 3000) as database:

        def ask(books: SqlBooks, _: object) -> object:
            return counting.figures(books, OWNER, LONG_AGO, TODAY - timedelta(days=1), NOON)

        unsought: Any = None
        raw = await work_of(database, ask, unsought)
        await sum_all(database)
        assert await work_of(database, ask, unsought) < raw / 4


async def test_a_cashier_reads_only_what_they_issued(database_url: str) -> None:
    async with grown(database_url, 1200) as database:
        one = Person(CASHIERS[1], "One", role=Role.CASHIER)
        everybody = (await all_days(database)).figures
        for _ in range(2):
            theirs = (await all_days(database, one)).figures
            assert theirs.own
            assert theirs.sellers == ()
            assert theirs.sums == dict(everybody.sellers)[one.id]
            assert sum(sums.payments for _, sums in theirs.hours) == theirs.sums.payments
            await sum_all(database)


async def test_what_customers_ordered_themselves_is_no_cashiers(database: Database) -> None:
    await database.write(lambda books: sell(books, NOON - timedelta(days=3), 100, self_service=True))
    await database.write(lambda books: sell(books, NOON - timedelta(days=3), 70, issuer_id=501))
    for _ in range(2):
        shown = (await all_days(database)).figures
        assert [(who, sums.taken.minor) for who, sums in shown.sellers] == [(SELF_SERVICE, 100), (501, 70)]
        await sum_all(database)


async def test_refunds_count_on_the_day_they_came_about_and_only_then(database: Database) -> None:
    day = timedelta(days=1)

    def write(books: SqlBooks) -> None:
        for nth, state in enumerate((RefundState.COMPLETED, RefundState.REQUESTED, RefundState.PROPOSED)):
            give_back(books, sell(books, NOON - 5 * day, 1000), 10 + nth, NOON - 2 * day, state)

    await database.write(write)
    for _ in range(2):
        then = await takings(database, NOON - 6 * day, NOON - 4 * day)
        later = await takings(database, NOON - 3 * day, NOON)
        assert [(t.taken, t.payments, t.returned, t.refunds) for t in then] == [(3000, 3, 0, 0)]
        assert [(t.taken, t.payments, t.returned, t.refunds) for t in later] == [(0, 0, 10, 1)]
        await sum_all(database)


async def test_what_came_in_another_currency_is_told_apart(database: Database) -> None:
    def write(books: SqlBooks) -> None:
        sell(books, NOON - timedelta(days=2), 100)
        strange = sell(books, NOON - timedelta(days=2), 500)
        books.amend_payment(strange, taken=Money(700, "USD"))

    await database.write(write)
    for _ in range(2):
        shown = (await all_days(database)).figures
        assert shown.sums.taken == Money(100, "KZT")
        assert [other.taken for other in shown.others] == [Money(700, "USD")]
        assert sum((await all_days(database)).days.values()) == 100
        await sum_all(database)


@pytest.mark.slice(4)
@pytest.mark.parametrize(
    ("zone", "moments"),
    [
        # Almaty went from six hours to five on the night before the first of March 2024
        (
            "Asia/Almaty",
            [datetime(2024, 2, 29, 17, 30, tzinfo=UTC), datetime(2024, 2, 29, 18, 30, tzinfo=UTC)],
        ),
        (
            "Asia/Kathmandu",
            [datetime(2026, 5, 1, 18, 10, tzinfo=UTC), datetime(2026, 5, 1, 18, 20, tzinfo=UTC)],
        ),
        # an hour of the wall comes twice, and another never
        (
            "Europe/Berlin",
            [datetime(2025, 10, 26, 0, 30, tzinfo=UTC), datetime(2025, 10, 26, 1, 30, tzinfo=UTC)],
        ),
        (
            "Europe/Berlin",
            [datetime(2026, 3, 29, 0, 59, tzinfo=UTC), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)],
        ),
        (
            "America/Santiago",
            [datetime(2025, 9, 7, 3, 59, tzinfo=UTC), datetime(2025, 9, 7, 4, 0, tzinfo=UTC)],
        ),
    ],
)
async def test_hours_and_days_are_those_of_the_wall(
    database: Database, zone: str, moments: list[datetime]
) -> None:
    assert database.merchant is not None
    database.merchant = replace(database.merchant, timezone=zone)
    for moment in moments:
        await database.write(lambda books, at=moment: sell(books, at, 100))  # type: ignore[misc]
    here = [moment.astimezone(ZoneInfo(zone)) for moment in moments]
    for _ in range(2):
        shown = await all_days(database)
        hours = {hour: sums.payments for hour, sums in shown.figures.hours}
        assert hours == {each.hour: sum(other.hour == each.hour for other in here) for each in here}
        assert shown.days == {each.date(): 100 * sum(o.date() == each.date() for o in here) for each in here}
        await sum_all(database)


async def test_on_another_wall_the_sums_are_made_anew(database: Database) -> None:
    late = datetime(2026, 11, 10, 18, 30, tzinfo=UTC)  # 23:30 in Almaty, the next day in Tokyo
    await database.write(lambda books: sell(books, late, 100))
    await sum_all(database)
    assert (await all_days(database)).days == {date(2026, 11, 10): 100}
    assert database.merchant is not None
    database.merchant = replace(database.merchant, timezone="Asia/Tokyo")
    for _ in range(2):
        assert (await all_days(database)).days == {date(2026, 11, 11): 100}
        await sum_all(database)
    assert await rows(database) == 1


async def test_a_day_is_summed_an_hour_after_its_end_and_not_before(database: Database) -> None:
    await database.write(lambda books: sell(books, NOON, 100))
    midnight = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=ALMATY) + timedelta(days=1)
    await sum_all(database, midnight + timedelta(minutes=59))
    assert await rows(database) == 0
    later = midnight + timedelta(hours=1)
    assert await database.read(lambda books: books.days_to_sum(later))
    await sum_all(database, later)
    assert await rows(database) == 1
    assert not await database.read(lambda books: books.days_to_sum(later))


async def test_what_a_clock_that_was_set_back_writes_into_a_summed_day_is_counted_on_the_next(
    database: Database,
) -> None:
    day = timedelta(days=1)
    await database.write(lambda books: sell(books, NOON - 2 * day, 100))
    await sum_all(database)
    await database.write(lambda books: sell(books, NOON - 2 * day, 11))
    await sum_all(database, NOON + day)
    assert sum((await all_days(database)).days.values()) == 111


async def test_two_processes_that_sum_at_once_count_nothing_twice(database_url: str) -> None:
    async with grown(database_url, 1200) as database:
        raw = await all_days(database)
        other = connect(database_url, Vault(SECRET_KEY)) if not database.exclusive else database
        other.merchant = database.merchant
        await asyncio.gather(*(sum_all(each) for each in (database, other, database, other)))
        assert await all_days(database) == raw
        if other is not database:
            await other.close()


async def test_a_shop_that_has_sold_nothing_has_figures_and_nothing_to_sum(database: Database) -> None:
    assert (await all_days(database)).figures.sums.empty
    await sum_all(database)
    assert not await database.read(lambda books: books.days_to_sum(NOON))
    await database.write(lambda books: sell(books, NOON - timedelta(hours=1), 5))
    assert (await all_days(database)).figures.sums.payments == 1


async def test_questions_to_payments_go_along_the_indexes_of_their_moments(database_url: str) -> None:
    """What is not summed yet is found by its moments, however much was before."""
    async with grown(database_url, 3000) as database:
        await database.write(lambda books: books.run(delete(day_sums)))
        unsought: Any = None

        def ask(span: timedelta) -> Any:
            return lambda books, _: books.takings(NOON - span, NOON, None)

        spans = timedelta(hours=1), timedelta(days=9)
        lately, always = [await work_of(database, ask(span), unsought) for span in spans]
        assert lately < always / 2
        if database.exclusive:

            def plan(books: SqlBooks) -> str:
                query = books._added_up(NOON - timedelta(days=1), NOON, None, "hour")
                compiled = query.compile(books.connection, compile_kwargs={"literal_binds": True})
                return str(books.run(text(f"EXPLAIN QUERY PLAN {compiled}")).all())

            found = await database.read(plan)
            assert "ix_payments_settled" in found
            assert "ix_refunds_settled" in found


async def test_a_cashier_whose_number_is_longer_than_most_reads_theirs_too(database: Database) -> None:
    who = Person(7_000_000_001, "New", role=Role.CASHIER)
    await database.write(lambda books: sell(books, NOON - timedelta(days=3), 70, issuer_id=who.id))
    await database.write(lambda books: sell(books, NOON - timedelta(hours=1), 7, issuer_id=who.id))
    for _ in range(2):
        assert (await all_days(database, who)).figures.sums.taken == Money(77, "KZT")
        await sum_all(database)
