"""The daily reconciliation: where a bank's list and our books disagree, told once per difference, and once
when a later list shows that it is settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from billing.troubles import Alarm, Sight, Trouble

SPAN = timedelta(hours=48)  # so far back the lists are compared
AGREED = (Standing.OURS, Standing.NOT_MONEY)
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
    unclear: frozenset[str]  # causes of operations of which the list alone does not say that they agree
    returned: dict[str, Money]  # by the bank's id: what it lists as returned of payments of ours


async def compare(reporting: Reporting, slug: str) -> Compared:
    """What differs in the last two days. ``BankError`` or ``TooMany`` where the list cannot be had."""
    now = reporting.clock.now()
    statement = await reporting.draw_up(slug, Query(Ledger.OPERATIONS, now - SPAN, now))
    unclear = {_cause(slug, row) for row in statement.rows if row.standing not in AGREED}
    return Compared(tuple(differences(slug, statement, now)), frozenset(unclear), returned(statement))


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
            yield Difference(kind, _cause(slug, row), _values(slug, row))


def _cause(slug: str, row: Row) -> str:
    operation = row.operation
    return f"{slug}-{(operation.id or operation.reference or operation.invoice)[:64]}"


def tell(books: Books, slug: str, compared: Compared, at: datetime) -> None:
    """Owners and managers hear each once, however often it is found, and quietly that it is settled."""
    for each in compared.differences:
        telling.alert(books, each.kind, each.cause, each.values, at)
        alarm = books.alarm(each.cause)
        if alarm is not None:
            books.see_alarm(alarm.id, at)
        else:
            books.add_alarm(Sight(Trouble.LISTS_DIFFER, each.cause, each.values), at)
    still = compared.unclear | {each.cause for each in compared.differences}
    for alarm in books.alarms():
        of_these = alarm.kind is Trouble.LISTS_DIFFER and alarm.values["bank"] == slug
        if not of_these or alarm.cause in still or not books.end_alarm(alarm.id, at):
            continue
        if _was_compared(alarm, at):
            values = {**alarm.values, "since": alarm.since.isoformat()}
            telling.alert(books, alarm.kind.over, alarm.cause, values, at, loud=telling.SILENT)


def _was_compared(alarm: Alarm, at: datetime) -> bool:
    """Whether it would be in a list of now; what is older than the lists is not known to be settled."""
    happened = alarm.values.get("at")
    return (datetime.fromisoformat(happened) if happened else alarm.since) >= at - SPAN + EDGE


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
