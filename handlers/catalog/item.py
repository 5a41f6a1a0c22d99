"""An item's card: opened, and what its buttons change at once."""

from __future__ import annotations

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from billing.access import Action, require
from billing.catalog.models import Item
from billing.desk import Desk
from billing.errors import Closed, NotFound
from billing.models import Person
from handlers import Gallery
from handlers.answers import place_of, recaption, toast
from handlers.catalog import changing
from handlers.catalog.showing import post, turn, view_of
from screens.catalog import buttons as b
from screens.catalog import item as screen
from screens.reader import Reader


def routes() -> Router:
    """A handler for each button of the card."""
    router = Router(name="catalog-item")
    router.callback_query.register(see, b.SeeItem.filter())
    router.callback_query.register(back, b.BackToItem.filter())
    router.callback_query.register(edit, b.EditItem.filter())
    router.callback_query.register(set_unit, b.SetUnit.filter())
    router.callback_query.register(delete, b.DeleteItem.filter())
    return router


async def see(
    callback: CallbackQuery,
    callback_data: b.SeeItem,
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
) -> None:
    """Its card, below the list."""
    item = await _staffs(callback_data.item, desk, person)
    await toast(callback)
    await post(place_of(callback.message, person), item, desk, person, reader, gallery)


async def back(
    callback: CallbackQuery,
    callback_data: b.BackToItem,
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
) -> None:
    """The card without a question."""
    item = await _there(callback, callback_data.item, desk, person, reader)
    if item is not None:
        await toast(callback)
        await turn(callback, screen.card(await view_of(desk, person, item), reader), person, gallery)


async def edit(
    callback: CallbackQuery,
    callback_data: b.EditItem,
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
    state: FSMContext,
) -> None:
    """What shall change: done at once, chosen on the card, or asked for below it."""
    item = await _as_seen(callback, callback_data, desk, person, reader, gallery)
    if item is None:
        return
    what = callback_data.what
    if what in changing.AT_ONCE:
        await changing.leave(state)
        await _change(callback, item, changing.AT_ONCE[what], desk, person, reader, gallery)
        return
    await toast(callback)
    if what is b.Edit.UNIT:
        view = await view_of(desk, person, item)
        await turn(callback, screen.choosing_unit(view, reader), person, gallery)
    elif what is b.Edit.DELETE:
        view = await view_of(desk, person, item)
        await turn(callback, screen.deleting(view, reader), person, gallery)
    else:
        await changing.ask(callback, item, what, reader, state)


async def set_unit(
    callback: CallbackQuery,
    callback_data: b.SetUnit,
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
) -> None:
    """Another unit."""
    item = await _as_seen(callback, callback_data, desk, person, reader, gallery)
    if item is not None:
        await _change(callback, item, {"unit": callback_data.unit}, desk, person, reader, gallery)


async def delete(
    callback: CallbackQuery,
    callback_data: b.DeleteItem,
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
) -> None:
    """*Yes, delete*: the card says so and has no buttons any more."""
    item = await _as_seen(callback, callback_data, desk, person, reader, gallery)
    if item is None:
        return
    try:
        gone = await desk.catalog.delete(person, item.id, item.version)
    except Closed:
        await _was_quicker(callback, item.id, desk, person, reader, gallery)
    else:
        await toast(callback)
        await _say_gone(callback, screen.deleted(gone, reader))


async def _change(
    callback: CallbackQuery,
    item: Item,
    changes: dict[str, object],
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
) -> None:
    """A second tap finds it done."""
    if any(getattr(item, field) != value for field, value in changes.items()):
        try:
            item = await desk.catalog.change(person, item.id, item.version, **changes)
        except Closed:
            await _was_quicker(callback, item.id, desk, person, reader, gallery)
            return
    await toast(callback, reader.words("catalog-changed"))
    await turn(callback, screen.card(await view_of(desk, person, item), reader), person, gallery)


async def _staffs(item_id: int, desk: Desk, person: Person) -> Item:
    """The item, for those who work here."""
    if person.role is None:
        require(person, Action.ISSUE)
    return await desk.catalog.item(person, item_id)


async def _there(
    callback: CallbackQuery, item_id: int, desk: Desk, person: Person, reader: Reader
) -> Item | None:
    """``None``: it was deleted, which the card says from now on, unless this very button has done it."""
    try:
        return await _staffs(item_id, desk, person)
    except NotFound:
        await toast(callback, reader.words("item-not-found"), alert=True)
        if not (callback.data or "").startswith(b.DeleteItem.__prefix__):
            await _say_gone(callback, reader.words("item-not-found"))
        return None


async def _as_seen(
    callback: CallbackQuery,
    data: b.EditItem | b.SetUnit | b.DeleteItem,
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
) -> Item | None:
    """The item, unless somebody else has changed it since this button was drawn: then that is told."""
    require(person, Action.CATALOG)
    item = await _there(callback, data.item, desk, person, reader)
    if item is None or item.version == data.version:
        return item
    changed = await desk.catalog.last_change(person, item.id)
    if changed is not None and changed[0] is not None and changed[0].id == person.id:
        return item  # their own change, seen on a newer card
    await _was_quicker(callback, item.id, desk, person, reader, gallery)
    return None


async def _was_quicker(
    callback: CallbackQuery, item_id: int, desk: Desk, person: Person, reader: Reader, gallery: Gallery
) -> None:
    """Who and what, and the item as it is now."""
    item = await _there(callback, item_id, desk, person, reader)
    if item is None:
        return
    await toast(callback, await changing.who_was_quicker(item, desk, person, reader), alert=True)
    await turn(callback, screen.card(await view_of(desk, person, item), reader), person, gallery)


async def _say_gone(callback: CallbackQuery, text: str) -> None:
    if isinstance(callback.message, Message) and callback.message.photo:
        await recaption(callback.message, text, None)
