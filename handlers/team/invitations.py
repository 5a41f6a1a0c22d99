"""A link that makes somebody a member: made and taken back by an owner, opened by somebody new."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from billing.access import Action, require
from billing.desk import Desk
from billing.models import Person
from handlers.answers import redraw, say, toast
from handlers.team.room import Room
from screens.reader import Reader
from screens.team import buttons as b
from screens.team import pages


def register(router: Router) -> None:
    """Which role, then the link."""
    router.callback_query.register(invite, b.InviteAs.filter())
    router.callback_query.register(take_back, b.TakeBack.filter())


async def invite(callback: CallbackQuery, callback_data: b.InviteAs, room: Room) -> None:
    """The link is said once, in a message that cannot be passed on but by its button."""
    require(room.person, Action.TEAM)
    if callback_data.role is None:
        await toast(callback)
        await redraw(callback, *pages.which_role(room.reader))
        return
    made, token = await room.desk.team.invite(room.person, callback_data.role)
    await toast(callback)
    await redraw(callback, *await room.page())
    shop, now = room.desk.merchant.name, room.desk.clock.now()
    text, keyboard = pages.invitation(made, token, shop, now, room.reader)
    await room.bot.send_message(room.person.id, text, reply_markup=keyboard, protect_content=True)


async def take_back(callback: CallbackQuery, callback_data: b.TakeBack, room: Room) -> None:
    """Nobody comes by it any more."""
    await room.desk.team.withdraw(room.person, callback_data.invite)
    await toast(callback, room.words("team-taken-back"))
    await redraw(callback, *await room.page())


async def join(message: Message, token: str, desk: Desk, person: Person, reader: Reader) -> Person:
    """Somebody came by an invitation; who they are now. Raises ``Refused``."""
    joined = await desk.team.join(token, person)
    await say(message, pages.welcome(joined, desk.merchant.name, reader))
    return joined
