"""``/shop``: the list and the items, leafed through in one message; plus and minus."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from billing.catalog.models import CartKind
from billing.errors import NotFound
from billing.models import Person
from handlers.answers import place_of, say, toast
from handlers.filters import GROUP
from handlers.shop.counter import AtCounter, Counter
from screens import shop_buttons as b
from screens.buttons import keyboard, link
from screens.reader import Reader
from screens.toasts import refused, refused_html

IN_PRIVATE = F.message.chat.type == "private"


def routes() -> Router:
    """In groups there is only the way to the private chat."""
    router = Router(name="shop")
    router.message.middleware(AtCounter())
    router.callback_query.middleware(AtCounter())
    router.callback_query.filter(IN_PRIVATE)
    router.message.register(in_group, Command("shop", "cart", ignore_case=True, ignore_mention=True), GROUP)
    router.message.register(by_command, Command("shop", ignore_case=True, ignore_mention=True))
    router.callback_query.register(leaf, b.Leaf.filter())
    router.callback_query.register(look, b.Look.filter())
    router.callback_query.register(put, b.Put.filter())
    router.callback_query.register(add, b.Add.filter())
    return router


async def in_group(message: Message, reader: Reader) -> None:
    """Whoever fills a cart does it in private."""
    await say(message, reader.words("shop-in-private"), _way_in(reader))


def _way_in(reader: Reader) -> InlineKeyboardMarkup | None:
    return keyboard([[link(reader.words("btn-shop"), reader.site.start_link(b.SHOP_LINK))]])


async def by_command(message: Message, command: CommandObject, person: Person, counter: Counter) -> None:
    """``/shop`` shows the list, ``/shop latte`` what that finds; one item alone is shown at once."""
    await enter(message, command.args or "", person, counter)


async def enter(message: Message, typed: str, person: Person, counter: Counter) -> None:
    """The shop, below everything."""
    await counter.post(place_of(message, person), await counter.found(b.sought_in_button(typed)))


async def by_item_link(message: Message, token: str, person: Person, counter: Counter) -> None:
    """The item of a link; a kind sentence, where it is not sold."""
    try:
        item = await counter.desk.catalog.item_by_token(None, token)
    except NotFound as refusal:
        words = counter.reader.words
        await say(message, refused_html(refusal, words), keyboard([[b.to_shop(words)]]))
        return
    await counter.post(place_of(message, person), await counter.item(item.id))


async def leaf(callback: CallbackQuery, callback_data: b.Leaf, counter: Counter, state: FSMContext) -> None:
    """Another page. A member who picks items leaves the question for the amount."""
    counter.of_staff(callback_data.kind)
    if callback_data.kind is CartKind.TILL and await state.get_state() is not None:
        await state.clear()
    await toast(callback)
    page = callback_data
    counter.turn(
        callback, lambda: counter.shelf(page.kind, page.sought, after=page.after, before=page.before)
    )


async def look(callback: CallbackQuery, callback_data: b.Look, counter: Counter) -> None:
    """One item; the list, where it was taken off sale meanwhile."""
    try:
        await counter.desk.catalog.item(None, callback_data.item)
    except NotFound as refusal:
        await toast(callback, refused(refusal, counter.reader.words), alert=True)
    else:
        await toast(callback)
    counter.turn(callback, lambda: counter.item(callback_data.item, callback_data.sought))


async def put(callback: CallbackQuery, callback_data: b.Put, counter: Counter, person: Person) -> None:
    """One more or one fewer; the same tap, told again, counts once."""
    item, sought = callback_data.item, callback_data.sought
    counting = counter.desk.catalog.put(person, item, callback_data.by, callback.id)
    await counter.count(callback, item, counting)
    counter.turn(callback, lambda: counter.item(item, sought))


async def add(callback: CallbackQuery, callback_data: b.Add, counter: Counter, person: Person) -> None:
    """A member takes one more for a customer."""
    counter.of_staff(CartKind.TILL)
    page = callback_data
    counting = counter.desk.catalog.put(person, page.item, 1, callback.id, CartKind.TILL)
    await counter.count(callback, page.item, counting)
    counter.turn(
        callback,
        lambda: counter.shelf(CartKind.TILL, page.sought, after=page.after, before=page.before),
    )
