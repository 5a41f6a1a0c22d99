"""Splitting as the chat calls it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from billing.books import Store
from billing.models import Invoice, Person, Place
from billing.money import Money
from billing.ports import Clock, Ids
from billing.split import dividing

Shown = Callable[[Invoice], Awaitable[None]]
"""Sees that a card that was just put up gets its QR, where there is nothing to choose."""


class SplitDesk:
    """One call for one wish. Raises ``BillingError`` for what is refused."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, shown: Shown) -> None:
        self.store = store
        self.clock = clock
        self.ids = ids
        self._shown = shown

    async def divide(self, invoice_id: int, person: Person, parts: int) -> Invoice:
        """Paid in so many shares from now on."""
        at = self.clock.now()
        return await self.store.write(lambda books: dividing.divide(books, invoice_id, person, parts, at))

    async def next_share(self, token: str, person: Person) -> tuple[Invoice, Money | None]:
        """The whole, and what the next share is, or may be; ``None``: this person has theirs."""
        at = self.clock.now()
        return await self.store.read(lambda books: dividing.next_share(books, token, person, at))

    async def take(self, token: str, person: Person, place: Place, own: Money | None = None) -> Invoice:
        """A share for this person, once, of their ``own`` amount where each names one; with its card."""
        at = self.clock.now()
        share = await self.store.write(
            lambda books: dividing.take(books, token, person, place, self.ids, at, own)
        )
        await self._shown(share)
        return share
