"""An item's card: opened, and what its buttons change at once."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from billing.catalog.models import Item
from billing.errors import Closed, NotFound
from handlers.answers import recaption, toast
from handlers.catalog import changing
from handlers.catalog.stock import Stock
from screens.catalog import buttons as b
from screens.catalog import item as screen


def routes() -> Router:
    """A handler for each button of the card."""
    router = Router(name="catalog-item")
    router.callback_query.register(see, b.SeeItem.filter())
    router.callback_query.register(back, b.BackToItem.filter())
    router.callback_query.register(edit, b.EditItem.filter())
    router.callback_query.register(set_unit, b.SetUnit.filter())
    router.callback_query.register(delete, b.DeleteItem.filter())
    return router


async def see(callback: CallbackQuery, callback_data: b.SeeItem, stock: Stock) -> None:
    """Its card, below the list."""
    stock.look()
    item = await stock.catalog.item(stock.person, callback_data.item)
    await toast(callback)
    await stock.post(callback, item)


async def back(callback: CallbackQuery, callback_data: b.BackToItem, stock: Stock) -> None:
    """The card without a question."""
    item = await _there(callback, callback_data.item, stock)
    if item is not None:
        await toast(callback)
        await stock.turn(callback, await stock.card(item))


async def edit(callback: CallbackQuery, callback_data: b.EditItem, stock: Stock) -> None:
    """What shall change: done at once, chosen on the card, or asked for below it."""
    item = await _as_seen(callback, callback_data, stock)
    if item is None:
        return
    what = callback_data.what
    if what in changing.AT_ONCE:
        await changing.leave(stock)
        await _change(callback, item, changing.AT_ONCE[what], stock)
        return
    await toast(callback)
    if what is b.Edit.UNIT:
        await stock.turn(callback, screen.choosing_unit(await stock.view(item), stock.reader))
    elif what is b.Edit.DELETE:
        await stock.turn(callback, screen.deleting(await stock.view(item), stock.reader))
    else:
        await changing.ask(callback, item, what, stock)


async def set_unit(callback: CallbackQuery, callback_data: b.SetUnit, stock: Stock) -> None:
    """Another unit."""
    item = await _as_seen(callback, callback_data, stock)
    if item is not None:
        await _change(callback, item, {"unit": callback_data.unit}, stock)


async def delete(callback: CallbackQuery, callback_data: b.DeleteItem, stock: Stock) -> None:
    """*Yes, delete*: the card says so and has no buttons any more."""
    item = await _as_seen(callback, callback_data, stock)
    if item is None:
        return
    try:
        gone = await stock.catalog.delete(stock.person, item.id, item.version)
    except Closed:
        await _was_quicker(callback, item.id, stock)
    else:
        await toast(callback)
        await _say_gone(callback, screen.deleted(gone, stock.reader))


async def _change(callback: CallbackQuery, item: Item, changes: dict[str, object], stock: Stock) -> None:
    """A second tap finds it done."""
    if any(getattr(item, field) != value for field, value in changes.items()):
        try:
            item = await stock.catalog.change(stock.person, item.id, item.version, **changes)
        except Closed:
            await _was_quicker(callback, item.id, stock)
            return
    await toast(callback, stock.words("catalog-changed"))
    await stock.turn(callback, await stock.card(item))


async def _there(callback: CallbackQuery, item_id: int, stock: Stock) -> Item | None:
    """``None``: it was deleted, which the card says from now on, unless this very button has done it."""
    stock.look()
    try:
        return await stock.catalog.item(stock.person, item_id)
    except NotFound:
        await toast(callback, stock.words("item-not-found"), alert=True)
        if not (callback.data or "").startswith(b.DeleteItem.__prefix__):
            await _say_gone(callback, stock.words("item-not-found"))
        return None


async def _as_seen(
    callback: CallbackQuery, data: b.EditItem | b.SetUnit | b.DeleteItem, stock: Stock
) -> Item | None:
    """The item, unless somebody else has changed it since this button was drawn: then that is told."""
    stock.change()
    item = await _there(callback, data.item, stock)
    if item is None or item.version == data.version:
        return item
    changed = await stock.catalog.last_change(stock.person, item.id)
    if changed is not None and changed[0] is not None and changed[0].id == stock.person.id:
        return item  # their own change, seen on a newer card
    await _was_quicker(callback, item.id, stock)
    return None


async def _was_quicker(callback: CallbackQuery, item_id: int, stock: Stock) -> None:
    """Who and what, and the item as it is now."""
    item = await _there(callback, item_id, stock)
    if item is not None:
        await toast(callback, await changing.who_was_quicker(item, stock), alert=True)
        await stock.turn(callback, await stock.card(item))


async def _say_gone(callback: CallbackQuery, text: str) -> None:
    if isinstance(callback.message, Message) and callback.message.photo:
        await recaption(callback.message, text, None)
