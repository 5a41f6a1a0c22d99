"""Rows: how heavy the program is after much work, and several of them beside one."""

from __future__ import annotations

import asyncio
import contextlib
import time

from sandbox.client import Sandbox
from tests.bench.bench import POSTGRES, Bench, Row
from tests.bench.settle import QUIET, SANDBOX, all_settled, paid_books
from tests.bench.stage import FIRST, OWNER, post_all, process, settings, started

AT_ONCE = 10
REPLICAS = 3
MEMORY = (
    "pools of connections, prepared statements and texts of the other languages come with use, and Python "
    "gives memory back to itself, not to the system"
)
HOOKED = {"TELEGRAM_UPDATES": "webhook", "TELEGRAM_WEBHOOK_SECRET": "a-secret-of-the-benchmark"}


async def memory(bench: Bench, kind: str = POSTGRES) -> list[Row]:
    """What the process holds after many paid invoices, beside what it held after few."""
    few, many = 100, 1000 if bench.quick else 10_000
    url, numbers = bench.empty(kind, "memory"), range(FIRST, FIRST + many)
    async with process(*SANDBOX) as bank, paid_books(url, bank, numbers) as filled, Sandbox(bank) as sandbox:
        await sandbox.person(OWNER, "Owner")
        await sandbox.start(OWNER)
        ours = await started("-m", "tests.bench.serve", environment=settings(url, bank))
        held = []
        for first, last in ((0, few), (few, many)):
            begun = time.perf_counter()
            await post_all(ours.address, numbers[first:last], AT_ONCE)
            await all_settled(*filled, last, begun)
            held.append(ours.memory / 1024**2)
        ours.child.terminate()
        await ours.child.wait()
    what = f"memory after {many:,} paid invoices, {kind}"
    figures = {"few": held[0], "many": held[1]}
    return [
        Row(
            what,
            f"{held[1]:.0f} MB",
            f"{held[0]:.0f} MB",
            held[1] / held[0],
            1.2,
            at_most=True,
            figures=figures,
            why=MEMORY,
        )
    ]


async def replicas(bench: Bench) -> list[Row]:
    """Three processes on one database beside one; on two cores they can only show that nothing is lost."""
    one, three = [await _together(bench, many) for many in (1, REPLICAS)]
    what = f"{REPLICAS} replicas on one PostgreSQL, beside one"
    return [Row(what, f"{three:.0f}/s", f"{one:.0f}/s", three / one, figures={"one": one, "three": three})]


async def _together(bench: Bench, many: int) -> float:
    url, numbers = bench.empty(POSTGRES, f"replicas{many}"), range(FIRST, FIRST + bench.count)
    async with process(*SANDBOX) as bank, paid_books(url, bank, numbers) as filled:
        environment = settings(url, bank) | HOOKED
        async with contextlib.AsyncExitStack() as stack:
            addresses = [
                await stack.enter_async_context(
                    process("-m", "tests.bench.serve", *QUIET, environment=environment)
                )
                for _ in range(many)
            ]
            begun = time.perf_counter()
            shares = [post_all(each, numbers[nth::many], 30 // many) for nth, each in enumerate(addresses)]
            await asyncio.gather(*shares)
            seconds = await all_settled(*filled, len(numbers), begun)
    return len(numbers) / seconds
