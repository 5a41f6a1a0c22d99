"""What follows an attempt to hand a webhook over: done, again later, or paused and told.

Each address has its own order: what comes later waits until what came before was taken, or was refused in a
way that coming again would not change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from billing.books import Books
from billing.developers import telling
from billing.developers.models import (
    AttentionFacts,
    Endpoint,
    EventKind,
    Facts,
    Fate,
    InvoiceFacts,
    Outgoing,
    Pause,
    RefundFacts,
)
from billing.models import Invoice

GIVE_UP = timedelta(hours=24)
PAUSES = tuple(timedelta(seconds=s) for s in (5, 15, 60, 300, 900, 1800, 3600, 7200))
WISHED_MOST = timedelta(hours=1)  # what a receiver's Retry-After may ask for
AGAIN = frozenset({408, 429})
GONE = 410


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of an attempt. ``status``: none where no answer came. ``inside``: nothing was sent at all."""

    status: int | None = None
    wait: timedelta | None = None  # the receiver's wish
    inside: bool = False

    @property
    def taken(self) -> bool:
        """Any 2xx."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def passing(self) -> bool:
        """Whether coming again may help: silence, 408, 429, 5xx."""
        return not self.inside and (self.status is None or self.status in AGAIN or self.status >= 500)


def pause_after(tries: int, wish: timedelta | None = None) -> timedelta:
    """How long to wait after so many tries in a row: ever longer; not less than the receiver wishes."""
    own = PAUSES[min(max(tries, 1), len(PAUSES)) - 1]
    return max(own, min(wish, WISHED_MOST)) if wish is not None else own


def next_for(books: Books, endpoint_id: int, now: datetime) -> tuple[Endpoint, Outgoing] | None:
    """What is to be sent there now, the oldest that waits; ``None``: nothing, or not now."""
    endpoint = books.endpoint(endpoint_id)
    if endpoint is None or endpoint.ended_at is not None or endpoint.paused_at is not None:
        return None
    if endpoint.retry_at is not None and now < endpoint.retry_at:
        return None
    message = books.first_waiting(endpoint_id)
    return None if message is None else (endpoint, message)


def record(books: Books, endpoint: Endpoint, message: Outgoing, heard: Heard, at: datetime) -> bool:
    """Write down what came of it; whether the next one may go at once."""
    books.note_tried(message.id, heard.status, at)
    if endpoint.ended_at is not None:  # while it was called somebody has removed it: nobody is to mend it
        return False
    if heard.taken:
        books.settle_outgoing(message.id, Fate.SENT, at)
        books.note_failing(endpoint.id, None, None)
        return True
    if heard.inside or heard.status == GONE:
        _pause(books, endpoint, Pause.INSIDE if heard.inside else Pause.GONE, at)
        return False
    if heard.passing:
        _later(books, endpoint, message, heard, at)
        return False
    if books.settle_outgoing(message.id, Fate.REFUSED, at):
        telling.refused(books, endpoint, message, heard.status or 0, at)
    books.note_failing(endpoint.id, None, None)
    return True


def facts(books: Books, message: Outgoing) -> Facts | None:
    """Of what it speaks; ``None``: the books know it no more."""
    match message.kind:
        case EventKind.ATTENTION_OPENED:
            item = books.attention(message.subject_id)
            owed = books.invoice(item.invoice_id) if item else None
            if item is None or owed is None:
                return None
            return AttentionFacts(item.id, item.kind.value, owed.number, item.created_at)
        case EventKind.REFUND_COMPLETED | EventKind.REFUND_FAILED:
            refund = books.refund(message.subject_id)
            of = books.invoice(refund.invoice_id) if refund else None
            return RefundFacts(refund, of.number) if refund and of else None
    invoice = books.invoice(message.subject_id)
    return of_invoice(books, invoice) if invoice else None


def of_invoice(books: Books, invoice: Invoice) -> InvoiceFacts:
    """With the payment that paid it."""
    paid = books.payment(invoice.paid_payment_id) if invoice.paid_payment_id is not None else None
    return InvoiceFacts(invoice, paid)


def _later(books: Books, endpoint: Endpoint, message: Outgoing, heard: Heard, at: datetime) -> None:
    since = endpoint.failing_since or at
    if at - since >= GIVE_UP:
        _pause(books, endpoint, Pause.SILENT, at)
        return
    books.note_failing(endpoint.id, since, at + pause_after(message.tries + 1, heard.wait))


def _pause(books: Books, endpoint: Endpoint, why: Pause, at: datetime) -> None:
    if books.pause_endpoint(endpoint.id, why, at):
        telling.paused(books, endpoint, why, at)
