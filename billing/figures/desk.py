"""The figures as the chat calls them."""

from __future__ import annotations

from datetime import date

from billing.books import Store
from billing.figures import counting, mornings
from billing.figures.models import Figures
from billing.models import Person
from billing.ports import Clock


class FiguresDesk:
    """One call for one wish. Raises ``BillingError`` for what is refused."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock

    async def figures(self, person: Person, first: date, last: date) -> Figures:
        """Of the days from the first to the last, both included; of a cashier's own invoices."""
        at = self.clock.now()
        return await self.store.read(lambda books: counting.figures(books, person, first, last, at))

    async def wants_morning(self, person: Person) -> bool:
        """Whether they get yesterday's figures each morning."""
        return await self.store.read(lambda books: mornings.wants(books, person))

    async def choose_morning(self, person: Person, *, on: bool) -> None:
        """From now on they do, or do not."""
        at = self.clock.now()
        await self.store.write(lambda books: mornings.choose(books, person, at, on=on))
