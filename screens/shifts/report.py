"""A shift's report in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from billing.money import Money
from billing.shifts.models import Figures, Part, Report, Shift, What, average, total
from screens import format as fmt
from screens import phrases
from screens.reader import Reader
from screens.team.pages import name_in

NAMED = (What.EARLY, What.EARLY_REFUNDED, What.LATE, What.SURPLUS, What.SHORT, What.FOREIGN)
STANDING = (What.OPEN, What.HELD, What.RETURNING)


def title(report: Report, reader: Reader) -> str:
    """``Z report #12: Marat``, as plain text."""
    shift, who = report.shift, name_in(report.people, report.shift.person_id, reader)
    if shift.open:
        return reader.words("shift-x-title", who=who)
    return reader.words("shift-z-title", number=str(shift.number), who=who)


def text(report: Report, now: datetime, reader: Reader) -> str:
    """All of it, as HTML."""
    shift, figures, words = report.shift, report.figures, reader.words
    head = [f"<b>{escape(title(report, reader), quote=False)}</b>", span(shift, figures, now, reader)]
    if shift.closed_by is not None and shift.closed_by != shift.person_id:
        head += [words.html("shift-closed-by", who=name_in(report.people, shift.closed_by, reader))]
    parts = [
        head,
        _money(figures, reader),
        _lines(total(figures.of(*NAMED)), reader),
        standing(figures, reader),
    ]
    return "\n\n".join(phrases.lines(part) for part in parts if part)


def span(shift: Shift, figures: Figures, now: datetime, reader: Reader) -> str:
    """``09:00 – 18:00``."""
    ends = (fmt.moment(at, reader.zone, reader.words.locale, now) for at in (shift.opened_at, figures.at))
    since, until = ends
    return reader.words("shift-span", since=since, until=until)


def standing(figures: Figures, reader: Reader) -> list[str]:
    """What is open at that moment: invoices, held money, refunds under way, what waits for a decision."""
    lines = _lines(total(figures.of(*STANDING)), reader)
    waits = f"{reader.words('shift-what-waiting')}: {figures.waiting}"
    return [*lines, waits] if figures.waiting else lines


def counted(part: Part, reader: Reader) -> str:
    """``20 000 ₸ · 4``."""
    return phrases.dotted(phrases.sum_of(part.sum, reader), str(part.count))


def net(figures: Figures) -> list[Money]:
    """What came, less what went back, in each currency."""
    found: dict[str, Money] = {}
    for part in total(figures.of(What.PAID, What.REFUNDED)):
        moved = part.sum if part.what is What.PAID else Money(-part.sum.minor, part.sum.currency)
        found[part.sum.currency] = found.get(part.sum.currency, Money(0, moved.currency)) + moved
    return list(found.values())


def _money(figures: Figures, reader: Reader) -> list[str]:
    words, came, back = reader.words, figures.of(What.PAID), total(figures.of(What.REFUNDED))
    lines = [words("shift-counted")] if came else []
    lines += [f"{phrases.bank(part.bank, reader)}: {counted(part, reader)}" for part in came]
    lines += [f"<b>{line}</b>" for line in _lines(total(came), reader)] or [words("shift-no-money")]
    averages = [phrases.sum_of(average(part), reader) for part in total(came)]
    lines += [words("shift-average", sum=each) for each in averages]
    lines += _lines(back, reader)
    if back:
        lines += [words("shift-net", sum=phrases.sum_of(each, reader)) for each in net(figures)]
    return lines


def _lines(parts: Sequence[Part], reader: Reader) -> list[str]:
    return [f"{reader.words(f'shift-what-{part.what}')}: {counted(part, reader)}" for part in parts]
