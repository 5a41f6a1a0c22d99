"""Periods, their bills, and lists of subscriptions in the books, on both databases."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, event, insert

from billing.models import Person
from billing.money import Money
from billing.records import NewInvoice, NewPayment
from billing.states import InvoiceState, PaymentState
from billing.subscriptions.ladder import Ladder, Rung, begun
from billing.subscriptions.models import Period, PeriodState, Skip, State
from billing.subscriptions.records import BillOf, ChangedBill, PeriodRow, Subscription
from store.books import SqlBooks
from store.engine import Database, connect
from store.migrate import config, load_merchant, migrate
from store.schema import invoices, merchants
from store.secrets import Vault
from tests.store.test_subscriptions import ASEL, DANA, PLAIN, add, become_another
from tests.support.books import MERCHANT, NOON, SECRET_KEY, new_books, open_database

WEEK = timedelta(days=7)
OPEN, LOST = frozenset({InvoiceState.OPEN}), frozenset({InvoiceState.EXPIRED})
KEPT = {"state": "open", "issuer_id": 501, "created_at": NOON, "deadline": NOON, "late": False}


def week(number: int) -> Period:
    start = NOON + number * WEEK
    return Period(number, start, start + WEEK, start.date(), (start + WEEK).date() - timedelta(days=1))


def decide(books: SqlBooks, of: int, number: int, state: PeriodState, **more: object) -> PeriodRow:
    row = replace(PeriodRow(of, week(number), PLAIN.amount, state), **more)  # type: ignore[arg-type]
    assert books.add_period(row)
    return row


def bill(books: SqlBooks, of: int, number: int, count: int = 1) -> int:
    """An open invoice that is noted as a bill."""
    name = f"{of}:{number}:{count}"
    invoice = books.add_invoice(
        NewInvoice(books.next_number("invoice"), name, PLAIN.amount, "", 501, name, NOON, NOON)
    )
    assert invoice is not None
    books.note_bill(invoice.id, BillOf(of, number, count), NOON)
    return invoice.id


@contextlib.contextmanager
def counted(books: SqlBooks) -> Iterator[list[tuple[str, tuple[Any, ...]]]]:
    """The statements that are run meanwhile, and their values."""
    seen: list[tuple[str, tuple[Any, ...]]] = []

    def note(_: Connection, __: object, statement: str, values: tuple[Any, ...], *___: object) -> None:
        seen.append((statement, values))

    event.listen(books.connection, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(books.connection, "before_cursor_execute", note)


async def test_a_period_is_decided_once_and_comes_back_as_it_was(database: Database) -> None:
    def write(books: SqlBooks) -> None:
        made, invoice_id = add(books).id, bill(books, 1, 3)
        ladder = Ladder(Rung.GRACE, 3, NOON + timedelta(microseconds=1), False, False, 2, NOON + WEEK)
        pending = decide(books, made, 3, PeriodState.PENDING, ladder=ladder, invoice_id=invoice_id)
        odd = Period(4, NOON + WEEK, NOON + 3 * WEEK, date(2024, 2, 29), date(2027, 1, 1))
        assert books.period_of(made, 4) is None
        skipped = PeriodRow(made, odd, Money(0, "JPY"), PeriodState.SKIPPED, Skip.MISSED, settled_at=NOON)
        assert books.add_period(skipped)
        assert not books.add_period(replace(skipped, state=PeriodState.PAID))
        assert [books.period_of(made, number) for number in (3, 4)] == [pending, skipped]

    await database.write(write)


async def test_of_two_workers_one_decides(database: Database) -> None:
    made = await database.write(add)
    row = PeriodRow(made.id, week(0), PLAIN.amount, PeriodState.PENDING)
    decided = await asyncio.gather(*(database.write(lambda books: books.add_period(row)) for _ in range(5)))
    assert sorted(decided) == [False] * 4 + [True]


async def test_a_period_changes_by_the_names_of_its_fields(database: Database) -> None:
    def write(books: SqlBooks) -> None:
        made, invoice_id = add(books).id, bill(books, 1, 0)
        before = decide(books, made, 0, PeriodState.PENDING, ladder=begun(NOON))
        other = decide(books, made, 1, PeriodState.PENDING)
        changes = {
            "state": PeriodState.PAID,
            "ladder": replace(begun(NOON), rung=Rung.PAID, failures=1),
            "settled_at": NOON + WEEK,
            "invoice_id": invoice_id,
            "amount": Money(1, "USD"),
            "skip": Skip.UNPAID,
        }
        books.amend_period(made, 0, **changes)
        assert books.period_of(made, 0) == replace(before, **changes)  # type: ignore[arg-type]
        books.amend_period(made, 0, ladder=None, settled_at=None)
        assert books.period_of(made, 0) == replace(before, **{**changes, "ladder": None, "settled_at": None})  # type: ignore[arg-type]
        assert books.period_of(made, 1) == other

    await database.write(write)


async def test_the_newest_and_the_pending_ones_come_first_the_newest(database: Database) -> None:
    def write(books: SqlBooks) -> list[list[int]]:
        made, other = add(books, 1).id, add(books, 2).id
        states = {0: PeriodState.PENDING, 1: PeriodState.PAID, 2: PeriodState.PENDING, 3: PeriodState.FAILED}
        for number, state in states.items():
            decide(books, made, number, state)
        decide(books, other, 9, PeriodState.PENDING)
        found = books.newest_periods(made, 3), books.newest_periods(made, 9), books.pending_periods(made)
        return [[row.period.number for row in rows] for rows in found]

    assert await database.write(write) == [[3, 2, 1], [3, 2, 1, 0], [2, 0]]


async def test_bills_are_known_by_their_invoices_and_their_periods(database: Database) -> None:
    def write(books: SqlBooks) -> None:
        made = add(books).id
        second, first, next_one = bill(books, made, 0, 2), bill(books, made, 0, 1), bill(books, made, 1)
        assert books.bill_of(second) == BillOf(made, 0, 2)
        assert books.bill_of(next_one + 1) is None
        assert list(books.bills_of(made, 0).items()) == [(1, first), (2, second)]
        assert books.bills_of(made, 1) == {1: next_one}

    await database.write(write)


async def test_each_move_of_a_bills_invoice_is_seen_until_it_was_looked_at(database: Database) -> None:
    def prepare(books: SqlBooks) -> tuple[int, int, int]:
        made = add(books, 1)
        return made.id, bill(books, made.id, 0), bill(books, add(books, 2).id, 0)

    made, moved, still = await database.write(prepare)
    of = BillOf(made, 0, 1)

    def move(books: SqlBooks, here: frozenset[InvoiceState], to: InvoiceState, **more: bool) -> bool:
        return books.move_invoice(moved, here, to, NOON, **more)

    assert await database.read(lambda books: books.changed_bills("", 9)) == []
    assert await database.write(lambda books: move(books, OPEN, InvoiceState.EXPIRED))
    assert not await database.write(lambda books: move(books, OPEN, InvoiceState.EXPIRED))
    assert await database.read(lambda books: books.changed_bills("", 9)) == [ChangedBill(moved, of, 1)]
    assert await database.write(lambda books: move(books, LOST, InvoiceState.PAID, late=True))
    changed = [ChangedBill(moved, of, 2)]
    assert await database.read(lambda books: books.changed_bills_of(made)) == changed
    assert await database.read(lambda books: books.changed_bills_of(made + 1)) == []
    await database.write(lambda books: books.bill_looked_at(moved, 2))
    assert await database.read(lambda books: books.changed_bills("", 9)) == []
    both = frozenset(InvoiceState)
    assert await database.write(lambda books: books.move_invoice(still, both, InvoiceState.CANCELLED, NOON))
    assert [each.invoice_id for each in await database.read(lambda books: books.changed_bills("", 9))] == [
        still
    ]


async def test_a_move_that_came_while_a_ladder_looked_is_seen_again(database: Database) -> None:
    moved = await database.write(lambda books: bill(books, add(books).id, 0))
    await database.write(lambda books: books.move_invoice(moved, OPEN, InvoiceState.EXPIRED, NOON))
    (known,) = await database.read(lambda books: books.changed_bills("", 9))
    await database.write(lambda books: books.move_invoice(moved, LOST, InvoiceState.PAID, NOON, late=True))
    await database.write(lambda books: books.bill_looked_at(moved, known.changes))
    (again,) = await database.read(lambda books: books.changed_bills("", 9))
    assert again == replace(known, changes=2)


async def test_a_move_is_seen_by_its_own_transaction_and_gone_when_that_fails(database: Database) -> None:
    made = await database.write(add)
    moved = await database.write(lambda books: bill(books, made.id, 0))

    def move(books: SqlBooks, *, fails: bool) -> list[int]:
        books.move_invoice(moved, OPEN, InvoiceState.EXPIRED, NOON)
        (seen,) = books.changed_bills_of(made.id)
        books.bill_looked_at(moved, seen.changes)
        assert books.changed_bills_of(made.id) == []
        books.move_invoice(moved, LOST, InvoiceState.PAID, NOON, late=True)
        if fails:
            raise RuntimeError("after all")
        return [each.changes for each in books.changed_bills_of(made.id)]

    with pytest.raises(RuntimeError):
        await database.write(lambda books: move(books, fails=True))
    assert await database.read(lambda books: books.changed_bills("", 9)) == []
    assert await database.write(lambda books: move(books, fails=False)) == [2]


async def test_changed_bills_come_by_engine_and_only_so_many(database: Database) -> None:
    def write(books: SqlBooks) -> list[list[int]]:
        bills = [bill(books, add(books, n, engine="bank" if n % 2 else "").id, 0) for n in range(1, 7)]
        for invoice_id in reversed(bills):
            books.move_invoice(invoice_id, OPEN, InvoiceState.EXPIRED, NOON)
        found = [books.changed_bills(engine, most) for engine, most in (("", 9), ("", 2), ("bank", 9))]
        return [[bills.index(each.invoice_id) + 1 for each in some] for some in found]

    assert await database.write(write) == [[2, 4, 6], [2, 4], [1, 3, 5]]


async def test_moves_in_one_group_are_counted_in_one_statement(database: Database) -> None:
    def write(books: SqlBooks) -> list[tuple[str, tuple[Any, ...]]]:
        bills = [bill(books, add(books, n).id, 0) for n in range(3)]
        books.flush()
        with counted(books) as seen:
            for invoice_id in (*bills, bills[0]):
                books.move_invoice(invoice_id, OPEN, InvoiceState.EXPIRED, NOON)
            before = len(seen)
            books.flush()
            assert before == 4
            return seen[before:]

    counting = await database.write(write)
    assert ["period_bills" in statement for statement, _ in counting] == [True, False]  # and one for programs
    changed = await database.read(lambda books: books.changed_bills("", 9))
    assert [each.changes for each in changed] == [1, 1, 1]


def fill(books: SqlBooks) -> list[Subscription]:
    """Six of them: paid, pending, in retries, failed and over, in the bank's grace, paused."""
    books.save_person(Person(DANA, "Дана в чате"), NOON)
    states = (*[State.ACTIVE] * 3, State.EXPIRED, State.ACTIVE, State.PAUSED)
    made = [
        add(books, n, state=state, customer_id=(DANA, ASEL, None)[n % 3], name=f"N{n}")
        for n, state in enumerate(states)
    ]
    paid, pending, failed = PeriodState.PAID, PeriodState.PENDING, PeriodState.FAILED
    tried = replace(begun(NOON), failures=1)
    for at, number, state, ladder in (
        (0, 0, failed, None),
        (0, 1, paid, None),
        (0, 2, PeriodState.SKIPPED, None),
        (1, 0, paid, None),
        (1, 1, pending, begun(NOON)),
        (2, 0, paid, None),
        (2, 1, paid, None),
        (2, 2, pending, tried),
        (3, 0, failed, tried),
        (5, 0, pending, tried),
    ):
        decide(books, made[at].id, number, state, ladder=ladder)
    books.amend_subscription(made[4].id, grace_until=NOON + WEEK, engine="bank")
    return made


