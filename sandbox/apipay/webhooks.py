"""Calling the shop: signatures, three generations of repetition, the circuit breaker, and foul weather."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.apipay.config import Config
from sandbox.apipay.events import AGENT, HEADER, bytes_of, signature
from sandbox.apipay.shapes import Json
from sandbox.clock import Clock
from sandbox.common.courier import Courier, Reply

MODES = (
    "normal",
    "lost",
    "late",
    "doubled",
    "reordered",
    "forged",
    "missing",
    "uppercase",
    "short",
    "non_ascii",
    "prefixless",
    "old_secret",
    "redumped",
)
"""How a delivery fares; from `forged` on, what is wrong with its signature or its body."""

ELEVEN = (10, 20, 40, 80, 160, 300, 600, 900, 1500, 3600)
"""Two hours in all; the documentation says only how many, and the first and the last."""
THREE = (60, 300, 900)
SANDBOX = (5, 15)
ANSWER_WITHIN = {"none": 30.0, "three": 30.0, "eleven": 5.0}
BREAKS = {5: timedelta(minutes=5), 10: timedelta(minutes=30), 20: timedelta(hours=2)}
TURNED_OFF = 50
"""So many failures in a row, and nothing is called until the address is set again."""
HOPS = 2


@dataclass(slots=True)
class Call:
    """One webhook with all its tries: HTTP statuses, or the name of what went wrong."""

    url: str
    raw: bytes
    mode: str
    event: str
    subject: int | None
    announced_at: datetime
    pauses: tuple[int, ...]
    answers: list[int | str] = field(default_factory=list)

    @property
    def body(self) -> Json:
        """What it says."""
        return dict(json.loads(self.raw))


class Webhooks:
    """What is called out, and what came of it."""

    def __init__(self, clock: Clock, config: Config, each_look: Callable[[], None]) -> None:
        self._clock = clock
        self.config = config
        self.courier = Courier[Call](clock, each_look, self._try)
        self.calls: list[Call] = []
        self.by_subject: defaultdict[int | None, list[Call]] = defaultdict(list)
        self.failures = 0
        self.paused_until: datetime | None = None
        self.is_off = False

    def announce(self, body: Json, subject: int | None, *, is_sandbox: bool = False) -> Call | None:
        """Queue a webhook in the present weather; None where no address is set."""
        if not self.config.webhook_url:
            return None
        mode = self.courier.weather.take() if not self._is_paused() else "paused"
        raw = bytes_of(_lie(body) if mode == "forged" else body, self.config)
        event = str(body["event"])
        pauses = self._pauses(event, is_sandbox=is_sandbox)
        call = Call(self.config.webhook_url, raw, mode, event, subject, self._clock.now(), pauses)
        self.calls.append(call)
        self.by_subject[subject].append(call)
        if mode != "paused":
            self.courier.dispatch(call, mode)
        return call

    async def send(self, url: str, raw: bytes, mode: str = "normal") -> int | str:
        """One POST, signed as the mode says; 307 and 308 are followed twice, other redirects never."""
        wire, headers = self._signed(raw, mode)
        within = ANSWER_WITHIN[self.config.retries]
        reply = Reply(0)
        for _ in range(HOPS + 1):
            reply = await self.courier.post(url, wire, headers, within)
            if reply.answer not in (307, 308) or not reply.location.startswith("http"):
                break
            url = reply.location
        return reply.answer

    async def copies(self, call: Call, number: int, concurrency: int) -> list[int | str]:
        """One webhook many times at once; says how each was answered."""
        gate = asyncio.Semaphore(concurrency)

        async def one() -> int | str:
            async with gate:
                return await self.send(call.url, call.raw)

        return list(await asyncio.gather(*(one() for _ in range(number))))

    def mend(self) -> None:
        """The breaker forgets."""
        self.failures, self.paused_until, self.is_off = 0, None, False

    def forget(self, config: Config) -> None:
        """Drop the queue and the record."""
        self.config = config
        self.courier.forget()
        self.calls.clear()
        self.by_subject.clear()
        self.mend()

    async def _try(self, call: Call) -> None:
        answer = await self.send(call.url, call.raw, call.mode)
        call.answers.append(answer)
        if isinstance(answer, int) and 200 <= answer < 300:
            self.mend()
            return
        self._count_failure()
        again = not isinstance(answer, int) or answer == 429 or answer >= 500
        if again and len(call.answers) <= len(call.pauses):
            self.courier.queue(call, call.pauses[len(call.answers) - 1])

    def _count_failure(self) -> None:
        if not self.config.breaker:
            return
        self.failures += 1
        if self.failures in BREAKS:
            self.paused_until = self._clock.now() + BREAKS[self.failures]
        self.is_off = self.is_off or self.failures >= TURNED_OFF

    def _is_paused(self) -> bool:
        paused = self.paused_until is not None and self._clock.now() < self.paused_until
        return self.config.breaker and (self.is_off or paused)

    def _pauses(self, event: str, *, is_sandbox: bool) -> tuple[int, ...]:
        if event == "webhook.test":
            return ()
        if self.config.retries == "eleven":
            return SANDBOX if is_sandbox and event == "invoice.status_changed" else ELEVEN
        if self.config.retries == "three" or event.startswith("subscription."):
            return THREE
        return ()

    def _signed(self, raw: bytes, mode: str) -> tuple[bytes, dict[str, str]]:
        headers = {"Content-Type": "application/json", "User-Agent": AGENT}
        secret = self.config.old_secret if mode == "old_secret" else self.config.webhook_secret
        if mode == "forged":
            secret = "somebody else's secret"
        if mode == "missing" or secret is None:
            return raw, headers
        right = signature(raw, secret)
        wrong = {
            "uppercase": "sha256=" + right.removeprefix("sha256=").upper(),
            "short": right[:-7],
            "non_ascii": "sha256=подпись",
            "prefixless": right.removeprefix("sha256="),
        }
        wire = json.dumps(json.loads(raw)).encode() if mode == "redumped" else raw
        return wire, headers | {HEADER: wrong.get(mode, right)}


def _lie(body: Json) -> Json:
    """The same invoice, and that it is paid."""
    invoice = body.get("invoice")
    if not isinstance(invoice, dict):
        return body
    return body | {"event": "invoice.status_changed", "invoice": invoice | {"status": "paid"}}
