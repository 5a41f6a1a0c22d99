"""Counts that several processes share, on both databases: no window is exceeded, whoever asks when."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from billing.quotas import SECOND, Call, Note, Rule, Window
from bot.sharing import SharedGate
from store.engine import Database
from store.schema import quotas
from tests.support.books import HeldClock, open_database

PROCESSES = 3
RUNS = itertools.count()
MOST = 4


@pytest.fixture
async def several(database_url: str) -> AsyncIterator[list[Database]]:
    """The same books, opened by three."""
    async with AsyncExitStack() as stack:
        opened = []
        for _ in range(PROCESSES):
            opening = open_database(database_url)
            opened.append(await anext(opening))
            stack.push_async_callback(opening.aclose)
        yield opened


def call(run: int, chat: int, most: int = MOST) -> Call:
    everybody = Rule(f"all:{run}", (Window(most, 1.0),))
    return everybody, Rule(f"chat:{run}:{chat}", (Window(1, 1.0), Window(2, 3.0)))


def landed(calls: Sequence[Call], moments: Sequence[int | None]) -> list[Note]:
    """Those that went arrived at once."""
    return [
        Note(rule.name, moment, landed=moment)
        for each, moment in zip(calls, moments, strict=True)
        if moment is not None
        for rule in each
    ]


asks = st.lists(
    st.tuples(
        st.integers(0, PROCESSES - 1),
        st.lists(st.integers(0, 3), min_size=1, max_size=6),
        st.integers(0, 700),
    ),
    min_size=5,
    max_size=12,
)


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # to make an example smaller takes minutes here
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(asks=asks, seed=st.integers(0, 1000))
async def test_no_window_is_exceeded_however_processes_come_between_each_other(
    several: list[Database], asks: list[tuple[int, list[int], int]], seed: int
) -> None:
    run, clock, chance = next(RUNS), HeldClock(), random.Random(seed)
    went: list[tuple[int, int]] = []

    async def ask(gate: SharedGate, chats: Sequence[int]) -> None:
        for _ in range(chance.randrange(4)):
            await asyncio.sleep(0)
        calls = [call(run, chat) for chat in chats]
        taken = await gate.take(calls, [])
        went.extend((moment, chat) for moment, chat in zip(taken.moments, chats, strict=True) if moment)
        await gate.take([], landed(calls, taken.moments))

    gates = [SharedGate(each, clock) for each in several]
    for pair in zip(asks[::2], asks[1::2], strict=False):
        await asyncio.gather(*(ask(gates[process], chats) for process, chats, _ in pair))
        clock.at += timedelta(milliseconds=pair[0][2])

    moments = sorted(moment for moment, _ in went)
    assert went
    assert _holds(moments, MOST, SECOND)
    for chat in range(4):
        own = sorted(moment for moment, each in went if each == chat)
        assert _holds(own, 1, SECOND)
        assert _holds(own, 2, 3 * SECOND)


def _holds(moments: Sequence[int], most: int, long: int) -> bool:
    return all(late - soon >= long for soon, late in zip(moments, moments[most:], strict=False))


async def test_who_asks_at_the_same_time_for_the_same_counts_in_any_order_is_answered(
    several: list[Database],
) -> None:
    clock = HeldClock()
    gates = [SharedGate(each, clock) for each in several]
    crowd = [
        gate.take([call(number, chat, most=100)[:: 1 if number % 2 else -1] for chat in range(4)], [])
        for number in range(4)
        for gate in gates
    ]
    answers = await asyncio.gather(*crowd)
    assert sum(moment is not None for taken in answers for moment in taken.moments) == 4 * 4


async def test_a_count_outlives_who_wrote_it_and_says_what_it_was_told(several: list[Database]) -> None:
    clock = HeldClock()
    first, second, _ = (SharedGate(each, clock) for each in several)
    now = round(clock.at.timestamp()) * SECOND
    calls = [call(0, 1)]
    taken = await first.take(calls, [Note("quiet", quiet_until=now + 7 * SECOND)])
    seen = await second.look("chat:0:1")
    assert seen.flying == [(taken.moments[0], (taken.moments[0] or 0) + 2 * SECOND)]
    assert (await second.look("quiet")).quiet_until == now + 7 * SECOND
    await second.take([], landed(calls, taken.moments))
    assert (await first.look("chat:0:1")).moments == [*taken.moments]
    assert (await first.look("nobody")).moments == []


async def test_who_only_has_to_wait_writes_nothing(several: list[Database]) -> None:
    clock = HeldClock()
    gate = SharedGate(several[0], clock)
    await gate.take([call(0, 1)], [])

    def rows(connection: Any) -> list[Any]:
        return list(connection.execute(quotas.select().order_by(quotas.c.name)))

    before = await several[0].transaction(rows)
    clock.move(0.5)
    assert (await gate.take([call(0, 1)], [])).moments == [None]
    assert await several[0].transaction(rows) == before
