"""Once, halfway to the deadline: who has a share and has not paid, and the group where shares are left."""

from __future__ import annotations

from datetime import datetime

from billing.books import Books
from billing.models import Audience, Card, Invoice
from billing.records import NewNotice
from billing.settings.hours import within_hours
from billing.split.models import left_of
from billing.split.standing import standing
from billing.states import InvoiceState, PaymentState
from billing.subscriptions.records import NewReminder

SUBJECT = "split"
UNPAID, UNTAKEN = "split-unpaid", "split-untaken"


def plan(books: Books, whole: Invoice, at: datetime) -> None:
    """In the shop's daytime; none where that comes too late."""
    due = within_hours(at + (whole.deadline - at) / 2, books.merchant)
    if due < whole.deadline:
        key = f"{SUBJECT}:{whole.id}"
        books.plan_reminders([NewReminder(key, SUBJECT, whole.id, 0, 0, due, whole.deadline)], at)


def remind(books: Books, whole_id: int, at: datetime) -> bool:
    """Tell them; whether there was anybody to tell."""
    whole = books.invoice(whole_id)
    if whole is None or whole.parts is None or whole.state is not InvoiceState.OPEN:
        return False
    shares = standing(books, whole)
    told = [_tell_payer(books, share, at) for share in shares if share.state is InvoiceState.OPEN]
    if left_of(whole, shares).minor:
        told += [_tell_group(books, whole, card, at) for card in books.cards_of(whole.id)]
    return any(told)


def _tell_payer(books: Books, share: Invoice, at: datetime) -> bool:
    """In private, unless they are at it just now."""
    person = books.person(share.customer_id) if share.customer_id is not None else None
    if person is None or not person.reachable or _being_paid(books, share):
        return False
    card = next((c for c in books.cards_of(share.id) if c.place.chat_id == person.id), None)
    if card is None:
        return False
    _tell(books, UNPAID, card, at)
    return True


def _being_paid(books: Books, share: Invoice) -> bool:
    moving = {PaymentState.PAID, PaymentState.AUTHORIZED, PaymentState.UNKNOWN}
    return any(p.state in moving or p.step is not None for p in books.payments_of(share.id))


def _tell_group(books: Books, whole: Invoice, card: Card, at: datetime) -> bool:
    """A reply to the card there."""
    if card.audience is not Audience.GROUP:
        return False
    _tell(books, UNTAKEN, card, at)
    return True


def _tell(books: Books, kind: str, card: Card, at: datetime) -> None:
    books.tell(
        NewNotice(
            key=f"{kind}:i{card.invoice_id}:{card.place.chat_id}",
            kind=kind,
            place=card.place,
            loud=kind == UNPAID,
            person_id=card.person_id,
            invoice_id=card.invoice_id,
        ),
        at,
    )
