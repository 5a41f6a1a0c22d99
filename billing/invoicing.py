"""Invoices: issued, opened by link, shown on cards, cancelled, expired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from billing import telling, withdrawing
from billing.access import Action, may, may_manage, require
from billing.books import Books
from billing.catalog.models import NewLine
from billing.errors import AmountRefused, Closed, NotAllowed, NotFound
from billing.models import Audience, Card, Invoice, Person, Place, Role
from billing.money import Money
from billing.ports import Ids
from billing.records import NewInvoice
from billing.split import closing
from billing.states import InvoiceState, PaymentState
from billing.subscriptions import reminding

MOST_MINOR = 100_000_000_00  # 100 million of a two-digit currency: a slip of the finger, not an invoice
DESCRIPTION_MOST = 200
CARD_PATIENCE = timedelta(seconds=2)  # a card waits this long for its QR, then shows without
CARD_FRESH = timedelta(minutes=1)  # a link opened twice in that time shows one card, later a new one below
LINE_OPEN = frozenset({InvoiceState.OPEN})


@dataclass(frozen=True, slots=True)
class Order:
    """What a member asked for. ``source`` makes a redelivered request the same invoice."""

    amount: Money
    description: str
    source: str
    place: Place | None  # ``None``: no chat is shown it until somebody asks
    deadline: datetime
    lines: tuple[NewLine, ...] = ()  # of what it is made, with so many …
    discount: int = 0  # … per cent off
    token: str = ""  # of its link, where that has been given away already


def issue(books: Books, issuer: Person, order: Order, ids: Ids, at: datetime) -> Invoice:
    """Write the invoice and its cards, once per source."""
    require(issuer, Action.ISSUE)
    may_ask_for(issuer, order.amount)
    if known := books.invoice_by_source(order.source):
        return known
    invoice = books.add_invoice(
        NewInvoice(
            number=books.next_number("invoice"),
            token=order.token or ids.token(),
            amount=order.amount,
            description=order.description[:DESCRIPTION_MOST],
            issuer_id=issuer.id,
            source=order.source,
            created_at=at,
            deadline=order.deadline,
            discount=order.discount,
        )
    )
    if invoice is None:
        raise Closed  # the same update is being handled elsewhere right now
    books.add_lines(invoice.id, order.lines)
    books.audit("invoice", invoice.id, "", InvoiceState.OPEN, f"person:{issuer.id}", at)
    set_out(books, invoice, issuer, order.place, at)
    return invoice


def may_be_owed(amount: Money) -> None:
    """Raises ``AmountRefused`` for a sum that no invoice has."""
    if amount.minor <= 0:
        raise AmountRefused
    if amount.minor > MOST_MINOR:
        raise AmountRefused("amount-too-big")


def may_ask_for(issuer: Person, amount: Money) -> None:
    """Raises ``AmountRefused`` for a sum that no invoice has, or that is above this cashier's limit."""
    may_be_owed(amount)
    if issuer.role is Role.CASHIER and issuer.most is not None and amount.minor > issuer.most:
        raise AmountRefused("amount-above-yours", most=Money(issuer.most, amount.currency))


def set_out(books: Books, invoice: Invoice, issuer: Person, place: Place | None, at: datetime) -> None:
    """It was issued: its first cards, and the reminders of its deadline."""
    if place is not None:
        _first_cards(books, invoice, issuer, place, at)
    reminding.plan_invoice(books, invoice, at)


def _first_cards(books: Books, invoice: Invoice, issuer: Person, place: Place, at: datetime) -> None:
    """Cancel and share stand on the issuer's private card only; a group gets a payer's card."""
    due = at + CARD_PATIENCE
    if place.private:
        books.add_card(invoice.id, Audience.ISSUER, place, issuer.id, at, due)
        return
    books.add_card(invoice.id, Audience.GROUP, place, None, at, due)
    if issuer.reachable:
        books.add_card(invoice.id, Audience.ISSUER, Place(issuer.id), issuer.id, at, due)


def open_link(books: Books, token: str, person: Person, place: Place, at: datetime) -> Invoice:
    """Somebody pressed Start on an invoice link: the first one becomes its customer, while it can be paid."""
    invoice = books.invoice_by_token(token)
    if invoice is None:
        raise NotFound
    if person.id == invoice.issuer_id:
        show(books, invoice, Audience.ISSUER, place, person.id, at)
        return invoice
    unclaimed = invoice.customer_id is None and invoice.state is InvoiceState.OPEN
    if unclaimed and books.claim_customer(invoice.id, person.id):
        books.audit("invoice", invoice.id, "", "customer", f"person:{person.id}", at)
    show(books, invoice, Audience.PAYER, place, person.id, at)
    return books.invoice(invoice.id) or invoice


