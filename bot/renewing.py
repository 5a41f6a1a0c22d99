"""The loop of subscriptions that we run: bills at their hours, and what follows from bills.

Any replica may take a turn; the row of a subscription and the keys of its periods let each thing happen once.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

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
PATIENCE = timedelta(minutes=5)  # after which one that failed has its turn again


class Renewing:
    """Lets the engine look at each subscription whose time has come, or whose bill became something else."""

    def __init__(self, database: Database, desk: SubscriptionDesk, clock: Clock) -> None:
        self._database = database
        self._desk = desk
        self._clock = clock
        self._failed: dict[int, datetime] = {}  # when those that could not be looked at have their turn again
        self.loop = Loop("renewing", self.turn)
        desk.wake = self.loop.wake

    async def stop(self) -> None:
        """Finish the turn in hand."""
        await self.loop.stop()

    async def turn(self) -> float:
        """All whose time has come; gives in how many seconds to come again."""
        now = self._clock.now()
        self._failed = {each: again for each, again in self._failed.items() if now < again <= now + PATIENCE}
        resting = self._failed.keys()
        found = await self._database.read(lambda books: _waiting(books, now, resting))
        for subscription_id in found:
            await self._look_at(subscription_id)
        return 0.0 if len(found) == PAGE else TURN

    async def _look_at(self, subscription_id: int) -> None:
        """Those that cannot be handled do not keep the others from their turn, however many they are."""
        try:
            await self._desk.turn(subscription_id)
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - the edge of background work: others have their turn
            self._failed[subscription_id] = self._clock.now() + PATIENCE
            log.error("subscription not looked at: subscription=%s %s", subscription_id, where(error))


def _waiting(books: Books, now: datetime, resting: Collection[int]) -> list[int]:
    """Those whose bills changed come first: somebody may just have paid."""
    most = PAGE + len(resting)
    changed = [bill.of.subscription_id for bill in books.changed_bills(OURS, most)]
    due = books.due_subscriptions(OURS, now, most)
    return [each for each in dict.fromkeys([*changed, *due]) if each not in resting][:PAGE]
