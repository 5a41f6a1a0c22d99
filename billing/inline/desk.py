"""Inline cards as the chat calls them."""

from __future__ import annotations

from billing.books import Store
from billing.inline import drafting
from billing.inline.models import Draft
from billing.models import Invoice, Person
from billing.money import Money
from billing.ports import Clock, Ids
from billing.settings.desk import SettingsDesk


class InlineDesk:
    """One call for one wish. Raises ``BillingError`` for what is refused."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, settings: SettingsDesk) -> None:
        self.store = store
        self.clock = clock
        self.ids = ids
        self.settings = settings

    async def offer(self, member: Person, amount: Money, words: str) -> Draft:
        """What a member may be about to send: a new one with each keystroke: two that are sent are two."""
        at, token = self.clock.now(), self.ids.token()
        return await self.store.write_small(
            lambda books: drafting.offer(books, member, amount, words, token, at)
        )

    async def chosen(self, token: str, member: Person, inline_id: str) -> Invoice:
        """Its member has sent it; ``inline_id`` is "" where Telegram names no address."""
        at = self.clock.now()
        deadline = at + self.settings.merchant.rules.invoice_ttl
        return await self.store.write(
            lambda books: drafting.chosen(books, token, member.id, inline_id, self.ids, deadline, at)
        )

    async def tapped(self, token: str, inline_id: str) -> Invoice:
        """Somebody tapped on it, whoever they are."""
        at = self.clock.now()
        deadline = at + self.settings.merchant.rules.invoice_ttl
        return await self.store.write(
            lambda books: drafting.tapped(books, token, inline_id, self.ids, deadline, at)
        )

    async def stands(self, inline_id: str) -> bool:
        """Whether this message shows an invoice."""
        return await self.store.read(lambda books: books.inline_card(inline_id)) is not None
