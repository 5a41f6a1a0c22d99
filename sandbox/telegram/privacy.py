"""What a bot in privacy mode gets to see in groups."""

from sandbox.telegram.state import Json, Message
from sandbox.telegram.utf16 import utf16_length


def is_seen_by_bot(message: Message, bot: Json) -> bool:
    """Private chats, service messages, commands and replies meant for it; everything if it is an admin."""
    chat = message.chat
    if chat.type in {"talk", "channel"} or chat.bot in {"left", "kicked"}:
        return False
    if chat.type == "private" or chat.bot == "administrator" or message.is_service or message.via_bot:
        return True
    if message.reply_to is not None and (message.reply_to.sender == bot["id"] or message.reply_to.via_bot):
        return True
    return _is_command_for(message, bot["username"])


def _is_command_for(message: Message, username: str) -> bool:
    """`/cmd@bot`, or a bare `/cmd` if our bot was the last one to speak."""
    entities = message.content.get("entities", [])
    command = next((e for e in entities if e["type"] == "bot_command" and e["offset"] == 0), None)
    if command is None:
        return False
    text = message.content["text"]
    words = next(text[:end] for end in range(len(text) + 1) if utf16_length(text[:end]) == command["length"])
    _, at, addressee = words.partition("@")
    return addressee.lower() == username.lower() if at else message.chat.bot_spoke_last
