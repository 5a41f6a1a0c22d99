"""The shop's figures of its subscriptions. Reckoning only: who reads the books hands in what is in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from fractions import Fraction
from zoneinfo import ZoneInfo

from billing.money import Money
from billing.subscriptions.calendar import moment_of, next_after
from billing.subscriptions.models import Cycle, Pause, State
from billing.subscriptions.records import End, Subscription

MONTHS = 6
IN_A_MONTH: dict[Cycle, Fraction] = {
    Cycle.DAILY: Fraction(365, 12),
    Cycle.WEEKLY: Fraction(365, 84),
    Cycle.BIWEEKLY: Fraction(365, 168),
    Cycle.MONTHLY: Fraction(1),
    Cycle.QUARTERLY: Fraction(1, 3),
    Cycle.YEARLY: Fraction(1, 12),
}
"""How many bills a month has on average: a year has 365 days and twelve months."""


@dataclass(frozen=True, slots=True)
class Totals:
    """How it stands now."""

    active: int  # in retries and in grace, too
    paused: int
    at_risk: int  # of the active ones: a bill of theirs has failed
    churned: int  # ended this month after having been active
    monthly: Money  # what the active ones bring in a month


@dataclass(frozen=True, slots=True)
class Lifetime:
    """When one was active, as far as it matters for counting."""

    agreed_at: datetime
    ended_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the shop's calendar: from its first moment until the next one's, in UTC."""

    first: date
    start: datetime
    end: datetime  # not included


@dataclass(frozen=True, slots=True)
class Figures:
    """What a month came to; the one that runs, so far."""

    first: date
    active: int  # at its end
    collected: Money  # what subscribers paid in it; what went back later is not taken off


def monthly(amount: Money, cycle: Cycle) -> Money:
    """What one subscription brings in an average month, halves of the smallest unit upwards."""
    return Money(_half_up(amount.minor * IN_A_MONTH[cycle]), amount.currency)


def price_now(subscription: Subscription, at: datetime) -> Money:
    """What the next bill asks for; a price that was agreed for later does not count yet."""
    if subscription.terms is None:
        return subscription.offer.amount
    return subscription.price(next_after(subscription.terms, at).number)


def recurring(running: Iterable[Subscription], currency: str, at: datetime) -> Money:
    """The sum over those that are active, each rounded by itself; paused ones bring nothing."""
    active = (each for each in running if each.state is State.ACTIVE)
    sums = (monthly(price_now(each, at), each.offer.cycle).minor for each in active)
    return Money(sum(sums), currency)


def churned(ended: Iterable[Subscription], zone: str, at: datetime) -> int:
    """How many have ended in the shop's month of that moment; not those that never began."""
    month = month_of(at, zone)
    return sum(1 for each in ended if _was_active(each) and _within(month, each.ended_at))


def month_of(at: datetime, zone: str) -> Month:
    """The month on the shop's wall at that moment."""
    return _month(at.astimezone(ZoneInfo(zone)).date().replace(day=1), zone)


def last_months(at: datetime, zone: str, count: int = MONTHS) -> tuple[Month, ...]:
    """So many months, the oldest first; the last one runs."""
    found = [month_of(at, zone)]
    while len(found) < count:
        found.append(_month(_before(found[-1].first), zone))
    return tuple(reversed(found))


def active_at(lifetimes: Iterable[Lifetime], moment: datetime) -> int:
    """How many were active then; what is paused is not."""
    return sum(1 for each in lifetimes if _lives(each, moment))


def _lives(each: Lifetime, moment: datetime) -> bool:
    begun = each.agreed_at <= moment and (each.ended_at is None or moment < each.ended_at)
    return begun and not any(pause.covers(moment) for pause in each.pauses)


def _was_active(subscription: Subscription) -> bool:
    return subscription.agreed_at is not None and subscription.ended_by is not End.NOT_MADE


def _within(month: Month, moment: datetime | None) -> bool:
    return moment is not None and month.start <= moment < month.end


def _month(first: date, zone: str) -> Month:
    return Month(first, _midnight(first, zone), _midnight(_after(first), zone))


def _midnight(day: date, zone: str) -> datetime:
    return moment_of(day, time(), zone).astimezone(UTC)


def _after(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _before(first: date) -> date:
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)


def _half_up(number: Fraction) -> int:
    return int((2 * number + 1) // 2)
