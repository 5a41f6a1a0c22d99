"""Bad days of a bank, ordered in advance: an endpoint, a kind, and for how many requests or how long."""

from dataclasses import dataclass
from datetime import datetime

from sandbox.common.chances import FAIR

BROKEN = ("slow", "silence_before", "silence_after", "reset_before", "reset_after")
"""Kinds that are no answer of their own; *after* means that the bank acted and its answer was lost."""

_ANSWERS = ("500", "html", "empty", "badjson", "429")
BY_CHANCE = (*_ANSWERS, *(f"{kind} acted" for kind in _ANSWERS), *BROKEN)
"""Bad days that chance may bring to any bank; what has `acted` was done although the answer is bad."""
SLOW, PAUSE = (0.1, 2), (1, 3)
"""Between how many seconds such a slow answer takes, and a 429 asks to wait."""


@dataclass(slots=True)
class Trouble:
    """One order. `count` None and `until` None: until it is called off."""

    endpoint: str
    kind: str
    count: int | None = None
    until: datetime | None = None
    seconds: float = 0
    acted: bool = False
    """For the kinds that are answers: whether the bank did the work before it answered badly."""

    def meets(self, endpoint: str, now: datetime) -> bool:
        """Whether it applies to a request now."""
        return self.alive(now) and self.endpoint in ("*", endpoint)

    def alive(self, now: datetime) -> bool:
        """Whether it may still apply to something."""
        return (self.count is None or self.count > 0) and (self.until is None or now < self.until)


class Orders:
    """All orders, the oldest first; where none applies, chance decides."""

    def __init__(self) -> None:
        self.orders: list[Trouble] = []
        self.chances = FAIR

    def take(self, endpoint: str, now: datetime) -> Trouble | None:
        """The trouble for this request, counted."""
        for order in self.orders:
            if order.meets(endpoint, now):
                if order.count is not None:
                    order.count -= 1
                return order
        return self._by_chance(endpoint)

    def _by_chance(self, endpoint: str) -> Trouble | None:
        told, chance = self.chances.draw(endpoint)
        kind, _, acted = told.partition(" ")
        between = PAUSE if kind == "429" else SLOW
        return Trouble(endpoint, kind, seconds=chance.uniform(*between), acted=bool(acted)) if kind else None

    def call_off(self, endpoint: str) -> None:
        """Good weather again for one endpoint, or for all."""
        self.orders = [order for order in self.orders if endpoint not in ("*", order.endpoint)]
