"""Reads what is typed about an item: ``Капучино 900``, ``900``, ``4870 0012 3456``. Pure.

The price stands at the end, else at the beginning; what is not surely a price belongs to the name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from billing.catalog.items import clean_name
from billing.errors import AmountRefused
from billing.money import Money
from screens.amounts import Amount, amount_at

_BETWEEN = " ,;:-–—=·"
_WORD = re.compile(r"\S+")
_BARCODE = re.compile(r"[0-9]{4,32}")


@dataclass(frozen=True, slots=True)
class Typed:
    """A name, and a price where there is one."""

    name: str
    price: Money | None = None


def read_item(text: str, currency: str) -> Typed:
    """Raises ``AmountRefused`` where the price is none or in another currency."""
    plain = clean_name(text)
    found = _at_the_end(plain)
    if found is not None:
        return Typed(plain[: found.start].rstrip(_BETWEEN), _money(found, currency))
    found = amount_at(plain)
    if found is None:
        return Typed(plain)
    return Typed(plain[found.end :].lstrip(_BETWEEN), _money(found, currency))


def read_price(text: str, currency: str) -> Money:
    """A price and nothing else. Raises ``AmountRefused``."""
    plain = clean_name(text)
    found = amount_at(plain)
    if found is None or plain[found.end :].strip(" .!"):
        raise AmountRefused("item-price-not-read")
    return _money(found, currency)


def read_code(text: str) -> str:
    """A barcode as people type it, with spaces between its parts."""
    return "".join(text.split())


def is_code(text: str) -> bool:
    """Whether it can only be meant as a barcode."""
    return _BARCODE.fullmatch(read_code(text)) is not None


def _at_the_end(plain: str) -> Amount | None:
    """The longest amount that ends where the text does: ``Кола 0,5 л 1 200`` costs 1200."""
    for word in _WORD.finditer(plain):
        found = amount_at(plain, word.start())
        if found is not None and word.start() and not plain[found.end :].strip(" .!"):
            return found
    return None


def _money(found: Amount, currency: str) -> Money:
    if found.currency not in {None, currency}:
        raise AmountRefused("item-price-foreign")
    try:
        price = Money.of(found.value, currency)
    except ValueError:
        raise AmountRefused("item-price-not-read") from None
    if price.minor <= 0:
        raise AmountRefused("item-price-not-read")
    return price
