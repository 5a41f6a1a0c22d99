"""Days as people type them: ``today``, ``2026-11-01 2026-11-22``, ``ноябрь``, ``1 қараша``. Pure.

A day or a month without a year is the last such one that has begun.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from billing.statement import QueryWrong

_TODAY = {"today", "сегодня", "бүгін"}
_YESTERDAY = {"yesterday", "вчера", "кеше"}
_TOMORROW = {"tomorrow", "завтра", "ертең"}
_WEEK = {"week", "неделя", "неделю", "апта"}
_MONTH = {"month", "месяц", "ай"}
_THIS = {"this", "этот", "эта", "эту", "осы"}
_LAST = {"last", "previous", "прошлый", "прошлая", "прошлую", "өткен"}
_YEARS = {"г", "г.", "года", "ж", "ж.", "жыл", "жылы"}
_BEFORE = {"in", "for", "from", "on", "since", "в", "во", "за", "с", "со"}
_BETWEEN = {"to", "till", "until", "по", "до", "and", "-", "–", "—", "…", ".."}
_MONTHS = (
    "january jan январь января январе янв қаңтар қаңтарда",
    "february feb февраль февраля феврале фев ақпан ақпанда",
    "march mar март марта марте мар наурыз наурызда",
    "april apr апрель апреля апреле апр сәуір сәуірде",
    "may май мая мае мамыр мамырда",
    "june jun июнь июня июне июн маусым маусымда",
    "july jul июль июля июле июл шілде шілдеде",
    "august aug август августа августе авг тамыз тамызда",
    "september sep sept сентябрь сентября сентябре сен қыркүйек қыркүйекте",
    "october oct октябрь октября октябре окт қазан қазанда",
    "november nov ноябрь ноября ноябре ноя қараша қарашада",
    "december dec декабрь декабря декабре дек желтоқсан желтоқсанда",
)
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}

_DATE = r"[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}|[0-9]{1,2}[./][0-9]{1,2}(?:[./](?:[0-9]{4}|[0-9]{2}))?"
_ONE = re.compile(_DATE)
_TWO = re.compile(rf"({_DATE})(?:\.\.|…|–|—|-)({_DATE})")
YEARS = range(2000, 2100)  # no list has others, and at the calendar's ends there is no day before or after
_YEAR = re.compile(r"(20[0-9]{2})(?:г|ж|года?)?\.?")


@dataclass(frozen=True, slots=True)
class Days:
    """From the first to the last, both included."""

    first: date
    last: date

    def since(self, zone: ZoneInfo) -> datetime:
        """The first moment of it."""
        return datetime.combine(self.first, time.min, zone)

    def until(self, zone: ZoneInfo) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + timedelta(days=1), time.min, zone)


def read_days(tokens: Sequence[str], today: date) -> tuple[Days | None, list[str]]:
    """The days that the words speak of, and the words that don't. ``QueryWrong`` for no such day."""
    spread = [part for token in tokens for part in _spread(token)]
    found: list[Days] = []
    rest: list[str] = []
    at = 0
    while at < len(spread):
        skipped = _filler(spread, at, bool(found), today)
        days, taken = _days_at(spread, at + skipped, today)
        if days is None:
            rest.append(spread[at])
            at += 1
        else:
            found.append(days)
            at += skipped + taken
    return _joined(found), rest


def one_day(text: str, today: date) -> date:
    """A day alone. ``QueryWrong`` for anything else."""
    days, rest = read_days(text.split(), today)
    if days is None or rest or days.first != days.last:
        raise QueryWrong("statement-date-unread", date=text)
    return days.first


def month_of(day: date) -> Days:
    """Its month, whole."""
    length = calendar.monthrange(day.year, day.month)[1]
    return Days(day.replace(day=1), day.replace(day=length))


def month_before(day: date) -> Days:
    """The month before its month."""
    return month_of(day.replace(day=1) - timedelta(days=1))


def _spread(token: str) -> list[str]:
    both = _TWO.fullmatch(token)
    return [both[1], both[2]] if both else [token]


