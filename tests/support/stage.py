"""The whole program against the sandbox, in one process with the test: started, killed, started again."""

from __future__ import annotations

import asyncio
import contextlib
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import func, select

from billing.paying import ASK_LEASE
from bot.demo import CLIENT, CLIENT_SECRET, PASSWORD, TERMINAL, TOKEN, USERNAME
from bot.program import Program, Without
from bot.settings import Settings
from bot.wiring import build
from sandbox.client import Sandbox
from store.schema import metadata
from tests.support import PATIENCE
from tests.support.ports import free_port

T = TypeVar("T")
Json = dict[str, Any]

MERCHANT, CUSTOMER = 501, 601
SECRET_KEY = "a key for tests, long enough to be one"
WORTH_TELLING = ("state", "kind", "tries", "due_at", "next_look", "lease_owner", "lease_until", "finished_at")
LEASES_END = ASK_LEASE.total_seconds() + 1  # whoever died holds what it worked on no longer than that


class StageClock:
    """The machine's time plus what the test moved it by."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def now(self) -> datetime:
        """Now, as everybody on the stage sees it."""
        return datetime.now(UTC) + self.offset


@contextlib.contextmanager
def sandbox_process(token: str = TOKEN) -> Iterator[str]:
    """The simulators as a child process; gives their address."""
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--token", token]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        try:
            assert child.stdout is not None
            line = child.stdout.readline()
            assert " ready on " in line, "the sandbox did not start; its words are above"
            yield line.split(" ready on ")[1].strip()
        finally:
            child.terminate()


def bank_variables(sandbox_url: str) -> dict[str, str]:
    """The practice bank's letter, as settings."""
    return {
        "HALYK_CLIENT_ID": CLIENT,
        "HALYK_CLIENT_SECRET": CLIENT_SECRET,
        "HALYK_TERMINAL": TERMINAL,
        "HALYK_OAUTH_URL": f"{sandbox_url}/halyk/oauth2/token",
        "HALYK_API_URL": f"{sandbox_url}/halyk/api",
        "HALYK_USERNAME": USERNAME,
        "HALYK_PASSWORD": PASSWORD,
    }


