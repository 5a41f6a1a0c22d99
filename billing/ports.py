"""What the core needs from outside: a bank, the books, a clock, chance."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from billing.models import (
    Attention,
    Audience,
    Card,
    Details,
    Instruction,
    Invoice,
    Merchant,
    Payment,
    Person,
    Place,
    Refusal,
)
from billing.money import Money
from billing.states import AttentionKind, AttentionState, InvoiceState, PaymentState, Step

T = TypeVar("T")


# --- Small things that a test wants to hold -------------------------------------------------------------


class Clock(Protocol):
    """The time, always in UTC."""

    def now(self) -> datetime:
        """An aware moment."""


class Ids(Protocol):
    """Chance, handed in."""

    def token(self) -> str:
        """128 random bits in base64url: 22 characters that nobody guesses."""

    def receipt(self) -> str:
        """A receipt code that can be read out loud: ``7K2M-94QD``."""


# --- A bank ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a bank can do; the chat offers only that."""

    currencies: frozenset[str] = frozenset({"KZT"})
    minor_units: bool = True  # takes amounts with tiyn
    needs_phone: bool = False
    cancel: bool = False
    capture: bool = False
    refund: bool = False
    least: int = 1  # smallest amount in minor units
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Bill:
    """All that a bank is told or asked about one payment."""

    payment_id: int
    reference: str
    amount: Money
    description: str
    language: str  # en, ru or kk
    account: str  # the invoice's number, for the merchant's eyes in the bank's cabinet
    paid_url: str  # where the bank reports success …
    failed_url: str  # … and failure; both are unguessable
    created_at: datetime
    asked_at: datetime | None = None
    access: str | None = field(default=None, repr=False)
    access_until: datetime | None = None
    expires_at: datetime | None = None
    bank_id: str | None = None
    phone: str | None = field(default=None, repr=False)
    has_instruction: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """The bank has it: the payer may act."""

    instruction: Instruction
    expires_at: datetime | None
    bank_id: str | None = None
    details: Details = field(default_factory=Details)


@dataclass(frozen=True, slots=True)
class Rejected:
    """The bank said no, finally."""

    refusal: Refusal
    code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Surely nothing was sent: it may be repeated freely."""

    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something may have happened: ask before repeating."""

    text: str


Outcome = Accepted | Rejected | Unreachable | Unknown


class Seen(StrEnum):
    """What a bank shows when asked about a payment."""

    PENDING = "pending"
    AUTHORIZED = "authorized"
    PAID = "paid"
    REJECTED = "rejected"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    ABSENT = "absent"  # the bank proves that it has nothing under our reference
    UNCLEAR = "unclear"  # a word we do not know: the payment stays where it is, and an alert is raised


@dataclass(frozen=True, slots=True)
class Observation:
    """What the bank said about a payment, fetched by us."""

    seen: Seen
    source: str  # which call said it, for the audit
    asked_at: datetime  # when we asked: an older answer never overrides a newer one
    amount: Money | None = None  # what was taken, bonuses included
    bank_id: str | None = None
    occurred_at: datetime | None = None  # by the bank's clock; older than our intent never counts
    step: Step | None = None
    instruction: Instruction | None = None  # recovered after a lost answer
    expires_at: datetime | None = None
    refusal: Refusal | None = None
    final: bool = True  # the bank says that a rejection is final and nothing was taken
    weak: bool = False  # counts as paid only when the better source stays silent, see ``billing.settling``
    silent: bool = False  # the better source has nothing to say yet: it does not gainsay a weaker one
    details: Details = field(default_factory=Details)
    word: str = ""  # the bank's own status word


class Kind(StrEnum):
    """What a webhook delivery speaks of."""

    PAYMENT = "payment"
    REFUND = "refund"
    SUBSCRIPTION = "subscription"
    CATALOG = "catalog"
    TEST = "test"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One webhook, read but not believed."""

    kind: Kind
    key: str  # equal for copies of one delivery
    reference: str | None  # ours
    claim: Seen  # what it claims


@dataclass(frozen=True, slots=True)
class Forged:
    """A webhook that cannot be the bank's: wrong shape, wrong signature."""

    why: str


@dataclass(frozen=True, slots=True)
class Health:
    """What one harmless authorised call to a bank showed."""

    ok: bool
    text: str
    advice: str = ""
    production: bool = True


Keep = Callable[[str, datetime], Awaitable[None]]
"""Commits a bank's token for this payment, and its end, before the bank is asked with it."""


class Provider(Protocol):
    """A bank. Refusals are values in our words, breakage is a ``BankError``."""

    slug: str
    capabilities: Capabilities

    def reference(self, ordinal: int) -> str:
        """Our number for the bank, made from a counter that never repeats."""

    def next_look(self, payment: Payment, now: datetime) -> datetime | None:
        """When to ask again; ``None``: no more."""

    async def create(self, bill: Bill, keep: Keep) -> Outcome:
        """Bill the payer. Never raises for what the bank or the line did: that is what outcomes are for."""

    async def fetch(self, bill: Bill, claim: Seen | None = None) -> Observation:
        """Ask the bank; ``claim`` (what a webhook said) hints where to look first. Raises ``BankError``."""

    async def fetch_many(self, bills: Sequence[Bill]) -> Mapping[int, Observation]:
        """Ask about several at once, by payment id; those that the bank was silent about are left out."""

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Delivery | Forged:
        """Verify raw bytes, then read them. Pure."""

    async def check(self) -> Health:
        """One harmless authorised call."""

    async def close(self) -> None:
        """Let go of connections."""


