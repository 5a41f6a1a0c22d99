"""Whether Telegram answers this process, by the calls that are made anyway."""

from __future__ import annotations

AWAY = frozenset({"500", "no-answer"})
UNKNOWN = "cancelled"  # by us


class Reach:
    """What the last call came to."""

    def __init__(self) -> None:
        self.answers = False  # until the first call

    def note(self, outcome: str) -> None:
        """One call ended; a refusal is an answer, too."""
        if outcome != UNKNOWN:
            self.answers = outcome not in AWAY
