"""How much one invoice of a cashier may be, and one person's refund: asked, and answered in words."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from billing.access import Action, require
from billing.money import Money
from handlers.answers import redraw, say, toast
from handlers.filters import PRIVATE, Commandless
from handlers.parse import read_order
from handlers.questions import Asked, back
from handlers.team.room import Room
from screens.buttons import press
from screens.team import buttons as b
from screens.team import pages


def register(router: Router) -> None:
    """The questions and their answers."""
    router.callback_query.register(ask, b.LimitOf.filter())
    router.callback_query.register(ask_of_refunds, b.RefundsOf.filter())
    router.message.register(answered, StateFilter(Asked.team_limit), F.text, Commandless(), PRIVATE)
    of_refunds = StateFilter(Asked.team_refunds), F.text, Commandless(), PRIVATE
    router.message.register(answered_of_refunds, *of_refunds)


async def ask(callback: CallbackQuery, callback_data: b.LimitOf, room: Room) -> None:
    """How much? Or no limit from now on."""
    member = await room.member(callback_data.member)
    if callback_data.none:
        await room.state.clear()
        unlimited = await room.desk.team.limit(room.person, member.id, None)
        await toast(callback, room.words("team-done"))
        await room.show(callback, unlimited)
        return
    await room.state.set_state(Asked.team_limit)
    await room.state.set_data({"member": member.id})
    await toast(callback)
    none = press(room.words("btn-team-no-limit"), b.LimitOf(member=member.id, none=True))
    if isinstance(callback.message, Message):
        asked = pages.how_much(member, room.currency, room.reader)
        await say(callback.message, asked, back(room.words, [none]))


async def answered(message: Message, room: Room) -> None:
    """An amount; anything else is asked for again."""
    if (amount := await _read(message, room)) is None:
        return
    member_id = int((await room.state.get_data()).get("member", 0))
    await room.state.clear()
    await room.show(message, await room.desk.team.limit(room.person, member_id, amount))


async def ask_of_refunds(callback: CallbackQuery, callback_data: b.RefundsOf, room: Room) -> None:
    """Above how much? Or one person is enough from now on."""
    require(room.person, Action.TEAM)
    if callback_data.alone:
        await room.state.clear()
        await room.desk.refunds.choose_alone_most(room.person, None)
        await toast(callback, room.words("team-done"))
        await redraw(callback, *await room.page())
        return
    await room.state.set_state(Asked.team_refunds)
    await toast(callback)
    alone = press(room.words("btn-team-refunds-alone"), b.RefundsOf(alone=True))
    if isinstance(callback.message, Message):
        asked = pages.two_people(await room.desk.refunds.alone_most(), room.reader)
        await say(callback.message, asked, back(room.words, [alone]))


async def answered_of_refunds(message: Message, room: Room) -> None:
    """An amount; anything else is asked for again."""
    if (amount := await _read(message, room)) is None:
        return
    await room.state.clear()
    await room.desk.refunds.choose_alone_most(room.person, amount)
    await say(message, *await room.page())


async def _read(message: Message, room: Room) -> Money | None:
    reading = read_order(message.text or "", room.currency)
    if reading.amount is None or reading.words or reading.phone or reading.amount.minor <= 0:
        await say(message, room.words("team-limit-unread"), back(room.words))
        return None
    return reading.amount
