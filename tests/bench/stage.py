"""What a row of the benchmark stands on: processes, filled books, webhooks."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import aiohttp
from sqlalchemy import func, insert, select

from billing.models import Person, Role
from bot.demo import CLIENT, CLIENT_SECRET, TERMINAL, TOKEN
from providers.halyk.codec import SCOPE
from store.books import SqlBooks
from store.engine import Database
from store.schema import cards, invoices, notices, payments
from tests.bench.loading import opened

KEY = "a key of the benchmark, long enough to be one"
OWNER = 501
AMOUNT = 500000
FIRST = 100001
NUMBERS_FROM = 800_000_000  # past those of made-up years


@dataclass(frozen=True)
class Running:
    """A Python process that serves."""

    address: str
    child: asyncio.subprocess.Process

    @property
    def memory(self) -> int:
        """Bytes of it that are in memory."""
        words = Path(f"/proc/{self.child.pid}/status").read_text().split()
        return int(words[words.index("VmRSS:") + 1]) * 1024


async def started(*arguments: str, environment: dict[str, str] | None = None) -> Running:
    """A Python process that says ``… on http://…`` when it is ready."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, **(environment or {})},
    )
    assert child.stdout is not None
    line = (await child.stdout.readline()).decode()
    return Running(line.rsplit(" ", 1)[1].strip(), child)


@contextlib.asynccontextmanager
async def process(*arguments: str, environment: dict[str, str] | None = None) -> AsyncIterator[str]:
    """The same for as long as it is needed; gives its address. Ended by SIGTERM."""
    running = await started(*arguments, environment=environment)
    try:
        yield running.address
    finally:
        running.child.terminate()
        await running.child.wait()


def settings(database_url: str, sandbox: str) -> dict[str, str]:
    """The environment of our program."""
    return {
        "BOT_TOKEN": TOKEN,
        "OWNER_IDS": str(OWNER),
        "SECRET_KEY": KEY,
        "PUBLIC_URL": "http://127.0.0.1:1",
        "HTTP_PORT": "0",
        "DATABASE_URL": database_url,
        "TELEGRAM_API_URL": sandbox,
        "HALYK_CLIENT_ID": CLIENT,
        "HALYK_CLIENT_SECRET": CLIENT_SECRET,
        "HALYK_TERMINAL": TERMINAL,
        "HALYK_OAUTH_URL": f"{sandbox}/halyk/oauth2/token",
        "HALYK_API_URL": f"{sandbox}/halyk/api",
    }


async def open_books(url: str) -> Database:
    """A migrated database with its merchant."""
    return await opened(url, KEY)


async def fill(database: Database, numbers: range, chats: Sequence[int]) -> None:
    """Invoices that wait for money, each with a card; the bank is not due to be asked."""
    now = datetime.now(UTC)
    later = now + timedelta(days=1)

    def write(books: object) -> None:
        run = books.connection.execute  # type: ignore[attr-defined]
        merchant = {"merchant_id": 1}
        for chat in set(chats):
            person = Person(chat, "Owner", started=True, role=Role.OWNER)
            books.save_person(person, now)  # type: ignore[attr-defined]
        run(insert(invoices), [merchant | _invoice(n, now, later) for n in numbers])
        ours = invoices.c.number >= NUMBERS_FROM + numbers[0]
        found = run(select(invoices.c.number, invoices.c.id).where(ours)).tuples()
        ids = {number - NUMBERS_FROM: row_id for number, row_id in found}
        run(insert(payments), [merchant | _payment(n, ids[n], now, later) for n in numbers])
        run(insert(cards), [merchant | _card(ids[n], chats[n % len(chats)], now) for n in numbers])

    await database.write(write)


def _invoice(number: int, now: datetime, later: datetime) -> dict[str, object]:
    return {
        "number": NUMBERS_FROM + number,
        "token": f"i{number}",
        "source": f"s{number}",
        "amount": AMOUNT,
        "currency": "KZT",
        "description": "Coffee",
        "state": "open",
        "issuer_id": OWNER,
        "created_at": now,
        "deadline": later,
        "late": False,
    }


