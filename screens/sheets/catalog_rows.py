"""What the rows of a catalog's sheet say: cells become drafts of items, or troubles with their place.

Pure work for the worker process. Titles and words are known in every language, columns in any order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from billing.catalog.importing import FIELDS, Draft, Trouble, Wrong, checked
from billing.catalog.items import ITEMS_MOST, clean_name
from billing.money import Money
from screens.amounts import amount_at
from screens.sheets import catalog_words
from screens.sheets.opening import SheetRefused
from screens.sheets.reading import DIGITS, Found, Sort, TableRow, read_table
from screens.texts import words

ROWS_MOST = ITEMS_MOST
HEADER_WITHIN = 10  # rows with something in them, among which the titles are looked for
NEEDED = ("name", "price")
_MINUS = re.compile(r"[-−–]\s?[0-9]")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the titles stand: fields by column, and the titles of columns that are none of ours."""

    at: int
    fields: Mapping[int, str]
    ignored: tuple[str, ...]
    wrong: frozenset[int]  # columns with what we said of an earlier file


@dataclass(frozen=True, slots=True)
class ReadCatalog:
    """A sheet as it was understood."""

    drafts: tuple[Draft, ...]
    troubles: tuple[Trouble, ...]
    ignored: tuple[str, ...]  # titles of columns that are not read


class _Unread(Exception):
    """A cell that says nothing that we know."""

    def __init__(self, why: Wrong) -> None:
        super().__init__(why)
        self.why = why


def read_catalog(body: bytes, currency: str, locale: str) -> ReadCatalog:
    """Every row of the file's first sheet. Raises ``SheetRefused`` for what cannot be read as a whole."""
    rows, header = table(body, locale)
    found = [_drafted(row, header.fields, currency) for row in rows[header.at + 1 :]]
    rows_read = [(draft, troubles) for draft, troubles in found if draft is not None]
    if not rows_read:
        raise SheetRefused("import-empty")
    if len(rows_read) > ROWS_MOST:
        raise SheetRefused("import-too-many-rows", {"most": str(ROWS_MOST)})
    drafts = tuple(draft for draft, _ in rows_read)
    unread = [trouble for _, troubles in rows_read for trouble in troubles]
    return ReadCatalog(drafts, (*unread, *checked(drafts)), header.ignored)


def table(body: bytes, locale: str) -> tuple[list[TableRow], Header]:
    """The rows with something in them, and which of them holds the titles."""
    try:
        rows = read_table(body, ROWS_MOST + HEADER_WITHIN)
    except SheetRefused as refused:
        if refused.text == "import-too-many-rows":
            raise SheetRefused(refused.text, {"most": str(ROWS_MOST)}) from None
        raise
    if not rows:
        raise SheetRefused("import-empty")
    return rows, _header(rows, locale)


def _header(rows: Sequence[TableRow], locale: str) -> Header:
    known = catalog_words.columns()
    texts = words(locale)
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        titles = {n: cell.text for n, cell in row.cells.items()}
        fields = {n: known[key] for n, text in titles.items() if (key := catalog_words.folded(text)) in known}
        if not set(NEEDED) & set(fields.values()):
            continue
        for field in FIELDS:
            title = catalog_words.column(field, texts)
            if list(fields.values()).count(field) > 1:
                raise SheetRefused("import-column-twice", {"column": title})
            if field in NEEDED and field not in fields.values():
                raise SheetRefused("import-column-missing", {"columns": title})
        ours = {n: field for n, field in fields.items() if field}
        ignored = tuple(text for n, text in titles.items() if text and n not in fields)
        return Header(at, ours, ignored, frozenset(fields.keys() - ours.keys()))
    missing = ", ".join(catalog_words.column(field, texts) for field in NEEDED)
    raise SheetRefused("import-column-missing", {"columns": missing})


def _drafted(row: TableRow, fields: Mapping[int, str], currency: str) -> tuple[Draft | None, list[Trouble]]:
    """``None``: nothing of ours stands in the row."""
    cells = {field: row.cells[n] for n, field in fields.items() if n in row.cells}
    if not cells:
        return None, []
    said: dict[str, object] = {}
    troubles = []
    for field in fields.values():
        cell = cells.get(field)
        try:
            said[field] = _EMPTY.get(field, _nothing)() if cell is None else _read(field, cell, currency)
        except _Unread as unread:
            troubles.append(Trouble(row.number, field, unread.why, cell.text if cell else ""))
    return Draft(row.number, said.pop("code", None), **said), troubles  # type: ignore[arg-type]


def _read(field: str, cell: Found, currency: str) -> object:
    if cell.sort is Sort.FORMULA:
        raise _Unread(Wrong.FORMULA)
    if cell.sort is Sort.ODD:
        raise _Unread(Wrong.UNREAD)
    return _price(cell, currency) if field == "price" else _READ[field](cell)


def _nothing() -> None:
    return None


def _missing(why: Wrong) -> Callable[[], None]:
    def missing() -> None:
        raise _Unread(why)

    return missing


_EMPTY: dict[str, Callable[[], object]] = {
    "name": _missing(Wrong.NAME_MISSING),
    "price": _missing(Wrong.PRICE_MISSING),
    "barcode": str,
}


def _written(cell: Found) -> str:
    return f"{cell.number:f}" if cell.sort is Sort.NUMBER else cell.text


def _code(cell: Found) -> str:
    return _written(cell).strip()


def _name(cell: Found) -> str:
    name = clean_name(_written(cell))
    if not name:
        raise _Unread(Wrong.NAME_MISSING)
    return name


def _price(cell: Found, currency: str) -> Money:
    try:
        if cell.sort is Sort.NUMBER:
            return Money.of(cell.number, currency)
        if cell.sort is not Sort.TEXT:
            raise _Unread(Wrong.PRICE_UNREAD)
        if _MINUS.match(cell.text):
            raise _Unread(Wrong.PRICE_NONE)
        found = amount_at(cell.text)
        if found is None or cell.text[found.end :].strip(" .,"):
            raise _Unread(Wrong.PRICE_UNREAD)
        if found.currency not in {None, currency}:
            raise _Unread(Wrong.PRICE_FOREIGN)
        return Money.of(found.value, currency)
    except ValueError:
        raise _Unread(Wrong.PRICE_UNREAD) from None


def _unit(cell: Found) -> object:
    unit = catalog_words.units().get(catalog_words.folded(_written(cell)))
    if unit is None:
        raise _Unread(Wrong.UNIT_UNKNOWN)
    return unit


def _barcode(cell: Found) -> str:
    """A number is read as its digits, as long as the spreadsheet has kept all of them."""
    if cell.sort is Sort.TEXT:
        return "".join(cell.text.split())
    if cell.sort is Sort.NUMBER and cell.number >= 10**DIGITS:
        raise _Unread(Wrong.BARCODE_CUT)
    if cell.sort is not Sort.NUMBER or cell.number < 0 or cell.number % 1:
        raise _Unread(Wrong.BARCODE_WRONG)
    return f"{cell.number:f}"


def _hidden(cell: Found) -> bool:
    hidden = catalog_words.truths().get(catalog_words.folded(_written(cell)))
    if hidden is None:
        raise _Unread(Wrong.HIDDEN_UNREAD)
    return hidden


_READ: dict[str, Callable[[Found], object]] = {
    "code": _code,
    "name": _name,
    "unit": _unit,
    "barcode": _barcode,
    "hidden": _hidden,
}
