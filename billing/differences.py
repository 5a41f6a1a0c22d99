"""The daily reconciliation: where a bank's list and our books disagree, told once per difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from billing import telling
from billing.books import Books
from billing.reconciling import EDGE
from billing.reporting import Reporting, Statement
from billing.statement import Ledger, Query, Row, Standing

SPAN = timedelta(hours=48)  # so far back the lists are compared


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact for owners and managers; ``cause`` makes it once."""

    kind: str
    cause: str
    values: dict[str, str]


async def compare(reporting: Reporting, slug: str) -> list[Difference]:
    """What differs in the last two days. ``BankError`` or ``TooMany`` where the list cannot be had."""
    now = reporting.clock.now()
    statement = await reporting.draw_up(slug, Query(Ledger.OPERATIONS, now - SPAN, now))
    return list(differences(slug, statement, now))


def differences(slug: str, statement: Statement, now: datetime) -> Iterator[Difference]:
    """What a person should look into; what the bank is still at is looked at again next time."""
    for row in statement.rows:
        kind = _kind(row, statement, now)
        if kind is not None:
            operation = row.operation
            cause = f"{slug}-{(operation.id or operation.reference or operation.invoice)[:64]}"
            yield Difference(kind, cause, _values(slug, row))


def tell(books: Books, found: Sequence[Difference], at: datetime) -> None:
    """Owners and managers hear each once, however often it is found."""
    for each in found:
        telling.alert(books, each.kind, each.cause, each.values, at)


def _kind(row: Row, statement: Statement, now: datetime) -> str | None:
    match row.standing:
        case Standing.CONFIRMED:
            return "alert-strange-money"
        case Standing.DIFFERS:
            return "alert-other-sum"
        case Standing.MISSING:
            return "alert-not-listed"
        case Standing.UNCONFIRMED if row.operation.id in statement.puzzling and row.number is None:
            happened = row.operation.happened_at
            return "alert-strange-operation" if happened and happened < now - EDGE else None
    return None


def _values(slug: str, row: Row) -> dict[str, str]:
    """No card, phone or name: these rows are kept as they are."""
    operation = row.operation
    values = {"bank": slug, "reference": operation.reference, "operation": operation.id}
    total = row.money if row.standing is Standing.CONFIRMED and row.money else operation.total
    if total is not None:
        values |= {"minor": str(total.minor), "currency": total.currency}
    if row.standing is Standing.DIFFERS and row.money is not None:
        values |= {"ours": str(row.money.minor), "ours_currency": row.money.currency}
    if operation.happened_at is not None:
        values["at"] = operation.happened_at.isoformat()
    if row.number is not None:
        values["number"] = str(row.number)
    return values
