"""The daily reconciliation: where a bank's list and our books disagree, told once per difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from billing import telling
from billing.books import Books
from billing.models import Payment
from billing.money import Money
from billing.reconciling import EDGE
from billing.reporting import Reporting, Statement
from billing.returned import sums
from billing.statement import Filter, Ledger, Method, Query, Row, Standing, Value
from billing.states import PaymentState

SPAN = timedelta(hours=48)  # so far back the lists are compared
REFUNDABLE = timedelta(days=366)  # so old a payment may be whose refund is looked for


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact for owners and managers; ``cause`` makes it once."""

    kind: str
    cause: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison found: for people, and what the program goes after by itself."""

    differences: tuple[Difference, ...]
    returned: dict[str, Money]  # by the bank's id: what it lists as returned of payments of ours


async def compare(reporting: Reporting, slug: str) -> Compared:
    """What differs in the last two days. ``BankError`` or ``TooMany`` where the list cannot be had."""
    now = reporting.clock.now()
    statement = await reporting.draw_up(slug, Query(Ledger.OPERATIONS, now - SPAN, now))
    return Compared(tuple(differences(slug, statement, now)), returned(statement))


def returned(statement: Statement) -> dict[str, Money]:
    """Refunds that the list shows on payments of ours; some may have been made in the bank's cabinet."""
    ours = (row.operation for row in statement.rows if row.standing is Standing.OURS)
    return {each.id: each.refunded for each in ours if each.id and each.refunded and each.refunded.minor > 0}


async def returned_lately(reporting: Reporting, slug: str) -> dict[str, Money]:
    """The same of older payments, where the bank's list can be asked for what went back lately."""
    bank, now = reporting.banks[slug], reporting.clock.now()
    shape = bank.shape(Ledger.OPERATIONS)
    names = shape.columns if shape else {}
    name = next((each for each, column in names.items() if column == "refunded_at"), None)
    if shape is None or name is None or shape.filters.get(name) is not Value.MOMENT:
        return {}
    lately = Filter(name, Method.AT_LEAST, (f"{now - SPAN:%Y-%m-%dT%H:%M:%SZ}",))
    query = Query(Ledger.OPERATIONS, now - REFUNDABLE, now, (lately,))
    return {
        each.id: each.refunded
        async for each in bank.operations(query)
        if each.id and each.refunded and each.refunded.minor > 0
    }


def unexplained(books: Books, slug: str, found: Mapping[str, Money]) -> list[Payment]:
    """Payments of which the bank lists more as returned than our books know of."""
    payments = []
    for bank_id, listed in found.items():
        payment = books.payment_by_bank_id(slug, bank_id)
        if payment is None or payment.state is not PaymentState.PAID:
            continue
        known = sums(payment, books.refunds_of(payment.id)).returned
        if known.currency == listed.currency and known < listed:
            payments.append(payment)
    return payments


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
            return None if row.number is not None and _fresh(row, now) else "alert-strange-money"
        case Standing.DIFFERS:
            return "alert-other-sum"
        case Standing.MISSING:
            return "alert-not-listed"
        case Standing.UNCONFIRMED if row.operation.id in statement.puzzling and row.number is None:
            return "alert-strange-operation" if row.operation.happened_at and not _fresh(row, now) else None
    return None


def _fresh(row: Row, now: datetime) -> bool:
    """Of an invoice of ours it may be under way into the books."""
    happened = row.operation.happened_at
    return happened is not None and happened >= now - EDGE


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
