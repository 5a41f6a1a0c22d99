"""The loops that ask banks: payments that are due for a look, and webhooks that are still to be settled."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter, deque
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import chain

from billing.banking import Banking
from billing.models import Payment, Refund
from billing.records import StoredDelivery
from billing.repaying import Repaying
from billing.states import PaymentState
from bot.loops import Crew, Loop
from store.books import SqlBooks
from store.engine import Database

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
AT_ONCE = 50
SETTLING_AT_ONCE = 128
RUSH, RUSH_SECONDS = 20, 0.2  # so many webhooks in so short a time are a rush …
FEW = 2  # … in which so many are settled at once
TURN = 1.0

BATCH_LEASE = timedelta(seconds=120)  # a question about many, and then about those that have moved
BATCHES = 10  # questions about many that one bank is asked at once
GATHERED = timedelta(seconds=3)  # so long payments come together for the next questions to such a bank
AHEAD = timedelta(seconds=15)  # a question that is not full takes along what is due so soon


class Watch:
    """Looks at each payment and each refund when its schedule says so.

    A bank that tells of many at once is asked about many: its payments are taken apart from those of the
    others, as many as fit into its questions. Whatever else is wished of them goes the way of the others.
    """

    def __init__(self, database: Database, repaying: Repaying) -> None:
        self._database = database
        self.repaying = repaying
        self._banking = repaying.banking
        self._crew = Crew("look", 24)
        self._batches: dict[str, Crew] = {}
        self._asked_at: dict[str, datetime] = {}  # when such a bank was last asked
        self.loop = Loop("watch", self.turn)

    def __len__(self) -> int:
        """How many looks are under way, those at many counted once."""
        return len(self._crew) + sum(len(crew) for crew in self._batches.values())

    async def stop(self, seconds: float) -> None:
        """Take no more, finish what is in hand."""
        await self.loop.stop()
        await asyncio.gather(*(crew.drain(seconds) for crew in (self._crew, *self._batches.values())))

    async def turn(self) -> float:
        """Take what is due, as much as there is room for; in how many seconds to come again."""
        now = self._banking.clock.now()
        payments, refunds = await self._database.read(
            lambda books: (books.has_due_payments(now), books.has_due_refunds(now))
        )
        room, full = AT_ONCE - len(self._crew), False
        if payments:
            full = await self._take_payments(now, room)
        if refunds and room > 0:
            full = await self._take_refunds(now, room) == room or full
        return 0.0 if full else TURN

    async def _take_payments(self, now: datetime, room: int) -> bool:
        """Whether more may be due than was taken."""
        rooms = {slug: self._room(slug, now) for slug in self._banking.providers if self._batch(slug) > 1}

        def take(books: SqlBooks) -> tuple[list[Payment], dict[str, list[Payment]]]:
            alone = self._alone(books, now, max(room, 0), rooms)
            return alone, {slug: self._together(books, slug, now, most) for slug, most in rooms.items()}

        alone, together = await self._database.write(take)
        for payment in alone:
            if payment.provider in together and not self._is_special(payment):
                together[payment.provider].append(payment)
            else:
                self._crew.spawn(self._look(payment))
        for slug, payments in together.items():
            self._ask_about(slug, payments, now)
        return 0 < room == len(alone)

    def _alone(self, books: SqlBooks, now: datetime, most: int, besides: Collection[str]) -> list[Payment]:
        """What is due elsewhere, and whatever has more wished of it than an answer."""
        owner = self._banking.owner
        return books.lease_due_payments(owner, now, now + LEASE, most, besides=besides) if most else []

    def _together(self, books: SqlBooks, slug: str, now: datetime, most: int) -> list[Payment]:
        """What is due at a bank that tells of many, and what is due soon where that still finds room."""
        owner, until, batch = self._banking.owner, now + BATCH_LEASE, self._batch(slug)
        due = books.lease_due_batch(slug, owner, now, until, most) if most else []
        if rest := -len(due) % batch:
            due += books.lease_due_batch(slug, owner, now, until, rest, due_by=now + AHEAD)
        return due

    def _ask_about(self, slug: str, payments: list[Payment], now: datetime) -> None:
        crew, batch = self._batches.setdefault(slug, Crew(f"look many {slug}", BATCHES)), self._batch(slug)
        for at in range(0, len(payments), batch):
            crew.spawn(self._banking.look_many(payments[at : at + batch]))
            self._asked_at[slug] = now

    def _room(self, slug: str, now: datetime) -> int:
        """About how many payments the bank may be asked now."""
        if timedelta() <= now - self._asked_at.get(slug, now - GATHERED) < GATHERED:
            return 0
        in_hand = len(self._batches[slug]) if slug in self._batches else 0
        return max(BATCHES - in_hand, 0) * self._batch(slug)

    def _batch(self, slug: str) -> int:
        """How many payments a bank tells of at once."""
        provider = self._banking.providers.get(slug)
        return 1 if provider is None else provider.capabilities.batch

    def _is_special(self, payment: Payment) -> bool:
        """Whether there is more to do than to look."""
        unsent = payment.state is PaymentState.RESERVED
        return unsent or payment.hold_wish is not None or self.repaying.to_withdraw(payment)

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
        self._arrived: deque[float] = deque(maxlen=RUSH)
        self._few = asyncio.Semaphore(FEW)
        self.loop = Loop("settling", self._turn)

    def soon(self, delivery: StoredDelivery) -> None:
        """A delivery that is stored and leased to us."""
        self._arrived.append(asyncio.get_running_loop().time())
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
            self._crew.spawn(self._settle(delivery))
        return 0.0 if len(due) == room else TURN

    async def _settle(self, delivery: StoredDelivery) -> None:
        async with self._few if self._in_a_rush else contextlib.nullcontext():
            await self._banking.settle(delivery)

    @property
    def _in_a_rush(self) -> bool:
        """Webhooks come in faster than they are settled: they are acknowledged first, on the same loop."""
        if len(self._arrived) < RUSH:
            return False
        return asyncio.get_running_loop().time() - self._arrived[0] < RUSH_SECONDS


async def reconcile(database: Database, repaying: Repaying) -> dict[str, int]:
    """Ask every bank about everything open, now; how many of each state came out."""
    banking = repaying.banking
    payments = await database.read(lambda books: books.open_payments())
    limit = asyncio.Semaphore(6)

    async def look(some: Sequence[Payment]) -> list[str]:
        async with limit:
            return [
                looked.state.value if looked.answered else "bank silent"
                for looked in await banking.look_many(some)
            ]

    async def look_back(refund: Refund) -> list[str]:
        async with limit:
            await repaying.look(refund)
            after = await database.read(lambda books: books.refund(refund.id))
            return [f"refund {after.state if after else refund.state}"]

    refunds = await database.read(lambda books: books.open_refunds())
    work = [look(some) for some in _questions(banking, payments)]
    states = await asyncio.gather(*work, *(look_back(refund) for refund in refunds))
    return dict(Counter(chain.from_iterable(states)))


def _questions(banking: Banking, payments: Sequence[Payment]) -> list[list[Payment]]:
    """About which payments to ask with one call each."""
    by_bank: dict[str, list[Payment]] = {}
    for payment in payments:
        by_bank.setdefault(payment.provider, []).append(payment)
    questions = []
    for slug, some in by_bank.items():
        provider = banking.providers.get(slug)
        batch = provider.capabilities.batch if provider else 1
        questions += [some[at : at + batch] for at in range(0, len(some), batch)]
    return questions
