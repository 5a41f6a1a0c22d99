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

_SCALES = (
    (1, "subs-chart-collected"),
    (1_000, "subs-chart-thousands"),
    (1_000_000, "subs-chart-millions"),
)
_ROOM = 100_000  # from here on a number is too long for its column
_LIST = b.ListThem()


def drawn(months: Sequence[Figures], shop: str, reader: Reader) -> Drawn:
    """The picture, and its numbers in words below, where they can be read aloud."""
    words = reader.words
    names = [_month(each, reader) for each in months]
    active = pictures.ChartRow(
        words("subs-chart-active"),
        tuple(each.active for each in months),
        tuple(str(each.active) for each in months),
    )
    scale, name = _scale(months)
    collected = pictures.ChartRow(
        words(name, currency=fmt.SIGNS.get(_currency(months), _currency(months))),
        tuple(each.collected.minor for each in months),
        tuple(_short(each.collected.minor, scale) for each in months),
    )
    make = partial(pictures.chart_picture, fmt.clean(shop, 64), names, (active, collected))
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


def _currency(months: Sequence[Figures]) -> str:
    return months[-1].collected.currency


def _month(each: Figures, reader: Reader) -> str:
    """``Nov``; babel's short Russian and Kazakh names end in a dot, which a column has no room for."""
    return phrases.capital(str(format_date(each.first, "LLL", locale=reader.words.locale)).strip("."))


def _whole(each: Figures, reader: Reader) -> str:
    first = datetime.combine(each.first, time(12))
    return phrases.capital(str(format_date(first, "LLLL y", locale=reader.words.locale)))


def _scale(months: Sequence[Figures]) -> tuple[int, str]:
    """In what the money of all columns is counted, so that the longest number has room."""
    most = max(each.collected.minor for each in months) // 100
    return next(((scale, name) for scale, name in _SCALES if most < scale * _ROOM), _SCALES[-1])


def _short(minor: int, scale: int) -> str:
    """``12 345``, halves upwards."""
    number = (minor + 50 * scale) // (100 * scale)
    return str(format_decimal(number, format="#,##0", locale="ru"))
