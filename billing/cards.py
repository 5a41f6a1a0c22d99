"""What a card shows: the invoice, the payment that counts now, and what its reader may do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from billing import keeping
from billing.books import Books
from billing.catalog.models import Line, Piece
from billing.catalog.returning import went_back
from billing.kept import KeptMethod
from billing.models import Attention, Invoice, Merchant, Payment, Refund
from billing.money import Money
from billing.particulars import known, missing
from billing.ports import Provider
from billing.receipts.checking import code_of
from billing.returned import Sums, completed, sums
from billing.split import dividing
from billing.split.models import Share
from billing.states import LIVE, InvoiceState, PaymentState, RefundState
from billing.subscriptions.banking import is_adopted
from billing.visits import NAMES as BY_VISIT

_PROPOSALS = frozenset({RefundState.PROPOSED, RefundState.DECLINED})


@dataclass(frozen=True, slots=True)
class CardView:
    """Everything that a card, a payment page or a receipt is drawn from."""

    merchant: Merchant
    invoice: Invoice
    payment: Payment | None
    attentions: tuple[Attention, ...]
    at: datetime
    payments: tuple[Payment, ...] = ()
    refunds: tuple[Refund, ...] = ()
    pieces: Mapping[int, tuple[Piece, ...]] = field(default_factory=dict)  # by refund, where it is by items
    repaying: frozenset[str] = frozenset()  # the banks that send money back from here
    holding: frozenset[str] = frozenset()  # the banks that take a word about held money
    by_phone: frozenset[str] = frozenset()  # the banks that bill by phone
    withdrawing: frozenset[str] = frozenset()  # the banks that take a bill back
    whole_only: frozenset[str] = frozenset()  # the banks that would take it, had it no part of a whole unit
    redirecting: frozenset[str] = frozenset()  # the banks that send the payer to a page of theirs
    practice: frozenset[str] = frozenset()  # the banks where no real money moves
    away: Mapping[str, datetime | None] = field(default_factory=dict)
    """The banks that would take the amount and bill nobody now: until when, where that is known."""
    wanting: frozenset[str] = frozenset()  # the banks that want to know more of the customer than we do
    by_visit: frozenset[str] = frozenset()  # the banks that want to know what only our payment page tells
    keeping: frozenset[str] = frozenset()  # the banks where the customer may let the shop keep the method
    methods: tuple[KeptMethod, ...] = ()  # what the customer, and nobody else, may pay it by in one tap
    remembered: bool = False  # the card that paid it was kept with that, and still is
    lines: tuple[Line, ...] = ()  # what it is made of, where it came out of a cart
    ordered_by: str = field(default="", repr=False)  # whose own order it is; for the shop's eyes only
    askers: Mapping[int, str] = field(default_factory=dict, repr=False)
    """The names of those who proposed a refund or decided about it; for the shop's eyes only."""
    receipts: Mapping[int, str] = field(default_factory=dict, repr=False)
    """Their receipts' codes by payment, for the customer and the shop alone."""
    shares: tuple[Share, ...] = field(default=(), repr=False)  # that were taken, where it is split
    withheld: bool = False  # how to pay is left out, see ``for_others``

    def for_others(self) -> CardView:
        """Without the way to pay by which a method is kept for the customer: it is on their own card alone.

        Whoever else paid by it would have their card kept for that customer, who could charge it later.
        """
        payment = _for_others(self.payment) if self.payment else None
        shown = tuple(_for_others(each) for each in self.payments)
        withheld = self.withheld or payment is not self.payment
        return replace(self, payment=payment, payments=shown, withheld=withheld)

    @property
    def receipt(self) -> str:
        """The code of the payment that counts; "" while no money came."""
        return self.receipts.get(self.payment.id, "") if self.payment else ""

    def about(self, payment_id: int | None) -> CardView:
        """As if this payment were the one that counts, where money came by it."""
        payment = self.payment_of(payment_id)
        paid = payment is not None and payment.state is PaymentState.PAID
        return replace(self, payment=payment) if paid else self

    @property
    def receipted(self) -> tuple[CardView, ...]:
        """One for each payment that the shop has, or had: the one that counts first, and kept surpluses."""
        waiting = {item.payment_id for item in self.attentions}
        counts = self.payment.id if self.payment else None
        others = (p for p in self.payments if p.id in self.receipts and p.id not in {counts, *waiting})
        return (self, *(self.about(other.id) for other in others))

    @property
    def by_bank(self) -> bool:
        """The bank made the bill by itself and makes it anew where nobody pays: there is no other way."""
        return any(is_adopted(each.reference) for each in self.payments)

    @property
    def turned_off(self) -> bool:
        """The bank of the payment that counts gets no new bills, by the shop's wish."""
        return self.payment is not None and self.payment.provider in self.merchant.rules.off

    @property
    def instruction_over(self) -> bool:
        """The QR or link on the card does not work any more, or its time has run out."""
        payment = self.payment
        if payment is None or payment.state in {PaymentState.EXPIRED, PaymentState.CANCELLED}:
            return True
        return payment.expires_at is not None and payment.expires_at <= self.at and payment.step is None

    @property
    def phone_takes_whole_only(self) -> bool:
        """A bank would bill this by phone, had the amount no tiyn."""
        return bool(self.by_phone & self.whole_only)

    @property
    def unwanted(self) -> tuple[Payment, ...]:
        """Bills that nobody should pay any more, and that a bank would still take money by.

        All that live where the invoice is closed; where it is open those that made room for another.
        """
        tried = self.payments or ((self.payment,) if self.payment else ())
        closed = self.invoice.state is not InvoiceState.OPEN
        return tuple(p for p in tried if p.state in LIVE and (closed or p.cancel_wished))

    @property
    def taken_back(self) -> tuple[Payment, ...]:
        """Those of them that their bank has been, or will be, asked to cancel."""
        return tuple(p for p in self.unwanted if p.cancel_wished and p.provider in self.withdrawing)

    @property
    def payable_still(self) -> tuple[Payment, ...]:
        """Those of a closed invoice that no bank takes back, such as a QR, while their time lasts."""
        if self.invoice.state is InvoiceState.OPEN:
            return ()
        left = (p for p in self.unwanted if p not in self.taken_back)
        return tuple(p for p in left if p.expires_at is not None and p.expires_at > self.at)

    def payment_of(self, payment_id: int | None) -> Payment | None:
        """One of the attempts, such as the one that a notice speaks of."""
        return next((p for p in self.payments if p.id == payment_id), self.payment)

    def refund_of(self, refund_id: int | None) -> Refund | None:
        """One of the refunds, such as the one that a notice speaks of."""
        return next((r for r in self.refunds if r.id == refund_id), None)

    @property
    def returned_of_others(self) -> Money:
        """What went back of the payments besides the one that counts: a second one, most often."""
        counts = self.payment.id if self.payment else None
        others = (r for r in self.refunds if r.payment_id != counts)
        return completed(others, self.invoice.amount.currency)

    def may_return(self, payment: Payment) -> bool:
        """Some of it is with the shop, and its bank sends money back from here."""
        if payment.state is not PaymentState.PAID or payment.provider not in self.repaying:
            return False
        money = self.money_of(payment)
        return money.returned < money.taken

    @property
    def all_back(self) -> bool:
        """Everything that came by the payment that counts went back."""
        return self.reflects_money() and self.payment is not None and self.money_of(self.payment).all_back

    def money_of(self, payment: Payment) -> Sums:
        """Where the money of one of the payments is."""
        return sums(payment, [r for r in self.refunds if r.payment_id == payment.id])

    def reflects_hold(self, payment_id: int | None) -> bool:
        """Money of this payment is held right now."""
        payment = next((p for p in self.payments if p.id == payment_id), None)
        return payment is not None and payment.state is PaymentState.AUTHORIZED

    def reflects_money(self) -> bool:
        """Money came, whether or not it fits the invoice."""
        return self.payment is not None and self.payment.state is PaymentState.PAID


