"""``make bench``: all rows in one run; nothing here is a test, these machines differ."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from tests.bench import rows
from tests.bench.rows import Row
from tests.support.postgres import Server


async def measure(server: Server, quick: bool) -> AsyncIterator[Row]:
    """One row after another."""
    count = 600 if quick else 3000
    yield rows.qr()
    for at_once in (10, 32):
        yield await rows.settling(server, count, at_once)
    server.create("ack")
    server.create("ackbare")
    yield await rows.acknowledging(server.url("ack"), server.url("ackbare"), "PostgreSQL", count)
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = (f"sqlite+aiosqlite:///{Path(folder) / name}" for name in ("ours.db", "bare.db"))
        yield await rows.acknowledging(ours, bare, "SQLite", count)
    yield await rows.telling(server, 60 if quick else 200)
    yield await rows.starting()


async def main() -> None:
    """Print the table."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="tolem-run-"))
    print(f"{'what':42} {'ours':>10} {'bare':>10} {'ratio':>6}  goal")
    with Server() as server:
        async for row in measure(server, "--quick" in sys.argv):
            goal = f"{'≤' if row.at_most else '≥'} {row.wanted}"
            mark = "✓" if row.good else "✗"
            print(f"{row.what:42} {row.ours:>10} {row.bare:>10} {row.ratio:6.2f}  {goal} {mark}", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
