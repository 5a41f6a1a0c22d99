"""Telegram's limits, kept by us: 30 messages a second in all, one a second in a chat, 20 a minute in a group.

Time is handed in, so that a test holds it. Whoever asked first goes first, but an answer to a person goes
before news, news before edits, edits before reminders, and nobody waits behind another chat's limit.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import IntEnum

ALL_PER_SECOND = 30
CHAT_PAUSE = 1.0
GROUP_MOST = 20
GROUP_WINDOW = 60.0
REMEMBERED = 5_000  # chats; older ones are forgotten once their limits have passed


class Rank(IntEnum):
    """Who goes first where the limit for all chats is the narrow place."""

    ANSWER = 0  # a person waits for it
    NEWS = 1  # a fact that is told
    EDIT = 2  # makes no sound, and only the newest state counts
    REMINDER = 3  # nobody asked for it just now, and many come at once


_rank: ContextVar[Rank | None] = ContextVar("rank", default=None)


@contextmanager
def at_rank(rank: Rank) -> Iterator[None]:
    """What is said in here goes by this rank."""
    token = _rank.set(rank)
    try:
        yield
    finally:
        _rank.reset(token)


def rank_here() -> Rank | None:
    """By which rank it goes what is said here, where somebody has said so."""
    return _rank.get()


@dataclass(order=True, slots=True)
class _Waiting:
    rank: tuple[int, int]
    chat_id: int = field(compare=False)
    go: asyncio.Future[None] = field(compare=False)


class Pacer:
    """``await pacer.turn(chat)`` before each message or edit."""

    def __init__(self, now: Callable[[], float] | None = None) -> None:
        self._now = now or (lambda: asyncio.get_running_loop().time())
        self._order = itertools.count()
        self._waiting: list[_Waiting] = []
        self._chat_free: dict[int, float] = {}
        self._group_sent: dict[int, deque[float]] = {}
        self._sent: deque[float] = deque(maxlen=ALL_PER_SECOND)
        self._all_paused = 0.0
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self, chat_id: int, rank: Rank = Rank.NEWS) -> None:
        """Wait until one more message may go to this chat."""
        waiting = _Waiting((rank, next(self._order)), chat_id, asyncio.get_running_loop().create_future())
        heapq.heappush(self._waiting, waiting)
        self.pump()
        await waiting.go

    def pause(self, chat_id: int | None, seconds: float) -> None:
        """Telegram said how long to be silent: in one chat, or everywhere."""
        until = self._now() + seconds
        if chat_id is None:
            self._all_paused = max(self._all_paused, until)
        else:
            self._chat_free[chat_id] = max(self._chat_free.get(chat_id, 0.0), until)

    def silenced(self, chat_id: int) -> bool:
        """Whether Telegram asked for silence there; the pause between two messages is none."""
        until = max(self._all_paused, self._chat_free.get(chat_id, 0.0) - CHAT_PAUSE)
        return until > self._now()

    def pump(self) -> None:
        """Let go whoever may go now; called by itself when the next one may."""
        now = self._now()
        kept: list[_Waiting] = []
        soonest = float("inf")
        while self._waiting:
            waiting = heapq.heappop(self._waiting)
            if waiting.go.done():
                continue
            free = self._free_at(waiting.chat_id, now)
            if free <= now:
                self._note(waiting.chat_id, now)
                waiting.go.set_result(None)
            else:
                kept.append(waiting)
                soonest = min(soonest, free)
        self._waiting = kept
        heapq.heapify(self._waiting)
        self._set_timer(soonest - now)

    def _set_timer(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if seconds != float("inf"):
            self._timer = asyncio.get_running_loop().call_later(max(seconds, 0.001), self.pump)

    def _free_at(self, chat_id: int, now: float) -> float:
        free = max(self._all_paused, self._chat_free.get(chat_id, 0.0))
        if len(self._sent) == ALL_PER_SECOND:
            free = max(free, self._sent[0] + 1.0)
        sent = self._group_sent.get(chat_id)
        if sent and len(sent) == GROUP_MOST:
            free = max(free, sent[0] + GROUP_WINDOW)
        return free

    def _note(self, chat_id: int, now: float) -> None:
        self._sent.append(now)
        self._chat_free[chat_id] = now + CHAT_PAUSE
        if chat_id < 0:
            self._group_sent.setdefault(chat_id, deque(maxlen=GROUP_MOST)).append(now)
        if len(self._chat_free) > REMEMBERED:
            self._chat_free = {chat: free for chat, free in self._chat_free.items() if free > now}
            self._group_sent = {c: s for c, s in self._group_sent.items() if s[-1] + GROUP_WINDOW > now}
