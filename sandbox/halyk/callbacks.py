"""Calling the shop: postLink and failurePostLink, their repetitions, and the ways in which they go wrong.

The bank documents neither retries nor pauses; ours are three more tries after 5, 30 and 120 seconds of the
sandbox's time for every answer but 200.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.clock import Clock
from sandbox.common.courier import Courier
from sandbox.halyk.answers import Json, lie

PAUSES = (5, 30, 120)
MODES = ("normal", "lost", "late", "doubled", "reordered", "forged")


@dataclass(slots=True)
class Call:
    """One callback with all its tries: HTTP statuses, or the name of what went wrong."""

    url: str
    body: Json
    mode: str
    announced_at: datetime
    answers: list[int | str] = field(default_factory=list)


class Callbacks:
    """What is called out, and to whom."""

    def __init__(self, clock: Clock, each_look: Callable[[], None]) -> None:
        self._clock = clock
        self.courier = Courier[Call](clock, each_look, self._try)
        self.calls: list[Call] = []
        self.by_invoice: defaultdict[str, list[Call]] = defaultdict(list)

    def announce(self, url: str, body: Json) -> None:
        """Queue a callback in the present weather."""
        mode = self.courier.weather.take()
        call = Call(url, lie(body) if mode == "forged" else body, mode, self._clock.now())
        self.calls.append(call)
        self.by_invoice[str(body["invoiceId"])].append(call)
        self.courier.dispatch(call, mode)

    async def copies(self, url: str, body: Json, number: int, concurrency: int) -> list[int | str]:
        """Send one body many times at once and say how each was answered."""
        gate = asyncio.Semaphore(concurrency)

        async def one() -> int | str:
            async with gate:
                return await self.post(url, body)

        return list(await asyncio.gather(*(one() for _ in range(number))))

    async def post(self, url: str, body: Json) -> int | str:
        """One POST of JSON; redirects are not followed."""
        raw = json.dumps(body).encode()
        return (await self.courier.post(url, raw, {"Content-Type": "application/json"})).answer

    def forget(self) -> None:
        """Drop the queue and the record."""
        self.courier.forget()
        self.calls.clear()
        self.by_invoice.clear()

    async def _try(self, call: Call) -> None:
        answer = await self.post(call.url, call.body)
        call.answers.append(answer)
        if answer != 200 and len(call.answers) <= len(PAUSES):
            self.courier.queue(call, PAUSES[len(call.answers) - 1])
