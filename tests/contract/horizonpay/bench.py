"""HorizonPay on the contract's bench: the real client against the simulator, over a socket."""

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
from billing.ports import Accepted, Bill
from providers.horizonpay import HorizonPayProvider, HorizonPaySettings, opened
from providers.http import Patience
from sandbox.clock import Clock
from sandbox.horizonpay import SECRET_KEY, SHOP_ID, attach
from tests.contract.harness import Fate, Phase, Received, Shop, Trouble

AMOUNTS = {  # in tiyn; the last two digits choose the story
    Fate.PLAIN: 500000,
    Fate.UNKNOWN_WORD: 500034,
    Fate.SHOWS_ANOTHER_AMOUNT: 500031,
    Fate.SHOWS_ANOTHER_CURRENCY: 500033,
    Fate.REFUSED: 500084,
    Fate.TAKES_LESS: 500042,
    Fate.TAKES_MORE: 500043,
    Fate.TAKES_ANOTHER_CURRENCY: 500047,
    Fate.TELLS_LATE: 500044,
}
UNKNOWN_THERE = frozenset(
    {
        Phase.PREPARE,  # the secret goes along with each call, no token before it
        Fate.SHOWS_A_BROKEN_CODE,  # a form that leads nowhere is a matter of the method, not of the sum
        Fate.TAKES_BONUSES,
        Fate.HOLDS,
    }
)
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
    Phase.LOOK: ("get", "tracking"),
    Phase.REPAY: ("refund",),
}
PATIENT = Patience(place=5, connect=5, read=10, whole=10)
IMPATIENT = Patience(place=1, connect=0.3, read=0.3, whole=0.5)
Json = dict[str, Any]


class HorizonPayBench:
    """Simulator, receiver of notifications and client of one test."""

    currency = "KZT"
    production = True
    refusal = Refusal.FUNDS

    def __init__(
        self, clock: Clock, http: aiohttp.ClientSession, port: int, site: web.TCPSite, method: str
    ) -> None:
        self.clock, self.http, self.site, self.method = clock, http, site, method
        self.base = f"http://127.0.0.1:{port}"
        self._received: list[Received] = []
        self._clients: list[HorizonPayProvider] = []
        self.provider = self.client()

    def settings(self, **changes: object) -> HorizonPaySettings:
        """What stands in the back office, as settings."""
        given: Json = {
            "shop_id": SHOP_ID,
            "secret_key": SECRET_KEY,
            "method": self.method,
            "base_url": f"{self.base}/horizonpay/beyag",
            "_env_file": None,
        }
        return HorizonPaySettings(**(given | changes))

    def client(self, patience: Patience = PATIENT, **changes: object) -> HorizonPayProvider:
        """Another client of the same shop."""
        made = opened(self.settings(**changes), self.clock, patience)
        self._clients.append(made)
        return made

    def now(self) -> datetime:
        return self.clock.now()

    def wait(self, time: timedelta) -> None:
        self.clock.move(time)

    def life(self) -> timedelta:
        return timedelta(hours=1)

    def proof(self) -> timedelta:
        return timedelta(minutes=2)

    def amount(self, fate: Fate) -> Money:
        return Money(AMOUNTS[fate], "KZT")

    def phone(self, fate: Fate) -> str:
        return ""

    def hook(self, payment_id: int) -> str:
        return f"{self.base}/shop"

    def received(self) -> list[Received]:
        return list(self._received)

    def impatient(self) -> None:
        """From now on the client gives up soon, so that a test of silence is short."""
        self.provider = self.client(IMPATIENT)

    async def control(self, what: str, **body: object) -> Json:
        """A control of the simulator that must work."""
        async with self.http.post(f"{self.base}/sandbox/horizonpay/{what}", json=body) as answer:
            told: Json = await answer.json()
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

    async def pays(self, bill: Bill) -> None:
        await self.control("approve", tracking_id=bill.reference)

    async def declines(self, bill: Bill) -> None:
        await self.control("decline", tracking_id=bill.reference)

    async def says_its_word(self, bill: Bill) -> None:
        """Once it is paid."""
        await self.pays(bill)

    async def pays_late(self, bill: Bill) -> None:
        await self.control("late", tracking_id=bill.reference)

    async def delivers(self) -> list[Received]:
        await self.control("drain")
        return self.received()

    async def bills_made(self, bill: Bill) -> int:
        return len(await self.transactions(bill))

    async def repaid(self, bill: Bill) -> list[int]:
        return [refund["amount"] for refund in (await self.transaction(bill))["refunds"]]

    def repaying_takes(self) -> timedelta:
        return timedelta(seconds=11)

    async def transactions(self, bill: Bill) -> list[Json]:
        """What the bank has written down under our reference."""
        told = await self.control("books")
        return [one for one in told["transactions"] if one["tracking_id"] == bill.reference]

    async def transaction(self, bill: Bill) -> Json:
        """The newest of them."""
        return (await self.transactions(bill))[-1]

    async def requests(self, *endpoints: str) -> list[Json]:
        """What the bank was asked, the secret left out."""
        told = await self.control("requests")
        return [one for one in told["requests"] if not endpoints or one["endpoint"] in endpoints]

    async def asked(self) -> Json:
        """The only request for a payment so far."""
        (one,) = await self.requests("create")
        return dict(one["body"]["request"])

    async def take(self, request: web.Request) -> web.Response:
        """A notification arrives."""
        self._received.append(Received(dict(request.headers), await request.read()))
        return web.Response()

    async def close(self) -> None:
        for client in self._clients:
            await client.close()


@asynccontextmanager
async def bench(
    method: str = "card", clock: Clock | None = None, **configured: object
) -> AsyncIterator[HorizonPayBench]:
    """A bank, fresh for each test."""
    clock, app, hooks = clock or Clock(), web.Application(), list[HorizonPayBench]()
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
        made = HorizonPayBench(clock, http, port, site, method)
        hooks.append(made)
        if configured:
            await made.control("configure", **configured)
        yield made
        await made.close()
    await runner.cleanup()


def by_link() -> AbstractAsyncContextManager[HorizonPayBench]:
    """A method whose form is a link."""
    return bench("card")


def by_form() -> AbstractAsyncContextManager[HorizonPayBench]:
    """A method whose form must be sent, at an installation that is sparing with words."""
    return bench("card_post", uids="uuid", times="zulu", errors="list", type_key="payment_method_type")


def forgotten(bill: Bill) -> Bill:
    """The same bill as it stands in the books when the process died before the answer was stored."""
    return replace(bill, has_instruction=False, expires_at=None, bank_id=None)


async def accepted(shop: Shop, bill: Bill) -> tuple[Accepted, Bill]:
    """The bank has taken the bill in, and this is what the books know of it then."""
    outcome, stored = await shop.create(bill)
    assert isinstance(outcome, Accepted), outcome
    return outcome, stored
