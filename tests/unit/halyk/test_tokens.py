"""One service token for all, asked for once however many wait."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from billing.errors import BankSilent
from providers.halyk.codec import Token
from providers.halyk.tokens import ServiceTokens
from tests.unit.halyk.support import HeldClock


class Desk:
    """Where tokens are given out; it can be held, and it can say no."""

    def __init__(self, clock: HeldClock, life: int = 7200) -> None:
        self.clock, self.life = clock, life
        self.asked = 0
        self.open = asyncio.Event()
        self.open.set()
        self.trouble: Exception | None = None

    async def __call__(self) -> Token:
        self.asked += 1
        number = self.asked
        await self.open.wait()
        if self.trouble is not None:
            raise self.trouble
        return Token(f"token-{number}", self.clock.now() + timedelta(seconds=self.life))


async def settle() -> None:
    """Let everything run that can."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_token_is_kept_until_a_minute_before_its_end() -> None:
    clock = HeldClock()
    desk = Desk(clock)
    tokens = ServiceTokens(desk, clock)
    assert await tokens.get() == "token-1"
    clock.move(seconds=7139)
    assert await tokens.get() == "token-1"
    clock.move(seconds=1)
    assert await tokens.get() == "token-2"


async def test_many_who_wait_share_one_renewal() -> None:
    clock = HeldClock()
    desk = Desk(clock)
    desk.open.clear()
    tokens = ServiceTokens(desk, clock)
    waiting = [asyncio.create_task(tokens.get()) for _ in range(50)]
    await settle()
    desk.open.set()
    assert set(await asyncio.gather(*waiting)) == {"token-1"}
    assert desk.asked == 1


async def test_many_who_wait_share_one_failure_and_the_next_one_asks_again() -> None:
    clock = HeldClock()
    desk = Desk(clock)
    desk.trouble = BankSilent("no")
    tokens = ServiceTokens(desk, clock)
    results = await asyncio.gather(*(tokens.get() for _ in range(10)), return_exceptions=True)
    assert all(isinstance(result, BankSilent) for result in results)
    assert desk.asked == 1
    desk.trouble = None
    assert await tokens.get() == "token-2"


async def test_one_who_gives_up_does_not_take_the_token_from_the_others() -> None:
    clock = HeldClock()
    desk = Desk(clock)
    desk.open.clear()
    tokens = ServiceTokens(desk, clock)
    first, second = asyncio.create_task(tokens.get()), asyncio.create_task(tokens.get())
    await settle()
    first.cancel()
    await settle()
    desk.open.set()
    assert await second == "token-1"


async def test_dropping_an_old_token_leaves_the_newer_one() -> None:
    clock = HeldClock()
    desk = Desk(clock)
    tokens = ServiceTokens(desk, clock)
    old = await tokens.get()
    tokens.drop(old)
    assert await tokens.get() == "token-2"
    tokens.drop(old)
    assert await tokens.get() == "token-2"


async def test_a_token_that_is_over_at_once_still_serves_who_asked() -> None:
    clock = HeldClock()
    tokens = ServiceTokens(Desk(clock, life=30), clock)
    assert await tokens.get() == "token-1"
    assert await tokens.get() == "token-2"


async def test_closing_ends_a_renewal() -> None:
    clock = HeldClock()
    desk = Desk(clock)
    desk.open.clear()
    tokens = ServiceTokens(desk, clock)
    waiting = asyncio.create_task(tokens.get())
    await settle()
    await tokens.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting
