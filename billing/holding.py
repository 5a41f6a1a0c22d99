"""Held money: a two-step terminal has blocked it, and a person decides to take it or to let it go.

The decision is an intent on the payment; the payment itself moves only by what the bank shows afterwards.
Telling a bank twice does no harm: from a hold that is gone it takes nothing more.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from billing import people, telling
from billing.access import Action, require
from billing.books import Books
from billing.errors import Closed, NotFound
from billing.models import Payment, Person
from billing.states import Hold, PaymentState

ASK_LEASE = timedelta(seconds=60)
PATIENCE = timedelta(minutes=2)  # still held so long after the bank was told: a person may decide anew


def wish(books: Books, payment_id: int, what: Hold, person: Person, owner: str, at: datetime) -> Payment:
    """Note the decision, leased to ``owner``. ``Closed`` where nothing is held, or it is decided already."""
    require(person, Action.DECIDE)
    payment = books.payment(payment_id)
    if payment is None:
        raise NotFound
    books.invoice(payment.invoice_id, lock=True)  # one decision at a time
    payment = books.payment(payment_id) or payment
    require(people.now(books, person), Action.DECIDE)
    if payment.state is not PaymentState.AUTHORIZED:
        raise Closed
    if payment.hold_wish is not None:
        raise Closed("already-on-it")
    books.lease_payment(payment_id, owner, at, at + ASK_LEASE)
    books.amend_payment(payment_id, hold_wish=what, hold_asked_at=None, next_look=at)
    _audit(books, payment, f"person:{person.id}", {"wish": what.value}, at)
    books.redraw(payment.invoice_id, at)
    return books.payment(payment_id) or payment


def begin(books: Books, payment: Payment, owner: str, at: datetime) -> bool:
    """Note that from now on the bank may know; ``False``: another tells it, or it is decided otherwise."""
    books.invoice(payment.invoice_id, lock=True)
    fresh = books.payment(payment.id)
    if fresh is None or fresh.hold_wish is not payment.hold_wish or fresh.hold_asked_at is not None:
        return False
    if fresh.state is not PaymentState.AUTHORIZED:
        books.amend_payment(payment.id, hold_wish=None)
        return False
    if not books.lease_payment(payment.id, owner, at, at + ASK_LEASE):
        return False
    books.amend_payment(payment.id, hold_asked_at=at)
    return True


def refused(books: Books, payment: Payment, asked_at: datetime, why: str) -> None:
    """The bank said no, and shows it as held still. Where it is not, the wish came true, whoever made it."""
    books.invoice(payment.invoice_id, lock=True)
    fresh = books.payment(payment.id)
    if fresh is None or fresh.state is not PaymentState.AUTHORIZED or fresh.hold_asked_at != asked_at:
        return
    forget(books, fresh, why, asked_at)
    telling.hold_refused(books, fresh, asked_at)


def note(books: Books, payment: Payment, at: datetime) -> None:
    """The bank was told: it is done, or the money is still held after a while."""
    if payment.state is not PaymentState.AUTHORIZED:
        books.amend_payment(payment.id, hold_wish=None, hold_asked_at=None)
    elif payment.hold_asked_at is not None and abs(at - payment.hold_asked_at) >= PATIENCE:
        forget(books, payment, "still held", at)
        telling.hold_refused(books, payment, at)


def forget(books: Books, payment: Payment, why: str, at: datetime) -> None:
    """The bank did not do it: what becomes of the money is to be decided again."""
    books.amend_payment(payment.id, hold_wish=None, hold_asked_at=None)
    _audit(books, payment, f"bank:{payment.provider}", {"not done": why[:200]}, at)
    books.redraw(payment.invoice_id, at)


def _audit(books: Books, payment: Payment, actor: str, evidence: dict[str, object], at: datetime) -> None:
    books.audit("payment", payment.id, payment.state, payment.state, actor, at, evidence)
