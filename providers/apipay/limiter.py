"""How often ApiPay may be called: one limiter for all calls of the process, people before polling.

The service counts calls per key and minute. We count any 61 seconds, one more than it, because a call that
left a second ago may arrive only now. A part of the minute is kept for people: whoever waits for a bill is
not behind a thousand looks. Time is handed in; ``pump`` lets go whoever may go now and is called by itself.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

WINDOW = 61.0  # seconds
LOOK_AGAIN = 1.0  # a clock that was set or a machine that slept is noticed within a second


class Rank(IntEnum):
    """Who goes first."""

    PERSON = 0  # somebody waits: bills, cancels, refunds
    NEWS = 1  # a webhook is to be confirmed, a refund is under way
    POLL = 2
    LIST = 3  # a statement
    CATALOG = 4  # goods are kept in step


_KEPT_FREE = {Rank.PERSON: 0.0, Rank.NEWS: 0.1, Rank.POLL: 0.25, Rank.LIST: 0.4, Rank.CATALOG: 0.5}
"""The part of the minute that this rank leaves to those before it."""


class Busy(Exception):
    """No turn came in time; nothing was sent."""


@dataclass(order=True, slots=True)
class _Waiting:
    order: tuple[int, int]
    rank: Rank = field(compare=False)
    go: asyncio.Future[None] = field(compare=False)


class Limiter:
    """``await limiter.turn(rank, patience)`` before each call."""

    def __init__(self, now: Callable[[], float], per_minute: int) -> None:
        self._now = now
        self._room = {rank: per_minute - round(per_minute * kept) for rank, kept in _KEPT_FREE.items()}
        self._sent: deque[float] = deque(maxlen=per_minute)
        self._paused_until = float("-inf")
        self._waiting: list[_Waiting] = []
        self._order = itertools.count()
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self, rank: Rank, patience: float) -> None:
        """Wait until one more call may go; ``Busy`` at once where that surely takes longer."""
        if self._free_at(rank, self._seconds()) - self._seconds() > patience:
            raise Busy("the minute's calls are used up")
        go = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, _Waiting((rank, next(self._order)), rank, go))
        self.pump()
        try:
            async with asyncio.timeout(patience):
                await go
        except TimeoutError as late:
            raise Busy("others went before") from late

    def pause(self, seconds: float) -> None:
        """The bank said how long to be silent."""
        self._paused_until = max(self._paused_until, self._seconds() + seconds)

    def pump(self) -> None:
        """Let go whoever may go now."""
        now, soonest = self._seconds(), None
        while self._waiting and soonest is None:
            first = self._waiting[0]
            free_at = now if first.go.done() else self._free_at(first.rank, now)
            if free_at > now:
                soonest = free_at
                break
            heapq.heappop(self._waiting)
            if not first.go.done():
                self._sent.append(now)
                first.go.set_result(None)
        self._set_timer(None if soonest is None else soonest - now)

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return sum(not each.go.done() for each in self._waiting)

    def close(self) -> None:
        """Stop waking up; whoever still waits is let down."""
        self._set_timer(None)
        for waiting in self._waiting:
            waiting.go.cancel()
        self._waiting.clear()

    def _free_at(self, rank: Rank, now: float) -> float:
        """Those who wait are of a rank that is no better, so the first of them decides."""
        room, free_at = self._room[rank], max(self._paused_until, now)
        return max(free_at, self._sent[-room] + WINDOW) if len(self._sent) >= room else free_at

    def _seconds(self) -> float:
        """Now. A clock that was set back would make us wait for hours: what lies ahead is moved to now."""
        now = self._now()
        if self._sent and self._sent[-1] > now:
            self._sent = deque((min(sent, now) for sent in self._sent), maxlen=self._sent.maxlen)
            self._paused_until = min(self._paused_until, now + WINDOW)
        return now

    def _set_timer(self, seconds: float | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if seconds is not None:
            pause = min(max(seconds, 0.001), LOOK_AGAIN)
            self._timer = asyncio.get_running_loop().call_later(pause, self.pump)
