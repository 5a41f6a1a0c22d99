"""Halyk on the contract's bench: the real client against the simulator, over a socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web

from billing.models import Refusal
from billing.money import Money
from billing.ports import Bill
from providers.halyk import HalykProvider, HalykSettings, opened
from providers.http import Patience
from sandbox.clock import Clock
from sandbox.halyk import CLIENT_ID, CLIENT_SECRET, PASSWORD, TERMINAL, USERNAME, attach
from tests.contract.harness import Fate, Phase, Received, Trouble

AMOUNTS = {  # in tiyn; the last two digits choose the story
    Fate.PLAIN: 500000,
    Fate.UNKNOWN_WORD: 500034,
    Fate.SHOWS_ANOTHER_AMOUNT: 500031,
    Fate.SHOWS_ANOTHER_CURRENCY: 500033,
    Fate.SHOWS_A_BROKEN_CODE: 500032,
    Fate.REFUSED: 500084,
    Fate.TAKES_LESS: 500042,
    Fate.TAKES_MORE: 500043,
    Fate.TAKES_ANOTHER_CURRENCY: 500047,
    Fate.TAKES_BONUSES: 500015,
    Fate.HOLDS: 500041,
    Fate.TELLS_LATE: 500044,
}
TROUBLES = {
    Trouble.HTML: "html",
    Trouble.BAD_JSON: "badjson",
    Trouble.EMPTY: "empty",
    Trouble.NOT_FOUND: "404",
    Trouble.TOO_MANY: "429",
    Trouble.SERVER_ERROR: "500",
    Trouble.SILENT_IDLE: "silence_before",
    Trouble.SILENT_DONE: "silence_after",
    Trouble.RESET_IDLE: "reset_before",
    Trouble.RESET_DONE: "reset_after",
}
ENDPOINTS = {
    Phase.PREPARE: ("token",),
    Phase.BILL: ("generate",),
    Phase.LOOK: ("qr", "status"),
    Phase.REPAY: ("operation",),
}
PATIENT = Patience(place=5, connect=5, read=10, whole=10)
IMPATIENT = Patience(place=1, connect=0.3, read=0.3, whole=0.5)


class HalykBench:
    """Simulator, callback receiver and client of one test."""

    currency = "KZT"
    production = False
    refusal = Refusal.FUNDS

    def __init__(self, clock: Clock, http: aiohttp.ClientSession, port: int, site: web.TCPSite) -> None:
        self.clock, self.http, self.site = clock, http, site
        self.base = f"http://127.0.0.1:{port}"
        self._received: list[Received] = []
        self.provider = self.client()

    def settings(self, **changes: str | None) -> HalykSettings:
        """The bank's letter, as settings."""
        given: dict[str, Any] = {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "terminal": TERMINAL,
            "oauth_url": f"{self.base}/halyk/oauth2/token",
            "api_url": f"{self.base}/halyk/api",
            "username": USERNAME,
            "password": PASSWORD,
            "_env_file": None,
        }
        return HalykSettings(**(given | changes))

    def client(self, patience: Patience = PATIENT, **changes: str | None) -> HalykProvider:
        """Another client of the same bank."""
        return opened(self.settings(**changes), self.clock, patience)

    def now(self) -> datetime:
        return self.clock.now()

    def wait(self, time: timedelta) -> None:
        self.clock.move(time)

    def life(self) -> timedelta:
        return timedelta(minutes=20)

    def proof(self) -> timedelta:
        return timedelta(minutes=2)

    def amount(self, fate: Fate) -> Money:
        return Money(AMOUNTS[fate], "KZT")

    def phone(self, fate: Fate) -> str:
        return "+77000000000"

    def hook(self, payment_id: int) -> str:
        return f"{self.base}/shop/{payment_id}"

    def received(self) -> list[Received]:
        return list(self._received)

    def impatient(self) -> None:
        """From now on the client gives up soon, so that a test of silence is short."""
        self._old = self.provider
        self.provider = self.client(IMPATIENT)

    async def control(self, what: str, **body: object) -> dict[str, Any]:
        """A control of the simulator that must work."""
        async with self.http.post(f"{self.base}/sandbox/halyk/{what}", json=body) as answer:
            told: dict[str, Any] = await answer.json()
            assert answer.status == 200, told
            return told

    async def breaks(self, phase: Phase, trouble: Trouble, times: int | None = 1) -> None:
        for endpoint in ENDPOINTS[phase]:
            order: dict[str, object] = {"endpoint": endpoint, "kind": TROUBLES[trouble]}
            await self.control("trouble", **order, **({} if times is None else {"count": times}))

    async def mends(self) -> None:
        await self.control("trouble", endpoint="*", kind="none")

    async def goes_away(self) -> None:
        await self.site.stop()

    async def scans(self, bill: Bill) -> None:
        await self.control("scan", invoiceID=bill.reference)

    async def pays(self, bill: Bill) -> None:
        await self.control("pay", invoiceID=bill.reference)

    async def declines(self, bill: Bill) -> None:
        await self.control("reject", invoiceID=bill.reference, reasonCode=484)

    async def says_its_word(self, bill: Bill) -> None:
        """From the first."""

    async def pays_late(self, bill: Bill) -> None:
        await self.control("late", invoiceID=bill.reference)

    async def delivers(self) -> list[Received]:
        await self.control("drain")
        return self.received()

    async def bills_made(self, bill: Bill) -> int:
        return len([one for one in (await self.books())["bills"] if one["invoiceID"] == bill.reference])

    async def repaid(self, bill: Bill) -> list[int]:
        bills = (await self.books())["bills"]
        mine = next(one for one in bills if one["invoiceID"] == bill.reference)
        return [refund["amount"] for refund in mine["refunds"]]

    def repaying_takes(self) -> timedelta:
        return timedelta(seconds=61)

    async def books(self) -> dict[str, Any]:
        """What the bank has written down."""
        return await self.control("books")

    async def requests(self, endpoint: str) -> list[dict[str, Any]]:
        """What the bank was asked, secrets left out."""
        told = await self.control("requests")
        return [one for one in told["requests"] if one["endpoint"] == endpoint]

    async def take(self, request: web.Request) -> web.Response:
        """A callback arrives."""
        self._received.append(Received(dict(request.headers), await request.read()))
        return web.Response()

    async def close(self) -> None:
        await self.provider.close()


@asynccontextmanager
async def bench() -> AsyncIterator[HalykBench]:
    """A bank, fresh for each test."""
    clock, app, hooks = Clock(), web.Application(), list[HalykBench]()
    attach(app, clock)

    async def take(request: web.Request) -> web.Response:
        return await hooks[0].take(request)

    app.router.add_post("/shop/{payment}", take)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = int(runner.addresses[0][1])
    async with aiohttp.ClientSession() as http:
        made = HalykBench(clock, http, port, site)
        hooks.append(made)
        yield made
        await made.close()
    await runner.cleanup()


def forgotten(bill: Bill) -> Bill:
    """The same bill as it stands in the books when the process died before the bank's answer was stored."""
    return replace(bill, has_instruction=False, expires_at=None)