class Stage:
    """Sandbox, books and the programs that ran on them."""

    def __init__(self, sandbox: Sandbox, database_url: str) -> None:
        self.sandbox = sandbox
        self.database_url = database_url
        self.clock = StageClock()
        self.port = free_port()
        self.public_url = f"http://127.0.0.1:{self.port}"
        self._program: Program | None = None

    @property
    def program(self) -> Program:
        """The one that runs."""
        assert self._program is not None
        return self._program

    def settings(self, **changes: Any) -> Settings:
        """What the program is told."""
        given: dict[str, Any] = {
            "bot_token": TOKEN,
            "owner_ids": (MERCHANT,),
            "secret_key": SECRET_KEY,
            "public_url": self.public_url,
            "http_port": self.port,
            "database_url": self.database_url,
            "telegram_api_url": self.sandbox.base_url,
            "shop_name": "Дана",
            "default_locale": "en",
        }
        return Settings(**(given | changes))

    async def open(self, *, without: Without | None = None, **changes: Any) -> Program:
        """Start the program on these books."""
        self._program = await build(self.settings(**changes), clock=self.clock, without=without)
        await self._program.start()
        return self._program

    async def crash(self) -> None:
        """The process dies: nothing is finished, nothing is written, connections break."""
        dead, self._program = self.program, None
        here = asyncio.current_task()
        tasks = [task for task in asyncio.all_tasks() if task is not here]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await _let_go(dead)

    async def close(self) -> None:
        """Stop it as a person would."""
        if self._program is not None:
            await self._program.stop()
            self._program = None

    async def move(self, seconds: float) -> None:
        """Everybody's time goes on at once."""
        await self.sandbox.move_clock(seconds)
        self.clock.offset += timedelta(seconds=seconds)
        if self._program is not None:
            for loop in self._program.loops:
                loop.wake()

    # --- what people do and see

    async def greet(self, *people: int) -> None:
        """They press Start and are greeted in English."""
        for person in people:
            await self.sandbox.person(person, f"Person {person}", "en")
            await self.sandbox.start(person)
        for person in people:
            await self.sandbox.wait_for(person, from_bot)

    async def issue(self, order: str = "5000 Coffee", person: int = MERCHANT) -> Json:
        """An invoice in the private chat; gives its newest card once a QR stands on it."""
        known = {m["message_id"] for m in await self.sandbox.messages(person)}
        await self.sandbox.send(person, f"/invoice {order}")
        return await self.sandbox.wait_for(
            person, lambda ms: last(m for m in qr_cards(ms) if m["message_id"] not in known), timeout=PATIENCE
        )

    async def open_link(self, card: Json, person: int = CUSTOMER) -> Json:
        """The customer opens the card's link; gives their card."""
        await self.sandbox.start(person, link_of(card))
        return await self.sandbox.wait_for(person, lambda ms: last(qr_cards(ms)), timeout=PATIENCE)

    async def bills(self) -> list[Json]:
        """The bank's bills, oldest first."""
        return list((await self.sandbox.halyk("books"))["bills"])

    async def pay_all(self) -> None:
        """Each bill that is open is paid in the bank's app."""
        for bill in await self.bills():
            if not bill["taken"]:
                await self.sandbox.halyk("pay", invoiceID=bill["invoiceID"])

    async def calls(self, *methods: str, chat: int | None = None) -> list[Json]:
        """Calls of the Bot API so far."""
        return [
            call
            for call in await self.sandbox.calls()
            if (not methods or call["method"] in methods) and (chat is None or call["chat_id"] == chat)
        ]

    # --- the books

    async def rows(self, table: str) -> list[Json]:
        """Everything in one table, oldest first."""
        found = metadata.tables[table]

        def read(connection: Any) -> list[Json]:
            query = select(found).order_by(next(iter(found.primary_key)))
            return [dict(row._mapping) for row in connection.execute(query)]

        return await self.program.database.transaction(read)

    async def count(self, table: str, **having: object) -> int:
        """How many rows there are."""
        found = metadata.tables[table]
        query = select(func.count()).select_from(found)
        for name, value in having.items():
            query = query.where(found.c[name].is_(None) if value is None else found.c[name] == value)
        return await self.program.database.transaction(lambda connection: connection.execute(query).scalar())

    async def has(self, many: int, table: str, **having: object) -> bool:
        """Whether there are so many rows."""
        return await self.count(table, **having) == many

    async def quiet(self) -> None:
        """Return once nothing is due: no update, webhook, card or notice."""

        async def nothing_due() -> bool:
            now = self.clock.now()
            queues = await self.program.database.read(lambda books: books.queues(now))
            drawn = all(card["due_at"] is None for card in await self.rows("cards"))
            return drawn and all(queue.length == 0 for queue in queues.values())

        await self.until(nothing_due)

    async def until(self, look: Callable[[], Awaitable[T]], seconds: float = PATIENCE) -> T:
        """What ``look`` gives once it gives something; for what only the books show."""
        try:
            async with asyncio.timeout(seconds):
                while not (found := await look()):
                    await asyncio.sleep(0.05)
                return found
        except TimeoutError:
            standing = await self._standing()
            raise AssertionError(f"it did not come about in {seconds} s; {standing}") from None

    async def _standing(self) -> str:
        """What may be waited for, as it stands in the books; the times tell until when somebody has it."""
        told = []
        for table in ("payments", "deliveries", "updates", "notices"):
            rows = await self.rows(table)
            told += [f"{table} { {n: str(row[n]) for n in WORTH_TELLING if n in row} }" for row in rows]
        return "; ".join(told)


async def _let_go(dead: Program) -> None:
    """What the system closes when a process ends."""
    if dead.runner is not None:
        await dead.runner.cleanup()
    if dead.polling is not None:
        await dead.polling.stop()
    for provider in dead.providers.values():
        await provider.close()
    await dead.bot.session.close()
    await dead.database.close()


@contextlib.asynccontextmanager
async def stage(sandbox_url: str, database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """An empty stage; whatever runs on it at the end is stopped."""
    for name, value in bank_variables(sandbox_url).items():
        monkeypatch.setenv(name, value)
    async with Sandbox(sandbox_url) as sandbox:
        await sandbox.reset()
        await sandbox.pictures(recompress=False)
        made = Stage(sandbox, database_url)
        try:
            yield made
        finally:
            await made.close()


# --- reading a chat


def last(found: Any) -> Any:
    """The last of several, or ``None``."""
    return next(iter(reversed(list(found))), None)


def from_bot(messages: list[Json]) -> list[Json]:
    """What the bot said."""
    return [m for m in messages if m["from"].get("is_bot")]


def cards(messages: list[Json]) -> list[Json]:
    """Messages that show an invoice."""
    return [m for m in from_bot(messages) if "photo" in m]


def qr_cards(messages: list[Json]) -> list[Json]:
    """Cards on which a QR can be scanned: their buttons lead into the bank's app or check the payment."""
    return [m for m in cards(messages) if "QR valid until" in m.get("caption", "")]


def said(messages: list[Json], words: str) -> list[Json]:
    """Messages of the bot's, not cards, with these words."""
    return [m for m in from_bot(messages) if "photo" not in m and words in m.get("text", "")]


def link_of(card: Json) -> str:
    """The payload of the link in a card's title."""
    urls = [e["url"] for e in card["caption_entities"] if e["type"] == "text_link"]
    found = re.search(r"start=(\S+)", urls[0])
    assert found is not None
    return found[1]
