"""Asks ApiPay: each call waits for its turn; what the service says about waiting is told to the limiter."""

from __future__ import annotations

import logging

from billing.errors import BankSilent
from billing.ports import Clock
from providers.apipay import problems, reasons
from providers.apipay.limiter import Busy, Limiter, Rank
from providers.apipay.problems import LONG_WAIT
from providers.http import Answer, Call, Line, LineError, NothingSent

log = logging.getLogger(__name__)


class NoTurn(NothingSent):
    """So many of our calls were before it that its turn did not come in time."""


class Asking:
    """The line behind the limiter."""

    def __init__(self, line: Line, limiter: Limiter, clock: Clock) -> None:
        self._line = line
        self.limiter = limiter
        self.clock = clock
        self.patience = line.patience

    async def act(self, call: Call, rank: Rank = Rank.PERSON) -> Answer:
        """Whatever was answered. Raises ``LineError``, which says whether the bank may have acted."""
        try:
            patience = self.patience.listing if call.listing else self.patience.place
            place = await self.limiter.turn(rank, patience)
        except Busy as busy:
            raise NoTurn(f"{call.name}: {busy}") from busy
        with self.limiter.on_its_way(place):
            answer = await self._line.send(call)
        if answer.status == 429:
            self._slow_down(call, answer)
        return answer

    async def look(self, call: Call, rank: Rank = Rank.POLL) -> Answer:
        """An answer 200 or 404; everything else is ``BankSilent`` or ``BankRefusesUs``."""
        try:
            answer = await self.act(call, rank)
        except LineError as trouble:
            raise BankSilent(f"{call.name}: {trouble}") from trouble
        if answer.status in (200, 404):
            return answer
        now = self.clock.now()
        said = problems.trouble_from(answer, now)
        raise reasons.refusal_of_us(said, now) or BankSilent(f"{call.name}: {said.said()}")

    def let_down(self) -> None:
        """Who waits for a turn is told that nothing was sent."""
        self.limiter.let_down()
        self._line.let_down()

    async def close(self) -> None:
        """Let go of connections."""
        self.limiter.close()
        await self._line.close()

    def _slow_down(self, call: Call, answer: Answer) -> None:
        """A pause for all; a cap on bills alone, which lasts for hours, silences nothing else."""
        said = problems.trouble_from(answer, self.clock.now())
        if said.wait is None or reasons.merchants(said.code):
            return
        wait = min(said.wait, LONG_WAIT)
        log.warning("apipay %s: too many calls, silent for %s", call.name, wait)
        self.limiter.pause(wait.total_seconds())