def _for_others(payment: Payment) -> Payment:
    return replace(payment, instruction=None) if payment.private else payment


def view(
    books: Books,
    invoice: Invoice,
    at: datetime,
    banks: Collection[Provider] = (),
    away: Mapping[str, datetime | None] | None = None,
) -> CardView:
    """The newest state of an invoice; of what ``banks`` can do with money that came, only that is offered.

    ``away``: those of them that bill nobody now.
    """
    payments = books.payments_of(invoice.id)
    counts = _counting(invoice, payments)
    off = books.merchant.rules.off
    away = {slug: until for slug, until in (away or {}).items() if slug not in off}
    keepers = _keepers(invoice, banks, {*away, *off})
    return CardView(
        merchant=books.merchant,
        invoice=invoice,
        payment=counts,
        attentions=tuple(books.attentions(invoice_id=invoice.id)),
        at=at,
        payments=tuple(payments),
        refunds=(refunds := tuple(books.refunds_of_invoice(invoice.id))),
        pieces=went_back(books, invoice.id) if refunds else {},
        repaying=frozenset(bank.slug for bank in banks if bank.capabilities.refund),
        holding=frozenset(bank.slug for bank in banks if bank.capabilities.capture),
        by_phone=frozenset(bank.slug for bank in banks if bank.capabilities.needs_phone),
        withdrawing=frozenset(bank.slug for bank in banks if bank.capabilities.cancel),
        whole_only=frozenset(
            bank.slug for bank in banks if bank.slug not in off and wants_whole(bank, invoice.amount)
        ),
        redirecting=frozenset(bank.slug for bank in banks if bank.capabilities.redirects),
        practice=frozenset(bank.slug for bank in banks if not bank.capabilities.production),
        away={
            bank.slug: away[bank.slug] for bank in banks if bank.slug in away and takes(bank, invoice.amount)
        },
        wanting=_wanting(books, invoice, banks),
        by_visit=frozenset(bank.slug for bank in banks if bank.capabilities.wants & BY_VISIT),
        keeping=keepers,
        methods=keeping.offered(books, invoice, keepers),
        remembered=counts is not None and keeping.kept_by(books, counts, invoice),
        lines=tuple(books.lines_of(invoice.id)) if invoice.by_cart else (),
        ordered_by=_orderer(books, invoice),
        askers=_askers(books, refunds),
        receipts={each.id: code for each in payments if (code := code_of(books, each))},
        shares=dividing.listed(books, invoice) if invoice.parts is not None else (),
    )


