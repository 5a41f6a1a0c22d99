"""Attention: money that does not fit waits on a list until somebody decides."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from billing import people, telling
from billing.access import Action, require
from billing.books import Books
from billing.errors import Closed, NotFound
from billing.models import Attention, Merchant, Person, Refund, Role
from billing.settings.hours import awake, fitting
from billing.split import closing
from billing.states import AttentionKind, AttentionState, InvoiceState

REMIND_FROM = time(10)
"""From when on owners are reminded of what waits, by the shop's clock, until it becomes quiet there."""
CLOSES = frozenset({AttentionKind.SHORT, AttentionKind.OVER, AttentionKind.CURRENCY})


def waiting(books: Books, person: Person, limit: int = 20) -> list[Attention]:
    """What is still to be decided."""
    require(person, Action.DECIDE)
    return books.attentions(limit=limit)


def accept(books: Books, attention_id: int, person: Person, at: datetime) -> Attention:
    """Keep the money as it came; where it was the wrong sum, the invoice counts as paid by it."""
    require(people.now(books, person), Action.DECIDE)
    item = books.attention(attention_id)
    if item is None:
        raise NotFound
    if item.kind is AttentionKind.PROPOSAL:
        raise Closed("button-old")  # a yes or a no to the refund decides it
    if not books.decide_attention(item.id, AttentionState.ACCEPTED, person.id, at):
        raise Closed("already-decided")
    actor = f"person:{person.id}"
    books.audit("attention", item.id, AttentionState.OPEN, AttentionState.ACCEPTED, actor, at)
    _settle(books, item, actor, at)
    books.redraw(item.invoice_id, at)
    return books.attention(attention_id) or item


def over(
    books: Books, refund: Refund, kind: AttentionKind, to: AttentionState, by: int | None, at: datetime
) -> None:
    """What waited because of a refund waits on nobody's list any more."""
    for item in books.attentions(invoice_id=refund.invoice_id):
        if item.kind is kind and item.payment_id == refund.payment_id:
            books.decide_attention(item.id, to, by, at)


def remind(books: Books, at: datetime) -> None:
    """Owners hear once a day what has been on the list since an earlier day, from whichever process asks."""
    day = reminding_day(books.merchant, at)
    if day is None:
        return
    midnight = datetime.combine(day, time(), ZoneInfo(books.merchant.timezone))
    count = books.count_attentions(before=midnight)
    oldest = books.attentions(limit=1)
    invoice = books.invoice(oldest[0].invoice_id) if count and oldest else None
    if invoice is None:
        return
    owners = [member for member in books.members() if member.role is Role.OWNER]
    since = oldest[0].created_at.isoformat()
    values = {"count": str(count), "number": str(invoice.number), "since": since}
    telling.alert(books, "decisions-wait", day.isoformat(), values, at, to=owners)


def reminding_day(merchant: Merchant, at: datetime) -> date | None:
    """The day of the shop on which owners may be reminded now; ``None`` outside the hours for that."""
    here = at.astimezone(ZoneInfo(merchant.timezone))
    begin = fitting(REMIND_FROM, merchant.rules.quiet)
    return here.date() if begin <= here.time() and awake(merchant, at) else None


def _settle(books: Books, item: Attention, actor: str, at: datetime) -> None:
    invoice = books.invoice(item.invoice_id, lock=True)
    payment = books.payment(item.payment_id) if item.payment_id else None
    if invoice is None or payment is None:
        return
    if item.kind is AttentionKind.LATE:
        telling.accepted(books, invoice, payment, at)
        closing.share_paid(books, invoice, payment, at)
    if item.kind is AttentionKind.SECOND:
        telling.kept(books, invoice, payment, at)
    if item.kind not in CLOSES:
        return
    unpaid = frozenset({InvoiceState.OPEN, InvoiceState.CANCELLED, InvoiceState.EXPIRED})
    late = invoice.state is not InvoiceState.OPEN
    if books.move_invoice(invoice.id, unpaid, InvoiceState.PAID, at, payment_id=payment.id, late=late):
        books.audit("invoice", invoice.id, invoice.state, InvoiceState.PAID, actor, at)
        telling.accepted(books, invoice, payment, at)
        closing.share_paid(books, invoice, payment, at)
        closing.whole_paid(books, invoice, at)


def ask_shop(books: Books, invoice_id: int, person: Person, words: str, at: datetime) -> bool:
    """A customer's question about a payment reaches those who decide; one open question per invoice."""
    invoice = books.invoice(invoice_id)
    if invoice is None:
        raise NotFound
    payment_id = invoice.paid_payment_id
    item = books.add_attention(invoice_id, payment_id, AttentionKind.QUESTION, at, note=words[:500])
    if item is None:
        return False
    books.audit("attention", item.id, "", AttentionState.OPEN, f"person:{person.id}", at)
    telling.attention(books, invoice, item, None, at)
    return True
