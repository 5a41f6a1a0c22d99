"""A sheet as values, for every writer: columns, lines, and the totals below them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from billing.money import Money

Cell = str | int | Money | datetime | None
"""Moments are aware; ``None`` and an empty text leave the cell empty."""


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    COUNT = "count"  # a whole number
    MONEY = "money"
    MOMENT = "moment"
    CURRENCY = "currency"  # of the sums in the line; each has its own totals


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` is in characters; ``summed`` columns of money have a total.

    ``choices`` are offered to who fills the column in; other words are taken as well.
    """

    id: str
    title: str
    kind: Kind
    width: int
    summed: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One cell for each column. What does not count is shown, and is in no total."""

    cells: Sequence[Cell]
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything but the lines. ``name`` is on the sheet's tab, ``title`` in the document's properties.

    One that is ``filled_in`` by people has no totals, and what they type into a column of texts stays a text.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    total: str  # the word before the totals
    locale: str
    zone: ZoneInfo
    filled_in: bool = False

    @property
    def has_totals(self) -> bool:
        """Some column is added up."""
        return not self.filled_in and any(column.summed for column in self.columns)


class Totals:
    """Adds up while the lines go by, each currency by itself."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._summed = [n for n, column in enumerate(columns) if column.summed]
        self._sums: dict[str, dict[int, Money]] = {}

    def counted(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The same lines, added up as they are taken."""
        for line in lines:
            if line.counts:
                self._add(line.cells)
            yield line

    def _add(self, cells: Sequence[Cell]) -> None:
        for n in self._summed:
            cell = cells[n]
            if isinstance(cell, Money):
                sums = self._sums.setdefault(cell.currency, {})
                sums[n] = sums[n] + cell if n in sums else cell

    def rows(self, word: str) -> Iterator[list[Cell]]:
        """One for each currency; one of zeros where nothing counted."""
        for currency, sums in sorted(self._sums.items()) or [("", {})]:
            cells: list[Cell] = [word, *[None] * (len(self._columns) - 1)]
            for n in self._summed:
                cells[n] = sums.get(n, Money(0, currency) if currency else 0)
            for n, column in enumerate(self._columns):
                if column.kind is Kind.CURRENCY:
                    cells[n] = currency
            yield cells
