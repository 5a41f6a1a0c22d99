"""One thing of an item is changed by an answer: its name, price, barcode, or picture."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from billing.catalog.items import clean_name
from billing.catalog.models import Item
from billing.errors import Closed, NotFound, Refused
from handlers.answers import say
from handlers.catalog.files import barcode_in, kept_picture
from handlers.catalog.states import Changing
from handlers.catalog.stock import Stock
from handlers.catalog.words import read_code, read_price
from handlers.filters import PRIVATE, Commandless
from screens.catalog import buttons as b
from screens.catalog.item import changed_by, taken_by
from screens.format import money
from screens.reader import Reader

AT_ONCE: Mapping[b.Edit, dict[str, object]] = MappingProxyType(
    {
        b.Edit.HIDE: {"hidden": True},
        b.Edit.SHOW: {"hidden": False},
        b.Edit.NO_PICTURE: {"picture_id": None},
        b.Edit.NO_BARCODE: {"barcode": ""},
    }
)
"""What a button changes without an answer."""

_STATES = {
    b.Edit.NAME: Changing.name,
    b.Edit.PRICE: Changing.price,
    b.Edit.BARCODE: Changing.barcode,
    b.Edit.PICTURE: Changing.picture,
}


def routes() -> Router:
    """The answers: words, a picture, or anything else."""
    router = Router(name="catalog-changing")
    words, pictured = (Changing.name, Changing.price, Changing.barcode), F.photo | F.document
    router.message.register(typed, StateFilter(*words), F.text, Commandless(), PRIVATE)
    router.message.register(sent, StateFilter(Changing.barcode, Changing.picture), pictured, PRIVATE)
    router.message.register(neither, StateFilter(Changing), Commandless(), PRIVATE)
    return router


async def ask(callback: CallbackQuery, item: Item, what: b.Edit, stock: Stock) -> None:
    """The question below the card, with what is there now."""
    if not isinstance(callback.message, Message):
        return
    card = callback.message.message_id if callback.message.photo else None
    await stock.wait(_STATES[what], item=item.id, version=item.version, what=what.value, card=card)
    await _say_question(callback.message, item, what, stock)


async def leave(stock: Stock) -> None:
    """A button has answered the open question."""
    if (await stock.state.get_state() or "").startswith(Changing.__name__):
        await stock.wait(None)


async def typed(message: Message, stock: Stock) -> None:
    """Another name, price or barcode."""
    what, text = b.Edit((await stock.asked())["what"]), message.text or ""
    try:
        await _change(message, _read(what, text, stock), stock)
    except Refused as refusal:
        await _again(message, refusal, text, stock)


async def sent(message: Message, stock: Stock) -> None:
    """A picture: the item's, or one of its barcode."""
    code = ""
    try:
        if await stock.waits_for(Changing.picture):
            number = await kept_picture(stock.bot, message, stock.catalog)
            await _change(message, {"picture_id": number}, stock)
        else:
            code = await barcode_in(stock.bot, message)
            await _change(message, {"barcode": code}, stock)
    except Refused as refusal:
        await _again(message, refusal, code, stock)


async def neither(message: Message, stock: Stock) -> None:
    """A sticker, a voice, words where a picture is expected: the question once more."""
    data = await stock.asked()
    item = await _still_there(data["item"], stock)
    await _say_question(message, item, b.Edit(data["what"]), stock)


async def who_was_quicker(item: Item, stock: Stock) -> str:
    """Who changed the item, and what of it, for an alert."""
    found = await stock.catalog.last_change(stock.person, item.id)
    return changed_by(*found, stock.reader) if found is not None else stock.words("item-changed-meanwhile")


async def taken(refusal: Refused, code: str, stock: Stock) -> str:
    """The refusal as HTML; a barcode that another item has is told with that item's name."""
    if refusal.text == "item-barcode-taken" and code:
        found = await stock.catalog.page(stock.person, read_code(code))
        if found.items:
            return taken_by(found.items[0], stock.reader)
    return stock.why(refusal)


def _read(what: b.Edit, text: str, stock: Stock) -> dict[str, object]:
    match what:
        case b.Edit.NAME:
            return {"name": clean_name(text)}
        case b.Edit.PRICE:
            return {"price": read_price(text, stock.currency)}
    return {"barcode": read_code(text)}


async def _change(message: Message, changes: dict[str, object], stock: Stock) -> None:
    """Written, and shown below; or who was quicker, and the item as it is now."""
    data = await stock.asked()
    try:
        item = await stock.catalog.change(stock.person, data["item"], data["version"], **changes)
    except Closed:
        item = await _still_there(data["item"], stock)
        if any(getattr(item, field) != value for field, value in changes.items()):
            await say(message, await who_was_quicker(item, stock))
    await stock.wait(None)
    await stock.post(message, item)
    await _retire(stock.bot, message.chat.id, data["card"])


async def _again(message: Message, refusal: Refused, code: str, stock: Stock) -> None:
    """Why not, and the question stays; unless there is nothing left to ask about."""
    if isinstance(refusal, NotFound):
        await stock.wait(None)
        raise refusal
    await say(message, await taken(refusal, code, stock), b.back(stock.words))


async def _still_there(item_id: int, stock: Stock) -> Item:
    try:
        return await stock.catalog.item(stock.person, item_id)
    except NotFound:
        await stock.wait(None)
        raise


async def _retire(bot: Bot, chat_id: int, card: int | None) -> None:
    """The card above shows what was: its buttons go, where Telegram still has it."""
    if card is not None:
        try:
            await bot.edit_message_reply_markup(chat_id=chat_id, message_id=card, reply_markup=None)
        except TelegramBadRequest:
            return


async def _say_question(message: Message, item: Item, what: b.Edit, stock: Stock) -> None:
    await say(message, _question(item, what, stock.reader), b.remove_or_back(item, what, stock.words))


def _question(item: Item, what: b.Edit, reader: Reader) -> str:
    words = reader.words
    match what:
        case b.Edit.NAME:
            return words.html("catalog-ask-new-name", name=item.name)
        case b.Edit.PRICE:
            price = money(item.price, words.locale)
            return words.html("catalog-ask-new-price", name=item.name, price=price)
        case b.Edit.BARCODE:
            return words.html("catalog-ask-new-barcode", name=item.name, barcode=item.barcode or "–")
    return words.html("catalog-ask-new-picture", name=item.name)
