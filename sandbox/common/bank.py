"""What every practice bank is to whatever serves any of them."""

import asyncio
from typing import Any, Protocol

from sandbox.clock import Clock
from sandbox.common.courier import Courier
from sandbox.common.journal import Journal
from sandbox.common.troubles import Orders


class Bank(Protocol):
    """Its parts that all have, and the two things that all can do."""

    clock: Clock
    closing: asyncio.Event

    @property
    def journal(self) -> Journal:
        """What it was asked."""

    @property
    def troubles(self) -> Orders:
        """Its bad days."""

    @property
    def courier(self) -> Courier[Any]:
        """Who calls the shop."""

    def advance(self) -> None:
        """Let the books catch up with the clock and call out what happened."""

    def reset(self) -> None:
        """Back to the first day."""
