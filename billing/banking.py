"""Asking banks: bill, look, settle. No transaction is open while a bank is asked, and each method may be
interrupted at any point: whoever comes next finds in the books where things stand."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from billing import holding, paying, settling, telling
from billing.books import Books, Store, StoredDelivery
from billing.errors import BankRefusesUs, BankSilent
from billing.models import Payment, Refusal
from billing.ports import Bill, Clock, Ids, Keep, Observation, Provider, Rejected, Seen, Unknown
from billing.states import LIVE, PaymentState

log = logging.getLogger(__name__)

SILENCE_PAUSES = (2, 5, 15, 60, 300)  # seconds until a silent bank is asked again
DELIVERY_PAUSES = (1, 2, 5, 15, 60, 300, 900, 3600)
DELIVERY_LIFE = timedelta(hours=24)

_SHOWS: dict[Seen, frozenset[PaymentState]] = {
    Seen.PAID: frozenset({PaymentState.PAID}),
    Seen.AUTHORIZED: frozenset({PaymentState.AUTHORIZED, PaymentState.PAID}),
    Seen.REJECTED: frozenset(
        {PaymentState.REJECTED, PaymentState.EXPIRED, PaymentState.CANCELLED, PaymentState.PAID}
    ),
}


def shows(state: PaymentState, claim: Seen) -> bool:
    """Whether the payment already shows what a webhook claims; an unclear claim is content with a look."""
    return state in _SHOWS.get(claim, frozenset(PaymentState))


@dataclass(frozen=True, slots=True)
class Looked:
    """The end of asking once: the state now, whether it moved, and whether the bank answered."""

    state: PaymentState
    moved: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class Addresses:
    """How banks reach us: ``https://shop.example`` without a slash at the end."""

    public_url: str

    def hook(self, provider: str, token: str) -> str:
        """The callback address of one payment."""
        return f"{self.public_url}/webhooks/{provider}/{token}"


