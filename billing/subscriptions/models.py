"""Subscriptions as values. A moment is aware of its zone; what we make is in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from billing.money import Money


class TermsRefused(ValueError):
    """A term that cannot be; ``term`` is its name: ``day``, ``zone``, ``at``, ``attempts`` …"""

    def __init__(self, term: str) -> None:
        self.term = term
        super().__init__(f"{term} cannot be so")


class Cycle(StrEnum):
    """How long a period is."""

    DAILY = "daily"
    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"

    @property
    def months(self) -> int:
        """Its length in months; 0 where it is counted in days."""
        return _MONTHS.get(self, 0)

    @property
    def days(self) -> int:
        """Its length in days; 0 where it is counted in months."""
        return _DAYS.get(self, 0)


_MONTHS = {Cycle.MONTHLY: 1, Cycle.QUARTERLY: 3, Cycle.YEARLY: 12}
_DAYS = {Cycle.DAILY: 1, Cycle.WEEKLY: 7, Cycle.BIWEEKLY: 14}


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of periods that are billed on the same day."""

    number: int  # of its first period
    starts: date  # when that one is billed
    day: int  # as wished: 1–31 of the month, 1 (Monday) – 7 of the week; daily ones have 0
    at: time  # of the day, in the zone of the terms


@dataclass(frozen=True, slots=True)
class Terms:
    """When a subscription is billed, for ever: its legs follow each other, the first begins with period 0."""

    cycle: Cycle
    zone: str  # IANA
    legs: tuple[Leg, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """What one bill is for: from its moment of billing until the next one's.

    ``first_day`` and ``last_day`` are what its label says, both included, in the subscription's zone.
    """

    number: int  # from 0
    start: datetime  # the moment of billing, UTC
    end: datetime  # UTC, not included
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Price:
    """What a period costs, from this number on."""

    number: int
    amount: Money
    at: datetime | None = None  # when the shop set it; ``None``: it is what the subscriber agreed to


@dataclass(frozen=True, slots=True)
class Pause:
    """No bills from ``start`` on; ``end`` is ``None`` until somebody resumes."""

    start: datetime
    end: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        """Whether a billing moment falls into it. One at its end is billed."""
        return self.start <= moment and (self.end is None or moment < self.end)


class State(StrEnum):
    """What became of a subscription. In retries and in grace it is still active."""

    OFFERED = "offered"  # one person was given its link, and has not agreed yet
    ACTIVE = "active"
    PAUSED = "paused"
    CANCELLED = "cancelled"  # by a person, or because the payer refused a bill
    EXPIRED = "expired"  # nobody paid


class PeriodState(StrEnum):
    """What was decided about a period, and what came of it."""

    PENDING = "pending"  # billed, and the ladder runs
    PAID = "paid"
    FAILED = "failed"  # nobody paid until the grace period's end
    CANCELLED = "cancelled"  # called off: refused, paused, the subscription cancelled
    SKIPPED = "skipped"  # never billed


class Skip(StrEnum):
    """Why a period is never billed."""

    PAUSED = "paused"
    MISSED = "missed"  # we were not there; it is over
    UNPAID = "unpaid"  # the bill of an earlier one was open all the time


@dataclass(frozen=True, slots=True)
class Entry:
    """What the books say of one period."""

    number: int
    state: PeriodState
    settled_at: datetime | None = None  # when its bill was paid or given up; ``None``: pending or skipped


@dataclass(frozen=True, slots=True)
class Rules:
    """What follows when a bill is not paid."""

    attempts: int = 3  # bills for one period, the first one included; those that a payer asks for don't count
    retry_hours: int = 24  # from one attempt to the next, at least
    grace_days: int = 3  # after the last one

    def __post_init__(self) -> None:
        most = {"attempts": 10, "retry_hours": 168, "grace_days": 30}
        for term, limit in most.items():
            if not 1 <= getattr(self, term) <= limit:
                raise TermsRefused(term)


OF_SUBSCRIPTION = "subscription:"  # so begins the key of a period or a bill, and the source of its invoice


def key(subscription_id: int, number: int, bill: int | None = None) -> str:
    """Of a period, or of one of its bills by the ladder's count: who writes it first makes the bill."""
    period = f"{OF_SUBSCRIPTION}{subscription_id}:{number}"
    return period if bill is None else f"{period}:{bill}"
