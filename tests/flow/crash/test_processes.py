"""Real processes, told to stop and killed with their hands full; another one on the same books finishes."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, update

from bot.demo import TOKEN
from sandbox.client import Sandbox
from store.engine import connect
from store.schema import deliveries, payments
from store.secrets import Vault
from tests.support.ports import free_port
from tests.support.stage import SECRET_KEY, bank_variables, cards, said

ROOT = Path(__file__).resolve().parents[3]
SHOPS = range(7001, 7051)  # owners who all issue at once: a chat alone hears one message a second
EACH = 4  # invoices of one shop
LONG = 300
KILL, TERM = signal.SIGKILL, signal.SIGTERM


@dataclass
class Process:
    """``tolem run`` as an operator starts it."""

    variables: dict[str, str]
    child: asyncio.subprocess.Process | None = None
    words: list[str] = field(default_factory=list)

    async def start(self) -> None:
        """Return when it says that it is ready."""
        command = (sys.executable, "-m", "bot", "run")
        environment = {**os.environ, **self.variables}
        self.child = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
        )
        assert self.child.stderr is not None
        while b"tolem is ready" not in (line := await self.child.stderr.readline()):
            assert line, "it ended instead of starting"

    async def end(self, how: signal.Signals) -> int:
        """Send the signal; its exit code."""
        assert self.child is not None
        assert self.child.stderr is not None
        self.child.send_signal(how)
        await self.child.stderr.read()
        return await self.child.wait()


@pytest.fixture
async def sandbox(sandbox_url: str) -> AsyncIterator[Sandbox]:
    async with Sandbox(sandbox_url) as opened:
        await opened.reset()
        yield opened


@pytest.fixture
async def process(sandbox: Sandbox, bare_database_url: str, tmp_path: Path) -> AsyncIterator[Process]:
    port = free_port()
    made = Process(
        {
            **bank_variables(sandbox.base_url),
            "BOT_TOKEN": TOKEN,
            "OWNER_IDS": ",".join(map(str, SHOPS)),
            "SECRET_KEY": SECRET_KEY,
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "HTTP_PORT": str(port),
            "DATABASE_URL": bare_database_url,
            "TELEGRAM_API_URL": sandbox.base_url,
            "DEFAULT_LOCALE": "en",
            "LOG_LEVEL": "ERROR",
        }
    )
    yield made
    if made.child is not None and made.child.returncode is None:
        await made.end(signal.SIGKILL)


async def leases_end(url: str) -> None:
    """What the dead process worked on becomes free, as it would after two minutes."""
    database = connect(url, Vault(SECRET_KEY))
    now = datetime.now(UTC)

    def free(connection: Connection) -> None:
        for table in (payments, deliveries):
            connection.execute(update(table).where(table.c.lease_until > now).values(lease_until=now))

    await database.transaction(free)
    await database.close()


async def some_calls(sandbox: Sandbox, *methods: str) -> None:
    """Return once the bot is in the middle of it."""
    before = len(await sandbox.calls())
    async with asyncio.timeout(LONG):
        while not [c for c in (await sandbox.calls())[before:] if c["method"] in methods]:
            await asyncio.sleep(0.02)


async def each_shop(sandbox: Sandbox, shops: range, done: Any) -> None:
    """Wait until it is so in every shop's chat."""
    await asyncio.gather(*(sandbox.wait_for(shop, done, timeout=LONG) for shop in shops))


def numbers(messages: list[dict[str, Any]], words: str) -> set[str]:
    """The invoices of which the chat was told this."""
    texts = " ".join(m["text"] for m in said(messages, words))
    return {word.strip(".,") for word in texts.split() if word.startswith("#")}


@pytest.mark.slice(1)
@pytest.mark.parametrize(
    ("bare_database_url", "shops", "first", "second"),
    [
        pytest.param("sqlite", SHOPS[:10], KILL, TERM, id="sqlite, 40"),
        pytest.param("postgresql", SHOPS[:10], TERM, KILL, id="postgresql, 40"),
        pytest.param("sqlite", SHOPS, KILL, TERM, id="sqlite, 200, killed", marks=pytest.mark.long),
        pytest.param("sqlite", SHOPS, TERM, KILL, id="sqlite, 200, stopped", marks=pytest.mark.long),
        pytest.param("postgresql", SHOPS, TERM, KILL, id="postgresql, 200, stopped", marks=pytest.mark.long),
        pytest.param("postgresql", SHOPS, KILL, TERM, id="postgresql, 200, killed", marks=pytest.mark.long),
    ],
    indirect=["bare_database_url"],
)
async def test_updates_and_webhooks_in_hand_outlive_the_process(
    process: Process,
    sandbox: Sandbox,
    bare_database_url: str,
    shops: range,
    first: signal.Signals,
    second: signal.Signals,
) -> None:
    many = len(shops) * EACH
    for shop in shops:
        await sandbox.person(shop, f"Shop {shop}", "en")
    await process.start()
    for number in range(EACH):
        for shop in shops:
            await sandbox.send(shop, f"/invoice {1000 + number} Coffee")
    await some_calls(sandbox, "sendPhoto")
    code = await process.end(first)
    assert code == (0 if first is signal.SIGTERM else -signal.SIGKILL)
    await leases_end(bare_database_url)

    await process.start()
    await each_shop(sandbox, shops, lambda ms: len(captions(ms, "QR valid until")) >= EACH)
    books = await sandbox.halyk("books")
    assert len(books["bills"]) == many
    assert set(books["generated"].values()) == {1}

    for bill in books["bills"]:
        await sandbox.halyk("pay", invoiceID=bill["invoiceID"])
    await some_calls(sandbox, "editMessageMedia", "sendMessage")
    await process.end(second)
    await leases_end(bare_database_url)

    await process.start()
    await each_shop(sandbox, shops, lambda ms: len(numbers(ms, "Paid:")) == EACH)
    await each_shop(sandbox, shops, lambda ms: len(captions(ms, "Paid:")) >= EACH)
    for shop in shops:
        seen = await sandbox.messages(shop)
        assert len(cards(seen)) <= EACH + 1
        told = Counter(m["text"] for m in said(seen, "Paid:"))
        assert sum(count - 1 for count in told.values()) <= 1
    books = await sandbox.halyk("books")
    assert len(books["bills"]) == many
    assert books["taken"] == sum(bill["amount"] for bill in books["bills"])
    assert all(200 in call["answers"] for call in books["callbacks"])
    assert await process.end(signal.SIGTERM) == 0


def captions(messages: list[dict[str, Any]], words: str) -> set[str]:
    """The invoices whose card says so, by the card's own words."""
    return {m["caption"] for m in cards(messages) if words in m["caption"]}
