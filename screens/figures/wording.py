"""How figures are said: periods, changes, sums of a line. Imports no chat framework."""

from __future__ import annotations

from datetime import date, datetime, time
from fractions import Fraction

from babel.numbers import format_decimal

from billing.figures.models import SELF_SERVICE, Figures, Sums
from billing.figures.periods import Period
from billing.models import Person
from screens import format as fmt
from screens import phrases
from screens.reader import Reader

MINUS = "−"
NAME_MOST = 32


def days(first: date, last: date, now: datetime, reader: Reader) -> str:
    """``22 November``, or both ends, of which one names what they share: ``1–22 November``."""
    if first == last:
        return _day(first, now, reader)
    since, until = _moment(first, reader), _moment(last, reader)
    return fmt.days(since, until, reader.zone, reader.words.locale, now)


def asked(period: Period, now: datetime, reader: Reader) -> str:
    """The period, with the time until which it has come where it still runs."""
    named = days(period.first, period.last, now, reader)
    return _so_far(named, period.until, reader) if period.runs else named


def beside(period: Period, now: datetime, reader: Reader) -> str:
    """What it is compared with."""
    named = days(period.before_first, period.before_last, now, reader)
    whole = period.before_until.astimezone(reader.zone).time() == time()
    return named if whole or not period.runs else _so_far(named, period.before_until, reader)


def change(now: int, before: int, reader: Reader) -> str:
    """``+20 %``; nothing where there was nothing before."""
    if before <= 0:
        return ""
    per_cent = Fraction(100 * (now - before), before)
    rounded = int((2 * abs(per_cent) + 1) // 2)
    sign = MINUS if per_cent < 0 else "+" if rounded else ""
    space = "" if reader.words.locale == "en" else fmt.NBSP
    return f"{sign}{number(rounded)}{space}%"


def number(count: int) -> str:
    """``12 345``."""
    return str(format_decimal(count, format="#,##0", locale="ru"))


def line(name: str, sums: Sums, reader: Reader) -> str:
    """``Bank: 1 200 000 ₸ · 42``; ``name``: HTML."""
    back = reader.words("stats-back", sum=phrases.sum_of(sums.returned, reader)) if sums.refunds else ""
    return phrases.dotted(f"{name}: {phrases.sum_of(sums.taken, reader)}", number(sums.payments), back)


def seller(seller_id: int, shown: Figures, reader: Reader) -> str:
    """A cashier's name as plain text; or that customers ordered it themselves."""
    if seller_id == SELF_SERVICE:
        return reader.words("stats-themselves")
    person = shown.people.get(seller_id) or Person(seller_id)
    return fmt.clean(person.name, NAME_MOST) or reader.words("team-unnamed", id=str(seller_id))


def hour(of_day: int) -> str:
    """``09–10``."""
    return f"{of_day:02}–{of_day + 1:02}"


def _so_far(named: str, until: datetime, reader: Reader) -> str:
    return reader.words("stats-until", days=named, time=fmt.clock(until, reader.zone))


def _day(each: date, now: datetime, reader: Reader) -> str:
    return fmt.day(_moment(each, reader), reader.zone, reader.words.locale, now)


def _moment(each: date, reader: Reader) -> datetime:
    return datetime.combine(each, time(12), reader.zone)
