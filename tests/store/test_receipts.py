"""Receipts in the books, on both databases: found by how their code begins, tries counted and dropped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import event, text

from billing.models import Place
from billing.money import Money
from billing.receipts.models import Try
from billing.records import NewPayment
from billing.reports import Deeds, NewExport, ReceiptPaper
from store.books import SqlBooks
from store.engine import Database
from tests.store.test_engine import add_invoice
from tests.support.books import NOON, sweep

HOUR = timedelta(hours=1)
SEED = "7K2M-94QD"


def add_payment(books: SqlBooks, seed: str) -> int:
    new = NewPayment(add_invoice(books), "bank", "ref-1", Money(500000, "KZT"), "hook", NOON)
    payment = books.add_payment(new)
    books.amend_payment(payment.id, receipt=seed)
    return payment.id


async def test_a_payment_is_found_by_its_seed_and_by_no_other(database: Database) -> None:
    made = await database.write(lambda books: add_payment(books, SEED))
    found = await database.read(lambda books: [each.id for each in books.payments_by_receipt(SEED)])
    assert found == [made]
    for other in ("7K2M-94QE", "7k2m-94qd", ""):
        assert await database.read(lambda books, seed=other: list(books.payments_by_receipt(seed))) == []


async def test_it_is_looked_for_in_its_index_alone(database: Database) -> None:
    def plan(books: SqlBooks) -> str:
        """What the database makes of the very statement, where reading all of a small table is no choice."""
        asked: list[tuple[str, Any]] = []

        def note(_: Any, __: Any, statement: str, parameters: Any, *rest: Any) -> None:
            asked.append((statement, parameters))

        event.listen(books.connection, "before_cursor_execute", note)
        books.payments_by_receipt(SEED)
        event.remove(books.connection, "before_cursor_execute", note)
        ((statement, parameters),) = asked
        sqlite = books.connection.dialect.name == "sqlite"
        if not sqlite:
            books.run(text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
        rows = books.connection.exec_driver_sql(f"{explain} {statement}", parameters)
        return " ".join(str(tuple(row)) for row in rows)

    assert "ix_payments_receipt" in await database.write(plan)


async def test_tries_are_counted_by_person_kind_and_time_once_a_source(database: Database) -> None:
    def tries(books: SqlBooks) -> None:
        for who, kind, source, at in (
            (1, Try.CODE, "1:1", NOON),
            (1, Try.CODE, "1:1", NOON),
            (1, Try.CODE, "1:2", NOON),
            (1, Try.CODE, "1:3", NOON - 2 * HOUR),
            (1, Try.PICTURE, "1:4", NOON),
            (1, Try.PICTURE, "1:1", NOON),
            (2, Try.CODE, "2:1", NOON),
        ):
            books.add_try(who, kind, source, at)

    await database.write(tries)

    def count(books: SqlBooks) -> list[int]:
        since = NOON - HOUR
        codes = books.count_tries(1, Try.CODE, since, "")
        return [
            codes,
            books.count_tries(1, Try.CODE, since, "1:1"),
            books.count_tries(1, Try.PICTURE, since, ""),
        ]

    assert await database.read(count) == [2, 1, 2]
    await database.write(lambda books: sweep(books, NOON + timedelta(days=2)))
    assert await database.read(count) == [0, 0, 0]


async def test_what_a_person_has_ordered_and_not_got_is_known(database: Database) -> None:
    def order(books: SqlBooks) -> None:
        for n, subject in enumerate((ReceiptPaper(7), Deeds(502), Deeds())):
            books.add_export(NewExport(f"tap:{n}", subject, 501, Place(501), NOON))
        books.add_export(NewExport("tap:9", ReceiptPaper(8), 502, Place(502), NOON))

    await database.write(order)
    assert await database.read(lambda books: books.exports_under_way(501)) == [
        ReceiptPaper(7),
        Deeds(502),
        Deeds(),
    ]
    leased = await database.write(lambda books: books.lease_due_reports("me", NOON, NOON + HOUR, 10))
    assert [each.subject for each in leased] == [ReceiptPaper(7), Deeds(502), Deeds(), ReceiptPaper(8)]  # type: ignore[attr-defined]
    await database.write(lambda books: [books.report_done(each, "me", None, NOON) for each in leased])
    assert await database.read(lambda books: books.exports_under_way(501)) == []