def _filler(tokens: Sequence[str], at: int, after_days: bool, today: date) -> int:
    """1 where the word only leads to the days behind it: ``from``, ``to``."""
    word = tokens[at].casefold()
    leads = word in _BEFORE or (after_days and word in _BETWEEN)
    return int(leads and _days_at(tokens, at + 1, today)[0] is not None)


def _days_at(tokens: Sequence[str], at: int, today: date) -> tuple[Days | None, int]:
    """The days that begin at this word, and how many words they take."""
    words = [token.casefold().rstrip(",") for token in tokens[at : at + 4]]
    if not words:
        return None, 0
    if _ONE.fullmatch(words[0]):
        day = _date(words[0], today)
        return Days(day, day), 1
    if len(words) > 1 and words[0] in _THIS | _LAST and words[1] in _WEEK | _MONTH:
        return _named_span(words[0] in _LAST, words[1] in _WEEK, today), 2
    if (days := _by_word(words[0], today)) is not None:
        return days, 1
    return _by_month(words, today)


def _by_word(word: str, today: date) -> Days | None:
    if word in _TODAY:
        return Days(today, today)
    if word in _YESTERDAY:
        return Days(today - timedelta(days=1), today - timedelta(days=1))
    if word in _TOMORROW:
        return Days(today + timedelta(days=1), today + timedelta(days=1))
    if word in _WEEK:
        return Days(today - timedelta(days=6), today)
    return Days(today.replace(day=1), today) if word in _MONTH else None


def _named_span(last: bool, week: bool, today: date) -> Days:
    monday = today - timedelta(days=today.weekday())
    match last, week:
        case True, True:
            return Days(monday - timedelta(days=7), monday - timedelta(days=1))
        case True, False:
            return month_before(today)
        case False, True:
            return Days(monday, today)
    return Days(today.replace(day=1), today)


def _by_month(words: Sequence[str], today: date) -> tuple[Days | None, int]:
    """``november``, ``november 2025``, ``1 november``, ``1 november 2025``."""
    if words[0] in _MONTH_OF:
        year, taken = _year(words[1:])
        first = _begun(_MONTH_OF[words[0]], 1, year, today, words[0])
        return month_of(first), 1 + taken
    if len(words) > 1 and words[1] in _MONTH_OF and re.fullmatch("[0-9]{1,2}", words[0]):
        year, taken = _year(words[2:])
        day = _begun(_MONTH_OF[words[1]], int(words[0]), year, today, " ".join(words[:2]))
        return Days(day, day), 2 + taken
    return None, 0


def _year(words: Sequence[str]) -> tuple[int | None, int]:
    """A year, and how many words it takes: ``2025``, ``2025 г.``."""
    match = _YEAR.fullmatch(words[0]) if words else None
    if match is None:
        return None, 0
    return int(match[1]), 1 + (len(words) > 1 and words[1] in _YEARS)


def _date(text: str, today: date) -> date:
    parts = [int(part) for part in re.split("[-./]", text)]
    year: int | None
    if len(re.split("[-./]", text)[0]) == 4:
        year, month, day = parts
    else:
        day, month = parts[:2]
        year = parts[2] if len(parts) > 2 else None
    if year is not None and year < 100:
        year += 2000
    return _begun(month, day, year, today, text)


def _begun(month: int, day: int, year: int | None, today: date, typed: str) -> date:
    """That day; without a year the last one that is not in the future."""
    if year is not None and year not in YEARS:
        raise QueryWrong("statement-date-unread", date=typed)
    years = [year] if year is not None else range(today.year, today.year - 9, -1)  # 29 February waits
    for each in years:
        try:
            found = date(each, month, day)
        except ValueError:
            continue
        if year is not None or found <= today:
            return found
    raise QueryWrong("statement-date-unread", date=typed)


def _joined(found: Sequence[Days]) -> Days | None:
    """Two are the ends of one period."""
    if len(found) > 2:
        raise QueryWrong("statement-period-twice")
    if not found:
        return None
    if found[-1].last < found[0].first or found[-1].first < found[0].first:
        raise QueryWrong("statement-period-backwards")
    return Days(found[0].first, found[-1].last)
