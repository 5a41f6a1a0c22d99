"""API keys, addresses that our webhooks go to, and what is on its way there, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from billing.models import Invoice, Payment, Place, Refund


class Scope(StrEnum):
    """What a key may do."""

    READ = "read"  # invoices and refunds
    WRITE = "write"  # issue invoices
    REFUND = "refund"  # send money back, by the rules of the chat


@dataclass(frozen=True, slots=True)
class NewKey:
    """What a key is born with. The key itself is kept by nobody: the books know a digest of it."""

    digest: bytes = field(repr=False)
    start: str  # its first letters, by which people tell keys apart
    scopes: frozenset[Scope]
    made_by: int
    source: str  # the tap that asked for it
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key of a program. It acts as the owner who made it, while that person is one."""

    id: int
    start: str
    scopes: frozenset[Scope]
    made_by: int
    created_at: datetime
    used_at: datetime | None = None  # to the hour
    exposed_at: datetime | None = None  # it was seen where others may have read it
    ended_at: datetime | None = None

    @property
    def alive(self) -> bool:
        """Whether nobody has revoked it."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class Written:
    """What a write by a program was answered, kept under the program's own key for it."""

    fingerprint: bytes = field(repr=False)  # of the request
    status: int
    body: str = field(repr=False)


class EventKind(StrEnum):
    """What other people's programs are told of."""

    INVOICE_PAID = "invoice.paid"
    INVOICE_EXPIRED = "invoice.expired"
    INVOICE_CANCELLED = "invoice.cancelled"
    REFUND_COMPLETED = "refund.completed"
    REFUND_FAILED = "refund.failed"
    ATTENTION_OPENED = "attention.opened"


class Pause(StrEnum):
    """Why nothing goes to an address for now."""

    SILENT = "silent"  # no good answer for a day
    INSIDE = "inside"  # its name leads to an address that is nobody's outside
    GONE = "gone"  # it has said that it wants no more (410)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address of somebody's program. With ``old_secret`` each message is signed twice."""

    id: int
    url: str = field(repr=False)
    secret: str = field(repr=False)
    created_at: datetime
    old_secret: str | None = field(default=None, repr=False)
    failing_since: datetime | None = None
    retry_at: datetime | None = None
    paused_at: datetime | None = None
    pause: Pause | None = None
    ended_at: datetime | None = None


class Fate(StrEnum):
    """What became of a message."""

    WAITS = "waits"
    SENT = "sent"
    REFUSED = "refused"  # an answer that coming again would not change
    DROPPED = "dropped"  # its address was removed


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One fact for one address. Its body is written when it is first sent, and stays."""

    id: int
    endpoint_id: int
    kind: EventKind
    subject_id: int
    happened_at: datetime
    fate: Fate
    tries: int = 0
    status: int | None = None  # of the last answer; ``None``: none came
    tried_at: datetime | None = None
    body: str | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """Its id for the receiver: equal for all tries, and unique after books were restored from a copy."""
        return f"msg_{self.id}_{int(self.happened_at.timestamp() * 1_000_000):x}"


@dataclass(frozen=True, slots=True)
class Fleeting:
    """A message of ours with something secret on it, and when it must be gone."""

    id: int
    place: Place
    message_id: int
    due_at: datetime
    tries: int = 0


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """An invoice, and the payment that paid it."""

    invoice: Invoice
    payment: Payment | None = None


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """A refund, and the number of its invoice."""

    refund: Refund
    number: int


@dataclass(frozen=True, slots=True)
class AttentionFacts:
    """What waits for a decision, and the number of its invoice."""

    id: int
    kind: str
    number: int
    opened_at: datetime


Facts = InvoiceFacts | RefundFacts | AttentionFacts
