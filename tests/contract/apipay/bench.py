"""ApiPay on the contract's bench: the real client against the simulator, over a socket, as of two dates."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web

from billing.models import Refusal
from billing.money import Money
from billing.ports import Bill
from providers.apipay import ApiPayProvider, ApiPaySettings, opened
from providers.http import Patience
from sandbox.apipay import API_KEY, WEBHOOK_SECRET, attach
from sandbox.clock import Clock
from tests.contract.harness import Fate, Phase, Received, Trouble

AMOUNTS = {  # in tenge; the simulator's books say what each does
    Fate.UNKNOWN_WORD: 770006,
    Fate.TAKES_LESS: 770004,
    Fate.TAKES_MORE: 770005,
}
UNKNOWN_THERE = frozenset(
    {
        Phase.PREPARE,  # a key in each call, no token before it
        Fate.SHOWS_ANOTHER_AMOUNT,  # nothing is shown: the payer's app knows the bill by itself
        Fate.SHOWS_ANOTHER_CURRENCY,
        Fate.SHOWS_A_BROKEN_CODE,
        Fate.TAKES_ANOTHER_CURRENCY,  # tenge only
        Fate.TAKES_BONUSES,
        Fate.HOLDS,
    }
)
PHONE, NOBODYS = "+77001234567", "+77770000002"
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
    Phase.BILL: ("create",),
    Phase.LOOK: ("list", "invoice", "check", "invoice_refunds"),
    Phase.REPAY: ("refund",),
}
PATIENT = Patience(place=5, connect=5, read=10, whole=10)
IMPATIENT = Patience(place=1, connect=0.3, read=0.3, whole=0.5)


class ApiPayBench:
    """Simulator, webhook receiver and client of one test."""

    currency = "KZT"
    production = True
    refusal = Refusal.PHONE

    def __init__(self, clock: Clock, http: aiohttp.ClientSession, port: int, site: web.TCPSite) -> None:
        self.clock, self.http, self.site = clock, http, site
        self.base = f"http://127.0.0.1:{port}"
        self.hook_answers = 200
        self._received: list[Received] = []
        self._clients: list[ApiPayProvider] = []
        self.provider = self.client()

    def settings(self, **changes: object) -> ApiPaySettings:
        """What stands in the cabinet, as settings."""
        given: dict[str, Any] = {
            "api_key": API_KEY,
            "webhook_secret": WEBHOOK_SECRET,
            "base_url": f"{self.base}/apipay/api/v1",
            "_env_file": None,
        }
        return ApiPaySettings(**(given | changes))

    def client(self, patience: Patience = PATIENT, **changes: object) -> ApiPayProvider:
        """Another client of the same organisation."""
        made = opened(self.settings(**changes), self.clock, patience)
        self._clients.append(made)
        return made

    def now(self) -> datetime:
        return self.clock.now()

    def wait(self, time: timedelta) -> None:
        self.clock.move(time)

    def life(self) -> timedelta:
        return timedelta(hours=24)

    def proof(self) -> timedelta:
        return timedelta(minutes=3)

    def amount(self, fate: Fate) -> Money:
        return Money(AMOUNTS.get(fate, 5000) * 100, "KZT")

    def phone(self, fate: Fate) -> str:
        return NOBODYS if fate is Fate.REFUSED else PHONE

    def hook(self, payment_id: int) -> str:
        return ""

    def received(self) -> list[Received]:
        return list(self._received)

    def impatient(self) -> None:
        """From now on the client gives up soon, so that a test of silence is short."""
        self.provider = self.client(IMPATIENT)

    async def control(self, what: str, **body: object) -> dict[str, Any]:
        """A control of the simulator that must work."""
        async with self.http.post(f"{self.base}/sandbox/apipay/{what}", json=body) as answer:
            told: dict[str, Any] = await answer.json()
            assert answer.status == 200, told
            return told

    async def breaks(self, phase: Phase, trouble: Trouble, times: int | None = 1) -> None:
        for endpoint in ENDPOINTS[phase]:
            await self.trouble(endpoint, TROUBLES[trouble], **({} if times is None else {"count": times}))

    async def trouble(self, endpoint: str, kind: str, **more: object) -> None:
        """A bad day for one address, by the simulator's name for it."""
        await self.control("trouble", endpoint=endpoint, kind=kind, **more)

    async def mends(self) -> None:
        await self.trouble("*", "none")

    async def goes_away(self) -> None:
        await self.site.stop()

    async def scans(self, bill: Bill) -> None:
        """There is nothing to scan."""

    async def reaches(self) -> None:
        """Kaspi has taken what was billed, or found that it cannot."""
        self.wait(timedelta(seconds=3))
        await self.control("books")

    async def pays(self, bill: Bill) -> None:
        """Whoever has the phone; where nobody has it, nothing is paid."""
        await self.reaches()
        if (await self.invoice(bill))["status"] == "pending":
            await self.control("pay", external_order_id=bill.reference)

    async def declines(self, bill: Bill) -> None:
        await self.reaches()
        await self.control("refuse", external_order_id=bill.reference)

    async def says_its_word(self, bill: Bill) -> None:
        """Once it is paid."""
        await self.pays(bill)

    async def pays_late(self, bill: Bill) -> None:
        await self.control("late", external_order_id=bill.reference)

    async def delivers(self) -> list[Received]:
        await self.control("drain")
        return self.received()

    async def bills_made(self, bill: Bill) -> int:
        return len(await self.invoices(bill))

    async def repaid(self, bill: Bill) -> list[int]:
        return [refund["amount"] for refund in (await self.invoice(bill))["refunds"]]

    def repaying_takes(self) -> timedelta:
        return timedelta(seconds=11)

    async def invoices(self, bill: Bill) -> list[dict[str, Any]]:
        """What the service has written down under our reference."""
        told = await self.control("books")
        return [one for one in told["invoices"] if one["external_order_id"] == bill.reference]

    async def invoice(self, bill: Bill) -> dict[str, Any]:
        """The newest of them."""
        return (await self.invoices(bill))[-1]

    async def requests(self, *endpoints: str) -> list[dict[str, Any]]:
        """What the service was asked, the key left out."""
        told = await self.control("requests")
        return [one for one in told["requests"] if not endpoints or one["endpoint"] in endpoints]

    async def take(self, request: web.Request) -> web.Response:
        """A webhook arrives."""
        self._received.append(Received(dict(request.headers), await request.read()))
        return web.Response(status=self.hook_answers)

    async def close(self) -> None:
        for client in self._clients:
            await client.close()


@asynccontextmanager
async def bench(clock: Clock | None = None, **configured: object) -> AsyncIterator[ApiPayBench]:
    """A bank, fresh for each test."""
    clock, app, hooks = clock or Clock(), web.Application(), list[ApiPayBench]()
    attach(app, clock)

    async def take(request: web.Request) -> web.Response:
        return await hooks[0].take(request)

    app.router.add_post("/shop", take)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = int(runner.addresses[0][1])
    async with aiohttp.ClientSession() as http:
        made = ApiPayBench(clock, http, port, site)
        hooks.append(made)
        await made.control("configure", **configured, webhook_url=f"{made.base}/shop")
        yield made
        await made.close()
    await runner.cleanup()


def april() -> AbstractAsyncContextManager[ApiPayBench]:
    """As the service was documented first."""
    return bench(generation="april")


def september() -> AbstractAsyncContextManager[ApiPayBench]:
    """As its pages say now."""
    return bench(generation="september")


def forgotten(bill: Bill) -> Bill:
    """The same bill as it stands in the books when the process died before the answer was stored."""
    return replace(bill, has_instruction=False, expires_at=None, bank_id=None)
