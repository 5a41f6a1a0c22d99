"""The time everybody in the sandbox shares: the real one, moved by hand."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta


class Clock:
    """Real time plus an offset. Whoever waits for a moment notices when the offset changes."""

    def __init__(self) -> None:
        self.offset = timedelta()
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """The sandbox's time, aware, in UTC."""
        return datetime.now(UTC) + self.offset

    def move(self, delta: timedelta) -> None:
        """Jump by `delta`; backwards is allowed. Wakes all waiters."""
        self.offset += delta
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def moved(self, patience: float | None = None) -> bool:
        """Wait for the next move, at most `patience` real seconds; says whether there was one."""
        moved = self._moved
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await moved.wait()
        return moved.is_set()

    async def sleep_until(self, moment: datetime) -> None:
        """Return once the sandbox's time has reached `moment`, however it got there."""
        while (left := (moment - self.now()).total_seconds()) > 0:
            await self.moved(left)
