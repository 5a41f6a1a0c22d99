"""The process dies at each step of keeping in step with ApiPay: whoever comes next finds where it stands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection

from billing.subscriptions.mirror.mirroring import Mirroring
from billing.subscriptions.models import PeriodState, State
from billing.subscriptions.records import Subscription
from bot.mirroring import Mirroring as Loop
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.apipay.mirror import HOUR, MINUTE, OWNER, Studio
from tests.support import PATIENCE
from tests.support.books import NearDatabase, open_database

T = TypeVar("T")
STEPS = 40


class Fuse:
    """Goes off at the nth step: the turn is cancelled there, before or after what the step does."""

    def __init__(self) -> None:
        self.left = -1
        self.blown = False

    def burn(self) -> None:
        if self.left == 0:
            self.left, self.blown = -1, True
            raise asyncio.CancelledError
        self.left -= self.left > 0


class FrailDatabase(NearDatabase):
    """Each transaction is a step, and its commit is another."""

    fuse = Fuse()

    async def transaction(self, work: Callable[[Connection], T]) -> T:
        self.fuse.burn()
        done = await super().transaction(work)
        self.fuse.burn()
        return done


class Frail:
    """The bank: each call is a step, and its answer is another."""

    def __init__(self, bank: Any, fuse: Fuse) -> None:
        self.slug, self.bounds, self._bank, self._fuse = bank.slug, bank.bounds, bank, fuse

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._bank, name)

        async def asked(*args: object) -> object:
            self._fuse.burn()
            answer = await call(*args)
            self._fuse.burn()
            return answer

        return asked


@pytest.fixture
async def studio(bank: ApiPayBench, quick_books: str) -> AsyncIterator[Studio]:
    async for database in open_database(quick_books, FrailDatabase):
        FrailDatabase.fuse = Fuse()
        made = Studio(bank, database)
        await made.open()
        made.mirroring = Mirroring(made.banking, Frail(made.bank.provider.subscriptions, FrailDatabase.fuse))  # type: ignore[arg-type]
        yield made


async def dies_at(studio: Studio, step: int) -> bool:
    """One turn that is cancelled at a step; whether it came so far."""
    fuse = FrailDatabase.fuse
    fuse.left, fuse.blown = step, False
    with suppress(asyncio.CancelledError):
        await studio.mirroring.turn()
    fuse.left = -1
    return fuse.blown


async def rests(studio: Studio, subscription: Subscription) -> None:
    """It is looked at no more, for the sake of those that follow."""
    await studio.database.write(lambda books: books.amend_subscription(subscription.id, next_due=None))


async def test_whatever_step_of_the_making_is_the_last_it_is_made_once_and_billed_once(
    studio: Studio,
) -> None:
    made: list[Subscription] = []
    for step in range(STEPS):
        made.append(await studio.agreed(source=f"s:{step}"))
        if not await dies_at(studio, step):
            break
        await studio.passes(12 * MINUTE, 4 * MINUTE)
        await rests(studio, made[-1])
    else:
        raise AssertionError(f"a turn has more than {STEPS} steps")
    await studio.passes(12 * MINUTE, 4 * MINUTE)
    there = await studio.there()
    assert len(made) > 10
    assert len(there) == len(made)
    assert [len(row["bills"]) for row in there] == [1] * len(made)
    for each in made:
        fresh = await studio.fresh(each)
        assert (fresh.state, fresh.wish, fresh.bank_id is None) == (State.ACTIVE, None, False)
        assert len(await studio.invoices(each)) == 1


async def test_whatever_step_of_a_pause_is_the_last_it_is_paused(studio: Studio) -> None:
    subscription = await studio.made()
    owner = await studio.person(OWNER)
    desk = studio.desk.subscriptions
    for step in range(STEPS):
        wish = desk.pause if (await studio.fresh(subscription)).state is State.ACTIVE else desk.resume
        wished = State.PAUSED if wish == desk.pause else State.ACTIVE
        await wish(owner, subscription.id)
        blown = await dies_at(studio, step)
        await studio.passes(9 * MINUTE, 3 * MINUTE)
        fresh = await studio.fresh(subscription)
        assert (fresh.state, fresh.wish) == (wished, None), step
        if not blown:
            break
    assert step > 5


async def test_it_goes_the_same_on_postgresql(bank: ApiPayBench, postgres_url: str) -> None:
    async for database in open_database(postgres_url):
        studio = Studio(bank, database)
        await studio.open()
        await renews_and_ends(studio)


async def renews_and_ends(studio: Studio) -> None:
    subscription = await studio.made()
    await studio.pay()
    await studio.settle()
    assert [row.state for row in await studio.rows(subscription)] == [PeriodState.PAID]
    await studio.desk.subscriptions.cancel(await studio.person(OWNER), subscription.id)
    await studio.passes(HOUR, 20 * MINUTE)
    assert (await studio.fresh(subscription)).ended_for_certain


@pytest.fixture
async def plain(bank: ApiPayBench, quick_books: str) -> AsyncIterator[Studio]:
    async for database in open_database(quick_books):
        made = Studio(bank, database)
        await made.open()
        yield made


async def test_the_loop_makes_it_as_soon_as_somebody_agrees(plain: Studio) -> None:
    loop = Loop(plain.database, plain.banking, plain.desk.subscriptions.banks)
    loop.loop.start()
    subscription = await plain.agreed()
    async with asyncio.timeout(PATIENCE):
        while not await plain.invoices(subscription):
            await asyncio.sleep(0.01)
    await loop.stop(PATIENCE)
    assert len(await plain.bank.requests("subscribe")) == 1


async def test_a_bank_is_kept_in_step_with_by_one_process_at_a_time(plain: Studio) -> None:
    now, name = plain.clock.now(), "subscriptions:apipay"
    await plain.database.write(lambda books: books.take_lease(name, "another", now, now + HOUR))
    await plain.agreed()
    loop = Loop(plain.database, plain.banking, plain.desk.subscriptions.banks)
    await loop.turn()
    await loop.stop(PATIENCE)
    assert await plain.there() == []
    plain.clock.move(HOUR)
    await loop.turn()
    await loop.stop(PATIENCE)
    assert len(await plain.there()) == 1
