"""Methods that customers let the shop keep: who may keep, use and forget one.

- Only the customer of an invoice keeps a method by paying it, and only who kept it sees, uses or forgets it.
- The way to pay by which it is kept stands on that customer's own card alone.
- A leave to keep is used up by the first token that comes; a token without one is dropped.
- A method that the bank takes no more is marked, loses its token and is not offered again.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Collection
from datetime import datetime

from billing.answers import Kept
from billing.books import Books
from billing.errors import MethodGone, NotAllowed, NotFound
from billing.kept import KeptMethod, NewKeptMethod
from billing.models import Invoice, Payment, Person, Refusal
from billing.ports import Provider
from billing.states import PaymentState


def may_keep(books: Books, invoice_id: int, person: Person, provider: Provider) -> int:
    """Who lets us keep the method: the customer alone. Raises ``NotAllowed``."""
    invoice = books.invoice(invoice_id)
    if invoice is None:
        raise NotFound
    if person.id != invoice.customer_id or not provider.capabilities.keeps_methods:
        raise NotAllowed("method-not-yours")
    return person.id


def key_of(payment: Payment) -> str:
    """The unguessable end of the addresses that only the customer's own card carries; it is not stored."""
    digest = hmac.digest(payment.hook_token.encode(), b"the customer's own way to pay", "sha256")
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def opens(payment: Payment | None, key: str) -> bool:
    """Whether an address with this key is that of this payment's own way to pay."""
    return payment is not None and hmac.compare_digest(key_of(payment).encode(), key.encode())


def take(books: Books, payment: Payment, kept: Kept | None, at: datetime) -> None:
    """A token came with what the bank said of a payment: it is kept once, for the customer who allowed it."""
    person_id = payment.keep_for
    if kept is None or not kept.token or person_id is None:
        return
    if not books.take_keeping(payment.id, person_id):
        return
    invoice = books.invoice(payment.invoice_id)
    if invoice is None or invoice.customer_id != person_id:
        return
    method = books.add_method(NewKeptMethod(payment.provider, person_id, kept, at))
    if method is not None:
        evidence = {"payment": payment.id}
        books.audit("method", method.id, "", "kept", f"person:{person_id}", at, evidence)


def kept_by(books: Books, payment: Payment, invoice: Invoice) -> bool:
    """Whether the customer's paying let us keep a method that can still be used: its token came meanwhile."""
    paid = payment.settled_at if payment.state is PaymentState.PAID else None
    if paid is None or invoice.customer_id is None or payment.method_id is not None:
        return False
    mine = books.methods_of(invoice.customer_id)
    since = payment.created_at
    return any(m.provider == payment.provider and not m.dead and since <= m.created_at <= paid for m in mine)


def usable(books: Books, method_id: int, invoice: Invoice, person: Person) -> KeptMethod:
    """The method, if this person may pay this invoice by it.

    ``NotFound`` where it is not theirs or they are not the customer; ``MethodGone`` where it works no more.
    """
    method = books.method(method_id)
    if person.id != invoice.customer_id or (method is not None and method.person_id != person.id):
        raise NotFound("method-not-yours")
    if method is None or method.dead:
        raise MethodGone
    return method


def token_to_charge(books: Books, payment: Payment, invoice: Invoice) -> str | None:
    """The token of the method that a payment charges; ``None``: it was forgotten, is dead or not theirs."""
    method = books.method(payment.method_id) if payment.method_id is not None else None
    if method is None or method.dead or method.person_id != invoice.customer_id:
        return None
    if method.created_at > payment.created_at:  # another one, with the number of the one that is gone
        return None
    return books.method_token(method.id)


def note_refused(books: Books, payment: Payment, refusal: Refusal | None, at: datetime) -> None:
    """The bank says that the method works no more."""
    if refusal is not Refusal.METHOD_GONE or payment.method_id is None:
        return
    if books.bury_method(payment.method_id):
        books.audit("method", payment.method_id, "kept", "dead", "bank", at, {"payment": payment.id})


def forget(books: Books, method_id: int, person: Person, at: datetime) -> bool:
    """Delete it for good; ``False``: it is not there, or not theirs."""
    gone = books.forget_method(method_id, person.id)
    if gone:
        books.audit("method", method_id, "kept", "forgotten", f"person:{person.id}", at)
    return gone


def offered(books: Books, invoice: Invoice, slugs: Collection[str]) -> tuple[KeptMethod, ...]:
    """What the customer may pay this invoice by, at these banks; the one used last comes first."""
    if invoice.customer_id is None or not slugs:
        return ()
    alive = (m for m in books.methods_of(invoice.customer_id) if not m.dead and m.provider in slugs)
    return tuple(sorted(alive, key=lambda method: method.used_at or method.created_at, reverse=True))
