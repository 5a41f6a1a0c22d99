"""What is typed into the shop: words to find, a count, a price for this once, a discount, a phone."""

from __future__ import annotations

from typing import Any

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from billing.access import Action, require
from billing.catalog.models import CartKind, Item, NotYet
from billing.catalog.pricing import COUNT_MOST, DISCOUNT_MOST
from billing.errors import NotFound, Refused
from billing.models import Person
from billing.money import Money
from handlers.answers import Markup, place_of, redraw, say, set_buttons, toast
from handlers.filters import PRIVATE, Commandless
from handlers.parse import read_count, read_order, read_phone
from handlers.shop.counter import AtCounter, Counter
from handlers.shop.leafing import IN_PRIVATE
from screens import phrases, till
from screens import shop_buttons as b
from screens.buttons import keyboard, press
from screens.format import clean
from screens.format import phone as masked
from screens.toasts import refused_html


class Typing(StatesGroup):
    """What we wait for."""

    words = State()
    count = State()
    price = State()
    discount = State()
    phone = State()


def routes() -> Router:
    """The questions, and the answers to them."""
    router = Router(name="shop-typed")
    router.message.middleware(AtCounter())
    router.message.filter(PRIVATE)
    router.callback_query.middleware(AtCounter())
    router.callback_query.filter(IN_PRIVATE)
    router.callback_query.register(ask_count, b.Count.filter())
    router.callback_query.register(ask_words, b.Typed.filter(F.what == b.Ask.WORDS))
    router.callback_query.register(ask_price, b.Typed.filter(F.what == b.Ask.PRICE))
    router.callback_query.register(ask_discount, b.Typed.filter(F.what == b.Ask.DISCOUNT))
    router.callback_query.register(left, b.LeaveShop.filter())
    for state, answered in (
        (Typing.words, words_typed),
        (Typing.count, count_typed),
        (Typing.price, price_typed),
        (Typing.discount, discount_typed),
        (Typing.phone, phone_typed),
    ):
        router.message.register(answered, StateFilter(state), F.text, Commandless())
    return router


# --- the questions


async def ask_words(
    callback: CallbackQuery, callback_data: b.Typed, counter: Counter, state: FSMContext
) -> None:
    """What are you looking for?"""
    text = counter.reader.words("shop-ask-words")
    await _ask(callback, Typing.words, {"kind": callback_data.kind.value}, text, counter, state)


async def ask_count(
    callback: CallbackQuery, callback_data: b.Count, counter: Counter, state: FSMContext
) -> None:
    """How many?"""
    kind = callback_data.kind
    item = await _item(counter, kind, callback_data.item)
    data = {"kind": kind.value, "item": item.id, "sought": callback_data.sought}
    text = counter.reader.words.html("shop-ask-count", name=clean(item.name))
    await _ask(callback, Typing.count, data, text, counter, state)


async def ask_price(
    callback: CallbackQuery, callback_data: b.Typed, counter: Counter, state: FSMContext
) -> None:
    """What does one cost this time?"""
    item = await _item(counter, CartKind.TILL, callback_data.item or 0)
    price = phrases.sum_of(item.price, counter.reader)
    text = counter.reader.words.html("till-ask-price", name=clean(item.name), price=price)
    await _ask(callback, Typing.price, {"kind": CartKind.TILL.value, "item": item.id}, text, counter, state)


async def ask_discount(callback: CallbackQuery, counter: Counter, state: FSMContext, person: Person) -> None:
    """How many per cent off?"""
    cart = await counter.desk.catalog.filled(require(person, Action.ISSUE), CartKind.TILL)
    keys = till.percents(counter.reader, cart.discount if cart else 0)
    text = counter.reader.words("till-ask-discount")
    await _ask(callback, Typing.discount, {"kind": CartKind.TILL.value}, text, counter, state, keys)


async def ask_phone(callback: CallbackQuery, tapped: b.Order, counter: Counter, state: FSMContext) -> None:
    """Which phone? The cart is ordered as it was shown when this was asked."""
    require(counter.person, Action.ISSUE)
    data = {"kind": tapped.kind.value, "cart": tapped.cart, "version": tapped.version}
    await _ask(callback, Typing.phone, data, counter.reader.words("till-ask-phone"), counter, state)


async def left(callback: CallbackQuery, counter: Counter, state: FSMContext) -> None:
    """*Back*: the question is dropped. One that was answered only loses its button."""
    await toast(callback)
    if await state.get_state() not in {each.state for each in Typing} or not await _newest(callback, state):
        await set_buttons(callback, None)
        return
    await state.clear()
    await redraw(callback, counter.reader.words("shop-left"))


async def _newest(callback: CallbackQuery, state: FSMContext) -> bool:
    """Whether the tapped message belongs to the question that is open, not to one before it."""
    tapped = callback.message
    return tapped is not None and tapped.message_id >= (await state.get_data()).get("asked", 0)


