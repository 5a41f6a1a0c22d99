"""Chores that time brings: deadlines, open shifts, days to sum, decisions that wait, moments out of reach."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from billing.deciding import remind, reminding_day
from billing.invoicing import expire_overdue
from billing.ports import Clock
from billing.shifts.working import long_ones, remind_of_long
from bot.loops import Loop
from bot.metrics import Metrics
from store.engine import Database

TURN = 5.0
PULL_EVERY = timedelta(hours=1)
SUM_EVERY = timedelta(minutes=10)
SOON = 0.5  # seconds between two handfuls of days: whoever wants to write does


class Chores:
    """Done every few seconds."""

    def __init__(self, database: Database, clock: Clock, metrics: Metrics) -> None:
        self._database = database
        self._metrics = metrics
        self._clock = clock
        self._turned: datetime | None = None
        self._pulled: datetime | None = None
        self._reminded: date | None = None
        self._summed: datetime | None = None
        self.loop = Loop("chores", self._turn)

    async def _turn(self) -> float:
        now = self._clock.now()
        if self._turned is not None and now < self._turned:
            self._pulled = self._summed = (
                None  # the clock was set back: what it wrote before may lie far ahead
            )
        self._turned = now
        if await self._database.read(lambda books: books.overdue_invoices(now, 1)):
            await self._database.write(lambda books: expire_overdue(books, now))
        if await self._database.read(lambda books: long_ones(books, now)):
            await self._database.write(lambda books: remind_of_long(books, now))
        if self._pulled is None or now - self._pulled >= PULL_EVERY:
            await self._database.write(lambda books: books.pull_back(now))
            self._pulled = now
        await self._remind(now)
        await self._metrics.refresh(self._database, self._clock)
        return SOON if await self._sum(now) else TURN

    async def _remind(self, now: datetime) -> None:
        """Once a day for each process; of all processes the first is heard."""
        assert self._database.merchant is not None
        day = reminding_day(self._database.merchant, now)
        if day is not None and day != self._reminded:
            await self._database.write(lambda books: remind(books, now))
            self._reminded = day

    async def _sum(self, now: datetime) -> bool:
        """Days that are over, for the figures; whether more are left."""
        if self._summed is not None and now - self._summed < SUM_EVERY:
            return False
        due = await self._database.read(lambda books: books.days_to_sum(now))
        left = due and await self._database.write(lambda books: books.sum_days(now))
        self._summed = None if left else now
        return left
