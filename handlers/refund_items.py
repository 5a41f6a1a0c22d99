"""*By items*: which pieces go back is picked by plus and minus, or typed; then it is confirmed as any refund.

What is picked waits in the conversation, for one message: taps on another one are old. A tap is answered at
once, and the message follows as fast as Telegram lets it.
"""

from __future__ import annotations

import re
from typing import Any
from zlib import crc32

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from billing.catalog.models import Line
from billing.catalog.returning import left_of
from billing.desk import Desk
from billing.models import Person
from billing.refund_view import RefundView
from handlers.answers import say, toast
from handlers.filters import PRIVATE, Commandless
from handlers.newest import Newest
from handlers.questions import Asked
from handlers.refund_question import (
    about,
    afresh,
    draft,
    is_about,
    put,
    reason_for,
    view_answered,
    view_or_bare,
)
from screens import refund_buttons as rb
from screens import refund_items as screens
from screens.reader import Reader
from screens.refunds import back as only_back

_TYPED = re.compile(r"(?:([0-9]{1,3})[\s.,:;×x*-]+)?([0-9]{1,6})", re.IGNORECASE)

Picked = dict[int, int]


def register(router: Router) -> None:
    """The buttons of the lines, and the typed answer."""
    router.message.register(answered, StateFilter(Asked.refund_items), F.text, Commandless(), PRIVATE)
    router.callback_query.register(picked, rb.Pick.filter())
    router.callback_query.register(turned, rb.TurnItems.filter())
    router.callback_query.register(gone_on, rb.GoOn.filter())


async def opened(
    callback: CallbackQuery, view: RefundView, desk: Desk, reader: Reader, state: FSMContext, newest: Newest
) -> None:
    """The lines in the place of the question."""
    if not view.by_items or callback.message is None:
        await afresh(callback, view, desk, reader, newest=newest)
        return
    data = {**about(view), "reason": reason_for(view, await state.get_data())}
    await state.set_state(Asked.refund_items)
    await state.set_data({**data, "items": callback.message.message_id, "picked": [], "page": 0})
    await toast(callback)
    put(callback, screens.picking(view, {}, None, 0, reader), newest)


async def picked(
    callback: CallbackQuery,
    callback_data: rb.Pick,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
    newest: Newest,
) -> None:
    """One more, or one less; no more than is left."""
    data = await state.get_data()
    view = await view_or_bare(callback, callback_data.payment, desk, person)
    line = next((line for line in view.lines if line.id == callback_data.line), None)
    if line is None or not _is_here(callback, callback_data, view, data):
        await afresh(callback, view, desk, reader, newest=newest)
        return
    chosen = _chosen(data, view)
    count = _set(chosen, line, chosen.get(line.id, 0) + callback_data.by)
    await _keep(state, data, chosen, data["page"])
    back = view.back_for(chosen)
    await toast(callback, screens.counted(line, count, back, reader))
    put(callback, screens.picking(view, chosen, back, data["page"], reader), newest)


async def turned(
    callback: CallbackQuery,
    callback_data: rb.TurnItems,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
    newest: Newest,
) -> None:
    """Other lines; what is picked stays picked."""
    data = await state.get_data()
    view = await view_or_bare(callback, callback_data.payment, desk, person)
    if not _is_here(callback, callback_data, view, data):
        await afresh(callback, view, desk, reader, newest=newest)
        return
    chosen = _chosen(data, view)
    await _keep(state, data, chosen, callback_data.page)
    await toast(callback)
    put(callback, screens.picking(view, chosen, view.back_for(chosen), callback_data.page, reader), newest)


async def gone_on(
    callback: CallbackQuery,
    callback_data: rb.GoOn,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
    newest: Newest,
) -> None:
    """*Continue*: the one confirmation. It is named by what it is for, so that an older yes is none to it."""
    data = await state.get_data()
    view = await view_or_bare(callback, callback_data.payment, desk, person)
    if not _is_here(callback, callback_data, view, data):
        await afresh(callback, view, desk, reader, newest=newest)
        return
    if not (chosen := _chosen(data, view)):
        await toast(callback, reader.words("refund-items-choose"), alert=True)
        return
    back = await desk.refunds.pick(view, chosen)
    number = crc32(repr((data["items"], sorted(chosen.items()))).encode())
    reason = reason_for(view, data)
    asking = await draft(view, back.amount, reason, rb.Part.ITEMS, number, reader, state, chosen)
    await toast(callback)
    put(callback, asking, newest)


async def answered(message: Message, desk: Desk, person: Person, reader: Reader, state: FSMContext) -> None:
    """``2 50``: fifty of the second line; the lines come below with it."""
    view = await view_answered(message, desk, person, reader, state)
    if view is None:
        return
    found = read(message.text or "", view)
    if found is None or found[1] > left_of(found[0]):
        key = "refund-items-not-read" if found is None else "refund-items-wrong"
        await say(message, reader.words(key), only_back(reader))
        return
    data = await state.get_data()
    chosen = _chosen(data, view)
    line, count = found
    _set(chosen, line, count)
    page = view.lines.index(line) // screens.PAGE
    asking = screens.picking(view, chosen, view.back_for(chosen), page, reader)
    shown = await say(message, asking.text, asking.keyboard)
    await _keep(state, {**data, "items": shown.message_id}, chosen, page)


def read(text: str, view: RefundView) -> tuple[Line, int] | None:
    """A line and how many; of a single line its count alone."""
    match = _TYPED.fullmatch(text.strip())
    if match is None or (match[1] is None and len(view.lines) > 1):
        return None
    number = int(match[1] or 1)
    return (view.lines[number - 1], int(match[2])) if 1 <= number <= len(view.lines) else None


def _is_here(
    callback: CallbackQuery, tapped: rb.Pick | rb.TurnItems | rb.GoOn, view: RefundView, data: dict[str, Any]
) -> bool:
    """Whether this message is the one in which it is being picked, and no refund was made since."""
    if callback.message is None or data.get("items") != callback.message.message_id:
        return False
    return data["payment"] == view.payment.id and tapped.asked == data["asked"] and is_about(view, data)


def _chosen(data: dict[str, Any], view: RefundView) -> Picked:
    """What was picked so far, of that what is still left."""
    left = {line.id: left_of(line) for line in view.lines}
    kept = {line_id: min(count, left.get(line_id, 0)) for line_id, count in data["picked"]}
    return {line_id: count for line_id, count in kept.items() if count}


def _set(chosen: Picked, line: Line, count: int) -> int:
    """So many, within what is left; gives how many it became."""
    count = min(max(count, 0), left_of(line))
    chosen.pop(line.id, None)
    if count:
        chosen[line.id] = count
    return count


async def _keep(state: FSMContext, data: dict[str, Any], chosen: Picked, page: int) -> None:
    await state.set_data({**data, "picked": sorted(chosen.items()), "page": page})
