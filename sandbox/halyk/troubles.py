"""What can go wrong at this bank, beside what can go wrong at any."""

from dataclasses import dataclass

from sandbox.common.troubles import BROKEN, Orders

PLAIN = ("500", "html", "empty", "badjson", "429", "401", "404")
KINDS = (*PLAIN, *BROKEN)
ENDPOINTS = ("token", "generate", "qr", "status", "operation", "operations", "transfers", "other", "*")


@dataclass(slots=True)
class Fate:
    """What becomes of the next refunds: `fail` is begun and never moves, `refuse` is answered with a code."""

    kind: str
    count: int
    code: int = 100
    acted: bool = False
    """For `refuse`: whether the refund is begun all the same."""


class Troubles(Orders):
    """Orders for endpoints, and for the next refunds."""

    def __init__(self) -> None:
        super().__init__()
        self.fates: list[Fate] = []

    def take_fate(self) -> Fate | None:
        """What was ordered for the refund that is now asked for, counted."""
        if not self.fates:
            return None
        fate = self.fates[0]
        fate.count -= 1
        if fate.count <= 0:
            self.fates.pop(0)
        return fate
