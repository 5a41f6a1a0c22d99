"""The list: pages, what words or a barcode find, and the way in."""

from __future__ import annotations

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from billing.access import Action, may
from billing.desk import Desk
from billing.errors import Refused
from billing.models import Person
from handlers import Gallery
from handlers.answers import place_of, redraw, say, toast
from handlers.catalog import adding, showing
from handlers.catalog.files import barcode_in
from handlers.catalog.states import InCatalog, Searching, Staff, token_of, wait
from handlers.catalog.words import Typed, is_code, read_code, read_item
from handlers.filters import PRIVATE, Commandless
from screens.catalog import buttons as b
from screens.catalog import listing as list_screen
from screens.format import clean
from screens.reader import Reader
from screens.toasts import refused_html

SOUGHT_MOST = 200  # characters of what is looked for


def routes() -> Router:
    """The command, the pages, the search and its answers."""
    router = Router(name="catalog-list")
    router.message.register(by_command, Command("catalog", ignore_case=True, ignore_mention=True))
    asked = StateFilter(Searching.words)
    router.message.register(sought, asked, F.text, Commandless(), PRIVATE)
    router.message.register(photographed, asked, F.photo | F.document, PRIVATE)
    router.message.register(sought_wrongly, asked, Commandless(), PRIVATE)
    router.message.register(photographed, InCatalog(), Staff(), F.photo | F.document, PRIVATE)
    router.callback_query.register(turn, b.ListPage.filter())
    router.callback_query.register(ask, b.Search.filter())
    router.callback_query.register(left, b.LeaveQuestion.filter())
    return router


async def by_command(
    message: Message,
    command: CommandObject,
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
    state: FSMContext,
) -> None:
    """``/catalog`` lists, ``/catalog Капучино 900`` adds, ``/catalog капу`` finds."""
    if person.role is None:
        await say(message, reader.words("catalog-for-staff"))
        return
    await wait(state, None)
    typed = (command.args or "").strip()
    if typed and may(person, Action.CATALOG) and not is_code(typed):
        new = read_item(typed, desk.merchant.currency)
        if new.price is not None and new.name:
            await _add_or_offer(message, typed, new, desk, person, reader, gallery, state)
            return
    await _find(message, typed, desk, person, reader, gallery)


async def turn(
    callback: CallbackQuery,
    callback_data: b.ListPage,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
) -> None:
    """Another page, in the same message."""
    if person.role is None:
        await toast(callback, reader.words("staff-only"), alert=True)
        return
    if await state.get_state() is None:
        await wait(state, None)
    data = callback_data
    text, keyboard = await showing.page(
        desk, person, reader, data.typed, after=data.after, before=data.before
    )
    await toast(callback)
    await redraw(callback, text, keyboard)


async def ask(callback: CallbackQuery, person: Person, reader: Reader, state: FSMContext) -> None:
    """What shall we look for?"""
    if person.role is None:
        await toast(callback, reader.words("staff-only"), alert=True)
        return
    await wait(state, Searching.words)
    await toast(callback)
    if isinstance(callback.message, Message):
        await say(callback.message, reader.words("catalog-ask-search"), b.back(reader.words))


async def sought(
    message: Message, desk: Desk, person: Person, reader: Reader, gallery: Gallery, state: FSMContext
) -> None:
    """The words."""
    await wait(state, None)
    await _find(message, message.text or "", desk, person, reader, gallery)


async def sought_wrongly(message: Message, reader: Reader) -> None:
    """A sticker, a voice: nothing that could be looked for."""
    await say(message, reader.words("catalog-ask-search"), b.back(reader.words))


async def photographed(
    message: Message,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
    state: FSMContext,
) -> None:
    """A photo of a barcode; with a caption like ``Капучино 900`` it is a new item's picture."""
    if may(person, Action.CATALOG) and message.caption:
        new = read_item(message.caption, desk.merchant.currency)
        if new.price is not None and new.name:
            await adding.pictured(message, new, bot, desk, person, reader, gallery, state)
            return
    try:
        code = await barcode_in(bot, message)
    except Refused as refusal:
        key = "catalog-photo-hint" if may(person, Action.CATALOG) else "catalog-ask-search"
        await say(message, f"{refused_html(refusal, reader.words)}\n{reader.words(key)}")
        return
    await wait(state, None)
    await _find(message, code, desk, person, reader, gallery)


async def left(callback: CallbackQuery, reader: Reader, state: FSMContext) -> None:
    """*Back* on a question; a question of somebody else's subject stays open."""
    data = await state.get_data()
    if "catalog" in data:
        await wait(state, None)
    await toast(callback)
    await redraw(callback, reader.words("catalog-left"))


async def _add_or_offer(
    message: Message,
    typed: str,
    new: Typed,
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
    state: FSMContext,
) -> None:
    """``Чай 02`` is a new item for 2 ₸, unless an item is called so: then it may be either."""
    sought = clean(typed.replace(":", " "), SOUGHT_MOST)
    found = await desk.catalog.page(person, sought)
    if not found.items or new.price is None:
        await adding.at_once(message, new, None, desk, person, reader, gallery, state)
        return
    draft = {"name": new.name, "minor": new.price.minor, "message": message.message_id}
    await wait(state, None, offer=draft | {"token": token_of(message.chat.id, message.message_id)})
    await say(message, *list_screen.offered(found, sought, new.name, new.price, message.message_id, reader))


async def _find(
    message: Message, typed: str, desk: Desk, person: Person, reader: Reader, gallery: Gallery
) -> None:
    """A card where a barcode names one item, else the list."""
    sought = read_code(typed) if is_code(typed) else clean(typed.replace(":", " "), SOUGHT_MOST)
    if is_code(sought):
        found = await desk.catalog.page(person, sought)
        if len(found.items) == 1 and found.items[0].barcode == sought:
            await showing.post(place_of(message, person), found.items[0], desk, person, reader, gallery)
            return
    text, keyboard = await showing.page(desk, person, reader, sought)
    await say(message, text, keyboard)
