"""How a period is asked for in parts: pure.

The bank's ``page`` is called the number of records to skip, and its samples use it like a page's number; so
only the first page is ever asked for. Where it holds less than the bank counts, the period is cut into parts,
and each is asked for by itself. Both ends of a part belong to it, so a row on a seam comes twice and is taken
once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import ceil

from billing.errors import ListCut

SECOND = timedelta(seconds=1)
MOST_PARTS = 256


@dataclass(frozen=True, slots=True)
class Window:
    """From second to second, in UTC: the bank's dates have no smaller part."""

    since: datetime
    until: datetime

    @classmethod
    def around(cls, since: datetime, until: datetime) -> Window:
        """The smallest that holds the period."""
        first, last = since.astimezone(UTC), until.astimezone(UTC)
        whole = last.replace(microsecond=0)
        return cls(first.replace(microsecond=0), whole if whole == last else whole + SECOND)

    @property
    def seconds(self) -> int:
        """How long."""
        return (self.until - self.since) // SECOND

    def parts(self, count: int) -> list[Window]:
        """As equal as whole seconds allow; fewer where there are not so many seconds."""
        count = min(count, self.seconds)
        seams = [self.since + SECOND * (self.seconds * n // count) for n in range(count + 1)]
        return [Window(since, until) for since, until in pairwise(seams)]


class Walk:
    """Which part of a period is asked for next, from its beginning to its end, or backwards.

    What is remembered of the rows are the ids of the last part that had any.
    """

    def __init__(self, whole: Window, *, backwards: bool = False) -> None:
        self._todo = [whole]
        self._backwards = backwards
        self._seam: frozenset[str] = frozenset()

    @property
    def window(self) -> Window | None:
        """What to ask for now; ``None``: all is read."""
        return self._todo[-1] if self._todo else None

    def cut(self, total: int, came: int) -> None:
        """The bank counts ``total`` rows and showed ``came``: ask for parts; ``ListCut`` if it is no use."""
        window = self._todo.pop()
        if came == 0 or window.seconds <= 1:
            raise ListCut(window.since, window.until, total, came)
        parts = window.parts(min(MOST_PARTS, max(2, ceil(total * 4 / (came * 3)))))
        self._todo += parts if self._backwards else reversed(parts)

    def fresh(self, ids: Sequence[str]) -> list[int]:
        """The part is whole: the places of its rows that did not come before. A row without an id is kept."""
        self._todo.pop()
        mine: set[str] = set()
        places = []
        for place, each in enumerate(ids):
            if not each or not (each in mine or each in self._seam):
                places.append(place)
            mine.add(each)
        self._seam = frozenset(mine) if ids else self._seam
        return places
