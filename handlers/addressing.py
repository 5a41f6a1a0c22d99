"""Which updates are for us, decided on raw JSON before anything is stored. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

ALLOWED_UPDATES = [
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
    "my_chat_member",
]

_ALWAYS = frozenset({"callback_query", "inline_query", "chosen_inline_result", "my_chat_member"})
_BARE = frozenset({"invoice", "invoices"})  # other bots have no such commands; /help they all have
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?=\s|$)")
_MENTION = re.compile(r"@([A-Za-z0-9_]+)(?=\W|$)")


def addressed_to_us(update: Mapping[str, Any], bot_id: int, username: str) -> bool:
    """Whether an update (the JSON of Telegram's ``Update``) is meant for the bot ``username``."""
    if any(kind in update for kind in _ALWAYS):
        return True
    message = update.get("message") or update.get("edited_message")
    if not isinstance(message, Mapping):
        return False
    kind = message.get("chat", {}).get("type")
    if kind == "private":
        return not _robot(message) and (message.get("via_bot") or {}).get("id") != bot_id
    if kind not in {"group", "supergroup"} or "message" not in update:
        return False
    return _group_message(message, bot_id, username)


def _group_message(message: Mapping[str, Any], bot_id: int, username: str) -> bool:
    if "migrate_to_chat_id" in message or "migrate_from_chat_id" in message:
        return True
    if _robot(message) or message.get("is_automatic_forward") or "via_bot" in message:
        return False
    text = str(message.get("text") or message.get("caption") or "")
    if command := _COMMAND.match(text):
        name, whom = command.groups()
        if whom is not None:
            return whom.casefold() == username.casefold()
        if name.casefold() in _BARE:
            return True
    if mention := _MENTION.match(text):
        return mention[1].casefold() == username.casefold()
    return _sender_id(message.get("reply_to_message")) == bot_id


def _robot(message: Mapping[str, Any]) -> bool:
    """Another bot speaks. Anonymous admins and channels look like bots too, but carry their chat."""
    sender = message.get("from") or {}
    return bool(sender.get("is_bot")) and "sender_chat" not in message


def _sender_id(message: object) -> int | None:
    if not isinstance(message, Mapping):
        return None
    sender = message.get("from")
    return sender.get("id") if isinstance(sender, Mapping) else None
