"""A new item: at once where name and price are known, else step by step."""

from __future__ import annotations

from typing import Any

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from billing.catalog import items
from billing.catalog.models import Unit
from billing.errors import Refused
from billing.money import Money
from handlers.answers import redraw, say, set_buttons, toast
from handlers.catalog.changing import taken
from handlers.catalog.files import barcode_in, kept_picture
from handlers.catalog.states import Adding, token_of
from handlers.catalog.stock import Stock
from handlers.catalog.words import Typed, read_code, read_item, read_price
from handlers.filters import PRIVATE, Commandless
from screens.buttons import Text
from screens.catalog import buttons as b
from screens.format import money

Draft = dict[str, Any]
"""``name``, ``minor``, ``unit``, ``picture`` and ``barcode``, each once it is known; and the ``token``."""

WHOLE = {"name", "minor", "unit", "picture", "barcode"}
_LATER = (Adding.price, Adding.unit, Adding.picture)


def routes() -> Router:
    """The buttons, the answers to each question, what is sent instead."""
    router = Router(name="catalog-adding")
    router.callback_query.register(begin, b.Add.filter())
    router.callback_query.register(offered, b.AddOffered.filter())
    router.callback_query.register(unit_chosen, b.AddUnit.filter())
    router.callback_query.register(skipped, b.SkipStep.filter())
    said, shown = (F.text, Commandless(), PRIVATE), (F.photo | F.document, PRIVATE)
    router.message.register(named, StateFilter(Adding.name), *said)
    router.message.register(priced, StateFilter(Adding.price), *said)
    router.message.register(coded, StateFilter(Adding.barcode), *said)
    router.message.register(code_sent, StateFilter(Adding.barcode), *shown)
    router.message.register(picture_sent, StateFilter(Adding.name, *_LATER), *shown)
    router.message.register(neither, StateFilter(Adding), Commandless(), PRIVATE)
    return router


async def begin(callback: CallbackQuery, callback_data: b.Add, stock: Stock) -> None:
    """What is it called?"""
    stock.change()
    code = {"barcode": callback_data.barcode} if callback_data.barcode else {}
    await stock.wait(Adding.name, token=token_of("tap", callback.id), **code)
    await toast(callback)
    if isinstance(callback.message, Message):
        await say(callback.message, *await _ask(await stock.asked(), stock))


async def at_once(message: Message, new: Typed, picture_id: int | None, stock: Stock) -> None:
    """Name and price are known: it is made, everything else can be changed on its card."""
    begun = {"token": token_of(message.chat.id, message.message_id)} | await stock.asked()
    assert new.price is not None
    known = {"name": new.name, "minor": new.price.minor, "picture": picture_id}
    await _make(message, begun | known, stock)


async def offered(callback: CallbackQuery, callback_data: b.AddOffered, stock: Stock) -> None:
    """The text that found something was meant as a new item."""
    draft = (await stock.asked()).get("offer")
    if draft is None or draft["message"] != callback_data.message:
        await stock.over(callback)
        return
    await _make_by_button(callback, draft, stock)


async def named(message: Message, stock: Stock) -> None:
    """A name; with a price in it only the rest is asked for."""
    try:
        new = read_item(message.text or "", stock.currency)
        items.check({"name": new.name} | ({"price": new.price} if new.price else {}))
    except Refused as refusal:
        await _refuse(message, refusal, stock)
        return
    price: Draft = {"minor": new.price.minor} if new.price else {}
    await _next(message, await stock.state.update_data(name=new.name, **price), stock)


async def priced(message: Message, stock: Stock) -> None:
    """Its price."""
    try:
        price = read_price(message.text or "", stock.currency)
        items.check({"price": price})
    except Refused as refusal:
        await _refuse(message, refusal, stock)
        return
    await _next(message, await stock.state.update_data(minor=price.minor), stock)


async def unit_chosen(callback: CallbackQuery, callback_data: b.AddUnit, stock: Stock) -> None:
    """Its unit."""
    if not await stock.waits_for(Adding.unit):
        await stock.over(callback)
        return
    await _next_by_button(callback, await stock.state.update_data(unit=callback_data.unit.value), stock)


async def skipped(callback: CallbackQuery, callback_data: b.SkipStep, stock: Stock) -> None:
    """Without a picture, without a barcode."""
    picture = callback_data.step is b.Step.PICTURE
    if not await stock.waits_for(Adding.picture if picture else Adding.barcode):
        await stock.over(callback)
        return
    none: Draft = {"picture": None} if picture else {"barcode": ""}
    await _next_by_button(callback, await stock.state.update_data(**none), stock)


