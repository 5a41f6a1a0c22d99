"""Flood limits and troubles on order."""

import time

import aiohttp
import pytest

from sandbox.client import Sandbox
from tests.sandbox.telegram.conftest import AIGERIM, Bot

GROUP = -5001


class Stopwatch:
    """The time that the limits go by, held by hand."""

    now = 1000.0


@pytest.fixture
def stopwatch(monkeypatch: pytest.MonkeyPatch) -> Stopwatch:
    watch = Stopwatch()
    monkeypatch.setattr("sandbox.telegram.limits.time.monotonic", lambda: watch.now)
    return watch


async def test_a_burst_passes_and_then_a_chat_waits(sandbox: Sandbox, bot: Bot, stopwatch: Stopwatch) -> None:
    await sandbox.limits(on=True)
    for number in range(3):
        await bot.send(str(number))
    refusal = await bot.refused("sendMessage", chat_id=AIGERIM, text="one too many")
    assert refusal.code == 429
    assert refusal.description == "Too Many Requests: retry after 1"
    assert refusal.parameters == {"retry_after": 1}
    stopwatch.now += 1
    assert await bot.send("in time")


async def test_edits_count_like_messages(sandbox: Sandbox, bot: Bot, stopwatch: Stopwatch) -> None:
    message = await bot.send()
    await sandbox.limits(on=True)
    for number in range(3):
        await bot("editMessageText", chat_id=AIGERIM, message_id=message, text=str(number))
    refusal = await bot.refused("editMessageText", chat_id=AIGERIM, message_id=message, text="x")
    assert refusal.code == 429


async def test_a_group_takes_twenty_a_minute(sandbox: Sandbox, bot: Bot, stopwatch: Stopwatch) -> None:
    await sandbox.group(GROUP, "Market", [AIGERIM])
    await sandbox.limits(on=True)
    for _ in range(20):
        await bot.send(chat_id=GROUP)
        stopwatch.now += 1
    refusal = await bot.refused("sendMessage", chat_id=GROUP, text="x")
    assert refusal.parameters == {"retry_after": 40}


async def test_thirty_a_second_are_the_most(sandbox: Sandbox, bot: Bot, stopwatch: Stopwatch) -> None:
    people = range(700, 731)
    for person in people:
        await sandbox.person(person, f"P{person}")
        await sandbox.start(person)
    await sandbox.limits(on=True)
    for person in people[:30]:
        await bot.send(chat_id=person)
    assert (await bot.refused("sendMessage", chat_id=people[30], text="x")).code == 429


@pytest.mark.parametrize(
    ("kind", "code", "description"),
    [
        ("429", 429, "Too Many Requests: retry after 7"),
        ("500", 500, "Internal Server Error"),
        ("403", 403, "Forbidden: bot was blocked by the user"),
    ],
)
async def test_ordered_refusals_come_as_often_as_ordered(
    sandbox: Sandbox, bot: Bot, kind: str, code: int, description: str
) -> None:
    await sandbox.trouble(kind, method="sendMessage", count=2, seconds=7)
    await bot("getMe")
    for _ in range(2):
        refusal = await bot.refused("sendMessage", chat_id=AIGERIM, text="x")
        assert (refusal.code, refusal.description) == (code, description)
    assert await bot.send()


async def test_a_502_is_a_page(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.trouble("502")
    async with bot._http.get(f"{sandbox.base_url}/bot1000000001:demo/getMe") as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")


async def test_lost_means_done_but_never_answered(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.trouble("lost", method="sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await bot.send("Said")
    assert (await sandbox.messages(AIGERIM))[-1]["text"] == "Said"


async def test_dropped_means_not_done(sandbox: Sandbox, bot: Bot) -> None:
    before = await sandbox.messages(AIGERIM)
    await sandbox.trouble("dropped", method="sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await bot.send("Unsaid")
    assert await sandbox.messages(AIGERIM) == before


async def test_slow_means_later(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.trouble("slow", method="sendMessage", seconds=0.05)
    begin = time.monotonic()
    await bot.send()
    assert time.monotonic() - begin >= 0.05


async def test_calls_are_logged_with_their_fate(sandbox: Sandbox, bot: Bot) -> None:
    await bot.send("x")
    await bot.refused("sendMessage", chat_id=AIGERIM, text="")
    right, wrong = (await sandbox.calls())[-2:]
    assert (right["method"], right["chat_id"], right["ok"]) == ("sendMessage", AIGERIM, True)
    assert wrong["error"] == "Bad Request: message text is empty"
