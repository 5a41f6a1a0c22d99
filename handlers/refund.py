"""``/refund`` and the button *Refund*: how much goes back, asked, confirmed once, sent once.

The sum of a question waits in the conversation, the button names it. A question that was asked before another
refund was made is an old one, whoever answers it.
"""

from __future__ import annotations

from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from billing.desk import Desk
from billing.errors import Closed, Refused
from billing.models import Person, Refund
from billing.money import Money
from billing.refund_view import RefundView
from billing.refunding import Wish
from billing.states import RefundState
from handlers import refund_items as items
from handlers.answers import redraw, say, toast
from handlers.filters import PRIVATE, Commandless
from handlers.middleware import FoundCard
from handlers.newest import Newest
from handlers.questions import Asked
from handlers.refund_question import (
    about,
    afresh,
    ask,
    draft,
    put,
    reason_for,
    still_asked,
    view_answered,
    view_or_bare,
)
from handlers.refund_words import Typed, read_part, read_refund
from screens import refund_buttons as rb
from screens import refunds as screens
from screens.reader import Reader
from screens.toasts import refused_html


def routes() -> Router:
    """The command, its two typed answers, and the buttons from the question to the yes."""
    router = Router(name="refund")
    router.callback_query.middleware(FoundCard())
    router.message.register(by_command, Command("refund", ignore_case=True, ignore_mention=True))
    router.message.register(number_answered, StateFilter(Asked.refund_number), F.text, Commandless(), PRIVATE)
    router.message.register(amount_answered, StateFilter(Asked.refund_amount), F.text, Commandless(), PRIVATE)
    router.callback_query.register(by_button, rb.AskRefund.filter())
    router.callback_query.register(chosen, rb.Choose.filter())
    router.callback_query.register(confirmed, rb.Confirm.filter())
    router.callback_query.register(left, rb.LeaveRefund.filter())
    items.register(router)
    return router


async def by_command(
    message: Message, command: CommandObject, desk: Desk, person: Person, reader: Reader, state: FSMContext
) -> None:
    """``/refund 1042 1500 the cup was broken``; what is missing is asked for."""
    typed = read_refund(command.args or "", desk.merchant.currency)
    if typed.number is not None:
        await _begin(message, typed, desk, person, reader, state)
        return
    if typed.unread:
        await say(message, reader.words("refund-number-not-read"))
        return
    await state.clear()
    await state.set_state(Asked.refund_number)
    await say(message, reader.words("refund-ask-number"), screens.back(reader))


async def number_answered(
    message: Message, desk: Desk, person: Person, reader: Reader, state: FSMContext
) -> None:
    """The answer to *which invoice?*; amount and reason may follow it as in the command."""
    typed = read_refund(message.text or "", desk.merchant.currency)
    if typed.number is None:
        await say(message, reader.words("refund-ask-number"), screens.back(reader))
        return
    await _begin(message, typed, desk, person, reader, state)


async def by_button(
    callback: CallbackQuery,
    callback_data: rb.AskRefund,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
) -> None:
    """*Refund* on the card: the question comes below."""
    view = await desk.refunds.view_of_invoice(callback_data.invoice, person)
    await state.clear()
    await toast(callback)
    if isinstance(callback.message, Message):
        await ask(callback.message, view, desk, person, reader)


async def chosen(
    callback: CallbackQuery,
    callback_data: rb.Choose,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
    newest: Newest,
) -> None:
    """All, the surplus, an amount to be typed, or items to be picked."""
    view = await still_asked(callback, callback_data, desk, person, reader)
    if view is None:
        return
    if callback_data.part is rb.Part.ITEMS:
        await items.opened(callback, view, desk, reader, state, newest)
        return
    reason = reason_for(view, await state.get_data())
    if callback_data.part is rb.Part.TYPED:
        await state.set_state(Asked.refund_amount)
        await state.set_data({**about(view), "reason": reason})
        await toast(callback)
        asking = screens.amount_question(view, reader)
        await redraw(callback, asking.text, asking.keyboard)
        return
    amount = view.money.left if callback_data.part is rb.Part.ALL else view.surplus
    if amount is None or not isinstance(callback.message, Message):
        await afresh(callback, view, desk, reader)
        return
    await desk.refunds.check(view, amount)
    number = callback.message.message_id
    asking = await draft(view, amount, reason, callback_data.part, number, reader, state)
    await toast(callback)
    if callback_data.below:
        await say(callback.message, asking.text, asking.keyboard)
    else:
        await redraw(callback, asking.text, asking.keyboard)


