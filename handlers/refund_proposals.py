"""What somebody proposes to send back: approved after one question, declined, taken back."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from billing.desk import Desk
from billing.errors import Closed
from billing.models import Person, Refund
from billing.states import RefundState
from handlers.answers import redraw, toast
from screens import proposal_answers as answers
from screens import proposals as screens
from screens import refund_buttons as rb
from screens import refunds
from screens.buttons import keyboard
from screens.reader import Reader
from screens.toasts import refused


def routes() -> Router:
    """A handler for each button."""
    router = Router(name="refund-proposals")
    router.callback_query.register(approve, rb.Approve.filter())
    router.callback_query.register(decline, rb.Decline.filter())
    router.callback_query.register(see, rb.SeeProposal.filter())
    return router


async def approve(
    callback: CallbackQuery, callback_data: rb.Approve, desk: Desk, person: Person, reader: Reader
) -> None:
    """Asked once, because money moves out; then the bank is asked beside the chat."""
    refund = await desk.refunds.find(callback_data.refund, person)
    if not callback_data.sure and refund.state is RefundState.PROPOSED:
        await desk.refunds.may_approve(refund, person)
        await toast(callback)
        await redraw(callback, *answers.sure(await desk.view(refund.invoice_id), refund, reader))
        return
    try:
        refund = await desk.refunds.approve(refund.id, person)
    except Closed as refusal:
        await _too_late(callback, refund, refusal, desk, reader)
        return
    number = (await desk.view(refund.invoice_id)).invoice.number
    await toast(callback, reader.words("asking-bank"))
    await redraw(callback, refunds.sending(number, refund.amount, reader))


async def decline(
    callback: CallbackQuery, callback_data: rb.Decline, desk: Desk, person: Person, reader: Reader
) -> None:
    """No money moves, so it is not asked again; who proposed it is told."""
    refund = await desk.refunds.find(callback_data.refund, person)
    try:
        refund = await desk.refunds.decline(refund.id, person)
    except Closed as refusal:
        await _too_late(callback, refund, refusal, desk, reader)
        return
    await toast(callback, reader.words("refund-declined-toast"))
    await _redraw(callback, refund, desk, reader)


async def see(
    callback: CallbackQuery, callback_data: rb.SeeProposal, desk: Desk, person: Person, reader: Reader
) -> None:
    """*No*: how it stands, as before the question."""
    refund = await desk.refunds.find(callback_data.refund, person)
    await toast(callback)
    await _redraw(callback, refund, desk, reader)


async def _too_late(
    callback: CallbackQuery, refund: Refund, refusal: Closed, desk: Desk, reader: Reader
) -> None:
    """Somebody was first, or another refund is under way: said, and how it stands now is shown."""
    await toast(callback, refused(refusal, reader.words), alert=True)
    await _redraw(callback, refund, desk, reader)


async def _redraw(callback: CallbackQuery, refund: Refund, desk: Desk, reader: Reader) -> None:
    view = await desk.view(refund.invoice_id)
    now = view.refund_of(refund.id) or refund
    await redraw(callback, screens.told(view, now, reader), keyboard(answers.answers(now, reader)))
