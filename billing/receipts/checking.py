"""Is a receipt genuine? Anybody may ask who has its code, and learns nothing about any other."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from billing import returned
from billing.access import may_manage
from billing.books import Books
from billing.errors import NotAllowed, NotFound, Refused
from billing.models import Invoice, Payment, Person
from billing.receipts import codes
from billing.receipts.models import Proof, Try
from billing.states import PaymentState, RefundState

WITHIN = timedelta(hours=1)
MOST = {Try.CODE: 10, Try.PICTURE: 30}
"""How often within that time; a right code is not counted."""


def code_of(books: Books, payment: Payment) -> str:
    """``7K2M-94QD-5VXA``; "" while no money came."""
    if payment.state is not PaymentState.PAID or not payment.receipt:
        return ""
    return codes.signed(payment.receipt, books.signatures(_signs(payment))[0])


def check(books: Books, person: Person, code: str, source: str, at: datetime) -> Proof | None:
    """What stands behind the code; ``None``: it is none of ours. ``source`` counts a wrong one once.

    Raises ``Refused`` for whoever had too many wrong ones lately, also where this one is right.
    """
    _still_may(books, person, Try.CODE, source, at)
    proof = glance(books, person, code)
    if proof is None:
        books.add_try(person.id, Try.CODE, source, at)
    return proof


def glance(books: Books, person: Person, code: str) -> Proof | None:
    """The same, where nobody has said that it is a code: nothing is counted."""
    payment = _payment_of(books, code)
    invoice = books.invoice(payment.invoice_id) if payment else None
    return _proof(books, person, invoice, payment) if invoice and payment else None


def look(books: Books, person: Person, source: str, at: datetime) -> None:
    """A picture is going to be read. ``Refused`` where it were too many."""
    _still_may(books, person, Try.PICTURE, source, at)
    books.add_try(person.id, Try.PICTURE, source, at)


def receipt_of(books: Books, invoice_id: int, person: Person | None) -> Invoice:
    """The invoice whose whole receipt this person may have: as its customer, or as who manages it."""
    invoice = books.invoice(invoice_id)
    if invoice is None:
        raise NotFound
    if not _is_theirs(invoice, person):
        raise NotAllowed
    return invoice


def _is_theirs(invoice: Invoice, person: Person | None) -> bool:
    return person is not None and (person.id == invoice.customer_id or may_manage(person, invoice))


def _still_may(books: Books, person: Person, kind: Try, source: str, at: datetime) -> None:
    if books.count_tries(person.id, kind, at - WITHIN, source) >= MOST[kind]:
        raise Refused("receipt-tries")


def _payment_of(books: Books, code: str) -> Payment | None:
    """Signed by us, with this key or an older one, for a payment that was really paid."""
    for payment in books.payments_by_receipt(codes.seed_of(code)):
        signatures = books.signatures(_signs(payment))
        known = [codes.bare(codes.signed(payment.receipt, each)) for each in signatures]
        if payment.state is PaymentState.PAID and any(_equal(code, each) for each in known):
            return payment
    return None


def _equal(code: str, known: str) -> bool:
    """In a time that tells nothing of how near it came."""
    return hmac.compare_digest(code.encode(), known.encode())


def _signs(payment: Payment) -> str:
    """What the signature is for: this payment of this merchant, and no other that may have the same seed."""
    return f"{payment.merchant_id}:{payment.id}:{payment.receipt}"


def _proof(books: Books, person: Person, invoice: Invoice, payment: Payment) -> Proof:
    refunds = books.refunds_of(payment.id)
    money = returned.sums(payment, refunds)
    done = [r.settled_at for r in refunds if r.state is RefundState.COMPLETED and r.settled_at]
    return Proof(
        shop=books.merchant.name,
        provider=payment.provider,
        taken=money.taken,
        paid_at=payment.settled_at or payment.created_at,
        returned=money.returned,
        under_way=money.under_way,
        returned_at=max(done, default=None),
        practice=payment.practice,
        invoice_id=invoice.id if _is_theirs(invoice, person) else None,
    )
