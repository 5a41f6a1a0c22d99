"""Whoever looks on (tests, the page) learns at once that something changed."""

import asyncio
from contextlib import suppress


class Changes:
    """A counter one can wait on."""

    def __init__(self) -> None:
        self.version = 0
        self._event = asyncio.Event()

    def note(self) -> None:
        self.version += 1
        event, self._event = self._event, asyncio.Event()
        event.set()

    async def wait_beyond(self, version: int, patience: float) -> int:
        """Return once the counter is past `version`, or after `patience` real seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while self.version <= version:
                    await self._event.wait()
        return self.version
