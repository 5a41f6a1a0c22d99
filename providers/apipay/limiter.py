"""How often ApiPay may be called: one limiter for all calls, people before polling.

The service counts calls per key and minute. We count any 61 seconds, one more than it, because a call that
left a second ago may arrive only now. A part of the minute is kept for people: whoever waits for a bill is
not behind a thousand looks. Replicas share the minute (``share``), and so do those parts. Time is handed in;
``pump`` lets go whoever may go now and is called by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import IntEnum

from billing.flights import Place
from billing.quotas import Gate, Rule, Window
from billing.turns import Turns
from providers.http import Waiting

MARGIN = 1.0
WINDOW = 60.0 + MARGIN  # seconds


class Rank(IntEnum):
    """Who goes first."""

    PERSON = 0  # somebody waits: bills, cancels, refunds
    NEWS = 1  # a webhook is to be confirmed, a refund is under way
    POLL = 2
    LIST = 3  # a statement
    CATALOG = 4  # goods are kept in step


_KEPT_FREE = {Rank.PERSON: 0.0, Rank.NEWS: 0.1, Rank.POLL: 0.25, Rank.LIST: 0.4, Rank.CATALOG: 0.5}
"""The part of the minute that this rank leaves to those before it."""


class Busy(Exception):
    """No turn came in time; nothing was sent."""


class Limiter:
    """``await limiter.turn(rank, patience)`` before each call, ``with limiter.on_its_way(place)`` around it.

    While the books are away nobody goes: what a bank answers could not be written down.
    """

    def __init__(self, now: Callable[[], float], per_minute: int, key: str = "") -> None:
        """``key``: by which the service counts; what others see of it is a digest."""
        self._turns = Turns(now, margin=MARGIN)
        self._waiting = Waiting()
        self._name = f"apipay:{hashlib.sha256(key.encode()).hexdigest()[:16]}"
        self._calls = {
            rank: (Rule(self._name, (Window(per_minute - round(per_minute * kept), WINDOW),)),)
            for rank, kept in _KEPT_FREE.items()
        }

    def share(self, gate: Gate) -> None:
        """From now on calls of other processes count as well."""
        self._turns.gate = gate

    async def turn(self, rank: Rank, patience: float) -> Place:
        """Wait until one more call may go; ``Busy`` at once where that surely takes longer."""
        if self._turns.wait(self._calls[rank]) > patience:
            raise Busy("the minute's calls are used up")
        try:
            async with self._waiting.within(patience):
                return await self._turns.turn(rank, self._calls[rank])
        except TimeoutError as late:
            raise Busy("others went before") from late

    def on_its_way(self, place: Place) -> AbstractContextManager[None]:
        """See ``Flights``."""
        return self._turns.on_its_way(place)

    def pause(self, seconds: float) -> None:
        """The bank said how long to be silent."""
        self._turns.quiet(self._name, seconds)

    def pump(self) -> None:
        """Let go whoever may go now."""
        self._turns.pump()

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._turns)

    def let_down(self) -> None:
        """Who waits for a turn is ``Busy`` at once."""
        self._waiting.end()

    def close(self) -> None:
        """Stop waking up; whoever still waits is let down."""
        self._turns.close()
