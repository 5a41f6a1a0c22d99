"""What a bank answers, shows and reports, as values in our words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from billing.halts import Halt
from billing.models import Details, Instruction, RefundRefusal, Refusal
from billing.money import Money
from billing.states import Step


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """A way to pay that the payer lets the shop keep: whoever has the token can charge it."""

    token: str
    label: str = ""  # by which its owner knows it again


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
    """Surely nothing was sent: it may be repeated freely.

    ``crowded``: we had more to ask than may be asked at a time.
    """

    text: str
    crowded: bool = False


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
