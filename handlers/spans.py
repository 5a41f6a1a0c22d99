"""Periods of ``/stats`` as people type them: days as for ``/statement``, years, ``1–15 November``. Pure."""

from __future__ import annotations

import re
from datetime import date

from billing.figures.periods import YEARS, month_end
from billing.statement import QueryWrong
from handlers.parse import EVERYTHING
from handlers.periods import Days, month_of, read_days
from screens.figures.keys import Span
from screens.format import clean

MOST = 100  # characters of a period
_PART_OF_MONTH = re.compile(r"\b([0-9]{1,2}) ?[-–—…] ?([0-9]{1,2}) ([^\W\d]\w*)(?: ([0-9]{4}))?")
_YEAR_WORD = r"(?:years?|год|года|лет|г\.?|жыл(?:ы|да)?|ж\.?)"
_ONE_YEAR = re.compile(rf"([0-9]{{4}})(?: ?{_YEAR_WORD})?", re.IGNORECASE)
_YEARS_BACK = re.compile(rf"(?:(?:last|за|соңғы|последние) )?([0-9]{{1,2}}) {_YEAR_WORD}", re.IGNORECASE)
_THIS_YEAR = re.compile(r"(?:this |этот |осы |за )?(?:year|год|жыл)", re.IGNORECASE)
_LAST_YEAR = re.compile(r"(?:last|previous|прошлый|өткен|былтырғы) (?:year|год|жыл)|былтыр", re.IGNORECASE)


def read_span(typed: str, today: date) -> Days:
    """The days; today where nothing is typed. ``QueryWrong`` for what is no period."""
    text = clean(typed, EVERYTHING)
    if len(text) > MOST:
        raise QueryWrong("stats-unread")
    if not text:
        return Days(today, today)
    if (years := _years(text, today)) is not None:
        return years
    days, rest = read_days(_PART_OF_MONTH.sub(_both_days, text).split(), today)
    if days is None or rest:
        raise QueryWrong("stats-unread")
    return days


def days_of(span: Span, today: date) -> Days:
    """As a button names them; a month that runs is taken whole."""
    match span:
        case Span.YESTERDAY:
            yesterday = date.fromordinal(today.toordinal() - 1)
            return Days(yesterday, yesterday)
        case Span.WEEK:
            return Days(date.fromordinal(today.toordinal() - 6), today)
        case Span.MONTH:
            return month_of(today)
        case Span.LAST_MONTH:
            return month_of(date.fromordinal(today.replace(day=1).toordinal() - 1))
    return Days(today, today)


def _years(text: str, today: date) -> Days | None:
    if _THIS_YEAR.fullmatch(text):
        return _whole_year(today.year)
    if _LAST_YEAR.fullmatch(text):
        return _whole_year(today.year - 1)
    if (one := _ONE_YEAR.fullmatch(text)) and int(one[1]) in YEARS:
        return _whole_year(int(one[1]))
    if (back := _YEARS_BACK.fullmatch(text)) and int(back[1]):
        first = month_end(date(today.year - int(back[1]), today.month, 1))
        return Days(min(first, first.replace(day=min(today.day, first.day))), today)
    return None


def _whole_year(year: int) -> Days:
    return Days(date(year, 1, 1), date(year, 12, 31))


def _both_days(found: re.Match[str]) -> str:
    """``1–15 November 2025`` as two days."""
    first, last, month, year = found.groups()
    return " ".join(f"{day} {month} {year or ''}" for day in (first, last))
