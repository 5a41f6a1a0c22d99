"""People, chats and messages as the Bot API writes them."""

from typing import Any

from sandbox.telegram.state import Chat, Directory, Json, Message, Person

ANONYMOUS: Json = {
    "id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot",
}  # fmt: skip


class Shapes:
    def __init__(self, directory: Directory, bot: Json) -> None:
        self._directory = directory
        self.bot = bot

    def user(self, user_id: int) -> Json:
        """The bot or a person; somebody unknown keeps at least the id."""
        if user_id == self.bot["id"]:
            return self.bot
        person = self._directory.people.get(user_id)
        return person_shape(person) if person else {"id": user_id, "is_bot": False, "first_name": ""}

    def chat(self, chat: Chat) -> Json:
        if chat.type == "private":
            person = self._directory.people[chat.id]
            return _without_none(
                {
                    "id": chat.id,
                    "first_name": person.first_name,
                    "username": person.username,
                    "type": "private",
                }
            )
        shape: Json = {"id": chat.id, "title": chat.title, "type": chat.type}
        return shape | ({"is_forum": True} if chat.forum else {})

    def message(self, message: Message, *, replies: bool = True) -> Json:
        """The whole message; the one it answers is shown one level deep, as Telegram does."""
        shape: Json = {
            "message_id": message.id,
            **self._sender(message),
            "chat": self.chat(message.chat),
            "date": int(message.date.timestamp()),
            **self._context(message, replies),
            **self._content(message.content),
        }
        if message.markup is not None and "inline_keyboard" in message.markup:
            shape["reply_markup"] = message.markup
        return shape

    def _sender(self, message: Message) -> Json:
        if message.anonymous:
            return {"from": ANONYMOUS, "sender_chat": self.chat(message.chat)}
        return {"from": self.user(message.sender)}

    def _context(self, message: Message, replies: bool) -> Json:
        context: Json = {
            "edit_date": int(message.edited.timestamp()) if message.edited else None,
            "message_thread_id": message.thread,
            "is_topic_message": True if message.thread and message.chat.forum else None,
            "has_protected_content": True if message.protected else None,
            "via_bot": self.bot if message.via_bot else None,
        }
        if message.forwarded_from is not None:
            context["forward_origin"] = {
                "type": "user",
                "sender_user": self.user(message.forwarded_from),
                "date": int(message.date.timestamp()),
            }
        if replies and message.reply_to is not None:
            context["reply_to_message"] = self.message(message.reply_to, replies=False)
        return _without_none(context)

    def _content(self, content: Json) -> Json:
        shape = dict(content)
        for name in ("entities", "caption_entities"):
            if name in shape:
                shape[name] = [self._entity(entity) for entity in shape[name]]
        return shape

    def _entity(self, entity: Json) -> Json:
        if "user_id" not in entity:
            return entity
        return {k: v for k, v in entity.items() if k != "user_id"} | {"user": self.user(entity["user_id"])}


def person_shape(person: Person) -> Json:
    return _without_none(
        {
            "id": person.id,
            "is_bot": False,
            "first_name": person.first_name,
            "username": person.username,
            "language_code": person.language_code,
        }
    )


def _without_none(values: dict[str, Any]) -> Json:
    return {name: value for name, value in values.items() if value is not None}
