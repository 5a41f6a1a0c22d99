"""A crowd that does everything at once: updates as Telegram would send them, by chance."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiogram.filters.callback_data import CallbackData

from sandbox.telegram.queries import Query
from sandbox.telegram.state import Chat, Json, Message, Person
from sandbox.telegram.texts import found_entities
from sandbox.telegram.world import World
from tests.fuzz import contents
from tests.fuzz.taps import data_of
from tests.fuzz.wording import PHONES, command_of, payload_of, words_of

OWNER, MANAGER, CASHIER, CUSTOMER, STRANGER, WITHOUT, ODD, FAR = 501, 503, 502, 601, 602, 603, 604, 2**51
STAFF = (OWNER, MANAGER, CASHIER)
PEOPLE = {
    OWNER: ("Айгерим", "ru"),
    MANAGER: ("Гүлнар", "kk"),
    CASHIER: ("Марат", "ru"),
    CUSTOMER: ("Daniyar", "en"),
    STRANGER: ("Асель", "kk"),
    WITHOUT: ("Nobody", None),
    ODD: ("<b>{ $x }</b>\u202e &amp; 😀", "de-AT"),
    FAR: ("x" * 64, "en"),
}
FORUM, GROUP = -1001000000001, -4001
KEPT = 60  # messages of a chat that anybody scrolls back to


@dataclass(frozen=True)
class Happening:
    """One update, and who may expect what of it."""

    update: Json
    person: int = 0
    chat: int = 0
    answer: bool = False
    query: Query | None = None


class Crowd:
    """Who writes next, and what."""

    def __init__(
        self, world: World, seed: int, declared: list[type[CallbackData]], commands: list[str]
    ) -> None:
        self.world, self.chance = world, random.Random(seed)
        self.declared, self.commands = declared, tuple(commands)
        self.tokens: list[str] = []
        self._number = 1000
        for number, (name, language) in PEOPLE.items():
            person = Person(number, name, language, phone=f"+7707{number % 10_000_000:07d}")
            person.met = person.started = True
            world.directory.people[number] = person
            world.private_chat(person)
        for number, kind, forum in ((FORUM, "supergroup", True), (GROUP, "group", False)):
            topics = {7: "Касса"} if forum else {}
            chat = Chat(number, kind, "Shop & Co", list(PEOPLE), {OWNER}, forum, topics)  # type: ignore[arg-type]
            world.directory.chats[number] = chat

    def next(self) -> Happening:
        """Whatever comes."""
        acts: list[tuple[Callable[[], Happening], int]] = [
            (self.writes, 30),
            (self.taps, 26),
            (self.makes_up_a_button, 18),
            (self.sends, 14),
            (self.talks_in_a_group, 8),
            (self.edits, 2),
            (self.asks_inline, 3),
            (self.comes_or_goes, 2),
            (self.is_elsewhere, 3),
        ]
        (act,) = self.chance.choices([act for act, _ in acts], [weight for _, weight in acts])
        return act()

    def writes(self, text: str | None = None, person: int | None = None) -> Happening:
        """A text in the private chat."""
        return self._private({"text": self._text() if text is None else text}, person)

    def taps(self) -> Happening:
        """A button that is really there, by its reader or, with its data copied, by another."""
        person = self._person()
        found = [
            (message, button)
            for message in list(self.world.chat(person).messages.values())[-KEPT:]
            for row in (message.markup or {}).get("inline_keyboard", [])
            for button in row
            if "callback_data" in button
        ]
        if not found:
            return self.makes_up_a_button()
        message, button = self.chance.choice(found)
        data = button["callback_data"]
        if self.chance.random() < 0.85:
            return self._tap(person, data, message)
        return self.makes_up_a_button(data)

    def makes_up_a_button(self, data: str | None = None, person: int | None = None) -> Happening:
        """Data that no message of ours carries."""
        person = person or self._person()
        messages = list(self.world.chat(person).messages.values())[-KEPT:]
        made = data_of(self.chance, self.declared, self.tokens) if data is None else data
        return self._tap(person, made, self.chance.choice(messages) if messages else None)

    def presses(self, data: str, person: int) -> Happening:
        """Such data, from under the last message of the chat."""
        return self._tap(person, data, list(self.world.chat(person).messages.values())[-1], made_up=False)

    def sends(self) -> Happening:
        """A picture, a file, a contact, anything that is no text."""
        kind = self.chance.random()
        if kind < 0.3:
            content = contents.photo(self.chance, self.world.files)
        elif kind < 0.6:
            content = contents.document(self.chance, self.world.files)
        elif kind < 0.75:
            who = self._person()
            number = self.chance.choice(PHONES)
            content = {"contact": {"phone_number": number, "first_name": "x"}}
            content["contact"] |= {"user_id": who} if self.chance.random() < 0.7 else {}
        else:
            return self._private(contents.other(self.chance, self.world.files))
        caption = self._text()[:1024] if self.chance.random() < 0.4 else ""
        return self._private(content | ({"caption": caption} if caption and "contact" not in content else {}))

    def talks_in_a_group(self) -> Happening:
        """To us by command, by name or by a reply; or to others; as oneself or as the group."""
        chat = self.world.chat(self.chance.choice((FORUM, GROUP)))
        text = self._text()
        if self.chance.random() < 0.4:
            text = f"@{self.world.bot['username']} {text}"
        ours = [m for m in chat.messages.values() if m.sender == self.world.bot["id"]][-KEPT:]
        target = self.chance.choice(ours) if ours and self.chance.random() < 0.4 else None
        content = (
            {"text": text} if self.chance.random() < 0.9 else contents.other(self.chance, self.world.files)
        )
        thread = 7 if chat.forum and self.chance.random() < 0.5 else None
        anonymous = self.chance.random() < 0.1
        person = self._person()
        said = self.world.post(chat, person, content, reply_to=target, thread=thread, anonymous=anonymous)
        return self._told("message", said, person, answer=bool(content.get("text")))

    def edits(self) -> Happening:
        """What was written a while ago says something else now."""
        person = self._person()
        own = [
            m for m in self.world.chat(person).messages.values() if m.sender == person and "text" in m.content
        ]
        if not own:
            return self.writes(person=person)
        message = self.chance.choice(own[-KEPT:])
        message.content, message.edited = {"text": self._text()}, self.world.now()
        return self._told("edited_message", message, person, answer=True)

    def asks_inline(self) -> Happening:
        """Inline mode, and what was chosen there."""
        person, words = self._person(), words_of(self.chance)[:256]
        if self.chance.random() < 0.25:
            chosen = {"result_id": words[:64], "from": self.world.shapes.user(person), "query": words}
            return Happening(self._update("chosen_inline_result", chosen), person)
        query = self.world.queries.ask(person, words)
        body = {"id": query.id, "from": self.world.shapes.user(person), "query": words, "offset": ""}
        return Happening(self._update("inline_query", body), person, query=query)

    def comes_or_goes(self) -> Happening:
        """We are blocked, let in again, thrown out of a group, made an administrator of one."""
        person = self._person()
        chat = self.world.chat(self.chance.choice((person, person, FORUM, GROUP)))
        was, now = self.chance.sample(("member", "kicked", "left", "administrator"), 2)
        if chat.type == "private":
            was, now = self.chance.choice((("member", "kicked"), ("kicked", "member")))
            self.world.person(chat.id).blocked = now == "kicked"
        body = {
            "chat": self.world.shapes.chat(chat),
            "from": self.world.shapes.user(person),
            "date": int(self.world.now().timestamp()),
            "old_chat_member": contents.member(was, self.world.bot),
            "new_chat_member": contents.member(now, self.world.bot),
        }
        return Happening(self._update("my_chat_member", body), person)

    def is_elsewhere(self) -> Happening:
        """What is none of our business, some of it not thought of yet."""
        kind, body = contents.foreign(self.chance, self.world.shapes.user(self._person()))
        return Happening(self._update(kind, body))

    # --- the parts

    def _text(self) -> str:
        kind = self.chance.random()
        if kind < 0.35:
            return command_of(self.chance, self.commands, self.world.bot["username"])
        if kind < 0.45:
            return f"/start {payload_of(self.chance, self.tokens)}"
        return words_of(self.chance)

    def _private(self, content: Json, person: int | None = None) -> Happening:
        person = person or self._person()
        who = self.world.person(person)
        who.started, who.met, who.blocked = True, True, False
        chat = self.world.private_chat(who)
        if "text" in content and (entities := found_entities(content["text"])):
            content = content | {"entities": entities}
        target = self.chance.choice(list(chat.messages.values())[-KEPT:]) if chat.messages else None
        message = self.world.post(
            chat,
            person,
            content,
            reply_to=target if self.chance.random() < 0.1 else None,
            forwarded_from=self._person() if self.chance.random() < 0.05 else None,
        )
        silent = contents.SERVICE.isdisjoint(content)
        return self._told("message", message, person, answer=silent)

    def _told(self, kind: str, message: Message, person: int, *, answer: bool) -> Happening:
        for old in list(message.chat.messages)[: -4 * KEPT]:
            del message.chat.messages[old]
        body = self.world.shapes.message(message)
        return Happening(self._update(kind, body), person, message.chat.id, answer)

    def _tap(self, person: int, data: str, message: Message | None, *, made_up: bool = True) -> Happening:
        who = self.world.person(person)
        who.started, who.met, who.blocked = True, True, False
        query = self.world.queries.ask(person)
        body: Json = {
            "id": query.id,
            "from": self.world.shapes.user(person),
            "chat_instance": "1",
            "data": data,
        }
        kind = self.chance.random()
        if message is not None and kind < 0.9:
            shape = self.world.shapes.message(message)
            body["message"] = shape if kind < 0.85 else {**_bare(shape), "date": 0}
        elif kind < 0.98:
            body["inline_message_id"] = "BAAAA" + str(self._number)
        return Happening(self._update("callback_query", body), person, query=query)

    def _person(self) -> int:
        return self.chance.choice((*STAFF, *PEOPLE))

    def _update(self, kind: str, body: Any) -> Json:
        self._number += 1
        return {"update_id": self._number, kind: body}


def _bare(shape: Json) -> Json:
    return {name: shape[name] for name in ("chat", "message_id")}
