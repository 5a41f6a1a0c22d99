"""What a subscription costs and when it is billed, in words. Values come out escaped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from html import escape

from markupsafe import Markup

from billing.subscriptions.models import Cycle, Period, Rules, Terms
from billing.subscriptions.records import Subscription
from screens import format as fmt
from screens import phrases
from screens.reader import Reader
from screens.texts import Words

TITLE_SHOWN = 60
SHORTEST_MONTH = 28
HALF_DAY = timedelta(hours=12)


def titled(title: str) -> Markup:
    """What the shop calls it, safe to show."""
    return phrases.safe(escape(fmt.clean(title, TITLE_SHOWN), quote=False))


def every(terms: Terms, reader: Reader) -> str:
    """``every month, on day 22``: how it goes on after the first payment."""
    words, cycle, leg = reader.words, terms.cycle, terms.legs[-1]
    if cycle is Cycle.DAILY:
        return words("sub-every-daily")
    if cycle.days:
        return words(f"sub-every-{cycle}", weekday=words(f"sub-weekday-{leg.day}"))
    if cycle is Cycle.YEARLY:
        return words("sub-every-yearly", day=dated(leg.starts, reader, leg.starts))
    told = words(f"sub-every-{cycle}", day=str(leg.day))
    note = words("sub-last-day") if leg.day > SHORTEST_MONTH else ""
    return f"{told} ({note})" if note else told


def when(at: datetime, reader: Reader, now: datetime) -> str:
    """``today, 10:00``, or ``23 November, 10:00``."""
    if fmt.same_day(at, now, reader.zone):
        return reader.words("sub-today", time=fmt.clock(at, reader.zone))
    return fmt.moment(at, reader.zone, reader.words.locale, now)


def next_when(subscription: Subscription, at: datetime, reader: Reader, now: datetime) -> str:
    """When it is billed next; the day alone where its bank said no hour."""
    if subscription.ours or subscription.bank_next_timed:
        return when(at, reader, now)
    day = (at + HALF_DAY).astimezone(reader.zone).date()  # the same day as there, wherever the shop is
    return dated(day, reader, now.astimezone(reader.zone).date())


def dated(day: date, reader: Reader, today: date) -> str:
    """``23 November``, with the year where it is another one than today's."""
    at, now = (datetime.combine(each, time(12), reader.zone) for each in (day, today))
    return fmt.day(at, reader.zone, reader.words.locale, now)


def span(period: Period) -> str:
    """``22.11.2026 – 21.12.2026``: for which days a payment is."""
    first, last = period.first_day, period.last_day
    return f"{first:%d.%m.%Y}" if first == last else f"{first:%d.%m.%Y} – {last:%d.%m.%Y}"


def unpaid(rules: Rules, words: Words) -> str:
    """What follows when a bill is not paid."""
    days = words("sub-days", days=rules.grace_days)
    if rules.attempts == 1:
        return words("sub-tries-once", days=days)
    hours = words("sub-hours", hours=rules.retry_hours)
    return words("sub-tries", attempts=str(rules.attempts), hours=hours, days=days)


def days_before(days: Iterable[int], words: Words) -> str:
    """``1 day before, on the day``."""
    return ", ".join(words("sub-day-before", days=each) for each in days)
