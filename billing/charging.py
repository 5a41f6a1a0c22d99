"""Asking banks to bill payers. No transaction is open while a bank is asked, and each method may be
interrupted at any point: whoever comes next finds in the books where things stand."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from billing import alarms, keeping, leave, particulars, paying
from billing.answers import (
    LINES_REFUSED,
    Accepted,
    Outcome,
    Rejected,
    Unknown,
)
from billing.books import Books, Store
from billing.catalog import bills
from billing.errors import BankOff, Refused
from billing.models import Invoice, Merchant, Payment, Refusal
from billing.outages import Away
from billing.people import reads
from billing.ports import (
    Clock,
    Ids,
    Keep,
    Provider,
)
from billing.questions import Bill, BillLine
from billing.states import PaymentState
from billing.troubles import Call
from billing.visits import Visits

log = logging.getLogger(__name__)

_GONE = Rejected(Refusal.METHOD_GONE, text="the kept method is gone: nothing was sent")


@dataclass(frozen=True, slots=True)
class Addresses:
    """How banks reach us: ``https://shop.example`` without a slash at the end."""

    public_url: str

    def hook(self, provider: str, token: str) -> str:
        """The callback address of one payment."""
        return f"{self.public_url}/webhooks/{provider}/{token}"

    def signed_hook(self, provider: str) -> str:
        """The one callback address of a bank that signs what it reports."""
        return f"{self.public_url}/webhooks/{provider}"

    def page(self, token: str) -> str:
        """Where a bank sends the payer of an invoice back to."""
        return f"{self.public_url}/pay/{token}/return"


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
        self.off: frozenset[str] = frozenset()  # banks by which the shop takes nothing new
        self.visits = Visits()
        self._billing: set[int] = set()  # payments that are being billed right here

    # --- billing the payer

    async def ask(self, payment_id: int) -> None:
        """Bill the payer for a reserved payment, unless somebody else is at it."""
        if payment_id in self._billing:
            return
        self._billing.add(payment_id)
        try:
            asked = await self._ask(payment_id)
        finally:
            self._billing.discard(payment_id)
        if asked is not None:
            await self._follow(*asked)

    async def decided(self, payment_id: int) -> None:
        """The bank knows the end already. Who only bills leaves it to the next look, which is due."""

    async def _follow(self, payment: Payment, outcome: Outcome) -> None:
        """What an answer calls for at once, besides being written down."""
        if isinstance(outcome, Rejected) and outcome.refusal is Refusal.QR_FAILED:
            await self._afresh(payment)
        elif isinstance(outcome, Rejected) and outcome.code.startswith(LINES_REFUSED):
            await self._by_amount(payment)
        elif isinstance(outcome, Accepted) and outcome.decided:
            await self.decided(payment.id)

    async def _ask(self, payment_id: int) -> tuple[Payment, Outcome] | None:
        """The payment as it was asked for, and what the bank answered; ``None``: not asked."""
        now = self.clock.now()

        def begin(books: Books) -> tuple[Payment | None, tuple[BillLine, ...]]:
            payment = paying.start_asking(books, payment_id, self.owner, now)
            lines = payment is not None and self._takes_lines(payment.provider)
            return payment, bills.choose_lines(books, payment) if payment and lines else ()

        payment, lines = await self.store.write(begin)
        if payment is None or (provider := self.providers.get(payment.provider)) is None:
            return None
        sent = payment
        bill = await self.store.read(lambda books: self._bill_to_send(books, sent, provider))
        bill = replace(bill, lines=lines) if bill is not None and lines else bill
        with leave.lasting(self.clock, now + paying.ASK_LEASE):
            outcome = await provider.create(bill, self._keeper(payment_id)) if bill is not None else _GONE
        if isinstance(outcome, Rejected | Unknown):
            log.warning("bank did not bill: payment=%s outcome=%s", payment_id, type(outcome).__name__)
        at = self.clock.now()

        def finish(books: Books) -> PaymentState | None:
            state = paying.record(books, sent, outcome, at)
            books.release_payment(payment_id, self.owner)
            return state

        if await self.store.write(finish) not in {None, PaymentState.UNKNOWN}:
            self.visits.forget(payment_id)
        if isinstance(outcome, Rejected):
            await self.away.refresh()
        elif isinstance(outcome, Accepted):
            await self.served(payment.provider, Call.BILL)
        return payment, outcome

    async def served(self, provider: str, call: Call) -> None:
        """The bank did what we called for; that is written down only where it was refused before."""
        if not self.away.refuses(provider, call):
            return
        at = self.clock.now()
        await self.store.write_small(lambda books: alarms.note_worked(books, provider, call, at))

    async def _afresh(self, failed: Payment) -> None:
        """The bank could not make a QR under this number: once more under a new one."""
        provider, now = self.providers[failed.provider], self.clock.now()

        def again(books: Books) -> int | None:
            refused = [p for p in books.payments_of(failed.invoice_id) if p.refusal is Refusal.QR_FAILED]
            if len(refused) % 2 == 0:
                return None
            with suppress(Refused, BankOff):  # ended meanwhile, or the bank was turned off
                reserved = paying.reserve(books, failed.invoice_id, provider, self.ids, self.owner, now)
                return reserved.payment.id if reserved.fresh else None
            return None

        payment_id = await self.store.write(again)
        if payment_id is not None:
            await self.ask(payment_id)

    async def _by_amount(self, refused: Payment) -> None:
        """The bank did not take the lines: the next bill is made by its amount, see ``bills.spoilt``."""
        provider, now = self.providers[refused.provider], self.clock.now()
        terms = paying.Terms(phone=refused.phone, keep_for=refused.keep_for)

        def again(books: Books) -> int | None:
            with suppress(Refused, BankOff):  # ended meanwhile, or its number was called too often
                reserved = paying.reserve(
                    books, refused.invoice_id, provider, self.ids, self.owner, now, terms
                )
                return reserved.payment.id if reserved.fresh else None
            return None

        payment_id = await self.store.write(again)
        if payment_id is not None:
            await self.ask(payment_id)

    def _takes_lines(self, slug: str) -> bool:
        provider = self.providers.get(slug)
        return provider is not None and provider.capabilities.bills_lines

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

    def _bill_to_send(self, books: Books, payment: Payment, provider: Provider) -> Bill | None:
        """In the customer's language, with what the bank may know of them, and with what it is to charge.

        ``None``: the kept method that it was to charge is gone, and nobody agreed to another way.
        """
        invoice = books.invoices_by_id([payment.invoice_id])[payment.invoice_id]
        bill = self._bill(payment, invoice, books.merchant)
        if (person := books.person(invoice.customer_id) if invoice.customer_id else None) is not None:
            bill = replace(bill, language=reads(person, bill.language))
            if provider.capabilities.redirects:
                known = particulars.known(books, person.id, provider.capabilities.wants)
                bill = replace(bill, payer=known)
        if provider.capabilities.redirects:
            bill = replace(bill, payer=replace(bill.payer, **self.visits.of(payment.id).facts()))
        if payment.method_id is None:
            return bill
        token = keeping.token_to_charge(books, payment, invoice)
        return replace(bill, saved=token) if token else None

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
            key=str(uuid5(NAMESPACE_URL, payment.hook_token)),
            page_url=self.addresses.page(invoice.token),
            notify_url=self.addresses.signed_hook(payment.provider),
            keep=payment.keep_for is not None,
            discount=invoice.discount,
        )
