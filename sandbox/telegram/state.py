"""What exists in this little Telegram: people, chats and messages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]
ChatType = Literal["private", "group", "supergroup", "talk", "channel"]
BotPlace = Literal["member", "administrator", "left", "kicked"]


@dataclass
class Person:
    """Someone with Telegram: `met` once the bot has seen them, `started` once it may write to them."""

    id: int
    first_name: str
    language_code: str | None = "ru"
    username: str | None = None
    phone: str = ""
    met: bool = False
    started: bool = False
    blocked: bool = False


@dataclass
class Chat:
    """A private chat with the bot, a group; or, without the bot, a talk of two people or a channel."""

    id: int
    type: ChatType
    title: str = ""
    members: list[int] = field(default_factory=list)
    admins: set[int] = field(default_factory=set)
    forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    bot: BotPlace = "member"
    moved_to: int | None = None
    bot_spoke_last: bool = False
    messages: "dict[int, Message]" = field(default_factory=dict)
    action: tuple[str, datetime] | None = None

    @property
    def is_group(self) -> bool:
        return self.type in {"group", "supergroup"}

    @property
    def instance(self) -> str:
        """The `chat_instance` of taps."""
        return str(self.id * 7919 % (1 << 63))


@dataclass
class Message:
    """`content` holds what the message says, in Bot API fields: text, photo, caption, contact, …"""

    id: int
    chat: Chat
    sender: int  # a person's id or the bot's
    date: datetime
    content: Json
    markup: Json | None = None
    reply_to: "Message | None" = None
    thread: int | None = None
    silent: bool = False
    protected: bool = False
    anonymous: bool = False
    via_bot: bool = False
    inline_id: str | None = None
    forwarded_from: int | None = None
    edited: datetime | None = None
    edits: int = 0
    deleted: bool = False
    earlier: set[str] = field(default_factory=set)  # data of buttons that it had before it was edited

    @property
    def buttons(self) -> list[Json]:
        """Those below it now."""
        return [button for row in (self.markup or {}).get("inline_keyboard", []) for button in row]

    @property
    def is_photo(self) -> bool:
        return "photo" in self.content

    @property
    def is_service(self) -> bool:
        return any(name in self.content for name in SERVICE)


SERVICE = {
    "new_chat_members", "left_chat_member", "group_chat_created", "migrate_to_chat_id",
    "migrate_from_chat_id", "forum_topic_created", "new_chat_title", "pinned_message",
}  # fmt: skip


@dataclass
class Directory:
    """All people and chats, and the counters that number messages as Telegram does."""

    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    inline: dict[str, Message] = field(default_factory=dict)
    shared_counter: int = 0
    counters: dict[int, int] = field(default_factory=dict)

    def next_message_id(self, chat: Chat) -> int:
        """A supergroup counts for itself; private chats and small groups share the bot's counter."""
        if chat.type != "supergroup":
            self.shared_counter += 1
            return self.shared_counter
        self.counters[chat.id] = self.counters.get(chat.id, 0) + 1
        return self.counters[chat.id]

    def every_message(self) -> Iterator[Message]:
        for chat in self.chats.values():
            yield from chat.messages.values()

    def clear(self) -> None:
        """Forget everybody, but never number two messages alike."""
        self.people.clear()
        self.chats.clear()
        self.inline.clear()
