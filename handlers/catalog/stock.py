"""The catalog as one person has it before them: its screens, and the question that is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import (
    CallbackQuery,
    InaccessibleMessage,
    Message,
    TelegramObject,
)

from billing.access import Action, may, require
from billing.catalog.desk import CatalogDesk
from billing.catalog.models import Item
from billing.desk import Desk
from billing.errors import Refused
from billing.models import Person, Place
from handlers import Aside, Gallery
from handlers.answers import place_of, set_buttons, toast
from handlers.catalog.states import OPEN
from handlers.middleware import Handler
from screens.buttons import Text
from screens.cards import Drawn
from screens.catalog import item as screen
from screens.catalog import listing
from screens.catalog.item import ItemView
from screens.reader import Reader
from screens.texts import Words
from screens.toasts import refused_html


@dataclass(frozen=True, slots=True)
class Stock:
    """What the handlers of the catalog work with."""

    bot: Bot
    desk: Desk
    person: Person
    reader: Reader
    gallery: Gallery
    aside: Aside
    state: FSMContext
    at: int = 0
    """The message that came, or was tapped."""

    @property
    def catalog(self) -> CatalogDesk:
        """The catalog's own desk."""
        return self.desk.catalog

    @property
    def words(self) -> Words:
        """In the reader's language."""
        return self.reader.words

    @property
    def currency(self) -> str:
        """Of all prices."""
        return self.desk.merchant.currency

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

    def why(self, refusal: Refused) -> str:
        """The refusal as HTML."""
        return refused_html(refusal, self.words)

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

    def place(self, event: Message | CallbackQuery) -> Place:
        """Where an answer belongs."""
        return place_of(event.message if isinstance(event, CallbackQuery) else event, self.person)

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


class AtStock(BaseMiddleware):
    """Adds the ``stock``."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Stands on the catalog's routers."""
        names = ("bot", "desk", "person", "reader", "gallery", "aside", "state")
        message = event.message if isinstance(event, CallbackQuery) else event
        at = message.message_id if isinstance(message, Message | InaccessibleMessage) else 0
        data["stock"] = Stock(**{name: data[name] for name in names}, at=at)
        return await handler(event, data)
