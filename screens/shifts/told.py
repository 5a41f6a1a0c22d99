"""What is told of shifts, in a message of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from billing.models import Notice, Person
from billing.money import Money
from billing.shifts.models import Part, What
from screens import format as fmt
from screens import phrases
from screens.buttons import Row, Text, keyboard, press
from screens.reader import Reader
from screens.shifts import buttons as b
from screens.shifts import report as reports
from screens.team.pages import name_in

KINDS = frozenset({"shift-closed", "shift-long"})


def tell(notice: Notice, people: Mapping[int, Person], reader: Reader) -> Text:
    """HTML; ``people``: those of whom it speaks, as far as they are known still."""
    values, words = notice.values, reader.words
    who, shift = int(values["who"]), int(values["shift"])
    yours = "-you" if who == reader.person_id else ""
    named = {} if yours else {"who": name_in(people, who, reader)}
    if notice.kind == "shift-long":
        since = datetime.fromisoformat(values["since"])
        told = fmt.moment(since, reader.zone, words.locale, notice.created_at)
        rows: list[Row] = [[press(words("btn-shift-close"), b.ShiftClose(shift=shift))]]
        rows += [[press(words("btn-shift-x"), b.ShiftReport(shift=shift))]]
        return words.html(f"told-shift-long{yours}", since=told, **named), keyboard(rows)
    number = values["number"]
    lines = [words.html(f"told-shift-closed{yours}", number=number, **named)]
    lines += [reports.counted(part, reader) for part in _money(values["money"])]
    if values["by"] != values["who"]:
        lines += [words.html("shift-closed-by", who=name_in(people, int(values["by"]), reader))]
    button = press(words("btn-shift-z", number=number), b.ShiftReport(shift=shift))
    return phrases.lines(lines), keyboard([[button]])


def _money(written: str) -> list[Part]:
    """Back from ``3 1500000 KZT, …``."""
    parts = [each.split() for each in written.split(", ") if each]
    return [Part(What.PAID, "", int(count), Money(int(minor), currency)) for count, minor, currency in parts]
