"""A bank on a real socket, a client of it, and a shop that receives its callbacks."""

from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.clock import Clock
from sandbox.halyk import CLIENT_ID, CLIENT_SECRET, PASSWORD, TERMINAL, USERNAME, HalykBank, attach

SCOPE = "webapi usermanagement email_send verification statement statistics payment"
Json = dict[str, object]


class Shop:
    """Receives callbacks, remembers them, and answers as it is told."""

    def __init__(self) -> None:
        self.received: list[tuple[str, Json]] = []
        self.answers: list[int] = []
        self.app = web.Application()
        self.app.router.add_post("/{where:.*}", self._receive)
        self.server = TestServer(self.app)

    async def _receive(self, request: web.Request) -> web.Response:
        assert request.content_type == "application/json"
        self.received.append((request.path, await request.json()))
        status = self.answers.pop(0) if self.answers else 200
        return web.Response(status=status, headers={"Location": "/elsewhere"} if status == 307 else {})

    @property
    def codes(self) -> list[tuple[str, object]]:
        """Path and code of each callback."""
        return [(path, body["code"]) for path, body in self.received]


class Bench:
    """What a test speaks to."""

    def __init__(self, server: TestServer, bank: HalykBank, clock: Clock, shop: Shop) -> None:
        self.base = str(server.make_url("")).rstrip("/")
        self.bank, self.clock, self.shop = bank, clock, shop
        self.http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5))
        self._invoice = 100000

    def wait(self, **units: float) -> None:
        """Let the sandbox's time pass."""
        self.clock.move(timedelta(**units))

    def new_invoice(self) -> str:
        """A number that was never used."""
        self._invoice += 1
        return str(self._invoice)

    def token_form(self, **changes: str | None) -> dict[str, str]:
        """A right payment form; None leaves a field out."""
        form: dict[str, str | None] = {
            "grant_type": "client_credentials",
            "scope": SCOPE,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "terminal": TERMINAL,
            "invoiceID": self.new_invoice(),
            "amount": "2000",
            "currency": "KZT",
            **changes,
        }
        return {name: value for name, value in form.items() if value is not None}

    def service_form(self, **changes: str | None) -> dict[str, str]:
        """A right form for a service token."""
        return self.token_form(**{"invoiceID": None, "amount": None, "currency": None, **changes})

    def user_form(self, **changes: str | None) -> dict[str, str]:
        """A right form of the password grant."""
        form: dict[str, str | None] = {
            "grant_type": "password",
            "scope": SCOPE,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "username": USERNAME,
            "password": PASSWORD,
            **changes,
        }
        return {name: value for name, value in form.items() if value is not None}

    def wish(self, **changes: object) -> Json:
        """A right generate body; None leaves a field out."""
        body: Json = {
            "postLink": str(self.shop.server.make_url("/ok")),
            "failurePostLink": str(self.shop.server.make_url("/failed")),
            "description": "order",
            "language": "ru",
            **changes,
        }
        return {name: value for name, value in body.items() if value is not None}

    async def post(self, path: str, **how: object) -> tuple[int, Json]:
        """POST, and read a JSON answer."""
        async with self.http.post(self.base + path, **how) as answer:  # type: ignore[arg-type]
            return answer.status, await answer.json()

    async def get(self, path: str, token: str) -> tuple[int, Json]:
        """GET with a token, and read a JSON answer."""
        async with self.http.get(self.base + path, headers=bearer(token)) as answer:
            return answer.status, await answer.json()

    async def token(self, **changes: str | None) -> str:
        """A payment token."""
        status, answer = await self.post("/halyk/oauth2/token", data=self.token_form(**changes))
        assert status == 200, answer
        return str(answer["access_token"])

    async def service(self, **changes: str | None) -> str:
        """A service token."""
        status, answer = await self.post("/halyk/oauth2/token", data=self.service_form(**changes))
        assert status == 200, answer
        return str(answer["access_token"])

    async def user(self, **changes: str | None) -> str:
        """A token of the password grant."""
        status, answer = await self.post("/halyk/oauth2/token", data=self.user_form(**changes))
        assert status == 200, answer
        return str(answer["access_token"])

    async def generate(self, token: str, body: Json | None = None) -> tuple[int, Json]:
        """Ask for a QR."""
        wish = self.wish() if body is None else body
        return await self.post("/halyk/api/payment/qr/generate", json=wish, headers=bearer(token))

    async def qr(self, token: str) -> Json:
        """The QR's state."""
        status, answer = await self.get("/halyk/api/qr", token)
        assert status == 200, answer
        return answer

    async def check(self, invoice: str, token: str | None = None) -> tuple[int, Json]:
        """The payment's state by invoice."""
        service = token or await self.service()
        return await self.get(f"/halyk/api/check-status/payment/transaction/{invoice}", service)

    async def control(self, what: str, **body: object) -> Json:
        """A control that must work."""
        status, answer = await self.post(f"/sandbox/halyk/{what}", json=body)
        assert status == 200, answer
        return answer

    async def bill(self, amount: str = "2000", **changes: str | None) -> tuple[str, str, Json]:
        """A generated QR: its invoice, its token, the answer."""
        invoice = self.new_invoice()
        token = await self.token(invoiceID=invoice, amount=amount, **changes)
        status, answer = await self.generate(token)
        assert status == 200, answer
        return invoice, token, answer


def bearer(token: str) -> dict[str, str]:
    """The Authorization header."""
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    """A bank, a clock and a shop, fresh for each test."""
    clock, shop, app = Clock(), Shop(), web.Application()
    bank = attach(app, clock)
    async with TestServer(app) as server, shop.server:
        made = Bench(server, bank, clock, shop)
        yield made
        await made.http.close()
