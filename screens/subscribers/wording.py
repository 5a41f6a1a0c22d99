"""What is offered, in words: how often, on which day, whom the bills go to. Values come out safe to show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape

from billing.subscriptions.models import Cycle
from billing.subscriptions.records import Offer, Subscription
from screens import format as fmt
from screens import phrases
from screens.reader import Reader
from screens.subscriptions import terms as t

NAME_MOST = 40


def price(offer: Offer, reader: Reader) -> str:
    """``5 000 ₸ · every month``."""
    return phrases.dotted(phrases.sum_of(offer.amount, reader), cycle(offer.cycle, reader))


def cycle(each: Cycle, reader: Reader) -> str:
    """``every month``."""
    return reader.words(f"subs-cycle-{each}")


def day_line(offer: Offer, reader: Reader) -> str:
    """On which day, and what that means in shorter months; nothing for daily ones."""
    words = reader.words
    if offer.cycle is Cycle.DAILY:
        return ""
    if offer.day is None:
        return words("subs-day-first")
    if offer.cycle.days:
        return words("subs-day-week", weekday=words(f"sub-weekday-{offer.day}"))
    told = words("subs-day-month", day=str(offer.day))
    return phrases.dotted(told, words("sub-last-day") if offer.day > t.SHORTEST_MONTH else "")


def reminded(days: Iterable[int], reader: Reader) -> str:
    """``1 day before, on the day``; none at all in words, too."""
    return t.days_before(days, reader.words) or reader.words("subs-reminders-none")


def subscriber(name: str, phone: str, reader: Reader) -> str:
    """The name, and the phone masked; or that nobody has agreed yet."""
    masked = fmt.phone(phone) if phone else ""
    told = escape(phrases.dotted(fmt.clean(name, NAME_MOST), masked), quote=False)
    return told or reader.words("subs-nobody-yet")


def waits(subscription: Subscription, next_at: datetime | None, reader: Reader, now: datetime) -> str:
    """That its bill is not paid, and when the next one comes all the same."""
    then = t.next_when(subscription, next_at, reader, now) if next_at else ""
    told = reader.words("sub-now-next", when=then) if then else ""
    return phrases.dotted(reader.words("subs-now-waits"), told)


def engine(subscription: Subscription, reader: Reader) -> str:
    """Who bills it."""
    if subscription.ours:
        return reader.words("subs-billed-here")
    return reader.words.html("subs-billed-by", bank=phrases.safe(phrases.bank(subscription.engine, reader)))
