"""A group of small writes reads ahead, and each of them sees what it would have seen alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, event, text

from billing.books import Ahead
from billing.models import Audience, Payment, Place
from billing.money import Money
from billing.records import NewInvoice, NewPayment
from billing.states import InvoiceState, PaymentState
from store import schema, statements
from store.books import SqlBooks
from store.engine import Database
from tests.support.books import NOON, open_database

T = TypeVar("T")
OPEN, PENDING = frozenset({InvoiceState.OPEN}), frozenset({PaymentState.PENDING})


def an_invoice(books: SqlBooks, attempts: int = 1) -> list[Payment]:
    """An invoice with a card and so many pending payments."""
    number = books.next_number("invoice")
    invoice = books.add_invoice(
        NewInvoice(
            number=number,
            token=f"t{number}",
            amount=Money(500000, "KZT"),
            description="Coffee",
            issuer_id=501,
            source=f"s{number}",
            created_at=NOON,
            deadline=NOON,
        )
    )
    assert invoice is not None
    books.add_card(invoice.id, Audience.ISSUER, Place(501), 501, NOON, NOON)
    made = []
    for attempt in range(1, attempts + 1):
        payment = books.add_payment(
            NewPayment(
                invoice_id=invoice.id,
                attempt=attempt,
                provider="halyk",
                reference=f"{number}-{attempt}",
                hook_token=f"h{number}-{attempt}",
                amount=invoice.amount,
                created_at=NOON,
            )
        )
        books.move_payment(payment.id, frozenset({PaymentState.RESERVED}), PaymentState.PENDING)
        made.append(payment)
    return made


async def in_one_group(
    database: Database, works: list[tuple[Callable[[SqlBooks], T], Ahead | None]]
) -> list[T]:
    """The first of several lanes is busy while the others gather."""
    for _ in range(database.lanes):
        works = [(lambda books: None, None), *works]  # type: ignore[list-item, return-value]
    done = await asyncio.gather(*(database.write_small(work, about=about) for work, about in works))
    return done[database.lanes :]


def about(payment: Payment) -> Ahead:
    return Ahead(payment.id, payment.invoice_id)


def pays(payment: Payment, bank_id: str) -> Callable[[SqlBooks], dict[str, object]]:
    """What settling money does, and what it saw on the way."""

    def work(books: SqlBooks) -> dict[str, object]:
        fresh = books.payment(payment.id)
        assert fresh is not None
        bound = books.bank_id_bound("halyk", bank_id, payment.id)
        moved = not bound and books.move_payment(payment.id, PENDING, PaymentState.PAID, {"bank_id": bank_id})
        invoice = books.invoice(payment.invoice_id, lock=True)
        assert invoice is not None
        closed = moved and books.move_invoice(invoice.id, OPEN, InvoiceState.PAID, NOON)
        return {
            "was": fresh.state,
            "bound": bound,
            "moved": moved,
            "invoice": invoice.state,
            "closed": closed,
            "rivals": books.has_rivals(payment.invoice_id, payment.id),
            "cards": len(books.cards_ever(payment.invoice_id)),
        }

    return work


async def test_payments_of_different_invoices_are_settled_together(database: Database) -> None:
    payments = [(await database.write(an_invoice))[0] for _ in range(5)]
    seen = await in_one_group(database, [(pays(each, f"op-{each.id}"), about(each)) for each in payments])
    alone = {
        "was": PaymentState.PENDING,
        "bound": False,
        "moved": True,
        "invoice": InvoiceState.OPEN,
        "closed": True,
        "rivals": False,
        "cards": 1,
    }
    assert seen == [alone] * 5


async def test_the_second_look_at_one_payment_sees_what_the_first_has_done(database: Database) -> None:
    (payment,) = await database.write(an_invoice)
    work = (pays(payment, "op"), about(payment))
    first, second = await in_one_group(database, [work, work])
    assert (first["was"], first["closed"]) == (PaymentState.PENDING, True)
    assert (second["was"], second["moved"], second["invoice"]) == (
        PaymentState.PAID,
        False,
        InvoiceState.PAID,
    )


async def test_two_payments_of_one_invoice_close_it_once(database: Database) -> None:
    one, other = await database.write(lambda books: an_invoice(books, 2))
    works = [(pays(each, f"op-{each.id}"), about(each)) for each in (one, other)]
    first, second = await in_one_group(database, works)
    assert (first["closed"], first["rivals"], first["cards"]) == (True, True, 1)
    assert (second["moved"], second["invoice"], second["closed"]) == (True, InvoiceState.PAID, False)
    assert (second["rivals"], second["cards"]) == (True, 1)


async def test_one_operation_of_the_bank_counts_for_one_payment_of_a_group(database: Database) -> None:
    payments = [(await database.write(an_invoice))[0] for _ in range(3)]
    works = [(pays(each, "same"), about(each)) for each in payments]
    seen = await in_one_group(database, works)
    assert [each["moved"] for each in seen] == [True, False, False]
    assert [each["bound"] for each in seen] == [False, True, True]


async def test_what_another_member_of_the_group_changed_is_read_anew(database: Database) -> None:
    one, other = await database.write(lambda books: an_invoice(books, 2))

    def withdraws(books: SqlBooks) -> bool | None:
        books.amend_payment(other.id, cancel_wished=True)
        return None

    def reads(books: SqlBooks) -> bool | None:
        fresh = books.payment(other.id)
        return fresh.cancel_wished if fresh else None

    _, wished = await in_one_group(database, [(withdraws, about(one)), (reads, about(other))])
    assert wished is True


async def test_a_larger_group_asks_hardly_more(database: Database) -> None:
    few = [(await database.write(an_invoice))[0] for _ in range(2)]
    many = [(await database.write(an_invoice))[0] for _ in range(8)]
    counts = []
    for payments in (few, many):
        statements = await _reads_of(database, payments)
        counts.append(statements)
    assert counts[1] - counts[0] == len(many) - len(few), "only the bank's own number is asked for singly"


async def _reads_of(database: Database, payments: list[Payment]) -> int:
    """How many SELECT statements a group of these needs."""
    engine = getattr(database, "_writer", None)
    engine = database._engine.sync_engine if engine is None else engine  # type: ignore[attr-defined]
    said: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().startswith("SELECT"):
            said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        works = [(pays(each, f"x-{each.id}"), about(each)) for each in payments]
        await in_one_group(database, works)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(said)


async def test_many_readers_share_one_question(database: Database) -> None:
    payments = [(await database.write(an_invoice))[0] for _ in range(6)]
    asked: list[int] = []

    def find(books: SqlBooks, ids: list[int]) -> list[int | None]:
        asked.append(len(ids))
        found = books.payments_by_id(ids)
        return [found[each].id if each in found else None for each in ids]

    wanted = [payment.id for payment in payments] + [999, payments[0].id]
    found = await asyncio.gather(*(database.read_together(find, each) for each in wanted))
    assert found == [*(payment.id for payment in payments), None, payments[0].id]
    assert len(asked) <= 1 + database.lanes


async def test_a_few_rows_are_found_by_their_own_numbers_and_not_among_all_of_a_merchant(
    postgres_url: str,
) -> None:
    """Before its first ANALYZE PostgreSQL takes one merchant's rows for one row, and would read them all."""
    lists = {
        "invoices": statements.reading_invoices("postgresql", lock=True),
        "cards": statements.reading_among(schema.cards, "invoice_id", "postgresql"),
        "attempts": statements.counting_attempts("postgresql"),
        "payments": statements.reading_among(schema.payments, "id", "postgresql"),
        "hooks": statements.reading_hooks("postgresql"),
    }
    async for database in open_database(postgres_url):
        for name, statement in lists.items():
            plan = await database.transaction(lambda connection, asked=statement: _plan(connection, asked))
            assert "merchant_id =" not in plan.split("people")[0], f"{name}: {plan}"
            assert "Seq Scan on people" not in plan


def _plan(connection: Connection, statement: Select[Any]) -> str:
    connection.execute(text("SET LOCAL enable_seqscan = off"))
    here = {"is_merchant_id": 1, "values": [1, 2], "tokens": ["a", "b"]}
    compiled = statement.compile(dialect=connection.dialect)
    rows = connection.exec_driver_sql(f"EXPLAIN {compiled}", tuple(here[n] for n in compiled.positiontup))
    return "\n".join(row[0] for row in rows)
