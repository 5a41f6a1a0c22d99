"""A key of a program was typed into the chat: it is answered before anything else reads the message."""

from __future__ import annotations

from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Message
from magic_filter import RegexpMode

from billing.access import Action, may
from billing.desk import Desk
from billing.developers.keys import FORM
from billing.models import Person
from handlers.answers import say
from screens.developers import pages
from screens.reader import Reader

_HAS_KEY = F.text.regexp(FORM, mode=RegexpMode.SEARCH) | F.caption.regexp(FORM, mode=RegexpMode.SEARCH)


def routes() -> Router:
    """Stands before all that reads messages."""
    router = Router(name="leaked")
    router.message.register(leaked, _HAS_KEY)
    return router


async def leaked(message: Message, bot: Bot, desk: Desk, person: Person | None, reader: Reader) -> None:
    """It counts as exposed; the message goes where it may be deleted, and an owner can revoke it at once."""
    known = await desk.developers.exposed(f"{message.text or ''} {message.caption or ''}")
    private = message.chat.type == "private"
    text, keyboard = pages.leaked(known, reader, owner=private and may(person, Action.TEAM))
    await say(message, text, keyboard)
    try:
        await bot.delete_message(message.chat.id, message.message_id)
    except TelegramAPIError:
        return  # a group where we may not, or it is gone
