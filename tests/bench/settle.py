"""Rows: webhooks, from the bank's request to money in the books."""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import time
from collections.abc import AsyncIterator

from sandbox.client import Sandbox
from store.engine import Database
from tests.bench.bench import Bench, Row
from tests.bench.places import file_of, link_to
from tests.bench.stage import (
    AMOUNT,
    FIRST,
    OWNER,
    Mark,
    fill,
    mark,
    open_books,
    post_all,
    post_at,
    process,
    service_token,
    settings,
    settled,
)

SANDBOX = ("-m", "sandbox", "--port", "0")
QUIET = ("delivery", "watching")
BURST_SECONDS = 10
BURST_BOUND = 0.25
SETTLING = (
    "beside the same commits ours reads payment and invoice under a lock, weighs what the bank says, and "
    "makes sentences for each chat; the bare one writes without looking"
)
ACKNOWLEDGING = (
    "before the commit ours looks up whose address was called, seals the report and leases it; the bare "
    "handler writes it as it came"
)
BURSTING = (
    "a report is answered after the commit of its group, and on the same cores work the bank, whoever posts "
    "and the settling of those before it"
)


async def settling(bench: Bench, kind: str, at_once: int, books: int = 0) -> list[Row]:
    """Paid webhooks: stored, the bank asked over loopback, moved, noticed."""
    name = f"settle{at_once}"
    url = await bench.years(kind, books) if books else bench.empty(kind, f"{name}ours{kind.lower()}")
    first = FIRST + len(bench.made) * 100_000 if books else FIRST
    async with process(*SANDBOX) as bank:
        ours = await _settle_ours(url, bank, range(first, first + bench.count), at_once)
        bare_url = bench.empty(kind, f"{name}bare{kind.lower()}{books}")
        bare = await _settle_bare(bare_url, bank, range(first, first + bench.count), at_once)
    within = f", {books:,} in the books" if books else ""
    what = f"paid webhooks settled, {at_once} at once, {kind}{within}"
    figures = {"ours": ours, "bare": bare}
    shown = f"{ours:.0f}/s", f"{bare:.0f}/s"
    return [Row(what, *shown, ours / bare, 0.35, figures=figures, why=SETTLING)]


async def _settle_ours(url: str, bank: str, numbers: range, at_once: int) -> float:
    ours = process("-m", "tests.bench.serve", *QUIET, environment=settings(url, bank))
    async with paid_books(url, bank, numbers) as (database, before), ours as address:
        started = time.perf_counter()
        await post_all(address, numbers, at_once)
        seconds = await all_settled(database, before, len(numbers), started)
    return len(numbers) / seconds


@contextlib.asynccontextmanager
async def paid_books(url: str, bank: str, numbers: range) -> AsyncIterator[tuple[Database, Mark]]:
    """Books in which these invoices wait, and a bank that has taken the money for them."""
    database = await open_books(url)
    before = await mark(database)
    await fill(database, numbers, [OWNER])
    await pay_all(bank, numbers)
    try:
        yield database, before
    finally:
        await database.close()


async def all_settled(database: Database, before: Mark, count: int, started: float) -> float:
    """The seconds until everything is in the books."""
    while await settled(database, before) < count:
        await asyncio.sleep(0.05)
    return time.perf_counter() - started


async def pay_all(bank: str, numbers: range) -> None:
    """The bank has the money, and its own reports of it go nowhere."""
    async with Sandbox(bank) as sandbox:
        await sandbox.limits(False)
        nowhere = "http://127.0.0.1:1/{invoiceID}"
        await sandbox.halyk(
            "paid_bulk", count=len(numbers), amount=AMOUNT, first=numbers[0], postLink=nowhere
        )


async def _settle_bare(url: str, bank: str, numbers: range, at_once: int) -> float:
    status = f"{bank}/halyk/api/check-status/payment/transaction"
    token = await service_token(bank)
    async with process("-m", "tests.bench.yardstick", "settle", url, status, token) as address:
        started = time.perf_counter()
        await post_all(address, numbers, at_once)
        done = await count_until(url, len(numbers))
    return len(numbers) / (done - started)


async def count_until(url: str, count: int) -> float:
    """When a yardstick has done so many."""
    counting = "SELECT count(*) FROM inbox WHERE done = 1"
    if url.startswith("sqlite"):
        import aiosqlite

        async with aiosqlite.connect(file_of(url)) as file:
            while (await (await file.execute(counting)).fetchone() or (0,))[0] < count:
                await asyncio.sleep(0.05)
        return time.perf_counter()
    import asyncpg

    connection = await asyncpg.connect(**link_to(url))
    while await connection.fetchval(counting) < count:
        await asyncio.sleep(0.05)
    done = time.perf_counter()
    await connection.close()
    return done


async def acknowledging(bench: Bench, kind: str) -> list[Row]:
    """A webhook is on disk before it is answered; nothing is settled meanwhile."""
    url, bare_url = bench.empty(kind, "ack"), bench.empty(kind, "ackbare")
    numbers = range(FIRST, FIRST + bench.count)
    async with process(*SANDBOX) as bank:
        async with paid_books(url, bank, numbers):
            pass
        without = (*QUIET, "settling")
        async with process("-m", "tests.bench.serve", *without, environment=settings(url, bank)) as address:
            ours = bench.count / await post_all(address, numbers, 32)
        async with process("-m", "tests.bench.yardstick", "ack", bare_url) as address:
            bare = bench.count / await post_all(address, numbers, 32)
    figures = {"ours": ours, "bare": bare}
    what = f"webhook acknowledged, {kind}"
    shown = f"{ours:.0f}/s", f"{bare:.0f}/s"
    return [Row(what, *shown, ours / bare, 0.5, figures=figures, why=ACKNOWLEDGING)]


async def bursting(bench: Bench, kind: str) -> list[Row]:
    """So many webhooks in ten seconds: none lost, each acknowledged soon, all settled afterwards."""
    count = 1000 if bench.quick else 5000
    numbers = range(FIRST, FIRST + count)
    url = bench.empty(kind, "burst")
    async with process(*SANDBOX) as bank, paid_books(url, bank, numbers) as (database, before):
        async with process("-m", "tests.bench.serve", *QUIET, environment=settings(url, bank)) as address:
            started = time.perf_counter()
            per_second = count / (2 if bench.quick else BURST_SECONDS)
            took = await post_at(address, numbers, per_second)
            seconds = await all_settled(database, before, count, started)
        kept = await settled(database, before)
    cuts = statistics.quantiles(took, n=100)
    p50, p95, p99 = cuts[49], cuts[94], cuts[98]
    figures = {"p50": p50, "p95": p95, "p99": p99, "most": max(took), "settled_in": seconds}
    what = f"burst of {count:,} webhooks at {per_second:.0f}/s, {kind}"
    shown = f"{p50 * 1000:.0f} / {p95 * 1000:.0f} / {p99 * 1000:.0f} ms"
    acknowledged, all_of = f"{what}: acknowledged, p50 / 95 / 99", f"{what}: none lost"
    in_all = f"{kept} of {count}, {seconds:.0f} s"
    return [
        Row(
            acknowledged,
            shown,
            "p99 250 ms",
            p99 / BURST_BOUND,
            1.0,
            at_most=True,
            figures=figures,
            why=BURSTING,
        ),
        Row(all_of, in_all, exact=kept == count, figures=figures),
    ]
