"""Calling the shop: postLink and failurePostLink, their repetitions, and the ways in which they go wrong.

The bank documents neither retries nor pauses; ours are three more tries after 5, 30 and 120 seconds of the
sandbox's time for every answer but 200.
"""

import asyncio
import heapq
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import aiohttp

from sandbox.clock import Clock
from sandbox.halyk.answers import Json, lie

PAUSES = (5, 30, 120)
MODES = ("normal", "lost", "late", "doubled", "reordered", "forged")
TIMEOUT = aiohttp.ClientTimeout(total=15)
LOOK_SECONDS = 0.2
"""How often, in real time, the sandbox's clock is looked at."""


@dataclass(slots=True)
class Call:
    """One callback with all its tries: HTTP statuses, or the name of what went wrong."""

    url: str
    body: Json
    mode: str
    announced_at: datetime
    answers: list[int | str] = field(default_factory=list)


@dataclass(slots=True)
class Weather:
    """How callbacks fare now: a mode, for how many of them, and its seconds."""

    mode: str = "normal"
    count: int | None = None
    seconds: float = 60

    def take(self) -> str:
        """The mode of the next callback."""
        mode = self.mode
        if self.count is not None and self.mode not in ("normal", "reordered"):
            self.count -= 1
            if self.count <= 0:
                self.mode = "normal"
        return mode


class Callbacks:
    """The queue of calls, on the sandbox's clock, and the task that works it off."""

    def __init__(self, clock: Clock, each_look: Callable[[], None]) -> None:
        self._clock = clock
        self._each_look = each_look
        self._queue: list[tuple[datetime, int, Call]] = []
        self._held: list[Call] = []
        self._number = count()
        self._wake = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self._loop: asyncio.Task[None] | None = None
        self._session: aiohttp.ClientSession | None = None
        self.weather = Weather()
        self.calls: list[Call] = []
        self.by_invoice: defaultdict[str, list[Call]] = defaultdict(list)

    # What is called, and when

    def announce(self, url: str, body: Json) -> None:
        """Queue a callback in the present weather."""
        mode = self.weather.take()
        call = Call(url, lie(body) if mode == "forged" else body, mode, self._clock.now())
        self.calls.append(call)
        self.by_invoice[str(body["invoiceId"])].append(call)
        if mode == "reordered":
            self._hold(call)
        elif mode != "lost":
            self._queue_at(call, self.weather.seconds if mode == "late" else 0)
            if mode == "doubled":
                self._queue_at(call, 0)

    def change(self, weather: Weather) -> None:
        """Another weather; what was held back is let go, the last first."""
        self._release()
        self.weather = weather

    async def copies(self, url: str, body: Json, number: int, concurrency: int) -> list[int | str]:
        """Send one body many times at once and say how each was answered."""
        gate = asyncio.Semaphore(concurrency)

        async def one() -> int | str:
            async with gate:
                return await self.post(url, body)

        return list(await asyncio.gather(*(one() for _ in range(number))))

    # Sending

    async def post(self, url: str, body: Json) -> int | str:
        """One POST of JSON; redirects are not followed."""
        try:
            async with self._client().post(url, json=body, allow_redirects=False) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, TimeoutError, ValueError) as bad:
            return type(bad).__name__

    def start(self) -> None:
        """Begin to work the queue off."""
        self._loop = asyncio.create_task(self._work())

    async def stop(self) -> None:
        """Drop everything that is queued or under way."""
        tasks = [task for task in (self._loop, *self._sending) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def forget(self) -> None:
        """Drop the queue and the record."""
        self._queue.clear()
        self._held.clear()
        self.calls.clear()
        self.by_invoice.clear()
        self.weather = Weather()

    async def drain(self) -> None:
        """Return once nothing is due or under way at the present moment of the sandbox."""
        self._begin_due()
        while self._sending:
            await asyncio.gather(*self._sending)
            self._begin_due()

    async def _work(self) -> None:
        while True:
            self._begin_due()
            self._wake.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._wake.wait()

    def _begin_due(self) -> None:
        self._each_look()
        now = self._clock.now()
        while self._queue and self._queue[0][0] <= now:
            task = asyncio.create_task(self._try(heapq.heappop(self._queue)[2]))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _try(self, call: Call) -> None:
        answer = await self.post(call.url, call.body)
        call.answers.append(answer)
        if answer != 200 and len(call.answers) <= len(PAUSES):
            self._queue_at(call, PAUSES[len(call.answers) - 1])

    def _queue_at(self, call: Call, seconds: float) -> None:
        due = self._clock.now() + timedelta(seconds=seconds)
        heapq.heappush(self._queue, (due, next(self._number), call))
        self._wake.set()

    def _hold(self, call: Call) -> None:
        self._held.append(call)
        if len(self._held) >= (self.weather.count or 2):
            self._release()
            self.weather = Weather()

    def _release(self) -> None:
        for call in reversed(self._held):
            self._queue_at(call, 0)
        self._held.clear()

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=100)
            self._session = aiohttp.ClientSession(timeout=TIMEOUT, connector=connector)
        return self._session
