"""The lines of an invoice in words: what of it there is room for, the discount, whose own order it is.

Values come out escaped; imports no chat framework.
"""

from __future__ import annotations

import re
from html import escape, unescape

from billing.cards import CardView
from billing.catalog.models import NewLine
from billing.money import Money
from screens import format as fmt
from screens import phrases
from screens.reader import Reader

CAPTION_MOST = 1024  # visible characters under a picture, as Telegram counts them
ON_CARD, ON_RECEIPT = 10, 30  # lines
NAME_MOST = 60

_TAG = re.compile(r"<[^>]+>")


def line(each: NewLine, currency: str, reader: Reader) -> str:
    """``Latte × 2 = 1 800 ₸``, before any discount."""
    name = escape(fmt.clean(each.name, NAME_MOST), quote=False)
    amount = phrases.sum_of(Money(each.price * each.count, currency), reader)
    return reader.words("lines-line", name=phrases.safe(name), count=str(each.count), sum=amount)


def listed(view: CardView, reader: Reader, most: int, room: int = 1 << 20) -> list[str]:
    """So many lines as there is room for, how many more there are, and the discount."""
    if not view.lines:
        return []
    after = [_discount(view, reader)] if view.invoice.discount else []
    left = room - sum(_long(text) for text in after)
    shown: list[str] = []
    for number, each in enumerate(view.lines, 1):
        told = line(each, view.invoice.amount.currency, reader)
        rest = len(view.lines) - number
        needed = _long(told) + (_long(_more(rest, reader)) if rest else 0)
        if number > most or needed > left:
            shown.append(_more(rest + 1, reader))
            break
        shown.append(told)
        left -= _long(told)
    return [*shown, *after]


def on_card(view: CardView, reader: Reader, rest: list[str]) -> list[str]:
    """What fits into a caption beside the ``rest`` of it."""
    return listed(view, reader, ON_CARD, CAPTION_MOST - sum(_long(text) for text in rest if text))


def whose_order(view: CardView, reader: Reader) -> str:
    """``The customer's own order: Daniyar``, for the shop's eyes; nothing for what its staff issued."""
    if not view.invoice.self_service:
        return ""
    name = fmt.clean(view.ordered_by, 40)
    return reader.words.html("lines-own-order-of", name=name) if name else reader.words("lines-own-order")


def _discount(view: CardView, reader: Reader) -> str:
    taken = sum(each.discount for each in view.lines)
    amount = phrases.sum_of(Money(taken, view.invoice.amount.currency), reader)
    return reader.words("lines-discount", percent=str(view.invoice.discount), sum=amount)


def _more(count: int, reader: Reader) -> str:
    return reader.words("lines-more", count=count)


def _long(html: str) -> int:
    """As Telegram counts it, with the end of the line."""
    return fmt.units(unescape(_TAG.sub("", html))) + 1
