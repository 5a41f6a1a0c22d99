"""Of several replicas that were told to poll, one asks Telegram; another goes on when it is gone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.polling import LEASE, Polling
from bot.telegram import POLL_SECONDS, Poll
from bot.updates import Inbox
from sandbox.client import Sandbox
from store.engine import Database
from tests.support.books import HeldClock
from tests.support.stage import TOKEN
from tests.support.until import until

PERSON = 601


class Asked(Poll):
    """The real question to Telegram, counted."""

    times = 0

    async def __call__(self, offset: int | None) -> list[dict[str, Any]]:
        """Ask."""
        self.times += 1
        return await super().__call__(offset)


class Replica:
    """One that was told to poll."""

    def __init__(self, database: Database, clock: HeldClock, owner: str, url: str) -> None:
        self.heard: list[str] = []
        self.poll = Asked(TOKEN, url, ["message"])
        self.inbox = Inbox(database, clock, self.hear, lambda update: True, owner=owner)
        self.polling = Polling(self.poll, self.inbox, database, clock)

    async def hear(self, update: dict[str, Any]) -> None:
        """Note what was said."""
        self.heard.append(update["message"]["text"])

    async def die(self) -> None:
        """Without a word to the others."""
        self.polling.lease._renew_at = None
        await self.polling.stop()
        await self.inbox.stop(0)

    async def stop(self) -> None:
        """As it should."""
        await self.polling.stop()
        await self.inbox.stop(1)


@pytest.fixture
async def sandbox(sandbox_url: str) -> AsyncIterator[Sandbox]:
    async with Sandbox(sandbox_url) as opened:
        await opened.reset()
        await opened.person(PERSON, "Eve", "en")
        yield opened


@pytest.mark.parametrize("how", ["stopped", "killed"])
async def test_one_replica_polls_and_another_goes_on_when_it_is_gone(
    sandbox: Sandbox, database: Database, how: str
) -> None:
    clock = HeldClock()
    first, second = (Replica(database, clock, f"process:{n}", sandbox.base_url) for n in range(2))
    first.polling.loop.start()
    await until(lambda: first.poll.times > 0)
    second.polling.loop.start()
    await sandbox.send(PERSON, "to the first")
    await until(lambda: first.heard == ["to the first"])
    assert second.poll.times == 0

    await (first.stop() if how == "stopped" else first.die())
    await sandbox.send(PERSON, "to the second")
    if how == "killed":
        clock.move(LEASE.total_seconds() + 1)
    await until(lambda: second.heard == ["to the second"])
    assert first.heard == ["to the first"]
    await second.stop()


async def test_who_lost_the_lease_asks_no_more(sandbox: Sandbox, database: Database) -> None:
    clock = HeldClock()
    slow, other = (Replica(database, clock, f"process:{n}", sandbox.base_url) for n in range(2))
    slow.polling.loop.start()
    await until(lambda: slow.poll.times == 1)
    clock.move(LEASE.total_seconds() + 1)
    assert await other.polling.lease.take(clock.now())
    async with asyncio.timeout(POLL_SECONDS * 0.8):  # before Telegram ends the question by itself
        while slow.polling.asking:
            await asyncio.sleep(0.01)
    assert slow.poll.times == 1
    await slow.stop()
    await other.stop()
