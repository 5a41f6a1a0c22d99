"""What follows a refund: asked about, sent again, called off. And held money: taken, or let go."""

from __future__ import annotations

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from billing.desk import Desk
from billing.errors import Closed, Refused
from billing.models import Person, Refund
from billing.states import RefundState
from handlers.answers import redraw, set_buttons, tell_later, toast, within_patience
from screens import refund_buttons as rb
from screens import refunds as screens
from screens.reader import Reader
from screens.toasts import refused

_FOUND = {RefundState.COMPLETED: "refund-check-done", RefundState.FAILED: "refund-check-failed"}


def routes() -> Router:
    """A handler for each button."""
    router = Router(name="refund-checks")
    router.callback_query.register(check, rb.CheckRefund.filter())
    router.callback_query.register(see, rb.SeeRefund.filter())
    router.callback_query.register(send_again, rb.SendAgain.filter())
    router.callback_query.register(call_off, rb.CallOff.filter())
    router.callback_query.register(decide_hold, rb.DecideHold.filter())
    return router


async def check(
    callback: CallbackQuery,
    callback_data: rb.CheckRefund,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
) -> None:
    """Has the money gone back? The message always shows that somebody asked."""

    async def work() -> Refund:
        refund = await desk.refunds.check_now(callback_data.refund, person)
        await _redraw(callback, refund, desk, person, reader, checked=True)
        return refund

    refund = await within_patience(work(), desk.spawn, tell_later(bot, person, reader.words))
    key = _FOUND.get(refund.state, "refund-check-open") if refund else "asking-bank"
    await toast(callback, reader.words(key), alert=refund is not None)


async def see(
    callback: CallbackQuery, callback_data: rb.SeeRefund, desk: Desk, person: Person, reader: Reader
) -> None:
    """*No*: how it stands, as before the question."""
    refund = await desk.refunds.find(callback_data.refund, person)
    await toast(callback)
    await _redraw(callback, refund, desk, person, reader)


async def send_again(
    callback: CallbackQuery,
    callback_data: rb.SendAgain,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
) -> None:
    """Once more, where the bank's figures prove that nothing moved; the bank is asked first."""

    async def work() -> Refund:
        refund = await desk.refunds.send_again(callback_data.refund, person)
        number = (await desk.view(refund.invoice_id)).invoice.number
        await redraw(callback, screens.sending(number, refund.amount, reader))
        return refund

    await within_patience(work(), desk.spawn, tell_later(bot, person, reader.words))
    await toast(callback, reader.words("asking-bank"))


async def call_off(
    callback: CallbackQuery, callback_data: rb.CallOff, desk: Desk, person: Person, reader: Reader
) -> None:
    """It never happened: asked once more, because afterwards the money can be returned again."""
    refund = await desk.refunds.find(callback_data.refund, person)
    if callback_data.sure:
        refund = await desk.refunds.give_up(refund.id, person)
        await toast(callback, reader.words("refund-called-off"), alert=True)
        number = (await desk.view(refund.invoice_id)).invoice.number
        await redraw(callback, screens.ended(refund, number, reader))
        return
    view = await desk.refunds.view(refund.payment_id, person)
    if view.under_way is None or view.under_way.id != refund.id:
        raise Closed("button-old")
    await toast(callback)
    asking = screens.call_off(view, refund, reader)
    await redraw(callback, asking.text, asking.keyboard)


async def decide_hold(
    callback: CallbackQuery, callback_data: rb.DecideHold, desk: Desk, person: Person, reader: Reader
) -> None:
    """The bank is told beside the chat; what comes of it is seen on the card."""
    words = reader.words
    try:
        await desk.refunds.decide_hold(callback_data.payment, callback_data.what, person)
    except Closed as refusal:
        await toast(callback, refused(refusal, words), alert=True)
    else:
        await toast(callback, words("asking-bank"))
    if isinstance(callback.message, Message) and not callback.message.photo:  # a card is redrawn by itself
        await set_buttons(callback, None)


async def _redraw(
    callback: CallbackQuery,
    refund: Refund,
    desk: Desk,
    person: Person,
    reader: Reader,
    *,
    checked: bool = False,
) -> None:
    """The question with the refund on it, or how it ended where there is nothing more to ask."""
    try:
        view = await desk.refunds.view(refund.payment_id, person)
    except Refused:
        number = (await desk.view(refund.invoice_id)).invoice.number
        await redraw(callback, screens.ended(refund, number, reader))
        return
    asking = screens.question(view, reader, desk.clock.now(), checked=checked)
    await redraw(callback, asking.text, asking.keyboard)
