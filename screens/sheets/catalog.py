"""The catalog as a sheet that can be filled in and sent back: runs in the worker process."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from billing.catalog.importing import FIELDS
from billing.catalog.models import Item, Unit
from screens.sheets import catalog_words, xlsx
from screens.sheets.made import FOLDER
from screens.sheets.model import Cell, Column, Kind, Line, Sheet
from screens.texts import Words, words

NAME = "catalog.xlsx"  # as its reader sees it
WIDTHS = {"code": 26, "name": 48, "price": 14, "unit": 14, "barcode": 18, "hidden": 10}
UTC = ZoneInfo("UTC")  # no moment stands in it


def make_catalog(items: Sequence[Item], locale: str, title: str) -> bytes:
    """An XLSX with a row for each item, and a second sheet that says what the columns are for."""
    texts = words(locale)
    notes = [
        Line([catalog_words.column(field, texts), catalog_words.about(field, texts)]) for field in FIELDS
    ]
    lines = (Line(_cells(item, texts)) for item in items)
    return made(lambda path: xlsx.write(path, _sheet(texts, title), lines, (_notes(texts, title), notes)))


def made(write: Callable[[Path], None]) -> bytes:
    """The bytes of a file that is written in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix=FOLDER) as folder:
        path = Path(folder) / NAME
        write(path)
        return path.read_bytes()


def _cells(item: Item, texts: Words) -> list[Cell]:
    return [
        item.name,
        item.price,
        catalog_words.unit(item.unit, texts),
        item.barcode,
        catalog_words.truth(item.hidden, texts),
        item.token,
    ]


def _sheet(texts: Words, title: str) -> Sheet:
    choices = {
        "unit": tuple(catalog_words.unit(unit, texts) for unit in Unit),
        "hidden": tuple(catalog_words.truth(value, texts) for value in (True, False)),
    }
    columns = tuple(
        Column(
            field,
            catalog_words.column(field, texts),
            Kind.MONEY if field == "price" else Kind.TEXT,
            WIDTHS[field],
            choices=choices.get(field, ()),
        )
        for field in FIELDS
    )
    return Sheet(texts("sheet-items"), title, columns, "", texts.locale, UTC, filled_in=True)


def _notes(texts: Words, title: str) -> Sheet:
    columns = (
        Column("column", texts("sheet-notes-column"), Kind.TEXT, 20),
        Column("meaning", texts("sheet-notes-meaning"), Kind.TEXT, 110),
    )
    return Sheet(texts("sheet-notes"), title, columns, "", texts.locale, UTC, filled_in=True)
