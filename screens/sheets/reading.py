"""The cells of a workbook's first sheet, as they stand there: nothing is calculated or guessed.

A cell with a formula says so and nothing else: what it came to when the file was saved is not what it comes
to now.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from screens.sheets import cells
from screens.sheets.opening import SheetRefused, opened

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell

COLUMNS_MOST = 64  # those further to the right are not looked at
ROW_LAST = 1_048_576  # of any spreadsheet
TEXT_MOST = 1_000  # characters of a cell that are kept: no name is half as long
DIGITS = 15  # significant ones that a spreadsheet keeps and shows of a number

_SHOWN = Context(prec=DIGITS)


class Sort(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"
    FORMULA = "formula"
    ODD = "odd"  # a date, a share in per cent, a sheet's own sign of a mistake


@dataclass(frozen=True, slots=True)
class Found:
    """A cell that is not empty. ``text``: a number as it is written, ``1`` or ``0`` of a truth."""

    sort: Sort
    text: str

    @property
    def number(self) -> Decimal:
        """As the spreadsheet shows it to who clicks on the cell: ``3.3`` for ``3.3000000000000003``."""
        return _SHOWN.normalize(Decimal(self.text))


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with something in it: ``number`` as the sheet counts, from 1, cells by column, from 0."""

    number: int
    cells: Mapping[int, Found]


def read_table(body: bytes, most: int) -> list[TableRow]:
    """Every row with something in it. Raises ``SheetRefused``, also for more than ``most`` rows."""
    rows: list[TableRow] = []
    try:
        with warnings.catch_warnings(action="ignore"):  # of what we don't read, and they would quote the file
            for row in _rows(body):
                if len(rows) == most:
                    raise SheetRefused("import-too-many-rows", {"most": str(most)})
                rows.append(row)
    except SheetRefused:
        raise
    except Exception as error:  # a stranger's broken file makes zipfile, expat and openpyxl raise anything
        raise SheetRefused("import-not-xlsx") from error
    return rows


def _rows(body: bytes) -> Iterator[TableRow]:
    from openpyxl import load_workbook  # here, because it is heavy

    book = load_workbook(opened(body), read_only=True, keep_links=False)
    page = next((page for page in book.worksheets if page.sheet_state == "visible"), None)
    if page is None:
        raise SheetRefused("import-not-xlsx")
    given = page.iter_rows(max_row=ROW_LAST, max_col=COLUMNS_MOST)
    for number, row in enumerate(given, 1):
        found = {n: cell for n, each in enumerate(row) if each.value is not None and (cell := _found(each))}
        if found:
            yield TableRow(number, found)


def _found(cell: Cell | MergedCell) -> Found | None:
    value = cell.value
    if cell.data_type == "f":
        return Found(Sort.FORMULA, "")
    if isinstance(value, bool):
        return Found(Sort.TRUTH, str(int(value)))
    if cell.data_type == "n":
        written = repr(value)
        plain = math.isfinite(float(written)) and "%" not in cell.number_format
        return Found(Sort.NUMBER if plain else Sort.ODD, written)
    text = _harmless(str(value))
    return Found(Sort.TEXT if cell.data_type == "s" else Sort.ODD, text) if text else None


def _harmless(given: str) -> str:
    from openpyxl.utils.escape import unescape  # ``_x000D_``: a character that XML does not hold

    return cells.text(unescape(given))[:TEXT_MOST]
