"""A split: the issuer says how many shares; who comes by the card's link takes one in the private chat."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from billing.access import may_manage
from billing.desk import Desk
from billing.errors import Closed, NotAllowed
from billing.models import Person, Place
from billing.split.dividing import may_split
from billing.split.models import OWN
from handlers.answers import place_of, place_of_tap, redraw, say, set_buttons, toast
from handlers.filters import Commandless
from handlers.middleware import FoundCard
from handlers.parse import read_count, read_order
from handlers.questions import Asked, Leave, back
from screens import splits
from screens.buttons import press
from screens.format import money
from screens.reader import Reader
from screens.split_buttons import Split, SplitIn, TakeShare, how_many, yes
from screens.texts import Words


def routes() -> Router:
    """The question on the issuer's card, its answers, and the share that was offered."""
    router = Router(name="split")
    router.callback_query.middleware(FoundCard())
    router.callback_query.register(ask, Split.filter())
    router.callback_query.register(chosen, SplitIn.filter())
    router.callback_query.register(take, TakeShare.filter())
    router.message.register(named, StateFilter(Asked.share), F.text, Commandless())
    router.message.register(typed, StateFilter(Asked.parts), F.text, Commandless())
    return router


async def ask(
    callback: CallbackQuery,
    callback_data: Split,
    desk: Desk,
    person: Person,
    words: Words,
    state: FSMContext,
) -> None:
    """How many people? Only on the private card of who manages the invoice."""
    view = await desk.view(callback_data.invoice)
    if not may_manage(person, view.invoice) or not place_of_tap(callback, person).private:
        raise NotAllowed
    if not may_split(view.invoice, desk.clock.now()):
        raise Closed
    await state.set_state(Asked.parts)
    await state.set_data({"invoice": view.invoice.id})
    await toast(callback)
    if isinstance(callback.message, Message):
        text = words("split-ask", amount=money(view.invoice.amount, words.locale))
        leave = [press(words("btn-back"), Leave())]
        await say(callback.message, text, how_many(view.invoice.id, words, leave))


async def chosen(
    callback: CallbackQuery,
    callback_data: SplitIn,
    desk: Desk,
    person: Person,
    words: Words,
    state: FSMContext,
) -> None:
    """One of the usual numbers."""
    await desk.split.divide(callback_data.invoice, person, callback_data.parts)
    await state.clear()
    await toast(callback)
    await redraw(callback, _done(callback_data.parts, words))


async def typed(message: Message, desk: Desk, person: Person, words: Words, state: FSMContext) -> None:
    """Any other; what is none is asked for again."""
    parts, data = read_count(message.text or ""), await state.get_data()
    if not parts:  # nobody at all stands for something else here
        await say(message, words("split-unread"), back(words))
        return
    await desk.split.divide(int(data["invoice"]), person, parts)
    await state.clear()
    await say(message, _done(parts, words))


def _done(parts: int, words: Words) -> str:
    return words("split-done-own") if parts == OWN else words("split-done", parts=parts)


async def offer(
    message: Message, token: str, desk: Desk, person: Person, reader: Reader, state: FSMContext
) -> None:
    """Who came by the link is told how much it is, or asked; who has a share gets its card."""
    whole, amount = await desk.split.next_share(token, person)
    if amount is None:
        await desk.split.take(token, person, place_of(message, person))
        return
    name = (person.name.split() or [""])[0]
    text = splits.offered(whole, amount, name, reader)
    if whole.parts == OWN:
        await state.set_state(Asked.share)
        await state.set_data({"token": token})
        await say(message, text, back(reader.words))
        return
    await say(message, text, yes(token, reader.words))


async def named(message: Message, desk: Desk, person: Person, words: Words, state: FSMContext) -> None:
    """How much somebody will pay of it; what is no amount is asked for again."""
    reading, data = read_order(message.text or "", desk.merchant.currency), await state.get_data()
    if reading.amount is None or reading.words or reading.phone:
        await say(message, words("split-own-unread"), back(words))
        return
    await desk.split.take(str(data["token"]), person, place_of(message, person), reading.amount)
    await state.clear()


async def take(
    callback: CallbackQuery, callback_data: TakeShare, desk: Desk, person: Person, words: Words
) -> None:
    """The share is theirs; its card comes below."""
    if place_of_tap(callback, person) != Place(person.id):
        raise NotAllowed("split-in-private")
    await desk.split.take(callback_data.token, person, Place(person.id))
    await toast(callback, words("hint-preparing"))
    await set_buttons(callback, None)
