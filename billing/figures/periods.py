"""Periods of figures, and what each is compared with. Pure; days are those of the shop's calendar."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from billing.errors import Refused

YEARS = range(2000, 2100)  # no shop of ours is older, and at the calendar's ends no day is before or after
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included, and moments, of which the end is not.

    One that runs still ends now, and is compared with the same part of the one before.
    """

    first: date
    last: date
    since: datetime
    until: datetime
    runs: bool
    before_first: date
    before_last: date
    before_since: datetime
    before_until: datetime

    @property
    def days(self) -> int:
        """How many it has begun."""
        return (self.last - self.first).days + 1


def period(first: date, last: date, zone: ZoneInfo, now: datetime) -> Period:
    """Whole months, and a month so far, are beside as many months before, all else beside as many days.

    ``Refused``: it has not begun, it ends before it begins, or it is in no year of ours.
    """
    here = now.astimezone(zone)
    today = here.date()
    if first > today:
        raise Refused("stats-future")
    if last < first:
        raise Refused("stats-backwards")
    if first.year not in YEARS:
        raise Refused("stats-unread")
    runs = last >= today
    months = _months(first, last, today)
    before_first = _back(first, months) if months else first - timedelta(days=(last - first).days + 1)
    shown = min(last, today)
    if not runs:
        before_last, before_until = first - DAY, midnight(first, zone)
    elif months:
        before_last, before_until = _same_part(today, months, here.time(), zone)
    else:
        before_last = before_first + (today - first)
        before_until = datetime.combine(before_last, here.time(), zone)
    return Period(
        first=first,
        last=shown,
        since=midnight(first, zone),
        until=now if runs else midnight(shown + DAY, zone),
        runs=runs,
        before_first=before_first,
        before_last=before_last,
        before_since=midnight(before_first, zone),
        before_until=before_until,
    )


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The day's first moment on the shop's wall."""
    return datetime.combine(day, time(), zone)


def month_end(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _months(first: date, last: date, today: date) -> int:
    """How many calendar months it is, the last one perhaps so far; 0 where it is none."""
    whole = last == month_end(last) or last == today
    if first.day != 1 or first == last or not whole:
        return 0
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _back(first: date, months: int) -> date:
    """The first of a month so many months before."""
    number = first.year * 12 + first.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _same_part(today: date, months: int, clock: time, zone: ZoneInfo) -> tuple[date, datetime]:
    """The same day and time so many months before; in a shorter month its end."""
    end = month_end(_back(today.replace(day=1), months))
    if today.day > end.day:
        return end, midnight(end + DAY, zone)
    day = end.replace(day=today.day)
    return day, datetime.combine(day, clock, zone)
