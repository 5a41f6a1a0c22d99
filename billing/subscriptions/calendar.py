"""When periods begin and end: a function of the terms only, so that nobody's clock can disagree about it."""

from __future__ import annotations

import bisect
from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from billing.subscriptions.models import Cycle, Leg, Period, Price, Terms, TermsRefused

SHORTEST = {Cycle.MONTHLY: 28, Cycle.QUARTERLY: 89, Cycle.YEARLY: 365}  # days
LONGEST = {Cycle.MONTHLY: 31, Cycle.QUARTERLY: 92, Cycle.YEARLY: 366}
ONE_DAY = timedelta(days=1)
FARTHEST = timedelta(days=366)  # a first payment


def agreed(cycle: Cycle, zone: str, first: date, at: time, day: int | None = None) -> Terms:
    """Terms of a subscription whose first payment is on ``first``, and the next ones on ``day``.

    Without ``day`` they stay on that day. Where ``first`` is another one, the second period begins on the
    first wished day that leaves the first period its whole length. ``TermsRefused`` names what cannot be.
    """
    if at.tzinfo is not None:
        raise TermsRefused("at")
    _zone(zone)
    terms = Terms(cycle, zone, (Leg(0, first, _own_day(cycle, first), at),))
    if day is None:
        return terms
    _check_day(cycle, day)
    if _on_day(cycle, first, day) == first:
        return replace(terms, legs=(replace(terms.legs[0], day=day),))
    return with_day(terms, 1, day)


def check_first(first: date, zone: str, now: datetime) -> None:
    """``TermsRefused`` where that day is over in the zone, or farther than a year away."""
    _zone(zone)
    today = now.astimezone(ZoneInfo(zone)).date()
    if not today <= first <= today + FARTHEST:
        raise TermsRefused("first")


def with_day(terms: Terms, number: int, day: int, at: time | None = None) -> Terms:
    """The same, but from period ``number`` on billed on another day, and at another time if one is named.

    It begins on the first wished day at or after the end of the period before, so no day is paid for twice.
    What was wished earlier for that period or a later one is forgotten.
    """
    _check_day(terms.cycle, day)
    if number < 1:
        raise TermsRefused("number")
    kept = replace(terms, legs=tuple(leg for leg in terms.legs if leg.number < number))
    starts = _from(terms.cycle, _starts(kept, number), day)
    return replace(terms, legs=(*kept.legs, Leg(number, starts, day, at or kept.legs[-1].at)))


def period(terms: Terms, number: int) -> Period:
    """The period of that number, from 0."""
    first_day, following = _starts(terms, number), _starts(terms, number + 1)
    start, end = _billed_at(terms, number), _billed_at(terms, number + 1)
    return Period(number, start, end, first_day, max(first_day, following - ONE_DAY))


def period_at(terms: Terms, moment: datetime) -> Period | None:
    """The period that runs at that moment; ``None`` before the first."""
    number = _begun(terms, moment) - 1
    return period(terms, number) if number >= 0 else None


def next_after(terms: Terms, moment: datetime) -> Period:
    """The first period that begins later than that moment."""
    return period(terms, _begun(terms, moment))


def price_of(prices: tuple[Price, ...], number: int) -> Price:
    """What a period costs, by the prices in their order, the first from period 0 on."""
    return next(price for price in reversed(prices) if price.number <= number)


def with_price(prices: tuple[Price, ...], price: Price) -> tuple[Price, ...]:
    """The same, but from a period on another price; one agreed for later than that is forgotten."""
    return (*(old for old in prices if old.number < price.number), price)


def moment_of(day: date, at: time, zone: str) -> datetime:
    """That time of that day, in UTC. One that does not exist moves forward; of two, it is the first."""
    return datetime.combine(day, at.replace(fold=0), ZoneInfo(zone)).astimezone(UTC)


def _begun(terms: Terms, moment: datetime) -> int:
    """How many periods have begun by then. Days alone say it up to a few, wherever on Earth it is."""
    begun = (leg for leg in terms.legs[::-1] if _billed_at(terms, leg.number) <= moment)
    leg = next(begun, None)
    if leg is None:
        return 0
    days = (moment.astimezone(UTC).date() - leg.starts).days
    least = leg.number + max(0, days - 2) // (terms.cycle.days or LONGEST[terms.cycle])
    most = leg.number + max(0, days + 2) // (terms.cycle.days or SHORTEST[terms.cycle]) + 1
    return bisect.bisect_right(range(most), moment, lo=least, key=lambda number: _billed_at(terms, number))


def _billed_at(terms: Terms, number: int) -> datetime:
    return moment_of(_starts(terms, number), _leg(terms, number).at, terms.zone)


def _leg(terms: Terms, number: int) -> Leg:
    if number < 0:
        raise ValueError(f"there is no period {number}")
    last = terms.legs[-1]
    return last if last.number <= number else next(leg for leg in terms.legs[::-1] if leg.number <= number)


def _starts(terms: Terms, number: int) -> date:
    leg = _leg(terms, number)
    more = number - leg.number
    if terms.cycle.days:
        return leg.starts + timedelta(days=more * terms.cycle.days)
    return _in_month(leg.starts, more * terms.cycle.months, leg.day)


def _from(cycle: Cycle, earliest: date, day: int) -> date:
    """The first wished day from then on."""
    if cycle.days:
        return earliest + timedelta(days=(day - earliest.isoweekday()) % 7)
    found = _in_month(earliest, 0, day)
    return found if found >= earliest else _in_month(earliest, 1, day)


def _in_month(start: date, later: int, day: int) -> date:
    """The wished day so many months later; the last one where that month is shorter."""
    years, month = divmod(start.month - 1 + later, 12)
    year = start.year + years
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))


def _on_day(cycle: Cycle, around: date, day: int) -> date:
    return _from(cycle, around, day) if cycle.days else _in_month(around, 0, day)


def _own_day(cycle: Cycle, first: date) -> int:
    if cycle is Cycle.DAILY:
        return 0
    return first.isoweekday() if cycle.days else first.day


def _check_day(cycle: Cycle, day: int) -> None:
    most = 0 if cycle is Cycle.DAILY else 7 if cycle.days else 31
    if not 1 <= day <= most:
        raise TermsRefused("day")


def _zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError) as unknown:
        raise TermsRefused("zone") from unknown
