"""Rows: what has to come out exactly, however much comes at once."""

from __future__ import annotations

import asyncio
import re
import time

from sqlalchemy import func, select

from sandbox.client import Sandbox
from store.books import SqlBooks
from store.engine import Database
from store.schema import invoices, notices, payments
from tests.bench.bench import Bench, Row
from tests.bench.rows import greeted
from tests.bench.settle import SANDBOX, all_settled, paid_books
from tests.bench.stage import AMOUNT, FIRST, NUMBERS_FROM, OWNER, Mark, post_all, process, settings

COPIES = (1, 2, 5, 10, 20, 50)
PAYMENTS, AT_ONCE = 400, 10


async def copies(bench: Bench, kind: str) -> list[Row]:
    """Copies of one webhook at once: one settlement, one message, and every answer 2xx."""
    posts = [[FIRST + nth] * many for nth, many in enumerate(COPIES)]
    what = f"copies of a webhook at once, 1 … {COPIES[-1]}, {kind}"
    return [await _come_out(bench, kind, what, posts, len(COPIES))]


async def many(bench: Bench, kind: str) -> list[Row]:
    """Payments of one merchant, ten at a time, each reported twice."""
    numbers = [number for number in range(FIRST, FIRST + PAYMENTS) for _ in range(2)]
    posts = [numbers[at : at + AT_ONCE] for at in range(0, len(numbers), AT_ONCE)]
    what = f"{PAYMENTS} payments of one merchant, {AT_ONCE} at a time, {kind}"
    return [await _come_out(bench, kind, what, posts, PAYMENTS)]


async def _come_out(bench: Bench, kind: str, what: str, posts: list[list[int]], count: int) -> Row:
    """Each list at once, and then the next; ``post_all`` fails where an answer is not 200."""
    url = bench.empty(kind, f"exact{count}")
    numbers = range(FIRST, FIRST + count)
    async with process(*SANDBOX) as bank, Sandbox(bank) as sandbox, paid_books(url, bank, numbers) as filled:
        await sandbox.person(OWNER, "Owner")
        await sandbox.start(OWNER)
        environment = settings(url, bank)
        async with process(
            "-m", "tests.bench.serve", "unpaced", "watching", environment=environment
        ) as address:
            await greeted(sandbox, [OWNER])
            started = time.perf_counter()
            for together in posts:
                await post_all(address, together, len(together))
            seconds = await all_settled(*filled, count, started)
            few = count <= len(COPIES)  # of many at once a message names some, and how many more there are
            told = await (_named(sandbox, count) if few else _sent(*filled, count))
        paid, written, taken = await _in_the_books(*filled)
    exact = (paid, written, told, taken) == (count, count, count, count * AMOUNT)
    ours = f"{paid} paid, {told} told, {seconds:.1f} s"
    return Row(what, ours, exact=exact, figures={"seconds": seconds, "answers": sum(map(len, posts))})


async def _named(sandbox: Sandbox, count: int) -> int:
    """In how many sentences of the chat an invoice is told as paid; each of them once, where all is well."""
    async with asyncio.timeout(120):
        while True:
            calls = [call for call in await sandbox.calls() if call["method"] == "sendMessage" and call["ok"]]
            texts = [str(call["params"].get("text")) for call in calls]
            numbers = [
                found for text in texts for found in re.findall(rf"#({str(NUMBERS_FROM)[:3]}[0-9]+)", text)
            ]
            if len(set(numbers)) == count:
                return len(numbers)
            await asyncio.sleep(0.5)


async def _sent(database: Database, before: Mark, count: int) -> int:
    """How many facts the chat has."""
    sent = select(func.count()).where(notices.c.id > before.notice, notices.c.sent_at.is_not(None))
    async with asyncio.timeout(120):
        while True:
            found = await database.read(lambda books: books.run(sent).scalar_one())
            if found >= count:
                return int(found)
            await asyncio.sleep(0.5)


async def _in_the_books(database: Database, before: Mark) -> tuple[int, int, int]:
    def read(books: SqlBooks) -> tuple[int, int, int]:
        ours = invoices.c.id > before.invoice, invoices.c.state == "paid"
        paid = books.run(select(func.count()).where(*ours)).scalar_one()
        written = books.run(select(func.count()).where(notices.c.id > before.notice)).scalar_one()
        taken = select(func.sum(payments.c.taken)).where(payments.c.invoice_id > before.invoice)
        return paid, written, int(books.run(taken).scalar_one() or 0)

    return await database.read(read)
