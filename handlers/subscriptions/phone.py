"""A subscription that a bank bills by phone: which number it is."""

from __future__ import annotations

from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message, ReplyKeyboardRemove

from billing.desk import Desk
from billing.errors import BillingError, PhoneForeign
from billing.models import Person
from billing.subscriptions.offering import Way
from handlers.answers import Markup, place_of_tap, redraw, say, set_buttons, toast
from handlers.filters import PRIVATE, Commandless
from handlers.parse import read_phone
from handlers.phone import international
from handlers.phone_question import SAYS_BACK, contact_keys
from handlers.subscriptions.offers import IN_PRIVATE
from handlers.subscriptions.proposing import Yes, accept, proposed, screen_or_why
from screens.buttons import keyboard, press
from screens.format import phone as masked
from screens.reader import Reader
from screens.subscriptions import buttons as b
from screens.subscriptions.offered import Proposal
from screens.toasts import refused, refused_html


class Subscribing(StatesGroup):
    """What we wait for."""

    phone = State()


def routes() -> Router:
    """The question, and the answers to it."""
    router = Router(name="subscription-phone")
    router.message.filter(PRIVATE)
    router.callback_query.filter(IN_PRIVATE)
    router.callback_query.register(ask, b.AgreeByPhone.filter())
    router.callback_query.register(known, b.ThisPhone.filter())
    router.callback_query.register(other, b.OtherPhone.filter())
    asked = StateFilter(Subscribing.phone)
    router.message.register(left, asked, SAYS_BACK)
    router.message.register(shared, asked, F.contact)
    router.message.register(typed, asked, F.text, Commandless())
    router.message.register(unread, asked, ~F.text)
    return router


async def ask(
    callback: CallbackQuery,
    callback_data: b.AgreeByPhone,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
) -> None:
    """Which number? What was shown is kept until the answer."""
    tapped, place = callback_data, place_of_tap(callback, person)
    found = await proposed(tapped.token, desk, person)
    await toast(callback)
    if not isinstance(found, Proposal) or not found.by_phone:
        await redraw(callback, *await screen_or_why(tapped.token, desk, person, reader))
        return
    number = callback.message.message_id if callback.message else 0
    source = f"sub:{place.chat_id}:{number}"
    data = {"token": tapped.token, "shown": tapped.shown, "on": tapped.on, "source": source}
    data |= {"bank": found.by_phone, "keys": not person.phone}
    await _ask(bot, person, reader, state, data)


async def known(
    callback: CallbackQuery, desk: Desk, person: Person, reader: Reader, state: FSMContext
) -> None:
    """Yes, this number. The question is answered once."""
    asked = await _asked(state)
    await set_buttons(callback, None)
    if not asked or not person.phone:
        await toast(callback, reader.words("phone-question-over"), alert=True)
        return
    await state.clear()
    try:
        text, buttons = await accept(_yes(asked), Way(phone=person.phone), desk, person, reader)
    except BillingError as refusal:
        await toast(callback, refused(refusal, reader.words), alert=True)
        text, buttons = await screen_or_why(str(asked["token"]), desk, person, reader)
    else:
        await toast(callback)
    await redraw(callback, text, buttons)


async def other(callback: CallbackQuery, bot: Bot, person: Person, reader: Reader, state: FSMContext) -> None:
    """The same question, without the known number."""
    asked = await _asked(state)
    await set_buttons(callback, None)
    if not asked:
        await toast(callback, reader.words("phone-question-over"), alert=True)
        return
    await toast(callback)
    await _ask(bot, person, reader, state, asked | {"keys": True})


async def shared(message: Message, desk: Desk, person: Person, reader: Reader, state: FSMContext) -> None:
    """One's own number is kept; a contact of somebody else only gets the bills."""
    assert message.contact is not None
    own = message.contact.user_id == person.id
    await _answer(message, international(message.contact), desk, person, reader, state, keep=own)


async def typed(message: Message, desk: Desk, person: Person, reader: Reader, state: FSMContext) -> None:
    """A number in any usual form."""
    await _answer(message, message.text or "", desk, person, reader, state, keep=True)


async def unread(message: Message, reader: Reader, state: FSMContext) -> None:
    """A sticker, a voice, a file."""
    await say(message, reader.words("phone-wrong"), _way_out(await _asked(state), reader))


async def left(message: Message, reader: Reader, state: FSMContext) -> None:
    """*Back* on the reply keyboard: nothing has begun."""
    await state.clear()
    await say(message, reader.words("phone-left"), ReplyKeyboardRemove())


async def _ask(bot: Bot, person: Person, reader: Reader, state: FSMContext, data: dict[str, Any]) -> None:
    words, bank = reader.words, reader.words.way(str(data["bank"]))
    await state.set_state(Subscribing.phone)
    await state.set_data(data)
    if data["keys"]:
        await bot.send_message(
            person.id, words.html("phone-ask", bank=bank), reply_markup=contact_keys(words)
        )
        return
    shown = masked(person.phone)
    rows = [
        [press(words("phone-known-yes", phone=shown), b.ThisPhone())],
        [press(words("btn-other-number"), b.OtherPhone())],
        [press(words("btn-back"), b.SeeOffer(token=str(data["token"])))],
    ]
    text = words.html("phone-known", bank=bank, phone=shown)
    await bot.send_message(person.id, text, reply_markup=keyboard(rows))


async def _answer(
    message: Message,
    number: str,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
    *,
    keep: bool,
) -> None:
    """The question stays where the number is none, or the bank bills no such number."""
    asked, phone = await _asked(state), read_phone(number)
    if phone is None:
        await say(message, reader.words("phone-wrong"), _way_out(asked, reader))
        return
    try:
        text, buttons = await accept(_yes(asked), Way(phone=phone), desk, person, reader)
    except PhoneForeign as refusal:
        await say(message, refused_html(refusal, reader.words), _way_out(asked, reader))
        return
    except BillingError as refusal:
        await state.clear()
        await say(message, refused_html(refusal, reader.words), ReplyKeyboardRemove())
        await say(message, *await screen_or_why(str(asked["token"]), desk, person, reader))
        return
    await state.clear()
    if keep:
        await desk.remember_phone(person.id, phone)
    await say(message, reader.words("sub-phone-noted", phone=masked(phone)), ReplyKeyboardRemove())
    await say(message, text, buttons)


def _way_out(asked: dict[str, Any], reader: Reader) -> Markup:
    if asked.get("keys"):
        return contact_keys(reader.words)
    return keyboard([[press(reader.words("btn-back"), b.SeeOffer(token=str(asked["token"])))]])


def _yes(asked: dict[str, Any]) -> Yes:
    return Yes(str(asked["token"]), int(asked["shown"]), str(asked["on"]), str(asked["source"]))


async def _asked(state: FSMContext) -> dict[str, Any]:
    """What the open question is about; nothing where none is open."""
    open_now = await state.get_state() == Subscribing.phone.state
    return await state.get_data() if open_now else {}
