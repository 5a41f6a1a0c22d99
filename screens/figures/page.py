"""The page of ``/stats``."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from aiogram.types import InlineKeyboardMarkup

from billing.figures.models import Figures, Sums
from screens import format as fmt
from screens import phrases
from screens.buttons import Row, Text, keyboard, press
from screens.figures import buttons as b
from screens.figures import wording
from screens.figures.keys import Span
from screens.reader import Reader

SELLERS_MOST = 12  # that are named; the others are one line


def page(shown: Figures, shop: str, reader: Reader, *, morning: bool) -> Text:
    """What came and went back, beside the time before; ``morning``: its reader gets it each morning."""
    blocks = [_head(shown, shop, reader)]
    if shown.sums.empty:
        blocks += [reader.words("stats-none")]
    else:
        blocks += [_sums(shown, reader)]
    if not shown.before.empty:
        blocks += [_before(shown, reader)]
    blocks += [_banks(shown, reader), _sellers(shown, reader), _hours(shown, reader)]
    return "\n\n".join(block for block in blocks if block), _under(shown, reader, morning=morning)


def _head(shown: Figures, shop: str, reader: Reader) -> str:
    key = "stats-title-own" if shown.own else "stats-title"
    title = reader.words.html(key, period=wording.asked(shown.period, shown.at, reader))
    return phrases.lines([f"<b>{title}</b>", reader.words.html("shop-named", shop=fmt.shop(shop))])


def _sums(shown: Figures, reader: Reader) -> str:
    words, now, before = reader.words, shown.sums, shown.before

    def beside(value: Callable[[Sums], int]) -> str:
        return wording.change(value(now), value(before), reader)

    taken = words("stats-turnover", sum=phrases.safe(phrases.sum_of(now.taken, reader)))
    average = words("stats-average", sum=phrases.sum_of(now.average, reader))
    lines = [
        phrases.dotted(f"<b>{taken}</b>", beside(lambda sums: sums.taken.minor)),
        phrases.dotted(
            words("stats-payments", count=wording.number(now.payments)), beside(lambda sums: sums.payments)
        ),
        phrases.dotted(average, beside(lambda sums: sums.average.minor)) if now.payments else "",
        _returned(now, reader),
        words("stats-left", sum=phrases.sum_of(now.left, reader)) if now.refunds else "",
        *(
            words(
                "stats-others",
                line=phrases.dotted(phrases.sum_of(each.taken, reader), wording.number(each.payments)),
            )
            for each in shown.others
        ),
    ]
    return phrases.lines(lines)


def _returned(sums: Sums, reader: Reader) -> str:
    told = reader.words("stats-refunds", sum=phrases.sum_of(sums.returned, reader))
    return phrases.dotted(told, wording.number(sums.refunds) if sums.refunds else "")


def _before(shown: Figures, reader: Reader) -> str:
    before = shown.before
    return reader.words.html(
        "stats-before",
        period=wording.beside(shown.period, shown.at, reader),
        sum=phrases.sum_of(before.taken, reader),
        count=wording.number(before.payments),
        average=phrases.sum_of(before.average, reader),
        returned=phrases.sum_of(before.returned, reader),
    )


def _banks(shown: Figures, reader: Reader) -> str:
    lines = [wording.line(phrases.bank(slug, reader), sums, reader) for slug, sums in shown.banks]
    return _block("stats-banks", lines, reader)


def _sellers(shown: Figures, reader: Reader) -> str:
    named = shown.sellers[:SELLERS_MOST]
    lines = [
        wording.line(escape(wording.seller(who, shown, reader), quote=False), sums, reader)
        for who, sums in named
    ]
    if rest := shown.sellers[SELLERS_MOST:]:
        lines += [reader.words("stats-more", count=wording.number(len(rest)))]
    return _block("stats-sellers", lines, reader)


def _hours(shown: Figures, reader: Reader) -> str:
    """Folded, because a day has many."""
    lines = [wording.line(wording.hour(hour), sums, reader) for hour, sums in shown.hours]
    if not lines:
        return ""
    told = phrases.lines([f"<b>{reader.words('stats-hours')}</b>", *lines])
    return f"<blockquote expandable>{told}</blockquote>"


def _block(key: str, lines: list[str], reader: Reader) -> str:
    return phrases.lines([f"<b>{reader.words(key)}</b>", *lines]) if lines else ""


def _under(shown: Figures, reader: Reader, *, morning: bool) -> InlineKeyboardMarkup | None:
    words = reader.words
    spans: Row = [press(words(f"stats-span-{span}"), b.Show(span=span)) for span in Span]
    first, last = shown.period.first.toordinal(), shown.period.last.toordinal()
    charts: Row = []
    if not shown.sums.empty:
        charts = [press(words("btn-stats-charts"), b.Draw(first=first, last=last))]
    switch = press(
        words("btn-stats-morning-off" if morning else "btn-stats-morning-on"),
        b.Morning(on=not morning, first=first, last=last),
    )
    return keyboard(
        [spans[:2], spans[2:4], [spans[4], press(words("btn-stats-own"), b.Own())], charts, [switch]]
    )
