"""The pages of ``/shift``, and the question before a shift is closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape

from aiogram.enums import ButtonStyle

from billing.models import Person
from billing.shifts.models import Closed, Overview, Report, Shift, What, total
from screens import format as fmt
from screens import phrases
from screens.buttons import Row, Text, keyboard, press
from screens.reader import Reader
from screens.shifts import buttons as b
from screens.shifts import report as reports
from screens.team.pages import name_in

OTHERS_MOST = 40  # with a button each
IN_A_ROW = 4


def home(found: Overview, now: datetime, reader: Reader) -> Text:
    """The reader's own shift, and those of others, for whom they may be seen."""
    words, own = reader.words, found.own
    lines = [f"<b>{words('shift-title')}</b>", words("shift-none")]
    rows: list[Row] = [[press(words("btn-shift-open"), b.ShiftOpen(), ButtonStyle.SUCCESS)]]
    if own is not None:
        since = fmt.moment(own.opened_at, reader.zone, words.locale, now)
        lines = [f"<b>{words('shift-opened-at', since=since)}</b>", words("shift-hint")]
        rows = [[press(words("btn-shift-x"), b.ShiftReport(shift=own.id))]]
        rows += [[press(words("btn-shift-close"), b.ShiftClose(shift=own.id))]]
    if found.others:
        shown = [_other(shift, found.people, now, reader) for shift in found.others[:OTHERS_MOST]]
        lines += ["", words("shift-others"), *(escape(line, quote=False) for line in shown)]
        rows += [
            [press(line, b.ShiftReport(shift=shift.id))]
            for shift, line in zip(found.others, shown, strict=False)
        ]
    rows += [[press(words("btn-shift-earlier"), b.ShiftsClosed())]]
    return "\n".join(lines), keyboard(rows)


def report(found: Report, now: datetime, reader: Reader) -> Text:
    """X or Z, with what may be done."""
    words, shift = reader.words, found.shift
    file: Row = [press(words("btn-deeds-file"), b.ShiftFile(shift=shift.id))]
    back: Row = [press(words("btn-back"), b.ShiftHome() if shift.open else b.ShiftsClosed())]
    rows = [file, back]
    if shift.open:
        refresh = press(words("btn-shift-refresh"), b.ShiftReport(shift=shift.id, again=True))
        rows = [[refresh], file, [press(words("btn-shift-close"), b.ShiftClose(shift=shift.id))], back]
    return reports.text(found, now, reader), keyboard(rows)


def sure(found: Report, reader: Reader) -> Text:
    """The question, with what is open still."""
    words, shift = reader.words, found.shift
    asked = words.html("shift-close-sure", who=name_in(found.people, shift.person_id, reader))
    left = reports.standing(found.figures, reader)
    lines = [words("shift-left-open"), *left, words("shift-later")] if left else [words("shift-nothing-open")]
    yes = b.ShiftClose(shift=shift.id, step=b.Step.YES)
    rows: list[Row] = [
        [press(words("btn-shift-close-yes"), yes, ButtonStyle.DANGER)],
        [press(words("btn-back"), b.ShiftReport(shift=shift.id))],
    ]
    return phrases.lines([f"<b>{asked}</b>", *lines]), keyboard(rows)


def earlier(found: Closed, before: int | None, now: datetime, reader: Reader) -> Text:
    """Z reports, a line and a button each; ``before``: what was turned to."""
    words = reader.words
    lines = [_line(shift, found, now, reader) for shift in found.shifts]
    numbers = [press(f"Z #{shift.number}", b.ShiftReport(shift=shift.id)) for shift in found.shifts]
    rows = [numbers[at : at + IN_A_ROW] for at in range(0, len(numbers), IN_A_ROW)]
    turns: Row = []
    if before is not None:
        turns += [press(words("btn-shift-newest"), b.ShiftsClosed())]
    if found.after is not None:
        turns += [press(words("btn-shift-older"), b.ShiftsClosed(before=found.after))]
    text = phrases.lines(
        [f"<b>{words('shift-earlier-title')}</b>", *(lines or [words("shift-earlier-none")])]
    )
    return text, keyboard([*rows, turns, [press(words("btn-back"), b.ShiftHome())]])


def _other(shift: Shift, people: Mapping[int, Person], now: datetime, reader: Reader) -> str:
    """``Marat: 09:00``, as plain text."""
    words, person = reader.words, people.get(shift.person_id)
    gone = person is None or person.role is None
    since = fmt.moment(shift.opened_at, reader.zone, words.locale, now)
    who = name_in(people, shift.person_id, reader)
    line = words("shift-of-since", who=who, since=since)
    return phrases.dotted(line, words("shift-of-gone") if gone else "")


def _line(shift: Shift, found: Closed, now: datetime, reader: Reader) -> str:
    """``Z #12 · 22 November, 18:00 · Marat · 20 000 ₸ · 4``."""
    ended = shift.closed_at or shift.opened_at
    came = total(shift.figures.of(What.PAID)) if shift.figures is not None else ()
    return phrases.dotted(
        f"Z #{shift.number}",
        fmt.moment(ended, reader.zone, reader.words.locale, now),
        escape(name_in(found.people, shift.person_id, reader), quote=False),
        *(reports.counted(part, reader) for part in came),
    )