def _counting(invoice: Invoice, payments: list[Payment]) -> Payment | None:
    """Of a split invoice none but one that brought money: what was billed before is taken back."""
    counts = current(invoice, payments)
    billed = counts is not None and counts.state is not PaymentState.PAID
    return None if billed and invoice.parts is not None else counts


def _orderer(books: Books, invoice: Invoice) -> str:
    """The name of the customer who filled the cart, as long as we know it."""
    customer = books.person(invoice.customer_id) if invoice.self_service and invoice.customer_id else None
    return customer.name if customer else ""


def _askers(books: Books, refunds: Sequence[Refund]) -> dict[int, str]:
    """Of proposals only: of other refunds nobody is named."""
    proposals = [r for r in refunds if r.decided_by is not None or r.state in _PROPOSALS]
    named = {who for r in proposals for who in (r.person_id, r.decided_by) if who is not None}
    return {who: person.name for who, person in books.people(sorted(named)).items()} if named else {}


def _keepers(invoice: Invoice, banks: Collection[Provider], shut: Collection[str]) -> frozenset[str]:
    """The banks that bill the customer of an open invoice now, and whose methods may be kept."""
    if invoice.state is not InvoiceState.OPEN or invoice.customer_id is None:
        return frozenset()
    able = (bank for bank in banks if bank.capabilities.keeps_methods and bank.slug not in shut)
    return frozenset(bank.slug for bank in able if takes(bank, invoice.amount))


def _wanting(books: Books, invoice: Invoice, banks: Collection[Provider]) -> frozenset[str]:
    """Of an open invoice only: of others nobody is asked anything."""
    if invoice.state is not InvoiceState.OPEN:
        return frozenset()
    wants = {bank.slug: bank.capabilities.wants for bank in banks if bank.capabilities.wants}
    lacking = {
        slug: missing(known(books, invoice.customer_id, names), names) for slug, names in wants.items()
    }
    return frozenset(slug for slug, names in lacking.items() if names)


def asks_first(bank: Provider) -> bool:
    """Whether the payer is asked something before this bank bills: a phone, or whether a method is kept."""
    return must_ask(bank) or bank.capabilities.keeps_methods


def must_ask(bank: Provider) -> bool:
    """Whether this bank can bill nobody who has not been asked something: a phone, or who they are."""
    return bank.capabilities.needs_phone or bool(bank.capabilities.wants)


def takes(bank: Provider, amount: Money) -> bool:
    """Whether this bank bills such an amount."""
    can = bank.capabilities
    whole = can.minor_units or amount.major == amount.major.to_integral_value()
    within = can.least <= amount.minor and (can.most is None or amount.minor <= can.most)
    return amount.currency in can.currencies and whole and within


def wants_whole(bank: Provider, amount: Money) -> bool:
    """Whether this bank would take the amount, had it no part of a whole unit (no tiyn)."""
    can = bank.capabilities
    parted = amount.major != amount.major.to_integral_value()
    return parted and not can.minor_units and amount.currency in can.currencies


def current(invoice: Invoice, payments: list[Payment]) -> Payment | None:
    """The payment that settled the invoice, else the living one, else the one with money, else the newest."""
    if not payments:
        return None
    for payment in payments:
        if payment.id == invoice.paid_payment_id:
            return payment
    newest = sorted(payments, key=lambda p: p.id, reverse=True)
    for payment in newest:
        replaced = payment.cancel_wished and invoice.state is InvoiceState.OPEN
        if payment.state in LIVE and not replaced:
            return payment
    for payment in newest:
        if payment.state is PaymentState.PAID:
            return payment
    return newest[0]