async def test_a_list_shows_names_the_unpaid_period_and_the_one_paid_last(database: Database) -> None:
    def write(books: SqlBooks) -> list[tuple[str, int | None, int | None]]:
        made = fill(books)
        listed = books.subscriptions(None)
        assert [each.subscription for each in listed] == [books.subscription(each.id) for each in made[::-1]]
        for each in listed:
            for row in (each.unpaid, each.last_paid):
                if row is not None:
                    assert row == books.period_of(each.subscription.id, row.period.number)
        numbers = [
            [row.period.number if row else None for row in (each.unpaid, each.last_paid)] for each in listed
        ]
        return [(each.subscriber, *found) for each, found in zip(listed, numbers, strict=True)]

    assert await database.write(write) == [
        ("N5", 0, None),
        ("N4", None, None),
        ("Дана в чате", 0, None),
        ("N2", 2, 1),
        ("N1", 1, 0),
        ("Дана в чате", 0, 1),
    ]


async def test_lists_are_cut_by_state_by_risk_by_person_and_by_place(database: Database) -> None:
    def write(books: SqlBooks) -> dict[str, list[int]]:
        made = [each.id for each in fill(books)]
        found = {
            "active": books.subscriptions(State.ACTIVE),
            "over": books.subscriptions(State.EXPIRED),
            "at risk": books.subscriptions(None, at_risk=True),
            "paused at risk": books.subscriptions(State.PAUSED, at_risk=True),
            "a page": books.subscriptions(None, limit=2),
            "the next page": books.subscriptions(None, before=made[4], limit=2),
            "of Dana": books.subscriptions_of(DANA),
            "running": books.running_subscriptions(0, 9),
            "running, cut": books.running_subscriptions(made[0], 2),
        }
        books.amend_subscription(made[1], failed=1)
        found["refused at the bank, too"] = books.subscriptions(None, at_risk=True)
        return {name: [made.index(each.subscription.id) for each in listed] for name, listed in found.items()}

    assert await database.write(write) == {
        "active": [4, 2, 1, 0],
        "over": [3],
        "at risk": [4, 2],
        "paused at risk": [],
        "a page": [5, 4],
        "the next page": [3, 2],
        "of Dana": [3, 0],
        "running": [0, 1, 2, 4],
        "running, cut": [1, 2],
        "refused at the bank, too": [4, 2, 1],
    }


