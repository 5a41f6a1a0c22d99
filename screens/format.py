"""Money, times, phones, cards and names as a person reads them. Imports no chat framework."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from babel.numbers import format_decimal

from billing.money import Money

NBSP = "\u00a0"
SIGNS = {"KZT": "₸", "USD": "$", "EUR": "€", "RUB": "₽", "JPY": "¥", "CNY": "¥", "TRY": "₺"}
ELLIPSIS = "…"

_DAY = "d MMMM"
_FULL = {"": f"{_DAY} y", "kk": f"y 'ж'. {_DAY}"}
_MARKS_MOST = 3  # accents on one letter that are kept: more is a prank
_JOINER = "\u200d"
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters that show nothing
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def money(amount: Money, locale: str) -> str:
    """``5 000 ₸``, ``5 000,50 ₸``, in English ``5 000.50 ₸``: no line break inside, the sign last."""
    whole = amount.major == amount.major.to_integral_value()
    number = format_decimal(amount.major, format="#,##0" if whole else "#,##0.00", locale="ru")
    if locale == "en":
        number = number.replace(",", ".")
    return f"{number}{NBSP}{SIGNS.get(amount.currency, amount.currency)}"


def clock(at: datetime, zone: ZoneInfo) -> str:
    """``14:07``."""
    return f"{at.astimezone(zone):%H:%M}"


def day(at: datetime, zone: ZoneInfo, locale: str, now: datetime) -> str:
    """``23 November``, with the year in another year."""
    return _dated(at, zone, locale, _day_pattern(at, zone, locale, now))


def days(first: datetime, last: datetime, zone: ZoneInfo, locale: str, now: datetime) -> str:
    """``1–23 November``, ``1 October – 23 November``: what both ends share is named once, also the year."""
    since, until = first.astimezone(zone), last.astimezone(zone)
    if since.year != until.year:
        return f"{day(first, zone, locale, now)} – {day(last, zone, locale, now)}"
    shared = since.month == until.month
    begins = str(since.day) if shared else _dated(first, zone, locale, _DAY)
    pattern = _day_pattern(last, zone, locale, now)
    dash = "–" if shared else " – "
    return _dated(last, zone, locale, pattern.replace(_DAY, f"'{begins}{dash}'{_DAY}"))


def moment(at: datetime, zone: ZoneInfo, locale: str, now: datetime) -> str:
    """``14:07`` today, ``23 November, 10:00`` on another day, with the year in another year."""
    time = clock(at, zone)
    return time if same_day(at, now, zone) else f"{day(at, zone, locale, now)}, {time}"


def same_day(one: datetime, other: datetime, zone: ZoneInfo) -> bool:
    """Whether the calendar on the shop's wall shows the same page."""
    return one.astimezone(zone).date() == other.astimezone(zone).date()


def full(at: datetime, zone: ZoneInfo, locale: str) -> str:
    """``22 November 2026, 14:07``."""
    return f"{_dated(at, zone, locale, _FULL.get(locale, _FULL['']))}, {clock(at, zone)}"


def _day_pattern(at: datetime, zone: ZoneInfo, locale: str, now: datetime) -> str:
    this_year = at.astimezone(zone).year == now.astimezone(zone).year
    return _DAY if this_year else _FULL.get(locale, _FULL[""])


def _dated(at: datetime, zone: ZoneInfo, locale: str, pattern: str) -> str:
    return str(format_datetime(at.astimezone(zone), pattern, locale=locale))


def phone(number: str) -> str:
    """``+7 707 ••• 45 67`` out of E.164; a number of another country keeps its first and last digits."""
    digits = "".join(char for char in number if char.isdecimal())
    if len(digits) == 11 and digits[0] == "7":
        return f"+7{NBSP}{digits[1:4]}{NBSP}•••{NBSP}{digits[7:9]}{NBSP}{digits[9:]}"
    return f"+{digits[:2]}{NBSP}•••{NBSP}{digits[-2:]}" if len(digits) > 6 else "•••"


def card(mask: str) -> str:
    """``•• 9821``; empty when the mask does not end in four digits."""
    end = mask.strip()[-4:]
    return f"••{NBSP}{end}" if len(end) == 4 and end.isascii() and end.isdecimal() else ""


def clean(text: str, most: int = 200) -> str:
    """One line without control, direction and invisible characters, of at most ``most`` UTF-16 units.

    Telegram counts in these units. Cut between characters as people see them, with an ellipsis.
    """
    kept: list[str] = []
    length = 0
    for cluster in clusters(text):
        kept.append(cluster)
        length += units(cluster)
        if length > most:
            return _cut(kept, most)
    return "".join(kept).strip()


def _cut(kept: list[str], most: int) -> str:
    length = sum(units(cluster) for cluster in kept)
    while kept and length > most - 1:
        length -= units(kept.pop())
    return "".join(kept).strip() + ELLIPSIS


def shop(name: str) -> str:
    """A shop's name without quotes of its own, because Russian and Kazakh sentences put it in quotes."""
    return clean(name, 64).strip("«»\"“”„' ")


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def clusters(text: str) -> Iterator[str]:
    """Characters as people count them: accents, skin tones, flags and joined emoji stay together."""
    cluster, marks = "", 0
    for char in _printable(text):
        if cluster and _joins(cluster, char):
            marks += char != _JOINER and _extends(char)
            cluster += char if marks <= _MARKS_MOST or not _extends(char) else ""
        elif not _extends(char) and not (char == cluster == " "):
            if cluster:
                yield cluster.rstrip(_JOINER)
            cluster, marks = char, 0
    if cluster:
        yield cluster.rstrip(_JOINER)


def _printable(text: str) -> Iterator[str]:
    for char in unicodedata.normalize("NFC", text):
        if char.isspace():
            yield " "
        elif char == _JOINER or (unicodedata.category(char) not in _DROPPED and char not in _FILLERS):
            yield char


def _extends(char: str) -> bool:
    """A mark, a joiner, or a skin tone: part of the character before it."""
    return char == _JOINER or unicodedata.category(char) in {"Mn", "Me", "Mc"} or "🏻" <= char <= "🏿"


def _joins(cluster: str, char: str) -> bool:
    if cluster == " ":
        return False
    if _extends(char):
        return True
    if cluster[-1] == _JOINER:
        return unicodedata.category(char) in {"So", "Sk", "Sm"}
    return _is_flag_half(char) and len(cluster) == 1 and _is_flag_half(cluster)


def _is_flag_half(char: str) -> bool:
    return "🇦" <= char <= "🇿"
