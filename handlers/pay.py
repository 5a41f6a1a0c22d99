"""The taps on a card: pay, check, another way, new QR, cancel.

A tap waits up to two seconds for the bank and has its answer in the toast; else the toast says that the bank
is being asked, and the card shows the end of it.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, TypeVar

from aiogram import Bot, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from billing.desk import Desk
from billing.errors import Closed, NotAllowed, PageWanted, ParticularsWanted, PhoneWanted
from billing.models import Payment, Person, Place
from billing.pay_desk import Checked
from handlers import particulars
from handlers.answers import place_of_tap, set_buttons, tap_of, tell_later, toast, within_patience
from handlers.middleware import FoundCard
from handlers.phone import wanted
from screens import buttons as b
from screens.reader import Reader
from screens.texts import Words
from screens.toasts import after_check, refused

T = TypeVar("T")


def routes() -> Router:
    """A handler for each button that asks a bank."""
    router = Router(name="pay")
    router.callback_query.middleware(FoundCard())
    router.callback_query.register(pay, b.Pay.filter())
    router.callback_query.register(pay_and_keep, b.PayAndKeep.filter())
    router.callback_query.register(pay_kept, b.PayKept.filter())
    router.callback_query.register(check, b.Check.filter())
    router.callback_query.register(renew, b.Renew.filter())
    router.callback_query.register(cancel, b.Cancel.filter())
    return router


async def pay(
    callback: CallbackQuery,
    callback_data: b.Pay,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
) -> None:
    """A QR at this bank, or the question for a phone. The desk answers at once, the bank later."""
    invoice_id, words = callback_data.invoice, reader.words
    try:
        below = _below_news(callback, person)
        source = tap_of(callback)
        payment = await desk.pay(invoice_id, callback_data.provider, below=below, source=source)
    except PhoneWanted:
        await wanted(callback, invoice_id, callback_data.provider, bot, desk, person, reader, state)
    except (ParticularsWanted, PageWanted) as more:
        way = callback_data.provider
        await particulars.wanted(callback, invoice_id, way, more, bot, desk, person, reader, state)
    except Closed as refusal:
        await _closed(callback, invoice_id, refusal, desk, person, words)
    else:
        await toast(callback, await _prepared(payment, desk, words))
        if below is not None:
            await set_buttons(callback, None)


async def pay_and_keep(
    callback: CallbackQuery,
    callback_data: b.PayAndKeep,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
) -> None:
    """The same as *pay*, and the customer lets the shop keep the method; only in their own chat."""
    _only_in_private(callback, person)
    invoice_id, below = callback_data.invoice, _below_news(callback, person)
    try:
        payment = await desk.pay(
            invoice_id, callback_data.provider, keeper=person, below=below, source=tap_of(callback)
        )
    except (ParticularsWanted, PageWanted) as more:
        way = callback_data.provider
        await particulars.wanted(callback, invoice_id, way, more, bot, desk, person, reader, state, keep=True)
    except Closed as refusal:
        await _closed(callback, invoice_id, refusal, desk, person, reader.words)
    else:
        await toast(callback, reader.words("second-tap" if payment.instruction else "asking-bank"))


async def pay_kept(
    callback: CallbackQuery, callback_data: b.PayKept, bot: Bot, desk: Desk, person: Person, words: Words
) -> None:
    """Charge what the customer let us keep. The sum stands on the button, so that nothing more is asked."""
    _only_in_private(callback, person)
    tapped, below = callback_data, _below_news(callback, person)
    work = desk.methods.pay(tapped.invoice, tapped.method, person, attempt=tapped.attempt, below=below)
    try:
        payment = await _ask(work, callback, bot, desk, person, words)
    except Closed as refusal:
        await _closed(callback, tapped.invoice, refusal, desk, person, words)
    else:
        if payment is not None:
            await toast(callback, words("asking-bank" if payment.asked_at is None else "second-tap"))


async def renew(
    callback: CallbackQuery,
    callback_data: b.Renew,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
) -> None:
    """A new QR or bill, after the bank was asked about the old one."""
    words, invoice_id = reader.words, callback_data.invoice
    try:
        work = desk.renew(invoice_id, source=tap_of(callback))
        payment = await _ask(work, callback, bot, desk, person, words)
    except PhoneWanted:
        way = await _anew(desk, invoice_id)
        await wanted(callback, invoice_id, way, bot, desk, person, reader, state)
    except (ParticularsWanted, PageWanted) as more:
        way = await _anew(desk, invoice_id)
        await particulars.wanted(callback, invoice_id, way, more, bot, desk, person, reader, state)
    except Closed as refusal:
        await _closed(callback, callback_data.invoice, refusal, desk, person, words)
    else:
        if payment is not None:
            await toast(callback, await _prepared(payment, desk, words))


async def check(
    callback: CallbackQuery, callback_data: b.Check, bot: Bot, desk: Desk, person: Person, words: Words
) -> None:
    """Has the money come?"""
    found: Checked | None = await _ask(desk.check(callback_data.invoice), callback, bot, desk, person, words)
    if found is not None:
        await toast(callback, after_check(found, words))


async def cancel(
    callback: CallbackQuery, callback_data: b.Cancel, bot: Bot, desk: Desk, person: Person, words: Words
) -> None:
    """Only who manages the invoice; the bank is asked first whether money is on its way."""
    try:
        work = desk.cancel(callback_data.invoice, person)
        if await _ask(work, callback, bot, desk, person, words) is not None:
            promised = (await desk.view(callback_data.invoice)).taken_back
            await toast(callback, words("chat-cancelling" if promised else "chat-cancelled"))
    except Closed as refusal:
        await _closed(callback, callback_data.invoice, refusal, desk, person, words)


async def _ask(
    work: Coroutine[Any, Any, T], callback: CallbackQuery, bot: Bot, desk: Desk, person: Person, words: Words
) -> T | None:
    """The desk's answer in time, or ``None`` after the toast that the bank is still being asked."""
    answer = await within_patience(work, desk.spawn, tell_later(bot, person, words))
    if answer is None:
        await toast(callback, words("asking-bank"))
    return answer


async def _anew(desk: Desk, invoice_id: int) -> str | None:
    """Which bank makes the new one."""
    before = (await desk.view(invoice_id)).payment
    return desk.bank_anew(before) if before is not None else None


async def _closed(
    callback: CallbackQuery, invoice_id: int, refusal: Closed, desk: Desk, person: Person, words: Words
) -> None:
    """Say why, and see that a living card stands in a private chat."""
    await toast(callback, refused(refusal, words), alert=True)
    place = place_of_tap(callback, person)
    if place.private:
        await desk.show(invoice_id, person, place)


def _only_in_private(callback: CallbackQuery, person: Person) -> None:
    """What a person lets us keep is nothing for a group, whatever a made-up button says."""
    if place_of_tap(callback, person).chat_id != person.id:
        raise NotAllowed("method-not-yours")


def _below_news(callback: CallbackQuery, person: Person) -> tuple[Person, Place] | None:
    """*Try again* stands under news as well, with the card far above: there the card comes down to it."""
    place = place_of_tap(callback, person)
    news = isinstance(callback.message, Message) and not callback.message.photo
    return (person, place) if place.private and news else None


async def _prepared(payment: Payment, desk: Desk, words: Words) -> str:
    """What is being made, a bill, a page or a QR; the second tap finds the first one's."""
    if payment.instruction is not None:
        return words("second-tap")
    if payment.phone:
        return words("hint-sending")
    by_page = payment.provider in (await desk.view(payment.invoice_id)).redirecting
    return words("hint-preparing-page" if by_page else "hint-preparing")
