"""How often a key may call: so many a minute on average, some at once."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime, timedelta

A_MINUTE = 300
AT_ONCE = 60  # calls without a pause between them
FORGET = 1000  # keys; more are not kept in mind


class Rate:
    """Counts in memory: each process for itself, anew after a start."""

    def __init__(self, now: Callable[[], datetime], a_minute: int = A_MINUTE) -> None:
        self._now = now
        self._each = timedelta(minutes=1) / a_minute
        self._room = self._each * min(AT_ONCE, a_minute)
        self._free_at: dict[int, datetime] = {}  # by key: when all that it did will have been made good

    def take(self, key_id: int) -> int | None:
        """Count a call. ``None``: it may; else in how many seconds, at least one."""
        now = self._now()
        free_at = self._free_at.get(key_id, now)
        if free_at > now + self._room:
            free_at = now  # the clock was set back
        free_at = max(free_at, now) + self._each
        over = free_at - self._room - now
        if over > timedelta(0):
            return max(1, math.ceil(over.total_seconds()))
        if len(self._free_at) >= FORGET:
            self._free_at = {key: at for key, at in self._free_at.items() if at > now}
        self._free_at[key_id] = free_at
        return None
