"""The work itself: runs in the worker process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from screens.sheets import csvfile, spool, statement, xlsx
from screens.sheets.made import MOST_BYTES, Format, SheetFile, TooBig, Wanted
from screens.sheets.model import Line, Sheet
from screens.texts import words

T = TypeVar("T")

Before = tuple[Sheet, Sequence[Line]]
"""A sheet of a few lines that stands first in the file."""

WRITERS = {Format.XLSX: xlsx.write, Format.CSV: csvfile.write}
LOOK_EVERY = 1000  # lines between two looks at the size


def make_statement(wanted: Wanted, rows: Path, most: int = MOST_BYTES) -> SheetFile:
    """Write the file beside the spooled rows. ``TooBig`` as soon as it is seen to be."""
    texts = words(wanted.locale)
    path = rows.with_name(f"made.{wanted.format}")
    made = statement.sheet(wanted.ledger, texts, wanted.zone, wanted.title)
    counted = _Counted(path, most)
    lines = map(statement.liner(wanted.ledger, texts), counted.through(spool.rows_of(rows)))
    WRITERS[wanted.format](path, made, lines)
    return SheetFile(path, wanted.name, counted.size(), counted.rows)


def make_table(
    name: str, sheet: Sheet, lines: Path, before: Before | None = None, most: int = MOST_BYTES
) -> SheetFile:
    """An XLSX of lines that are spooled as they stand in it, behind another sheet where there is one."""
    path = lines.with_name("made.xlsx")
    counted = _Counted(path, most)
    rows = counted.through(spool.rows_of(lines))
    if before is None:
        xlsx.write(path, sheet, rows)
    else:
        xlsx.write(path, *before, (sheet, rows))
    return SheetFile(path, name, counted.size(), counted.rows)


class _Counted:
    """Counts rows, and looks now and then how far the file has grown."""

    def __init__(self, path: Path, most: int) -> None:
        self.rows = 0
        self._path = path
        self._most = most

    def through(self, rows: Iterable[T]) -> Iterator[T]:
        for row in rows:
            self.rows += 1
            if self.rows % LOOK_EVERY == 0 and self._path.exists():
                self.size()
            yield row

    def size(self) -> int:
        size = self._path.stat().st_size
        if size > self._most:
            raise TooBig(f"{size} bytes")
        return size
