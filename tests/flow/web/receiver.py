"""The receiver on a socket, over real books and a bank's simulator."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
from aiohttp import web
from sqlalchemy import func, select

from billing.banking import Addresses, Banking
from billing.books import Books
from billing.desk import Desk
from billing.errors import StoreUnavailable
from billing.models import Invoice, Merchant, Payment, Person, Place, Role
from billing.money import Money
from billing.records import StoredDelivery
from bot.chance import RandomIds
from bot.loops import Crew
from screens.reader import Site
from store.engine import Database
from store.schema import metadata
from tests.contract.halyk.bench import HalykBench
from tests.contract.horizonpay.bench import HorizonPayBench
from web.app import build_app
from web.deps import WebDeps

OWNER = Person(501, "Дана", started=True, role=Role.OWNER)
SECRET = "a-secret-of-telegrams"
SITE = Site("dana_shop_bot", "https://pay.example.kz")


class Moody:
    """The books, which can be away."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.away = False

    def __getattr__(self, name: str) -> Any:
        if self.away:
            raise StoreUnavailable("disk full")
        return getattr(self._database, name)


class Receiver:
    """Everything that a test of the web touches."""

    def __init__(self, database: Database, bench: Any, merchant: Merchant) -> None:
        self.database, self.bench = database, bench
        self.store = Moody(database)
        self.crew = Crew("test")
        self.settle: list[StoredDelivery] = []
        self.updates: list[bytes] = []
        self.checks = {"database": True, "loops": True}
        self._sources = itertools.count(1)
        self.banking = Banking(
            self.store,
            {bench.provider.slug: bench.provider},
            bench.clock,
            RandomIds(),
            owner="test",
            addresses=Addresses(SITE.public_url),
        )
        self.desk = Desk(self.banking, merchant, invoice_ttl=timedelta(hours=24), spawn=self.crew.spawn)
        self.url = ""

    def deps(self, secrets: tuple[str, ...] = (SECRET,)) -> WebDeps:
        """What the wiring hands in."""
        return WebDeps(
            desk=self.desk,
            banking=self.banking,
            store=self.store,
            clock=self.bench.clock,
            site=SITE,
            zone=ZoneInfo("Asia/Almaty"),
            settle_soon=self.settle.append,
            accept_update=self.accept_update,
            telegram_secrets=secrets,
            ready=self.ready,
            metrics=lambda: b"tolem_up 1\n",
        )

    async def accept_update(self, body: bytes) -> bool:
        if self.store.away:
            raise StoreUnavailable("disk full")
        self.updates.append(body)
        return body.startswith(b"{")

    async def ready(self) -> dict[str, bool]:
        return self.checks

    async def issue(self, minor: int = 500000, words: str = "Кофе") -> Invoice:
        """An invoice whose QR has come."""
        invoice = await self.desk.issue(
            OWNER, Money(minor, "KZT"), words, source=f"s{next(self._sources)}", place=Place(OWNER.id)
        )
        await self.settled()
        return invoice

    async def settled(self) -> None:
        """Nothing is in hand any more."""
        while len(self.crew):
            await asyncio.sleep(0.01)

    async def payment(self, invoice: Invoice) -> Payment:
        """The payment that counts now."""
        payment = (await self.desk.view(invoice.id)).payment
        assert payment is not None
        return payment

    async def looks(self, invoice: Invoice) -> None:
        """The watcher's round."""
        await self.banking.look(await self.payment(invoice))

    async def books_do(self, operation: Any) -> Any:
        return await self.database.write(operation)

    async def rows(self) -> dict[str, int]:
        """How many rows each table has."""

        def count(connection: Any) -> dict[str, int]:
            tables = metadata.sorted_tables
            return {t.name: connection.execute(select(func.count()).select_from(t)).scalar() for t in tables}

        return await self.database.transaction(count)

    async def halyk(self, what: str, payment: Payment, **more: object) -> None:
        """The payer or the bank does something."""
        await self.bench.control(what, invoiceID=payment.reference, **more)


@asynccontextmanager
async def receiver(database: Database, bench: HalykBench | HorizonPayBench) -> AsyncIterator[Receiver]:
    """Served until the end."""
    assert database.merchant is not None
    made = Receiver(database, bench, database.merchant)

    def hire(books: Books) -> None:
        books.save_person(OWNER, bench.clock.now())

    await database.write(hire)
    async with served(made.deps()) as made.url:
        yield made
        await made.crew.drain(5)


@asynccontextmanager
async def served(deps: WebDeps) -> AsyncIterator[str]:
    """An address at which these routes answer."""
    runner = web.AppRunner(build_app(deps), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


def client(base: str) -> aiohttp.ClientSession:
    """A browser without habits."""
    return aiohttp.ClientSession(base, headers={"Accept": "text/html"})
