"""Refunds that wait for another person's yes: put forward, declined, taken back, out of date.

How one is approved stands in ``billing.refunding``: from there on it is a refund like any other.
"""

from __future__ import annotations

from datetime import datetime

from billing import deciding, people, telling
from billing.access import Action, require
from billing.books import Books
from billing.errors import Closed, NotFound
from billing.models import Person, Refund
from billing.money import Money
from billing.refund_moves import move
from billing.states import AttentionKind, AttentionState, RefundState


def put_forward(books: Books, refund: Refund, at: datetime) -> None:
    """It waits on the list of those who decide, and they are told."""
    invoice, payment = books.invoice(refund.invoice_id), books.payment(refund.payment_id)
    if invoice is None or payment is None:
        raise NotFound
    subject = f"proposal:{refund.id}"
    item = books.add_attention(invoice.id, payment.id, AttentionKind.PROPOSAL, at, subject=subject)
    if item is not None:
        telling.attention(books, invoice, item, payment, at, but=refund.person_id)


def waiting(books: Books, refund_id: int) -> Refund:
    """The refund as long as nobody has decided about it, with its invoice held; ``Closed`` after that."""
    refund = books.refund(refund_id)
    if refund is None:
        raise NotFound
    books.invoice(refund.invoice_id, lock=True)
    refund = books.refund(refund_id) or refund
    if refund.state is not RefundState.PROPOSED:
        raise Closed("already-decided")
    return refund


def decline(books: Books, refund_id: int, person: Person, at: datetime) -> Refund:
    """No; or, of who proposed it, not after all."""
    refund, person = waiting(books, refund_id), people.now(books, person)
    mine = refund.person_id == person.id
    require(person, Action.PROPOSE if mine else Action.REFUND)
    _end(books, refund, at, "taken back" if mine else "declined", person.id)
    if not mine:
        telling.refund_declined(books, refund, person, at)
    return books.refund(refund_id) or refund


def outdate(books: Books, payment_id: int, left: Money, at: datetime) -> None:
    """Money went back meanwhile: what is proposed of it and more than is left cannot be any more."""
    for refund in books.refunds_of(payment_id):
        if refund.state is RefundState.PROPOSED and left < refund.amount:
            _end(books, refund, at, "no longer left", None)
            telling.refund_outdated(books, refund, at)


def decided(books: Books, refund: Refund, by: int | None, to: AttentionState, at: datetime) -> None:
    """It waits on nobody's list any more."""
    deciding.over(books, refund, AttentionKind.PROPOSAL, to, by, at)


def _end(books: Books, refund: Refund, at: datetime, why: str, by: int | None) -> None:
    changes: dict[str, object] = {"settled_at": at, "decided_by": by}
    actor = f"person:{by}" if by is not None else "bank"
    if not move(books, refund, RefundState.DECLINED, at, why, changes, actor):
        raise Closed("already-decided")
    decided(books, refund, by, AttentionState.RESOLVED if by is None else AttentionState.ACCEPTED, at)
