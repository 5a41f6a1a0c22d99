"""Reports that were asked for: rows of the books, so that a restart loses none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from billing.models import Place
from billing.statement import Query


class Wish(StrEnum):
    """What the person wants to get."""

    PAGE = "page"  # a message with buttons
    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"


OF_STATEMENTS = (Wish.XLSX, Wish.CSV)
"""Files that the rows of a bank's list can be."""


@dataclass(frozen=True, slots=True)
class NewReport:
    """What a report is born with."""

    source: str  # what asked for it: the same source never makes a second one
    provider: str
    query: Query = field(repr=False)
    person_id: int
    place: Place
    created_at: datetime
    wish: Wish = Wish.PAGE
    parent_id: int | None = None  # the report in the chat of which this is the file


@dataclass(frozen=True, slots=True)
class NewExport:
    """What a file, or pictures, out of our own books are born with."""

    source: str  # what asked for it: the same source never makes a second one
    subject: Subject
    person_id: int
    place: Place
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Deeds:
    """What members have done, newest first: of one of them, or of all."""

    member: int | None = None


@dataclass(frozen=True, slots=True)
class ShiftFile:
    """A shift's report with each of its payments and refunds."""

    shift: int


@dataclass(frozen=True, slots=True)
class ReceiptPaper:
    """The receipt of one payment; of the one that counts, where none is named."""

    invoice: int
    payment: int | None = None


@dataclass(frozen=True, slots=True)
class Charts:
    """The figures of these days as pictures, both included; of a cashier's own invoices."""

    first: date
    last: date


Subject = Deeds | ReceiptPaper | ShiftFile | Charts
"""What an export is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Something to be drawn up for one person, beside the chat."""

    id: int
    person_id: int
    place: Place
    page: int = 0  # which page is wanted, from 0
    message_id: int | None  # where it stands, or where it says that it is being drawn up
    created_at: datetime
    due_at: datetime | None  # ``None``: what stands there is what is wanted
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Export(Order):
    """A file or pictures out of our own books."""

    subject: Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Order):
    """One statement of one bank."""

    provider: str
    query: Query = field(repr=False)
    wish: Wish
    parent_id: int | None

    @property
    def root(self) -> int:
        """Whose rows it shows: its own, or those of the report that it is the file of."""
        return self.parent_id or self.id
