"""The bills of a period: invoices that the engine makes, or that a subscriber asked for."""

from __future__ import annotations

from datetime import datetime, timedelta

from billing import invoicing, returned, settling, withdrawing
from billing.books import Books
from billing.catalog.carts import OF_CART
from billing.errors import Closed
from billing.models import Audience, Invoice, Place
from billing.people import who_answers
from billing.ports import Ids
from billing.records import NewInvoice
from billing.settings.hours import within_hours
from billing.states import LIVE, AttentionKind, InvoiceState, PaymentState
from billing.subscriptions.ladder import Ladder, Rung
from billing.subscriptions.models import Rules, key
from billing.subscriptions.records import BillOf, PeriodRow, Subscription

OPEN = frozenset({InvoiceState.OPEN})
LATELY = 3  # periods among which a bill that was left open is looked for
LEAST_LIFE = timedelta(hours=1)
AWAITED = timedelta(minutes=1)  # who has agreed so lately sits before the chat


def make(
    books: Books, subscription: Subscription, row: PeriodRow, ladder: Ladder, ids: Ids, at: datetime
) -> Invoice:
    """The invoice of the ladder's newest bill, with its card in the subscriber's chat; once.

    One that the engine makes comes by day; one that was asked for comes at once, and so does one that is
    due as soon as its subscriber agrees.
    """
    of = BillOf(subscription.id, row.period.number, ladder.bill)
    lines = subscription.offer.lines
    by_lines = bool(lines) and sum(line.total for line in lines) == row.amount.minor
    issuer = who_answers(books, subscription.issuer_id)
    invoice = books.add_invoice(
        NewInvoice(
            number=books.next_number("invoice"),
            token=ids.token(),
            amount=row.amount,
            description=described(subscription, row)[: invoicing.DESCRIPTION_MOST],
            issuer_id=issuer.id,
            source=f"{OF_CART if by_lines else ''}{key(of.subscription_id, of.number, of.bill)}",
            created_at=at,
            deadline=_deadline(row, ladder, subscription.offer.rules, at),
        )
    )
    if invoice is None:
        raise Closed  # the same bill is being made elsewhere right now
    if by_lines:
        books.add_lines(invoice.id, lines)
    books.note_bill(invoice.id, of, at)
    books.audit("invoice", invoice.id, "", InvoiceState.OPEN, f"subscription:{subscription.id}", at)
    if subscription.customer_id is not None:
        books.claim_customer(invoice.id, subscription.customer_id)
        show(
            books, subscription.customer_id, invoice, at, at_once=not ladder.own or _awaited(subscription, at)
        )
    return books.invoice(invoice.id) or invoice


def described(subscription: Subscription, row: PeriodRow) -> str:
    """What a bill is for, without words of ours: ``Coffee for a month · 22.11.2026 – 21.12.2026``."""
    first, last = row.period.first_day, row.period.last_day
    days = f"{first:%d.%m.%Y}" if first == last else f"{first:%d.%m.%Y} – {last:%d.%m.%Y}"
    return f"{subscription.offer.title} · {days}"


def call_off(books: Books, invoice_id: int | None, subscription_id: int, at: datetime) -> bool:
    """End an open bill that must not be paid any more; ``False``: it is over, or being paid just now."""
    if invoice_id is None or not is_open(books, invoice_id) or being_paid(books, invoice_id):
        return False
    if not books.move_invoice(invoice_id, OPEN, InvoiceState.CANCELLED, at):
        return False
    actor = f"subscription:{subscription_id}"
    books.audit("invoice", invoice_id, InvoiceState.OPEN, InvoiceState.CANCELLED, actor, at)
    withdrawing.drop(books, invoice_id, at)
    books.redraw(invoice_id, at)
    return True


def is_open(books: Books, invoice_id: int | None) -> bool:
    """Whether this bill has not ended."""
    return open_until(books, invoice_id) is not None


def open_until(books: Books, invoice_id: int | None) -> datetime | None:
    """The deadline of a bill that has not ended."""
    invoice = books.invoice(invoice_id) if invoice_id is not None else None
    return invoice.deadline if invoice is not None and invoice.state is InvoiceState.OPEN else None


def is_stranded(books: Books, invoice_id: int | None, at: datetime) -> bool:
    """Whether money that did not fit has gone back, all of it: it keeps the bill from running out.

    Nobody can pay such a bill any more, and no other would be made while it is open.
    """
    until = open_until(books, invoice_id)
    if invoice_id is None or until is None or at < until:
        return False
    payments = books.payments_of(invoice_id)
    came = [payment for payment in payments if payment.state is PaymentState.PAID]
    if not came or any(payment.state in LIVE for payment in payments):
        return False
    return all(returned.sums(payment, books.refunds_of(payment.id)).all_back for payment in came)


def being_paid(books: Books, invoice_id: int | None) -> bool:
    """Whether its payer stands in the bank's app, or its money is held."""
    return invoice_id is not None and any(
        payment.state is PaymentState.AUTHORIZED
        or (payment.state is PaymentState.PENDING and payment.step is not None)
        for payment in books.payments_of(invoice_id)
    )


def left_open(books: Books, subscription_id: int) -> list[PeriodRow]:
    """Periods that are over, but whose last bill could not be called off: somebody was just paying it."""
    return [row for row in books.newest_periods(subscription_id, LATELY) if _is_left_open(books, row)]


def _is_left_open(books: Books, row: PeriodRow) -> bool:
    if row.ladder is None or row.ladder.rung.live:
        return False
    only_bill = row.ladder.bill == 1 and row.ladder.rung is Rung.PAID
    return not only_bill and is_open(books, row.invoice_id)


def note_second(books: Books, subscription_id: int, of: BillOf, invoice: Invoice, at: datetime) -> None:
    """Where another bill of the period had been paid before, a person decides about this one's money."""
    payment = books.payment(invoice.paid_payment_id) if invoice.paid_payment_id is not None else None
    all_bills = books.bills_of(subscription_id, of.number).values()
    before = [books.invoice(each) for each in all_bills if each != invoice.id]
    if payment is not None and any(each and each.state is InvoiceState.PAID for each in before):
        settling.raise_attention(books, invoice, payment, AttentionKind.SECOND, at)


def _awaited(subscription: Subscription, at: datetime) -> bool:
    agreed = subscription.agreed_at
    return agreed is not None and at - agreed < AWAITED


def show(books: Books, person_id: int, invoice: Invoice, at: datetime, *, at_once: bool) -> None:
    """Its card in the subscriber's chat; by day where nobody waits for it."""
    person = books.person(person_id)
    if person is None or not person.reachable:
        return
    due = at if at_once else within_hours(at, books.merchant)
    books.add_card(invoice.id, Audience.PAYER, Place(person_id), person_id, at, due)


def _deadline(row: PeriodRow, ladder: Ladder, rules: Rules, at: datetime) -> datetime:
    """An own bill lives until the next one's hour, one in grace until its end, an early one until its day."""
    if ladder.own or ladder.until is None:
        return at + timedelta(hours=rules.retry_hours)
    return max(ladder.until, at + LEAST_LIFE)
