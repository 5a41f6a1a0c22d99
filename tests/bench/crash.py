"""Rows: what a process that ends leaves in hand, and what the next one makes of it."""

from __future__ import annotations

import asyncio
import signal
import time

from sqlalchemy import func, select

from sandbox.client import Sandbox
from store.engine import Database
from store.schema import cards
from tests.bench.bench import SQLITE, Bench, Row
from tests.bench.settle import QUIET, SANDBOX, all_settled, paid_books
from tests.bench.stage import FIRST, open_books, post_all, process, settings, settled, started

SHOPS, EACH = 50, 4
PATIENCE = 180
SERVE = ("-m", "tests.bench.serve")
BARE = ("-m", "tests.bench.bare_bot")
LATER = 7000  # somebody who writes after everybody else


async def in_hand(bench: Bench, kind: str, how: signal.Signals) -> list[Row]:
    """Ended with updates and webhooks in hand; how many of each are handled in the end.

    Beside it, once, a bare bot of the chat framework, ended as soon as it has answered the first of as many
    updates; it has no database.
    """
    shops = SHOPS // 5 if bench.quick else SHOPS
    count = shops * EACH
    handled, updates_in = await _updates(bench, kind, how, shops)
    paid, webhooks_in = await _webhooks(bench, kind, how, count)
    bare = f"{await _bare(how, shops)} of {count} updates" if kind == SQLITE else ""
    what = f"{how.name} with {count} updates and {count} webhooks in hand, {kind}"
    ours = f"{handled} in {updates_in:.0f} s, {paid} in {webhooks_in:.0f} s"
    figures = {"updates": updates_in, "webhooks": webhooks_in}
    return [Row(what, ours, bare, exact=handled == count == paid, figures=figures)]


async def _updates(bench: Bench, kind: str, how: signal.Signals, shops: int) -> tuple[int, float]:
    url = bench.empty(kind, f"updates{how.name.lower()}")
    database = await open_books(url)
    async with process(*SANDBOX) as bank, Sandbox(bank) as sandbox:
        owners = await _people_write(sandbox, shops)
        environment = settings(url, bank) | {"OWNER_IDS": ",".join(map(str, owners))}
        first = await started(*SERVE, environment=environment)
        await _said(sandbox, "sendPhoto")
        await _end(first.child, how)
        begun = time.perf_counter()
        async with process(*SERVE, environment=environment):
            handled = await _drawn_of(database, shops * EACH)
        seconds = time.perf_counter() - begun
    await database.close()
    return handled, seconds


async def _people_write(sandbox: Sandbox, shops: int) -> range:
    """Each of so many owners orders some invoices; gives who they are."""
    await sandbox.limits(False)
    owners = range(7001, 7001 + shops)
    for owner in owners:
        await sandbox.person(owner, "Owner")
    for nth in range(EACH):
        for owner in owners:
            await sandbox.send(owner, f"/invoice {1000 + nth} Coffee")
    return owners


async def _said(sandbox: Sandbox, method: str, chat: int | None = None) -> None:
    """Return once the bot has done that; ``chat``: there."""
    while not any(
        call["method"] == method and chat in (None, call["chat_id"]) for call in await sandbox.calls()
    ):
        await asyncio.sleep(0.02)


async def _bare(how: signal.Signals, shops: int) -> int:
    """How many updates a bare bot has answered in the end."""
    async with process(*SANDBOX) as bank, Sandbox(bank) as sandbox:
        owners = await _people_write(sandbox, shops)
        first = await started(*BARE, bank)
        await _said(sandbox, "sendMessage")
        await _end(first.child, how)
        async with process(*BARE, bank):
            await sandbox.person(LATER, "Owner")
            await sandbox.send(LATER, "Is anybody there?")
            await _said(sandbox, "sendMessage", LATER)
            calls = await sandbox.calls()
    answers = [call for call in calls if call["method"] == "sendMessage" and call["ok"]]
    return sum(call["chat_id"] in owners for call in answers)


async def _drawn_of(database: Database, count: int) -> int:
    """How many cards stand in their chats, once all do, or nobody would wait any longer."""
    drawn = select(func.count()).where(cards.c.message_id.is_not(None), cards.c.drawn > 0)
    found = 0
    for _ in range(PATIENCE * 5):
        found = await database.read(lambda books: books.run(drawn).scalar_one())
        if found >= count:
            break
        await asyncio.sleep(0.2)
    return found


async def _webhooks(bench: Bench, kind: str, how: signal.Signals, count: int) -> tuple[int, float]:
    url, numbers = bench.empty(kind, f"webhooks{how.name.lower()}"), range(FIRST, FIRST + count)
    async with process(*SANDBOX) as bank, paid_books(url, bank, numbers) as (database, before):
        environment = settings(url, bank)
        first = await started(*SERVE, *QUIET, environment=environment)
        await post_all(first.address, numbers, count)
        await _end(first.child, how)
        begun = time.perf_counter()
        async with process(*SERVE, *QUIET, environment=environment):
            try:
                async with asyncio.timeout(PATIENCE):
                    seconds = await all_settled(database, before, count, begun)
            except TimeoutError:
                seconds = float(PATIENCE)
        return await settled(database, before), seconds


async def _end(child: asyncio.subprocess.Process, how: signal.Signals) -> None:
    child.send_signal(how)
    await child.wait()
