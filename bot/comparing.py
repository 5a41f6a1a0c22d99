"""Once an hour each bank's list of the last two days is compared with our books, by one replica."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from billing import differences
from billing.errors import BankError
from billing.repaying import Repaying
from billing.reporting import Reporting, TooMany
from billing.statement import Ledger
from bot.loops import Crew, Loop
from store.engine import Database

log = logging.getLogger(__name__)

TURN = 10.0
EVERY = timedelta(hours=1)
AGAIN = timedelta(minutes=10)  # where a bank was silent
LEASE_NAME = "compare:"


class Comparing:
    """Tells owners and managers of each difference once."""

    def __init__(self, database: Database, reporting: Reporting, repaying: Repaying, *, owner: str) -> None:
        self._database = database
        self._reporting = reporting
        self._repaying = repaying
        self._clock = reporting.clock
        self._owner = owner
        self._next: dict[str, datetime] = {}
        self._crew = Crew("compare", 1)
        self.loop = Loop("comparing", self._turn)

    def __len__(self) -> int:
        """How many banks are being compared right now."""
        return len(self._crew)

    async def stop(self, seconds: float) -> None:
        """Take no more; what was not finished is found again."""
        await self.loop.stop()
        await self._crew.drain(seconds)

    async def _turn(self) -> float:
        now = self._clock.now()
        for slug in self._reporting.shapes(Ledger.OPERATIONS):
            if now < self._next.get(slug, now) <= now + EVERY or not await self._is_ours(slug, now):
                continue  # a moment farther off was set by a clock that was wrong
            self._next[slug] = now + EVERY
            if not self._reporting.missing(slug, Ledger.OPERATIONS):
                self._crew.spawn(self._compare(slug))
        return TURN

    async def _is_ours(self, slug: str, now: datetime) -> bool:
        """Who took the hour does its work; another replica looks again when it is over."""
        return await self._database.write_small(
            lambda books: books.take_lease(f"{LEASE_NAME}{slug}", self._owner, now, now + EVERY)
        )

    async def _compare(self, slug: str) -> None:
        try:
            found = await compare_one(self._database, self._reporting, self._repaying, slug)
        except (BankError, TooMany) as error:
            log.info("not compared: bank=%s %s", slug, type(error).__name__)
            self._next[slug] = self._clock.now() + AGAIN
            return
        log.info("compared: bank=%s differences=%s", slug, found)


async def compare_one(database: Database, reporting: Reporting, repaying: Repaying, slug: str) -> int:
    """How many differences; new and settled ones are told, refunds made at the bank are written down."""
    found = await differences.compare(reporting, slug)
    at = reporting.clock.now()
    await database.write(lambda books: differences.tell(books, slug, found, at))
    listed = found.returned | await differences.returned_lately(reporting, slug)
    strange = await database.read(lambda books: differences.unexplained(books, slug, listed))
    for payment in strange:
        await repaying.account(payment)
    return len(found.differences)


async def compare_all(database: Database, reporting: Reporting, repaying: Repaying) -> dict[str, str]:
    """Every bank, now: how many differences, or why none could be looked for; new ones are told."""
    told: dict[str, str] = {}
    for slug in reporting.shapes(Ledger.OPERATIONS):
        if setting := reporting.missing(slug, Ledger.OPERATIONS):
            told[slug] = f"not compared, {setting} is not set"
            continue
        try:
            found = await compare_one(database, reporting, repaying, slug)
        except (BankError, TooMany) as error:
            told[slug] = f"not compared: {type(error).__name__}"
            continue
        told[slug] = f"differences in the last two days: {found}"
    return told
