"""Anonymous admins and channels: whoever issues must be somebody."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.types import Message

from handlers.answers import say
from screens.texts import Words


def routes() -> Router:
    """Everything they address to us, except what Telegram itself writes."""
    router = Router(name="unnamed")
    router.message.register(write_as_yourself, F.sender_chat, ~F.migrate_to_chat_id, ~F.migrate_from_chat_id)
    return router


async def write_as_yourself(message: Message, words: Words) -> None:
    """No member, no invoice."""
    await say(message, words("chat-write-as-yourself"))
