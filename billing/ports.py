"""What the core needs from outside: a bank, a clock, chance. The books are in ``billing.books``."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from billing.halts import Halt
from billing.models import (
    Details,
    Instruction,
    Payment,
    RefundRefusal,
    Refusal,
)
from billing.money import Money
from billing.statement import Ledger, Operation, Query, Shape
from billing.states import Step

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
    kazakh_phones: bool = False  # bills only numbers of Kazakhstan
    cancel: bool = False
    capture: bool = False  # held money can be captured or released
    refund: bool = False
    least_refund: int = 1  # smallest part that goes back, in minor units
    refund_proofs: frozenset[str] | None = None
    """Which of our reasons, or its codes, in a no to a refund prove that no money moved; ``None``: any."""
    lists_refunds: bool = False  # each refund of a payment, those made in its cabinet as well
    batch: int = 1  # so many payments may be asked about with one call
    signs: bool = False  # its reports are signed, and come to one address for all payments
    production: bool = True  # money is real there
    least: int = 1  # smallest amount in minor units
    most: int | None = None
    redirects: bool = False  # the payer is sent to a page of the bank, and back to ours
    keeps_methods: bool = False  # a payer may let the shop keep the way to pay, see ``Kept``
    wants: frozenset[str] = frozenset()  # names of ``Payer`` fields without which it bills nobody
    bills_lines: bool = False  # has a catalog of its own, and makes bills out of its items
    parts_by_lines: bool = False  # of such a bill a part goes back by its items only


@dataclass(frozen=True, slots=True, repr=False)
class Payer:
    """What a bank may be told about who pays; "" is not known."""

    first_name: str = ""
    last_name: str = ""
    middle_name: str = ""
    email: str = ""
    phone: str = ""  # E.164
    country: str = ""  # ISO 3166-1 alpha-2
    city: str = ""
    zip: str = ""
    address: str = ""
    birth_date: str = ""  # YYYY-MM-DD
    device_id: str = ""
    id_number: str = ""
    customer_id: str = ""
    ip: str = ""  # from which the payer opened our page, …
    user_agent: str = ""  # … and with which browser


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """A way to pay that the payer lets the shop keep: whoever has the token can charge it."""

    token: str
    label: str = ""  # by which its owner knows it again


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line of a bill that is made of items of the bank's own catalog."""

    bank_id: str  # the item there
    count: int
    price: Money  # of one piece, before the discount


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
    key: str = ""  # a UUID, equal for every try of this payment: made from its stored hook token
    page_url: str = ""  # where the bank sends the payer back to
    notify_url: str = ""  # where a bank that signs reports
    payer: Payer = field(default_factory=Payer, repr=False)
    saved: str | None = field(default=None, repr=False)  # the token of a kept method that is to be charged
    keep: bool = False  # the payer lets the shop keep the method
    lines: tuple[BillLine, ...] = ()  # of what it is made, where the bank knows each of its items …
    discount: int = 0  # … with so many per cent off their sum


@dataclass(frozen=True, slots=True)
class Accepted:
    """The bank has it: the payer may act."""

    instruction: Instruction
    expires_at: datetime | None
    bank_id: str | None = None
    details: Details = field(default_factory=Details)
    kept: Kept | None = None
    decided: bool = False  # the bank knows the end already: it is asked at once
    total: Money | None = None  # what the bank's bill comes to, where it says so


UNSENT = "unsent-"
"""Begins the code of a refusal that is ours: the bank was not asked, so that nobody says that it spoke."""

LINES_REFUSED = "lines-"
"""Begins the code of a refusal of a bill's lines: nothing was billed, and by its amount it may be."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """The bank said no, finally; or we did in its place, see ``UNSENT``; see also ``LINES_REFUSED``."""

    refusal: Refusal
    code: str = ""
    text: str = ""
    halt: Halt | None = None  # nobody else would be billed either
    wrong: tuple[str, ...] = ()  # names of ``Payer`` fields that it does not take as they were told


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


class Returned(StrEnum):
    """What a bank shows when asked about a refund."""

    PENDING = "pending"  # not yet, by its figures or its word
    COMPLETED = "completed"
    FAILED = "failed"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class RefundListed:
    """One refund as a bank lists it, ours or made in its cabinet."""

    bank_id: str
    amount: Money
    state: Returned
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """What the bank said about a payment, fetched by us."""

    seen: Seen
    source: str  # which call said it, for the audit
    asked_at: datetime  # when we asked: an older answer never overrides a newer one
    amount: Money | None = None  # what was taken, bonuses included
    total: Money | None = None  # what the bank's bill comes to, while it waits and where it says so
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
    payer: str = field(default="", repr=False)  # the payer's name, where the bank says it
    returned: Money | None = None  # what the bank says went back of it so far, all refunds together
    refunds: tuple[RefundListed, ...] | None = None  # each of them, where the bank lists them
    halt: Halt | None = None  # it ended for a reason for which nobody else would be billed either
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class RepaidLine:
    """So many pieces of an item of the bank's own catalog that go back."""

    bank_id: str
    count: int


