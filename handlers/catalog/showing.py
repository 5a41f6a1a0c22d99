"""Puts the list and the cards of items into the chat."""

from __future__ import annotations

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from billing.access import Action, may
from billing.catalog.models import Item
from billing.desk import Desk
from billing.models import Person, Place
from handlers import Gallery
from handlers.answers import place_of, set_buttons
from screens.cards import Drawn
from screens.catalog import item as screen
from screens.catalog import listing
from screens.catalog.item import ItemView
from screens.reader import Reader


async def page(
    desk: Desk,
    person: Person,
    reader: Reader,
    typed: str = "",
    *,
    after: int | None = None,
    before: int | None = None,
) -> tuple[str, InlineKeyboardMarkup | None]:
    """One page of the list as text and buttons."""
    found = await desk.catalog.page(person, typed, after=after, before=before)
    editable = may(person, Action.CATALOG)
    waiting = await waiting_at_banks(desk, person) if editable and not typed else {}
    return listing.listed(found, typed, reader, editable=editable, waiting=waiting)


async def waiting_at_banks(desk: Desk, person: Person) -> dict[str, tuple[bool, bool]]:
    """At which banks items wait to be taken over, and differences to be decided."""
    found = {}
    for slug in desk.catalog.banks:
        foreign = bool(await desk.catalog.foreign(person, slug, limit=1))
        found[slug] = foreign, bool(await desk.catalog.differing(person, slug, limit=1))
    return found


async def view_of(desk: Desk, person: Person, item: Item) -> ItemView:
    """The item with what banks know of it."""
    editable = may(person, Action.CATALOG)
    banks = await desk.catalog.in_banks(item.id) if editable else {}
    return ItemView(item, desk.merchant.name, banks, editable)


async def post(
    place: Place, item: Item, desk: Desk, person: Person, reader: Reader, gallery: Gallery
) -> None:
    """The item's card, below everything."""
    await gallery.post(place, screen.card(await view_of(desk, person, item), reader))


async def turn(callback: CallbackQuery, drawn: Drawn, person: Person, gallery: Gallery) -> None:
    """The tapped card shows this; where a question was tapped, a new card below does."""
    if not isinstance(callback.message, Message):
        return
    place = place_of(callback.message, person)
    if callback.message.photo:
        await gallery.turn(place, callback.message.message_id, drawn)
    else:
        await gallery.post(place, drawn)
        await set_buttons(callback, None)
