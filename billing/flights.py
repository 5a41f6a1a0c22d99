"""Calls that are under way to somebody who counts them when they arrive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from billing.quotas import HOLD, SECOND, Note


@dataclass(slots=True, eq=False)
class Place:
    """Leave to call once: in which counts it stands, since when, and until when they hold it."""

    names: tuple[str, ...]
    moment: int
    until: int


class Flights:
    """Those of this process; what becomes of them is noted."""

    def __init__(self, now: Callable[[], int], margin: float, note: Callable[[Note], None]) -> None:
        """``margin``: by so many seconds our windows are longer than those of whoever counts."""
        self._now = now
        self._note = note
        self._late_after = round(margin * SECOND * 2 / 3)  # the rest is for how processes differ
        self._under_way: set[Place] = set()

    def __len__(self) -> int:
        return len(self._under_way)

    @contextmanager
    def on_its_way(self, place: Place) -> Iterator[None]:
        """The call may arrive as late as it is answered.

        What takes long counts from its answer: a slow line brings no two windows together, and no guess is
        made of how much of the time was the way there.
        """
        self._under_way.add(place)
        try:
            yield
        finally:
            self._under_way.discard(place)
            landed = max(place.moment, self._now() - self._late_after)
            for name in place.names:
                self._note(Note(name, place.moment, landed=landed))

    def hold_on(self) -> None:
        """Those that take long are still under way; called every now and then."""
        now = self._now()
        for place in self._under_way:
            if place.until < now + HOLD // 2:
                place.until = now + HOLD
                for name in place.names:
                    self._note(Note(name, place.moment, until=place.until))
