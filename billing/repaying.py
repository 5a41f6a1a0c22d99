"""Asking banks to send money back, about held money, to take bills back. No transaction is open meanwhile.

A refund is sent in four steps, each of which may be the last before a crash: ask what was returned so far,
commit that figure together with the intent to send, send, record the answer. Whoever comes next finds in the
books whether it was sent; if so, only the bank's figures move it.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from billing import holding, leave, refunding, returned, withdrawing
from billing.answers import (
    Declined,
    Observation,
    RefundOutcome,
    Seen,
    Unreachable,
)
from billing.banking import Banking
from billing.books import Books
from billing.catalog import returning
from billing.models import Payment, Refund, RefundRefusal
from billing.money import Money
from billing.ports import Provider
from billing.questions import Bill, Repayment
from billing.states import UNDER_WAY, Hold, RefundState

log = logging.getLogger(__name__)

_SCHEDULE = (
    (timedelta(minutes=2), timedelta(seconds=5)),
    (timedelta(minutes=20), timedelta(seconds=30)),
    (timedelta(hours=2), timedelta(minutes=5)),
    (timedelta(days=3), timedelta(hours=1)),
)
"""Until this age of a refund the bank is asked this often; later daily, for as long as it is open."""

_AFTER_FAILURE = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=24))
"""What failed may have come about after all: looked at again so long after."""


def next_look(refund: Refund, now: datetime) -> datetime | None:
    """When to ask about a refund again; ``None``: no more."""
    if refund.state is RefundState.FAILED and refund.asked_at is not None:
        since = refund.settled_at or refund.asked_at
        return next((since + pause for pause in _AFTER_FAILURE if since + pause > now), None)
    if refund.state not in UNDER_WAY:
        return None
    if refund.asked_at is None:
        return refund.next_look if refund.next_look and refund.next_look > now else now
    age = now - refund.asked_at
    return now + next((pause for until, pause in _SCHEDULE if age < until), timedelta(days=1))


class Repaying:
    """The one place from which money is sent back."""

    def __init__(self, banking: Banking) -> None:
        self.banking = banking
        self.store = banking.store
        self.clock = banking.clock
        self.owner = banking.owner
        self._sending: set[int] = set()  # refunds that are being sent right here

    async def send(self, refund_id: int) -> None:
        """Send a refund that was asked for, unless it was sent before or somebody else is at it."""
        if refund_id in self._sending:
            return
        self._sending.add(refund_id)
        try:
            await self._send(refund_id)
        finally:
            self._sending.discard(refund_id)

    async def look(self, refund: Refund) -> None:
        """Go on with a refund: send it if it was never sent, else ask the bank what became of it."""
        if refund.id in self._sending:
            return
        if refund.state is RefundState.REQUESTED and refund.asked_at is None:
            await self.send(refund.id)
            return
        if refund.state is RefundState.REQUESTED:
            lost = await self._lost(refund)
            if lost is None:
                return
            refund = lost
        await self._fetch_and_apply(refund)

    async def _lost(self, refund: Refund) -> Refund | None:
        """Nobody wrote the answer down; ``None``: another process is sending it right now."""
        at = self.clock.now()

        def write(books: Books) -> Refund | None:
            return returned.lose(books, refund, at) if self._holds(books, refund, at) else None

        return await self.store.write(write)

    async def account(self, payment: Payment) -> Observation | None:
        """Ask what the bank returned of a payment, also by itself, and write down what is new.

        ``None``: the bank was silent, or spoke of another operation.
        """
        seen = await self._balance(payment)
        at = self.clock.now()
        if seen is None or seen.bank_id not in (None, payment.bank_id):
            return None
        if (total := seen.returned) is not None:
            await self.store.write(lambda books: returned.account_for(books, payment, total, at))
        return seen

    # --- held money

    async def tell_hold(self, payment: Payment) -> None:
        """Tell the bank what was decided about held money, then ask what became of it."""
        provider = self.banking.providers.get(payment.provider)
        if payment.hold_wish is None or provider is None:
            return
        at = self.clock.now()
        asked = await self.store.write(lambda books: holding.begin(books, payment, self.owner, at))
        if asked:
            call = provider.capture if payment.hold_wish is Hold.CAPTURE else provider.release
            bill = await self.banking.bill(payment)
            with leave.lasting(self.clock, at + holding.PATIENCE):
                outcome = await call(bill)
        fresh = await self.store.read(lambda books: books.payment(payment.id))
        await self.banking.look(fresh or payment)
        if asked and isinstance(outcome, Declined | Unreachable):
            log.warning("bank did not %s: payment=%s", payment.hold_wish, payment.id)
            await self.store.write(lambda books: holding.refused(books, payment, at, outcome.text))

    # --- bills that nobody should pay any more

    def to_withdraw(self, payment: Payment) -> bool:
        """Whether the bank is to be asked now to take the bill back."""
        provider = self.banking.providers.get(payment.provider)
        can = provider is not None and provider.capabilities.cancel
        return withdrawing.due(payment, self.clock.now(), can=can)

    async def withdraw(self, payment: Payment) -> None:
        """Ask, then look what became of it. Asking twice does no harm: what is paid is not taken back."""
        provider, at = self.banking.providers[payment.provider], self.clock.now()
        await self.store.write(lambda books: books.amend_payment(payment.id, cancel_asked_at=at))
        outcome = await provider.cancel(await self.banking.bill(payment))
        log.info("cancel payment=%s: %s", payment.id, type(outcome).__name__)
        if isinstance(outcome, Unreachable):
            await self.store.write(lambda books: books.amend_payment(payment.id, cancel_asked_at=None))
        await self._note_halt(provider, outcome)
        fresh = await self.store.read(lambda books: books.payment(payment.id))
        await self.banking.look(fresh or payment)

    async def _note_halt(self, provider: Provider, outcome: RefundOutcome) -> None:
        """A bank that takes no word about money now bills nobody either."""
        if isinstance(outcome, Declined) and outcome.halt is not None:
            await self.banking.halted(provider.slug, outcome.halt)

    # --- sending

    async def _send(self, refund_id: int) -> None:
        now = self.clock.now()
        refund = await self.store.write(lambda books: refunding.start(books, refund_id, self.owner, now))
        if refund is None:
            return
        payment = await self.store.read(lambda books: books.payment(refund.payment_id))
        provider = self.banking.providers.get(payment.provider) if payment else None
        if payment is None or provider is None:
            await self._finish(refund, Unreachable("the bank is not switched on"))
            return
        seen = await self._balance(payment)
        if isinstance(seen, Observation) and (why := _not_now(seen)) is not None:
            await self._finish(refund, why)
        elif seen is None or seen.returned is None:
            await self._finish(refund, Unreachable("the bank does not say what was returned so far"))
        elif (cleared := await self._cleared(refund, payment, seen, seen.returned)) is not None:
            await self._sent(provider, cleared, payment.id)

    def _holds(self, books: Books, refund: Refund, at: datetime) -> bool:
        """Whether it is still for us to send: who stood still for long finds that another has taken over."""
        until = at + refunding.ASK_LEASE
        return refunding.is_ours(books, refund) and books.lease_refund(refund.id, self.owner, at, until)

    async def _cleared(
        self, refund: Refund, payment: Payment, seen: Observation, so_far: Money
    ) -> Refund | None:
        """Commit that from now on the bank may know; the refund as it is sent."""
        at = self.clock.now()

        def write(books: Books) -> Refund | None:
            if not self._holds(books, refund, at):
                return None
            if payment.bank_id is not None and seen.bank_id not in (None, payment.bank_id):
                why = Declined(RefundRefusal.NOT_CHARGED, text="the bank shows another operation")
                returned.fail(books, refund, why, at)
                return None
            if payment.bank_id is None and seen.bank_id is not None:
                if books.bank_id_bound(payment.provider, seen.bank_id, payment.id):
                    why = Declined(RefundRefusal.NOT_CHARGED, text="the operation belongs to another payment")
                    returned.fail(books, refund, why, at)
                    return None
                books.amend_payment(payment.id, bank_id=seen.bank_id)
            cleared = refunding.clear_to_send(books, refund, payment, so_far, at)
            if cleared is None:
                books.rest_refund(refund.id, self.owner, None, 0)
            return cleared

        return await self.store.write(write)

    async def _sent(self, provider: Provider, refund: Refund, payment_id: int) -> None:
        """Asleep between its leave and the call, it finds out before the bank does."""
        repayment = await self.store.read(lambda books: self._repayment(books, refund.id))
        if repayment is None:
            raise LookupError(f"refund {refund.id} has no payment {payment_id}")
        assert refund.asked_at is not None  # by which it is cleared
        with leave.lasting(self.clock, refund.asked_at + refunding.ASK_LEASE):
            outcome = await provider.refund(repayment)
        await self._finish(refund, outcome)
        await self._note_halt(provider, outcome)

    async def _finish(self, refund: Refund, outcome: RefundOutcome) -> None:
        if not isinstance(outcome, Declined):
            log.info("refund %s: %s", refund.id, type(outcome).__name__)
        at = self.clock.now()

        def write(books: Books) -> None:
            refunding.record(books, refund, outcome, at)
            self._schedule(books, refund.id, at)

        await self.store.write(write)

    # --- looking

    async def _fetch_and_apply(self, refund: Refund) -> None:
        repayment = await self.store.read(lambda books: self._repayment(books, refund.id))
        payment = await self.store.read(lambda books: books.payment(refund.payment_id))
        if repayment is None or payment is None:
            return
        seen = await self.banking.answer(
            payment.provider, lambda bank: bank.fetch_refund(repayment), f"refund={refund.id}"
        )
        at = self.clock.now()

        def write(books: Books) -> None:
            books.invoice(refund.invoice_id, lock=True)
            fresh = books.refund(refund.id)
            if seen is not None and fresh is not None:
                returned.apply(books, fresh, payment, seen, at)
            self._schedule(books, refund.id, at)

        await self.store.write(write)

    async def _balance(self, payment: Payment) -> Observation | None:
        async def balance(provider: Provider) -> Observation:
            return await provider.balance(await self.store.read(lambda books: self._bill(books, payment)))

        return await self.banking.answer(payment.provider, balance, f"balance of payment={payment.id}")

    def _bill(self, books: Books, payment: Payment) -> Bill:
        """Of the money that came, which may be other than was asked for: the bank's figures speak of it."""
        return replace(self.banking.bill_of(books, payment), amount=payment.taken or payment.amount)

    def _schedule(self, books: Books, refund_id: int, at: datetime) -> None:
        """Let go of it until the next look."""
        refund = books.refund(refund_id)
        if refund is None:
            return
        returned.note_silence(books, refund, at)
        books.rest_refund(refund_id, self.owner, next_look(refund, at), refund.looks + 1)

    def _repayment(self, books: Books, refund_id: int) -> Repayment | None:
        refund = books.refund(refund_id)
        payment = books.payment(refund.payment_id) if refund else None
        if refund is None or payment is None:
            return None
        money = returned.sums(payment, [r for r in books.refunds_of(payment.id) if r.id != refund.id])
        return Repayment(
            refund_id=refund.id,
            key=refund.key,
            bill=self._bill(books, payment),
            amount=refund.amount,
            taken=money.taken,
            before=refund.before or Money(0, refund.amount.currency),
            whole=refund.amount == money.taken and money.returned.minor == 0,
            purpose=refund.reason,
            asked_at=refund.asked_at,
            bank_id=refund.bank_id,
            lines=returning.told(books, refund, payment),
        )


def _not_now(seen: Observation) -> Declined | Unreachable | None:
    """Why the bank would not give this money back: it is only held, or was never taken."""
    match seen.seen:
        case Seen.PAID:
            return None
        case Seen.PENDING | Seen.UNCLEAR:
            return Unreachable(f"the bank says {seen.word or seen.seen}")
    return Declined(RefundRefusal.NOT_CHARGED, text=seen.word)
