"""A loop that gives each bank its turn: one replica at a time for one bank, and no bank waits for another."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from billing.errors import BankError
from billing.ports import Clock
from bot.loops import Crew, Loop
from store.engine import Database

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # longer than a bank's turn takes, so that nobody else begins
AGAIN = timedelta(minutes=1)  # where a bank was silent, or refuses us


class AtOneBank(Protocol):
    """What is kept in step with one bank."""

    async def turn(self) -> bool:
        """Do what is due; whether there may be more right now. Raises ``BankError``."""


class BankTurns:
    """``name`` stands in the log, and before the bank in the lease's name."""

    def __init__(
        self,
        database: Database,
        banks: Mapping[str, AtOneBank],
        clock: Clock,
        *,
        owner: str,
        name: str,
        loop: str,
        every: float,
    ) -> None:
        self._database = database
        self._clock = clock
        self._owner = owner
        self._name = name
        self._every = every
        self._banks = banks
        self._next: dict[str, datetime] = {}
        self._busy: set[str] = set()
        self._crew = Crew(name)
        self.loop = Loop(loop, self.turn)

    async def stop(self, seconds: float) -> None:
        """Take no more; what was asked and not answered is looked for after the next start."""
        await self.loop.stop()
        await self._crew.drain(seconds)

    async def turn(self) -> float:
        """Begin whatever is due; in how many seconds to come again."""
        now = self._clock.now()
        for slug in self._banks.keys() - self._busy:
            if now < self._next.get(slug, now) <= now + AGAIN or not await self._may(slug, now):
                continue  # a moment farther off was set by a clock that was wrong
            self._busy.add(slug)
            self._crew.spawn(self._keep_in_step(slug))
        return self._every

    async def is_due(self, slug: str, now: datetime) -> bool:
        """Whether there is something to do, where that can be told without the lease."""
        return True

    async def _may(self, slug: str, now: datetime) -> bool:
        """Whether there is something to do, and nobody else is at it."""
        if not await self.is_due(slug, now):
            return False
        return await self._database.write_small(
            lambda books: books.take_lease(f"{self._name}:{slug}", self._owner, now, now + LEASE)
        )

    async def _keep_in_step(self, slug: str) -> None:
        self._next[slug] = self._clock.now() + AGAIN  # whatever comes in between
        try:
            if await self._banks[slug].turn():
                self.loop.wake()
            del self._next[slug]
        except BankError as error:
            log.info("%s not in step: bank=%s %s", self._name, slug, type(error).__name__)
        finally:
            self._busy.discard(slug)
