"""Telegram cannot be reached when the program starts: banks and their webhooks do not wait for it."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator

import aiohttp
import pytest
from yarl import URL

from bot.settings import Wrong
from bot.wiring import build
from tests.support.ports import free_port
from tests.support.stage import MERCHANT, PATIENCE, Stage, said


@contextlib.asynccontextmanager
async def line(port: int, to: str) -> AsyncIterator[None]:
    """From here on who calls this port reaches the address ``to``."""
    far = URL(to)

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while part := await reader.read(65536):
                writer.write(part)
                await writer.drain()
        writer.close()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(far.host, far.port)
        await asyncio.gather(carry(reader, back), carry(there, writer))

    async with await asyncio.start_server(answer, "127.0.0.1", port):
        yield


async def readiness(play: Stage) -> tuple[int, dict[str, bool]]:
    """What ``/readyz`` says."""
    async with aiohttp.ClientSession(play.public_url) as session, session.get("/readyz") as answer:
        return answer.status, (await answer.json())["checks"]


async def test_money_is_seen_while_telegram_is_away_and_told_when_it_is_back(play: Stage) -> None:
    await play.issue()
    await play.quiet()
    await play.close()
    port = free_port()
    await play.open(telegram_api_url=f"http://127.0.0.1:{port}")

    await play.pay_all()
    await play.until(lambda: play.has(1, "payments", state="paid"))
    await play.until(lambda: play.has(0, "deliveries", finished_at=None))
    status, checks = await readiness(play)
    assert status == 200, "who takes it out of service loses banks' reports, too"
    assert {name for name, good in checks.items() if not good} == {"telegram"}
    await play.sandbox.send(MERCHANT, "/help")

    async with line(port, play.sandbox.base_url):
        await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Paid:"), timeout=PATIENCE)
        await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "/invoice"), timeout=PATIENCE)
        await play.until(lambda: misses_nothing(play))
        await play.close()


async def misses_nothing(play: Stage) -> bool:
    """Whether ``/readyz`` does; each loop is among what it looked at."""
    _, checks = await readiness(play)
    return all(checks.values()) and {loop.name for loop in play.program.loops} <= set(checks)


async def test_a_program_that_never_met_telegram_stops_at_once(play: Stage) -> None:
    await play.close()
    await play.open(telegram_api_url=f"http://127.0.0.1:{free_port()}")
    async with asyncio.timeout(10):
        await play.close()


async def test_a_wrong_token_is_said_at_the_start_and_nothing_else(play: Stage) -> None:
    await play.close()
    complaints: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, told: complaints.append(told["message"]))
    with pytest.raises(Wrong, match="BOT_TOKEN is refused by Telegram") as refused:
        await build(play.settings(bot_token="1000000001:wrong"), clock=play.clock)
    refused.value.__traceback__ = None  # it holds on to what was opened
    del refused
    gc.collect()
    assert complaints == [], "what was opened is closed"