class Banking:
    """The one place from which banks are asked."""

    def __init__(
        self,
        store: Store,
        providers: Mapping[str, Provider],
        clock: Clock,
        ids: Ids,
        *,
        owner: str,
        addresses: Addresses,
    ) -> None:
        self.store = store
        self.providers = providers
        self.clock = clock
        self.ids = ids
        self.owner = owner
        self.addresses = addresses
        self._billing: set[int] = set()  # payments that are being billed right here

    # --- billing the payer

    async def ask(self, payment_id: int) -> None:
        """Bill the payer for a reserved payment, unless somebody else is at it."""
        if payment_id in self._billing:
            return
        self._billing.add(payment_id)
        try:
            failed = await self._ask(payment_id)
        finally:
            self._billing.discard(payment_id)
        if failed is not None:
            await self._afresh(failed)

    async def _ask(self, payment_id: int) -> Payment | None:
        """The payment, where the bank could not make a QR under its number."""
        now = self.clock.now()
        payment = await self.store.write(
            lambda books: paying.start_asking(books, payment_id, self.owner, now)
        )
        if payment is None or (provider := self.providers.get(payment.provider)) is None:
            return None
        bill = await self.bill(payment)
        outcome = await provider.create(bill, self._keeper(payment_id))
        if isinstance(outcome, Rejected | Unknown):
            log.warning("bank did not bill: payment=%s outcome=%s", payment_id, type(outcome).__name__)
        at = self.clock.now()

        def finish(books: Books) -> PaymentState | None:
            state = paying.record(books, payment_id, outcome, at)
            books.release_payment(payment_id, self.owner)
            return state

        await self.store.write(finish)
        return payment if isinstance(outcome, Rejected) and outcome.refusal is Refusal.QR_FAILED else None

    async def _afresh(self, failed: Payment) -> None:
        """The bank could not make a QR under this number: once more under a new one."""
        provider, now = self.providers[failed.provider], self.clock.now()

        def again(books: Books) -> int | None:
            refused = [p for p in books.payments_of(failed.invoice_id) if p.refusal is Refusal.QR_FAILED]
            if len(refused) % 2 == 0:
                return None
            reserved = paying.reserve(books, failed.invoice_id, provider, self.ids, self.owner, now)
            return reserved.payment.id if reserved.fresh else None

        payment_id = await self.store.write(again)
        if payment_id is not None:
            await self.ask(payment_id)

    def _keeper(self, payment_id: int) -> Keep:
        async def keep(secret: str, until: datetime) -> None:
            await self.store.write(
                lambda books: books.amend_payment(payment_id, access=secret, access_until=until)
            )

        return keep

    async def bill(self, payment: Payment) -> Bill:
        """All that the bank is told about a payment."""
        return await self.store.read(lambda books: self.bill_of(books, payment))

    def bill_of(self, books: Books, payment: Payment) -> Bill:
        """The same inside a transaction."""
        invoice = books.invoice(payment.invoice_id)
        if invoice is None:
            raise LookupError(f"payment {payment.id} has no invoice")
        hook = self.addresses.hook(payment.provider, payment.hook_token)
        return Bill(
            payment_id=payment.id,
            reference=payment.reference,
            amount=payment.amount,
            description=invoice.description,
            language=books.merchant.locale,
            account=str(invoice.number),
            paid_url=hook,
            failed_url=hook,
            created_at=payment.created_at,
            asked_at=payment.asked_at,
            access=payment.access,
            access_until=payment.access_until,
            expires_at=payment.expires_at,
            bank_id=payment.bank_id,
            phone=payment.phone or None,
            has_instruction=payment.instruction is not None,
        )

    # --- looking

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

    async def _fetch_and_apply(
        self,
        payment: Payment,
        claim: Seen | None = None,
        also: Callable[[Books, Looked], None] | None = None,
        bill: Bill | None = None,
    ) -> Looked:
        seen = await self._fetch(payment, claim, bill)
        at = self.clock.now()

        def write(books: Books) -> Looked:
            settled = self._apply(books, payment, seen, at)
            looked = Looked(settled.payment.state, settled.moved, answered=seen is not None)
            self._schedule(books, settled.payment, at, answered=looked.answered)
            if settled.payment.hold_asked_at is not None:
                holding.note(books, settled.payment, at)
            if also is not None:
                also(books, looked)
            return looked

        return await self.store.write_small(write, order=payment.id)

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
        provider = self.providers.get(payment.provider)
        if provider is None:
            return None
        try:
            return await provider.fetch(bill or await self.bill(payment), claim)
        except BankSilent as silence:
            log.info("bank silent: payment=%s %s", payment.id, silence)
        except BankRefusesUs as refusal:
            log.error("bank refuses us: provider=%s code=%s", payment.provider, refusal.code)
            await self.tell_refusal(payment.provider, refusal)
        return None

    async def tell_refusal(self, provider: str, refusal: BankRefusesUs) -> None:
        """Owners and managers hear once a day that a bank does not accept our keys or rights."""
        at = self.clock.now()
        values = {"bank": provider, "code": refusal.code, "refusal": Refusal.SETUP.value}
        cause = f"{provider}-{refusal.code}:{at:%Y%m%d}"
        await self.store.write(lambda books: telling.alert(books, "alert-bank-refuses", cause, values, at))

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
            next_look = at + timedelta(seconds=_pause(SILENCE_PAUSES, looks - 1))
        books.rest_payment(payment.id, self.owner, next_look, looks)
        if payment.state is PaymentState.UNKNOWN or not answered:
            settling.note_silence(books, payment, at)
        if next_look is None and payment.state in LIVE:
            settling.note_given_up(books, payment, at)

    async def _state(self, payment: Payment) -> PaymentState:
        now = await self.store.read(lambda books: books.payment(payment.id))
        return now.state if now else payment.state

    # --- settling a webhook

    async def settle(self, delivery: StoredDelivery) -> Looked | None:
        """Ask the bank whether a stored webhook is true; it stays due until the payment shows its claim."""

        def read(books: Books) -> tuple[Payment, Bill] | None:
            payment = books.payment(delivery.payment_id)
            return (payment, self.bill_of(books, payment)) if payment else None

        found = await self.store.read(read)
        if found is None:
            return None
        payment, bill = found
        if shows(payment.state, delivery.claim) and delivery.claim in _SHOWS:
            at = self.clock.now()
            await self.store.write_small(lambda books: books.finish_delivery(delivery.id, at))
            return Looked(payment.state, moved=False, answered=False)
        if payment.state is PaymentState.RESERVED and payment.asked_at is not None:
            payment = await self._mark_unknown(payment) or payment

        def finish(books: Books, looked: Looked) -> None:
            now = self.clock.now()
            if looked.answered and shows(looked.state, delivery.claim):
                books.finish_delivery(delivery.id, now)
            elif now - delivery.received_at > DELIVERY_LIFE:
                books.audit("delivery", delivery.id, "due", "denied", "bank", now)
                books.finish_delivery(delivery.id, now)
            else:
                pause = timedelta(seconds=_pause(DELIVERY_PAUSES, delivery.tries))
                books.postpone_delivery(delivery.id, now + pause)

        return await self._fetch_and_apply(payment, delivery.claim, finish, bill)


def _pause(pauses: tuple[int, ...], nth: int) -> int:
    return pauses[min(max(nth, 0), len(pauses) - 1)]
