"""Several processes on the same books: a chat is in one pair of hands, one time for all, a bell between."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.agreed import AgreedClock
from bot.beating import DEAD_AFTER, Beating
from bot.leases import Lease
from bot.updates import Inbox
from store import engine, preparing
from store.books import SqlBooks
from store.engine import Database
from tests.support import PATIENCE
from tests.support.books import HeldClock, open_database
from tests.support.postgres import stands_in_line
from tests.support.until import until

Json = dict[str, Any]
Handled = list[tuple[int, str]]

CHATS = (601, 602, 603)


class Replica:
    """One process: its own connections, its own hands."""

    def __init__(self, database: Database, name: str, clock: HeldClock, handled: Handled) -> None:
        self.database = database
        self.clock = clock
        self.owner = f"process:{name}"
        self.handled = handled
        self.does: Callable[[str], Awaitable[None]] | None = None
        self.inbox = Inbox(database, clock, self.handle, lambda update: True, owner=self.owner)

    async def handle(self, update: Json) -> None:
        """Note it, in the order in which it is done."""
        message = update["message"]
        if self.does is not None:
            await self.does(message["text"])
        await asyncio.sleep(0)  # others have their turn
        self.handled.append((message["chat"]["id"], message["text"]))

    def hangs(self) -> asyncio.Event:
        """From now on it ends nothing; set when it has something in hand."""
        busy = asyncio.Event()

        async def hang(words: str) -> None:
            busy.set()
            await asyncio.Event().wait()

        self.does = hang
        return busy

    async def live(self) -> None:
        """Show that it does."""
        now = self.clock.now()
        await self.database.write(lambda books: books.beat(self.owner, now, now + DEAD_AFTER))


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def handled() -> Handled:
    """What all replicas have handled, one after another."""
    return []


@pytest.fixture
async def databases(postgres_url: str) -> AsyncIterator[list[Database]]:
    """The same books, opened by three."""
    async with AsyncExitStack() as stack:
        opened = []
        for _ in range(3):
            opening = open_database(postgres_url)
            opened.append(await anext(opening))
            stack.push_async_callback(opening.aclose)
        yield opened


@pytest.fixture
async def replicas(
    databases: list[Database], clock: HeldClock, handled: Handled
) -> AsyncIterator[list[Replica]]:
    made = [Replica(each, str(number), clock, handled) for number, each in enumerate(databases)]
    for replica in made:
        await replica.live()
    yield made
    for replica in made:
        await replica.inbox.stop(1)


def message(update_id: int, chat: int, words: str) -> Json:
    return {"update_id": update_id, "message": {"chat": {"id": chat}, "from": {"id": chat}, "text": words}}


async def test_a_chats_updates_keep_their_order_whoever_of_three_receives_them(
    replicas: list[Replica], handled: Handled
) -> None:
    chance, sent = random.Random(7), dict.fromkeys(CHATS, 0)

    async def talk(chat: int) -> None:
        """Telegram sends a chat's next update when the one before is acknowledged."""
        for _ in range(40):
            sent[chat] += 1
            update = message(chat * 1000 + sent[chat], chat, str(sent[chat]))
            await chance.choice(replicas).inbox.accept([update])

    await asyncio.gather(*map(talk, CHATS))
    await until(lambda: len(handled) >= 40 * len(CHATS))
    for chat in CHATS:
        assert [words for where, words in handled if where == chat] == [str(n) for n in range(1, 41)]


async def test_what_another_replica_adds_while_one_is_busy_comes_after_it(
    replicas: list[Replica], handled: Handled
) -> None:
    first, second, _ = replicas
    busy, go_on = asyncio.Event(), asyncio.Event()

    async def slow(words: str) -> None:
        if words == "slow":
            busy.set()
            await go_on.wait()

    first.does = slow
    await first.inbox.accept([message(1, 601, "slow")])
    await busy.wait()
    await second.inbox.accept([message(2, 601, "next"), message(3, 602, "another chat")])
    await until(lambda: handled == [(602, "another chat")])
    go_on.set()
    await until(lambda: handled == [(602, "another chat"), (601, "slow"), (601, "next")])


async def test_the_chats_of_a_replica_that_is_silent_are_taken_over_and_it_goes_no_further(
    replicas: list[Replica], handled: Handled, clock: HeldClock
) -> None:
    silent, living, _ = replicas
    hangs, wake, busy, go_on = (asyncio.Event() for _ in range(4))

    async def hang(words: str) -> None:
        hangs.set()
        await wake.wait()

    async def work(words: str) -> None:
        if words == "second":
            busy.set()
            await go_on.wait()

    silent.does, living.does = hang, work
    await silent.inbox.accept([message(1, 601, "first"), message(2, 601, "second")])
    await hangs.wait()
    clock.move(DEAD_AFTER.total_seconds() - 1)
    await living.live()
    await living.inbox.resume()
    assert handled == []  # it may only be slow

    clock.move(2)
    await living.live()
    await living.inbox.resume()
    await busy.wait()
    wake.set()  # it has handled the first as well, and finds that the chat is in other hands
    await until(lambda: len(silent.inbox) == 0)
    assert handled == [(601, "first"), (601, "first")]

    go_on.set()
    await until(lambda: handled[2:] == [(601, "second")])


