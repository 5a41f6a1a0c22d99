"""What can go wrong at HorizonPay, beside what can go wrong at any bank."""

from collections import defaultdict

from sandbox.common.troubles import BROKEN, Orders

CODES = ("400", "401", "403", "404", "409", "422", "429", "500", "502", "503", "504")
PLAIN = (*CODES, "html", "empty", "badjson")
KINDS = (*PLAIN, *BROKEN)
ENDPOINTS = ("create", "get", "tracking", "refund", "confirm", "other", "*")
CREATIONS = ("successful", "failed", "error", "deleted", "expired", "incomplete", "initial")
"""How a creation may end at once, whatever the method."""
REFUNDS = ("successful", "failed", "stays", "refuse")


class Troubles(Orders):
    """Orders for endpoints, and for what becomes of the next creations and refunds."""

    def __init__(self) -> None:
        super().__init__()
        self.fates: defaultdict[str, list[str]] = defaultdict(list)

    def fate(self, what: str) -> str:
        """The word ordered for the next of its kind, or nothing; it is used up."""
        waiting = self.fates[what]
        return waiting.pop(0) if waiting else ""
