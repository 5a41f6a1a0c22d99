"""One token for all that may share it, asked for once however many wait."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from billing.errors import BankSilent
from providers.halyk.codec import Token
from providers.halyk.settings import Keys
from providers.halyk.tokens import Tokens, Wish, service_wish
from tests.unit.halyk.support import HeldClock

SERVICE = service_wish("https://oauth.example/token", Keys("client", "secret", "terminal"))


class Desk:
    """Where tokens are given out; it can be held, and it can say no."""

    def __init__(self, clock: HeldClock, life: int = 7200) -> None:
        self.clock, self.life = clock, life
        self.asked = 0
        self.wishes: list[Wish] = []
        self.open = asyncio.Event()
        self.open.set()
        self.trouble: Exception | None = None

    async def __call__(self, wish: Wish) -> Token:
        self.asked += 1
        self.wishes.append(wish)
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
    tokens = Tokens(desk, clock)
    assert await tokens.get(SERVICE) == "token-1"
    clock.move(seconds=7139)
    assert await tokens.get(SERVICE) == "token-1"
    clock.move(seconds=1)
    assert await tokens.get(SERVICE) == "token-2"


async def test_many_who_wait_share_one_renewal() -> None:
    clock = HeldClock()
    desk = Desk(clock)
    desk.open.clear()
    tokens = Tokens(desk, clock)
    waiting = [asyncio.create_task(tokens.get(SERVICE)) for _ in range(50)]
    await settle()
    desk.open.set()
    assert set(await asyncio.gather(*waiting)) == {"token-1"}
    assert desk.asked == 1


async def test_many_who_wait_share_one_failure_and_the_next_one_asks_again() -> None:
    clock = HeldClock()
    desk = Desk(clock)
    desk.trouble = BankSilent("no")
    tokens = Tokens(desk, clock)
    results = await asyncio.gather(*(tokens.get(SERVICE) for _ in range(10)), return_exceptions=True)
    assert all(isinstance(result, BankSilent) for result in results)
    assert desk.asked == 1
    desk.trouble = None
    assert await tokens.get(SERVICE) == "token-2"


async def test_one_who_gives_up_does_not_take_the_token_from_the_others() -> None:
    clock = HeldClock()
    desk = Desk(clock)
    desk.open.clear()
    tokens = Tokens(desk, clock)
    first, second = asyncio.create_task(tokens.get(SERVICE)), asyncio.create_task(tokens.get(SERVICE))
    await settle()
    first.cancel()
    await settle()
    desk.open.set()
    assert await second == "token-1"


async def test_dropping_an_old_token_leaves_the_newer_one() -> None:
    clock = HeldClock()
    desk = Desk(clock)
    tokens = Tokens(desk, clock)
    old = await tokens.get(SERVICE)
    tokens.drop(SERVICE, old)
    assert await tokens.get(SERVICE) == "token-2"
    tokens.drop(SERVICE, old)
    assert await tokens.get(SERVICE) == "token-2"


async def test_a_token_that_is_over_at_once_still_serves_who_asked() -> None:
    clock = HeldClock()
    tokens = Tokens(Desk(clock, life=30), clock)
    assert await tokens.get(SERVICE) == "token-1"
    assert await tokens.get(SERVICE) == "token-2"


async def test_closing_ends_a_renewal() -> None:
    clock = HeldClock()
    desk = Desk(clock)
    desk.open.clear()
    tokens = Tokens(desk, clock)
    waiting = asyncio.create_task(tokens.get(SERVICE))
    await settle()
    await tokens.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting


@pytest.mark.parametrize("part", ["oauth_url", "client_id", "terminal", "scope", "grant"])
async def test_a_token_is_shared_only_where_all_that_it_depends_on_is_the_same(part: str) -> None:
    clock = HeldClock()
    desk = Desk(clock)
    tokens = Tokens(desk, clock)
    other = replace(SERVICE, **{part: "another"})
    assert await tokens.get(SERVICE) == "token-1"
    assert await tokens.get(other) == "token-2"
    assert await tokens.get(replace(SERVICE)) == "token-1"
    tokens.drop(other, "token-1")
    assert await tokens.get(SERVICE) == "token-1"
    assert desk.wishes == [SERVICE, other]


def test_a_wish_keeps_its_secret_to_itself() -> None:
    wish = service_wish("https://oauth.example/token", Keys("client", "the-secret", "terminal"))
    assert b"the-secret" in wish.call.body
    assert "the-secret" not in repr(wish)