async def test_a_list_costs_two_statements_however_long_it_is(database: Database) -> None:
    def write(books: SqlBooks) -> list[int]:
        fill(books)
        costs = []
        for limit in (1, 6):
            with counted(books) as seen:
                assert len(books.subscriptions(None, limit=limit)) == limit
            costs.append(len(seen))
        return costs

    assert await database.write(write) == [2, 2]


async def test_a_list_in_a_file_is_read_along_indexes_and_nothing_is_sorted(tmp_path: Path) -> None:
    """SQLite finds pairs of numbers along no index by itself, and sorts where none gives the order."""

    def write(books: SqlBooks) -> list[str]:
        fill(books)
        with counted(books) as seen:
            books.subscriptions(None)
            books.subscriptions(State.ACTIVE, before=9)
        said = []
        for statement, values in seen:
            rows = books.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            said += [str(row[-1]) for row in rows]
        return said

    async with contextlib.aclosing(open_database(new_books(tmp_path))) as opened:
        said = await (await anext(opened)).write(write)
    assert [line for line in said if "TEMP B-TREE" in line] == []
    whole = [line for line in said if " periods " in line and "subscription_id=?" not in line]
    assert (whole, len([line for line in said if " periods " in line])) == ([], 6)


async def test_states_are_counted_and_who_left_lately_is_known(database: Database) -> None:
    def write(books: SqlBooks) -> tuple[dict[State, int], list[int]]:
        made = [each.id for each in fill(books)]
        for at, days in ((3, 1), (1, 2), (0, 0)):
            books.amend_subscription(made[at], state=State.CANCELLED, ended_at=NOON + timedelta(days=days))
        ended = books.ended_subscriptions(NOON + timedelta(days=1))
        return books.count_subscriptions(), [made.index(each.id) for each in ended]

    counts, ended = await database.write(write)
    assert counts == {
        State.OFFERED: 0,
        State.ACTIVE: 2,
        State.PAUSED: 1,
        State.CANCELLED: 3,
        State.EXPIRED: 0,
    }
    assert ended == [3, 1]


