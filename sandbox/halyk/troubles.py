"""Bad days of the bank, ordered in advance: an endpoint, a kind, and for how many requests or how long."""

from dataclasses import dataclass
from datetime import datetime

PLAIN = ("500", "html", "empty", "badjson", "429", "401", "404")
KINDS = (*PLAIN, "slow", "silence_before", "silence_after", "reset_before", "reset_after")
ENDPOINTS = ("token", "generate", "qr", "status", "operation", "operations", "transfers", "other", "*")


@dataclass(slots=True)
class Trouble:
    """One order. `count` None and `until` None: until it is called off."""

    endpoint: str
    kind: str
    count: int | None = None
    until: datetime | None = None
    seconds: float = 0
    acted: bool = False
    """For the plain kinds: whether the bank did the work before it answered badly."""

    def meets(self, endpoint: str, now: datetime) -> bool:
        """Whether it applies to a request now."""
        alive = (self.count is None or self.count > 0) and (self.until is None or now < self.until)
        return alive and self.endpoint in ("*", endpoint)


@dataclass(slots=True)
class Fate:
    """What becomes of the next refunds: `fail` is begun and never moves, `refuse` is answered with a code."""

    kind: str
    count: int
    code: int = 100
    acted: bool = False
    """For `refuse`: whether the refund is begun all the same."""


class Troubles:
    """All orders, the oldest first."""

    def __init__(self) -> None:
        self.orders: list[Trouble] = []
        self.fates: list[Fate] = []

    def take(self, endpoint: str, now: datetime) -> Trouble | None:
        """The trouble for this request, counted."""
        for order in self.orders:
            if order.meets(endpoint, now):
                if order.count is not None:
                    order.count -= 1
                return order
        return None

    def take_fate(self) -> Fate | None:
        """What was ordered for the refund that is now asked for, counted."""
        if not self.fates:
            return None
        fate = self.fates[0]
        fate.count -= 1
        if fate.count <= 0:
            self.fates.pop(0)
        return fate

    def call_off(self, endpoint: str) -> None:
        """Good weather again for one endpoint, or for all."""
        self.orders = [order for order in self.orders if endpoint not in ("*", order.endpoint)]