async def test_nobody_takes_over_from_one_that_lives(
    replicas: list[Replica], handled: Handled, clock: HeldClock
) -> None:
    first, second, _ = replicas
    busy = first.hangs()
    await first.inbox.accept([message(1, 601, "long")])
    await busy.wait()
    now = clock.now()
    assert not await second.database.write(lambda books: books.adopt_chat(601, second.owner, now))


async def test_who_adds_to_a_chat_waits_for_who_is_about_to_let_it_go(
    replicas: list[Replica], handled: Handled, postgres_url: str
) -> None:
    holding, adding, _ = replicas
    await holding.database.write(lambda books: books.take_chat(601, holding.owner))

    engine = create_async_engine(postgres_url)
    async with engine.connect() as connection, connection.begin():
        books = holding.database.books
        await connection.run_sync(lambda plain: books(plain).hold_chat(601, holding.owner))
        added = asyncio.create_task(adding.inbox.accept([message(1, 601, "new")]))
        await stands_in_line(engine)
        await connection.run_sync(lambda plain: books(plain).next_or_leave(601, holding.owner))
    await added
    await until(lambda: handled == [(601, "new")])
    await engine.dispose()


async def test_a_replica_that_says_farewell_is_not_waited_for(
    replicas: list[Replica], handled: Handled, clock: HeldClock
) -> None:
    leaving, staying, _ = replicas
    busy = leaving.hangs()
    await leaving.inbox.accept([message(1, 601, "in hand")])
    await busy.wait()
    await leaving.inbox.stop(0)
    beating = Beating(leaving.database, clock, leaving.owner, agree=None, heard=lambda: None)
    await beating.stop()
    await staying.inbox.resume()
    await until(lambda: handled == [(601, "in hand")])


async def test_a_replica_that_freezes_in_a_transaction_keeps_no_other_from_going_on(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, clock: HeldClock
) -> None:
    monkeypatch.setattr(preparing, "STOOD_STILL", 0.1)
    until = clock.now() + timedelta(seconds=10)

    def take(books: SqlBooks) -> bool:
        return books.take_lease("delivery", books.merchant.name, clock.now(), until)

    async with AsyncExitStack() as stack:
        opening = open_database(postgres_url), open_database(postgres_url)
        frozen, living = [await anext(each) for each in opening]
        for each in opening:
            stack.push_async_callback(each.aclose)
        assert isinstance(frozen, engine.PostgresDatabase)
        async with frozen._engine.connect() as line:
            await line.run_sync(lambda plain: take(frozen.books(plain)))
            async with asyncio.timeout(PATIENCE):
                assert await living.write(take)
            with pytest.raises(DBAPIError):
                await line.commit()
            await line.invalidate()


class Skewed:
    """A machine whose clock is wrong."""

    def __init__(self, seconds: float) -> None:
        self.wrong = timedelta(seconds=seconds)

    def now(self) -> datetime:
        """What it shows."""
        return datetime.now(UTC) + self.wrong


async def test_replicas_whose_clocks_differ_by_a_minute_do_not_take_each_others_leases(
    databases: list[Database],
) -> None:
    clocks = [AgreedClock(Skewed(seconds)) for seconds in (60, -60, 0)]
    for each, database in zip(clocks, databases, strict=True):
        await each.agree(database)
    leases = [
        Lease(database, "delivery", str(number), lasts=timedelta(seconds=10), renew=timedelta(seconds=3))
        for number, database in enumerate(databases)
    ]
    for first, other in ((0, 1), (1, 0), (1, 2)):
        assert await leases[first].take(clocks[first].now())
        assert not await leases[other].take(clocks[other].now())
        await leases[first].let_go()

    shown = [each.now() for each in clocks]
    assert max(shown) - min(shown) < timedelta(seconds=5)


async def test_a_clock_that_is_right_is_not_put_right_by_the_time_that_an_answer_takes(
    databases: list[Database],
) -> None:
    clock, (database, *_) = AgreedClock(HeldClock()), databases
    await clock.agree(database)
    off = clock.off
    assert abs(off) > timedelta(seconds=1)  # the held moment is another than the server's

    class Slow:
        async def time(self) -> datetime:
            held.move(2)  # while the answer is on its way
            return datetime.now(UTC)

    held = HeldClock(datetime.now(UTC))
    slow = AgreedClock(held)
    await slow.agree(Slow())  # type: ignore[arg-type]
    assert slow.off == timedelta()


async def test_a_bell_is_heard_by_the_others_also_after_its_line_broke(databases: list[Database]) -> None:
    listening, ringing, _ = databases
    heard = asyncio.Event()
    await listening.listen(heard.set)
    await ringing.ring()
    async with asyncio.timeout(PATIENCE):
        await heard.wait()

    heard.clear()
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
    await ringing.transaction(lambda connection: connection.execute(text(cut)))
    async with asyncio.timeout(PATIENCE):
        while not heard.is_set():
            await listening.listen(heard.set)  # as each beat does
            await ringing.ring()
            await asyncio.sleep(0.01)
