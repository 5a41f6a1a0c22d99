"""Drops what has been kept long enough: a page of rows at a time, one replica at a time, all day long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from billing.ports import Clock
from bot.leases import Lease
from bot.loops import Loop
from store.engine import Database
from store.sweeping import PASSING

EVERY = 6 * 3600.0  # seconds from the end of a round to the next
BREATH = 0.05  # seconds between two pages: whoever wants to write does
ELSEWHERE = 60.0  # seconds until it is looked again whether another replica still sweeps
LASTS, RENEW = timedelta(seconds=60), timedelta(seconds=20)


class Sweeping:
    """Each turn looks at one page; a round goes over all that is kept for a time."""

    def __init__(self, database: Database, clock: Clock, owner: str) -> None:
        self._database = database
        self._clock = clock
        self._lease = Lease(database, "sweeping", owner, lasts=LASTS, renew=RENEW)
        self._nth = 0
        self._after: Any | None = None
        self.loop = Loop("sweeping", self.turn)

    async def turn(self) -> float:
        """One page; in how many seconds the next."""
        now = self._clock.now()
        if not await self._lease.take(now):
            return ELSEWHERE
        passing, after = PASSING[self._nth], self._after
        page = await self._database.read(lambda books: books.look_for_old(passing, after, now))
        if page.old:
            await self._database.write(lambda books: books.drop_old(page))
        self._after = page.last
        if page.last is None:
            self._nth = (self._nth + 1) % len(PASSING)
        if self._nth or self._after is not None:
            return BREATH
        await self._lease.let_go()
        return EVERY

    async def stop(self) -> None:
        """The page in hand ends, the lease is let go."""
        await self.loop.stop()
        await self._lease.let_go()
