"""What came of the bills of a subscription that a bank runs.

Money is settled by looks at payments; here its consequences are drawn. What nobody paid has consequences only
together with how the bank shows the subscription at that moment, so that nobody is told what is over already.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from billing import settling
from billing.books import Books
from billing.models import Invoice, Payment, Refusal
from billing.states import ENDED, AttentionKind, InvoiceState, PaymentState
from billing.subscriptions import bills, news
from billing.subscriptions.banking import BankBill, BankSubscription
from billing.subscriptions.mirror.mirrored import afresh, tell_both
from billing.subscriptions.models import PeriodState, State
from billing.subscriptions.records import ChangedBill, PeriodRow, Subscription

REOPENS = timedelta(hours=1)
"""A bill that reached nobody may be sent after all for so long, unless the phone is nobody's."""

_OPEN = frozenset({InvoiceState.OPEN})
_BY = {PaymentState.CANCELLED: InvoiceState.CANCELLED}  # else it expired


def follow(books: Books, subscription_id: int, at: datetime) -> bool:
    """Bills that have moved: money counts at once, for the rest the bank is asked how the subscription is.

    ``False``: no bank runs it, and nothing was done.
    """
    subscription = books.subscription(subscription_id, lock=True)
    if subscription is None or subscription.ours:
        return False
    for changed in books.changed_bills_of(subscription.id):
        invoice = books.invoice(changed.invoice_id)
        if invoice is not None and invoice.state is InvoiceState.PAID:
            _paid(books, afresh(books, subscription), changed, invoice, at)
        elif invoice is not None and invoice.state is not InvoiceState.OPEN:
            books.amend_subscription(subscription.id, next_due=at)
        books.bill_looked_at(changed.invoice_id, changed.changes)
    return True


def _paid(
    books: Books, subscription: Subscription, changed: ChangedBill, invoice: Invoice, at: datetime
) -> None:
    row = books.period_of(subscription.id, changed.of.number)
    if row is None:
        return
    if row.state is PeriodState.PAID:
        _paid_twice(books, invoice, at)
        return
    number = row.period.number
    books.amend_period(subscription.id, number, state=PeriodState.PAID, settled_at=at, invoice_id=invoice.id)
    books.audit("period", subscription.id, row.state, PeriodState.PAID, f"period:{number}", at)
    for bill, invoice_id in books.bills_of(subscription.id, number).items():
        if bill != changed.of.bill:
            bills.call_off(books, invoice_id, subscription.id, at)
    values = {"number": str(number), "amount": str(row.amount.minor)}
    nth = f"{invoice.id}"
    if subscription.over or row.state is not PeriodState.PENDING:
        news.to_shop(books, subscription, "late", f"late:{nth}", at, values, invoice_id=invoice.id)
        return
    books.amend_subscription(subscription.id, failed=0, grace_until=None, next_due=at)
    tell_both(books, subscription, "paid", f"paid:{nth}", at, values, invoice_id=invoice.id)


def _paid_twice(books: Books, invoice: Invoice, at: datetime) -> None:
    """Two bills of one period were paid, each by its own invoice: a person decides about the second.

    One that was called off and paid all the same is before a person already.
    """
    payment = books.payment(invoice.paid_payment_id) if invoice.paid_payment_id else None
    if payment is not None and not invoice.late:
        settling.raise_attention(books, invoice, payment, AttentionKind.SECOND, at)


def conclude(
    books: Books,
    subscription: Subscription,
    listed: Sequence[BankBill],
    shown: BankSubscription,
    at: datetime,
) -> None:
    """What became of bills that nobody paid, now that it is known how the bank shows the subscription."""
    for row in books.pending_periods(subscription.id):
        _close(books, subscription, row, at)
        newest = _newest(books, subscription, row)
        if newest is not None and newest[1].state is not InvoiceState.OPEN:
            _conclude_one(books, subscription, row, newest, shown, at)
        elif newest is not None:
            _tell_former(books, subscription, row, newest[0], at)
    waits = bool(listed) and listed[-1].state is PeriodState.PENDING
    _count_failures(books, subscription, waits=waits)


def _close(books: Books, subscription: Subscription, row: PeriodRow, at: datetime) -> None:
    """Nobody can pay a bill any more that is over at the bank."""
    for invoice_id in books.bills_of(subscription.id, row.period.number).values():
        invoice = books.invoice(invoice_id)
        if invoice is None or invoice.state is not InvoiceState.OPEN:
            continue
        payment = _payment(books, invoice)
        if payment is None or payment.state not in ENDED or _may_reopen(payment, at):
            continue
        to = _BY.get(payment.state, InvoiceState.EXPIRED)
        if books.move_invoice(invoice.id, _OPEN, to, at):
            actor = f"payment:{payment.id}"
            books.audit("invoice", invoice.id, InvoiceState.OPEN, to, actor, at)
            books.redraw(invoice.id, at)
    for changed in books.changed_bills_of(subscription.id):
        found = books.invoice(changed.invoice_id)
        if found is not None and found.state is not InvoiceState.PAID:
            books.bill_looked_at(changed.invoice_id, changed.changes)