async def test_another_merchant_sees_no_period_no_bill_and_no_figure(database: Database) -> None:
    def write(books: SqlBooks) -> tuple[int, int]:
        made = add(books).id
        moved = bill(books, made, 0)
        decide(books, made, 0, PeriodState.PENDING, ladder=replace(begun(NOON), failures=1))
        books.amend_subscription(made, agreed_at=NOON, ended_at=NOON)
        books.move_invoice(moved, OPEN, InvoiceState.EXPIRED, NOON)
        payment = books.add_payment(NewPayment(moved, "bank", "1", PLAIN.amount, "hook", NOON))
        paid = {"settled_at": NOON, "taken": PLAIN.amount}
        books.move_payment(payment.id, frozenset({PaymentState.RESERVED}), PaymentState.PAID, paid)
        return made, moved

    made, moved = await database.write(write)

    def read(books: SqlBooks) -> list[object]:
        return [
            books.period_of(made, 0),
            books.newest_periods(made, 9),
            books.pending_periods(made),
            books.bill_of(moved),
            books.bills_of(made, 0),
            books.changed_bills("", 9),
            books.changed_bills_of(made),
            books.ended_subscriptions(NOON),
            books.count_at_risk(),
            books.lifetimes(NOON),
            books.collected(NOON, NOON + WEEK),
        ]

    assert all(await database.read(read))
    await become_another(database)
    assert not any(await database.read(read))


