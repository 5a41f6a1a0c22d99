"""This process among its replicas: it shows that it lives, keeps to the common time, hears the others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from billing.ports import Clock
from bot.loops import Loop
from store.engine import Database

TURN = 5.0
DEAD_AFTER = timedelta(seconds=20)  # a process that has not been heard of for so long is dead


class Beating:
    """Done every few seconds, before anything else begins, and once more at the end."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        owner: str,
        *,
        agree: Callable[[Database], Awaitable[None]] | None,
        heard: Callable[[], None],
        also: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """``heard``: another process rang; ``also`` is done at each beat, after it."""
        self._database = database
        self._clock = clock
        self._owner = owner
        self._agree = agree
        self._heard = heard
        self._also = also
        self.loop = Loop("beating", self.turn)

    async def begin(self) -> None:
        """From now on this process is known to live."""
        await self.turn()
        self.loop.start()

    async def turn(self) -> float:
        """Live for some seconds more; what dead ones had in hand is free."""
        if self._agree is not None:
            await self._agree(self._database)
        now = self._clock.now()
        await self._database.write(lambda books: books.beat(self._owner, now, now + DEAD_AFTER))
        await self._database.listen(self._heard)
        if self._also is not None:
            await self._also()
        return TURN

    async def stop(self) -> None:
        """The last word: what is still in hand here is for others."""
        await self.loop.stop()
        await self._database.write(lambda books: books.farewell(self._owner))
