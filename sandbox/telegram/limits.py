"""Telegram's flood limits, in real time: edits count like messages."""

import math
import time
from collections import defaultdict, deque
from dataclasses import dataclass

from sandbox.telegram.errors import too_many_requests

ALL_PER_SECOND = 30
GROUP_PER_MINUTE = 20
CHAT_BURST = 3


@dataclass
class _Bucket:
    """A chat's allowance: refilled by one a second, so that a short burst passes."""

    left: float = CHAT_BURST
    at: float = 0

    def refill(self, now: float) -> float:
        self.left = min(CHAT_BURST, self.left + now - self.at)
        self.at = now
        return 1 - self.left  # seconds to wait, if above zero


class Limits:
    def __init__(self) -> None:
        self.on = True
        self._all: deque[float] = deque()
        self._groups: defaultdict[str, deque[float]] = defaultdict(deque)
        self._chats: defaultdict[str, _Bucket] = defaultdict(_Bucket)

    def spend(self, address: str, *, group: bool) -> None:
        """Count one message or edit there; refuse with 429 if it is one too many."""
        if not self.on:
            return
        now = time.monotonic()
        waits = [_window(self._all, ALL_PER_SECOND, 1, now), self._chats[address].refill(now)]
        if group:
            waits.append(_window(self._groups[address], GROUP_PER_MINUTE, 60, now))
        if (wait := max(waits)) > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        self._count(address, now, group)

    def _count(self, address: str, now: float, group: bool) -> None:
        self._all.append(now)
        self._chats[address].left -= 1
        if group:
            self._groups[address].append(now)


def _window(times: deque[float], most: int, seconds: float, now: float) -> float:
    """How long until one more fits into the window; not above zero if it fits now."""
    while times and times[0] <= now - seconds:
        times.popleft()
    return times[0] + seconds - now if len(times) >= most else 0
