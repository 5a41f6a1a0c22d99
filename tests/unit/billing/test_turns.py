"""Several processes that wait behind one gate: in memory here, with the clock held in hand."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence

import pytest

from billing import quotas
from billing.errors import StoreUnavailable
from billing.quotas import SECOND, Call, Count, Note, Rule, Taken, Window
from billing.turns import AWAY, TOGETHER, Turns

ANSWER, NEWS = 0, 1
MOST = 30
ALONE = Rule("alone", (Window(2, 1.0),))


def call(chat: int, rank: int = NEWS) -> Call:
    most = MOST if rank == ANSWER else MOST - 1
    return Rule("all", (Window(most, 1.0),)), Rule(f"chat{chat}", (Window(1, 1.0),))


class Together:
    """Implements ``Gate`` in memory; may be away."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.counts: defaultdict[str, Count] = defaultdict(Count)
        self.away = False

    async def take(self, calls: Sequence[Call], notes: Sequence[Note]) -> Taken:
        await asyncio.sleep(0)
        if self.away:
            raise StoreUnavailable("away")
        now = round(self.world.at * SECOND)
        moments = quotas.take(self.counts, calls, notes, now)
        names = quotas.names_of(calls, notes)
        return Taken(moments, {name: self.counts[name].copy() for name in names})

    async def look(self, name: str) -> Count:
        if self.away:
            raise StoreUnavailable("away")
        return self.counts[name].copy()


class World:
    """A held clock, the gate, and processes."""

    def __init__(self, processes: int = 3) -> None:
        self.at = 1_000.0
        self.gate = Together(self)
        self.all = [Turns(lambda: self.at, margin=0.0, gate=self.gate) for _ in range(processes)]
        self.went: list[tuple[float, str]] = []
        self.slow: dict[str, asyncio.Event] = {}
        self.tasks: list[asyncio.Task[None]] = []

    async def ask(self, process: int, name: str, chat: int, rank: int = NEWS) -> None:
        self.tasks.append(asyncio.create_task(self._one(self.all[process], name, chat, rank)))
        await self.settle()

    async def _one(self, turns: Turns, name: str, chat: int, rank: int) -> None:
        place = await turns.turn(rank, call(chat, rank), ALONE if rank == ANSWER else None)
        with turns.on_its_way(place):
            self.went.append((self.at, name))
            if name in self.slow:
                await self.slow[name].wait()

    async def move(self, seconds: float) -> list[str]:
        """Time goes on, what has landed is heard of; who went then."""
        before = len(self.went)
        for turns in self.all:
            turns._tick()
        await self.settle()
        self.at += seconds
        for turns in self.all:
            turns.pump()
        await self.settle()
        return [name for _, name in self.went[before:]]

    async def settle(self) -> None:
        for _ in range(12 * len(self.all)):
            await asyncio.sleep(0)

    async def end(self) -> None:
        for turns in self.all:
            turns.close()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def names(self) -> list[str]:
        return [name for _, name in self.went]


@pytest.fixture
async def world():
    made = World()
    yield made
    await made.end()


async def test_three_processes_keep_one_limit_and_each_chats(world: World) -> None:
    for number in range(3 * MOST):
        await world.ask(number % 3, str(number), chat=number)
    assert len(world.went) == MOST - 1
    for _ in range(40):
        await world.move(0.1)
    times = [at for at, _ in world.went]
    assert len(times) == 3 * MOST
    assert all(late - soon > 0.999 for soon, late in zip(times, times[MOST - 1 :], strict=False))


async def test_a_chat_that_one_process_has_written_to_waits_in_another(world: World) -> None:
    await world.ask(0, "first", chat=1)
    await world.ask(1, "second", chat=1)
    await world.ask(2, "elsewhere", chat=2)
    assert world.names() == ["first", "elsewhere"]
    assert await world.move(0.9) == []
    assert await world.move(0.1) == ["second"]


async def test_what_one_process_is_told_about_silence_all_keep(world: World) -> None:
    world.all[0].quiet("chat1", 5)
    await world.settle()
    for process in range(3):
        await world.ask(process, str(process), chat=1)
    assert await world.all[2].silence("chat1") == 5
    assert await world.move(4.9) == []
    assert await world.move(0.1) != []


async def test_a_place_is_kept_for_answers_whoever_gives_them(world: World) -> None:
    for number in range(2 * MOST):
        await world.ask(number % 2, f"news {number}", chat=number)
    await world.ask(2, "answer", chat=100, rank=ANSWER)
    assert world.names()[-1] == "answer"
    assert world.went[-1][0] == world.went[0][0]


async def test_ten_answers_do_not_stand_behind_a_hundred_news_of_another_process(world: World) -> None:
    for number in range(100):
        await world.ask(number % 2, f"news {number}", chat=number)
    for number in range(10):
        await world.ask(2, "answer", chat=200 + number, rank=ANSWER)
    went = await world.move(1.0)
    assert went.count("answer") == 9
    assert went.index("answer") <= 2 * TOGETHER


async def test_a_call_that_nobody_has_answered_keeps_its_place_for_all(world: World) -> None:
    world.slow["slow"] = asyncio.Event()
    await world.ask(0, "slow", chat=1)
    for _ in range(20):
        await world.move(0.5)
    await world.ask(1, "next", chat=1)
    assert await world.move(0.5) == []
    world.slow["slow"].set()
    assert await world.move(0.9) == []
    assert await world.move(0.1) == ["next"]


async def test_while_the_books_are_away_a_few_answers_go_and_all_else_waits(world: World) -> None:
    world.gate.away = True
    for number in range(3):
        await world.ask(0, f"answer {number}", chat=number, rank=ANSWER)
    await world.ask(0, "news", chat=9)
    assert world.names() == ["answer 0", "answer 1"]
    world.gate.away = False
    assert await world.move(AWAY / SECOND) == ["answer 2", "news"]


async def test_what_went_without_the_books_counts_when_they_are_back(world: World) -> None:
    world.gate.away = True
    await world.ask(0, "alone", chat=1, rank=ANSWER)
    world.gate.away = False
    await world.move(AWAY / SECOND)
    await world.move(0)
    assert len(world.gate.counts["all"].moments) == 1


async def test_who_gave_up_waiting_takes_no_place(world: World) -> None:
    await world.ask(0, "first", chat=1)
    await world.ask(1, "gone", chat=1)
    world.tasks[-1].cancel()
    await world.ask(2, "next", chat=1)
    assert await world.move(1.0) == ["next"]