# --- The books ------------------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class StoredDelivery:
    """A webhook in the inbox, leased to us."""

    id: int
    provider: str
    payment_id: int
    claim: Seen
    received_at: datetime
    tries: int


class Books(Protocol):
    """The books of one merchant inside one transaction. Moves answer whether a row really changed."""

    merchant: Merchant

    # invoices
    def next_number(self, counter: str, first: int = 1) -> int: ...
    def add_invoice(self, invoice: NewInvoice) -> Invoice | None: ...
    def invoice(self, invoice_id: int, *, lock: bool = False) -> Invoice | None: ...
    def invoice_by_token(self, token: str) -> Invoice | None: ...
    def invoice_by_source(self, source: str) -> Invoice | None: ...
    def invoice_by_number(self, number: int) -> Invoice | None: ...
    def invoices(
        self, *, state: InvoiceState | None, issuer: int | None, before: int | None, limit: int
    ) -> list[Invoice]: ...
    def count_invoices(self, *, issuer: int | None) -> dict[InvoiceState, int]: ...
    def invoices_of_customer(self, person_id: int, *, before: int | None, limit: int) -> list[Invoice]: ...
    def move_invoice(
        self,
        invoice_id: int,
        allowed: frozenset[InvoiceState],
        to: InvoiceState,
        at: datetime,
        *,
        payment_id: int | None = None,
        late: bool = False,
    ) -> bool: ...
    def claim_customer(self, invoice_id: int, person_id: int) -> bool: ...
    def overdue_invoices(self, now: datetime, limit: int) -> list[int]: ...

    # payments
    def add_payment(self, payment: NewPayment) -> Payment: ...
    def payment(self, payment_id: int) -> Payment | None: ...
    def payment_by_hook(self, hook_token: str) -> Payment | None: ...
    def payments_of(self, invoice_id: int) -> list[Payment]: ...
    def move_payment(
        self,
        payment_id: int,
        allowed: frozenset[PaymentState],
        to: PaymentState,
        changes: Mapping[str, object] | None = None,
        *,
        unless_asked: bool = False,
    ) -> bool: ...
    def amend_payment(self, payment_id: int, **changes: object) -> None: ...
    def bank_id_bound(self, provider: str, bank_id: str, besides: int) -> bool: ...
    def lease_payment(self, payment_id: int, owner: str, now: datetime, until: datetime) -> bool: ...
    def release_payment(self, payment_id: int, owner: str) -> None: ...
    def lease_due_payments(self, owner: str, now: datetime, until: datetime, limit: int) -> list[Payment]: ...
    def open_payments(self) -> list[Payment]: ...

    # attention and audit
    def add_attention(
        self,
        invoice_id: int,
        payment_id: int | None,
        kind: AttentionKind,
        at: datetime,
        *,
        note: str = "",
    ) -> Attention | None: ...
    def attention(self, attention_id: int) -> Attention | None: ...
    def attentions(self, *, invoice_id: int | None = None, limit: int = 50) -> list[Attention]: ...
    def decide_attention(
        self, attention_id: int, to: AttentionState, by: int | None, at: datetime
    ) -> bool: ...
    def audit(
        self,
        subject: str,
        subject_id: int,
        was: str,
        now_is: str,
        actor: str,
        at: datetime,
        evidence: Mapping[str, object] | None = None,
    ) -> None: ...

    # cards and notices
    def add_card(
        self,
        invoice_id: int,
        audience: Audience,
        place: Place,
        person_id: int | None,
        at: datetime,
        due_at: datetime,
        *,
        message_id: int | None = None,
    ) -> Card: ...
    def card(self, card_id: int) -> Card | None: ...
    def cards_of(self, invoice_id: int) -> list[Card]: ...
    def retire_card(self, card_id: int, due_at: datetime) -> None: ...
    def card_at(self, invoice_id: int, chat_id: int, message_id: int) -> Card | None: ...
    def register_card_message(self, card_id: int, message_id: int) -> None: ...
    def move_chat(self, old: int, new: int, at: datetime) -> None: ...
    def redraw(self, invoice_id: int, due_at: datetime) -> None: ...
    def tell(self, notice: NewNotice, at: datetime) -> bool: ...

    # people
    def person(self, person_id: int) -> Person | None: ...
    def people(self, person_ids: Sequence[int]) -> dict[int, Person]: ...
    def save_person(self, person: Person, at: datetime) -> None: ...
    def members(self) -> list[Person]: ...
    def forget_person(self, person_id: int, at: datetime) -> None: ...

    # inbox of webhooks
    def add_delivery(
        self,
        provider: str,
        key: str,
        payment_id: int,
        claim: Seen,
        body: bytes,
        owner: str,
        now: datetime,
        lease_until: datetime,
    ) -> StoredDelivery | None: ...
    def lease_due_deliveries(
        self, owner: str, now: datetime, until: datetime, limit: int
    ) -> list[StoredDelivery]: ...
    def finish_delivery(self, delivery_id: int, at: datetime) -> None: ...
    def postpone_delivery(self, delivery_id: int, due_at: datetime) -> None: ...


class Store(Protocol):
    """Where operations run: a plain function of the books, one transaction, no await inside."""

    async def write(self, operation: Callable[[Books], T]) -> T:
        """Run and commit; rolled back when it raises. May be run twice, so it must have no other effect."""

    async def write_small(self, operation: Callable[[Books], T], *, order: int = 0) -> T:
        """The same for a small write: committed in a group with others, answered after the commit.

        A group runs sorted by ``order`` (a row id), so that two groups never wait for each other in a ring.
        """

    async def read(self, operation: Callable[[Books], T]) -> T:
        """Run without writing."""
