"""When people are reminded: of a subscription's next bill, and of an invoice's deadline. Plans only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from billing.settings.hours import MORNING, closes, fitting
from billing.settings.models import NIGHT, Quiet
from billing.subscriptions.calendar import moment_of
from billing.subscriptions.models import Cycle, Period, TermsRefused

BILLS_FROM, BILLS_UNTIL = time(9), time(21)  # of the shop's day: the hours that a bill may be agreed for
LEAD = timedelta(hours=1)  # a reminder any closer to what it reminds of says nothing new
MOST_DAYS = 30
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One message that is due at ``at`` and true until ``until``; both in UTC."""

    key: str  # planned twice, it is the same
    days: int  # before the day that it speaks of; 0 on that day; -1 a day after a deadline
    at: datetime
    until: datetime  # from then on it is dropped


def usual(cycle: Cycle) -> tuple[int, ...]:
    """How many days before a bill, where nobody chose: one and none; of daily ones only on the day."""
    return (0,) if cycle is Cycle.DAILY else (1, 0)


USUAL_OF_INVOICE = (1, 0)


def checked(cycle: Cycle, days: Iterable[int]) -> tuple[int, ...]:
    """The days chosen for a subscription, the earliest first; ``TermsRefused`` where one cannot be.

    A reminder comes after the bill before it: weekly ones at most 6 days ahead, daily ones on the day.
    """
    chosen = tuple(sorted(set(days), reverse=True))
    most = min(cycle.days - 1, MOST_DAYS) if cycle.days else 27 if cycle is Cycle.MONTHLY else MOST_DAYS
    if any(not 0 <= day <= most for day in chosen):
        raise TermsRefused("reminders")
    return chosen


def of_period(
    period_key: str, period: Period, zone: str, days: Iterable[int], quiet: Quiet | None = NIGHT
) -> tuple[Reminder, ...]:
    """Before a period's bill, at the bill's own hour; on the day itself at nine; never while it is ``quiet``.

    Left out is one that would come less than an hour before the bill: the bill speaks for itself.
    """
    planned = _planned(period_key, period.start, zone, days, quiet)
    return tuple(reminder for reminder in planned if reminder.at + LEAD <= period.start)


def of_invoice(
    invoice_key: str,
    issued: datetime,
    deadline: datetime,
    zone: str,
    days: Iterable[int] = USUAL_OF_INVOICE,
    quiet: Quiet | None = NIGHT,
) -> tuple[Reminder, ...]:
    """Before an invoice's deadline, and after it where ``days`` is negative.

    Left out is one of the first half of its life, and one that would come less than an hour before its end.
    """
    half = issued + (deadline - issued) / 2
    planned = _planned(invoice_key, deadline, zone, days, quiet)
    return tuple(
        reminder
        for reminder in planned
        if half <= reminder.at and (reminder.days < 0 or reminder.at + LEAD <= deadline)
    )


def _planned(
    of: str, event: datetime, zone: str, days: Iterable[int], quiet: Quiet | None
) -> Iterable[Reminder]:
    local = event.astimezone(ZoneInfo(zone))
    for ahead in sorted(set(days), reverse=True):
        day = local.date() - ahead * DAY
        hour = fitting(MORNING if ahead == 0 else max(local.time(), MORNING), quiet)
        at = moment_of(day, hour, zone)
        yield Reminder(f"{of}:remind:{ahead}", ahead, at, _until(at, event, ahead, zone, quiet))


def _until(at: datetime, event: datetime, ahead: int, zone: str, quiet: Quiet | None) -> datetime:
    """What it says of *tomorrow* or *today* is true on its own day only, and before what it speaks of."""
    end = closes(at.astimezone(ZoneInfo(zone)), quiet)
    return end if ahead < 0 else min(end, event.astimezone(UTC))
