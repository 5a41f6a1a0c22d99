"""XLSX: moments are moments, sums are numbers, and texts are texts, whatever they look like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from billing.money import DIGITS, Money
from screens.sheets import cells
from screens.sheets.model import Cell, Kind, Line, Sheet, Totals

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOMENTS = {"en": "yyyy-mm-dd hh:mm:ss"}
MOMENT = "dd.mm.yyyy hh:mm:ss"
FIRST_DAY = datetime(1900, 3, 1, tzinfo=UTC)  # Excel's calendar is wrong before
TAB_MOST = 31
FILLED_MOST = 10_000  # rows below the header for which choices are offered
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write(path: Path, sheet: Sheet, lines: Iterable[Line], *more: tuple[Sheet, Iterable[Line]]) -> None:
    """Header, lines, totals, one sheet after the other. Unfinished rows lie beside the file meanwhile."""
    book = workbook(path)
    book.set_properties({"title": cells.text(sheet.title)})
    formats = _Formats(book, sheet.locale)
    for made, its in ((sheet, lines), *more):
        _fill(_Pen(book.add_worksheet(_tab(made.name)), made, formats), made, its)
    book.close()


def workbook(path: Path) -> Workbook:
    """An empty one that takes every text as a text."""
    from xlsxwriter import Workbook  # here, because it is heavy

    return Workbook(str(path), {**OPTIONS, "tmpdir": str(path.parent)})


def look_of(look: str) -> dict[str, Any]:
    """What makes a format show numbers so; ``quoted``: a text that might be read as a formula."""
    quoted = look == "quoted"
    return {"num_format": "@" if quoted else look, "quote_prefix": quoted}


def _fill(pen: _Pen, sheet: Sheet, lines: Iterable[Line]) -> None:
    totals = Totals(sheet.columns)
    pen.header()
    for line in totals.counted(lines):
        pen.row(line.cells)
    pen.offer()
    if sheet.has_totals:
        for row in totals.rows(sheet.total):
            pen.row(row, bold=True)


def _tab(name: str) -> str:
    plain = "".join(" " if char in "[]:*?/\\" else char for char in cells.text(name))
    return plain[:TAB_MOST].strip("' ")


class _Formats:
    """The looks of cells, each made once: plain and bold."""

    def __init__(self, book: Any, locale: str) -> None:
        self._book = book
        self._locale = locale
        self._made: dict[tuple[str, bool], Format] = {}
        self.typed = book.add_format({"num_format": "@"})
        self.header = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})

    def moment(self, *, bold: bool) -> Format:
        return self._get(MOMENTS.get(self._locale, MOMENT), bold)

    def number(self, digits: int, *, bold: bool) -> Format:
        return self._get("#,##0" + "." * bool(digits) + "0" * digits, bold)

    def count(self, *, bold: bool) -> Format:
        return self._get("0", bold)

    def text(self, *, bold: bool, risky: bool) -> Format:
        """Excel keeps a quoted text a text also after somebody has edited the cell and left it."""
        return self._get("quoted" if risky else "@", bold)

    def _get(self, look: str, bold: bool) -> Format:
        made = self._made.get((look, bold))
        if made is None:
            wish = {**look_of(look), "bold": bold, **({"top": 1} if bold else {})}
            made = self._made[look, bold] = self._book.add_format(wish)
        return made


class _Pen:
    """Writes rows one below the other; those above cannot be touched any more."""

    def __init__(self, page: Worksheet, sheet: Sheet, formats: _Formats) -> None:
        self.at = 0
        self._page = page
        self._sheet = sheet
        self._formats = formats

    def header(self) -> None:
        for n, column in enumerate(self._sheet.columns):
            typed = self._sheet.filled_in and column.kind is Kind.TEXT
            self._page.set_column(n, n, column.width, self._formats.typed if typed else None)
            self._page.write_string(0, n, inline(cells.text(column.title)), self._formats.header)
        self._page.freeze_panes(1, 0)
        self.at = 1

    def row(self, row: Sequence[Cell], *, bold: bool = False) -> None:
        for n, cell in enumerate(row):
            if cell is not None and cell != "":
                self._cell(n, cell, bold)
        self.at += 1

    def offer(self) -> None:
        """Filters over what is written, and choices for what may be, down to the last row that is read."""
        self._page.autofilter(0, 0, self.at - 1, len(self._sheet.columns) - 1)
        for n, column in enumerate(self._sheet.columns):
            if column.choices:
                known = {"validate": "list", "source": list(column.choices), "show_error": False}
                self._page.data_validation(1, n, FILLED_MOST, n, known)

    def _cell(self, n: int, cell: Cell, bold: bool) -> None:
        if isinstance(cell, str):
            self._text(n, cell, bold)
        elif isinstance(cell, Money):
            look = self._formats.number(DIGITS[cell.currency], bold=bold)
            self._page.write_number(self.at, n, cell.major, look)  # type: ignore[call-overload]
        elif isinstance(cell, datetime):
            self._moment(n, cell, bold)
        elif cell is not None:
            whole = self._sheet.columns[n].kind is Kind.MONEY
            look = self._formats.number(0, bold=bold) if whole else self._formats.count(bold=bold)
            self._page.write_number(self.at, n, cell, look)

    def _text(self, n: int, given: str, bold: bool) -> None:
        plain = cells.text(given)
        if plain:
            look = self._formats.text(bold=bold, risky=cells.risky(plain))
            self._page.write_string(self.at, n, inline(plain), look)

    def _moment(self, n: int, at: datetime, bold: bool) -> None:
        local = cells.local(at, self._sheet.zone).replace(tzinfo=None, microsecond=0)
        if at < FIRST_DAY:
            self._text(n, local.isoformat(" "), bold)
        else:
            self._page.write_datetime(self.at, n, local, self._formats.moment(bold=bold))


def inline(plain: str) -> str:
    """XlsxWriter copies a text in ``<r>…</r>`` into the file as it stands: not one with a space before it."""
    return f" {plain}" if plain.startswith("<r>") and plain.endswith("</r>") else plain
