"""The port of a bank that runs subscriptions itself, and its words as values.

Such a bank bills by its own clock. We tell it what was agreed, once, and mirror what it does: each bill that
it makes becomes an invoice and a payment of ours, and is settled as any other, by evidence from the bank.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from billing.answers import RefundOutcome, Rejected, Unknown, Unreachable
from billing.money import Money
from billing.questions import BillLine
from billing.subscriptions.models import Cycle, PeriodState, Rules

ADOPTED = "bank-"
"""Begins our reference of a bill that the bank made by itself: there it bears none of ours."""


def is_adopted(reference: str) -> bool:
    """Whether the bank made this bill by itself. It makes it anew where it is not paid: nobody else may."""
    return reference.startswith(ADOPTED)


PAYER_REFUSED = "payer_refused"
"""Reason of a report that a subscription was cancelled: its payer said no to a bill."""


class BankState(StrEnum):
    """How a subscription stands at a bank."""

    ACTIVE = "active"  # also in retries and in grace
    PAUSED = "paused"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNCLEAR = "unclear"  # a word we do not know: nothing follows, an alert is raised


@dataclass(frozen=True, slots=True)
class Bounds:
    """What such a bank runs; where it cannot, our own engine does."""

    least: int  # minor units of one bill …
    most: int
    day_most: int = 28  # of the month
    description_most: int = 60
    key_most: int = 255
    life: timedelta = timedelta(hours=24)  # of a bill that nobody pays
    proof: timedelta = timedelta(minutes=3)
    """So long after asking, what is not found by its key may still come up; later it was never made."""


@dataclass(frozen=True, slots=True)
class BankTerms:
    """What a bank is asked to run."""

    key: str  # ours; by it a subscription is found after a lost answer
    phone: str = field(repr=False)  # E.164
    amount: Money
    cycle: Cycle
    day: int | None  # 1–28 of the month, 1–7 of the week; ``None``: the day of the first payment
    first: date
    at: time  # of the day, where the bank takes one
    description: str
    name: str = field(default="", repr=False)  # the subscriber's, for the cabinet
    rules: Rules = field(default_factory=Rules)
    lines: tuple[BillLine, ...] = ()  # of what each bill is made, where the bank knows every item
    at_once: bool = False  # whether the first bill comes now; always said, never left to the bank
    metadata: Mapping[str, str] = field(default_factory=dict)  # kept by the bank, shown to nobody


@dataclass(frozen=True, slots=True)
class BankStats:
    """A bank's own figures of one subscription."""

    payments: int
    successful: int
    failed: int
    collected: Money


@dataclass(frozen=True, slots=True)
class BankLast:
    """The newest bill by a bank's figures."""

    amount: Money
    state: PeriodState | None  # ``None``: a word we do not know
    paid_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BankSubscription:
    """A subscription as a bank shows it."""

    bank_id: str
    key: str  # ours, "" where it was made in the bank's cabinet without one
    state: BankState
    amount: Money | None
    cycle: Cycle | None
    day: int | None
    phone: str = field(repr=False)
    next_at: datetime | None = None
    """When it bills next; where the bank says the day only, that day's beginning in Almaty."""
    next_timed: bool = True  # whether the hour was said, too
    failed: int = 0  # attempts for the bill that is open
    stats: BankStats | None = None
    last: BankLast | None = None
    practice: bool = False  # no real money
    in_grace: bool | None = None  # ``None``: not said
    made_at: datetime | None = None
    description: str = ""
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class BankBill:
    """One bill of a subscription's history at a bank."""

    bank_id: str  # of the bill itself, as the payment port knows it; "" for a period that was never billed
    amount: Money
    first_day: date | None
    last_day: date | None
    attempt: int
    state: PeriodState | None
    made_at: datetime | None
    paid_at: datetime | None = None
    reason: str = ""


class Event(StrEnum):
    """What a bank reports of a subscription."""

    CREATED = "created"
    PAUSED = "paused"
    RESUMED = "resumed"
    CANCELLED = "cancelled"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    GRACE = "grace"
    EXPIRED = "expired"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Told:
    """One report, read and not believed: the bank is asked before anything follows.

    Only what the bank shows nowhere else is taken from it: the end of the grace period, and reasons.
    """

    event: Event
    bank_id: str
    key: str = ""
    bill: str = ""  # the bank's id of the bill
    at: datetime | None = None
    attempt: int | None = None
    grace_until: datetime | None = None
    reason: str = ""
    code: str = ""  # the bank's own, of a bill that reached nobody


@dataclass(frozen=True, slots=True)
class Subscribed:
    """The bank has it."""

    shown: BankSubscription


SubscribeOutcome = Subscribed | Rejected | Unreachable | Unknown


class SubscriptionProvider(Protocol):
    """A bank with subscriptions of its own. Refusals are values in our words, breakage is a ``BankError``."""

    slug: str
    bounds: Bounds

    async def subscribe(self, terms: BankTerms) -> SubscribeOutcome:
        """Have it run, once. Never raises for what the bank or the line did; ``Unknown``: look by the key."""

    async def found(self, key: str) -> list[BankSubscription]:
        """Those with exactly this key of ours, whatever their state. Raises ``BankError``."""

    async def by_key(self) -> Mapping[str, Sequence[BankSubscription]] | None:
        """All that bear a key of ours; ``None``: the list does not tell keys. Raises ``BankError``."""

    async def shown(self, bank_id: str) -> BankSubscription | None:
        """One of them, with its figures; ``None``: the bank says that there is none. Raises ``BankError``."""

    def listed(self, state: BankState | None = None, phone: str = "") -> AsyncIterator[BankSubscription]:
        """All of the shop, each once; or those in a state, or of a phone (E.164). Raises ``BankError``."""

    async def change(self, bank_id: str, terms: BankTerms, was: BankTerms | None = None) -> RefundOutcome:
        """Tell it what else was agreed: amount or lines, day, words, rules. Phone and cycle cannot change.

        Only what differs from ``was``, which it was told before; nothing is sent where nothing does.
        """

    async def pause(self, bank_id: str) -> RefundOutcome:
        """Bill no more until it is resumed. ``Begun`` is not the end: it is looked at."""

    async def resume(self, bank_id: str) -> RefundOutcome:
        """Bill again from the next date on; nothing is charged afterwards."""

    async def cancel(self, bank_id: str) -> RefundOutcome:
        """End it for good."""

    async def bills(self, bank_id: str) -> list[BankBill]:
        """Its whole history, the oldest first. Raises ``BankError``."""

    def told(self, body: bytes) -> Told | None:
        """What a report whose signature was right says; ``None``: it is of something else. Pure."""
