"""Long polling: one replica asks Telegram; the offset moves only past what is committed."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import Any

from billing.errors import StoreUnavailable
from billing.ports import Clock
from bot.leases import Lease
from bot.loops import Loop
from bot.telegram import POLL_LONGEST, Poll, PollFailed
from bot.updates import Inbox
from store.engine import Database

log = logging.getLogger(__name__)

LEASE_NAME = "polling"
LEASE = timedelta(seconds=10)  # who polled and died is replaced after this long
RENEW = timedelta(seconds=3)
ANOTHERS = 1.0  # seconds until we look again whether another replica still polls


class Polling:
    """Long polling over the inbox, while the lease is ours: Telegram refuses two who ask at once."""

    def __init__(self, poll: Poll, inbox: Inbox, database: Database, clock: Clock) -> None:
        self._poll = poll
        self._inbox = inbox
        self.lease = Lease(database, LEASE_NAME, inbox.owner, lasts=LEASE, renew=RENEW)
        self._clock = clock
        self._offset: int | None = None
        self.loop = Loop("polling", self._turn, longest=POLL_LONGEST)
        self._asking: asyncio.Task[list[dict[str, Any]]] | None = None

    @property
    def asking(self) -> bool:
        """Whether a question to Telegram is open."""
        return self._asking is not None and not self._asking.done()

    async def stop(self) -> None:
        """End the open question to Telegram and the loop."""
        if self._asking is not None:
            self._asking.cancel()
        await self.loop.stop()
        await self.lease.let_go()
        await self._poll.close()

    async def _turn(self) -> float:
        if not await self.lease.take(self._clock.now()):
            self._offset = None  # whoever asks meanwhile moves it
            return ANOTHERS
        self._asking = asyncio.create_task(self._poll(self._offset))
        await self._kept()
        if self._asking.cancelled():
            return 0.0
        try:
            updates = self._asking.result()
        except PollFailed as error:
            log.warning("telegram gave no updates: %s", error)
            return error.pause
        await self._inbox.accept(updates)
        numbers = [u["update_id"] for u in updates if isinstance(u.get("update_id"), int)]
        if numbers:
            self._offset = max(numbers) + 1
        return 0.0

    async def _kept(self) -> None:
        """Wait for the answer and keep the lease meanwhile; the question is dropped where that fails."""
        assert self._asking is not None
        while not (await asyncio.wait([self._asking], timeout=RENEW.total_seconds()))[0]:
            try:
                ours = await self.lease.take(self._clock.now())
            except StoreUnavailable:
                continue  # what comes cannot be committed, and is asked for again
            if not ours:
                self._asking.cancel()
