"""How many requests a key may make: in any 60 seconds of the sandbox's time, no more than so many."""

from collections import defaultdict, deque
from datetime import datetime, timedelta

MINUTE = timedelta(seconds=60)


class Limits:
    """When each key was let in, in each count."""

    def __init__(self) -> None:
        self._let_in: defaultdict[tuple[str, str], deque[datetime]] = defaultdict(deque)

    def take(self, key: str, count: str, most: int, now: datetime) -> tuple[int, float]:
        """Let a request in, if it may: how many are left, and else in how many seconds it may come."""
        seen = self._let_in[key, count]
        while seen and (seen[0] <= now - MINUTE or seen[0] > now):
            seen.popleft()
        if len(seen) >= most:
            return 0, (seen[len(seen) - most] + MINUTE - now).total_seconds()
        seen.append(now)
        return most - len(seen), 0.0
