"""A link that makes somebody a member: made and taken back by an owner, opened by somebody new."""

from __future__ import annotations

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from billing.access import Action, require
from billing.desk import Desk
from billing.models import Person
from handlers.answers import redraw, say, toast
from handlers.team.page import page
from screens.reader import Reader
from screens.team import buttons as b
from screens.team import pages


def routes() -> Router:
    """Which role, then the link."""
    router = Router(name="invitations")
    router.callback_query.register(invite, b.InviteAs.filter())
    router.callback_query.register(take_back, b.TakeBack.filter())
    return router


async def invite(
    callback: CallbackQuery, callback_data: b.InviteAs, bot: Bot, desk: Desk, person: Person, reader: Reader
) -> None:
    """The link is said once, in a message that cannot be passed on but by its button."""
    require(person, Action.TEAM)
    if callback_data.role is None:
        await toast(callback)
        await redraw(callback, *pages.which_role(reader))
        return
    made, token = await desk.team.invite(person, callback_data.role)
    await toast(callback)
    await redraw(callback, *await page(desk, person, reader))
    text, keyboard = pages.invitation(made, token, desk.merchant.name, desk.clock.now(), reader)
    await bot.send_message(person.id, text, reply_markup=keyboard, protect_content=True)


async def take_back(
    callback: CallbackQuery, callback_data: b.TakeBack, desk: Desk, person: Person, reader: Reader
) -> None:
    """Nobody comes by it any more."""
    await desk.team.withdraw(person, callback_data.invite)
    await toast(callback, reader.words("team-taken-back"))
    await redraw(callback, *await page(desk, person, reader))


async def join(message: Message, token: str, desk: Desk, person: Person, reader: Reader) -> Person:
    """Somebody came by an invitation; who they are now. Raises ``Refused``."""
    joined = await desk.team.join(token, person)
    await say(message, pages.welcome(joined, desk.merchant.name, reader))
    return joined
