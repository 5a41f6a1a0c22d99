"""Shifts as the chat calls them."""

from __future__ import annotations

from billing.books import Store
from billing.models import Person
from billing.ports import Clock
from billing.shifts import working
from billing.shifts.models import Closed, Overview, Report, Shift


class ShiftDesk:
    """One call for one wish. Raises ``BillingError`` for what is refused."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock

    async def overview(self, person: Person) -> Overview:
        """What is open."""
        return await self.store.read(lambda books: working.overview(books, person))

    async def begin(self, person: Person, *, source: str) -> Shift:
        """The person's shift begins, once per source; one that is open already goes on."""
        at = self.clock.now()
        return await self.store.write(lambda books: working.begin(books, person, source, at))

    async def report(self, person: Person, shift_id: int) -> Report:
        """X of an open shift, Z of a closed one."""
        at = self.clock.now()
        return await self.store.read(lambda books: working.report(books, person, shift_id, at))

    async def end(self, person: Person, shift_id: int) -> Report:
        """Closed from now on; the Z report of whoever was first."""
        at = self.clock.now()
        return await self.store.write(lambda books: working.end(books, person, shift_id, at))

    async def closed(self, person: Person, before: int | None = None, size: int = 8) -> Closed:
        """Earlier Z reports, newest first; ``before`` is a report's number."""
        return await self.store.read(lambda books: working.closed(books, person, before, size))
