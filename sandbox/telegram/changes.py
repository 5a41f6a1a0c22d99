"""Whoever looks on (tests, the page) learns at once that something changed."""

import asyncio
from contextlib import suppress
from itertools import takewhile


class Changes:
    """A counter one can wait on, for everything or for what one chat shows."""

    def __init__(self) -> None:
        self.version = 0
        self._everywhere = 0
        self._chats: dict[int, int] = {}
        self._messages: dict[tuple[int, int], int] = {}
        self._event = asyncio.Event()

    def note(self, chat: int | None = None, message: int | None = None) -> None:
        """Something changed in this chat, maybe this message; without one, what any chat may show."""
        self.version += 1
        if chat is not None and message is not None:
            self._messages.pop((chat, message), None)  # so that the newest stands last
            self._messages[chat, message] = self.version
        if chat is None:
            self._everywhere = self.version
        else:
            self._chats[chat] = self.version
        event, self._event = self._event, asyncio.Event()
        event.set()

    def touched(self, version: int) -> list[tuple[int, int]]:
        """Chat and number of each message that changed after `version`, the latest last."""
        newest = takewhile(lambda one: one[1] > version, reversed(self._messages.items()))
        return [message for message, _ in newest][::-1]

    def forget(self) -> None:
        """All messages are gone."""
        self._messages.clear()
        self.note()

    async def wait_beyond(self, version: int, patience: float, chat: int | None = None) -> int:
        """Return once something changed after `version`, here or anywhere, or after `patience` real seconds.

        Fifty who each wait for one chat are not all answered whenever one of these chats moves.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while self._newest(chat) <= version:
                    await self._event.wait()
        return self.version

    def _newest(self, chat: int | None) -> int:
        return self.version if chat is None else max(self._everywhere, self._chats.get(chat, 0))
