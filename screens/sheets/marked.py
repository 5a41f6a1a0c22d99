"""A copy of a catalog's sheet that says in each row what is wrong with it: to be put right and sent again.

What cannot be taken over as it stood, formulas and dates, is left out; where it matters the cell is marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from billing.catalog.importing import Trouble
from screens import imports
from screens.phrases import capital
from screens.sheets import catalog_words, cells
from screens.sheets.catalog import made
from screens.sheets.catalog_rows import Header, table
from screens.sheets.reading import Found, Sort, TableRow
from screens.sheets.xlsx import inline, look_of, workbook
from screens.texts import Words, words

WIDTH = 60  # of the column with our words, which stands first
WIDTHS = {"name": 40, "code": 26}
OTHERS = 16
MARK = {"bg_color": "#FFD9D9"}


def make_marked(body: bytes, troubles: Sequence[Trouble], locale: str) -> bytes:
    """The file with a column of what is wrong, and marks on the cells. ``SheetRefused`` as in reading."""
    rows, header = table(body, locale)
    return made(lambda path: _write(path, rows, header, troubles, words(locale)))


def _write(
    path: Path, rows: Sequence[TableRow], header: Header, troubles: Sequence[Trouble], texts: Words
) -> None:
    book = workbook(path)
    pen = _Pen(book, header, texts)
    by_row: dict[int, list[Trouble]] = {}
    for trouble in troubles:
        by_row.setdefault(trouble.row, []).append(trouble)
    pen.columns(max(max(row.cells) for row in rows))
    for n, row in enumerate(rows):
        if n == header.at:
            pen.titles(row)
        else:
            pen.row(row, by_row.get(row.number, []))
    pen.page.freeze_panes(rows[header.at].number, 1)
    book.close()


class _Pen:
    """Writes rows where they stood, one column to the right; an earlier column of ours is left out."""

    def __init__(self, book: Any, header: Header, texts: Words) -> None:
        self.page = book.add_worksheet(texts("sheet-items"))
        self._book, self._header, self._texts = book, header, texts
        self._looks: dict[tuple[str, bool], Any] = {}
        self._bold = book.add_format({"bold": True, "bottom": 1})

    def columns(self, last: int) -> None:
        """Their widths."""
        self.page.set_column(0, 0, WIDTH)
        for n in range(last + 1):
            self.page.set_column(self._at(n), self._at(n), WIDTHS.get(self._header.fields.get(n, ""), OTHERS))

    def titles(self, row: TableRow) -> None:
        """The row of titles, ours before them."""
        self.page.write_string(row.number - 1, 0, catalog_words.first(self._texts("sheet-wrong")), self._bold)
        for n, cell in self._kept(row):
            self.page.write_string(row.number - 1, self._at(n), inline(cell.text), self._bold)

    def row(self, row: TableRow, troubles: Sequence[Trouble]) -> None:
        """A row, with what is wrong before it."""
        at = row.number - 1
        if troubles:
            told = " ".join(capital(imports.wrong(trouble, self._texts)) for trouble in troubles)
            self.page.write_string(at, 0, inline(cells.text(told)), self._look("@", marked=False))
        for n, cell in self._kept(row):
            self._cell(at, self._at(n), cell)
        marked = {trouble.field for trouble in troubles}
        for n, field in self._header.fields.items():
            if field in marked:
                self._cell(at, self._at(n), row.cells.get(n), marked=True)

    def _cell(self, at: int, n: int, cell: Found | None, *, marked: bool = False) -> None:
        if cell is None or cell.sort in {Sort.FORMULA, Sort.ODD}:
            self.page.write_blank(at, n, None, self._look("@", marked=True) if marked else None)
        elif cell.sort is Sort.TEXT:
            look = "quoted" if cells.risky(cell.text) else "@"
            self.page.write_string(at, n, inline(cell.text), self._look(look, marked=marked))
        elif cell.sort is Sort.NUMBER:
            self.page.write_number(at, n, float(cell.text), self._look("General", marked=marked))
        else:
            self.page.write_boolean(at, n, cell.text == "1", self._look("General", marked=marked))

    def _look(self, look: str, *, marked: bool) -> Any:
        if (look, marked) not in self._looks:
            wish = {**look_of(look), **(MARK if marked else {})}
            self._looks[look, marked] = self._book.add_format(wish)
        return self._looks[look, marked]

    def _kept(self, row: TableRow) -> Iterator[tuple[int, Found]]:
        return ((n, cell) for n, cell in row.cells.items() if n not in self._header.wrong)

    def _at(self, n: int) -> int:
        return n + 1 - sum(1 for wrong in self._header.wrong if wrong < n)
