"""A new item: at once where name and price are known, else step by step."""

from __future__ import annotations

from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from billing.access import Action, require
from billing.catalog import items
from billing.catalog.models import Unit
from billing.desk import Desk
from billing.errors import Refused
from billing.models import Person, Place
from billing.money import Money
from handlers import Gallery
from handlers.answers import place_of, redraw, say, set_buttons, toast
from handlers.catalog.changing import taken
from handlers.catalog.files import barcode_in, kept_picture
from handlers.catalog.showing import post
from handlers.catalog.states import Adding, token_of, wait
from handlers.catalog.words import Typed, read_code, read_item, read_price
from handlers.filters import PRIVATE, Commandless
from screens.catalog import buttons as b
from screens.format import money
from screens.reader import Reader
from screens.toasts import refused_html

_LATER = (Adding.price, Adding.unit, Adding.picture)


def routes() -> Router:
    """The button, the answers to each question, what is sent instead."""
    router = Router(name="catalog-adding")
    router.callback_query.register(begin, b.Add.filter())
    router.callback_query.register(offered, b.AddOffered.filter())
    router.callback_query.register(unit_chosen, b.AddUnit.filter())
    router.callback_query.register(skipped, b.SkipStep.filter())
    said, pictured_ = (F.text, Commandless(), PRIVATE), (F.photo | F.document, PRIVATE)
    router.message.register(named, StateFilter(Adding.name), *said)
    router.message.register(priced, StateFilter(Adding.price), *said)
    router.message.register(coded, StateFilter(Adding.barcode), *said)
    router.message.register(code_sent, StateFilter(Adding.barcode), *pictured_)
    router.message.register(picture_sent, StateFilter(Adding.name, *_LATER), *pictured_)
    router.message.register(neither, StateFilter(Adding), Commandless(), PRIVATE)
    return router


async def begin(
    callback: CallbackQuery, callback_data: b.Add, person: Person, reader: Reader, state: FSMContext
) -> None:
    """What is it called?"""
    require(person, Action.CATALOG)
    await wait(state, Adding.name, token=token_of("tap", callback.id), barcode=callback_data.barcode)
    await toast(callback)
    if isinstance(callback.message, Message):
        await say(callback.message, reader.words("catalog-ask-name"), b.back(reader.words))


async def at_once(
    message: Message,
    new: Typed,
    picture_id: int | None,
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
    state: FSMContext,
) -> None:
    """Name and price are known: it is made, everything else can be changed on its card."""
    draft = {"name": new.name, "minor": new.price.minor if new.price else 0, "picture": picture_id}
    data = await state.get_data()
    token = token_of(message.chat.id, message.message_id)
    draft |= {"token": data.get("token", token), "barcode": data.get("barcode", "")}
    await _make(place_of(message, person), draft, desk, person, reader, gallery, state)


async def offered(
    callback: CallbackQuery,
    callback_data: b.AddOffered,
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
    state: FSMContext,
) -> None:
    """The text that found something was meant as a new item."""
    draft = (await state.get_data()).get("offer")
    if draft is None or draft["message"] != callback_data.message:
        await _over(callback, reader)
        return
    await toast(callback)
    await set_buttons(callback, None)
    await _make(place_of(callback.message, person), draft, desk, person, reader, gallery, state)


async def pictured(
    message: Message,
    new: Typed,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
    state: FSMContext,
) -> None:
    """A photo with the caption ``Капучино 900``."""
    picture_id = await kept_picture(bot, message, desk.catalog)
    await at_once(message, new, picture_id, desk, person, reader, gallery, state)


async def named(
    message: Message, desk: Desk, person: Person, reader: Reader, gallery: Gallery, state: FSMContext
) -> None:
    """A name; with a price in it only the rest is asked for."""
    try:
        new = read_item(message.text or "", desk.merchant.currency)
        items.check({"name": new.name} | ({"price": new.price} if new.price else {}))
    except Refused as refusal:
        await _refuse(message, refused_html(refusal, reader.words), reader)
        return
    more = {"name": new.name} | ({"minor": new.price.minor} if new.price else {})
    await _next(message, await _kept(state, **more), desk, reader, state)


async def priced(message: Message, desk: Desk, reader: Reader, state: FSMContext) -> None:
    """Its price."""
    try:
        price = read_price(message.text or "", desk.merchant.currency)
        items.check({"price": price})
    except Refused as refusal:
        await _refuse(message, refused_html(refusal, reader.words), reader)
        return
    await _next(message, await _kept(state, minor=price.minor), desk, reader, state)


async def unit_chosen(
    callback: CallbackQuery, callback_data: b.AddUnit, desk: Desk, reader: Reader, state: FSMContext
) -> None:
    """Its unit."""
    if await state.get_state() != Adding.unit.state:
        await _over(callback, reader)
        return
    data = await _kept(state, unit=callback_data.unit.value)
    await toast(callback)
    await redraw(callback, *await _ask(data, desk, reader, state))


