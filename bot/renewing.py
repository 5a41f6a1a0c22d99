"""The loop of subscriptions that we run: bills at their hours, and what follows from bills.

Any replica may take a turn; the row of a subscription and the keys of its periods let each thing happen once.
"""

from __future__ import annotations

import logging
from datetime import datetime

from billing.errors import StoreUnavailable
from billing.ports import Clock
from billing.subscriptions.desk import SubscriptionDesk
from billing.subscriptions.records import OURS
from billing.tracing import where
from bot.loops import Loop
from store.books import SqlBooks as Books
from store.engine import Database

log = logging.getLogger(__name__)

TURN = 2.0
PAGE = 100


class Renewing:
    """Lets the engine look at each subscription whose time has come, or whose bill became something else."""

    def __init__(self, database: Database, desk: SubscriptionDesk, clock: Clock) -> None:
        self._database = database
        self._desk = desk
        self._clock = clock
        self.loop = Loop("renewing", self._turn)
        desk.wake = self.loop.wake

    async def stop(self) -> None:
        """Finish the turn in hand."""
        await self.loop.stop()

    async def _turn(self) -> float:
        now = self._clock.now()
        found = await self._database.read(lambda books: _waiting(books, now))
        for subscription_id in found:
            await self._look_at(subscription_id)
        return 0.0 if len(found) == PAGE else TURN

    async def _look_at(self, subscription_id: int) -> None:
        """One that cannot be handled does not keep the others from their turn."""
        try:
            await self._desk.turn(subscription_id)
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - the edge of background work: others have their turn
            log.error("subscription not looked at: subscription=%s %s", subscription_id, where(error))


def _waiting(books: Books, now: datetime) -> list[int]:
    """Those whose bills changed come first: somebody may just have paid."""
    changed = [bill.of.subscription_id for bill in books.changed_bills(OURS, PAGE)]
    due = books.due_subscriptions(OURS, now, PAGE)
    return list(dict.fromkeys([*changed, *due]))[:PAGE]
