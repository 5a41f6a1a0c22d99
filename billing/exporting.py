"""Files out of our own books, as people ask for them: ordered at once and kept, made beside the chat."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from billing.access import Action, require
from billing.books import Books, Store
from billing.errors import Refused
from billing.models import Person, Place
from billing.ports import Clock
from billing.receipts.checking import receipt_of
from billing.reports import Deeds, Export, NewExport, ReceiptPaper, Subject
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
        """A file in the chat, once per source; ``False``: it is being made. ``Refused``: not theirs."""
        new = NewExport(source, subject, person.id, place, self.clock.now())

        def write(books: Books) -> bool:
            _allow(books, person, subject)
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


def _allow(books: Books, person: Person | None, subject: Subject) -> None:
    """What owners may have, and what is of a payment."""
    match subject:
        case Deeds():
            require(person, Action.TEAM)
        case ReceiptPaper(invoice_id, _):
            receipt_of(books, invoice_id, person)
