"""The moment at which the tests' clocks begin."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Afternoon:
    """Runs from five in the afternoon of the shop's day, and can be moved: no midnight comes in between."""

    def __init__(self) -> None:
        self.set(NOON)

    def now(self) -> datetime:
        """As if the test had begun then."""
        return self._then + timedelta(seconds=time.monotonic() - self._began)

    def set(self, moment: datetime) -> None:
        """It is then now."""
        self._then, self._began = moment, time.monotonic()

    def move(self, **ahead: float) -> None:
        """So much later."""
        self._then += timedelta(**ahead)
