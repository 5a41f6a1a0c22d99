"""One thing of an item is changed by an answer: its name, price, barcode, or picture."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from billing.catalog.items import clean_name
from billing.catalog.models import Item
from billing.desk import Desk
from billing.errors import Closed, NotFound, Refused
from billing.models import Person
from handlers import Gallery
from handlers.answers import place_of, say
from handlers.catalog.files import barcode_in, kept_picture
from handlers.catalog.showing import post
from handlers.catalog.states import Changing, wait
from handlers.catalog.words import read_code, read_price
from handlers.filters import PRIVATE, Commandless
from screens.catalog import buttons as b
from screens.catalog.item import changed_by, taken_by
from screens.format import money
from screens.reader import Reader
from screens.toasts import refused_html

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


async def ask(callback: CallbackQuery, item: Item, what: b.Edit, reader: Reader, state: FSMContext) -> None:
    """The question below the card, with what is there now."""
    if not isinstance(callback.message, Message):
        return
    card = callback.message.message_id if callback.message.photo else None
    await wait(state, _STATES[what], item=item.id, version=item.version, what=what.value, card=card)
    await say(callback.message, _question(item, what, reader), b.remove_or_back(item, what, reader.words))


async def leave(state: FSMContext) -> None:
    """A button has answered the open question."""
    if (await state.get_state() or "").startswith(Changing.__name__):
        await wait(state, None)


async def typed(
    message: Message,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
    state: FSMContext,
) -> None:
    """Another name, price or barcode."""
    data = await state.get_data()
    what, text = b.Edit(data["what"]), message.text or ""
    try:
        changes: dict[str, object]
        if what is b.Edit.NAME:
            changes = {"name": clean_name(text)}
        elif what is b.Edit.PRICE:
            changes = {"price": read_price(text, desk.merchant.currency)}
        else:
            changes = {"barcode": read_code(text)}
        await _change(message, changes, bot, desk, person, reader, gallery, state)
    except Refused as refusal:
        await _again(message, refusal, text, desk, person, reader, state)


async def sent(
    message: Message,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
    state: FSMContext,
) -> None:
    """A picture: the item's, or one of its barcode."""
    code = ""
    try:
        if await state.get_state() == Changing.picture.state:
            changes: dict[str, object] = {"picture_id": await kept_picture(bot, message, desk.catalog)}
        else:
            code = await barcode_in(bot, message)
            changes = {"barcode": code}
        await _change(message, changes, bot, desk, person, reader, gallery, state)
    except Refused as refusal:
        await _again(message, refusal, code, desk, person, reader, state)


async def neither(message: Message, desk: Desk, person: Person, reader: Reader, state: FSMContext) -> None:
    """A sticker, a voice, words where a picture is expected: the question once more."""
    data = await state.get_data()
    item = await _still_there(data["item"], desk, person, state)
    what = b.Edit(data["what"])
    await say(message, _question(item, what, reader), b.remove_or_back(item, what, reader.words))


async def who_was_quicker(item: Item, desk: Desk, person: Person, reader: Reader) -> str:
    """Who changed the item, and what of it, for an alert."""
    found = await desk.catalog.last_change(person, item.id)
    return changed_by(*found, reader) if found is not None else reader.words("item-changed-meanwhile")


async def taken(refusal: Refused, code: str, desk: Desk, person: Person, reader: Reader) -> str:
    """The refusal as HTML; a barcode that another item has is told with that item's name."""
    if refusal.text == "item-barcode-taken" and code:
        found = await desk.catalog.page(person, read_code(code))
        if found.items:
            return taken_by(found.items[0], reader)
    return refused_html(refusal, reader.words)


async def _change(
    message: Message,
    changes: dict[str, object],
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
    state: FSMContext,
) -> None:
    """Written, and shown below; or who was quicker, and the item as it is now."""
    data = await state.get_data()
    place = place_of(message, person)
    try:
        item = await desk.catalog.change(person, data["item"], data["version"], **changes)
    except Closed:
        item = await _still_there(data["item"], desk, person, state)
        if any(getattr(item, field) != value for field, value in changes.items()):
            await say(message, await who_was_quicker(item, desk, person, reader))
    await wait(state, None)
    await post(place, item, desk, person, reader, gallery)
    await _retire(bot, message.chat.id, data["card"])


async def _again(
    message: Message,
    refusal: Refused,
    code: str,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
) -> None:
    """Why not, and the question stays; unless there is nothing left to ask about."""
    if isinstance(refusal, NotFound):
        await wait(state, None)
        raise refusal
    await say(message, await taken(refusal, code, desk, person, reader), b.back(reader.words))


async def _still_there(item_id: int, desk: Desk, person: Person, state: FSMContext) -> Item:
    try:
        return await desk.catalog.item(person, item_id)
    except NotFound:
        await wait(state, None)
        raise


async def _retire(bot: Bot, chat_id: int, card: int | None) -> None:
    """The card above shows what was: its buttons go, where Telegram still has it."""
    if card is not None:
        try:
            await bot.edit_message_reply_markup(chat_id=chat_id, message_id=card, reply_markup=None)
        except TelegramBadRequest:
            return


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
