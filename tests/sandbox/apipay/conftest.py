"""ApiPay on a real socket, a client of it, and a shop that receives its webhooks."""

from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.apipay import API_KEY, ApiPay, attach
from sandbox.clock import Clock

Json = dict[str, object]
ROOT = "/apipay/api/v1"


class Shop:
    """Receives webhooks, remembers them, and answers as it is told."""

    def __init__(self) -> None:
        self.received: list[tuple[dict[str, str], bytes, Json]] = []
        self.answers: list[int] = []
        self.app = web.Application()
        self.app.router.add_post("/{where:.*}", self._receive)
        self.server = TestServer(self.app)

    async def _receive(self, request: web.Request) -> web.Response:
        raw = await request.read()
        self.received.append((dict(request.headers), raw, await request.json()))
        status = self.answers.pop(0) if self.answers else 200
        target = str(self.server.make_url("/elsewhere"))
        return web.Response(status=status, headers={"Location": target} if 300 <= status < 400 else {})

    @property
    def words(self) -> list[object]:
        """The status of the invoice in each webhook."""
        return [body["invoice"]["status"] for _, _, body in self.received if "invoice" in body]


class Bench:
    """What a test speaks to."""

    def __init__(self, server: TestServer, bank: ApiPay, clock: Clock, shop: Shop) -> None:
        self.base = str(server.make_url("")).rstrip("/")
        self.bank, self.clock, self.shop = bank, clock, shop
        self.http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5))

    def wait(self, **units: float) -> None:
        """Let the sandbox's time pass."""
        self.clock.move(timedelta(**units))

    async def ask(
        self, method: str, path: str, key: str | None = API_KEY, **how: object
    ) -> tuple[int, Json, dict[str, str]]:
        """One request with the key: status, JSON, headers."""
        headers = {"Accept": "application/json", **({"X-API-Key": key} if key is not None else {})}
        address = f"{self.base}{ROOT}{path}"
        async with self.http.request(method, address, headers=headers, **how) as answer:  # type: ignore[arg-type]
            return answer.status, await answer.json(), dict(answer.headers)

    async def get(self, path: str, **how: object) -> Json:
        """A GET that must work."""
        status, answer, _ = await self.ask("GET", path, **how)
        assert status == 200, answer
        return answer

    async def post(self, path: str, **body: object) -> tuple[int, Json]:
        """A POST of JSON."""
        status, answer, _ = await self.ask("POST", path, json=body)
        return status, answer

    async def create(
        self, amount: object = 5000, phone: object = "87001234567", **more: object
    ) -> tuple[int, Json]:
        """Ask for an invoice."""
        return await self.post("/invoices", amount=amount, phone_number=phone, **more)

    async def made(self, amount: object = 5000, phone: object = "87001234567", **more: object) -> int:
        """An invoice that ApiPay took; Kaspi may not have it yet."""
        status, answer = await self.create(amount, phone, **more)
        assert status == 201, answer
        return int(str(answer["id"]))

    async def pending(self, amount: object = 5000, **more: object) -> int:
        """An invoice that is in the payer's app."""
        number = await self.made(amount, **more)
        self.wait(seconds=2)
        assert await self.status(number) == "pending"
        return number

    async def paid(self, amount: object = 5000, **more: object) -> int:
        """An invoice that is paid."""
        number = await self.pending(amount, **more)
        await self.control("pay", invoice=number)
        return number

    async def status(self, number: int) -> object:
        """An invoice's word."""
        return (await self.get(f"/invoices/{number}"))["status"]

    async def control(self, what: str, **body: object) -> Json:
        """A control that must work."""
        async with self.http.post(f"{self.base}/sandbox/apipay/{what}", json=body) as answer:
            told = await answer.json()
            assert answer.status == 200, told
            return dict(told)

    async def listen(self, **switches: object) -> None:
        """Let the shop hear webhooks."""
        await self.control("configure", webhook_url=str(self.shop.server.make_url("/hook")), **switches)

    async def heard(self) -> list[object]:
        """The words of all webhooks that are due by now."""
        await self.control("drain")
        return self.shop.words


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    """ApiPay, a clock and a shop, fresh for each test."""
    clock, shop, app = Clock(), Shop(), web.Application(client_max_size=16 * 1024**2)
    bank = attach(app, clock)
    async with TestServer(app) as server, shop.server:
        made = Bench(server, bank, clock, shop)
        yield made
        await made.http.close()