def _payment(number: int, invoice_id: int, now: datetime, later: datetime) -> dict[str, object]:
    return {
        "invoice_id": invoice_id,
        "attempt": 1,
        "provider": "halyk",
        "reference": str(number),
        "hook_token": str(number),
        "amount": AMOUNT,
        "currency": "KZT",
        "state": "pending",
        "details": "{}",
        "refusal_final": False,
        "cancel_wished": False,
        "created_at": now,
        "asked_at": now,
        "expires_at": now + timedelta(minutes=20),
        "looks": 0,
        "next_look": later,
        "receipt": "",
        "trouble": "",
    }


def _card(invoice_id: int, chat: int, now: datetime) -> dict[str, object]:
    return {
        "invoice_id": invoice_id,
        "audience": "issuer",
        "chat_id": chat,
        "person_id": chat,
        "message_id": 1,
        "wanted": 1,
        "drawn": 1,
        "picture": "",
        "alive": True,
        "tries": 0,
        "created_at": now,
        "due_at": None,
    }


def webhook(number: int) -> bytes:
    """What the bank posts about a payment; the claim is all that counts."""
    return json.dumps(
        {
            "id": f"op-{number}",
            "invoiceId": str(number),
            "amount": AMOUNT // 100,
            "currency": "KZT",
            "code": "ok",
            "reason": "success",
            "reasonCode": 0,
        }
    ).encode()


async def post_all(address: str, numbers: Sequence[int], at_once: int) -> float:
    """Post a webhook for each, so many at a time; the seconds until the last was acknowledged."""
    waiting = iter(numbers)
    connector = aiohttp.TCPConnector(limit=at_once)
    async with aiohttp.ClientSession(connector=connector) as http:

        async def work() -> None:
            for number in waiting:
                url = f"{address}/webhooks/halyk/{number}"
                async with http.post(url, data=webhook(number)) as answer:
                    assert answer.status == 200, await answer.text()

        started = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(at_once)))
        return time.perf_counter() - started


async def post_at(address: str, numbers: Sequence[int], per_second: float) -> list[float]:
    """Post so many a second, whether earlier ones are answered or not; how long each waited for its answer.

    Counted from when it was due to be posted: who is posted late because all is slow has waited, too.
    """
    took: list[float] = []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=200)) as http:

        async def post(number: int, due: float) -> None:
            async with http.post(f"{address}/webhooks/halyk/{number}", data=webhook(number)) as answer:
                assert answer.status == 200, await answer.text()
            took.append(time.perf_counter() - due)

        started = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for nth, number in enumerate(numbers):
                due = started + nth / per_second
                if (pause := due - time.perf_counter()) > 0:
                    await asyncio.sleep(pause)
                group.create_task(post(number, due))
    return took


class Mark(NamedTuple):
    """Where the books stand before a row begins."""

    invoice: int
    notice: int


async def mark(database: Database) -> Mark:
    """Where they stand now."""

    def read(books: SqlBooks) -> Mark:
        newest = (books.run(select(func.max(table.c.id))).scalar() or 0 for table in (invoices, notices))
        return Mark(*newest)

    return await database.read(read)


async def settled(database: Database, before: Mark) -> int:
    """How many of those filled in since are paid and written into the outbox."""

    def read(books: SqlBooks) -> int:
        told = books.run(select(func.count()).where(notices.c.id > before.notice)).scalar_one()
        paid = select(func.count()).where(invoices.c.id > before.invoice, invoices.c.state == "paid")
        return min(told, books.run(paid).scalar_one())

    return await database.read(read)


def service_form() -> dict[str, str]:
    """How a program asks for the right to ask the bank."""
    return {
        "grant_type": "client_credentials",
        "client_id": CLIENT,
        "client_secret": CLIENT_SECRET,
        "scope": SCOPE,
        "terminal": TERMINAL,
    }


async def service_token(bank: str) -> str:
    """By which a bare program may ask the bank."""
    address = f"{bank}/halyk/oauth2/token"
    async with aiohttp.ClientSession() as http, http.post(address, data=service_form()) as answer:
        token: str = (await answer.json())["access_token"]
        return token
