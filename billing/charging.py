"""Asking banks to bill payers. No transaction is open while a bank is asked, and each method may be
interrupted at any point: whoever comes next finds in the books where things stand."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from billing import paying
from billing.books import Books, Store
from billing.models import Invoice, Merchant, Payment, Refusal
from billing.outages import Away
from billing.ports import Bill, Clock, Ids, Keep, Provider, Rejected, Unknown
from billing.states import PaymentState

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Addresses:
    """How banks reach us: ``https://shop.example`` without a slash at the end."""

    public_url: str

    def hook(self, provider: str, token: str) -> str:
        """The callback address of one payment."""
        return f"{self.public_url}/webhooks/{provider}/{token}"


class Charging:
    """Bills payers, each once."""

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
        self.away = Away(store)
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
        if isinstance(outcome, Rejected) and outcome.halt is not None:
            await self.away.refresh()
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
        return self.bills_of(books, [payment])[0]

    def bills_of(self, books: Books, payments: Sequence[Payment]) -> list[Bill]:
        """The same for several payments."""
        invoices = books.invoices_by_id([payment.invoice_id for payment in payments])
        return [self._bill(payment, invoices[payment.invoice_id], books.merchant) for payment in payments]

    def _bill(self, payment: Payment, invoice: Invoice, merchant: Merchant) -> Bill:
        hook = self.addresses.hook(payment.provider, payment.hook_token)
        return Bill(
            payment_id=payment.id,
            reference=payment.reference,
            amount=payment.amount,
            description=invoice.description,
            language=merchant.locale,
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
