"""``/cart``: its lines, emptying it, and making it an invoice, once."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from billing.catalog.models import Cart, CartKind, NotYet
from billing.errors import Refused
from billing.models import Person
from handlers.answers import place_of, toast
from handlers.shop.counter import AtCounter, Counter, Screen
from handlers.shop.leafing import IN_PRIVATE
from handlers.shop.typed import ask_phone
from screens import shop_buttons as b
from screens.toasts import refused


def routes() -> Router:
    """Both kinds of carts."""
    router = Router(name="cart")
    router.message.middleware(AtCounter())
    router.callback_query.middleware(AtCounter())
    router.callback_query.filter(IN_PRIVATE)
    router.message.register(by_command, Command("cart", ignore_case=True, ignore_mention=True))
    router.callback_query.register(see, b.SeeCart.filter())
    router.callback_query.register(step, b.Line.filter())
    router.callback_query.register(see_line, b.SeeLine.filter())
    router.callback_query.register(list_price, b.ListPrice.filter())
    router.callback_query.register(percent, b.Percent.filter())
    router.callback_query.register(empty, b.Empty.filter())
    router.callback_query.register(order, b.Order.filter())
    return router


async def by_command(message: Message, person: Person, counter: Counter) -> None:
    """One's own cart, below everything."""
    await counter.post(place_of(message, person), await counter.cart(CartKind.OWN))


async def see(callback: CallbackQuery, callback_data: b.SeeCart, counter: Counter) -> None:
    """A page of it."""
    counter.of_staff(callback_data.kind)
    await toast(callback)
    counter.turn(callback, lambda: counter.cart(callback_data.kind, callback_data.page))


async def step(callback: CallbackQuery, callback_data: b.Line, counter: Counter, person: Person) -> None:
    """One more, one fewer, or none of it. A cart that was ordered shows its invoice instead."""
    counter.of_staff(callback_data.kind)
    if await _was_ordered(callback, callback_data.cart, callback_data.kind, counter, person):
        return
    await counter.count(callback, callback_data.item, _stepped(callback, callback_data, counter, person))
    counter.turn(callback, lambda: _after_step(callback_data, counter))


async def _stepped(callback: CallbackQuery, tapped: b.Line, counter: Counter, person: Person) -> Cart:
    catalog = counter.desk.catalog
    if tapped.by:
        return await catalog.put(person, tapped.item, tapped.by, callback.id, tapped.kind)
    return await catalog.set_count(person, tapped.item, 0, tapped.kind)


async def _after_step(tapped: b.Line, counter: Counter) -> Screen:
    if tapped.alone and tapped.kind is CartKind.TILL:
        return await counter.line(tapped.item, tapped.page)
    return await counter.cart(tapped.kind, tapped.page)


async def see_line(callback: CallbackQuery, callback_data: b.SeeLine, counter: Counter) -> None:
    """A member looks at one line."""
    counter.of_staff(CartKind.TILL)
    await toast(callback)
    counter.turn(callback, lambda: counter.line(callback_data.item, callback_data.page))


async def list_price(
    callback: CallbackQuery, callback_data: b.ListPrice, counter: Counter, person: Person
) -> None:
    """The catalog's price again."""
    await counter.desk.catalog.price_line(person, callback_data.item, None)
    await toast(callback)
    counter.turn(callback, lambda: counter.line(callback_data.item, callback_data.page))


async def percent(
    callback: CallbackQuery, callback_data: b.Percent, counter: Counter, person: Person, state: FSMContext
) -> None:
    """The discount is chosen: the question becomes the cart."""
    await counter.desk.catalog.set_discount(person, callback_data.percent)
    await state.clear()
    await toast(callback)
    counter.turn(callback, lambda: counter.cart(CartKind.TILL))


async def empty(callback: CallbackQuery, callback_data: b.Empty, counter: Counter, person: Person) -> None:
    """Asked first."""
    kind = callback_data.kind
    counter.of_staff(kind)
    if not callback_data.sure:
        await toast(callback)
        counter.turn(callback, lambda: _emptying(kind, counter))
        return
    await counter.desk.catalog.empty(person, kind)
    await toast(callback, counter.reader.words("cart-emptied"))
    counter.turn(callback, lambda: counter.cart(kind))


async def _emptying(kind: CartKind, counter: Counter) -> Screen:
    """A cart that is empty already has nothing to ask."""
    cart = await counter.desk.catalog.filled(counter.person, kind)
    return counter.emptying(kind) if cart is not None and cart.lines else await counter.cart(kind)


async def order(
    callback: CallbackQuery, callback_data: b.Order, counter: Counter, person: Person, state: FSMContext
) -> None:
    """The invoice's card comes below; a cart that is not as it was shown is shown again."""
    tapped, words = callback_data, counter.reader.words
    counter.of_staff(tapped.kind)
    if await _was_ordered(callback, tapped.cart, tapped.kind, counter, person):
        return
    if tapped.phone:
        await ask_phone(callback, tapped, counter, state)
        return
    place = counter.place(callback)
    try:
        made = await counter.desk.order(person, tapped.cart, tapped.version, place, tapped.kind)
    except Refused as refusal:
        await toast(callback, refused(refusal, words), alert=True)
        counter.turn(callback, lambda: counter.cart(tapped.kind))
        return
    if isinstance(made, NotYet):
        news = made
        await toast(callback, words("cart-changed"), alert=True)
        counter.turn(callback, lambda: counter.cart(tapped.kind, seen=news, told=True))
        return
    invoice = made.invoice
    await toast(callback)
    counter.turn(callback, lambda: _screen(counter.ordered(tapped.kind, invoice)))


async def _was_ordered(
    callback: CallbackQuery, cart_id: int, kind: CartKind, counter: Counter, person: Person
) -> bool:
    """An old button of a cart that is an invoice by now: here is how things stand."""
    invoice_id = await counter.desk.catalog.became(person, cart_id)
    if invoice_id is None:
        return False
    invoice = await counter.desk.show(invoice_id, person, counter.place(callback))
    await toast(callback, counter.reader.words("second-tap"))
    counter.turn(callback, lambda: _screen(counter.ordered(kind, invoice)))
    return True


async def _screen(screen: Screen) -> Screen:
    return screen