async def test_books_from_before_subscriptions_are_brought_up_with_what_is_in_them(
    bare_database_url: str,
) -> None:
    database = connect(bare_database_url, Vault(SECRET_KEY))

    def before(connection: Connection) -> int:
        command.upgrade(config(connection), "0010")
        row = {"created_at": NOON, **MERCHANT}
        mine = connection.execute(insert(merchants).values(row).returning(merchants.c.id)).scalar_one()
        invoice = {"merchant_id": mine, "number": 1, "token": "t", "source": "s", "amount": 100, **KEPT}
        more = {"currency": "KZT", "description": "Coffee", "discount": 0, "self_service": False}
        new = insert(invoices).values({**invoice, **more}).returning(invoices.c.id)
        return int(connection.execute(new).scalar_one())

    def bill_it(books: SqlBooks) -> list[ChangedBill]:
        of = BillOf(add(books).id, 0, 1)
        books.note_bill(invoice_id, of, NOON)
        assert books.move_invoice(invoice_id, OPEN, InvoiceState.PAID, NOON)
        return books.changed_bills("", 9)

    try:
        invoice_id = await database.transaction(before)
        await migrate(database)
        await load_merchant(database, **MERCHANT, at=NOON)
        (changed,) = await database.write(bill_it)
    finally:
        await database.close()
    assert (changed.invoice_id, changed.changes) == (invoice_id, 1)
