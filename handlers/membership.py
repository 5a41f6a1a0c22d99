"""What Telegram tells about ourselves: blocked or back, taken into a group, a group that got a new id."""

from __future__ import annotations

from aiogram import Bot, F, Router
from aiogram.enums import ChatMemberStatus
from aiogram.types import ChatMemberUpdated, Message

from billing.desk import Desk
from handlers.answers import chat_link
from screens.reader import Reader
from screens.texts import words as words_of

AWAY = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.KICKED})


def routes() -> Router:
    """Service messages and changes of our own membership."""
    router = Router(name="membership")
    router.my_chat_member.register(private_changed, F.chat.type == "private")
    router.my_chat_member.register(group_changed, F.chat.type.in_({"group", "supergroup"}))
    router.message.register(group_moved, F.migrate_to_chat_id)
    router.message.register(group_came, F.migrate_from_chat_id)
    return router


async def private_changed(event: ChatMemberUpdated, desk: Desk) -> None:
    """The person blocked us, or came back."""
    await desk.mark_blocked(event.chat.id, blocked=event.new_chat_member.status in AWAY)


async def group_changed(event: ChatMemberUpdated, bot: Bot, desk: Desk, reader: Reader) -> None:
    """A short hello where we were taken in, in the shop's language."""
    came = event.old_chat_member.status in AWAY and event.new_chat_member.status not in AWAY
    if came:
        words = words_of(desk.merchant.locale)
        text = words.html("chat-hello-group", bot=reader.site.bot_username)
        await bot.send_message(event.chat.id, text, reply_markup=chat_link(reader))


async def group_moved(message: Message, desk: Desk) -> None:
    """A group became a supergroup: its cards and notices follow it."""
    assert message.migrate_to_chat_id is not None
    await desk.move_chat(message.chat.id, message.migrate_to_chat_id)


async def group_came(message: Message, desk: Desk) -> None:
    """The same, told in the new chat."""
    assert message.migrate_from_chat_id is not None
    await desk.move_chat(message.migrate_from_chat_id, message.chat.id)
