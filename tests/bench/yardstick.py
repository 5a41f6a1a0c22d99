"""What a bare program does: the same commits and the same HTTP call, driver only, no checks.

``python -m tests.bench.yardstick ack|settle DATABASE_URL [CHECK_STATUS_URL TOKEN]``
"""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import sys
from collections.abc import Awaitable, Callable

import aiosqlite
import asyncpg
import httpx
import uvloop
from aiohttp import web

Insert = Callable[[bytes], Awaitable[None]]
IN_FLIGHT = 6
NUMBERS = itertools.count()

TABLES = """
CREATE TABLE inbox (id BIGINT PRIMARY KEY, body {blob}, done BIGINT);
CREATE TABLE payment (id BIGINT PRIMARY KEY, state TEXT);
CREATE TABLE invoice (id BIGINT PRIMARY KEY, state TEXT);
CREATE TABLE audit (id BIGINT PRIMARY KEY, body TEXT);
CREATE TABLE outbox (id BIGINT PRIMARY KEY, body TEXT);
"""


async def sqlite_insert(url: str) -> Insert:
    """One connection, one commit a request, on disk before the answer."""
    connection = await aiosqlite.connect(url.split("///")[1], isolation_level=None)
    await connection.execute("PRAGMA journal_mode=WAL")
    await connection.execute("PRAGMA synchronous=FULL")
    await connection.executescript(TABLES.format(blob="BLOB"))

    async def insert(body: bytes) -> None:
        await connection.execute("INSERT INTO inbox (id, body) VALUES (?, ?)", (next(NUMBERS), body))

    return insert


async def open_pool(url: str) -> asyncpg.Pool:
    """Ten connections, tables made."""
    name, host = url.split("/")[3].split("?")[0], url.split("host=")[1]
    pool = await asyncpg.create_pool(user="postgres", host=host, database=name, min_size=10, max_size=10)
    await pool.execute(TABLES.format(blob="BYTEA"))
    return pool


class Settle:
    """Stores, answers, asks the bank, writes the outcome in one transaction."""

    def __init__(self, pool: asyncpg.Pool, address: str, token: str) -> None:
        self._pool = pool
        self._address = address
        self._client = httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"})
        self._places = asyncio.Semaphore(IN_FLIGHT)
        self._tasks: set[asyncio.Task[None]] = set()

    async def __call__(self, request: web.Request) -> web.Response:
        """One webhook."""
        body, number = await request.read(), int(request.match_info["token"])
        await self._pool.execute("INSERT INTO inbox (id, body) VALUES ($1, $2)", number, body)
        task = asyncio.create_task(self._settle(number))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return web.Response()

    async def _settle(self, number: int) -> None:
        async with self._places:
            answer = await self._client.get(f"{self._address}/{number}")
            answer.json()
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("INSERT INTO payment VALUES ($1, 'paid')", number)
            await connection.execute("INSERT INTO invoice VALUES ($1, 'paid')", number)
            await connection.execute("INSERT INTO audit VALUES ($1, '')", 2 * number)
            await connection.execute("INSERT INTO audit VALUES ($1, '')", 2 * number + 1)
            await connection.execute("INSERT INTO outbox VALUES ($1, '')", number)
            await connection.execute("UPDATE inbox SET done = 1 WHERE id = $1", number)


async def main() -> None:
    """Serve until told to stop."""
    kind, url, *rest = sys.argv[1:]
    app = web.Application()
    if kind == "settle":
        app.router.add_post("/webhooks/{bank}/{token}", Settle(await open_pool(url), *rest).__call__)
    else:
        insert = await _insert(url)

        async def acknowledge(request: web.Request) -> web.Response:
            await insert(await request.read())
            return web.Response()

        app.router.add_post("/webhooks/{bank}/{token}", acknowledge)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"ready on http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    os._exit(0)  # the driver's thread would wait for a goodbye that a yardstick does not say


async def _insert(url: str) -> Insert:
    if url.startswith("sqlite"):
        return await sqlite_insert(url)
    pool = await open_pool(url)

    async def insert(body: bytes) -> None:
        await pool.execute("INSERT INTO inbox (id, body) VALUES ($1, $2)", next(NUMBERS), body)

    return insert


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
