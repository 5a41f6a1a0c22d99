"""Subscriptions that banks run are kept in step with them, each bank by one replica at a time."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from billing.banking import Banking
from billing.errors import BankError
from billing.subscriptions.engines import Engines
from billing.subscriptions.mirror.mirroring import Mirroring as AtOneBank
from bot.loops import Crew, Loop
from store.books import SqlBooks as Books
from store.engine import Database

log = logging.getLogger(__name__)

TURN = 2.0
LEASE = timedelta(minutes=5)  # longer than a turn takes, so that nobody else begins
AGAIN = timedelta(minutes=1)  # where a bank was silent, or refuses us
LEASE_NAME = "subscriptions:"


class Mirroring:
    """Asks a bank about each of its subscriptions when its time has come, or when the bank has reported."""

    def __init__(self, database: Database, banking: Banking, engines: Engines) -> None:
        self._database = database
        self._clock = banking.clock
        self._owner = banking.owner
        self._banks = {slug: AtOneBank(banking, each) for slug, each in engines.banks.items()}
        self._next: dict[str, datetime] = {}
        self._busy: set[str] = set()
        self._crew = Crew("subscriptions")
        self.loop = Loop("mirroring", self.turn)
        engines.wake = self.loop.wake

    async def stop(self, seconds: float) -> None:
        """Take no more; what was asked and not answered is looked at after the next start."""
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
        return TURN

    async def _may(self, slug: str, now: datetime) -> bool:
        """Whether there is something to do, and nobody else is at it."""
        if not await self._database.read(lambda books: _is_due(books, slug, now)):
            return False
        return await self._database.write_small(
            lambda books: books.take_lease(f"{LEASE_NAME}{slug}", self._owner, now, now + LEASE)
        )

    async def _keep_in_step(self, slug: str) -> None:
        self._next[slug] = self._clock.now() + AGAIN  # whatever comes in between
        try:
            if await self._banks[slug].turn():
                self.loop.wake()
            del self._next[slug]
        except BankError as error:
            log.info("subscriptions not in step: bank=%s %s", slug, type(error).__name__)
        finally:
            self._busy.discard(slug)


def _is_due(books: Books, slug: str, now: datetime) -> bool:
    return bool(books.changed_bills(slug, 1) or books.due_subscriptions(slug, now, 1))
