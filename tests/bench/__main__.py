"""``make bench``: all rows in one run, or those that are named; nothing here is a test, machines differ."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from tests.bench import rows
from tests.bench.rows import Row
from tests.support.postgres import Server

Maker = Callable[[Server, int], Awaitable[Row]]


async def _qr(server: Server, count: int) -> Row:
    return rows.qr()


def _settling(at_once: int) -> Maker:
    return lambda server, count: rows.settling(server, count, at_once)


async def _acknowledging_postgres(server: Server, count: int) -> Row:
    server.create("ack")
    server.create("ackbare")
    return await rows.acknowledging(server.url("ack"), server.url("ackbare"), "PostgreSQL", count)


async def _acknowledging_sqlite(server: Server, count: int) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = (f"sqlite+aiosqlite:///{Path(folder) / name}" for name in ("ours.db", "bare.db"))
        return await rows.acknowledging(ours, bare, "SQLite", count)


async def _telling(server: Server, count: int) -> Row:
    return await rows.telling(server, count // 15)


async def _starting(server: Server, count: int) -> Row:
    return await rows.starting()


QUICK = "--quick"
ROWS: dict[str, Maker] = {
    "qr": _qr,
    "settle10": _settling(10),
    "settle32": _settling(32),
    "ack-postgres": _acknowledging_postgres,
    "ack-sqlite": _acknowledging_sqlite,
    "tell": _telling,
    "start": _starting,
}


def chosen(arguments: Sequence[str]) -> list[str]:
    """The rows that are named, else all; ends the program where a name is none of ours."""
    strange = [name for name in arguments if name not in ROWS and name != QUICK]
    if strange:
        sys.exit(
            f"There is no {', '.join(strange)}. Rows: {', '.join(ROWS)}; {QUICK} makes all of them short."
        )
    return [name for name in arguments if name in ROWS] or list(ROWS)


async def main() -> None:
    """Print the table."""
    names = chosen(sys.argv[1:])
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="tolem-run-"))
    print(f"{'what':42} {'ours':>10} {'bare':>10} {'ratio':>6}  goal")
    count = 600 if QUICK in sys.argv else 3000
    with Server() as server:
        for name in names:
            row = await ROWS[name](server, count)
            goal = f"{'≤' if row.at_most else '≥'} {row.wanted}"
            mark = "✓" if row.good else "✗"
            print(f"{row.what:42} {row.ours:>10} {row.bare:>10} {row.ratio:6.2f}  {goal} {mark}", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
