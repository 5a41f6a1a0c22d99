"""Everything that one sandboxed bot lives in, held together."""

import random
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.clock import Clock
from sandbox.telegram.changes import Changes
from sandbox.telegram.files import Files
from sandbox.telegram.limits import Limits
from sandbox.telegram.queries import InlineCache, Queries
from sandbox.telegram.shapes import Shapes
from sandbox.telegram.state import Chat, Directory, Json, Message, Person
from sandbox.telegram.troubles import Troubles
from sandbox.telegram.updates import UpdateQueue
from sandbox.telegram.webhook import Webhook

FIRST_UPDATE = 480_000_001


@dataclass
class Profile:
    """What setMyName, setMyCommands and their like have set, by what they were set for."""

    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)


class World:
    """The state of the simulated Telegram; methods of the Bot API and people act on it."""

    def __init__(self, clock: Clock, token: str, username: str, seed: int | None = None) -> None:
        self.clock = clock
        self._first_token = token
        self.chance = random.Random(seed)
        self.bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Tolem",
            "username": username,
        }
        self.directory = Directory()
        self.shapes = Shapes(self.directory, self.bot)
        self.changes = Changes()
        self.updates = UpdateQueue(clock, FIRST_UPDATE)
        self.queries = Queries(clock, self.chance)
        self.webhook: Webhook | None = None
        self.start_afresh()

    def start_afresh(self) -> None:
        """Forget all but the numbering of updates and messages, which a running bot remembers."""
        self.token = self._first_token
        self.directory.clear()
        self.updates.clear()
        self.queries.clear()
        self.inline_cache = InlineCache(self.clock)
        self.files = Files(self.chance)
        self.limits = Limits()
        self.troubles = Troubles()
        self.profile = Profile()
        self.calls: list[Json] = []
        self.feedback = True  # BotFather's "inline feedback 100 %"
        self.changes.forget()

    def revoke(self) -> str:
        """BotFather's `/revoke`: gives another token; with the one before nothing is done from now on."""
        self.token = f"{self.bot['id']}:{self.chance.getrandbits(128):032x}"
        return self.token

    async def replace_webhook(self, webhook: Webhook | None) -> None:
        old, self.webhook = self.webhook, webhook
        if old is not None:
            await old.stop()
        if webhook is not None:
            webhook.start()

    def now(self) -> datetime:
        return self.clock.now()

    def person(self, person_id: int) -> Person:
        return self.directory.people[person_id]

    def chat(self, chat_id: int) -> Chat:
        return self.directory.chats[chat_id]

    def private_chat(self, person: Person) -> Chat:
        return self.directory.chats.setdefault(person.id, Chat(person.id, "private", members=[person.id]))

    def post(self, chat: Chat, sender: int, content: Json, **more: Any) -> Message:
        """Put a message into a chat; telling the bot about it is somebody else's matter."""
        message = Message(self.directory.next_message_id(chat), chat, sender, self.now(), content, **more)
        chat.messages[message.id] = message
        if sender == self.bot["id"]:
            chat.bot_spoke_last = True
            chat.action = None
        if message.inline_id:
            self.directory.inline[message.inline_id] = message
        self.changes.note(chat.id, message.id)
        return message
