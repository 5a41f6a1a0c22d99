"""Files and pictures out of our own books: ordered at once and kept, made beside the chat."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from zoneinfo import ZoneInfo

from billing.access import Action, require
from billing.books import Books, Store
from billing.errors import Refused
from billing.figures import counting
from billing.figures.models import Course
from billing.figures.periods import period
from billing.models import Person, Place
from billing.ports import Clock
from billing.receipts.checking import receipt_of
from billing.reports import Charts, Deeds, Export, NewExport, ReceiptPaper, ShiftFile, Subject
from billing.shifts import working
from billing.shifts.models import Entry, Report
from billing.team import deeds

ROWS_MOST = 200_000  # the newest of one file
PAGE = 200  # rows that are read in one transaction


class Exporting:
    """Orders, and the rows of the files."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.on_order: Callable[[], None] = lambda: None  # called after the commit of an order

    async def order(self, person: Person, subject: Subject, *, source: str, place: Place) -> bool:
        """A file in the chat, once per source; ``False``: it is being made.

        ``Refused``: not theirs, or there are no such days.
        """
        new = NewExport(source, subject, person.id, place, self.clock.now())

        def write(books: Books) -> bool:
            _allow(books, person, subject)
            if isinstance(subject, Charts):
                period(subject.first, subject.last, ZoneInfo(books.merchant.timezone), new.created_at)
            if subject in books.exports_under_way(person.id):
                return False
            books.add_export(new)
            return True

        ordered = await self.store.write(write)
        self.on_order()
        return ordered

    async def reader_of(self, export: Export) -> Person | None:
        """For whom it is; ``None`` where they may have it no more."""

        def read(books: Books) -> Person | None:
            person = books.person(export.person_id)
            try:
                _allow(books, person, export.subject)
            except Refused:
                return None
            return person

        return await self.store.read(read)

    async def deeds(self, person: Person, member: int | None) -> AsyncIterator[deeds.DonePage]:
        """Page by page, newest first, ``ROWS_MOST`` at most."""
        before, left = None, ROWS_MOST
        while left > 0:
            size = min(PAGE, left)

            def read(books: Books, before: int | None = before, size: int = size) -> deeds.DonePage:
                return deeds.page(books, person, member, before, size)

            page = await self.store.read(read)
            yield page
            before, left = page.after, left - len(page.done)
            if before is None:
                return

    async def course(self, person: Person, wanted: Charts) -> Course:
        """How the days went. ``Refused`` where there are no such days."""
        at = self.clock.now()
        return await self.store.read(
            lambda books: counting.course(books, person, wanted.first, wanted.last, at)
        )

    async def shift(self, person: Person, shift_id: int) -> Report:
        """X as of now, or Z."""
        at = self.clock.now()
        return await self.store.read(lambda books: working.report(books, person, shift_id, at))

    async def entries(self, person: Person, report: Report) -> AsyncIterator[Sequence[Entry]]:
        """Its payments and refunds page by page, ``ROWS_MOST`` at most."""
        shift, until, after = report.shift.id, report.figures.at, None
        for _ in range(ROWS_MOST // PAGE):

            def read(books: Books, after: Entry | None = after) -> Sequence[Entry]:
                return working.entries(books, person, shift, until, after, PAGE)

            page = await self.store.read(read)
            yield page
            if len(page) < PAGE:
                return
            after = page[-1]


def _allow(books: Books, person: Person | None, subject: Subject) -> None:
    """What owners may have, what is of a payment, and what is of a member."""
    match subject:
        case Deeds():
            require(person, Action.TEAM)
        case ReceiptPaper(invoice_id, _):
            receipt_of(books, invoice_id, person)
        case ShiftFile(shift_id):
            working.visible(books, require(person, Action.ISSUE), shift_id)
        case Charts():
            require(person, Action.ISSUE)
