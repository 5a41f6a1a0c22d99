"""Loops go on after failures and end when told; a crew finishes what it has in hand."""

from __future__ import annotations

import asyncio

import pytest

from billing.errors import StoreUnavailable
from bot import loops
from bot.loops import Crew, Loop
from tests.support import PATIENCE


@pytest.mark.parametrize("failure", [StoreUnavailable("away"), ValueError("unexpected")])
async def test_a_loop_goes_on_after_a_failure(failure: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "FAILED_PAUSE", 0.0)
    went_on = asyncio.Event()
    turns = 0

    async def turn() -> float:
        nonlocal turns
        turns += 1
        if turns == 1:
            raise failure
        went_on.set()
        return 60.0

    loop = Loop("test", turn)
    loop.start()
    async with asyncio.timeout(PATIENCE):
        await went_on.wait()
        await loop.stop()
    assert turns == 2


async def test_a_wake_during_a_turn_is_not_lost() -> None:
    turns: list[int] = []
    second = asyncio.Event()

    async def turn() -> float:
        turns.append(1)
        if len(turns) == 1:
            loop.wake()
        else:
            second.set()
        return 60.0

    loop = Loop("test", turn)
    loop.start()
    async with asyncio.timeout(PATIENCE):
        await second.wait()
        await loop.stop()


async def test_a_loop_that_is_stopped_finishes_its_turn() -> None:
    began, may_end, ended = asyncio.Event(), asyncio.Event(), []

    async def turn() -> float:
        began.set()
        await may_end.wait()
        ended.append(1)
        return 60.0

    loop = Loop("test", turn)
    loop.start()
    await began.wait()
    stopping = asyncio.create_task(loop.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    may_end.set()
    async with asyncio.timeout(PATIENCE):
        await stopping
    assert ended == [1]


async def test_a_loop_is_healthy_while_it_takes_its_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    hangs = asyncio.Event()

    async def turn() -> float:
        await hangs.wait()
        return 60.0

    loop = Loop("test", turn)
    assert not loop.healthy
    loop.start()
    assert loop.healthy
    monkeypatch.setattr(loops, "STUCK_AFTER", -1.0)
    assert not loop.healthy
    monkeypatch.undo()
    hangs.set()
    await loop.stop()
    assert not loop.healthy


async def test_a_loop_that_waits_for_somebody_else_is_healthy_for_as_long_as_that_may_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.loops.STUCK_AFTER", 0.0)
    began, may_end = asyncio.Semaphore(0), asyncio.Event()

    async def turn() -> float:
        began.release()
        await may_end.wait()
        return 60.0

    patient, other = Loop("patient", turn, longest=60.0), Loop("other", turn)
    for loop in (patient, other):
        loop.start()
        await began.acquire()
    assert (patient.healthy, other.healthy) == (True, False)
    may_end.set()
    await asyncio.gather(patient.stop(), other.stop())


async def test_a_crew_is_awaited_until_its_work_is_done() -> None:
    done: list[int] = []

    async def work() -> None:
        await asyncio.sleep(0.01)
        done.append(1)

    crew = Crew("test")
    crew.spawn(work())
    await crew.drain(5)
    assert done == [1]
    assert len(crew) == 0


async def test_work_that_takes_too_long_is_left_to_the_books() -> None:
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    crew = Crew("test")
    crew.spawn(work())
    async with asyncio.timeout(PATIENCE):
        await crew.drain(0.01)
    assert ended == ["cancelled"]


async def test_one_failure_does_not_end_the_crew() -> None:
    done: list[int] = []

    async def fail() -> None:
        raise ValueError("unexpected")

    async def work() -> None:
        done.append(1)

    crew = Crew("test")
    crew.spawn(fail())
    crew.spawn(work())
    await crew.drain(5)
    assert done == [1]


async def test_a_crew_does_no_more_at_once_than_it_may() -> None:
    at_once, most = 0, 0

    async def work() -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0)
        at_once -= 1

    crew = Crew("test", 3)
    for _ in range(10):
        crew.spawn(work())
    await crew.drain(5)
    assert most == 3


async def test_a_loop_whose_turns_all_fail_is_behind_though_it_takes_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loops, "FAILED_PAUSE", 0.0)
    failed, fails = asyncio.Event(), True

    async def turn() -> float:
        if fails:
            failed.set()
            raise ValueError("each time")
        return 60.0

    loop = Loop("test", turn)
    assert (loop.behind, loop.since_turn) == (0.0, None)
    loop.start()
    async with asyncio.timeout(PATIENCE):
        await failed.wait()
        while not loop.behind:
            await asyncio.sleep(0)
        assert loop.healthy
        fails = False
        while loop.behind:
            await asyncio.sleep(0)
        await loop.stop()