def show(
    books: Books,
    invoice: Invoice,
    audience: Audience,
    place: Place,
    person_id: int | None,
    at: datetime,
    *,
    afresh: bool = False,
) -> Card:
    """One card per invoice and chat; it comes anew, and the one above loses its QR and buttons."""
    for card in books.cards_of(invoice.id):
        if card.place.chat_id != place.chat_id:
            continue
        if not afresh and at - card.created_at < CARD_FRESH:
            return card
        books.retire_card(card.id, at)
    return books.add_card(invoice.id, audience, place, person_id, at, at)


def show_to(
    books: Books, invoice_id: int, person: Person, place: Place, at: datetime, *, afresh: bool = False
) -> Invoice:
    """The same for a person who may see it, as staff or as payer. Raises ``NotFound``."""
    invoice = visible(books, invoice_id, person)
    staff = person.role is not None and person.id != invoice.customer_id
    audience = Audience.ISSUER if staff else Audience.PAYER
    show(books, invoice, audience, place, person.id, at, afresh=afresh)
    return invoice


def found_card(books: Books, invoice_id: int, place: Place, message_id: int, at: datetime) -> None:
    """A message that shows the invoice, and that the books have lost: its card is drawn afresh.

    Only where the invoice has a card in this chat: what a button says proves nothing.
    """
    here = [card for card in books.cards_of(invoice_id) if card.place.chat_id == place.chat_id]
    if not here or books.card_at(invoice_id, place.chat_id, message_id) is not None:
        return
    for card in here:
        if card.message_id is None:
            books.register_card_message(card.id, message_id)
            return
    like = here[-1]
    books.add_card(invoice_id, like.audience, place, like.person_id, at, at, message_id=message_id)


def cancel(books: Books, invoice_id: int, person: Person, at: datetime) -> Invoice:
    """Stop waiting for the money. What a bank still holds open goes on being watched."""
    invoice = books.invoice(invoice_id)
    if invoice is None:
        raise NotFound
    if not may_manage(person, invoice):
        raise NotAllowed
    _refuse_while_paying(books, invoice)
    closing.refuse_while_paying(books, invoice)
    if not books.move_invoice(invoice.id, LINE_OPEN, InvoiceState.CANCELLED, at):
        raise Closed
    books.audit("invoice", invoice.id, InvoiceState.OPEN, InvoiceState.CANCELLED, f"person:{person.id}", at)
    withdrawing.drop(books, invoice.id, at)
    telling.cancelled(books, invoice, at)
    closing.cancel_shares(books, invoice, f"person:{person.id}", at)
    if invoice.whole_id is not None:
        books.redraw(invoice.whole_id, at)  # the share is free again
    books.redraw(invoice.id, at)
    return books.invoice(invoice.id) or invoice


def _refuse_while_paying(books: Books, invoice: Invoice) -> None:
    """While the payer stands in the bank's app, cancelling would only cross the money on its way."""
    for payment in books.payments_of(invoice.id):
        if payment.state is PaymentState.PENDING and payment.step is not None:
            raise Closed("being-paid")
        if payment.state is PaymentState.AUTHORIZED:
            raise Closed("being-paid")


def expire_overdue(books: Books, at: datetime, limit: int = 100) -> int:
    """End invoices past their deadline for which no payment is on its way."""
    ended = 0
    for invoice_id in books.overdue_invoices(at, limit):
        invoice = books.invoice(invoice_id)
        if invoice is None or not books.move_invoice(invoice_id, LINE_OPEN, InvoiceState.EXPIRED, at):
            continue
        books.audit("invoice", invoice_id, InvoiceState.OPEN, InvoiceState.EXPIRED, "clock", at)
        telling.invoice_expired(books, invoice, at)
        books.redraw(invoice_id, at)
        ended += 1
    return ended


def visible(books: Books, invoice_id: int, person: Person) -> Invoice:
    """The invoice, if this person may see it as staff or is its customer."""
    invoice = books.invoice(invoice_id)
    if invoice is None:
        raise NotFound
    if person.id in {invoice.customer_id, invoice.issuer_id} or may(person, Action.SEE_ALL):
        return invoice
    if any(card.place.chat_id == person.id for card in books.cards_of(invoice.id)):
        return invoice
    raise NotFound


def list_page(
    books: Books, person: Person, state: InvoiceState | None, before: int | None, size: int
) -> list[Invoice]:
    """Newest first; a cashier sees their own. One more row than ``size`` tells that there is a next page."""
    require(person, Action.ISSUE)
    return books.invoices(state=state, issuer=own(person), before=before, limit=size + 1)


def totals(books: Books, person: Person) -> dict[InvoiceState, int]:
    """How many of each state the person would see."""
    require(person, Action.ISSUE)
    return books.count_invoices(issuer=own(person))


def own(person: Person) -> int | None:
    """Whose invoices a person's lists hold: a cashier's own; ``None`` stands for everybody's."""
    return person.id if person.role is Role.CASHIER else None
