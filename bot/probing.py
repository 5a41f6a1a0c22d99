"""Looks after banks that are off the cards, and keeps this process's knowledge of them fresh."""

from __future__ import annotations

from billing.checking import Checking
from bot.loops import Crew, Loop

TURN = 2.0  # seconds until an outage that another process has found is known here


class Probing:
    """A bank is checked seldom; what was mended while the program stood still is found at its start."""

    def __init__(self, checking: Checking) -> None:
        self._checking = checking
        self._crew = Crew("probe")
        self._begun = False
        self.loop = Loop("probing", self.turn)

    async def stop(self, seconds: float) -> None:
        """Take no more, finish what is in hand."""
        await self.loop.stop()
        await self._crew.drain(seconds)

    async def turn(self) -> float:
        """One look at what is due."""
        due = await self._checking.due(all_of_them=not self._begun)
        self._begun = True
        for outage in due:
            self._crew.spawn(self._checking.see_after(outage))
        return TURN
