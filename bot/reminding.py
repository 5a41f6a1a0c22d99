"""Due reminders go into the outbox, the longest due first, evenly, and never more than a few at once.

Telegram takes 30 messages a second. Of these 28 are for reminders at most, so that all that fall due in one
hour (100,000 take 59 minutes 32 seconds) leave before their own hour is over: those of nine o'clock before a
bill at ten, those of eight in the evening before the day closes. What people do goes first all the same:
answers, news and cards have a better rank at the pacer, and while these fill Telegram's line the outbox has
no room for more reminders.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from billing.errors import StoreUnavailable
from billing.ports import Clock
from billing.subscriptions import truth
from billing.subscriptions.records import ReminderRow
from billing.tracing import where
from bot.leases import Lease
from bot.loops import Loop
from store.books import SqlBooks
from store.engine import Database

log = logging.getLogger(__name__)

PER_SECOND = 28.0
STEP = 0.25  # seconds between two handfuls …
MOST = 2 * STEP * PER_SECOND  # … of so many at most: an answer never finds the whole second used up
ROOM = 60  # that stand in the outbox unsaid
PAGE = 200  # looked at in one turn; what is not true any more costs no place
TURN = 2.0
LEASE_NAME = "reminding"
LEASE = timedelta(seconds=10)
FAILED = "failed"


class Allowance:
    """So many a second and no more, also after a pause: what was not used is lost."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._left = 0.0
        self._at: float | None = None

    def now(self) -> int:
        """How many may go now."""
        at = self._ticks()
        passed = STEP if self._at is None else max(0.0, at - self._at)
        self._at = at
        self._left = min(MOST, self._left + passed * PER_SECOND)
        return int(self._left)

    def spend(self, count: int) -> None:
        """So many have gone."""
        self._left -= count


class Reminding:
    """One replica at a time feeds the outbox; each reminder is finished and told in one transaction."""

    def __init__(
        self, database: Database, clock: Clock, *, owner: str, ticks: Callable[[], float] | None = None
    ) -> None:
        self._database = database
        self._clock = clock
        self._allowance = Allowance(ticks or (lambda: asyncio.get_running_loop().time()))
        self._lease = Lease(database, LEASE_NAME, owner, lasts=LEASE, renew=LEASE / 2)
        self.loop = Loop("reminding", self.turn)

    async def stop(self) -> None:
        """Finish the reminder in hand, and let another replica go on."""
        await self.loop.stop()
        await self._lease.let_go()

    async def turn(self) -> float:
        """What may go now goes; gives in how many seconds to come again."""
        now = self._clock.now()
        due, unsent = await self._database.read(lambda books: _waiting(books, now))
        if not due:
            return TURN
        if not await self._lease.take(now):
            return TURN
        places = min(self._allowance.now(), ROOM - unsent)
        for row in due:
            if places <= 0:
                return STEP
            if await self._remind(row):
                self._allowance.spend(1)
                places -= 1
        return STEP if len(due) == PAGE else TURN

    async def _remind(self, row: ReminderRow) -> bool:
        """One that cannot be handled is put aside, and keeps no other from its turn."""
        at = self._clock.now()
        try:
            return await self._database.write_small(lambda books: truth.remind(books, row, at))
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it would come again and again
            log.error("reminder failed: reminder=%s %s", row.id, where(error))
        await self._database.write_small(lambda books: books.finish_reminder(row.id, FAILED, at))
        return False


def _waiting(books: SqlBooks, now: datetime) -> tuple[list[ReminderRow], int]:
    due = books.due_reminders(now, PAGE)
    return due, books.unsent_reminders() if due else 0
