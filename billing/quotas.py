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
HOLD = 2 * SECOND  # of which nothing was heard for so long is not on its way any more
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
    """What became known under a name without a question: of a call that went, or how long to be silent."""

    name: str
    went: int | None = None  # the moment at which it was let go; ``None``: nobody was asked
    landed: int | None = None  # when it arrived at the latest
    until: int | None = None  # or until when it is still on its way
    quiet_until: int | None = None


@dataclass(slots=True)
class Count:
    """Under one name: the moments of calls, oldest first, those on their way, and until when to be silent.

    Whoever counts our calls does so when they arrive. What is on its way may do that at any time: it is in
    each window, until we hear that it has landed, or hear nothing of it for so long that its process is dead.
    """

    moments: list[int] = field(default_factory=list)
    flying: list[tuple[int, int]] = field(default_factory=list)  # let go when, on its way until when
    quiet_until: int = 0
    changed_at: int = 0

    def copy(self) -> Count:
        """One to try things out with."""
        return Count([*self.moments], [*self.flying], self.quiet_until, self.changed_at)

    def agree(self, now: int) -> int:
        """The time here: never before the last change.

        Where that lies far ahead the clock was set back since, and all moments go with it: nobody waits for
        hours, and no pause becomes shorter than it was.
        """
        ahead = self.changed_at - now
        if ahead <= WOBBLE:
            return max(now, self.changed_at)
        self.moments = [moment - ahead for moment in self.moments]
        self.flying = [(went - ahead, until - ahead) for went, until in self.flying]
        self.quiet_until -= ahead
        self.changed_at = now
        return now

    def free_at(self, windows: Sequence[Window]) -> int:
        """The first moment at which one more may go, if what is on its way lands in time."""
        return self._free_at(windows, sorted([*self.moments, *(went for went, _ in self.flying)]))

    def lets_go(self, windows: Sequence[Window], now: int) -> bool:
        """Whether one more may go now, wherever those are that are on their way."""
        late = [min(until, now) for _, until in self.flying]
        return self._free_at(windows, sorted([*self.moments, *late])) <= now

    def use(self, windows: Sequence[Window], now: int) -> None:
        """One more goes now."""
        self.moments += [until for _, until in self.flying if until <= now]
        oldest = now - max((window.long for window in windows), default=0)
        self.moments = sorted(moment for moment in self.moments if moment > oldest)
        self.flying = [(went, until) for went, until in self.flying if until > now]
        self.flying.append((now, now + HOLD))
        self.changed_at = max(self.changed_at, now)

    def amend(self, note: Note, now: int) -> None:
        """Take a note. A shorter silence does not end a longer one."""
        known = next((each for each in self.flying if each[0] == note.went), None)
        if known is not None:
            self.flying.remove(known)
        if note.landed is not None:
            insort(self.moments, note.landed)
        elif note.went is not None and note.until is not None:
            self.flying.append((note.went, note.until))
        self.quiet_until = max(self.quiet_until, note.quiet_until or 0)
        self.changed_at = max(self.changed_at, now)

    def _free_at(self, windows: Sequence[Window], times: Sequence[int]) -> int:
        free = self.quiet_until
        for window in windows:
            if len(times) >= window.most:
                free = max(free, times[-window.most] + window.long)
        return free


def names_of(calls: Sequence[Call], notes: Sequence[Note] = ()) -> list[str]:
    """All counts that are touched, in the order in which they are to be locked."""
    return sorted({rule.name for call in calls for rule in call} | {note.name for note in notes})


def free_at(counts: Mapping[str, Count], call: Call) -> int:
    """The first moment at which all counts let it go, if what is on its way lands in time."""
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
    if not all(counts[rule.name].lets_go(rule.windows, here) for rule in call):
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
