"""Asks HorizonPay: sends what ``codec`` builds, and tells what is no answer at all."""

from __future__ import annotations

from billing.errors import BankRefusesUs, BankSilent
from providers.horizonpay import codec, problems, reasons, wire
from providers.horizonpay.codec import Shop
from providers.horizonpay.wire import Transaction
from providers.http import Answer, Call, Line, LineError


class Asking:
    """The line, and who we are on it."""

    def __init__(self, line: Line, shop: Shop) -> None:
        self._line = line
        self.shop = shop
        self.patience = line.patience

    async def act(self, call: Call) -> Answer:
        """Whatever was answered. Raises ``LineError``, which says whether the bank may have acted."""
        return await self._line.send(call)

    async def shown(self, uid: str) -> Transaction:
        """One transaction. Raises ``BankError``; 404 is silence too: another shop's look so."""
        try:
            told = wire.one_from(await self._look(codec.show_call(self.shop, uid)))
        except wire.Garbled as garbled:
            raise BankSilent(f"transaction: {garbled}") from garbled
        if told.uid != uid:
            raise BankSilent("transaction: another one is shown")
        return told

    async def tracked(self, tracking_id: str) -> list[Transaction]:
        """All that has this id among its own, newest first; none is an empty list. Raises ``BankError``."""
        try:
            return wire.several_from(await self._look(codec.tracked_call(self.shop, tracking_id)))
        except wire.Garbled as garbled:
            raise BankSilent(f"tracked: {garbled}") from garbled

    def let_down(self) -> None:
        """Who waits for a turn is told that nothing was sent."""
        self._line.let_down()

    async def close(self) -> None:
        """Let go of connections."""
        await self._line.close()

    async def _look(self, call: Call) -> bytes:
        try:
            answer = await self._line.send(call)
        except LineError as trouble:
            raise BankSilent(f"{call.name}: {trouble}") from trouble
        if answer.status == 200:
            return answer.body
        said = problems.trouble_from(answer)
        if answer.status == 401 or (answer.status == 403 and said.readable):
            raise BankRefusesUs(said.said(), said.code, reasons.halt_of(said))
        raise BankSilent(f"{call.name}: {said.said()}")
