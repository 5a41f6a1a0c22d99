"""Carries a bank's calls to the shop, on the sandbox's clock, in good weather and bad."""

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Generic, TypeVar

import aiohttp

from sandbox.clock import Clock
from sandbox.common.chances import FAIR, Chances

TIMEOUT = aiohttp.ClientTimeout(total=15)
LOOK_SECONDS = 0.2
"""How often, in real time, the sandbox's clock is looked at."""

Call = TypeVar("Call")


@dataclass(frozen=True, slots=True)
class Reply:
    """How a POST was answered: an HTTP status, or the name of what went wrong; and where it points."""

    answer: int | str
    location: str = ""


BY_CHANCE = ("lost", "late", "doubled", "reordered", "forged")
"""How a call may fare where chance decides."""
SOON, LATE = (0.2, 3), (3, 30)
"""Between how many seconds such a call comes that others overtake, and one that is late."""


@dataclass(slots=True)
class Weather:
    """How calls fare now: a mode, for how many of them, and its seconds; or as chance has it."""

    mode: str = "normal"
    count: int | None = None
    seconds: float = 60
    chances: Chances = FAIR

    def take(self) -> str:
        """The mode of the next call."""
        if self.chances.odds:
            return self._by_chance()
        mode = self.mode
        if self.count is not None and self.mode not in ("normal", "reordered"):
            self.count -= 1
            if self.count <= 0:
                self.mode = "normal"
        return mode

    def _by_chance(self) -> str:
        kind, chance = self.chances.draw("call")
        self.seconds = chance.uniform(*(SOON if kind == "reordered" else LATE))
        return "late" if kind == "reordered" else kind or "normal"


class Courier(Generic[Call]):
    """The queue of calls and the task that works it off; `attempt` makes one try."""

    def __init__(
        self, clock: Clock, each_look: Callable[[], None], attempt: Callable[[Call], Awaitable[None]]
    ) -> None:
        self._clock = clock
        self._each_look = each_look
        self._attempt = attempt
        self._queue: list[tuple[datetime, int, Call]] = []
        self._held: list[Call] = []
        self._number = count()
        self._wake = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self._loop: asyncio.Task[None] | None = None
        self._session: aiohttp.ClientSession | None = None
        self.weather = Weather()

    def dispatch(self, call: Call, mode: str) -> None:
        """Queue a call as its mode says; modes that are not about when and how often go out at once."""
        if mode == "reordered":
            self._hold(call)
        elif mode != "lost":
            self.queue(call, self.weather.seconds if mode == "late" else 0)
            if mode == "doubled":
                self.queue(call, 0)

    def queue(self, call: Call, seconds: float) -> None:
        """Let a call be tried after some seconds of the sandbox's time."""
        due = self._clock.now() + timedelta(seconds=seconds)
        heapq.heappush(self._queue, (due, next(self._number), call))
        self._wake.set()

    def change(self, weather: Weather) -> None:
        """Another weather; what was held back is let go, the last first."""
        self._release()
        self.weather = weather

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], seconds: float = 15) -> Reply:
        """One POST of JSON, answered within `seconds` of real time; redirects are not followed."""
        try:
            kept = aiohttp.ClientTimeout(total=seconds)
            async with self._client().post(
                url, data=body, headers=headers, timeout=kept, allow_redirects=False
            ) as answer:
                await answer.read()
                return Reply(answer.status, answer.headers.get("Location", ""))
        except (aiohttp.ClientError, TimeoutError, ValueError) as bad:
            return Reply(type(bad).__name__)

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
        """Drop the queue, and let the sun shine."""
        self._queue.clear()
        self._held.clear()
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
            task = asyncio.create_task(self._one(heapq.heappop(self._queue)[2]))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _one(self, call: Call) -> None:
        await self._attempt(call)

    def _hold(self, call: Call) -> None:
        self._held.append(call)
        if len(self._held) >= (self.weather.count or 2):
            self._release()
            self.weather = Weather()

    def _release(self) -> None:
        for call in reversed(self._held):
            self.queue(call, 0)
        self._held.clear()

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=100)
            self._session = aiohttp.ClientSession(timeout=TIMEOUT, connector=connector)
        return self._session
