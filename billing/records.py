"""Rows as the books get them, and webhooks as they give them back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from billing.answers import Seen
from billing.models import Origin, Place
from billing.money import Money
from billing.states import PaymentState, RefundState


@dataclass(frozen=True, slots=True)
class NewInvoice:
    """What an invoice is born with."""

    number: int
    token: str
    amount: Money
    description: str
    issuer_id: int
    source: str  # what asked for it: the same source never makes a second invoice
    created_at: datetime
    deadline: datetime
    discount: int = 0  # per cent
    self_service: bool = False  # a customer's own order
    whole_id: int | None = None  # of which it is a share


@dataclass(frozen=True, slots=True)
class NewPayment:
    """What a payment is born with."""

    invoice_id: int
    provider: str
    reference: str
    amount: Money
    hook_token: str
    created_at: datetime
    attempt: int = 1
    phone: str = field(default="", repr=False)
    keep_for: int | None = None
    method_id: int | None = None
    by_lines: bool = False
    source: str = ""  # what asked for it: the same tap, handled again, makes no second bill
    practice: bool | None = None  # asked for in the bank's test world; ``None``: that is not known


@dataclass(frozen=True, slots=True)
class NewRefund:
    """What a refund is born with."""

    invoice_id: int
    payment_id: int
    amount: Money
    key: str
    source: str  # what asked for it: the same source never makes a second refund
    created_at: datetime
    state: RefundState = RefundState.REQUESTED
    origin: Origin = Origin.SHOP
    person_id: int | None = None
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A fact to be told; the key makes it once."""

    key: str
    kind: str
    place: Place
    loud: bool
    person_id: int | None = None
    invoice_id: int | None = None
    payment_id: int | None = None
    attention_id: int | None = None
    values: dict[str, str] = field(default_factory=dict)
    until: datetime | None = None  # from then on it is told no more


@dataclass(frozen=True, slots=True)
class StoredDelivery:
    """A webhook in the inbox, leased to us."""

    id: int
    provider: str
    payment_id: int
    claim: Seen
    received_at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class Hook:
    """Whose callback address it is."""

    payment_id: int
    provider: str
    reference: str
    state: PaymentState


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A webhook to be stored, leased to ``owner``; the key is equal for copies.

    ``known``: what it says is in the books already, and nothing is left to do about it.
    """

    provider: str
    key: str
    payment_id: int
    claim: Seen
    body: bytes = field(repr=False)
    owner: str
    received_at: datetime
    lease_until: datetime
    known: bool = False
