"""Reading ahead: what a group of small writes is about, read for all of them at once.

Each row is handed out once, and not at all where it was changed here meanwhile: whoever reads again asks the
database. Invoices are locked first, so that what is read after them is as new as their locks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row

from billing.books import Ahead
from store import statements
from store.schema import cards, payments


@dataclass(slots=True)
class Found:
    """What was read ahead, by whom it will be asked for."""

    payments: dict[int, Row[Any]] = field(default_factory=dict)
    invoices: dict[int, Row[Any]] = field(default_factory=dict)
    cards: dict[int, list[Row[Any]]] = field(default_factory=dict)
    attempts: dict[int, list[int]] = field(default_factory=dict)
    bound: dict[tuple[str, str], list[int]] = field(default_factory=dict)


def read_ahead(connection: Connection, merchant_id: int, abouts: Sequence[Ahead]) -> Found:
    """Read it; for one write alone there is nothing to be saved."""
    found = Found()
    if len(abouts) < 2:
        return found
    reader = _Reader(connection, merchant_id)
    if moving := sorted({about.invoice_id for about in abouts if about.invoice_id is not None}):
        locked = statements.reading_invoices(reader.dialect, lock=True)
        found.invoices = {row.id: row for row in reader.run(locked, moving)}
        told = statements.reading_among(cards, "invoice_id", reader.dialect)
        found.cards = _by_invoice(reader.run(told, moving), moving)
        attempts = reader.run(statements.reading_payments_of(reader.dialect), moving)
        found.attempts = {
            key: [row.id for row in rows] for key, rows in _by_invoice(attempts, moving).items()
        }
    found.bound = reader.operations({about.operation for about in abouts if about.operation is not None})
    fresh = statements.reading_among(payments, "id", reader.dialect)
    rows = reader.run(fresh, sorted({about.payment_id for about in abouts}))
    found.payments = {row.id: row for row in rows}
    return found


def _by_invoice(rows: Sequence[Row[Any]], invoice_ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """Also of those that have none: that nothing is there has been found out."""
    grouped: dict[int, list[Row[Any]]] = {invoice_id: [] for invoice_id in invoice_ids}
    for row in rows:
        grouped[row.invoice_id].append(row)
    return grouped


class _Reader:
    def __init__(self, connection: Connection, merchant_id: int) -> None:
        self.dialect = connection.dialect.name
        self._connection = connection
        self._merchant_id = merchant_id

    def run(self, statement: Any, values: list[Any], **more: Any) -> Sequence[Row[Any]]:
        here = {"is_merchant_id": self._merchant_id, "values": values, **more}
        return self._connection.execute(statement, here).all()

    def operations(self, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], list[int]]:
        by_bank: dict[str, list[str]] = defaultdict(list)
        for bank, bank_id in wanted:
            by_bank[bank].append(bank_id)
        bound: dict[tuple[str, str], list[int]] = {key: [] for key in wanted}
        for bank, bank_ids in by_bank.items():
            query = statements.reading_operations(self.dialect)
            for row in self.run(query, sorted(bank_ids), is_provider=bank):
                bound[bank, row.bank_id].append(row.id)
        return bound
