"""Six months in a picture: who was active at their end, and what was paid in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from functools import partial
from hashlib import sha256

from babel.dates import format_date
from babel.numbers import format_decimal

from billing.subscriptions.figures import Figures
from screens import format as fmt
from screens import phrases, pictures
from screens.buttons import keyboard, press
from screens.cards import Drawn, Picture
from screens.reader import Reader
from screens.subscribers import buttons as b

_LARGE = 10**7  # minor units: from here on a column has room for thousands only


def drawn(months: Sequence[Figures], shop: str, reader: Reader) -> Drawn:
    """The picture, and its numbers in words below, where they can be read aloud."""
    words = reader.words
    names = [_month(each, reader) for each in months]
    active = pictures.ChartRow(
        words("subs-chart-active"),
        tuple(each.active for each in months),
        tuple(str(each.active) for each in months),
    )
    collected = pictures.ChartRow(
        words("subs-chart-collected", currency=fmt.SIGNS.get(_currency(months), _currency(months))),
        tuple(each.collected.minor for each in months),
        tuple(_short(each, reader) for each in months),
    )
    make = partial(pictures.chart_picture, fmt.shop(shop), names, (active, collected))
    key = sha256(repr((shop, names, active, collected)).encode()).hexdigest()[:32]
    told = [
        phrases.dotted(
            _whole(each, reader),
            words("subs-total-active", count=str(each.active)),
            phrases.sum_of(each.collected, reader),
        )
        for each in months
    ]
    caption = phrases.lines([f"<b>{words('subs-figures')}</b>", *told, words("subs-figures-note")])
    return Drawn(Picture(f"chart:{key}", make), caption, keyboard([[press(words("btn-subs-list"), _LIST)]]))


_LIST = b.ListThem()


def _currency(months: Sequence[Figures]) -> str:
    return months[-1].collected.currency


def _month(each: Figures, reader: Reader) -> str:
    """``Nov``; babel's short Russian and Kazakh names end in a dot, which a column has no room for."""
    return phrases.capital(str(format_date(each.first, "LLL", locale=reader.words.locale)).strip("."))


def _whole(each: Figures, reader: Reader) -> str:
    first = datetime.combine(each.first, time(12))
    return phrases.capital(str(format_date(first, "LLLL y", locale=reader.words.locale)))


def _short(each: Figures, reader: Reader) -> str:
    """``12 345``; large sums in thousands: ``1 234k``."""
    whole = each.collected.minor // 100
    if each.collected.minor < _LARGE:
        return _grouped(whole)
    return reader.words("subs-thousands", count=_grouped((whole + 500) // 1000))


def _grouped(number: int) -> str:
    return str(format_decimal(number, format="#,##0", locale="ru"))