async def skipped(
    callback: CallbackQuery,
    callback_data: b.SkipStep,
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
    state: FSMContext,
) -> None:
    """Without a picture, without a barcode."""
    asked = Adding.picture if callback_data.step is b.Step.PICTURE else Adding.barcode
    if await state.get_state() != asked.state:
        await _over(callback, reader)
        return
    if asked is Adding.picture:
        data = await _kept(state, picture=None)
        await toast(callback)
        if data.get("barcode"):
            await set_buttons(callback, None)
            await _make(place_of(callback.message, person), data, desk, person, reader, gallery, state)
            return
        await redraw(callback, *await _ask(data, desk, reader, state))
        return
    data = await _kept(state, barcode="")
    await toast(callback)
    await set_buttons(callback, None)
    await _make(place_of(callback.message, person), data, desk, person, reader, gallery, state)


async def picture_sent(
    message: Message,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
    state: FSMContext,
) -> None:
    """Its picture, at whatever question; the caption may name it, or its price too."""
    try:
        new = read_item(message.caption or "", desk.merchant.currency)
        picture_id = await kept_picture(bot, message, desk.catalog)
        if new.name and new.price is not None:
            await at_once(message, new, picture_id, desk, person, reader, gallery, state)
            return
    except Refused as refusal:
        await _refuse(message, refused_html(refusal, reader.words), reader)
        return
    data = await _kept(state, picture=picture_id)
    if await state.get_state() == Adding.picture.state and data.get("barcode"):
        await _make(place_of(message, person), data, desk, person, reader, gallery, state)
        return
    await _next(message, data, desk, reader, state)


async def coded(
    message: Message, desk: Desk, person: Person, reader: Reader, gallery: Gallery, state: FSMContext
) -> None:
    """Its barcode, typed."""
    data = await _kept(state, barcode=read_code(message.text or ""))
    await _finish(message, data, desk, person, reader, gallery, state)


async def code_sent(
    message: Message,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
    state: FSMContext,
) -> None:
    """Its barcode, photographed."""
    try:
        code = await barcode_in(bot, message)
    except Refused as refusal:
        await say(message, refused_html(refusal, reader.words), b.skip_or_back(reader.words, b.Step.BARCODE))
        return
    await _finish(message, await _kept(state, barcode=code), desk, person, reader, gallery, state)


async def neither(message: Message, desk: Desk, reader: Reader, state: FSMContext) -> None:
    """A sticker, a voice: the question that is open, once more."""
    await _next(message, await state.get_data(), desk, reader, state)


async def _finish(
    message: Message,
    data: dict[str, Any],
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
    state: FSMContext,
) -> None:
    """Made; a barcode that cannot be is asked for again."""
    try:
        await _make(place_of(message, person), data, desk, person, reader, gallery, state)
    except Refused as refusal:
        text = await taken(refusal, data["barcode"], desk, person, reader)
        await _kept(state, barcode="")
        await say(message, text, b.skip_or_back(reader.words, b.Step.BARCODE))


async def _make(
    place: Place,
    draft: dict[str, Any],
    desk: Desk,
    person: Person,
    reader: Reader,
    gallery: Gallery,
    state: FSMContext,
) -> None:
    item = await desk.catalog.add(
        person,
        draft["name"],
        Money(draft["minor"], desk.merchant.currency),
        unit=Unit(draft.get("unit", Unit.PIECE)),
        barcode=draft.get("barcode", ""),
        picture_id=draft.get("picture"),
        token=draft["token"],
    )
    await wait(state, None)
    await post(place, item, desk, person, reader, gallery)


async def _kept(state: FSMContext, **more: Any) -> dict[str, Any]:
    return await state.update_data(**more)


async def _next(
    message: Message, data: dict[str, Any], desk: Desk, reader: Reader, state: FSMContext
) -> None:
    await say(message, *await _ask(data, desk, reader, state))


async def _ask(
    data: dict[str, Any], desk: Desk, reader: Reader, state: FSMContext
) -> tuple[str, InlineKeyboardMarkup | None]:
    """What is still to be known, in the order in which it is asked for."""
    words = reader.words
    if "name" not in data:
        await state.set_state(Adding.name)
        key = "catalog-ask-name-of-picture" if data.get("picture") else "catalog-ask-name"
        return words(key), b.back(words)
    if "minor" not in data:
        await state.set_state(Adding.price)
        return words.html("catalog-ask-price", name=data["name"]), b.back(words)
    price = money(Money(data["minor"], desk.merchant.currency), words.locale)
    if "unit" not in data:
        await state.set_state(Adding.unit)
        return words.html("catalog-ask-unit", name=data["name"], price=price), b.units_of_new(words)
    if "picture" not in data:
        await state.set_state(Adding.picture)
        text = words.html("catalog-ask-picture", name=data["name"], price=price)
        return text, b.skip_or_back(words, b.Step.PICTURE)
    await state.set_state(Adding.barcode)
    return words.html("catalog-ask-barcode", name=data["name"], price=price), b.skip_or_back(
        words, b.Step.BARCODE
    )


async def _refuse(message: Message, text: str, reader: Reader) -> None:
    """Why not; the question stays."""
    await say(message, text, b.back(reader.words))


async def _over(callback: CallbackQuery, reader: Reader) -> None:
    """The question was answered, or left alone for too long."""
    await toast(callback, reader.words("catalog-question-over"), alert=True)
    await set_buttons(callback, None)