async def _ask(
    callback: CallbackQuery,
    waited: State,
    data: dict[str, Any],
    text: str,
    counter: Counter,
    state: FSMContext,
    keys: Markup = None,
) -> None:
    """Below everything; the screen that was tapped stays as it is."""
    await state.set_state(waited)
    await state.set_data(data)
    await toast(callback)
    keys = keys or _back(counter, CartKind(data["kind"]))
    question = await counter.say(counter.place(callback), text, keys)
    await state.update_data(asked=question.message_id)


def _back(counter: Counter, kind: CartKind) -> InlineKeyboardMarkup | None:
    return keyboard([[press(counter.reader.words("btn-back"), b.LeaveShop(kind=kind))]])


async def _item(counter: Counter, kind: CartKind, item_id: int) -> Item:
    """A hidden one is for members who may see it. Raises ``NotFound``."""
    buyer = counter.person if kind is CartKind.TILL else None
    return await counter.desk.catalog.item(buyer, item_id)


# --- the answers


async def words_typed(message: Message, counter: Counter, person: Person, state: FSMContext) -> None:
    """What is found, below; where it is nothing, the question stays."""
    kind = CartKind((await state.get_data())["kind"])
    sought = b.sought_in_button(message.text or "")
    page = await counter.desk.catalog.page(person, sought, size=1, sold_only=kind is CartKind.OWN)
    if page.items:
        await state.clear()
    found = counter.found(sought) if kind is CartKind.OWN else counter.shelf(kind, sought)
    await counter.post(place_of(message, person), await found)


async def count_typed(message: Message, counter: Counter, person: Person, state: FSMContext) -> None:
    """Exactly so many; 0 takes it out."""
    data = await state.get_data()
    kind, item_id = CartKind(data["kind"]), int(data["item"])
    try:
        count = read_count(message.text or "")
        if count is None:
            raise Refused("cart-count-wrong", most=str(COUNT_MOST))
        await counter.desk.catalog.set_count(person, item_id, count, kind)
    except Refused as refusal:
        await _refuse(message, refusal, kind, counter, state)
        return
    await state.clear()
    own = kind is CartKind.OWN
    screen = await (counter.item(item_id, str(data["sought"])) if own else counter.line(item_id))
    await counter.post(place_of(message, person), screen)


async def price_typed(message: Message, counter: Counter, person: Person, state: FSMContext) -> None:
    """A member's price for this once."""
    data = await state.get_data()
    item_id = int(data["item"])
    price = _price(message.text or "", counter)
    if price is None:
        await say(message, counter.reader.words("till-price-wrong"), _back(counter, CartKind.TILL))
        return
    try:
        await counter.desk.catalog.price_line(person, item_id, price)
    except Refused as refusal:
        await _refuse(message, refusal, CartKind.TILL, counter, state)
        return
    await state.clear()
    await counter.post(place_of(message, person), await counter.line(item_id))


async def discount_typed(message: Message, counter: Counter, person: Person, state: FSMContext) -> None:
    """Whole per cents, also written with the sign."""
    try:
        percent = read_count((message.text or "").strip().removesuffix("%"))
        if percent is None:
            raise Refused("cart-discount-wrong", most=str(DISCOUNT_MOST))
        await counter.desk.catalog.set_discount(person, percent)
    except Refused as refusal:
        await _refuse(message, refusal, CartKind.TILL, counter, state)
        return
    await state.clear()
    await counter.post(place_of(message, person), await counter.cart(CartKind.TILL))


async def phone_typed(message: Message, counter: Counter, person: Person, state: FSMContext) -> None:
    """The cart becomes an invoice, billed there at once; a cart that has changed is shown again."""
    data, place, words = await state.get_data(), place_of(message, person), counter.reader.words
    phone = read_phone(message.text or "")
    if phone is None:
        await say(message, words("till-phone-wrong"), _back(counter, CartKind.TILL))
        return
    kind = CartKind(data["kind"])
    try:
        made = await counter.desk.order(person, data["cart"], data["version"], place, kind, phone=phone)
    except Refused as refusal:
        await _refuse(message, refusal, kind, counter, state)
        return
    await state.clear()
    if isinstance(made, NotYet):
        await counter.post(place, await counter.cart(kind, seen=made, told=True))
    else:
        await say(message, words("phone-billed", phone=masked(phone)))


async def _refuse(
    message: Message, refusal: Refused, kind: CartKind, counter: Counter, state: FSMContext
) -> None:
    """The question stays for another answer, unless what it was about is gone."""
    text = refused_html(refusal, counter.reader.words)
    if isinstance(refusal, NotFound):
        await state.clear()
        await say(message, text)
    else:
        await say(message, text, _back(counter, kind))


def _price(typed: str, counter: Counter) -> Money | None:
    """A sum and nothing else."""
    reading = read_order(typed, counter.desk.merchant.currency)
    return reading.amount if not reading.words and not reading.phone else None
