"""HorizonPay on a real socket, a client of it, and a shop that receives its notifications and its payers."""

import base64
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.clock import Clock
from sandbox.horizonpay import SECRET_KEY, SHOP_ID, HorizonPay, attach

Json = dict[str, object]
ROOT = "/horizonpay/beyag/transactions"


def basic(shop: str = SHOP_ID, secret: str = SECRET_KEY) -> str:
    """The value of Authorization."""
    return "Basic " + base64.b64encode(f"{shop}:{secret}".encode()).decode()


class Shop:
    """Receives notifications, remembers them, and answers as it is told; payers come back to it, too."""

    def __init__(self) -> None:
        self.received: list[tuple[dict[str, str], bytes, Json]] = []
        self.answers: list[int] = []
        self.visits: list[str] = []
        self.app = web.Application()
        self.app.router.add_post("/{where:.*}", self._receive)
        self.app.router.add_get("/back", self._visit)
        self.server = TestServer(self.app)

    async def _receive(self, request: web.Request) -> web.Response:
        raw = await request.read()
        self.received.append((dict(request.headers), raw, (await request.json())["transaction"]))
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    async def _visit(self, request: web.Request) -> web.Response:
        self.visits.append(request.path_qs)
        return web.Response(
            text='<link rel="icon" href="data:,"><h1>back at the shop</h1>', content_type="text/html"
        )

    @property
    def words(self) -> list[object]:
        """Type and status of each notification; a payment's type is left out."""
        told = [(body["type"], body["status"]) for _, _, body in self.received]
        return [word if kind == "payment" else f"{kind} {word}" for kind, word in told]


class Bench:
    """What a test speaks to."""

    def __init__(self, server: TestServer, bank: HorizonPay, clock: Clock, shop: Shop) -> None:
        self.base = str(server.make_url("")).rstrip("/")
        self.bank, self.clock, self.shop = bank, clock, shop
        self.http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5))
        self._number = 0

    def wait(self, **units: float) -> None:
        """Let the sandbox's time pass."""
        self.clock.move(timedelta(**units))

    def at(self, **units: float) -> str:
        """A moment as `expired_at` is written."""
        moment: datetime = self.clock.now() + timedelta(**units)
        return moment.astimezone().isoformat(timespec="seconds")

    def wish(self, method: object = "card", **changes: object) -> Json:
        """A right request; None leaves a field out."""
        self._number += 1
        request: Json = {
            "amount": 500000,
            "currency": "KZT",
            "description": "Coffee",
            "tracking_id": f"order-{self._number}",
            "return_url": str(self.shop.server.make_url("/back")),
            "notification_url": str(self.shop.server.make_url("/hook")),
            "language": "en",
            "method": {"type": method} if isinstance(method, str) else method,
            **changes,
        }
        return {name: value for name, value in request.items() if value is not None}

    async def ask(
        self, method: str, path: str, auth: str | None = None, headers: Json | None = None, **how: object
    ) -> tuple[int, Json]:
        """One request with Basic: status and JSON."""
        sent = {"Authorization": basic() if auth is None else auth, **(headers or {})}
        address = f"{self.base}{ROOT}{path}"
        async with self.http.request(method, address, headers=sent, **how) as answer:  # type: ignore[arg-type]
            return answer.status, await answer.json()

    async def create(
        self, request: Json | None = None, id_: str | None = None, **changes: object
    ) -> tuple[int, Json]:
        """Ask for a payment."""
        body = {"request": self.wish(**changes) if request is None else request}
        return await self.ask("POST", "/payments", json=body, headers={"RequestID": id_} if id_ else {})

    async def made(self, **changes: object) -> Json:
        """A transaction that was taken in and of which the shop has heard."""
        status, answer = await self.create(**changes)
        assert status == 200, answer
        await self.control("drain")
        return dict(answer["transaction"])

    async def paid(self, **changes: object) -> Json:
        """A transaction that is paid."""
        made = await self.made(**changes)
        await self.control("approve", uid=made["uid"])
        return await self.look(made)

    async def look(self, made: Json) -> Json:
        """How a transaction stands."""
        status, answer = await self.ask("GET", f"/{made['uid']}")
        assert status == 200, answer
        return dict(answer["transaction"])

    async def tracked(self, id_: str) -> list[Json]:
        """All transactions with a tracking_id."""
        status, answer = await self.ask("GET", f"/tracking_id/{id_}")
        assert status == 200, answer
        return list(answer["transactions"])

    async def refund(self, made: Json, amount: int | None = None, **more: object) -> tuple[int, Json]:
        """Ask for money back."""
        request = {"parent_uid": made["uid"], "reason": "cold coffee", **more}
        if amount is not None:
            request["amount"] = amount
        return await self.ask("POST", "/refunds", json={"request": request})

    async def control(self, what: str, **body: object) -> Json:
        """A control that must work."""
        async with self.http.post(f"{self.base}/sandbox/horizonpay/{what}", json=body) as answer:
            told = await answer.json()
            assert answer.status == 200, told
            return dict(told)

    async def heard(self) -> list[object]:
        """The words of all notifications that are due by now."""
        await self.control("drain")
        return self.shop.words

    async def page(self, address: str, **how: object) -> tuple[int, str, str]:
        """A page, after all redirects: status, text, where it is."""
        async with self.http.request(how.pop("method", "GET"), address, **how) as answer:  # type: ignore[arg-type]
            return answer.status, await answer.text(), str(answer.url)


def form_of(made: Json) -> Json:
    """The form of an answer, under either name."""
    return dict(made.get("form") or made["payment_form"])


def link_of(made: Json) -> str:
    """A GET form as a link."""
    form = form_of(made)
    assert form["method"] == "GET"
    if not form["fields"]:
        return str(form["action"])
    joint = "&" if "?" in form["action"] else "?"
    return f"{form['action']}{joint}{urlencode([(one['name'], one['value']) for one in form['fields']])}"


def pairs_of(made: Json) -> list[tuple[str, str]]:
    """What a browser sends for a POST form, as the documentation builds it."""
    fields = [(one["name"], one["value"]) for one in form_of(made)["fields"]]
    return [("utf8", "✓"), *fields, ("submit", "Pay")]


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    """HorizonPay, a clock and a shop, fresh for each test."""
    clock, shop, app = Clock(), Shop(), web.Application()
    bank = attach(app, clock)
    async with TestServer(app) as server, shop.server:
        made = Bench(server, bank, clock, shop)
        yield made
        await made.http.close()
