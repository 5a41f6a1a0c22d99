"""Paying by phone: which number the bill goes to, asked for and answered in the private chat.

A customer's number is offered again, shown masked, until they forget it; the number that a member types for a
customer is not kept, nor is somebody else's contact.
"""

from __future__ import annotations

from aiogram import Bot, F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Contact, Message, ReplyKeyboardRemove

from billing.desk import Desk
from billing.errors import BillingError, Closed, PhoneForeign
from billing.models import Payment, Person
from billing.states import InvoiceState
from handlers.answers import lead, place_of, place_of_tap, say, set_buttons, toast
from handlers.filters import PRIVATE, Commandless
from handlers.invoice import take, whole
from handlers.middleware import FoundCard
from handlers.parse import read_order, read_phone
from handlers.phone_question import SAYS_BACK, ask, asked_now, standing, way_out
from handlers.questions import Asked
from screens import buttons as b
from screens.format import phone as masked
from screens.reader import Reader
from screens.texts import Words
from screens.toasts import refused_html


def routes() -> Router:
    """Taps, answers to the question, and answers that come too late."""
    router = Router(name="phone")
    router.callback_query.middleware(FoundCard())
    router.callback_query.register(bill_known, b.BillTo.filter())
    router.callback_query.register(other_number, b.OtherNumber.filter())
    router.callback_query.register(forget_number, b.ForgetNumber.filter())
    asked = StateFilter(Asked.phone)
    router.message.register(contact_shared, asked, F.contact)
    router.message.register(left, asked, SAYS_BACK)
    router.message.register(number_typed, asked, F.text, Commandless())
    router.message.register(no_number, asked, ~F.text)
    router.message.register(too_late, PRIVATE, F.contact)
    router.message.register(too_late, PRIVATE, SAYS_BACK)
    return router


async def wanted(
    callback: CallbackQuery,
    invoice_id: int,
    provider: str | None,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
) -> None:
    """A bank was tapped that bills by phone: ask for the number, or offer the one that is known."""
    view = await desk.view(invoice_id)
    slug = provider or (view.payment.provider if view.payment else "")
    if not place_of_tap(callback, person).private:
        await lead(callback, reader.site.start_link(f"inv_{view.invoice.token}"))
        return
    if standing(view, slug) is not None:
        await toast(callback, reader.words("second-tap"))
        return
    await toast(callback)
    await ask(callback, view, slug, bot, person, reader, state)


async def bill_known(
    callback: CallbackQuery,
    callback_data: b.BillTo,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
) -> None:
    """Yes, this number. The question is answered once: a second tap finds the bill on its way."""
    asked = await asked_now(state)
    phone = str(asked.get("phone") or "")
    if not phone or asked.get("invoice") != callback_data.invoice:
        view = await desk.view(callback_data.invoice)
        under_way = standing(view, callback_data.provider) is not None
        key = "second-tap" if under_way else "phone-question-over"
        await toast(callback, reader.words(key), alert=not under_way)
        await set_buttons(callback, None)
        return
    await state.clear()
    below = (person, place_of_tap(callback, person))
    try:
        payment = await desk.pay(callback_data.invoice, callback_data.provider, phone=phone, below=below)
    finally:
        await set_buttons(callback, None)
    await toast(callback, _told(payment, phone, reader.words))


async def other_number(
    callback: CallbackQuery,
    callback_data: b.OtherNumber,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
) -> None:
    """On the card, or instead of the number that is offered."""
    view = await desk.view(callback_data.invoice)
    if not place_of_tap(callback, person).private:
        await lead(callback, reader.site.start_link(f"inv_{view.invoice.token}"))
        return
    if view.invoice.state is not InvoiceState.OPEN:
        raise Closed
    await toast(callback)
    await _put_question_away(callback)
    await ask(callback, view, callback_data.provider, bot, person, reader, state, afresh=True)


