"""Reads what is typed about a refund: ``1042``, ``#1042 1500``, ``1042 1500 the cup was broken``. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from billing.money import Money
from handlers.parse import EVERYTHING, LONGEST, read_words
from screens.amounts import amount_at
from screens.format import clean

_NUMBER = re.compile(r"[#№]?\s?([0-9]{1,9})(?=\s|$|[,;:]\s)")
_BETWEEN = " ,;:.-–—"


@dataclass(frozen=True, slots=True)
class Typed:
    """``unread``: there is something where an amount should be, and it is none that could be returned."""

    number: int | None = None
    amount: Money | None = None
    reason: str = field(default="", repr=False)
    unread: bool = False


def read_refund(text: str, currency: str) -> Typed:
    """An invoice's number, then an amount and a reason, either of which may be missing."""
    plain = clean(text, EVERYTHING) if len(text) <= LONGEST else ""
    match = _NUMBER.match(plain)
    if match is None:
        return Typed(unread=bool(text.strip()))
    rest = plain[match.end() :].lstrip(_BETWEEN)
    number = int(match[1])
    if not rest:
        return Typed(number)
    typed = read_part(rest, currency)
    if typed.unread and not any(char.isdecimal() for char in rest.split()[0]):
        return Typed(number, reason=read_words(rest))
    return Typed(number, typed.amount, typed.reason, typed.unread)


def read_part(text: str, currency: str) -> Typed:
    """An amount that begins the text, and the reason after it."""
    plain = clean(text, EVERYTHING) if len(text) <= LONGEST else ""
    found = amount_at(plain)
    if found is None or found.currency not in {None, currency}:
        return Typed(unread=True)
    try:
        amount = Money.of(found.value, currency)
    except ValueError:
        return Typed(unread=True)
    reason = read_words(plain[found.end :].lstrip(_BETWEEN))
    return Typed(amount=amount, reason=reason, unread=amount.minor <= 0)