def _may_reopen(payment: Payment, at: datetime) -> bool:
    if payment.state is not PaymentState.REJECTED or payment.refusal is Refusal.PHONE:
        return False
    return at - (payment.settled_at or at) < REOPENS


def _conclude_one(
    books: Books,
    subscription: Subscription,
    row: PeriodRow,
    newest: tuple[int, Invoice],
    shown: BankSubscription,
    at: datetime,
) -> None:
    attempt, invoice = newest
    to = _given_up(books, subscription, row)
    if to is not None:
        books.amend_period(subscription.id, row.period.number, state=to, settled_at=at)
        books.audit("period", subscription.id, row.state, to, f"period:{row.period.number}", at)
        return
    until = _grace_until(books, subscription, attempt, invoice, shown)
    if until is not None and until > at:
        books.amend_subscription(subscription.id, grace_until=until)
        values = _values(row) | {"until": until.isoformat()}
        nth = f"grace:{row.period.number}"
        tell_both(books, subscription, "grace", nth, at, values, invoice_id=invoice.id)
    elif until is None:
        rules = subscription.offer.rules
        again = _ended_at(books, invoice) + timedelta(hours=rules.retry_hours)
        more = {"again": again.isoformat()} if again > at and attempt < rules.attempts else {}
        _tell_failed(books, subscription, row, attempt, invoice, more, at)


def _given_up(books: Books, subscription: Subscription, row: PeriodRow) -> PeriodState | None:
    """What the period ends as when its newest bill has ended; ``None``: it is tried again, or is in grace."""
    if subscription.state is State.EXPIRED:
        return PeriodState.FAILED
    if subscription.state in {State.CANCELLED, State.PAUSED}:
        return PeriodState.CANCELLED
    newest = books.newest_periods(subscription.id, 1)
    return PeriodState.FAILED if newest and newest[0].period.number > row.period.number else None


def _grace_until(
    books: Books, subscription: Subscription, attempt: int, invoice: Invoice, shown: BankSubscription
) -> datetime | None:
    """Its end where the last attempt has failed: as the bank reported it, else as it was agreed."""
    payment, rules = _payment(books, invoice), subscription.offer.rules
    unsent = payment is not None and payment.state is PaymentState.REJECTED
    if shown.in_grace is False:
        return None
    if not shown.in_grace and subscription.grace_until is None and (attempt < rules.attempts or unsent):
        return None
    return subscription.grace_until or _ended_at(books, invoice) + timedelta(days=rules.grace_days)


def _tell_former(books: Books, subscription: Subscription, row: PeriodRow, newest: int, at: datetime) -> None:
    """Another attempt is out already: that the one before it failed is told as well, if it is."""
    former = books.bills_of(subscription.id, row.period.number).get(newest - 1)
    invoice = books.invoice(former) if former is not None else None
    if invoice is not None and invoice.state is not InvoiceState.OPEN and subscription.state is State.ACTIVE:
        _tell_failed(books, subscription, row, newest - 1, invoice, {}, at)


def _tell_failed(
    books: Books,
    subscription: Subscription,
    row: PeriodRow,
    attempt: int,
    invoice: Invoice,
    more: dict[str, str],
    at: datetime,
) -> None:
    values = _values(row) | {"attempt": str(attempt), **more}
    tell_both(books, subscription, "failed", f"failed:{invoice.id}", at, values, invoice_id=invoice.id)


def _count_failures(books: Books, subscription: Subscription, *, waits: bool) -> None:
    """So many attempts for the open bill have failed. No grace runs where one ``waits``, or none is open."""
    fresh = afresh(books, subscription)
    row = next(iter(books.pending_periods(subscription.id)), None)
    made = books.bills_of(subscription.id, row.period.number).values() if row else ()
    found = [books.invoice(invoice_id) for invoice_id in made]
    failed = sum(1 for each in found if each is not None and each.state is not InvoiceState.OPEN)
    calm = waits or row is None or fresh.state is not State.ACTIVE
    grace = None if calm else fresh.grace_until
    books.amend_subscription(subscription.id, failed=0 if fresh.over else failed, grace_until=grace)


def _newest(books: Books, subscription: Subscription, row: PeriodRow) -> tuple[int, Invoice] | None:
    made = books.bills_of(subscription.id, row.period.number)
    invoice = books.invoice(made[max(made)]) if made else None
    return (max(made), invoice) if invoice is not None else None


def _payment(books: Books, invoice: Invoice) -> Payment | None:
    """The bank's own bill, which was there first."""
    return next(iter(books.payments_of(invoice.id)), None)


def _ended_at(books: Books, invoice: Invoice) -> datetime:
    """When nobody could pay it any more, as far as we know."""
    payment = _payment(books, invoice)
    known = [invoice.deadline, payment.settled_at if payment else None, invoice.ended_at]
    return min(each for each in known if each is not None)


def _values(row: PeriodRow) -> dict[str, str]:
    return {"number": str(row.period.number), "amount": str(row.amount.minor)}
