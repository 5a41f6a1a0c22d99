"""How a split ends: paid when all its shares are, cancelled with all that are open, or paid past them."""

from __future__ import annotations

from datetime import datetime

from billing import telling, withdrawing
from billing.books import Books
from billing.errors import Closed
from billing.models import Invoice, Payment
from billing.split.models import covered
from billing.split.standing import given_back, standing
from billing.states import AttentionKind, InvoiceState, PaymentState

_OPEN = frozenset({InvoiceState.OPEN})
_EXPIRED = frozenset({InvoiceState.EXPIRED})


def share_paid(books: Books, share: Invoice, payment: Payment, at: datetime) -> None:
    """The card of the whole shows it; with the last share the whole is paid.

    Not by money that came late and that the shop may still return, nor by such as went back. A whole that
    was cancelled stays so.
    """
    if share.whole_id is None:
        return
    whole = books.invoice(share.whole_id, lock=True)
    if whole is None or whole.parts is None:
        return
    books.redraw(whole.id, at)
    shares = standing(books, whole)
    if not covered(whole, shares) or any(_undecided(books, each) for each in shares):
        return
    late = whole.state is InvoiceState.EXPIRED  # the last payer was at it when it ended
    if books.move_invoice(whole.id, _EXPIRED if late else _OPEN, InvoiceState.PAID, at, late=late):
        actor = f"payment:{payment.id}"
        books.audit("invoice", whole.id, whole.state, InvoiceState.PAID, actor, at, {"shares": len(shares)})
        cancel_shares(books, whole, actor, at)  # such as were taken instead of one that was paid late
        telling.paid(books, whole, payment, at)


def _undecided(books: Books, share: Invoice) -> bool:
    return any(item.kind is AttentionKind.LATE for item in books.attentions(invoice_id=share.id))


def whole_paid(books: Books, whole: Invoice, at: datetime) -> None:
    """Somebody paid all of it by a code from before the split: open shares end, paid ones are too much."""
    if whole.parts is None:
        return
    cancel_shares(books, whole, f"invoice:{whole.id}", at)
    for share in books.shares_of(whole.id):
        payment = books.payment(share.paid_payment_id) if share.paid_payment_id else None
        if share.state is not InvoiceState.PAID or payment is None or given_back(books, share):
            continue
        item = books.add_attention(share.id, payment.id, AttentionKind.SECOND, at)
        if item is not None:
            telling.attention(books, share, item, payment, at)
            books.redraw(share.id, at)


def refuse_while_paying(books: Books, whole: Invoice) -> None:
    """While somebody stands in the bank's app with a share, cancelling would cross the money on its way."""
    for share in books.shares_of(whole.id) if whole.parts is not None else ():
        for payment in books.payments_of(share.id):
            at_it = payment.state is PaymentState.PENDING and payment.step is not None
            if share.state is InvoiceState.OPEN and (at_it or payment.state is PaymentState.AUTHORIZED):
                raise Closed("being-paid")


def cancel_shares(books: Books, whole: Invoice, actor: str, at: datetime) -> None:
    """Those that are open end with the whole. What comes for them later is late money, as ever."""
    for share in books.shares_of(whole.id) if whole.parts is not None else ():
        if books.move_invoice(share.id, _OPEN, InvoiceState.CANCELLED, at):
            books.audit("invoice", share.id, InvoiceState.OPEN, InvoiceState.CANCELLED, actor, at)
            withdrawing.drop(books, share.id, at)
            telling.cancelled(books, share, at)
            books.redraw(share.id, at)
