"""Bills that nobody should pay any more: taken back at banks that can, waited for at the others.

A wish to cancel is a mark on the payment until the bank says so. A bank may refuse, or the payer may be
quicker: then the payment is paid, and the money is a surplus or late, and never dropped.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from billing.books import Books
from billing.models import Payment
from billing.states import LIVE, PaymentState

AGAIN_AFTER = timedelta(minutes=10)  # a bank may let a bill fall back to waiting without a word

_NEVER_SENT = frozenset({PaymentState.RESERVED})
_WITHDRAWABLE = frozenset({PaymentState.PENDING})


def drop(books: Books, invoice_id: int, at: datetime, *, besides: int | None = None) -> None:
    """Never sent: cancelled at once. Sent: a wish, until the bank says so."""
    for payment in books.payments_of(invoice_id):
        if payment.state not in LIVE or payment.id == besides:
            continue
        if payment.asked_at is None and books.move_payment(
            payment.id, _NEVER_SENT, PaymentState.CANCELLED, unless_asked=True
        ):
            books.audit("payment", payment.id, payment.state, PaymentState.CANCELLED, "invoice", at)
            continue
        if not payment.cancel_wished:
            books.amend_payment(payment.id, cancel_wished=True, next_look=at)


def due(payment: Payment, at: datetime, *, can: bool) -> bool:
    """Whether the bank is to be asked now to take this bill back."""
    if not can or not payment.cancel_wished or payment.state not in _WITHDRAWABLE:
        return False
    return payment.cancel_asked_at is None or at - payment.cancel_asked_at >= AGAIN_AFTER
