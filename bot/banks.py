"""The loops that ask banks: payments that are due for a look, and webhooks that are still to be settled."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from billing.banking import Banking
from billing.books import StoredDelivery
from billing.models import Payment, Refund
from billing.repaying import Repaying
from bot.loops import Crew, Loop
from store.engine import Database

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
AT_ONCE = 50
SETTLING_AT_ONCE = 128
TURN = 1.0


class Watch:
    """Looks at each payment and each refund when its schedule says so."""

    def __init__(self, database: Database, repaying: Repaying) -> None:
        self._database = database
        self.repaying = repaying
        self._banking = repaying.banking
        self._crew = Crew("look", 24)
        self.loop = Loop("watch", self._turn)

    async def stop(self, seconds: float) -> None:
        """Take no more, finish what is in hand."""
        await self.loop.stop()
        await self._crew.drain(seconds)

    async def _turn(self) -> float:
        now = self._banking.clock.now()
        room = AT_ONCE - len(self._crew)
        if room <= 0:
            return TURN
        payments, refunds = await self._database.read(
            lambda books: (books.has_due_payments(now), books.has_due_refunds(now))
        )
        taken = await self._take_payments(now, room) if payments else 0
        taken = max(taken, await self._take_refunds(now, room) if refunds else 0)
        return 0.0 if taken == room else TURN

    async def _take_payments(self, now: datetime, room: int) -> int:
        due = await self._database.write(
            lambda books: books.lease_due_payments(self._banking.owner, now, now + LEASE, room)
        )
        together: dict[str, list[Payment]] = {}
        for payment in due:
            if self._batch(payment) > 1:
                together.setdefault(payment.provider, []).append(payment)
            else:
                self._crew.spawn(self._look(payment))
        for payments in together.values():
            self._crew.spawn(self._banking.look_many(payments))
        return len(due)

    def _batch(self, payment: Payment) -> int:
        """How many payments its bank tells of at once; 1 where there is more to do than to look."""
        provider = self._banking.providers.get(payment.provider)
        special = payment.hold_wish is not None or self.repaying.to_withdraw(payment)
        return 1 if provider is None or special else provider.capabilities.batch

    async def _take_refunds(self, now: datetime, room: int) -> int:
        due = await self._database.write(
            lambda books: books.lease_due_refunds(self._banking.owner, now, now + LEASE, room)
        )
        for refund in due:
            self._crew.spawn(self.repaying.look(refund))
        return len(due)

    async def _look(self, payment: Payment) -> None:
        if payment.hold_wish is not None and payment.hold_asked_at is None:
            await self.repaying.tell_hold(payment)
        elif self.repaying.to_withdraw(payment):
            await self.repaying.withdraw(payment)
        else:
            await self._banking.look(payment)


class Settling:
    """Settles webhooks: at once those that come in, and again those that are still due."""

    def __init__(self, database: Database, banking: Banking) -> None:
        self._database = database
        self._banking = banking
        self._crew = Crew("settle", SETTLING_AT_ONCE)
        self.loop = Loop("settling", self._turn)

    def soon(self, delivery: StoredDelivery) -> None:
        """A delivery that is stored and leased to us."""
        self._crew.spawn(self._settle(delivery))

    async def stop(self, seconds: float) -> None:
        """Take no more, finish what is in hand."""
        await self.loop.stop()
        await self._crew.drain(seconds)

    async def _turn(self) -> float:
        now = self._banking.clock.now()
        room = AT_ONCE - len(self._crew)
        if room <= 0 or not await self._database.read(lambda books: books.has_due_deliveries(now)):
            return TURN
        due = await self._database.write(
            lambda books: books.lease_due_deliveries(self._banking.owner, now, now + LEASE, room)
        )
        for delivery in due:
            self.soon(delivery)
        return 0.0 if len(due) == room else TURN

    async def _settle(self, delivery: StoredDelivery) -> None:
        await self._banking.settle(delivery)


async def reconcile(database: Database, repaying: Repaying) -> dict[str, int]:
    """Ask every bank about everything open, now; how many of each state came out."""
    banking = repaying.banking
    payments = await database.read(lambda books: books.open_payments())
    limit = asyncio.Semaphore(6)

    async def look(payment: Payment) -> str:
        async with limit:
            looked = await banking.look(payment)
            return looked.state.value if looked.answered else "bank silent"

    async def look_back(refund: Refund) -> str:
        async with limit:
            await repaying.look(refund)
            after = await database.read(lambda books: books.refund(refund.id))
            return f"refund {after.state if after else refund.state}"

    refunds = await database.read(lambda books: books.open_refunds())
    counts: dict[str, int] = {}
    work = [look(payment) for payment in payments] + [look_back(refund) for refund in refunds]
    for state in await asyncio.gather(*work):
        counts[state] = counts.get(state, 0) + 1
    return counts
