"""Calling the shop: the same message as the answer, with Basic and a signature, in fair weather and foul."""

import asyncio
import base64
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.clock import Clock
from sandbox.common.courier import Courier
from sandbox.horizonpay import signing
from sandbox.horizonpay.config import Config
from sandbox.horizonpay.shapes import Json, shown
from sandbox.horizonpay.transactions import Transaction

MODES = (
    "normal",
    "lost",
    "late",
    "doubled",
    "reordered",
    "forged",
    "no_basic",
    "wrong_basic",
    "cut_secret",
    "non_ascii",
    "no_signature",
    "wrong_key",
    "altered",
    "redumped",
    "stripped",
)
"""How a notification fares; from `forged` on, what is wrong with what proves it."""
PAUSES = {"twice": (60, 300), "none": ()}
"""The documentation says nothing of repetitions; an installation was seen to repeat twice."""


@dataclass(slots=True)
class Call:
    """One notification with all its tries: HTTP statuses, or the name of what went wrong."""

    url: str
    raw: bytes
    mode: str
    shop: str
    uid: str
    status: str
    announced_at: datetime
    answers: list[int | str] = field(default_factory=list)

    @property
    def body(self) -> Json:
        """What it says."""
        return dict(json.loads(self.raw))


class Notifications:
    """What is called out, and what came of it."""

    def __init__(self, clock: Clock, config: Config, each_look: Callable[[], None]) -> None:
        self._clock = clock
        self.config = config
        self.courier = Courier[Call](clock, each_look, self._try)
        self.calls: list[Call] = []
        self.by_uid: defaultdict[str, list[Call]] = defaultdict(list)

    def announce(self, row: Transaction) -> Call | None:
        """Queue a notification in the present weather; None where no address was given."""
        url = row.wish.notification_url
        if url is None:
            return None
        mode = self.courier.weather.take()
        body = shown(row, self.config)
        raw = bytes_of(_lie(body) if mode == "forged" else body)
        call = Call(url, raw, mode, row.shop, row.uid, row.status, self._clock.now())
        self.calls.append(call)
        self.by_uid[row.uid].append(call)
        self.courier.dispatch(call, mode)
        return call

    async def send(self, url: str, raw: bytes, shop: str, mode: str = "normal") -> int | str:
        """One POST, proven as the mode says."""
        wire = _wire(raw, mode)
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "beyag"}
        headers |= self._basic(shop, mode) | self._signature(raw, mode)
        return (await self.courier.post(url, wire, headers)).answer

    async def copies(self, call: Call, number: int, concurrency: int) -> list[int | str]:
        """One notification many times at once; says how each was answered."""
        gate = asyncio.Semaphore(concurrency)

        async def one() -> int | str:
            async with gate:
                return await self.send(call.url, call.raw, call.shop)

        return list(await asyncio.gather(*(one() for _ in range(number))))

    def forget(self, config: Config) -> None:
        """Drop the queue and the record."""
        self.config = config
        self.courier.forget()
        self.calls.clear()
        self.by_uid.clear()

    async def _try(self, call: Call) -> None:
        answer = await self.send(call.url, call.raw, call.shop, call.mode)
        call.answers.append(answer)
        pauses = PAUSES[self.config.retries]
        if not (isinstance(answer, int) and 200 <= answer < 300) and len(call.answers) <= len(pauses):
            self.courier.queue(call, pauses[len(call.answers) - 1])

    def _basic(self, shop: str, mode: str) -> dict[str, str]:
        secret = self.config.shops.get(shop, "")
        if mode in ("forged", "wrong_basic"):
            secret = "somebody else's secret"
        if mode == "cut_secret":
            secret = secret.partition(":")[0]
        if mode in ("no_basic", "stripped"):
            return {}
        if mode == "non_ascii":
            return {"Authorization": "Basic ключ"}
        return {"Authorization": "Basic " + base64.b64encode(f"{shop}:{secret}".encode()).decode()}

    def _signature(self, raw: bytes, mode: str) -> dict[str, str]:
        if not self.config.signs or mode in ("no_signature", "stripped"):
            return {}
        name = signing.FOREIGN if mode in ("forged", "wrong_key") else signing.OWN
        return {"Content-Signature": signing.signature(raw, name)}


def bytes_of(body: Json) -> bytes:
    """The body as it goes over the wire."""
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()


def _wire(raw: bytes, mode: str) -> bytes:
    """What is sent of what was signed."""
    if mode == "redumped":
        return json.dumps(json.loads(raw)).encode()
    return raw.replace(b'"type"', b'"typo"', 1) if mode == "altered" else raw


def _lie(body: Json) -> Json:
    """The same transaction, and that it is paid."""
    told = body["transaction"]
    assert isinstance(told, dict)
    return {"transaction": told | {"status": "successful"}}
