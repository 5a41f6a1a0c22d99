"""The desk where invoices are paid: by which bank, asked when, and what a check by hand found."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from datetime import datetime
from enum import StrEnum

from billing import cards, invoicing, keeping, particulars, paying, pushes
from billing.banking import Banking
from billing.books import Ahead, Books
from billing.errors import (
    BankAway,
    BankOff,
    BillingError,
    Closed,
    NoBank,
    NotFound,
    PageWanted,
    ParticularsWanted,
)
from billing.models import Invoice, Merchant, Payment, Person, Place
from billing.money import Money
from billing.ports import Provider
from billing.states import LIVE, InvoiceState, PaymentState
from billing.viewing import Viewing
from billing.visits import NAMES as BY_VISIT
from billing.visits import Returns, Visit

Spawn = Callable[[Coroutine[object, object, object]], None]
"""Runs work beside the caller; it is awaited before the program ends."""


class Checked(StrEnum):
    """What a check by hand found."""

    PAID = "paid"
    NOTHING = "nothing"  # the bank sees no payment yet
    PROGRESS = "progress"  # scanned or held: the payer is at it
    DECLINED = "declined"
    ENDED = "ended"  # this QR is over, another may be made
    UNKNOWN = "unknown"  # the bank has not told
    CLOSED = "closed"  # the invoice is cancelled or over


class PayDesk(Viewing):
    """One call for one wish of who pays. Raises ``BillingError`` for what is refused."""

    def __init__(self, banking: Banking, spawn: Spawn) -> None:
        super().__init__(banking)
        self.ids = banking.ids
        self.spawn = spawn
        self.returns = Returns()

    @property
    @abstractmethod
    def merchant(self) -> Merchant:
        """The shop as it is now."""

    async def pay(
        self,
        invoice_id: int,
        provider: str | None = None,
        *,
        phone: str = "",
        keeper: Person | None = None,
        below: tuple[Person, Place] | None = None,
        visit: Visit | None = None,
        source: str = "",
    ) -> Payment:
        """The living payment of the invoice at this bank, or a new one. ``Closed``: there is nothing to pay.

        ``below`` brings the card of this person down to the end of the chat: the QR comes there. ``phone``
        (E.164) is whom the bank bills; ``PhoneWanted``, ``PhoneForeign``. ``keeper``: the customer, who lets
        us keep the method; ``NotAllowed`` for others. ``visit``: how the payer came to our page, told to a
        bank that has a page, too; ``PageWanted`` where it demands that, ``ParticularsWanted`` where it
        demands to know more of the customer. ``BankAway``: it bills nobody now; ``BankOff``: the shop takes
        nothing new by it. ``source`` is the tap or the
        message: the same one, handled again, finds what it has made, also where that is over.
        """
        at = self.clock.now()
        invoice = await self.store.read(lambda books: books.invoice(invoice_id))
        if invoice is None:
            raise NotFound
        way = self.banking.providers.get(provider) if provider else self._usual_way(invoice.amount)
        if way is None or not cards.takes(way, invoice.amount):  # also by an old button
            raise NoBank
        if way.slug in self.banking.off:
            await self._unless_billed(invoice_id, way.slug, at, BankOff(), keeps=keeper is not None)
        if way.slug in self.banking.away.at(at):
            await self._unless_billed(invoice_id, way.slug, at, BankAway(), keeps=keeper is not None)
        pushes.suits(phone, way.capabilities)
        await self._told_enough(invoice, way, visit, keeps=keeper is not None)

        def write(books: Books) -> paying.Reservation:
            keep_for = keeping.may_keep(books, invoice_id, keeper, way) if keeper else None
            terms = paying.Terms(phone, keep_for, source=source)
            reserved = paying.reserve(books, invoice_id, way, self.ids, self.banking.owner, at, terms)
            if below is not None:
                invoicing.show_to(books, invoice_id, *below, at, afresh=True)
            if reserved.fresh:
                books.redraw(invoice_id, at + invoicing.CARD_PATIENCE)
            return reserved

        reserved = await self.store.write(write)
        if reserved.fresh:
            self.ask_soon(reserved.payment.id, visit)
        return reserved.payment

    async def renew(
        self, invoice_id: int, provider: str | None = None, *, visit: Visit | None = None, source: str = ""
    ) -> Payment:
        """A new QR. Where the bank has not ended the old one yet, it is asked first."""
        await self.check(invoice_id)
        before = (await self.view(invoice_id)).payment
        way = provider or (self.bank_anew(before) if before else None)
        phone = before.phone if before and before.provider == way else ""
        return await self.pay(invoice_id, way, phone=phone, visit=visit, source=source)

    def bank_anew(self, before: Payment) -> str:
        """By which bank a new QR comes after this one: the same, unless it is off and nothing lives there."""
        lives = before.state in LIVE and not before.cancel_wished
        if before.provider not in self.banking.off or lives:
            return before.provider
        usual = self._usual_way(before.amount)
        return usual.slug if usual is not None else before.provider

    async def check(self, invoice_id: int) -> Checked:
        """Ask the bank now, by hand."""
        view = await self.view(invoice_id)
        payment = view.payment
        if view.invoice.state is InvoiceState.PAID or (payment and payment.state is PaymentState.PAID):
            return Checked.PAID
        if payment is None:
            return Checked.NOTHING if view.invoice.state is InvoiceState.OPEN else Checked.CLOSED
        looked = await self.banking.look(payment)
        await self._look_at_others(view)
        at = self.clock.now()

        def note(books: Books) -> Payment | None:
            books.amend_payment(payment.id, checked_at=at)
            books.redraw(invoice_id, at)
            return books.payment(payment.id)

        after = await self.store.write_small(note, about=Ahead(payment.id))
        return _checked(view.invoice, after or payment, answered=looked.answered)

    async def came_back(self, invoice_id: int) -> None:
        """Somebody is back from a bank's page: it is asked, every few seconds at most; nobody is billed."""
        view, at = await self.view(invoice_id), self.clock.now()
        for payment in view.payments:
            sent_there = payment.provider in view.redirecting and payment.instruction is not None
            if sent_there and payment.state is not PaymentState.PAID and self.returns.take(payment.id, at):
                await self.banking.look(payment)

    # --- which bank

    def ways(self, amount: Money) -> list[Provider]:
        """The banks that take this amount now."""
        shut = {*self.banking.away.at(self.clock.now()), *self.banking.off}
        banks = self.banking.providers.values()
        return [bank for bank in banks if bank.slug not in shut and cards.takes(bank, amount)]

    def way_at_once(self, amount: Money) -> Provider | None:
        """The one that bills without being asked to: the shop's usual one, or there is nothing to choose."""
        ways = self.ways(amount)
        first = self._first(ways)
        if first is not None and not cards.must_ask(first):
            return first
        return ways[0] if len(ways) == 1 and not cards.asks_first(ways[0]) else None

    def _usual_way(self, amount: Money) -> Provider | None:
        """Where nobody has said by which bank."""
        ways = self.ways(amount)
        return self._first(ways) or (ways[0] if len(ways) == 1 else None)

    def _first(self, ways: Iterable[Provider]) -> Provider | None:
        return next((way for way in ways if way.slug == self.merchant.rules.first_bank), None)

    def way_by_phone(self, amount: Money) -> Provider | None:
        """The bank that bills this amount by phone, if there is one."""
        return next((way for way in self.ways(amount) if way.capabilities.needs_phone), None)

    # --- inside

    async def _bill_unasked(self, invoice: Invoice) -> None:
        """A QR at once, where there is nothing to choose."""
        if self.way_at_once(invoice.amount) is not None:
            with suppress(Closed):  # somebody else was quicker, or the invoice ended just now
                await self.pay(invoice.id)

    async def _told_enough(
        self, invoice: Invoice, way: Provider, visit: Visit | None, *, keeps: bool
    ) -> None:
        """Raises ``ParticularsWanted`` or ``PageWanted``, unless its bill stands."""
        wants = way.capabilities.wants
        if not wants:
            return

        def read(books: Books) -> tuple[str, ...] | None:
            if paying.stands(books, invoice.id, way.slug, keeps=keeps):
                return None
            known = particulars.known(books, invoice.customer_id, wants)
            return particulars.missing(known, wants)

        missing = await self.store.read(read)
        if missing:
            raise ParticularsWanted(missing)
        if missing is not None and visit is None and wants & BY_VISIT:
            raise PageWanted

    async def _unless_billed(
        self, invoice_id: int, slug: str, at: datetime, refusal: BillingError, *, keeps: bool
    ) -> None:
        """The refusal, unless its bill stands; the button is from before, so the card is drawn anew."""

        def write(books: Books) -> bool:
            books.redraw(invoice_id, at)
            return paying.stands(books, invoice_id, slug, keeps=keeps)

        if not await self.store.write(write):
            raise refusal

    async def _look_at_others(self, view: cards.CardView) -> None:
        """Where a second way was tried, money may come there as well."""
        shown = view.payment.id if view.payment else None
        for payment in view.payments:
            if payment.state in LIVE and payment.id != shown:
                await self.banking.look(payment)

    def _reserve(self, books: Books, invoice_id: int, way: Provider, at: datetime, phone: str) -> int | None:
        whom = phone if way.capabilities.needs_phone else ""
        terms = paying.Terms(whom)
        reserved = paying.reserve(books, invoice_id, way, self.ids, self.banking.owner, at, terms)
        return reserved.payment.id if reserved.fresh else None

    def ask_soon(self, payment_id: int | None, visit: Visit | None = None) -> None:
        """Bill the payer of what was just reserved, beside the caller; nothing where nothing was."""
        if payment_id is not None and visit is not None:
            self.banking.visits.note(payment_id, visit)
        if payment_id is not None:
            self.spawn(self.banking.ask(payment_id))


def _checked(invoice: Invoice, payment: Payment, *, answered: bool) -> Checked:
    match payment.state:
        case PaymentState.PAID:
            return Checked.PAID
        case PaymentState.UNKNOWN | PaymentState.RESERVED:
            return Checked.UNKNOWN
        case PaymentState.REJECTED:
            return Checked.DECLINED
        case PaymentState.AUTHORIZED:
            return Checked.PROGRESS
        case PaymentState.EXPIRED | PaymentState.CANCELLED:
            return Checked.ENDED if invoice.state is InvoiceState.OPEN else Checked.CLOSED
        case PaymentState.PENDING if payment.step is not None:
            return Checked.PROGRESS
    return Checked.NOTHING if answered else Checked.UNKNOWN
