"""Rows: the QR image, from the webhook to the message, the start."""

from __future__ import annotations

import asyncio
import io
import statistics
import sys
import time
from collections.abc import Callable

import aiohttp
import qrcode

from sandbox.client import Sandbox
from screens.pictures import qr_png
from tests.bench.bench import POSTGRES, SQLITE, Bench, Row
from tests.bench.settle import SANDBOX, pay_all
from tests.bench.stage import FIRST, fill, open_books, post_all, process, settings
from tests.bench.words import EMV

TELLING = (
    "on the way are three transactions (the report, what it moves, a place within Telegram's limits), a "
    "question to the bank and a call of Telegram, and both simulators work on the same cores"
)
STARTING = (
    "beside the import ours reads its settings, checks the schema, opens the books and its port, and "
    "introduces itself to Telegram"
)
QR = "the best mask is not searched for; error correction and packing are left, which both do"


async def telling(bench: Bench) -> list[Row]:
    """From the webhook to the message, at 20 a second over many chats; the 95th percentile."""
    chats = list(range(1001, 1001 + bench.count // 15))
    numbers = range(FIRST, FIRST + len(chats))
    async with process(*SANDBOX) as bank, Sandbox(bank) as sandbox:
        url = bench.empty(POSTGRES, "telling")
        database = await open_books(url)
        await fill(database, numbers, chats)
        await database.close()
        for chat in chats:
            await sandbox.person(chat, "Owner")
            await sandbox.start(chat)
        await pay_all(bank, numbers)
        async with process("-m", "tests.bench.serve", environment=settings(url, bank)) as address:
            await greeted(sandbox, chats)
            posted = await _post_slowly(address, numbers, 20)
            took = await _message_times(sandbox, posted, chats)
    worst = statistics.quantiles(took, n=20)[18]
    shown = f"{worst * 1000:.0f} ms"
    return [Row("webhook to message, p95", shown, "150 ms", worst / 0.15, 1.0, at_most=True, why=TELLING)]


async def greeted(sandbox: Sandbox, chats: list[int]) -> None:
    """Everybody has the answer to their Start, and a chat's pause is over."""
    for chat in chats:
        await sandbox.wait_for(chat, lambda messages: len(messages) > 1, timeout=60)
    await asyncio.sleep(2)


async def _post_slowly(address: str, numbers: range, per_second: int) -> dict[int, float]:
    posted: dict[int, float] = {}
    loop = asyncio.get_running_loop()
    started = loop.time()
    async with asyncio.TaskGroup() as group:
        for nth, number in enumerate(numbers):
            await asyncio.sleep(max(0.0, started + nth / per_second - loop.time()))
            posted[number] = time.time()
            group.create_task(post_all(address, [number], 1))
    return posted


async def _message_times(sandbox: Sandbox, posted: dict[int, float], chats: list[int]) -> list[float]:
    from datetime import datetime

    sent: dict[int, float] = {}
    while len(sent) < len(posted):
        await asyncio.sleep(0.2)
        for call in await sandbox.calls():
            paid = "#" in str(call["params"].get("text"))  # the facts name their invoice, the greeting none
            if paid and call["method"] == "sendMessage" and call["ok"] and call["chat_id"] in set(chats):
                at = call["at"]
                moment = at if isinstance(at, float | int) else datetime.fromisoformat(at).timestamp()
                sent.setdefault(call["chat_id"], moment)
    return [sent[chats[number % len(chats)]] - at for number, at in posted.items()]


async def qr(bench: Bench) -> list[Row]:
    """A bare QR image, ready to be sent."""

    def theirs() -> None:
        qrcode.make(EMV).save(io.BytesIO())

    ours, bare = _median(lambda: qr_png(EMV)), _median(theirs)
    shown = f"{ours * 1000:.1f} ms", f"{bare * 1000:.1f} ms"
    return [Row("QR image", *shown, ours / bare, 0.35, at_most=True, why=QR)]


async def starting(bench: Bench) -> list[Row]:
    """Start to ready, beside the import of the chat framework alone."""
    ours, bare = [], []
    async with process(*SANDBOX) as bank:
        for nth in range(3):
            url = bench.empty(SQLITE, f"start{nth}")
            await (await open_books(url)).close()
            started = time.perf_counter()
            async with process("-m", "tests.bench.serve", environment=settings(url, bank)) as address:
                await _until_ready(address)
                ours.append(time.perf_counter() - started)
            started = time.perf_counter()
            child = await asyncio.create_subprocess_exec(sys.executable, "-c", "import aiogram")
            await child.wait()
            bare.append(time.perf_counter() - started)
    a, b = statistics.median(ours), statistics.median(bare)
    return [Row("start to ready", f"{a:.1f} s", f"{b:.1f} s", a / b, 1.4, at_most=True, why=STARTING)]


async def _until_ready(address: str) -> None:
    async with aiohttp.ClientSession() as http:
        while True:
            async with http.get(f"{address}/readyz") as answer:
                if answer.status == 200:
                    return


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(25):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)
