"""Reading ahead: what a group of small writes is about, read for all of them at once.

Each row is handed out once, and not at all where it was changed here meanwhile: whoever reads again asks the
database. Invoices are locked first, so that what is read after them is as new as their locks.
"""

from __future__ import annotations

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
    attempts: dict[int, int] = field(default_factory=dict)


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
        found.cards = {invoice_id: [] for invoice_id in moving}
        for row in reader.run(told, moving):
            found.cards[row.invoice_id].append(row)
        counted = reader.run(statements.counting_attempts(reader.dialect), moving)
        found.attempts = {row.id: row.attempts for row in counted}
    fresh = statements.reading_among(payments, "id", reader.dialect)
    rows = reader.run(fresh, sorted({about.payment_id for about in abouts}))
    found.payments = {row.id: row for row in rows}
    return found


class _Reader:
    def __init__(self, connection: Connection, merchant_id: int) -> None:
        self.dialect = connection.dialect.name
        self._connection = connection
        self._merchant_id = merchant_id

    def run(self, statement: Any, values: list[Any]) -> Sequence[Row[Any]]:
        here = {"is_merchant_id": self._merchant_id, "values": values}
        return self._connection.execute(statement, here).all()
