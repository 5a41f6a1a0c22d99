"""Groups: lists and personal matters are not shown there; a talk with us leads to the private chat."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from handlers.answers import chat_link, say
from handlers.filters import GROUP
from screens.reader import Reader

PRIVATE_ONLY = (
    "invoices",
    "payments",
    "attention",
    "settings",
    "catalog",
    "subscribe",
    "subscribers",
    "plans",
    "refund",
    "statement",
    "transfers",
    "stats",
    "language",
    "privacy",
    "paysupport",
)


def routes() -> Router:
    """Before the commands themselves."""
    router = Router(name="groups")
    commands = Command(*PRIVATE_ONLY, ignore_case=True, ignore_mention=True)
    router.message.register(in_private_please, commands, GROUP)
    return router


async def in_private_please(message: Message, reader: Reader) -> None:
    """The answer is a link."""
    await say(message, reader.words("chat-private-only"), chat_link(reader))
