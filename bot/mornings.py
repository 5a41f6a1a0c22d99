"""Each morning yesterday is told to who wants it: the banks' lists are compared first, by one replica."""

from __future__ import annotations

import asyncio
import logging
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from billing.errors import BankError
from billing.figures import mornings
from billing.reporting import Reporting, TooMany
from billing.statement import Ledger
from bot.leases import Lease
from bot.loops import Loop
from store.engine import Database

log = logging.getLogger(__name__)

TURN = 30.0
PATIENCE = 60.0  # seconds for the list of one bank; who takes longer is asked again later
BANKS_MOST = 5  # asked in one turn
LEASE_NAME = "mornings"
LASTS, RENEW = timedelta(seconds=90), timedelta(seconds=25)


class Mornings:
    """What was told stands in the outbox, what a list showed in the books: a restart repeats neither."""

    def __init__(self, database: Database, reporting: Reporting, *, owner: str) -> None:
        self._database = database
        self._reporting = reporting
        self._clock = reporting.clock
        self._lease = Lease(database, LEASE_NAME, owner, lasts=LASTS, renew=RENEW)
        self.loop = Loop("mornings", self.turn, longest=PATIENCE * BANKS_MOST)

    async def turn(self) -> float:
        """Ask the banks that are due, then tell."""
        now = self._clock.now()
        today = await self._database.read(lambda books: mornings.morning(books, now))
        if today is None or not await self._lease.take(now):
            return TURN
        listing = self._reporting.shapes(Ledger.OPERATIONS)
        unset = {slug for slug in listing if self._reporting.missing(slug, Ledger.OPERATIONS)}
        banks = sorted(listing.keys() - unset)
        for slug in today.to_ask(banks, now)[:BANKS_MOST]:
            await self._compare(slug, today.day)
        at = self._clock.now()
        await self._database.write(lambda books: mornings.tell(books, banks, unset, at))
        return TURN

    async def stop(self) -> None:
        """The turn in hand ends, another replica goes on."""
        await self.loop.stop()
        await self._lease.let_go()

    async def _compare(self, slug: str, day: date) -> None:
        """What the list says is kept; that there was none, too."""
        assert self._database.merchant is not None
        zone = ZoneInfo(self._database.merchant.timezone)
        found: str | None = None
        try:
            async with asyncio.timeout(PATIENCE):
                statement = await self._reporting.draw_up(slug, mornings.question(day, zone))
            found = mornings.found(slug, statement, day, zone, self._clock.now())
        except (BankError, TooMany, TimeoutError) as error:
            log.info("not compared in the morning: bank=%s %s", slug, type(error).__name__)
        at = self._clock.now()
        await self._database.write(lambda books: books.keep_bank_list(day, slug, found, at))
