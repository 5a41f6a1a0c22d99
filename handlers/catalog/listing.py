"""The list: pages, what words or a barcode find, and the way in."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.types import CallbackQuery, Message

from billing.catalog.folding import fold
from billing.catalog.items import Page
from billing.errors import Refused
from handlers.answers import redraw, say, toast
from handlers.catalog import adding
from handlers.catalog.files import barcode_in, kept_picture
from handlers.catalog.states import InCatalog, Searching, Staff, token_of
from handlers.catalog.stock import Stock
from handlers.catalog.words import Typed, is_code, read_code, read_item
from handlers.files import picture_in
from handlers.filters import PRIVATE, Commandless
from screens.catalog import buttons as b
from screens.catalog import listing as screen
from screens.format import clean

SOUGHT_MOST = 200  # characters of what is looked for
NEAR_MOST = 50


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


async def by_command(message: Message, command: CommandObject, stock: Stock) -> None:
    """``/catalog`` lists, ``/catalog Капучино 900`` adds, also under a photo, ``/catalog капу`` finds."""
    if stock.person.role is None:
        await say(message, stock.words("catalog-for-staff"))
        return
    await stock.wait(None)
    await stock.catalog.read_banks_soon(stock.person)
    typed = (command.args or "").strip()
    new = _as_item(typed, stock) if typed and not is_code(typed) else None
    if new is not None and picture_in(message) is not None:
        await _pictured(message, new, stock)
    elif new is not None:
        await _add_or_offer(message, typed, new, stock)
    else:
        await _find(message, typed, stock)


async def turn(callback: CallbackQuery, callback_data: b.ListPage, stock: Stock) -> None:
    """Another page, in the same message."""
    stock.look()
    if await stock.state.get_state() is None:
        await stock.wait(None)
    data = callback_data
    shown = await stock.page(data.typed, after=data.after, before=data.before)
    await toast(callback)
    await redraw(callback, *shown)


async def ask(callback: CallbackQuery, stock: Stock) -> None:
    """What shall we look for?"""
    stock.look()
    await stock.wait(Searching.words)
    await toast(callback)
    if isinstance(callback.message, Message):
        await sought_wrongly(callback.message, stock)


async def sought(message: Message, stock: Stock) -> None:
    """The words."""
    await stock.wait(None)
    await _find(message, message.text or "", stock)


async def sought_wrongly(message: Message, stock: Stock) -> None:
    """The question; once more after a sticker or a voice."""
    await say(message, stock.words("catalog-ask-search"), b.back(stock.words))


async def photographed(message: Message, stock: Stock) -> None:
    """A photo of a barcode; with a caption like ``Капучино 900`` it is a new item's picture."""
    new = _as_item(message.caption or "", stock)
    if new is not None:
        await _pictured(message, new, stock)
        return
    try:
        code = await barcode_in(stock.bot, message)
    except Refused as refusal:
        hint = stock.words("catalog-photo-hint" if stock.editable else "catalog-ask-search")
        await say(message, f"{stock.why(refusal)}\n{hint}")
        return
    await stock.wait(None)
    await _find(message, code, stock)


async def left(callback: CallbackQuery, stock: Stock) -> None:
    """*Back* on a question; a newer one stays open, and one of another subject."""
    if await stock.outlived():
        await stock.over(callback)
        return
    if "catalog" in await stock.asked():
        await stock.wait(None)
    await toast(callback)
    await redraw(callback, stock.words("catalog-left"))


def _as_item(text: str, stock: Stock) -> Typed | None:
    """A name with a price, from somebody who may add it."""
    new = read_item(text, stock.currency) if stock.editable and text else None
    return new if new is not None and new.name and new.price is not None else None


async def _add_or_offer(message: Message, typed: str, new: Typed, stock: Stock) -> None:
    """``Чай 02`` is a new item for 2 ₸, unless an item is called so, or ``Чай``: then it may be either."""
    sought = _plain(typed)
    found = await stock.catalog.page(stock.person, sought)
    if not found.items:
        sought, found = _plain(new.name), await _called(new.name, message, stock)
    if not found.items:
        await adding.at_once(message, new, None, stock)
        return
    await _offer(message, found, sought, new, None, stock)


async def _pictured(message: Message, new: Typed, stock: Stock) -> None:
    """A photo with the caption ``Капучино 900`` is a new item, unless one is called so."""
    picture_id = await kept_picture(stock.bot, message, stock.catalog)
    same = await _called(new.name, message, stock)
    if same.items:
        await _offer(message, same, _plain(new.name), new, picture_id, stock)
    else:
        await adding.at_once(message, new, picture_id, stock)


async def _offer(
    message: Message, found: Page, sought: str, new: Typed, picture_id: int | None, stock: Stock
) -> None:
    """What was found, and the new item that may have been meant."""
    assert new.price is not None
    number = message.message_id
    draft = {"name": new.name, "minor": new.price.minor, "token": token_of(message.chat.id, number)}
    await stock.wait(None, offer=draft | {"message": number, "picture": picture_id})
    await say(message, *screen.offered(found, sought, new.name, new.price, number, stock.reader))


async def _called(name: str, message: Message, stock: Stock) -> Page:
    """Items of this very name, but the one of this message: the price may be what was meant to change."""
    near = await stock.catalog.page(stock.person, name, size=NEAR_MOST)
    own = token_of(message.chat.id, message.message_id)
    same = (item for item in near.items if fold(item.name) == fold(name) and item.token != own)
    return Page(tuple(same))


async def _find(message: Message, typed: str, stock: Stock) -> None:
    """A card where a barcode names one item, else the list."""
    sought = read_code(typed) if is_code(typed) else _plain(typed)
    if is_code(sought):
        found = await stock.catalog.page(stock.person, sought)
        if len(found.items) == 1 and found.items[0].barcode == sought:
            await stock.post(message, found.items[0])
            return
    await say(message, *await stock.page(sought))


def _plain(typed: str) -> str:
    """As a button can carry it."""
    return clean(typed.replace(":", " "), SOUGHT_MOST)
