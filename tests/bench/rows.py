"""The rows: each gives a figure of ours beside that of a bare program in the same run."""

from __future__ import annotations

import asyncio
import io
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import qrcode

from sandbox.client import Sandbox
from screens.pictures import qr_png
from store.engine import Database
from tests.bench.stage import AMOUNT, FIRST, OWNER, fill, open_books, post_all, process, settings, settled
from tests.support.postgres import Server

EMV = (
    "00020101021227400012KZ.HALYKBANK0108HSBKKZKX02089800004228660011104074279080120KZ056010000000000042"
    "0208980000420301N0501006010520447845303398540450005802KZ5904DANA6006ALMATY623801111040742790808031911"
    "0120400000000016304F856"
)
SANDBOX = ("-m", "sandbox", "--port", "0")


@dataclass(frozen=True)
class Row:
    """One line of the table; ``wanted`` is a lower bound for ``ratio`` unless ``at_most``."""

    what: str
    ours: str
    bare: str
    ratio: float
    wanted: float
    at_most: bool = False

    @property
    def good(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio <= self.wanted if self.at_most else self.ratio >= self.wanted


async def settling(server: Server, count: int, at_once: int) -> Row:
    """Paid webhooks: stored, the bank asked over loopback, moved, noticed."""
    async with process(*SANDBOX) as bank:
        ours = await _settle_ours(server, bank, count, at_once)
        bare = await _settle_bare(server, bank, count, at_once)
    return Row(
        f"paid webhooks settled, {at_once} at once", f"{ours:.0f}/s", f"{bare:.0f}/s", ours / bare, 0.35
    )


async def _settle_ours(server: Server, bank: str, count: int, at_once: int) -> float:
    url = _database(server, f"settle{at_once}")
    database = await open_books(url)
    await fill(database, count, [OWNER])
    await _pay_all(bank, count)
    without = ("delivery", "watching")
    async with process("-m", "tests.bench.serve", *without, environment=settings(url, bank)) as address:
        started = time.perf_counter()
        await post_all(address, range(FIRST, FIRST + count), at_once)
        seconds = await _all_settled(database, count, started)
    await database.close()
    return count / seconds


async def _settle_bare(server: Server, bank: str, count: int, at_once: int) -> float:
    url = _database(server, f"bare{at_once}")
    token = await _service_token(bank)
    status = f"{bank}/halyk/api/check-status/payment/transaction"
    async with process("-m", "tests.bench.yardstick", "settle", url, status, token) as address:
        started = time.perf_counter()
        await post_all(address, range(FIRST, FIRST + count), at_once)
        done = await _count_until(server, url, count)
    return count / (done - started)


async def _all_settled(database: Database, count: int, started: float) -> float:
    while True:
        paid, told = await settled(database)
        if paid >= count and told >= count:
            return time.perf_counter() - started
        await asyncio.sleep(0.05)


async def _count_until(server: Server, url: str, count: int) -> float:
    import asyncpg

    name, host = url.split("/")[3].split("?")[0], url.split("host=")[1]
    connection = await asyncpg.connect(user="postgres", host=host, database=name)
    while await connection.fetchval("SELECT count(*) FROM inbox WHERE done = 1") < count:
        await asyncio.sleep(0.05)
    done = time.perf_counter()
    await connection.close()
    return done


async def acknowledging(url_ours: str, url_bare: str, name: str, count: int) -> Row:
    """A webhook is on disk before it is answered; nothing is settled meanwhile."""
    async with process(*SANDBOX) as bank:
        database = await open_books(url_ours)
        await fill(database, count, [OWNER])
        await database.close()
        without = ("delivery", "watching", "settling")
        async with process(
            "-m", "tests.bench.serve", *without, environment=settings(url_ours, bank)
        ) as address:
            ours = count / await post_all(address, range(FIRST, FIRST + count), 32)
        async with process("-m", "tests.bench.yardstick", "ack", url_bare) as address:
            bare = count / await post_all(address, range(FIRST, FIRST + count), 32)
    return Row(f"webhook acknowledged, {name}", f"{ours:.0f}/s", f"{bare:.0f}/s", ours / bare, 0.5)


async def telling(server: Server, count: int) -> Row:
    """From the webhook to the message, at 20 a second over many chats; the 95th percentile."""
    chats = list(range(1001, 1001 + count))
    async with process(*SANDBOX) as bank, Sandbox(bank) as sandbox:
        url = _database(server, "telling")
        database = await open_books(url)
        await fill(database, count, chats)
        await database.close()
        for chat in chats:
            await sandbox.person(chat, "Owner")
            await sandbox.start(chat)
        await _pay_all(bank, count)
        async with process("-m", "tests.bench.serve", environment=settings(url, bank)) as address:
            await _greeted(sandbox, chats)
            posted = await _post_slowly(address, range(FIRST, FIRST + count), 20)
            took = await _message_times(sandbox, posted, chats)
    worst = statistics.quantiles(took, n=20)[18]
    return Row("webhook to message, p95", f"{worst * 1000:.0f} ms", "150 ms", worst / 0.15, 1.0, at_most=True)


async def _greeted(sandbox: Sandbox, chats: list[int]) -> None:
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


def qr() -> Row:
    """A bare QR image, ready to be sent."""

    def theirs() -> None:
        qrcode.make(EMV).save(io.BytesIO())

    ours, bare = _median(lambda: qr_png(EMV)), _median(theirs)
    return Row("QR image", f"{ours * 1000:.1f} ms", f"{bare * 1000:.1f} ms", ours / bare, 0.35, at_most=True)


async def starting() -> Row:
    """Start to ready, beside the import of the chat framework alone."""
    ours, bare = [], []
    async with process(*SANDBOX) as bank:
        for _ in range(3):
            with tempfile.TemporaryDirectory() as folder:
                url = f"sqlite+aiosqlite:///{Path(folder) / 'tolem.db'}"
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
    return Row("start to ready", f"{a:.1f} s", f"{b:.1f} s", a / b, 1.4, at_most=True)


async def _until_ready(address: str) -> None:
    async with aiohttp.ClientSession() as http:
        while True:
            async with http.get(f"{address}/readyz") as answer:
                if answer.status == 200:
                    return


def _median(work: object) -> float:
    times = []
    for _ in range(25):
        started = time.perf_counter()
        work()  # type: ignore[operator]
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _database(server: Server, name: str) -> str:
    server.create(name)
    return server.url(name)


async def _pay_all(bank: str, count: int) -> None:
    async with Sandbox(bank) as sandbox:
        await sandbox.limits(False)
        await sandbox.halyk(
            "paid_bulk",
            count=count,
            amount=AMOUNT,
            first=FIRST,
            postLink="http://127.0.0.1:1/{invoiceID}",
        )


async def _service_token(bank: str) -> str:
    from bot.demo import CLIENT, CLIENT_SECRET, TERMINAL
    from providers.halyk.codec import SCOPE

    form = {
        "grant_type": "client_credentials",
        "client_id": CLIENT,
        "client_secret": CLIENT_SECRET,
        "scope": SCOPE,
        "terminal": TERMINAL,
    }
    async with aiohttp.ClientSession() as http, http.post(f"{bank}/halyk/oauth2/token", data=form) as answer:
        token: str = (await answer.json())["access_token"]
        return token
