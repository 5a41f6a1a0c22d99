"""What a stranger wrote, made harmless for a cell.

A text that begins with ``=`` runs as a formula where a sheet is opened: a description could send the
merchant's books away. Spreadsheets of some languages take the wide forms of these signs as well.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

MOST_UNITS = 32_767  # UTF-16 units: Excel's limit of a cell
ELLIPSIS = "…"

_BREAKS = re.compile(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]+")
_FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # no XML holds these
    "\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]"  # unseen, or turning the reading direction
)
_FORMULA = frozenset("=+-@")


def text(given: str) -> str:
    """One line of characters that any spreadsheet can hold, cut to what a cell takes."""
    plain = given if given.isprintable() else _FORBIDDEN.sub("", _BREAKS.sub(" ", given))  # nearly all are
    plain = plain.strip()
    return plain if len(plain) * 2 <= MOST_UNITS else _cut(plain)


def _cut(plain: str) -> str:
    coded = plain.encode("utf-16-le")
    if len(coded) <= MOST_UNITS * 2:
        return plain
    return coded[: (MOST_UNITS - 1) * 2].decode("utf-16-le", "ignore") + ELLIPSIS


def risky(plain: str) -> bool:
    """Whether a spreadsheet might read a formula in it."""
    if plain[:1].isalnum():  # nearly all are
        return False
    first = plain.lstrip("'\" \u00a0\u3000")[:1]
    return unicodedata.normalize("NFKC", first) in _FORMULA


def local(at: datetime, zone: ZoneInfo) -> datetime:
    """The moment on the merchant's clock; at the ends of the calendar, where none can be shown, as it is."""
    try:
        return at.astimezone(zone)
    except OverflowError:
        return at
