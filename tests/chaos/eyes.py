"""What people see in all chats, kept as it changes."""

from __future__ import annotations

import asyncio
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import aiohttp

from sandbox.client import Sandbox

T = TypeVar("T")
_WHICH_PHONE = "sends the bill to a phone"
_STORY, _NUMBER = re.compile(r"Order-(\d+)\b"), re.compile(r"#(\d+)\b")


@dataclass(frozen=True, slots=True)
class Message:
    """One of the bot's messages as it is now."""

    chat: int
    id: int
    text: str
    """Without any space in its sums."""
    is_card: bool
    picture: str
    """Its file, where it has one."""
    buttons: tuple[tuple[str, str], ...]
    """Text, and what stands behind it."""
    links: tuple[str, ...]
    stories: frozenset[int]
    numbers: frozenset[int]

    def button(self, *names: str) -> str | None:
        """The text of the first button that has one of these in its text or behind it."""
        return next(
            (text for text, data in self.buttons if any(name in text or name in data for name in names)), None
        )


class Eyes:
    """`of(story)` is what was said of an invoice; `until` waits for it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._messages: dict[tuple[int, int], Message] = {}
        self._stories: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
        self._numbers: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
        self.number_of: defaultdict[int, set[int]] = defaultdict(set)
        """The invoices that were made for a story, by their numbers."""
        self.asked_for_phone: defaultdict[int, int] = defaultdict(int)
        """The newest message of each chat that asks which number is billed; it names no invoice."""
        self._news = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Eyes:
        self._watching = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._watching is not None
        self._watching.cancel()
        with suppress(asyncio.CancelledError):
            await self._watching

    def of(self, story: int, chat: int | None = None) -> list[Message]:
        """What the bot said of it, in the order of the messages."""
        keys = set(self._stories[story])
        for number in self.number_of[story]:
            keys |= self._numbers[number]
        return [self._messages[key] for key in sorted(keys) if chat in (None, key[0])]

    def everything(self) -> Iterable[Message]:
        """All that stands in any chat."""
        return self._messages.values()

    async def until(self, look: Callable[[], T | None]) -> T:
        """What `look` finds, as soon as it finds something."""
        while not (found := look()):
            await self._news.wait()
        return found

    def look_again(self) -> None:
        """Whoever waits looks once more."""
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def _watch(self) -> None:
        since = -1
        while True:
            try:
                since, messages = await self._sandbox.news(since)
            except (aiohttp.ClientError, TimeoutError):
                continue
            for message in messages:
                self._take(message)
            self.look_again()
            await asyncio.sleep(0.05)  # what comes together is read together

    def _take(self, raw: dict[str, Any]) -> None:
        if not raw["from"].get("is_bot"):
            return
        message = read(raw)
        key = message.chat, message.id
        if raw["deleted"]:
            self._messages.pop(key, None)
            return
        self._messages[key] = message
        if _WHICH_PHONE in message.text:
            self.asked_for_phone[message.chat] = max(message.id, self.asked_for_phone[message.chat])
        for story in message.stories:
            self._stories[story].add(key)
        for number in message.numbers:
            self._numbers[number].add(key)
        if message.is_card and len(message.stories) == len(message.numbers) == 1:
            self.number_of[min(message.stories)] |= message.numbers


def read(raw: dict[str, Any]) -> Message:
    """A message of the simulator's."""
    said = str(raw.get("text") or raw.get("caption") or "")
    rows = raw.get("reply_markup", {}).get("inline_keyboard", [])
    entities = raw.get("entities") or raw.get("caption_entities") or []
    return Message(
        chat=raw["chat"]["id"],
        id=raw["message_id"],
        text=re.sub(r"(?<=\d)[\u00a0\u202f](?=[\d₸])", "", said),
        is_card="photo" in raw,
        picture=raw["photo"][-1]["file_id"] if "photo" in raw else "",
        buttons=tuple((b["text"], _behind(b)) for row in rows for b in row),
        links=tuple(e["url"] for e in entities if e["type"] == "text_link"),
        stories=frozenset(map(int, _STORY.findall(said))),
        numbers=frozenset(map(int, _NUMBER.findall(said))),
    )


def _behind(button: dict[str, Any]) -> str:
    return str(button.get("callback_data") or button.get("url") or "")


def read_code(picture: bytes) -> str:
    """What a phone reads that is held to it."""
    import zxingcpp
    from PIL import Image

    only_qr = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode,))
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)), formats=only_qr)
    return " ".join(code.text for code in found)