async def amount_answered(
    message: Message, desk: Desk, person: Person, reader: Reader, state: FSMContext
) -> None:
    """A typed amount, perhaps with its reason; what cannot go back is refused and asked for again."""
    view = await view_answered(message, desk, person, reader, state)
    if view is None:
        return
    typed = read_part(message.text or "", view.money.left.currency)
    if typed.amount is None or typed.unread:
        await say(message, reader.words("refund-amount-not-read"), screens.back(reader))
        return
    try:
        await desk.refunds.check(view, typed.amount)
    except Refused as refusal:
        await say(message, refused_html(refusal, reader.words), screens.back(reader))
        return
    reason = typed.reason or reason_for(view, await state.get_data())
    asking = await draft(view, typed.amount, reason, rb.Part.TYPED, message.message_id, reader, state)
    await say(message, asking.text, asking.keyboard)


async def confirmed(
    callback: CallbackQuery,
    callback_data: rb.Confirm,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
) -> None:
    """*Yes*: the bank is asked beside the chat, and the question cannot be answered once more."""
    data = await state.get_data()
    named = _names(callback_data, data)
    made = await desk.refunds.answered(callback_data.payment, callback_data.asked, person) if named else None
    if made is not None and made.amount.minor == data["minor"]:
        await toast(callback, reader.words("second-tap"))
        await _redraw(callback, made, desk, reader)
        return
    view = await view_or_bare(callback, callback_data.payment, desk, person)
    source = f"refund:{callback_data.payment}:{callback_data.asked}"
    refund = None
    if named and view.source == source:
        amount = Money(data["minor"], view.money.taken.currency)
        refund = await _request(desk, person, _wish(view, amount, source, data))
    if refund is None or refund.person_id != person.id:
        now = await view_or_bare(callback, callback_data.payment, desk, person) if named else view
        await afresh(callback, now, desk, reader)
        return
    proposed = refund.state is RefundState.PROPOSED
    await toast(callback, reader.words("refund-proposed-toast" if proposed else "asking-bank"))
    await _redraw(callback, refund, desk, reader)


async def left(callback: CallbackQuery, reader: Reader, state: FSMContext, newest: Newest) -> None:
    """*Back* or *No*."""
    await state.clear()
    await toast(callback)
    put(callback, screens.Asking(reader.words("refund-left-alone")), newest)


async def _begin(
    message: Message, typed: Typed, desk: Desk, person: Person, reader: Reader, state: FSMContext
) -> None:
    """The question, or at once the confirmation where the amount is known.

    Where there is no such invoice, the question *which one?* stays: the next number is an answer to it.
    """
    assert typed.number is not None
    invoice = await desk.invoice_by_number(typed.number, person)
    view = await desk.refunds.view_of_invoice(invoice.id, person)
    await state.clear()
    await state.set_data({**about(view), "reason": typed.reason})
    if view.under_way is not None or (typed.amount is None and not typed.unread):
        await ask(message, view, desk, person, reader)
        return
    if typed.amount is None or typed.unread:
        await ask(message, view, desk, person, reader, first=reader.words("refund-amount-not-read"))
        return
    try:
        await desk.refunds.check(view, typed.amount)
    except Refused as refusal:
        await ask(message, view, desk, person, reader, first=refused_html(refusal, reader.words))
        return
    number = message.message_id
    asking = await draft(view, typed.amount, typed.reason, rb.Part.TYPED, number, reader, state)
    await say(message, asking.text, asking.keyboard)


def _wish(view: RefundView, amount: Money, source: str, data: dict[str, Any]) -> Wish:
    pieces = tuple((line, count) for line, count in data.get("pieces", ()))
    return Wish(view.payment.id, amount, data["reason"], source, pieces)


async def _request(desk: Desk, person: Person, wish: Wish) -> Refund | None:
    """The refund; ``None``: its pieces come to another sum by now, and it is asked about anew."""
    try:
        return await desk.refunds.request(person, wish)
    except Closed as refusal:
        if refusal.text != "button-old":
            raise
        return None


def _names(tapped: rb.Confirm, data: dict[str, Any]) -> bool:
    """Whether the draft that waits is the one of this button."""
    kept = (data.get("payment"), data.get("asked"), data.get("part"), data.get("draft"))
    return kept == (tapped.payment, tapped.asked, tapped.part.value, tapped.draft)


async def _redraw(callback: CallbackQuery, refund: Refund, desk: Desk, reader: Reader) -> None:
    """What became of the answer stands in the place of the question, also where it came about long ago:
    the yes of a process that was killed is handled once more, and must not look as if it were asked anew.
    """
    number = (await desk.view(refund.invoice_id)).invoice.number
    await redraw(callback, screens.became(refund, number, reader))