async def picture_sent(message: Message, stock: Stock) -> None:
    """Its picture, at whatever question; the caption may name it, with its price."""
    try:
        new = read_item(message.caption or "", stock.currency)
        number = await kept_picture(stock.bot, message, stock.catalog)
        if new.name and new.price is not None:
            await at_once(message, new, number, stock)
            return
    except Refused as refusal:
        await _refuse(message, refusal, stock)
        return
    await _next(message, await stock.state.update_data(picture=number), stock)


async def coded(message: Message, stock: Stock) -> None:
    """Its barcode, typed."""
    await _finish(message, read_code(message.text or ""), stock)


async def code_sent(message: Message, stock: Stock) -> None:
    """Its barcode, photographed."""
    try:
        code = await barcode_in(stock.bot, message)
    except Refused as refusal:
        await say(message, stock.why(refusal), b.skip_or_back(stock.words, b.Step.BARCODE))
        return
    await _finish(message, code, stock)


async def neither(message: Message, stock: Stock) -> None:
    """A sticker, a voice: the question that is open, once more."""
    await _next(message, await stock.asked(), stock)


async def _finish(message: Message, code: str, stock: Stock) -> None:
    """Made; a barcode that cannot be is asked for again."""
    draft = await stock.asked()
    try:
        await _make(message, draft | {"barcode": code}, stock)
    except Refused as refusal:
        text = await taken(refusal, code, stock)
        await say(message, text, b.skip_or_back(stock.words, b.Step.BARCODE))


async def _make_by_button(callback: CallbackQuery, draft: Draft, stock: Stock) -> None:
    """The tap is answered already: a refusal becomes a message."""
    await toast(callback)
    await set_buttons(callback, None)
    try:
        await _make(callback, draft, stock)
    except Refused as refusal:
        if isinstance(callback.message, Message):
            await say(callback.message, await taken(refusal, draft.get("barcode", ""), stock))


async def _make(event: Message | CallbackQuery, draft: Draft, stock: Stock) -> None:
    item = await stock.catalog.add(
        stock.person,
        draft["name"],
        Money(draft["minor"], stock.currency),
        unit=Unit(draft.get("unit", Unit.PIECE)),
        barcode=draft.get("barcode", ""),
        picture_id=draft.get("picture"),
        token=draft["token"],
    )
    await stock.wait(None)
    await stock.post(event, item)


async def _next(message: Message, draft: Draft, stock: Stock) -> None:
    """The next question; where nothing is left to be asked, the item."""
    if draft.keys() >= WHOLE:
        await _make(message, draft, stock)
    else:
        await say(message, *await _ask(draft, stock))


async def _next_by_button(callback: CallbackQuery, draft: Draft, stock: Stock) -> None:
    """The same, in the place of the question that a button has answered."""
    if draft.keys() >= WHOLE:
        await _make_by_button(callback, draft, stock)
        return
    await toast(callback)
    await redraw(callback, *await _ask(draft, stock))


async def _ask(draft: Draft, stock: Stock) -> Text:
    """What is still to be known, in the order in which it is asked for."""
    words = stock.words
    if "name" not in draft:
        await stock.state.set_state(Adding.name)
        key = "catalog-ask-name-of-picture" if draft.get("picture") else "catalog-ask-name"
        return words(key), b.back(words)
    if "minor" not in draft:
        await stock.state.set_state(Adding.price)
        return words.html("catalog-ask-price", name=draft["name"]), b.back(words)
    known = {"name": draft["name"], "price": money(Money(draft["minor"], stock.currency), words.locale)}
    if "unit" not in draft:
        await stock.state.set_state(Adding.unit)
        return words.html("catalog-ask-unit", **known), b.units_of_new(words)
    if "picture" not in draft:
        await stock.state.set_state(Adding.picture)
        return words.html("catalog-ask-picture", **known), b.skip_or_back(words, b.Step.PICTURE)
    await stock.state.set_state(Adding.barcode)
    return words.html("catalog-ask-barcode", **known), b.skip_or_back(words, b.Step.BARCODE)


async def _refuse(message: Message, refusal: Refused, stock: Stock) -> None:
    """Why not; the question stays."""
    await say(message, stock.why(refusal), b.back(stock.words))
