"""Banks' own catalogs are kept in step with ours, each by one replica at a time."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from billing.catalog.banking import CatalogProvider
from billing.catalog.syncing import Syncing
from billing.errors import BankError
from billing.ports import Clock
from bot.loops import Crew, Loop
from store.engine import Database

log = logging.getLogger(__name__)

TURN = 5.0
LEASE = timedelta(minutes=5)  # longer than a bank's catalog takes to be read, so that nobody else begins
AGAIN = timedelta(minutes=1)  # where a bank was silent, or refuses us
LEASE_NAME = "catalog:"


class Stocking:
    """Tells banks of new, changed and deleted items, and looks at what they show."""

    def __init__(
        self, database: Database, catalogs: Mapping[str, CatalogProvider], clock: Clock, *, owner: str
    ) -> None:
        self._database = database
        self._clock = clock
        self._owner = owner
        self._syncing = {slug: Syncing(database, each, clock) for slug, each in catalogs.items()}
        self._next: dict[str, datetime] = {}
        self._busy: set[str] = set()
        self._crew = Crew("catalog")
        self.loop = Loop("stocking", self._turn)

    async def stop(self, seconds: float) -> None:
        """Take no more; what was asked and not answered is looked for after the next start."""
        await self.loop.stop()
        await self._crew.drain(seconds)

    async def _turn(self) -> float:
        now = self._clock.now()
        for slug in self._syncing.keys() - self._busy:
            if now < self._next.get(slug, now) <= now + AGAIN or not await self._is_ours(slug, now):
                continue  # a moment farther off was set by a clock that was wrong
            self._busy.add(slug)
            self._crew.spawn(self._keep_in_step(slug))
        return TURN

    async def _is_ours(self, slug: str, now: datetime) -> bool:
        return await self._database.write_small(
            lambda books: books.take_lease(f"{LEASE_NAME}{slug}", self._owner, now, now + LEASE)
        )

    async def _keep_in_step(self, slug: str) -> None:
        self._next[slug] = self._clock.now() + AGAIN  # whatever comes in between
        try:
            if await self._syncing[slug].turn():
                self.loop.wake()
            del self._next[slug]
        except BankError as error:
            log.info("catalog not in step: bank=%s %s", slug, type(error).__name__)
        finally:
            self._busy.discard(slug)
