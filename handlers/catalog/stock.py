"""The catalog as one person has it before them: its screens, and the question that is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiogram.fsm.state import State
from aiogram.types import (
    CallbackQuery,
    Message,
)

from billing.access import Action, may, require
from billing.catalog.desk import CatalogDesk
from billing.catalog.models import Item
from handlers import Aside
from handlers.answers import set_buttons, toast
from handlers.catalog.states import OPEN
from handlers.workplace import Workplace
from screens.buttons import Text
from screens.cards import Drawn
from screens.catalog import item as screen
from screens.catalog import listing
from screens.catalog.item import ItemView


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock(Workplace):
    """What the handlers of the catalog work with."""

    aside: Aside

    @property
    def catalog(self) -> CatalogDesk:
        """The catalog's own desk."""
        return self.desk.catalog

    @property
    def editable(self) -> bool:
        """Whether this person may change the catalog."""
        return may(self.person, Action.CATALOG)

    def change(self) -> None:
        """``NotAllowed`` for who may not change the catalog."""
        require(self.person, Action.CATALOG)

    def look(self) -> None:
        """``NotAllowed`` for who does not work here."""
        if self.person.role is None:
            require(self.person, Action.ISSUE)

    # --- the open question

    async def wait(self, question: State | None, **data: Any) -> None:
        """Wait for the answer to this question; ``None``: for none, the catalog stays open."""
        since = max(self.at, (await self.asked()).get("since", 0))
        await self.state.set_state(question)
        await self.state.set_data({**OPEN, "since": since, **data})

    async def asked(self) -> dict[str, Any]:
        """What is kept of the question."""
        return await self.state.get_data()

    async def waits_for(self, question: State) -> bool:
        """Whether this is the question that is open."""
        return await self.state.get_state() == question.state

    async def over(self, callback: CallbackQuery) -> None:
        """The question was answered, or left alone for too long."""
        await toast(callback, self.words("catalog-question-over"), alert=True)
        await set_buttons(callback, None)

    async def outlived(self) -> bool:
        """Whether the question that was tapped is older than the one that is open, or than its answer."""
        since: int = (await self.asked()).get("since", 0)
        return self.at < since

    # --- screens

    async def page(self, typed: str = "", *, after: int | None = None, before: int | None = None) -> Text:
        """One page of the list as text and buttons."""
        found = await self.catalog.page(self.person, typed, after=after, before=before)
        waiting = await self._waiting() if self.editable and not typed else {}
        return listing.listed(found, typed, self.reader, editable=self.editable, waiting=waiting)

    async def _waiting(self) -> dict[str, tuple[bool, bool]]:
        """At which banks items wait to be taken over, and differences to be decided."""
        found = {}
        for slug in self.catalog.banks:
            foreign = bool(await self.catalog.foreign(self.person, slug, limit=1))
            found[slug] = foreign, bool(await self.catalog.differing(self.person, slug, limit=1))
        return found

    async def view(self, item: Item) -> ItemView:
        """The item with what banks know of it."""
        banks = await self.catalog.in_banks(item.id) if self.editable else {}
        return ItemView(item, self.desk.merchant.name, banks, self.editable)

    async def card(self, item: Item) -> Drawn:
        """The item as it is."""
        return screen.card(await self.view(item), self.reader)

    async def post(self, event: Message | CallbackQuery, item: Item) -> None:
        """The item's card, below everything."""
        await self.gallery.post(self.place(event), await self.card(item))

    async def turn(self, callback: CallbackQuery, drawn: Drawn) -> None:
        """The tapped card shows this; where a question was tapped, a new card below does."""
        if not isinstance(callback.message, Message):
            return
        if callback.message.photo:
            await self.gallery.turn(self.place(callback), callback.message.message_id, drawn)
        else:
            await self.gallery.post(self.place(callback), drawn)
            await set_buttons(callback, None)
