"""CSV as Excel opens it with a double click: UTF-8 with a mark, separators of the reader's language."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from billing.money import Money
from screens.sheets import cells
from screens.sheets.model import Cell, Line, Sheet, Totals


@dataclass(frozen=True, slots=True)
class Habits:
    """How a language writes tables, numbers and moments."""

    separator: str
    point: str
    moment: str


HABITS = {"en": Habits(",", ".", "%Y-%m-%d %H:%M:%S")}
OTHERS = Habits(";", ",", "%d.%m.%Y %H:%M:%S")  # Russian and Kazakh: the comma stands inside numbers


def write(path: Path, sheet: Sheet, lines: Iterable[Line]) -> None:
    """Header, lines, totals; numbers without spaces, so that they stay numbers."""
    habits, totals = HABITS.get(sheet.locale, OTHERS), Totals(sheet.columns)
    shown = _shower(sheet, habits)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, delimiter=habits.separator, lineterminator="\r\n")
        table.writerow([column.title for column in sheet.columns])
        table.writerows(map(shown, line.cells) for line in totals.counted(lines))
        table.writerows(map(shown, row) for row in totals.rows(sheet.total))


def _shower(sheet: Sheet, habits: Habits) -> Callable[[Cell], str]:
    def shown(cell: Cell) -> str:
        if isinstance(cell, str):
            return guarded(cell)
        if cell is None:
            return ""
        if isinstance(cell, Money):
            return format(cell.major, "f").replace(".", habits.point)
        if isinstance(cell, datetime):
            return cells.local(cell, sheet.zone).strftime(habits.moment)
        return str(cell)

    return shown


def guarded(given: str) -> str:
    """The text with an apostrophe before it where a spreadsheet might run it."""
    plain = cells.text(given)
    return f"'{plain}" if cells.risky(plain) else plain
