"""What ApiPay remembers of a subscription and of its bills. Sums are integers of tiyn."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from sandbox.apipay.bills import Invoice, Line
from sandbox.apipay.subscriptions.schedule import WEEKS, Schedule


class Status(StrEnum):
    """A subscription's status. In its grace period it is still active."""

    ACTIVE = "active"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


STATUSES = tuple(str(word) for word in Status)
ENDED = frozenset({Status.CANCELLED, Status.EXPIRED})


class UnfitError(Exception):
    """The step does not follow from the subscription's state; the text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a request says a subscription shall be."""

    phone: str
    amount: int
    period: str
    at: time
    """The hour of Almaty at which its bills are issued."""
    day: int | None = None
    from_end: int | None = None
    lines: tuple[Line, ...] = ()
    description: str | None = None
    name: str | None = None
    reference: str | None = None
    """`external_subscriber_id`."""
    attempts: int = 3
    """So many bills for a period, the first one counted."""
    wait_hours: int = 24
    grace_days: int = 3
    metadata: dict[str, object] | None = None
    cycles: int | None = None
    until_paid: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a creation says of the beginning; nothing of it can be changed later."""

    day: date
    first: date | None = None
    """The date of the first bill, where it was named."""
    at_once: bool = False


@dataclass(slots=True, kw_only=True)
class Charge:
    """One bill in the history of payments: pending, paid, failed or cancelled."""

    id: int
    invoice: Invoice
    period: int
    """The number of what it is for: bills that are issued again have that of the first."""
    start: date
    end: date
    attempt: int
    created_at: datetime
    status: str = "pending"
    reason: str | None = None
    paid_at: datetime | None = None


@dataclass(slots=True)
class Subscription:
    """One subscription."""

    id: int
    org: str
    terms: Terms
    is_sandbox: bool
    created_at: datetime
    anchor: date
    weekdays: bool
    """Whether its day is one of the week, where its period is of weeks."""
    cycle: int = 1
    """The number of the next date."""
    status: Status = Status.ACTIVE
    next_at: datetime | None = None
    failed_attempts: int = 0
    retry_at: datetime | None = None
    grace_until: datetime | None = None
    simulated_at: datetime | None = None
    charges: list[Charge] = field(default_factory=list)
    history: list[tuple[datetime, str]] = field(default_factory=list)
    plan: int = 0
    """The newest date's number: an older step of the billing run finds that it has been replaced."""
    rung: int = 0
    """The same for the ladder of an unpaid bill."""

    @property
    def schedule(self) -> Schedule:
        """Its dates."""
        terms = self.terms
        day = terms.day if self.weekdays or terms.period not in WEEKS else None
        return Schedule(terms.period, self.anchor, terms.at, day, terms.from_end)

    @property
    def has_day(self) -> bool:
        """Whether its dates hold to a day of the month or the week, whenever it was begun."""
        schedule = self.schedule
        return schedule.day is not None or schedule.from_end is not None

    @property
    def is_busy(self) -> bool:
        """Whether a period is neither paid nor given up."""
        waits = bool(self.charges) and self.charges[-1].status == "pending"
        return waits or self.retry_at is not None or self.grace_until is not None

    @property
    def paid(self) -> list[Charge]:
        """What came in."""
        return [charge for charge in self.charges if charge.status == "paid"]

    @property
    def is_used_up(self) -> bool:
        """Whether all its cycles are paid."""
        return self.terms.cycles is not None and len(self.paid) >= self.terms.cycles

    def is_settled(self, charge: Charge) -> bool:
        """Whether another bill of the same period is paid."""
        return any(paid.period == charge.period for paid in self.paid)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about a subscription that ApiPay has to call out."""

    event: str
    subscription: Subscription
    at: datetime
    charge: Charge | None = None
    reason: str | None = None
