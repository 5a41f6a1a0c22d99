"""Rows: updates that become cards, and messages within Telegram's limits."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import aiohttp
from sqlalchemy import func, select

from bot.demo import TOKEN
from sandbox.client import Sandbox
from store.schema import cards
from tests.bench.bench import POSTGRES, SQLITE, Bench, Row
from tests.bench.rows import greeted
from tests.bench.settle import SANDBOX, count_until, pay_all
from tests.bench.stage import FIRST, fill, open_books, post_all, process, service_form, settings
from tests.bench.weight import HOOKED

OWNERS = range(7001, 7051)
AT_ONCE = 10
PER_SECOND = 30
ISSUING = (
    "beside the same commits and calls ours stores the update first, keeps the chat's order, asks the bank "
    "for a token of this bill, checks what the QR says before it is shown, and sends through the outbox"
)
PACING = (
    "each second is kept 30 ms longer, because Telegram counts calls as they arrive; a call counts until it "
    "was answered, so a slow line or busy cores let fewer go; where replicas share a database, one place of "
    "each second is kept for answers to people; and cards are redrawn meanwhile, which counts, too"
)


async def issuing(bench: Bench) -> list[Row]:
    """``/invoice`` from Telegram's webhook to the card in the chat, beside what a bare program does."""
    count = 100 if bench.quick else 600
    async with process(*SANDBOX) as bank, Sandbox(bank) as sandbox:
        await sandbox.limits(False)
        await sandbox.pictures(recompress=False)  # a chat that answers at once
        for owner in OWNERS:
            await sandbox.person(owner, "Owner")
            await sandbox.start(owner)
        ours = await _ours(bench.empty(SQLITE, "issuing"), bank, count)
        bare = await _bare(bench.empty(SQLITE, "issuingbare"), bank, count)
    figures = {"ours": ours, "bare": bare}
    shown = f"{ours:.0f}/s", f"{bare:.0f}/s"
    return [Row("/invoice to card, SQLite", *shown, ours / bare, 0.35, figures=figures, why=ISSUING)]


async def _ours(url: str, bank: str, count: int) -> float:
    database = await open_books(url)
    environment = settings(url, bank) | HOOKED | {"OWNER_IDS": ",".join(map(str, OWNERS))}
    drawn = select(func.count()).where(cards.c.message_id.is_not(None), cards.c.drawn > 0)
    async with process("-m", "tests.bench.serve", "unpaced", "watching", environment=environment) as address:
        headers = {"X-Telegram-Bot-Api-Secret-Token": HOOKED["TELEGRAM_WEBHOOK_SECRET"]}
        started = time.perf_counter()
        await _post(count, lambda number: f"{address}/telegram", headers)
        while await database.read(lambda books: books.run(drawn).scalar_one()) < count:
            await asyncio.sleep(0.05)
        seconds = time.perf_counter() - started
    await database.close()
    return count / seconds


async def _bare(url: str, bank: str, count: int) -> float:
    rest = (f"{bank}/halyk/oauth2/token", json.dumps(service_form()), f"{bank}/bot{TOKEN}")
    async with process("-m", "tests.bench.yardstick", "invoice", url, *rest) as address:
        started = time.perf_counter()
        await _post(count, lambda number: f"{address}/webhooks/{_owner(number)}/{number}", {})
        return count / (await count_until(url, count) - started)


async def _post(count: int, address: Callable[[int], str], headers: dict[str, str]) -> None:
    waiting = iter(range(1, count + 1))
    async with aiohttp.ClientSession(headers=headers) as http:

        async def work() -> None:
            for number in waiting:
                async with http.post(address(number), json=_update(number)) as answer:
                    assert answer.status == 200, await answer.text()

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))


def _owner(number: int) -> int:
    return OWNERS[number % len(OWNERS)]


def _update(number: int) -> dict[str, Any]:
    person = {"id": _owner(number), "is_bot": False, "first_name": "Owner", "language_code": "en"}
    chat = {"id": _owner(number), "type": "private", "first_name": "Owner"}
    text = f"/invoice {1000 + number} Coffee"
    command = [{"type": "bot_command", "offset": 0, "length": 8}]
    message = {"message_id": 10_000 + number, "date": int(time.time()), "chat": chat, "from": person}
    return {"update_id": 900_000 + number, "message": {**message, "text": text, "entities": command}}


async def limits(bench: Bench) -> list[Row]:
    """Facts for many chats at once: as fast as Telegram takes them, and none that it refuses."""
    count = 90 if bench.quick else 300
    chats, numbers = list(range(1001, 1001 + count)), range(FIRST, FIRST + count)
    url = bench.empty(POSTGRES, "limits")
    async with process(*SANDBOX) as bank, Sandbox(bank) as sandbox:
        database = await open_books(url)
        await fill(database, numbers, chats)
        await database.close()
        await pay_all(bank, numbers)
        await sandbox.limits(True)
        for chat in chats:
            await sandbox.person(chat, "Owner")
            await sandbox.start(chat)
        async with process("-m", "tests.bench.serve", "watching", environment=settings(url, bank)) as address:
            await greeted(sandbox, chats)
            await post_all(address, numbers, 32)
            seconds, refused = await _told_in(sandbox, count)
    rate = (count - PER_SECOND) / seconds if seconds else 0.0  # those of the first second wait for nobody
    what = f"{count} messages to {count} chats, Telegram's limits on; {refused} refused"
    figures = {"seconds": seconds, "refused": refused}
    ratio = rate / PER_SECOND if not refused else 0.0
    shown = f"{rate:.1f}/s", f"{PER_SECOND}/s"
    return [Row(what, *shown, ratio, 0.8, figures=figures, why=PACING)]


async def _told_in(sandbox: Sandbox, count: int) -> tuple[float, int]:
    """From the first sentence to the last, and how many calls were refused."""
    while True:
        calls = await sandbox.calls()
        told = [
            call
            for call in calls
            if call["method"] == "sendMessage" and "#" in str(call["params"].get("text"))
        ]
        moments = [_moment(call["at"]) for call in told if call["ok"]]
        if len(moments) >= count:
            return max(moments) - min(moments), sum(not call["ok"] for call in told)
        await asyncio.sleep(0.5)


def _moment(at: Any) -> float:
    return float(at) if isinstance(at, float | int) else datetime.fromisoformat(at).timestamp()
