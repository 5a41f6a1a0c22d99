"""The books as the core sees them: rows of one merchant inside one transaction, and where operations run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from billing.answers import Seen
from billing.catalog.books import CatalogBooks
from billing.halts import BankCall, CallKind, Outage
from billing.kept import KeptMethod, NewKeptMethod
from billing.models import (
    Attention,
    Audience,
    Card,
    Invoice,
    Merchant,
    Origin,
    Payment,
    Person,
    Place,
    Refund,
)
from billing.money import Money
from billing.reconciling import Entry
from billing.reports import NewReport, Report, Wish
from billing.states import AttentionKind, AttentionState, InvoiceState, PaymentState, RefundState
from billing.subscriptions.books import SubscriptionBooks
from billing.troubles import AlarmBooks

T = TypeVar("T")
X = TypeVar("X")
R = TypeVar("R")


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


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A webhook to be stored, leased to ``owner``; the key is equal for copies."""

    provider: str
    key: str
    payment_id: int
    claim: Seen
    body: bytes = field(repr=False)
    owner: str
    received_at: datetime
    lease_until: datetime


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a small write will read, so that it can be read at once for a whole group of them."""

    payment_id: int
    invoice_id: int | None = None  # of a payment that is going to move: locked, and its chats are told


class Books(CatalogBooks, SubscriptionBooks, AlarmBooks, Protocol):
    """The books of one merchant inside one transaction. Moves answer whether a row really changed."""

    merchant: Merchant

    # invoices
    def next_number(self, counter: str, first: int = 1) -> int: ...
    def add_invoice(self, invoice: NewInvoice) -> Invoice | None: ...
    def invoices_by_id(self, invoice_ids: Sequence[int]) -> dict[int, Invoice]: ...
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
    def payments_by_id(self, payment_ids: Sequence[int]) -> dict[int, Payment]: ...
    def payment_by_hook(self, hook_token: str) -> Payment | None: ...
    def payment_by_bank_id(self, provider: str, bank_id: str) -> Payment | None: ...
    def payments_of(self, invoice_id: int) -> list[Payment]: ...
    def has_rivals(self, invoice_id: int, payment_id: int) -> bool: ...
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
    def name_payer(self, payment_id: int, name: str) -> bool: ...
    def invoices_of_payer(
        self, words: Sequence[str], *, issuer: int | None, before: int | None, limit: int
    ) -> list[Invoice]: ...
    def invoices_by_bank_number(self, number: str, *, issuer: int | None, limit: int) -> list[Invoice]: ...
    def lease_payment(self, payment_id: int, owner: str, now: datetime, until: datetime) -> bool: ...
    def release_payment(self, payment_id: int, owner: str) -> None: ...
    def rest_payment(self, payment_id: int, owner: str, next_look: datetime | None, looks: int) -> None: ...
    def lease_due_payments(self, owner: str, now: datetime, until: datetime, limit: int) -> list[Payment]: ...
    def open_payments(self) -> list[Payment]: ...

    # refunds
    def add_refund(self, refund: NewRefund) -> Refund | None: ...
    def refund(self, refund_id: int) -> Refund | None: ...
    def refund_by_source(self, source: str) -> Refund | None: ...
    def refunds_of(self, payment_id: int) -> list[Refund]: ...
    def refunds_of_invoice(self, invoice_id: int) -> list[Refund]: ...
    def move_refund(
        self,
        refund_id: int,
        here: RefundState,
        to: RefundState,
        changes: Mapping[str, object] | None = None,
    ) -> bool: ...
    def amend_refund(self, refund_id: int, **changes: object) -> None: ...
    def lease_refund(self, refund_id: int, owner: str, now: datetime, until: datetime) -> bool: ...
    def rest_refund(self, refund_id: int, owner: str, next_look: datetime | None, looks: int) -> None: ...
    def lease_due_refunds(self, owner: str, now: datetime, until: datetime, limit: int) -> list[Refund]: ...
    def open_refunds(self) -> list[Refund]: ...

    # statements
    def add_report(self, new: NewReport) -> Report: ...
    def report(self, report_id: int) -> Report | None: ...
    def turn_report(self, report_id: int, page: int, message_id: int | None, at: datetime) -> None: ...
    def file_under_way(self, parent_id: int, wish: Wish) -> bool: ...
    def entries_settled(
        self, provider: str, since: datetime, until: datetime, after: int, limit: int
    ) -> list[Entry]: ...
    def entries_known_as(
        self, provider: str, bank_ids: Sequence[str], references: Sequence[str]
    ) -> list[Entry]: ...

    # how banks are
    def outage(self, provider: str) -> Outage | None: ...
    def outages(self) -> list[Outage]: ...
    def add_outage(self, provider: str, code: str, until: datetime | None, at: datetime) -> Outage | None: ...
    def amend_outage(self, outage_id: int, **changes: object) -> bool: ...
    def take_check(self, outage: Outage, next_check: datetime) -> bool: ...
    def worked_since(self, provider: str, moment: datetime) -> bool: ...
    def bill_stands(self, provider: str, since: datetime, before: datetime) -> bool: ...
    def redraw_open(self, at: datetime) -> None: ...
    def note_bank_call(self, call: BankCall) -> None: ...
    def bank_calls(self, provider: str) -> dict[CallKind, BankCall]: ...

    # attention and audit
    def add_attention(
        self,
        invoice_id: int,
        payment_id: int | None,
        kind: AttentionKind,
        at: datetime,
        *,
        note: str = "",
        subject: str = "",
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
    def cards_ever(self, invoice_id: int) -> list[Card]: ...
    def retire_card(self, card_id: int, due_at: datetime) -> None: ...
    def card_at(self, invoice_id: int, chat_id: int, message_id: int) -> Card | None: ...
    def register_card_message(self, card_id: int, message_id: int) -> None: ...
    def move_chat(self, old: int, new: int, at: datetime) -> None: ...
    def redraw(self, invoice_id: int, due_at: datetime) -> None: ...
    def tell(self, notice: NewNotice, at: datetime) -> None: ...
    def was_told(self, key: str) -> bool: ...

    # people
    def person(self, person_id: int) -> Person | None: ...
    def people(self, person_ids: Sequence[int]) -> dict[int, Person]: ...
    def save_person(self, person: Person, at: datetime) -> None: ...
    def members(self) -> list[Person]: ...
    def forget_person(self, person_id: int, at: datetime) -> None: ...
    def particulars(self, person_id: int) -> dict[str, str]: ...
    def note_particulars(self, person_id: int, told: Mapping[str, str], at: datetime) -> None: ...

    # what people let us keep
    def take_keeping(self, payment_id: int, person_id: int) -> bool: ...
    def add_method(self, new: NewKeptMethod) -> KeptMethod | None: ...
    def method(self, method_id: int) -> KeptMethod | None: ...
    def method_token(self, method_id: int) -> str | None: ...
    def methods_of(self, person_id: int) -> list[KeptMethod]: ...
    def note_method_used(self, method_id: int, at: datetime) -> None: ...
    def bury_method(self, method_id: int) -> bool: ...
    def forget_method(self, method_id: int, person_id: int) -> bool: ...

    # inbox of webhooks
    def hooks_by_reference(self, named: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Hook]: ...
    def hooks(self, tokens: Sequence[str]) -> dict[str, Hook]: ...
    def add_deliveries(self, new: Sequence[NewDelivery]) -> list[StoredDelivery | None]: ...
    def lease_due_deliveries(
        self, owner: str, now: datetime, until: datetime, limit: int
    ) -> list[StoredDelivery]: ...
    def keep_event(self, provider: str, key: str, kind: str, body: bytes, at: datetime) -> bool: ...
    def finish_delivery(self, delivery_id: int, at: datetime) -> None: ...
    def postpone_delivery(self, delivery_id: int, due_at: datetime) -> None: ...


class Store(Protocol):
    """Where operations run: a plain function of the books, one transaction, no await inside."""

    async def write(self, operation: Callable[[Books], T]) -> T:
        """Run and commit; rolled back when it raises. May be run twice, so it must have no other effect."""

    async def write_small(self, operation: Callable[[Books], T], *, about: Ahead | None = None) -> T:
        """The same for a small write: committed in a group with others, answered after the commit.

        A group runs sorted by what its members are about, so that two groups never wait for each other in a
        ring, and reads that ahead.
        """

    async def write_together(self, operation: Callable[[Books, Sequence[X]], Sequence[R]], item: X) -> R:
        """One call of ``operation`` for all items that wait, one commit; gives what it made of this item."""

    async def read(self, operation: Callable[[Books], T]) -> T:
        """Run without writing."""

    async def read_together(self, operation: Callable[[Books, Sequence[X]], Sequence[R]], item: X) -> R:
        """One call of ``operation`` for all items that wait; gives what it found of this item."""
