"""The grammar of a typed amount: ``5000``, ``5 000,50 ₸``, ``5,000``, ``5к``, ``1,5 тыс``. Pure.

Three digits after a single comma or dot are thousands (``5.000`` is five thousand), one or two are tiyn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_SIGNS = {
    "KZT": ("₸", "тг", "тенге", "теңге", "kzt", "tg", "tenge"),
    "USD": ("$", "usd", "доллар", "доллара", "долларов"),
    "EUR": ("€", "eur", "евро"),
    "RUB": ("₽", "rub", "руб", "рубль", "рубля", "рублей"),
    "CNY": ("¥", "cny", "юань", "юаня", "юаней"),
    "KGS": ("kgs",),
    "UZS": ("uzs",),
    "TRY": ("₺",),
}
_CURRENCY_OF = {sign: currency for currency, signs in _SIGNS.items() for sign in signs}
_THOUSANDS = ("тысячи", "тысяча", "тысяч", "тыс", "мың", "thousand")
_MILLIONS = ("миллион", "миллиона", "миллионов", "млн", "mln", "million")
_TIMES = (
    dict.fromkeys(("k", "к"), 1_000) | dict.fromkeys(_THOUSANDS, 1_000) | dict.fromkeys(_MILLIONS, 1_000_000)
)


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_SIGN = _any(tuple(_CURRENCY_OF))
_NO_MORE = r"(?![0-9]) (?! [\s'’] [0-9]{3} (?![0-9]) )"  # else 5 000.000 would be read as 5
_HEAD = "[1-9][0-9]{0,2}"
_NUMBER = rf"""
      (?P<spaced> {_HEAD} (?: [\s'’] [0-9]{{3}} )+ {_NO_MORE} )         (?: [.,] (?P<cents0> [0-9]{{1,2}} ) )?
    | (?P<commas> {_HEAD} (?: , [0-9]{{3}} )+ (?![0-9]) )               (?: \.  (?P<cents1> [0-9]{{1,2}} ) )?
    | (?P<dots>   {_HEAD} (?: \. [0-9]{{3}} )+ (?![0-9]) )              (?: ,   (?P<cents2> [0-9]{{1,2}} ) )?
    | (?P<plain>  [0-9]{{1,3}} {_NO_MORE} | [0-9]{{4,15}} (?![0-9]) )  (?: [.,] (?P<cents3> [0-9]{{1,2}} ) )?
"""
_GRAMMAR = re.compile(
    rf"""
    (?: (?P<before>{_SIGN}) \s? )?
    (?: {_NUMBER} )
    (?: (?P<times> [kк] | \s? (?: {_any(_THOUSANDS + _MILLIONS)} ) \.? ) (?!\w) )?
    (?: \s? (?P<after> {_SIGN} ) \.? (?!\w) )?
    (?= \s | $ | [,;:.!] (?: \s | $ ) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_START = re.compile(r"(?<![\w.,+-])(?:[$₸€₽¥₺]\s?)?[0-9]")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in major units found at ``start:end``, and its currency where a sign says so."""

    value: Decimal
    currency: str | None
    start: int
    end: int


def amount_at(text: str, start: int = 0) -> Amount | None:
    """The amount that begins exactly at ``start``."""
    match = _GRAMMAR.match(text, start)
    return _amount(match) if match else None


def only_amount(text: str) -> Amount | None:
    """The amount in a text without any other digit."""
    start = _START.search(text)
    found = amount_at(text, start.start()) if start else None
    if found is None:
        return None
    around = text[: found.start] + text[found.end :]
    return None if any(c.isdecimal() for c in around) else found


def _amount(match: re.Match[str]) -> Amount | None:
    whole = match["spaced"] or match["commas"] or match["dots"] or match["plain"]
    cents = match["cents0"] or match["cents1"] or match["cents2"] or match["cents3"] or "0"
    times = (match["times"] or "").strip().rstrip(".").casefold()
    if times and (match["commas"] or match["dots"]):
        return None  # 1.500к: one and a half thousand, or one and a half million?
    signs = {_CURRENCY_OF[s.casefold()] for s in (match["before"], match["after"]) if s}
    if len(signs) > 1:
        return None
    digits = re.sub(r"[^0-9]", "", whole)
    value = Decimal(f"{digits}.{cents}") * _TIMES.get(times, 1)
    return Amount(value, next(iter(signs), None), match.start(), match.end())