@dataclass(frozen=True, slots=True)
class Repayment:
    """All that a bank is told or asked about one refund."""

    refund_id: int
    key: str  # ours; equal for every try
    bill: Bill = field(repr=False)  # of the payment
    amount: Money
    taken: Money  # what the payment took
    before: Money  # what the bank said was returned already, just before it was asked
    whole: bool  # everything that is left
    purpose: str = field(default="", repr=False)
    asked_at: datetime | None = None
    bank_id: str | None = None
    lines: tuple[RepaidLine, ...] = ()  # for which pieces, where the bank was billed by lines


@dataclass(frozen=True, slots=True)
class Begun:
    """The bank has the refund, or the word about held money; whether it came about is found by asking."""

    bank_id: str | None = None
    amount: Money | None = None  # what goes back by the bank's own reckoning, where it says so


@dataclass(frozen=True, slots=True)
class Declined:
    """The bank said no to a refund, or to what was wished of held money."""

    refusal: RefundRefusal
    code: str = ""
    text: str = ""
    halt: Halt | None = None  # it bills nobody either


RefundOutcome = Begun | Declined | Unreachable | Unknown


@dataclass(frozen=True, slots=True)
class RefundSeen:
    """What the bank said about a refund, fetched by us."""

    seen: Returned
    source: str
    asked_at: datetime
    total: Money | None = None  # what went back of the payment so far, all refunds together
    refusal: RefundRefusal = RefundRefusal.UNSAID  # why it failed
    code: str = ""
    text: str = ""
    word: str = ""
    amount: Money | None = None  # what it brings back by the bank's own reckoning, where it says so


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
    reference: str | None  # ours; the bank's own id of an item, where it speaks of its catalog
    claim: Seen  # what it claims


@dataclass(frozen=True, slots=True)
class Forged:
    """A webhook that cannot be the bank's: wrong shape, wrong signature."""

    why: str


@dataclass(frozen=True, slots=True)
class Health:
    """What one harmless authorised call to a bank showed. ``text`` and ``advice`` are for ``doctor``.

    Not well and without a ``halt``: nothing follows from it, the bank may have been silent.
    """

    ok: bool
    text: str
    advice: str = ""
    production: bool = True
    halt: Halt | None = None
    note: str = ""  # a code of the bank's words to something worth knowing, also where all is well
    used: int | None = None  # bills of today …
    most: int | None = None  # … and how many may be


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
        """Ask about several with one call, by payment id; who is left out is to be asked about alone.

        Raises ``BankError``.
        """

    async def balance(self, bill: Bill) -> Observation:
        """What was taken and returned, by the bank's better source only. Raises ``BankError``."""

    async def refund(self, repayment: Repayment) -> RefundOutcome:
        """Send money back, once. Never raises for what the bank or the line did."""

    async def fetch_refund(self, repayment: Repayment) -> RefundSeen:
        """Ask what became of a refund. Raises ``BankError``."""

    async def cancel(self, bill: Bill) -> RefundOutcome:
        """Take a bill back that nobody has paid. ``Begun`` is not the end: it may be paid all the same.

        Never raises for what the bank or the line did.
        """

    async def capture(self, bill: Bill) -> RefundOutcome:
        """Take held money. Never raises for what the bank or the line did."""

    async def release(self, bill: Bill) -> RefundOutcome:
        """Let held money go. Never raises for what the bank or the line did."""

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Delivery | Forged:
        """Verify raw bytes, then read them. Pure."""

    async def check(self) -> Health:
        """One harmless authorised call."""

    def let_down(self) -> None:
        """The program is about to end: a call that still waits for its turn is not sent, and says so.

        So a bill that was never sent is not taken for one whose answer was lost. Calls under way go on.
        """

    async def close(self) -> None:
        """Let go of connections."""


class StatementProvider(Protocol):
    """A bank whose list of operations can be asked for."""

    slug: str

    def shape(self, ledger: Ledger) -> Shape | None:
        """What may be asked; ``None``: the bank keeps no such list."""

    def missing(self, ledger: Ledger) -> str:
        """The setting without which the list cannot be asked for, or nothing."""

    def operations(self, query: Query) -> AsyncIterator[Operation]:
        """Every row of the period, each once. Raises ``QueryWrong`` before sending, ``BankError`` after."""

    async def confirm(self, operation: Operation) -> Observation | None:
        """Ask the bank what this one operation is; ``None``: it cannot be asked about, or nothing is known.

        Raises ``BankError``.
        """