async def forget_number(
    callback: CallbackQuery,
    callback_data: b.ForgetNumber,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
) -> None:
    """The number is forgotten, and the question asked without it."""
    person = await desk.remember_phone(person.id, "")
    await toast(callback, reader.words("phone-forgotten"))
    await _put_question_away(callback)
    view = await desk.view(callback_data.invoice)
    if view.invoice.state is InvoiceState.OPEN:
        await ask(callback, view, callback_data.provider, bot, person, reader, state, afresh=True)


async def contact_shared(
    message: Message, desk: Desk, person: Person, reader: Reader, state: FSMContext
) -> None:
    """One's own number is kept; a contact of somebody else only gets the bill."""
    assert message.contact is not None
    phone = read_phone(international(message.contact))
    if phone is None:
        await _wrong(message, reader.words, state)
        return
    own = message.contact.user_id == person.id
    await _bill(message, phone, desk, person, reader, state, keep=own)


async def number_typed(
    message: Message, desk: Desk, person: Person, reader: Reader, state: FSMContext
) -> None:
    """A number in any usual form; anything else gets one line with an example."""
    order = whole(read_order(message.text or "", desk.merchant.currency), desk)
    if (await asked_now(state))["staff"] and order.amount is not None and order.phone is not None:
        await state.clear()  # the next order: its number must not get the bill that was asked about
        await take(message, order, desk, person, reader)
        return
    phone = read_phone(message.text or "")
    if phone is not None:
        await _bill(message, phone, desk, person, reader, state, keep=True)
        return
    view = await desk.view((await asked_now(state))["invoice"])
    if view.invoice.state is InvoiceState.OPEN:
        await _wrong(message, reader.words, state)
        return
    await state.clear()  # it was settled meanwhile: nobody waits for a number
    await say(message, reader.words("phone-question-over"), ReplyKeyboardRemove())


async def no_number(message: Message, words: Words, state: FSMContext) -> None:
    """A sticker, a voice, a file."""
    await _wrong(message, words, state)


async def _wrong(message: Message, words: Words, state: FSMContext) -> None:
    """The question stays, and its *Back* stands here, too."""
    await say(message, words("phone-wrong"), way_out(words, await asked_now(state)))


async def left(message: Message, words: Words, state: FSMContext) -> None:
    """*Back* on the reply keyboard."""
    await state.clear()
    await say(message, words("phone-left"), ReplyKeyboardRemove())


async def too_late(message: Message, words: Words) -> None:
    """The keyboard stood there longer than the question."""
    await say(message, words("phone-question-over"), ReplyKeyboardRemove())


async def _bill(
    message: Message,
    phone: str,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
    *,
    keep: bool,
) -> None:
    """The answer becomes a bill, once; its card comes down to the end of the chat."""
    asked, place = await asked_now(state), place_of(message, person)
    await state.clear()
    try:
        payment = await desk.pay(asked["invoice"], asked["provider"], phone=phone, below=(person, place))
    except PhoneForeign as refusal:  # the question stays for another one
        await state.set_state(Asked.phone)
        await state.set_data(asked)
        await say(message, refused_html(refusal, reader.words), way_out(reader.words, asked))
        return
    except BillingError as refusal:
        await say(message, refused_html(refusal, reader.words), ReplyKeyboardRemove())
        if isinstance(refusal, Closed):
            await desk.show(asked["invoice"], person, place)
        return
    if keep and not asked["staff"]:
        await desk.remember_phone(person.id, phone)
    await say(message, _told(payment, phone, reader.words), ReplyKeyboardRemove())


def _told(payment: Payment, phone: str, words: Words) -> str:
    """Where the bill goes, or that another one stands."""
    if payment.phone == phone:
        return words("phone-billed", phone=masked(phone))
    return words("phone-standing")


async def _put_question_away(callback: CallbackQuery) -> None:
    """A question that is answered keeps no buttons; a card keeps its own."""
    if isinstance(callback.message, Message) and not callback.message.photo:
        await set_buttons(callback, None)


def international(contact: Contact) -> str:
    """Telegram writes its own numbers with the country's code and without a plus."""
    number = contact.phone_number.strip()
    known = contact.user_id is not None and not number.startswith(("+", "8"))
    return f"+{number}" if known else number
