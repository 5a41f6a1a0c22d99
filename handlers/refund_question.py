"""*How much shall go back?*: put at once as the books have it, a moment later as the bank does, and anew when
it is old. What it is about waits in the conversation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from billing.catalog.models import Piece
from billing.desk import Desk
from billing.errors import BillingError, Refused
from billing.models import Person
from billing.money import Money
from billing.refund_view import RefundView
from handlers.answers import place_of, redraw, retext, say, set_buttons, toast, within_patience
from handlers.newest import Newest
from screens import refund_buttons as rb
from screens import refunds as screens
from screens.reader import Reader


async def ask(
    message: Message, view: RefundView, desk: Desk, person: Person, reader: Reader, first: str = ""
) -> None:
    """Put the question below; what the bank adds in time is put into it.

    What it adds later is told by itself where it is money, and shown the next time where it is not: a
    question that was answered meanwhile must not come back.
    """

    def text(asking: screens.Asking) -> str:
        return "\n\n".join(part for part in (first, asking.text) if part)

    asking = screens.question(view, reader, desk.clock.now())
    shown = await say(message, text(asking), asking.keyboard)
    try:
        fresh = await within_patience(
            desk.refunds.as_the_bank_has_it(view, person), desk.spawn, _nothing_to_say
        )
    except Refused:
        return  # all of it went back at the bank, which is told by itself
    if fresh is not None and (again := screens.question(fresh, reader, desk.clock.now())) != asking:
        await retext(shown, text(again), again.keyboard)


async def draft(
    view: RefundView,
    amount: Money,
    reason: str,
    part: rb.Part,
    number: int,
    reader: Reader,
    state: FSMContext,
    picked: Mapping[int, int] | None = None,
) -> screens.Asking:
    """Keep the sum that the confirmation names, and for which pieces of which lines it is."""
    await state.set_state(None)
    kept = {"draft": number, "part": part.value, "minor": amount.minor, "reason": reason}
    pieces = dict(picked or {})
    await state.set_data({**about(view), **kept, "pieces": sorted(pieces.items())})
    named = [Piece(line.name, pieces[line.id]) for line in view.lines if line.id in pieces]
    return screens.confirmation(view, amount, reason, part, number, reader, named)


async def view_or_bare(callback: CallbackQuery, payment_id: int, desk: Desk, person: Person) -> RefundView:
    """How things stand; where nothing can go back any more, there is nothing to press either."""
    try:
        return await desk.refunds.view(payment_id, person)
    except Refused:
        await set_buttons(callback, None)
        raise


async def view_answered(
    message: Message, desk: Desk, person: Person, reader: Reader, state: FSMContext
) -> RefundView | None:
    """What the question that is answered by typing was asked of; otherwise it is put anew, or is over."""
    data = await state.get_data()
    try:
        view = await desk.refunds.view(data["payment"], person)
    except Refused:
        await state.clear()
        raise
    if is_about(view, data):
        return view
    await state.clear()
    await ask(message, view, desk, person, reader, first=reader.words("button-old"))
    return None


async def still_asked(
    callback: CallbackQuery, data: rb.Choose, desk: Desk, person: Person, reader: Reader
) -> RefundView | None:
    """The view that the question was asked of; otherwise the question is put anew."""
    if data.below:
        view = await desk.refunds.view(data.payment, person)
    else:
        view = await view_or_bare(callback, data.payment, desk, person)
    if len(view.refunds) == data.asked and view.under_way is None:
        return view
    await afresh(callback, view, desk, reader, below=data.below)
    return None


async def afresh(
    callback: CallbackQuery,
    view: RefundView,
    desk: Desk,
    reader: Reader,
    *,
    below: bool = False,
    newest: Newest | None = None,
) -> None:
    """*This button is old. Here is how things stand now.*"""
    await toast(callback, reader.words("button-old"), alert=True)
    asking = screens.question(view, reader, desk.clock.now())
    if below and isinstance(callback.message, Message):
        await say(callback.message, asking.text, asking.keyboard)
    elif newest is not None:
        put(callback, asking, newest)
    else:
        await redraw(callback, asking.text, asking.keyboard)


def put(callback: CallbackQuery, asking: screens.Asking, newest: Newest) -> None:
    """Into the tapped message, after what is being drawn there and instead of what waits."""
    if isinstance(message := callback.message, Message):
        place = place_of(message, Person(callback.from_user.id))
        newest.edit(place, message.message_id, lambda: retext(message, asking.text, asking.keyboard))


def about(view: RefundView) -> dict[str, Any]:
    """What a question was asked of: with another refund it is an old one."""
    return {"payment": view.payment.id, "asked": len(view.refunds)}


def is_about(view: RefundView, data: Mapping[str, Any]) -> bool:
    """Whether it still is."""
    return len(view.refunds) == data["asked"] and view.under_way is None


def reason_for(view: RefundView, data: Mapping[str, Any]) -> str:
    """The reason that was typed with the command, if it was for this payment."""
    return str(data.get("reason", "")) if data.get("payment") == view.payment.id else ""


async def _nothing_to_say(refusal: BillingError) -> None:
    """The question stands as it is."""
