"""Weather by chance: drawn from a seed, the same for each bank, and told where it broke an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from sandbox.app import build_app
from sandbox.client import Sandbox, SandboxError
from sandbox.clock import Clock
from sandbox.common.chances import Chances
from sandbox.common.courier import Weather
from sandbox.common.troubles import Orders, Trouble
from sandbox.telegram.updates import UpdateQueue

NOW = datetime(2026, 11, 22, tzinfo=UTC)
MANY = 2000


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with TestServer(build_app()) as server, Sandbox(str(server.make_url(""))) as opened:
        yield opened


def fates(seed: int, *names: str) -> list[str]:
    chances = Chances(seed, {"lost": 0.2, "late": 0.3})
    return [chances.draw(name)[0] for name in names]


def test_the_same_seed_brings_the_same_weather_to_each_name_whatever_comes_between() -> None:
    alone = fates(1, *["one"] * 50)
    mixed = fates(1, *["one", "two"] * 50)[::2]
    assert alone == mixed
    assert fates(1, *["two"] * 50) != alone != fates(2, *["one"] * 50)


def test_odds_come_about_as_often_as_they_say() -> None:
    counts = Counter(fates(3, *["one"] * MANY))
    assert 0.15 < counts["lost"] / MANY < 0.25
    assert 0.25 < counts["late"] / MANY < 0.35
    assert 0.45 < counts[""] / MANY < 0.55


def test_calls_to_a_shop_fare_by_chance_and_those_that_others_overtake_are_late_by_little() -> None:
    weather = Weather(chances=Chances(1, {"reordered": 0.5}))
    modes = Counter((weather.take(), weather.seconds <= 3) for _ in range(100))
    assert modes["late", True] > 20
    assert {mode for mode, _ in modes} == {"late", "normal"}


def test_a_bank_that_acted_before_its_bad_answer_says_so_and_an_order_comes_before_chance() -> None:
    orders = Orders()
    orders.chances = Chances(1, {"500 acted": 1})
    met = orders.take("create", NOW)
    assert met is not None
    assert (met.kind, met.acted) == ("500", True)
    orders.orders.append(Trouble("create", "html", count=1))
    met = orders.take("create", NOW)
    assert met is not None
    assert met.kind == "html"


async def test_an_update_that_is_sent_twice_keeps_its_number() -> None:
    queue = UpdateQueue(Clock(), 1)
    queue.chances = Chances(1, {"doubled": 1})
    queue.add("message", {"text": "once"})
    first, second = await queue.poll(0, 10, 0)
    assert first == second
    assert await queue.poll(2, 10, 0) == []


@pytest.mark.parametrize("bank", ["halyk", "apipay", "horizonpay"])
async def test_every_bank_takes_odds_and_refuses_what_is_none(sandbox: Sandbox, bank: str) -> None:
    control = getattr(sandbox, bank)
    told = await control("chances", seed=1, calls={"lost": 0.5}, answers={"500 acted": 0.1})
    assert told["calls"] == {"lost": 0.5}
    for wrong in ({"calls": {"eaten": 0.1}}, {"answers": {"500": 0.6, "html": 0.6}}, {"calls": {"lost": -1}}):
        with pytest.raises(SandboxError, match="must be"):
            await control("chances", **wrong)


async def test_telegram_notes_which_answers_it_lost(sandbox: Sandbox) -> None:
    await sandbox.chances(1, {"lost": 1})
    with pytest.raises(aiohttp.ClientError):
        await sandbox._post("/bot1000000001:demo/getMe")
    await sandbox.chances()
    await sandbox._post("/bot1000000001:demo/getMe")
    assert [call["lost"] for call in await sandbox.calls()] == [True, False]


async def test_news_are_what_changed_since_each_message_once(sandbox: Sandbox) -> None:
    await sandbox.start(501)
    sent = await sandbox.send(501, "one")
    since, messages = await sandbox.news()
    assert [m["text"] for m in messages] == ["/start", "one"]
    await sandbox.edit(501, 501, sent["message_id"], "two")
    await sandbox.edit(501, 501, sent["message_id"], "three")
    assert [m["text"] for m in (await sandbox.news(since))[1]] == ["three"]
