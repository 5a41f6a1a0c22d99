"""What is kept for a time goes page by page; what is due, and money, stays. On both databases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, insert, select

from billing.answers import Seen
from billing.models import Audience, Place
from billing.money import Money
from billing.records import NewDelivery, NewPayment, NewRefund
from bot.sweeping import ELSEWHERE, EVERY, Sweeping
from store.books import SqlBooks
from store.engine import Database
from store.schema import (
    alarms,
    audit,
    bank_events,
    deliveries,
    dialogues,
    leases,
    metadata,
    notices,
    outages,
    pictures,
    quotas,
    reminders,
    reports,
    updates,
)
from store.sweeping import PAGE, PASSING
from tests.store.test_engine import add_invoice
from tests.support.books import NOON, HeldClock, open_database, sweep

DAY = timedelta(days=1)
LONG_AGO = NOON - 6 * 366 * DAY
MANY = [pytest.param(2_600, id="some"), pytest.param(50_000, id="50000", marks=pytest.mark.long)]
FOR_GOOD = metadata.tables.keys() - {passing.table.name for passing in PASSING}


def update_row(n: int, at: datetime, state: str = "handled") -> dict[str, Any]:
    done = at if state != "due" else None
    row = {"merchant_id": 1, "update_id": n, "chat_key": n, "body": b"", "state": state, "tries": 0}
    return row | {"received_at": at, "handled_at": done}


def left(table: Any) -> Any:
    return lambda connection: connection.execute(select(func.count()).select_from(table)).scalar()


def fill(connection: Connection, many: int) -> None:
    """Every hundredth is still due, and the youngest hundred are of today."""
    old = [update_row(n, LONG_AGO, "due" if n % 100 == 0 else "handled") for n in range(1, many + 1)]
    young = [update_row(n, NOON) for n in range(many + 1, many + 101)]
    connection.execute(insert(updates), old + young)


async def all_turns(sweeping: Sweeping) -> int:
    """A whole round; in how many turns."""
    turns = 1
    while await sweeping.turn() != EVERY:
        turns += 1
    return turns


@pytest.mark.parametrize("many", MANY)
async def test_many_old_rows_go_a_page_at_a_time_and_others_write_in_between(
    database: Database, database_url: str, many: int
) -> None:
    await database.transaction(lambda connection: fill(connection, many))
    sweeping = Sweeping(database, HeldClock(), "me")
    async for other in open_database(database_url):
        before, wrote = await database.transaction(left(updates)), 0
        while await sweeping.turn() != EVERY:
            after = await other.transaction(left(updates))
            assert before - after <= PAGE
            before, wrote = after, await other.write(lambda books: books.next_number("other"))
    assert wrote >= many / PAGE
    assert before == many // 100 + 100
    due = select(func.count()).where(updates.c.state == "due")
    assert await database.transaction(lambda connection: connection.execute(due).scalar()) == many // 100


async def test_a_round_that_finds_nothing_old_reads_one_page_of_each_kind(database: Database) -> None:
    rows = [update_row(n, NOON) for n in range(1, 3 * PAGE)]
    await database.transaction(lambda connection: connection.execute(insert(updates), rows))
    assert await all_turns(Sweeping(database, HeldClock(), "me")) == len(PASSING)


async def test_one_replica_sweeps_at_a_time_and_another_goes_on_when_it_has_stopped(
    database: Database,
) -> None:
    clock = HeldClock()
    first, second = Sweeping(database, clock, "first"), Sweeping(database, clock, "second")
    assert await first.turn() != ELSEWHERE
    assert await second.turn() == ELSEWHERE
    await first.stop()
    assert await second.turn() != ELSEWHERE


async def test_what_is_due_again_by_then_is_not_dropped(database: Database) -> None:
    new = NewDelivery("bank", "key", 0, Seen.PAID, b"{}", "me", LONG_AGO, LONG_AGO)
    passing = next(passing for passing in PASSING if passing.table is deliveries)

    def finish(books: SqlBooks) -> None:
        (stored,) = books.add_deliveries([new])
        assert stored is not None
        books.finish_delivery(stored.id, LONG_AGO)

    await database.write(finish)
    page = await database.read(lambda books: books.look_for_old(passing, None, NOON))
    assert len(page.old) == 1
    await database.write(lambda books: books.add_deliveries([new]))  # the bank says it again
    assert await database.write(lambda books: books.drop_old(page)) == 0
    assert await database.transaction(left(deliveries)) == 1


def waiting(at: datetime) -> dict[Any, dict[str, Any]]:
    """Of each kind a row that is as old, and still to be done, or still counts."""
    place = {"chat_id": 1, "person_id": 1, "tries": 0, "created_at": at, "due_at": at}
    report = {"source": "s", "provider": "b", "query": b"", "wish": "page", "page": 1}
    subject = {
        "key": "k",
        "subject": "s",
        "subject_id": 1,
        "number": 1,
        "days": 1,
        "until": at,
        "dropped": False,
    }
    bank = {"provider": "b", "key": "k", "body": b"", "received_at": at}
    refused = {
        "provider": "b",
        "code": "c",
        "since": at,
        "refused_at": at,
        "checks": 0,
        "seen": True,
        "trials": 0,
    }
    return {
        updates: update_row(1, at, "due"),
        deliveries: bank | {"payment_id": 0, "claim": "paid", "due_at": at, "tries": 0},
        reports: report | place,
        reminders: subject | {"due_at": at, "created_at": at},
        notices: place | {"key": "k", "kind": "paid", "loud": False, "details": "{}"},
        outages: refused,
        alarms: {"cause": "c", "kind": "k", "details": "{}", "since": at, "seen_at": at},
        quotas: {"name": "q", "moments": "[]", "quiet_until": NOON, "changed_at": at},
        leases: {"name": "l", "owner": "me", "until": NOON},
    }


FINISHED: dict[Any, dict[str, Any]] = {
    updates: {"state": "aside", "handled_at": LONG_AGO},
    deliveries: {"due_at": None, "finished_at": LONG_AGO},
    reports: {"due_at": None, "finished_at": LONG_AGO},
    reminders: {"due_at": None, "done_at": LONG_AGO},
    notices: {"due_at": None, "sent_at": LONG_AGO},
    outages: {"ended_at": LONG_AGO},
    alarms: {"ended_at": LONG_AGO},
    quotas: {"quiet_until": None},
    leases: {"until": LONG_AGO},
}


async def test_nothing_that_is_still_to_be_done_goes_however_old_it_is(database: Database) -> None:
    def put(connection: Connection) -> None:
        for table, row in waiting(LONG_AGO).items():
            connection.execute(insert(table).values({**row, "merchant_id": 1}))

    await database.transaction(put)
    await database.write(lambda books: sweep(books, NOON))
    for table in waiting(LONG_AGO):
        assert await database.transaction(left(table)) == 1, table.name


async def test_all_that_is_over_goes(database: Database) -> None:
    at = LONG_AGO
    rows = {table: row | FINISHED[table] for table, row in waiting(at).items()}
    rows[audit] = {"subject": "s", "subject_id": 1, "was": "", "now_is": "", "actor": "", "at": at}
    rows[bank_events] = {"provider": "b", "key": "k", "kind": "test", "body": b"", "received_at": at}
    rows[pictures] = {"key": "k", "file_id": "f", "created_at": at}
    rows[dialogues] = {"key": "k", "data": b"", "changed_at": at}

    def put(connection: Connection) -> None:
        for table, row in rows.items():
            connection.execute(insert(table).values({**row, "merchant_id": 1}))

    await database.transaction(put)
    await database.write(lambda books: sweep(books, NOON))
    for table in rows:
        assert await database.transaction(left(table)) == 0, table.name


@pytest.mark.parametrize(("years", "stays"), [(4.9, True), (5.1, False)])
async def test_the_audit_is_kept_for_five_years(database: Database, years: float, stays: bool) -> None:
    at = NOON - years * 365.25 * DAY
    await database.write(lambda books: books.audit("payment", 1, "pending", "paid", "bank:b", at))
    await database.write(lambda books: sweep(books, NOON))
    assert bool(await database.transaction(left(audit))) is stays


async def test_money_stays_for_good(database: Database) -> None:
    def sell(books: SqlBooks) -> None:
        invoice_id = add_invoice(books)
        amount = Money(500000, "KZT")
        payment = books.add_payment(NewPayment(invoice_id, "bank", "1", amount, "hook", NOON))
        books.add_refund(NewRefund(invoice_id, payment.id, amount, "key", "source", NOON))
        books.add_card(invoice_id, Audience.ISSUER, Place(501), 501, NOON, NOON)

    def counts(connection: Connection) -> dict[str, int]:
        return {name: left(metadata.tables[name])(connection) for name in FOR_GOOD}

    await database.write(sell)
    before = await database.transaction(counts)
    assert [before[name] for name in ("invoices", "payments", "refunds", "cards")] == [1, 1, 1, 1]
    await database.write(lambda books: sweep(books, NOON + 20 * 366 * DAY))
    assert await database.transaction(counts) == before


async def test_a_page_is_read_and_dropped_by_the_primary_key(database: Database) -> None:
    """An index by merchant would be read as a whole: all rows of a shop."""
    if database.exclusive:  # PostgreSQL decides by its statistics
        said: list[tuple[str, Any]] = []

        def work(connection: Connection) -> list[str]:
            event.listen(connection, "before_cursor_execute", lambda *e: said.append((e[2], e[3])))
            books = database.books(connection)
            sweep(books, NOON)
            asked = [each for each in said if not each[0].startswith("EXPLAIN")]
            plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values) for sql, values in asked]
            return [str(row[3]) for plan in plans for row in plan]

        plans = await database.transaction(work)
        found = [plan for plan in plans if plan.startswith(("SEARCH", "SCAN"))]
        assert len(found) >= 2 * len(PASSING)
        by_merchant = {plan.split()[1] for plan in found if plan.endswith("(merchant_id=?)")}
        assert by_merchant == {"pictures", "dialogues", "leases", "quotas"}  # theirs is the primary key
