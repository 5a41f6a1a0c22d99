"""Asking banks what became of payments; what they show is settled and the next look is set."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from billing import alarms, holding, outages, paying, settling
from billing.answers import Observation, Seen
from billing.books import Ahead, Books
from billing.charging import Charging
from billing.errors import BankError, BankRefusesUs
from billing.halts import Halt
from billing.models import Payment, Refusal
from billing.ports import Provider
from billing.questions import Bill
from billing.states import LIVE, PaymentState
from billing.troubles import Call

log = logging.getLogger(__name__)

T = TypeVar("T")

SILENCE_PAUSES = (2, 5, 15, 60, 300)  # seconds until a silent bank is asked again
WAITED_FOR = timedelta(minutes=10)  # so long a person may stand there
NOT_LONGER = 60  # seconds: then the bank is asked this often at least


@dataclass(frozen=True, slots=True)
class Looked:
    """The end of asking once: the state now, whether it moved, and whether the bank answered."""

    state: PaymentState
    moved: bool
    answered: bool


class Looking(Charging):
    """Looks at payments."""

    async def look(self, payment: Payment) -> Looked:
        """Go on with a payment: bill it if it was never sent, else ask the bank what became of it."""
        if payment.state is PaymentState.RESERVED and payment.asked_at is None:
            await self.ask(payment.id)
            state = await self._state(payment)
            return Looked(state, state is not payment.state, answered=True)
        if payment.state is PaymentState.RESERVED:
            if (lost := await self._mark_unknown(payment)) is None:
                return Looked(payment.state, moved=False, answered=False)
            payment = lost
        return await self._fetch_and_apply(payment)

    async def decided(self, payment_id: int) -> None:
        """Ask at once what a bank has decided while it took the bill."""
        payment = await self.store.read(lambda books: books.payment(payment_id))
        if payment is not None and payment.state is PaymentState.PENDING:
            await self._fetch_and_apply(payment)

    async def _mark_unknown(self, payment: Payment) -> Payment | None:
        """Asked, and nobody wrote the answer down: the process died or the line broke.

        ``None``: somebody is asking right now, and their answer is still to come.
        """
        if payment.id in self._billing:
            return None
        now = self.clock.now()

        def mark(books: Books) -> Payment | None:
            if not books.lease_payment(payment.id, self.owner, now, now + paying.ASK_LEASE):
                return None
            if books.move_payment(payment.id, paying.RESERVED, PaymentState.UNKNOWN):
                books.audit("payment", payment.id, payment.state, PaymentState.UNKNOWN, self.owner, now)
                books.redraw(payment.invoice_id, now)
            return books.payment(payment.id)

        return await self.store.write(mark)

    async def look_many(self, payments: Sequence[Payment]) -> list[Looked]:
        """The same for several payments of one bank, with as few calls as it takes; in their order.

        Of which one call does not tell, those are asked about alone, and each is written down as it comes.
        """
        together = [payment for payment in payments if payment.state is not PaymentState.RESERVED]
        seen = await self._fetch_many(together) if len(together) > 1 else {}

        async def one(payment: Payment) -> Looked:
            if seen is None and payment.state is not PaymentState.RESERVED:
                return await self._write_down(payment, None)
            told = seen.get(payment.id) if seen else None
            return await (self.look(payment) if told is None else self._write_down(payment, told))

        return list(await asyncio.gather(*map(one, payments)))

    async def _fetch_many(self, payments: Sequence[Payment]) -> Mapping[int, Observation] | None:
        async def fetch(provider: Provider) -> Mapping[int, Observation]:
            bills = await self.store.read(lambda books: self.bills_of(books, payments))
            return await provider.fetch_many(bills)

        return await self.answer(payments[0].provider, fetch, f"payments={len(payments)}")

    async def _fetch_and_apply(
        self,
        payment: Payment,
        claim: Seen | None = None,
        also: Callable[[Books, Looked], None] | None = None,
        bill: Bill | None = None,
    ) -> Looked:
        return await self._write_down(payment, await self._fetch(payment, claim, bill), also)

    async def _write_down(
        self,
        payment: Payment,
        seen: Observation | None,
        also: Callable[[Books, Looked], None] | None = None,
    ) -> Looked:
        at = self.clock.now()

        def write(books: Books) -> Looked:
            settled = self._apply(books, payment, seen, at)
            if settled.moved and seen is not None and seen.halt is not None:
                outages.begin(books, payment.provider, seen.halt, at, asked_at=payment.asked_at)
            looked = Looked(settled.payment.state, settled.moved, answered=seen is not None)
            self._schedule(books, settled.payment, at, answered=looked.answered)
            if settled.payment.hold_asked_at is not None:
                holding.note(books, settled.payment, at)
            if also is not None:
                also(books, looked)
            return looked

        looked = await self.store.write_small(write, about=_ahead(payment, seen))
        if seen is not None and seen.halt is not None:
            await self.away.refresh()
        return looked

    def _apply(
        self, books: Books, payment: Payment, seen: Observation | None, at: datetime
    ) -> settling.Settled:
        """Without an answer, an earlier weak claim may have waited long enough."""
        fresh = books.payment(payment.id) or payment
        if seen is not None:
            return settling.apply(books, fresh, seen, self.ids, at)
        return settling.count_claim(books, fresh, self.ids, at)

    async def _fetch(
        self, payment: Payment, claim: Seen | None, bill: Bill | None = None
    ) -> Observation | None:
        async def fetch(provider: Provider) -> Observation:
            return await provider.fetch(bill or await self.bill(payment), claim)

        return await self.answer(payment.provider, fetch, f"payment={payment.id}")

    async def answer(self, slug: str, ask: Callable[[Provider], Awaitable[T]], about: str) -> T | None:
        """What a bank answers; ``None``: it is not switched on, is silent, or refuses us, which is told."""
        provider = self.providers.get(slug)
        if provider is None:
            return None
        try:
            answer = await ask(provider)
        except BankRefusesUs as refusal:
            log.error("bank refuses us: provider=%s code=%s", slug, refusal.code)
            await self.tell_refusal(slug, refusal)
        except BankError as silence:
            log.info("bank silent: provider=%s %s %s", slug, about, silence)
        else:
            await self.served(slug, Call.LOOK)
            return answer
        return None

    async def tell_refusal(self, provider: str, refusal: BankRefusesUs, call: Call = Call.LOOK) -> None:
        """Owners and managers hear that a bank does not accept our keys or rights, once while it lasts.

        Where it bills nobody for that, it is off the cards as well, and they hear of that.
        """
        if refusal.halt is not None:
            await self.halted(provider, refusal.halt)
            return
        at, why = self.clock.now(), Refusal.SETUP.value
        await self.store.write(
            lambda books: alarms.note_refused(books, provider, call, refusal.code, why, at)
        )
        await self.away.refresh()

    async def halted(self, provider: str, halt: Halt) -> None:
        """A bank bills nobody: off the cards."""
        at = self.clock.now()
        await self.store.write(lambda books: outages.begin(books, provider, halt, at))
        await self.away.refresh()

    def _schedule(self, books: Books, payment: Payment, at: datetime, *, answered: bool) -> None:
        """Set when to ask again."""
        if payment.id in self._billing:
            return  # the bill is on its way: the lease is its own, and so is what comes next
        looks = 0 if answered else payment.looks + 1
        if payment.state is PaymentState.RESERVED:
            next_look: datetime | None = at
        elif answered:
            next_look = self.providers[payment.provider].next_look(payment, at)
        else:
            pause = pause_of(SILENCE_PAUSES, looks - 1)
            young = at - payment.created_at < WAITED_FOR
            next_look = at + timedelta(seconds=min(pause, NOT_LONGER) if young else pause)
        books.rest_payment(payment.id, self.owner, next_look, looks)
        if payment.state is PaymentState.UNKNOWN or not answered:
            settling.note_silence(books, payment, at)
        if next_look is None and payment.state in LIVE:
            settling.note_given_up(books, payment, at)

    async def _state(self, payment: Payment) -> PaymentState:
        now = await self.store.read(lambda books: books.payment(payment.id))
        return now.state if now else payment.state


def _ahead(payment: Payment, seen: Observation | None) -> Ahead:
    """What settling this will read; only money that has come is worth the locks of a whole group."""
    if seen is None or seen.seen is not Seen.PAID or payment.state is PaymentState.PAID:
        return Ahead(payment.id)
    return Ahead(payment.id, payment.invoice_id)


def pause_of(pauses: tuple[int, ...], nth: int) -> int:
    """The nth of growing pauses, the last for ever."""
    return pauses[min(max(nth, 0), len(pauses) - 1)]
