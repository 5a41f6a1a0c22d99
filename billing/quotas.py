"""How often somebody may be called: so many in any window of time, and silence until a moment.

A *count* is what is known under one name: when calls went, and until when to be silent. A *call* is part of
one or of several counts, and may go when all of them let it. Pure: moments are microseconds, handed in. The
counts of one process lie in memory; several share a table (``Gate``).
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

SECOND = 1_000_000  # microseconds
WOBBLE = SECOND  # so far apart clocks of several machines may be; what is further ahead was a clock set back


@dataclass(frozen=True, slots=True)
class Window:
    """At most so many within any so many seconds."""

    most: int
    seconds: float

    @property
    def long(self) -> int:
        """In microseconds."""
        return round(self.seconds * SECOND)


@dataclass(frozen=True, slots=True)
class Rule:
    """A count that a call is part of, and what this call may use of it.

    Who leaves a part to others says a smaller ``most``; how long the windows are is the same for all.
    """

    name: str
    windows: tuple[Window, ...]


Call = tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What became known under a name without a question: a call that went, or how long to be silent."""

    name: str
    moment: int | None = None
    instead_of: int | None = None  # the moment that was written for this call before
    quiet_until: int | None = None


@dataclass(slots=True)
class Count:
    """Under one name: the moments of calls, oldest first, and until when to be silent."""

    moments: list[int] = field(default_factory=list)
    quiet_until: int = 0
    changed_at: int = 0

    def copy(self) -> Count:
        """One to try things out with."""
        return Count([*self.moments], self.quiet_until, self.changed_at)

    def agree(self, now: int) -> int:
        """The time here: never before the last change.

        Where that lies far ahead the clock was set back since, and all moments go with it: nobody waits for
        hours, and no pause becomes shorter than it was.
        """
        ahead = self.changed_at - now
        if ahead <= WOBBLE:
            return max(now, self.changed_at)
        self.moments = [moment - ahead for moment in self.moments]
        self.quiet_until -= ahead
        self.changed_at = now
        return now

    def free_at(self, windows: Sequence[Window]) -> int:
        """The first moment at which one more may go."""
        free = self.quiet_until
        for window in windows:
            if len(self.moments) >= window.most:
                free = max(free, self.moments[-window.most] + window.long)
        return free

    def use(self, windows: Sequence[Window], now: int) -> None:
        """One more goes now."""
        oldest = now - max((window.long for window in windows), default=0)
        self.moments = [moment for moment in self.moments if moment > oldest]
        insort(self.moments, now)
        self.changed_at = max(self.changed_at, now)

    def amend(self, note: Note, now: int) -> None:
        """Take a note. A shorter silence does not end a longer one."""
        if note.instead_of in self.moments:
            self.moments.remove(note.instead_of)
        if note.moment is not None:
            insort(self.moments, note.moment)
        self.quiet_until = max(self.quiet_until, note.quiet_until or 0)
        self.changed_at = max(self.changed_at, now)


def names_of(calls: Sequence[Call], notes: Sequence[Note] = ()) -> list[str]:
    """All counts that are touched, in the order in which they are to be locked."""
    return sorted({rule.name for call in calls for rule in call} | {note.name for note in notes})


def free_at(counts: Mapping[str, Count], call: Call) -> int:
    """The first moment at which all counts let it go."""
    return max((counts[rule.name].free_at(rule.windows) for rule in call), default=0)


def take(
    counts: Mapping[str, Count], calls: Sequence[Call], notes: Sequence[Note], now: int
) -> list[int | None]:
    """Write down who may go, in the order given: its moment for each call, ``None`` where it has to wait.

    Every count is changed to what is true after that.
    """
    for note in notes:
        counts[note.name].amend(note, counts[note.name].agree(now))
    return [_one(counts, call, now) for call in calls]


def _one(counts: Mapping[str, Count], call: Call, now: int) -> int | None:
    here = max((counts[rule.name].agree(now) for rule in call), default=now)
    if free_at(counts, call) > here:
        return None
    for rule in call:
        counts[rule.name].use(rule.windows, here)
    return here


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a question: a moment for each call that may go, and the counts as they are now."""

    moments: Sequence[int | None]
    counts: Mapping[str, Count]


class Gate(Protocol):
    """Counts that several processes share. Raises ``StoreUnavailable``: nothing was taken, or nobody knows.

    A process that dies after it took a place has wasted it, and nothing else.
    """

    async def take(self, calls: Sequence[Call], notes: Sequence[Note]) -> Taken:
        """See ``take``; for all processes at once, and written when it returns."""

    async def look(self, name: str) -> Count:
        """How one count stands."""
