"""Limits that all replicas keep together: their counts stand in the books."""

from __future__ import annotations

from collections.abc import Sequence

from billing.ports import Clock
from billing.quotas import Call, Count, Note, Taken
from store.engine import Database


class SharedGate:
    """Implements ``billing.quotas.Gate``: one short transaction for all who wait in this process."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """``clock``: the time on which all replicas agree."""
        self._database = database
        self._clock = clock

    async def take(self, calls: Sequence[Call], notes: Sequence[Note]) -> Taken:
        """Who may go, for all replicas at once."""
        return await self._database.write(lambda books: books.take_turns(calls, notes, self._clock.now))

    async def look(self, name: str) -> Count:
        """How one count stands."""
        return await self._database.read(lambda books: books.quota(name))
