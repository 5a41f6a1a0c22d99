"""Files and pictures out of our own books: ordered at once and kept, made beside the chat."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from billing.access import Action, may, require
from billing.books import Books, Store
from billing.figures import counting
from billing.figures.models import Course
from billing.models import Person, Place
from billing.ports import Clock
from billing.reports import Charts, Deeds, Export, NewExport, Subject
from billing.team import deeds

ROWS_MOST = 200_000  # the newest of one file
PAGE = 200  # rows that are read in one transaction

RIGHTS: dict[type[Subject], Action] = {Deeds: Action.TEAM, Charts: Action.ISSUE}


class Exporting:
    """Orders of members, and the rows of the files."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.on_order: Callable[[], None] = lambda: None  # called after the commit of an order

    async def order(self, person: Person, subject: Subject, *, source: str, place: Place) -> None:
        """Made and sent into the chat, once per source."""
        require(person, RIGHTS[type(subject)])
        new = NewExport(source, subject, person.id, place, self.clock.now())
        await self.store.write(lambda books: books.add_export(new))
        self.on_order()

    async def reader_of(self, export: Export) -> Person | None:
        """For whom it is; ``None`` where the role is gone."""
        person = await self.store.read(lambda books: books.person(export.person_id))
        return person if may(person, RIGHTS[type(export.subject)]) else None

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
