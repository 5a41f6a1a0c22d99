"""One time for all replicas: the database's. Moments are compared, and the clocks of machines differ."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from billing.ports import Clock
from store.engine import Database

log = logging.getLogger(__name__)

WORTH_SAYING = timedelta(seconds=2)


class AgreedClock:
    """A clock of our own, put right by as much as it is off from the database's when last compared."""

    def __init__(self, own: Clock) -> None:
        self._own = own
        self.off = timedelta()

    def now(self) -> datetime:
        """The time on which all replicas agree, in UTC."""
        return self._own.now() + self.off

    async def agree(self, database: Database) -> None:
        """Compare. The answer was made somewhere on its way: within that nothing is put right."""
        asked = self._own.now()
        said = await database.time()
        if said is None:
            return
        way = (self._own.now() - asked) / 2
        off = said - (asked + way)
        if abs(off - self.off) <= abs(way):
            return
        if abs(off - self.off) > WORTH_SAYING:
            log.warning("this machine's clock is off by %.1f s, the database's counts", -off.total_seconds())
        self.off = off
