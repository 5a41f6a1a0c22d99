"""What is asked for, what comes out, and how it may fail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from billing.statement import Ledger

MOST_BYTES = 50_000_000  # Telegram takes no bigger file
FOLDER = "tolem-sheet-"  # so begin the names of folders in which files are made
MOST_ROWS = 1_000_000  # a sheet of Excel ends at 1,048,576


class Format(StrEnum):
    """The value is the end of the file's name."""

    XLSX = "xlsx"
    CSV = "csv"


_NAMES = {Ledger.OPERATIONS: "statement", Ledger.TRANSFERS: "transfers"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A statement as a file: ``first`` and ``last`` are days of the merchant's calendar, both included."""

    ledger: Ledger
    format: Format
    locale: str
    zone: ZoneInfo
    title: str
    first: date
    last: date

    @property
    def name(self) -> str:
        """``statement-2026-11-01-2026-11-22.xlsx``: nothing personal in it."""
        days = dict.fromkeys((self.first.isoformat(), self.last.isoformat()))
        return f"{'-'.join((_NAMES[self.ledger], *days))}.{self.format}"


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A finished file: ``name`` is what its reader sees, ``size`` in bytes, ``rows`` without the totals."""

    path: Path
    name: str
    size: int
    rows: int


class NotMade(Exception):
    """No file came out; ``text`` is the id of the sentence that says so."""

    text = "sheet-not-made"


class TooBig(NotMade):
    """More than ``MOST_BYTES`` or ``MOST_ROWS``: a shorter period or a filter helps."""

    text = "sheet-too-big"
