"""The figures of a period: a cashier's own, or everybody's."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from billing.access import Action, may, require
from billing.books import Books
from billing.figures.models import SELF_SERVICE, Course, Figures, Sums, Taking, summed
from billing.figures.periods import Period, period
from billing.models import Person

K = TypeVar("K", bound=Hashable)


def figures(books: Books, person: Person, first: date, last: date, at: datetime) -> Figures:
    """``NotAllowed`` for who is no member, ``Refused`` for a period that cannot be."""
    asked = _asked(books, person, first, last, at)
    now = books.takings(asked.since, asked.until, _whose(person))
    before = books.takings(asked.before_since, asked.before_until, _whose(person))
    return _figures(books, person, asked, at, now, before)


def course(books: Books, person: Person, first: date, last: date, at: datetime) -> Course:
    """The same with what came day by day."""
    asked, seller, currency = _asked(books, person, first, last, at), _whose(person), books.merchant.currency
    now = books.takings(asked.since, asked.until, seller)
    before = books.takings(asked.before_since, asked.before_until, seller)
    return Course(
        figures=_figures(books, person, asked, at, now, before),
        days=books.takings_by_day(asked.since, asked.until, seller, currency),
        days_before=books.takings_by_day(asked.before_since, asked.before_until, seller, currency),
        hours_before={hour: sums.taken.minor for hour, sums in _by(before, lambda t: t.hour, currency)},
    )


def _asked(books: Books, person: Person, first: date, last: date, at: datetime) -> Period:
    require(person, Action.ISSUE)
    return period(first, last, ZoneInfo(books.merchant.timezone), at)


def _whose(person: Person) -> int | None:
    """A cashier sees what they issued, and no more."""
    return None if may(person, Action.SEE_ALL) else person.id


def _figures(
    books: Books, person: Person, asked: Period, at: datetime, now: Sequence[Taking], before: Sequence[Taking]
) -> Figures:
    currency = books.merchant.currency
    own = _whose(person) is not None
    sellers = () if own else _busiest(_by(now, lambda taking: taking.seller, currency))
    others = sorted({taking.currency for taking in now} - {currency})
    return Figures(
        period=asked,
        at=at,
        own=own,
        sums=summed(now, currency),
        before=summed(before, currency),
        banks=_busiest(_by(now, lambda taking: taking.provider, currency)),
        sellers=sellers,
        hours=tuple(sorted(_by(now, lambda taking: taking.hour, currency), key=lambda each: each[0])),
        others=tuple(summed(now, each) for each in others),
        people=books.people([seller for seller, _ in sellers if seller != SELF_SERVICE]),
    )


def _by(takings: Iterable[Taking], key: Callable[[Taking], K], currency: str) -> list[tuple[K, Sums]]:
    """Those of the currency together by what they share."""
    found: dict[K, list[Taking]] = {}
    for each in takings:
        if each.currency == currency:
            found.setdefault(key(each), []).append(each)
    return [(shared, summed(each, currency)) for shared, each in found.items()]


def _busiest(found: list[tuple[K, Sums]]) -> tuple[tuple[K, Sums], ...]:
    """By what came, most first; equal ones always in the same order."""
    return tuple(sorted(found, key=lambda each: (-each[1].taken.minor, str(each[0]))))
