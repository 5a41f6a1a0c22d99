"""What a bare program does: the same commits and the same HTTP calls, driver only, no checks.

``python -m tests.bench.yardstick ack|settle|invoice DATABASE_URL [URL TOKEN …]``
"""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Protocol

import aiosqlite
import asyncpg
import httpx
import uvloop
from aiohttp import web

from tests.bench.places import file_of, link_to

IN_FLIGHT = 6
NUMBERS = itertools.count()
Handler = Callable[[web.Request], Awaitable[web.Response]]

TABLES = """
CREATE TABLE inbox (id BIGINT PRIMARY KEY, body {blob}, done BIGINT);
CREATE TABLE payment (id BIGINT PRIMARY KEY, state TEXT);
CREATE TABLE invoice (id BIGINT PRIMARY KEY, state TEXT);
CREATE TABLE audit (id BIGINT PRIMARY KEY, body TEXT);
CREATE TABLE outbox (id BIGINT PRIMARY KEY, body TEXT);
"""


class Store(Protocol):
    """Each call is a commit, on disk before it returns."""

    async def insert(self, number: int, body: bytes) -> None:
        """What came in."""

    async def commit(self, *statements: tuple[str, int]) -> None:
        """Statements with one value each, together."""


class File:
    """SQLite: one connection."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._turn = asyncio.Lock()

    async def insert(self, number: int, body: bytes) -> None:
        """What came in."""
        async with self._turn:
            await self._connection.execute("INSERT INTO inbox (id, body) VALUES (?, ?)", (number, body))

    async def commit(self, *statements: tuple[str, int]) -> None:
        """Statements with one value each, together."""
        async with self._turn:
            await self._connection.execute("BEGIN IMMEDIATE")
            for statement, value in statements:
                await self._connection.execute(statement.replace("$1", "?"), (value,))
            await self._connection.execute("COMMIT")


class Pool:
    """PostgreSQL: ten connections."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def insert(self, number: int, body: bytes) -> None:
        """What came in."""
        await self._pool.execute("INSERT INTO inbox (id, body) VALUES ($1, $2)", number, body)

    async def commit(self, *statements: tuple[str, int]) -> None:
        """Statements with one value each, together."""
        async with self._pool.acquire() as connection, connection.transaction():
            for statement, value in statements:
                await connection.execute(statement, value)


async def open_store(url: str) -> Store:
    """Tables made, ready."""
    if url.startswith("sqlite"):
        connection = await aiosqlite.connect(file_of(url), isolation_level=None)
        await connection.execute("PRAGMA journal_mode=WAL")
        await connection.execute("PRAGMA synchronous=FULL")
        await connection.executescript(TABLES.format(blob="BLOB"))
        return File(connection)
    pool = await asyncpg.create_pool(**link_to(url), min_size=10, max_size=10)
    await pool.execute(TABLES.format(blob="BYTEA"))
    return Pool(pool)


def acknowledging(store: Store) -> Handler:
    """One commit, and the answer."""

    async def handle(request: web.Request) -> web.Response:
        await store.insert(next(NUMBERS), await request.read())
        return web.Response()

    return handle


class Settle:
    """Stores, answers, asks the bank, writes the outcome in one transaction."""

    def __init__(self, store: Store, address: str, token: str) -> None:
        self._store = store
        self._address = address
        self._client = httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"})
        self._places = asyncio.Semaphore(IN_FLIGHT)
        self._tasks: set[asyncio.Task[None]] = set()

    async def __call__(self, request: web.Request) -> web.Response:
        """One webhook."""
        body, number = await request.read(), int(request.match_info["token"])
        await self._store.insert(number, body)
        task = asyncio.create_task(self._settle(number))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return web.Response()

    async def _settle(self, number: int) -> None:
        async with self._places:
            answer = await self._client.get(f"{self._address}/{number}")
            answer.json()
        await self._store.commit(
            ("INSERT INTO payment VALUES ($1, 'paid')", number),
            ("INSERT INTO invoice VALUES ($1, 'paid')", number),
            ("INSERT INTO audit VALUES ($1, '')", 2 * number),
            ("INSERT INTO audit VALUES ($1, '')", 2 * number + 1),
            ("INSERT INTO outbox VALUES ($1, '')", number),
            ("UPDATE inbox SET done = 1 WHERE id = $1", number),
        )


async def _handler(kind: str, url: str, rest: list[str]) -> Handler:
    store = await open_store(url)
    if kind == "settle":
        return Settle(store, *rest).__call__
    if kind == "invoice":
        from tests.bench.issuing_bare import Issue

        return Issue(store, *rest).__call__
    return acknowledging(store)


async def main() -> None:
    """Serve until told to stop."""
    kind, url, *rest = sys.argv[1:]
    app = web.Application()
    app.router.add_post("/webhooks/{bank}/{token}", await _handler(kind, url, rest))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"ready on http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    os._exit(0)  # the driver's thread would wait for a goodbye that a yardstick does not say


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
