"""A bank's list for the core's rules: rows as told, and what it says of one of them when asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime

from billing.answers import Observation, Seen
from billing.errors import BankError
from billing.money import Money
from billing.statement import Ledger, Operation, Query, Shape, Value
from tests.support.noon import NOON

SHAPE = Shape(
    {"created_date": Value.MOMENT, "amount": Value.MONEY, "description": Value.TEXT},
    frozenset({"created_date", "amount"}),
    {"created_date": "happened_at", "amount": "amount"},
)


def kzt(tenge: int) -> Money:
    """Whole tenge."""
    return Money(tenge * 100, "KZT")


def operation(id_: str, tenge: int | None = 5000, at: datetime = NOON, **more: object) -> Operation:
    """One row of the list of operations."""
    amount = None if tenge is None else kzt(tenge)
    row = Operation(Ledger.OPERATIONS, id=id_, happened_at=at, amount=amount)
    return replace(row, **more)  # type: ignore[arg-type]


class ListingBank:
    """``rows`` are what it lists; ``says`` what it answers about one of them, by its id."""

    def __init__(self, rows: Sequence[Operation] = (), slug: str = "testbank") -> None:
        self.slug = slug
        self.rows = list(rows)
        self.says: dict[str, Seen | Observation | BankError | None] = {}
        self.asked: list[Query] = []
        self.confirmed: list[str] = []
        self.unset = ""
        self.down: BankError | None = None

    def shape(self, ledger: Ledger) -> Shape | None:
        """It keeps one of the two lists."""
        return SHAPE if ledger is Ledger.OPERATIONS else None

    def missing(self, ledger: Ledger) -> str:
        """As told."""
        return self.unset

    async def operations(self, query: Query) -> AsyncIterator[Operation]:
        """Whatever the period is."""
        self.asked.append(query)
        if self.down is not None:
            raise self.down
        for row in self.rows:
            yield row

    async def confirm(self, operation: Operation) -> Observation | None:
        """As told; nothing is known of the others."""
        self.confirmed.append(operation.id)
        said = self.says.get(operation.id)
        if isinstance(said, BankError):
            raise said
        if isinstance(said, Seen):
            amount = operation.total if said is Seen.PAID else None
            return Observation(said, "test", NOON, amount=amount, bank_id=operation.id)
        return said
