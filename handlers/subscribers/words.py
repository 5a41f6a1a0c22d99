"""Reads what is typed about a subscription: ``5000 monthly Coffee for a month 87071234567 Aigerim``. Pure.

The sum stands first; the period behind it or at the end; what stands after a phone is the subscriber's name.
What is not surely a period belongs to the title: how often somebody is billed is asked for, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from babel.dates import get_day_names

from billing.errors import Refused
from billing.money import Money
from billing.people import LOCALES
from billing.statement import QueryWrong
from billing.subscriptions.models import Cycle, Rules, TermsRefused
from billing.subscriptions.offering import term_text
from handlers.parse import Reading, Trouble, find_phone, read_order, read_words, seek_phone
from handlers.periods import one_day

_PHRASES: dict[Cycle, tuple[str, ...]] = {
    Cycle.DAILY: ("daily", "every day", "ежедневно", "каждый день", "күн сайын", "күнделікті"),
    Cycle.WEEKLY: ("weekly", "every week", "еженедельно", "каждую неделю", "раз в неделю", "апта сайын"),
    Cycle.BIWEEKLY: (
        *("biweekly", "bi-weekly", "fortnightly", "every two weeks", "every 2 weeks", "every other week"),
        *("раз в две недели", "раз в 2 недели", "каждые две недели", "каждые 2 недели"),
        *("екі апта сайын", "2 апта сайын", "екі аптада бір", "2 аптада бір"),
    ),
    Cycle.MONTHLY: ("monthly", "every month", "ежемесячно", "каждый месяц", "раз в месяц", "ай сайын"),
    Cycle.QUARTERLY: (
        *("quarterly", "every quarter", "every three months", "every 3 months"),
        *("ежеквартально", "каждый квартал", "раз в квартал", "раз в три месяца", "раз в 3 месяца"),
        *("каждые три месяца", "каждые 3 месяца", "тоқсан сайын", "үш ай сайын", "3 ай сайын"),
    ),
    Cycle.YEARLY: ("yearly", "annually", "every year", "ежегодно", "каждый год", "раз в год", "жыл сайын"),
}
_ALONE: dict[Cycle, tuple[str, ...]] = {
    Cycle.DAILY: ("day", "день", "күн"),
    Cycle.WEEKLY: ("week", "неделя", "неделю", "апта", "апталық"),
    Cycle.BIWEEKLY: ("two weeks", "2 weeks", "две недели", "2 недели", "екі апта", "2 апта"),
    Cycle.MONTHLY: ("month", "месяц", "ай", "айлық"),
    Cycle.QUARTERLY: ("quarter", "квартал", "тоқсан", "тоқсандық", "3 months", "3 месяца", "үш ай", "3 ай"),
    Cycle.YEARLY: ("year", "год", "жыл", "жылдық"),
}
"""Words that mean a period where one was asked for; in a line they may be of the title."""

_SAID = sorted(
    ((phrase, cycle) for cycle, phrases in _PHRASES.items() for phrase in phrases),
    key=lambda pair: -len(pair[0]),
)
_AFTER_SUM: dict[Cycle, tuple[str, ...]] = {
    Cycle.DAILY: ("per day", "в день", "күніне"),
    Cycle.WEEKLY: ("per week", "в неделю", "аптасына"),
    Cycle.MONTHLY: ("per month", "в месяц", "мес", "айына"),
    Cycle.YEARLY: ("per year", "в год", "жылына"),
}
"""Read at the beginning only: at the end they may be what is sold, such as *Coffee for a month*."""
_LIKE = re.compile(
    r"(?:every|each|кажд\w+|раз в)\s|hourly|half.?yearly|semi|fortn"
    r"|еже(?:дн|нед|мес|кв|год|час|сут|пол)|\S+(?:\s\S+)?\s(?:сайын|бір)\b",
    re.IGNORECASE,
)
_PHONE_DIGITS = re.compile(r"(?<![\w.,])\+?[0-9](?:[\s()-]{0,2}[0-9]){8,12}(?!\w)")
_BETWEEN = " ,;:.-–—"
_NUMBERS = re.compile(r"[0-9]{1,4}")
_ONE_DAY = re.compile(r"[^0-9−–—-]*([0-9]{1,2})[^0-9]*")  # and nothing below zero
NOT_READ = "subs-first-unread"


@dataclass(frozen=True, slots=True)
class Line:
    """What a line tells; ``trouble``: why there is no sum, or that a phone was mistyped."""

    amount: Money | None = None
    cycle: Cycle | None = None
    title: str = ""
    phone: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    trouble: Trouble | None = None
    odd_cycle: bool = False  # it begins like a period, and is none that we know


def read_line(text: str, currency: str) -> Line:
    """All that can be read; the rest is asked for."""
    reading = read_order(text, currency)
    if reading.amount is None:
        return Line(trouble=reading.trouble)
    cycle, words = _take_cycle(reading.words)
    reading = replace(reading, words=words)
    if reading.phone is None and find_phone(words)[0] is None:
        reading = seek_phone(reading)
    if reading.trouble is not None:
        return Line(trouble=reading.trouble)
    return _named(reading, cycle)


def read_cycle(text: str) -> Cycle | None:
    """How often, as an answer."""
    plain = " ".join(read_words(text).casefold().split()).strip(_BETWEEN)
    said = {phrase: cycle for both in (_PHRASES, _ALONE) for cycle, each in both.items() for phrase in each}
    return said.get(plain)


def read_day(text: str, cycle: Cycle) -> int:
    """A day of the month, or of the week by number or name. ``Refused`` for no such day."""
    plain = read_words(text).casefold().strip(" .")
    if cycle.days and plain in _WEEKDAYS:
        return _WEEKDAYS[plain]
    most = 7 if cycle.days else 31
    found = _ONE_DAY.fullmatch(plain)
    if found is None or not 1 <= int(found[1]) <= most:
        raise Refused("term-day")
    return int(found[1])


def read_first(text: str, today: date) -> date:
    """The day of a first payment: one without a year is the next such one. ``Refused`` for what is none."""
    plain = read_words(text)
    numbered = any(char.isdecimal() for char in plain)
    try:
        return one_day(plain, today + timedelta(days=364) if numbered else today)
    except QueryWrong:
        raise Refused(NOT_READ) from None


def read_rules(text: str) -> Rules:
    """``3 24 3``: attempts, hours between them, days of grace. ``Refused`` for anything else."""
    numbers = [int(each) for each in _NUMBERS.findall(read_words(text))]
    if len(numbers) != 3:
        raise Refused("subs-rules-unread")
    try:
        return Rules(*numbers)
    except TermsRefused as refused:
        raise Refused(term_text(refused)) from refused


def read_reminders(text: str) -> tuple[int, ...]:
    """``3 1 0``: so many days before."""
    numbers = [int(each) for each in _NUMBERS.findall(read_words(text))]
    if not numbers:
        raise Refused("subs-reminders-unread")
    return tuple(numbers)


def _named(reading: Reading, cycle: Cycle | None) -> Line:
    """What stands before a phone is the title, and after it the name; alone it is the title.

    With two phones nobody can say whose bills they are.
    """
    phone, before, after = reading.phone, "", reading.words
    if phone is None:
        phone, rest = find_phone(reading.words)
        before = _common(reading.words, rest) if phone else ""
        after = rest[len(before) :]
    if find_phone(before + after)[0] if phone else _PHONE_DIGITS.search(after):
        return Line(trouble=Trouble.PHONE)
    title, name = (before, after) if before.strip(_BETWEEN) else (after, "")
    ended, title = (cycle, title) if cycle else _take_cycle(title)
    odd = ended is None and _LIKE.match(title) is not None
    return Line(
        amount=reading.amount,
        cycle=ended,
        title="" if odd else title.strip(_BETWEEN),
        phone=phone or "",
        name=name.lstrip(_BETWEEN).rstrip(" ,;"),
        odd_cycle=odd,
    )


def _common(one: str, other: str) -> str:
    """Where both begin alike."""
    same = next((at for at, both in enumerate(zip(one, other, strict=False)) if len({*both}) > 1), len(other))
    return one[:same]


def _take_cycle(text: str) -> tuple[Cycle | None, str]:
    """A period at the beginning or at the end, and the text without it."""
    plain = text.casefold()
    for cycle, phrases in _AFTER_SUM.items():
        for phrase in phrases:
            if re.match(rf"{re.escape(phrase)}(?!\w)", plain):
                return cycle, text[len(phrase) :].lstrip(_BETWEEN)
    for phrase, cycle in _SAID:
        if re.match(rf"{re.escape(phrase)}(?!\w)", plain):
            return cycle, text[len(phrase) :].lstrip(_BETWEEN)
        if re.search(rf"(?<!\w){re.escape(phrase)}[\s.,;]*$", plain):
            return cycle, text[: plain.rindex(phrase)].rstrip(_BETWEEN)
    return None, text


def _weekdays() -> dict[str, int]:
    found = {}
    for locale in LOCALES:
        for width in ("wide", "abbreviated"):
            for number, name in get_day_names(width, locale=locale).items():
                found[name.casefold().strip(" .")] = number + 1
    return found


_WEEKDAYS = _weekdays()
