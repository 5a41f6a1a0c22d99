"""What people see: the messages of a chat as they are now, and the menu of commands."""

from typing import Any

from sandbox.telegram.state import Chat, Json, Message
from sandbox.telegram.world import World


def seen(world: World, message: Message) -> Json:
    """A message in Bot API form, with what only an onlooker knows."""
    view = world.shapes.message(message) | {
        "edits": message.edits,
        "silent": message.silent,
        "deleted": message.deleted,
        "protected": message.protected,
    }
    if message.inline_id:
        view["inline_message_id"] = message.inline_id
    if message.markup is not None and "inline_keyboard" not in message.markup:
        view["reply_keyboard"] = message.markup
    return view | _addresses(message.content)


def _addresses(content: Json) -> Json:
    if "photo" in content:
        return {"photo_url": f"/sandbox/telegram/file/{content['photo'][-1]['file_id']}"}
    if "document" in content:
        return {"document_url": f"/sandbox/telegram/file/{content['document']['file_id']}"}
    return {}


def messages(world: World, chat: Chat) -> list[Json]:
    return [seen(world, message) for message in chat.messages.values()]


def news(world: World, since: int) -> list[Json]:
    """The messages of all chats that changed after this version, in the order of their last change."""
    chats = world.directory.chats
    return [seen(world, chats[chat].messages[number]) for chat, number in world.changes.touched(since)]


def action(world: World, chat: Chat) -> str | None:
    """ "typing" and its like, while it lasts."""
    if chat.action is None or chat.action[1] < world.now():
        return None
    return chat.action[0]


def menu(world: World, person: int) -> list[Json]:
    """The commands a person sees in the private chat, chosen in Telegram's order."""
    language = (world.person(person).language_code or "")[:2]
    chat = f"chat:{person}"
    for place in ((chat, language), (chat, ""), ("all_private_chats", language), ("all_private_chats", ""),
                  ("default", language), ("default", "")):  # fmt: skip
        if commands := world.profile.commands.get(place):
            return commands
    return []


def everything(world: World, chats: list[int]) -> dict[str, Any]:
    """All the page draws, in one answer."""
    known = [world.directory.chats[number] for number in chats if number in world.directory.chats]
    return {
        "version": world.changes.version,
        "bot": world.bot,
        "messages": {str(chat.id): messages(world, chat) for chat in known},
        "actions": {str(chat.id): action(world, chat) for chat in known},
    }
