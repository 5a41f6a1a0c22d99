"""The cells of a workbook's first sheet, as they are written there: nothing is calculated or guessed.

A number is kept as its digits, because a price must be exact. A cell with a formula says so and nothing else:
what it came to when the file was saved is not what it comes to now.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from screens.sheets import cells
from screens.sheets.opening import Reader, SheetRefused, Workbook, places

COLUMNS_MOST = 64  # those further to the right are not looked at
ROW_LAST = 1_048_576  # of any spreadsheet
NUMBER_MOST = 40  # characters; seventeen digits, a point, a sign and a power need fewer
TEXT_MOST = 1_000  # characters of a cell that are kept: no name is half as long
DIGITS = 15  # significant ones that a spreadsheet keeps and shows of a number

_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])  # ECMA-376, 18.8.30
_PER_CENT = frozenset({9, 10})
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')  # of a number format: words, colours, gaps
_ODD = re.compile(r"[ymdhs%]", re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # a character that XML does not hold
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")


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
        """As the spreadsheet shows it to who clicks on the cell: ``8.4`` for ``8.4000000000000004``."""
        return Decimal(f"{float(self.text):.{DIGITS}g}")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with something in it: ``number`` as the sheet counts, from 1, cells by column, from 0."""

    number: int
    cells: Mapping[int, Found]


def read_table(body: bytes, most: int) -> list[TableRow]:
    """Every row with something in it. Raises ``SheetRefused``, also for more than ``most`` rows."""
    book = Workbook(body)
    sheet, texts, looks = places(book)
    shared, odd = _Texts(), _Looks()
    if texts is not None:
        book.parse(texts, shared)
    if looks is not None:
        book.parse(looks, odd)
    rows = _Rows(shared.found, odd.odd(), most)
    book.parse(sheet, rows)
    return rows.found


class _Text(Reader):
    """Gathers what stands in ``t`` and ``v``; how a word is to be pronounced is not part of it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._open = False
        self._spoken = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._open = tag in {"t", "v"} and not self._spoken
        self._spoken |= tag == "rPh"

    def end(self, tag: str) -> None:
        self._open = False
        self._spoken &= tag != "rPh"

    def text(self, text: str) -> None:
        if self._open:
            self.parts.append(text)

    def taken(self) -> str:
        """What was gathered."""
        gathered = "".join(self.parts)
        self.parts.clear()
        return gathered


class _Texts(_Text):
    """The workbook's texts, to which cells point by number."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def end(self, tag: str) -> None:
        super().end(tag)
        if tag == "si":
            self.found.append(_harmless(self.taken()))


class _Looks(Reader):
    """Which looks of cells make a number a date or a share."""

    def __init__(self) -> None:
        self._formats: dict[int, bool] = {}
        self._cells: list[int] = []
        self._within = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            code = _LITERAL.sub("", attributes.get("formatCode", ""))
            self._formats[int(attributes.get("numFmtId", "0"))] = bool(_ODD.search(code))
        self._within |= tag == "cellXfs"
        if tag == "xf" and self._within:
            self._cells.append(int(attributes.get("numFmtId", "0")))

    def end(self, tag: str) -> None:
        self._within &= tag != "cellXfs"

    def odd(self) -> frozenset[int]:
        """The numbers of these looks."""
        known = _DATES | _PER_CENT
        return frozenset(n for n, f in enumerate(self._cells) if self._formats.get(f, f in known))


class _Rows(_Text):
    """The rows of the sheet, until there are too many."""

    def __init__(self, shared: list[str], odd: frozenset[int], most: int) -> None:
        super().__init__()
        self.found: list[TableRow] = []
        self._shared, self._odd, self._most = shared, odd, most
        self._row = 0
        self._cells: dict[int, Found] = {}
        self._column = -1
        self._kind = self._look = ""
        self._formula = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        if tag == "row":
            self._begin(int(attributes.get("r", self._row + 1)))
        elif tag == "c":
            self._column = _column(attributes.get("r"), self._column)
            self._kind, self._look = attributes.get("t", "n"), attributes.get("s", "0")
            self._formula = False
            self.parts.clear()
        elif tag == "f":
            self._formula = True

    def end(self, tag: str) -> None:
        super().end(tag)
        if tag == "c":
            cell = self._cell(self.taken())
            if cell is not None and self._column < COLUMNS_MOST:
                self._cells[self._column] = cell
        elif tag == "row" and self._cells:
            self._keep()
        self.enough |= tag == "sheetData"

    def _begin(self, number: int) -> None:
        if not self._row < number <= ROW_LAST:
            raise ValueError(f"row {number} after {self._row}")
        self._row, self._column = number, -1
        self._cells = {}

    def _keep(self) -> None:
        if len(self.found) == self._most:
            raise SheetRefused("import-too-many-rows", {"most": str(self._most)})
        self.found.append(TableRow(self._row, self._cells))

    def _cell(self, value: str) -> Found | None:
        if self._formula:
            return Found(Sort.FORMULA, "")
        if self._kind in {"inlineStr", "str", "s"}:
            text = self._shared[int(value)] if self._kind == "s" and value else _harmless(value)
            return Found(Sort.TEXT, text) if text else None
        value = value.strip()
        if not value:
            return None
        if self._kind == "b":
            return Found(Sort.TRUTH, value[:1])
        if self._kind != "n" or int(self._look) in self._odd or not _finite(value):
            return Found(Sort.ODD, value[:NUMBER_MOST])
        return Found(Sort.NUMBER, value)


def _harmless(given: str) -> str:
    return cells.text(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), given))[:TEXT_MOST]


def _finite(value: str) -> bool:
    return len(value) <= NUMBER_MOST and math.isfinite(float(value))


def _column(place: str | None, before: int) -> int:
    """``C7`` is 2; a cell without a place stands behind the one before it."""
    match = _PLACE.fullmatch(place) if place else None
    if match is None:
        return before + 1
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
