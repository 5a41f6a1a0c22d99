"""What the benches of all banks share: a simulator on a socket, its controls, and who takes its calls in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

import aiohttp
from aiohttp import web

from billing.ports import Provider
from billing.questions import Bill
from providers.http import Patience
from sandbox.clock import Clock
from tests.contract.harness import Phase, Received, Trouble

TROUBLES = {  # as ``sandbox/common/troubles.py`` calls them
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
PATIENT = Patience(place=5, connect=5, read=10, whole=10)
IMPATIENT = Patience(place=1, connect=1, read=0.3, whole=1.2)
Json = dict[str, Any]
P = TypeVar("P", bound=Provider)
B = TypeVar("B", bound="BankBench[Any]")


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the simulator of one test listens, and by whose time it lives."""

    clock: Clock
    http: aiohttp.ClientSession
    site: web.TCPSite
    base: str


class BankBench(ABC, Generic[P]):
    """Simulator, receiver of its calls and client of one test; a bank adds what only it does."""

    slug: str
    currency = "KZT"
    endpoints: Mapping[Phase, tuple[str, ...]]  # the simulator's names for what each phase of ours calls

    def __init__(self, stand: Stand) -> None:
        self.clock, self.http, self.base, self._site = stand.clock, stand.http, stand.base, stand.site
        self.hook_answers = 200
        self._received: list[Received] = []
        self._clients: list[P] = []
        self.provider = self.client()

    @abstractmethod
    def opened(self, patience: Patience, **changes: Any) -> P:
        """A client with the simulator's settings, some of them changed."""

    def client(self, patience: Patience = PATIENT, **changes: Any) -> P:
        """Another client of the same shop; closed at the end."""
        made = self.opened(patience, **changes)
        self._clients.append(made)
        return made

    def impatient(self) -> None:
        """From now on the client gives up soon, so that a test of silence is short."""
        self.provider = self.client(IMPATIENT)

    def now(self) -> datetime:
        return self.clock.now()

    def wait(self, time: timedelta) -> None:
        self.clock.move(time)

    def received(self) -> list[Received]:
        return list(self._received)

    async def take(self, request: web.Request) -> web.Response:
        """A call of the bank's arrives."""
        self._received.append(Received(dict(request.headers), await request.read()))
        return web.Response(status=self.hook_answers)

    async def delivers(self) -> list[Received]:
        await self.control("drain")
        return self.received()

    async def control(self, what: str, **body: object) -> Json:
        """A control of the simulator that must work."""
        async with self.http.post(f"{self.base}/sandbox/{self.slug}/{what}", json=body) as answer:
            told: Json = await answer.json()
            assert answer.status == 200, told
            return told

    async def books(self) -> Json:
        """What the bank has written down."""
        return await self.control("books")

    async def requests(self, *endpoints: str) -> list[Json]:
        """What the bank was asked, secrets left out."""
        told = await self.control("requests")
        return [one for one in told["requests"] if not endpoints or one["endpoint"] in endpoints]

    async def breaks(self, phase: Phase, trouble: Trouble, times: int | None = 1) -> None:
        for endpoint in self.endpoints[phase]:
            await self.trouble(endpoint, TROUBLES[trouble], **({} if times is None else {"count": times}))

    async def trouble(self, endpoint: str, kind: str, **more: object) -> None:
        """A bad day for one address, by the simulator's name for it."""
        await self.control("trouble", endpoint=endpoint, kind=kind, **more)

    async def mends(self) -> None:
        await self.trouble("*", "none")

    async def goes_away(self) -> None:
        await self._site.stop()

    async def close(self) -> None:
        for client in self._clients:
            await client.close()


@asynccontextmanager
async def standing(
    kind: Callable[[Stand], B],
    attach: Callable[[web.Application, Clock], object],
    *,
    hook: str = "/shop",
    clock: Clock | None = None,
) -> AsyncIterator[B]:
    """A bank, fresh for each test, that finds the shop at ``hook``."""
    clock, app, benches = clock or Clock(), web.Application(), list[B]()
    attach(app, clock)

    async def take(request: web.Request) -> web.Response:
        return await benches[0].take(request)

    app.router.add_post(hook, take)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    async with aiohttp.ClientSession() as http:
        made = kind(Stand(clock, http, site, f"http://127.0.0.1:{runner.addresses[0][1]}"))
        benches.append(made)
        yield made
        await made.close()
    await runner.cleanup()


def forgotten(bill: Bill) -> Bill:
    """The same bill as it stands in the books when the process died before the answer was stored."""
    return replace(bill, has_instruction=False, expires_at=None, bank_id=None)
