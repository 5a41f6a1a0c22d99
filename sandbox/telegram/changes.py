"""Whoever looks on (tests, the page) learns at once that something changed."""

import asyncio
from contextlib import suppress


class Changes:
    """A counter one can wait on, for everything or for what one chat shows."""

    def __init__(self) -> None:
        self.version = 0
        self._everywhere = 0
        self._chats: dict[int, int] = {}
        self._event = asyncio.Event()

    def note(self, chat: int | None = None) -> None:
        """Something changed in this chat; without one, something that any chat may show."""
        self.version += 1
        if chat is None:
            self._everywhere = self.version
        else:
            self._chats[chat] = self.version
        event, self._event = self._event, asyncio.Event()
        event.set()

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
