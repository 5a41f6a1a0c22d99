"""How much one invoice of a cashier may be: asked, and answered in words."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from billing.access import Action, require
from billing.desk import Desk
from billing.errors import Refused
from billing.models import Person
from billing.money import Money
from handlers.answers import redraw, say, toast
from handlers.filters import PRIVATE, Commandless
from handlers.parse import read_order
from handlers.questions import Asked, back
from screens.buttons import press
from screens.reader import Reader
from screens.team import buttons as b
from screens.team import pages


def routes() -> Router:
    """The question and its answers."""
    router = Router(name="limits")
    router.callback_query.register(ask, b.LimitOf.filter())
    router.message.register(answered, StateFilter(Asked.team_limit), F.text, Commandless(), PRIVATE)
    return router


async def ask(
    callback: CallbackQuery,
    callback_data: b.LimitOf,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
) -> None:
    """How much? Or no limit from now on."""
    require(person, Action.TEAM)
    if callback_data.none:
        await state.clear()
        await toast(callback, reader.words("team-done"))
        member = await _limited(desk, person, callback_data.member, None)
        await redraw(callback, *pages.member(member, desk.merchant.currency, reader))
        return
    member = await desk.person(callback_data.member) or Person(callback_data.member)
    await state.set_state(Asked.team_limit)
    await state.set_data({"member": member.id})
    await toast(callback)
    none = press(reader.words("btn-team-no-limit"), b.LimitOf(member=member.id, none=True))
    if isinstance(callback.message, Message):
        asked = pages.how_much(member, desk.merchant.currency, reader)
        await say(callback.message, asked, back(reader.words, [none]))


async def answered(message: Message, desk: Desk, person: Person, reader: Reader, state: FSMContext) -> None:
    """An amount; anything else is asked for again."""
    reading = read_order(message.text or "", desk.merchant.currency)
    if reading.amount is None or reading.words or reading.phone or reading.amount.minor <= 0:
        await say(message, reader.words("team-limit-unread"), back(reader.words))
        return
    member_id = int((await state.get_data()).get("member", 0))
    await state.clear()
    member = await _limited(desk, person, member_id, reading.amount)
    await say(message, *pages.member(member, desk.merchant.currency, reader))


async def _limited(desk: Desk, owner: Person, member_id: int, most: Money | None) -> Person:
    member = await desk.team.limit(owner, member_id, most)
    if member.role is None:
        raise Refused("team-gone")
    return member
