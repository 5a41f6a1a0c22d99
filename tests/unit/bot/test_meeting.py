"""Telegram is met in the end, whatever was away at first; and nothing is begun twice by trying again."""

from __future__ import annotations

import asyncio

import pytest

from billing.errors import StoreUnavailable
from bot import meeting
from bot.loops import Loop
from bot.meeting import Meeting
from tests.support import PATIENCE


@pytest.mark.parametrize("trouble", [StoreUnavailable("away"), OSError("no route"), TimeoutError()])
async def test_whatever_is_away_is_tried_again(trouble: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting, "FIRST_PAUSE", 0.0)
    tries = 0
    met = asyncio.Event()

    async def meet() -> bool:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise trouble
        met.set()
        return True

    made = Meeting(meet)
    await made.begin(at_once=False)
    async with asyncio.timeout(PATIENCE):
        await met.wait()
    await made.stop()
    assert made.met


async def test_a_loop_that_runs_is_not_started_a_second_time() -> None:
    at_once = most = 0

    async def turn() -> float:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        at_once -= 1
        return 60.0

    loop = Loop("test", turn)
    loop.start()
    loop.start()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    async with asyncio.timeout(PATIENCE):
        await loop.stop()
    assert most == 1
