"""Three replicas flood Telegram and a bank that counts calls: one call too many is answered 429."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from itertools import count, cycle
from typing import Any

import aiohttp
import pytest
from aiogram.exceptions import TelegramRetryAfter
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.pacing import ALL_PER_SECOND, GROUP_MOST, Rank, at_rank
from bot.program import Program
from bot.settings import Updates
from bot.wiring import build
from sandbox.apipay import API_KEY, WEBHOOK_SECRET
from tests.support import PATIENCE
from tests.support.stage import Stage, said
from tests.support.stage import stage as set_up
from tests.support.until import until

Json = dict[str, Any]
REPLICAS = 3
COUNTED = ("send", "edit")
PER_MINUTE = 60
SILENCE = 2  # seconds
NEARLY_ALL = 50  # who dies, or is slower than the clock, wastes a place
STRANGERS = count(90_001)
GROUP = -1_009_000_001
FLOOD = 2 * GROUP_MOST + 1  # the last one waits for two windows of a minute


class Balancer:
    """Hands each request to the next replica."""

    def __init__(self) -> None:
        self.ports: list[int] = []
        self._next = count()
        self._http = aiohttp.ClientSession()
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._hand_on)
        self.server = TestServer(app)

    async def __aenter__(self) -> Balancer:
        await self.server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.server.close()
        await self._http.close()

    async def _hand_on(self, request: web.Request) -> web.Response:
        port = self.ports[next(self._next) % len(self.ports)]
        body, url = await request.read(), f"http://127.0.0.1:{port}{request.path}"
        async with self._http.request(request.method, url, data=body, headers=request.headers) as answer:
            return web.Response(status=answer.status, body=await answer.read())


class Crowd:
    """The replicas, and the simulators that count their calls."""

    def __init__(self, stage: Stage, replicas: Sequence[Program]) -> None:
        self.stage = stage
        self.sandbox = stage.sandbox
        self.replicas = replicas

    async def people(self, number: int) -> list[int]:
        """Strangers who press Start, and are greeted by whichever replica hears of it."""
        chats = [next(STRANGERS) for _ in range(number)]
        for chat in chats:
            await self.sandbox.person(chat, f"Person {chat}", "en")
            await self.sandbox.start(chat)
        return chats

    async def greeted(self, chats: Sequence[int]) -> None:
        await asyncio.gather(*(self.sandbox.wait_for(chat, hello, timeout=PATIENCE) for chat in chats))

    def tell(
        self,
        chats: Sequence[int],
        words: str,
        rank: Rank = Rank.NEWS,
        by: Sequence[Program] | None = None,
    ) -> list[asyncio.Task[None]]:
        """Each chat is told it by the next replica."""

        async def one(replica: Program, chat: int) -> None:
            with at_rank(rank):
                await replica.bot.send_message(chat, words)

        telling = zip(cycle(by or self.replicas), chats, strict=False)
        return [asyncio.create_task(one(replica, chat)) for replica, chat in telling]

    async def spoken(self) -> list[Json]:
        """Calls that Telegram counts, oldest first."""
        return [
            call
            for call in await self.sandbox.calls()
            if call["method"].startswith(COUNTED) and call["method"] != "sendChatAction"
        ]

    async def asked(self) -> list[Json]:
        """Calls that the bank counts."""
        return list((await self.sandbox.apipay("requests"))["requests"])

    async def has_said(self, words: str, number: int) -> bool:
        return sum(call["params"].get("text") == words for call in await self.spoken()) >= number

    async def said_in(self, chat: int, words: str) -> int:
        """How often it was said there."""
        here = [call for call in await self.spoken() if call["chat_id"] == chat]
        return sum(call["params"].get("text") == words for call in here)

    async def has_asked(self, number: int) -> bool:
        return len(await self.asked()) >= number


@pytest.fixture
async def crowd(sandbox_url: str, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Crowd]:
    monkeypatch.setenv("APIPAY_API_KEY", API_KEY)
    monkeypatch.setenv("APIPAY_WEBHOOK_SECRET", WEBHOOK_SECRET)
    monkeypatch.setenv("APIPAY_BASE_URL", f"{sandbox_url}/apipay/api/v1")
    async with set_up(sandbox_url, postgres_url, monkeypatch) as stage, AsyncExitStack() as stack:
        balancer = await stack.enter_async_context(Balancer())
        stage.public_url = str(balancer.server.make_url("")).rstrip("/")
        settings = stage.settings(
            http_port=0, telegram_updates=Updates.WEBHOOK, telegram_webhook_secret="a-secret-of-the-tests"
        )
        replicas = [await build(settings, clock=stage.clock) for _ in range(REPLICAS)]
        for replica in replicas:
            stack.push_async_callback(replica.stop)
            balancer.ports.append(await replica.start())
        yield Crowd(stage, replicas)


def hello(messages: list[Json]) -> list[Json]:
    return said(messages, "Hello!")


def crowded(times: Sequence[datetime], most: int, seconds: float) -> list[datetime]:
    """Where a window holds more than so many."""
    return [
        soon
        for soon, late in zip(times, times[most:], strict=False)
        if (late - soon).total_seconds() < seconds
    ]


def times(calls: Sequence[Json]) -> list[datetime]:
    return sorted(datetime.fromisoformat(call["at"]) for call in calls)


async def test_three_replicas_keep_the_limits_together_are_silent_together_and_answer_first(
    crowd: Crowd,
) -> None:
    people = await crowd.people(36)
    await _flood(crowd, people)
    await _answers_first(crowd, people)
    await _silence(crowd, *people[:2])

    spoken = await crowd.spoken()
    assert crowded(times(spoken), ALL_PER_SECOND, 0.99) == []
    for chat in people:
        assert crowded(times([call for call in spoken if call["chat_id"] == chat]), 1, 0.99) == []


async def _flood(crowd: Crowd, people: Sequence[int]) -> None:
    """Each chat is greeted by one replica and told news by another; all ask the bank at once."""
    banks = [replica.providers["apipay"] for replica in crowd.replicas]
    looks = [asyncio.create_task(bank.check()) for bank in banks * (PER_MINUTE // 4)]
    await asyncio.gather(crowd.greeted(people), *crowd.tell(people, "News"))
    await until(lambda: crowd.has_asked(NEARLY_ALL))
    for look in looks:
        look.cancel()

    assert [call for call in await crowd.spoken() if not call["ok"]] == []
    asked = await crowd.asked()
    assert [call for call in asked if call["answer"] == 429] == []
    assert crowded(times(asked), PER_MINUTE, 60.0) == []


async def _answers_first(crowd: Crowd, people: Sequence[int]) -> None:
    """Two replicas have more news than fit into four seconds; then the third has answers."""
    answered, told, words = people[:6], people[6:], "More news"
    *telling, answering = crowd.replicas
    news = crowd.tell([*told] * 4, words, by=telling)
    await until(lambda: crowd.has_said(words, ALL_PER_SECOND))
    before = len(await crowd.spoken())
    await asyncio.gather(*crowd.tell(answered, "Answer", Rank.ANSWER, by=[answering]))
    between = [call["params"].get("text") for call in (await crowd.spoken())[before:]]
    assert between.count(words) <= 2 * ALL_PER_SECOND < len(news) - ALL_PER_SECOND
    for one in news:
        one.cancel()
    assert [call for call in await crowd.spoken() if not call["ok"]] == []


async def _silence(crowd: Crowd, chat: int, other: int) -> None:
    """What Telegram asks of one replica in one chat, all keep there, and nowhere else."""
    first, *others = crowd.replicas
    await crowd.sandbox.trouble("429", method="sendMessage", seconds=SILENCE)
    with pytest.raises(TelegramRetryAfter):
        await first.bot.send_message(chat, "One too many")
    await until(lambda: others[0].pacer.silenced(chat))
    await asyncio.gather(
        *crowd.tell([chat] * REPLICAS, "Afterwards"), *crowd.tell([other], "Meanwhile", by=others)
    )

    spoken = await crowd.spoken()
    (refused,) = times([call for call in spoken if not call["ok"]])
    after = times([call for call in spoken if call["params"].get("text") == "Afterwards"])
    assert len(after) == REPLICAS
    assert min((at - refused).total_seconds() for at in after) >= SILENCE
    assert spoken[-REPLICAS - 1]["params"]["text"] == "Meanwhile"


@pytest.mark.long
async def test_three_replicas_flood_a_group_with_no_more_than_it_takes_and_others_do_not_wait(
    crowd: Crowd,
) -> None:
    (person,) = await crowd.people(1)
    await crowd.greeted([person])
    await crowd.sandbox.group(GROUP, "Market", [person])
    news = crowd.tell([GROUP] * FLOOD, "News")
    await until(lambda: crowd.has_said("News", GROUP_MOST // 2))

    await asyncio.gather(*crowd.tell([person], "Meanwhile"))
    assert await crowd.said_in(GROUP, "News") < FLOOD, "the group's own limit keeps only the group waiting"

    await asyncio.gather(*news)
    spoken = await crowd.spoken()
    assert [call for call in spoken if not call["ok"]] == []
    assert await crowd.said_in(GROUP, "News") == FLOOD
    heard = times([call for call in spoken if call["chat_id"] == GROUP])
    assert crowded(heard, GROUP_MOST, 59.99) == []
    assert crowded(heard, 1, 0.99) == []
