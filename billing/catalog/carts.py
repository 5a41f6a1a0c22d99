"""Carts: filled by one person, and paid once.

A price is fixed when the cart becomes an invoice, and only one that its owner has been shown: where a price
has changed since, the cart is shown again instead.
"""

from __future__ import annotations

from datetime import datetime

from billing import invoicing
from billing.access import Action, require
from billing.books import Books
from billing.catalog.items import seen_by
from billing.catalog.models import Cart, CartKind, CartLine, Item, NewLine, NotYet, Ordered
from billing.catalog.pricing import LINES_MOST, Sum, Wanted, add_up, check_count, check_discount
from billing.errors import Closed, NotFound, Refused
from billing.models import Audience, Invoice, Person, Place
from billing.money import Money
from billing.people import who_answers
from billing.ports import Ids
from billing.records import NewInvoice
from billing.states import InvoiceState

Outcome = Ordered | NotYet
MOST_UNPAID = 5  # orders of one customer that wait for their payment; each is a card in an owner's chat
OF_CART = "cart:"  # so begins the source of an invoice with lines


def sum_of(cart: Cart, currency: str) -> Sum:
    """What it comes to, as prices are now."""
    return add_up([Wanted(line.price.minor, line.count) for line in cart.lines], cart.discount, currency)


def filled_by(books: Books, person: Person, kind: CartKind) -> Cart | None:
    """The person's open cart."""
    _may_fill(person, kind)
    return books.open_cart(person.id, kind)


def became(books: Books, person: Person, cart_id: int) -> int | None:
    """The invoice that this cart became; ``None`` while it is open, and for carts of others."""
    cart = books.cart(cart_id)
    return cart.invoice_id if cart is not None and cart.person_id == person.id else None


def put(books: Books, person: Person, kind: CartKind, item_id: int, by: int, tap: str, at: datetime) -> Cart:
    """So many more of an item, or fewer; the same ``tap`` told again changes nothing."""
    _may_fill(person, kind)
    cart = books.make_cart(person.id, kind, at)
    if tap and books.last_tap(cart.id) == tap:
        return cart
    line = cart.line(item_id)
    return _counted(books, person, cart, item_id, (line.count if line else 0) + by, tap, at)


def set_count(books: Books, person: Person, kind: CartKind, item_id: int, count: int, at: datetime) -> Cart:
    """So many of it exactly, as somebody typed; 0 takes it out."""
    if count:
        check_count(count)
    _may_fill(person, kind)
    cart = books.make_cart(person.id, kind, at)
    return _counted(books, person, cart, item_id, count, "", at)


def _counted(
    books: Books, person: Person, cart: Cart, item_id: int, count: int, tap: str, at: datetime
) -> Cart:
    """So many; none or fewer take it out."""
    if count > 0:
        buyer = person if _till(cart) else None  # who works here buys what everybody may buy
        return _put_some(books, cart, seen_by(buyer, books.item(item_id)), count, tap, at)
    if cart.line(item_id) is None:
        return cart
    books.put_line(cart.id, item_id, 0, 0, tap, at)
    _nothing_off_nothing(books, cart.id, at)
    return _afresh(books, cart)


def _put_some(books: Books, cart: Cart, item: Item, count: int, tap: str, at: datetime) -> Cart:
    check_count(count)
    line = cart.line(item.id)
    if line is None and len(cart.lines) >= LINES_MOST:
        raise Refused("cart-too-many-lines", most=str(LINES_MOST))
    seen = line.seen if line else item.price
    books.put_line(cart.id, item.id, count, seen.minor, tap, at)
    filled = _afresh(books, cart)
    if sum_of(filled, item.price.currency).total > invoicing.MOST_MINOR:
        raise Refused("cart-too-dear")
    return filled


def price_line(books: Books, person: Person, item_id: int, price: Money | None, at: datetime) -> Cart:
    """A member's own price of an item for this once; ``None``: the catalog's again."""
    cart = _of_member(books, person)
    if price is not None:
        invoicing.may_be_owed(price)
    if not books.price_line(cart.id, item_id, price.minor if price else None, at):
        raise NotFound("item-not-found")
    return _afresh(books, cart)


def set_discount(books: Books, person: Person, percent: int, at: datetime) -> Cart:
    """So many per cent off all lines; 0 for none. A member's gift, not a customer's."""
    check_discount(percent)
    cart = _of_member(books, person)
    books.set_discount(cart.id, percent, at)
    return _afresh(books, cart)


def empty(books: Books, person: Person, kind: CartKind, at: datetime) -> None:
    """Everything out of it."""
    if (cart := filled_by(books, person, kind)) is not None:
        books.empty_cart(cart.id, at)


def looked_at(books: Books, cart: Cart, at: datetime) -> NotYet | None:
    """What its owner must be told before paying: what is sold no more goes out, new prices count as shown.

    ``None``: the cart is as it was shown.
    """
    gone = [line for line in cart.lines if not (line.item.sold or (_till(cart) and not line.item.deleted))]
    repriced = tuple(line for line in cart.lines if line not in gone and line.changed)
    if not gone and not repriced:
        return None
    for line in gone:
        books.put_line(cart.id, line.item.id, 0, 0, "", at)
    _nothing_off_nothing(books, cart.id, at)
    for line in repriced:
        books.see_price(cart.id, line.item.id, line.item.price.minor, at)
    return NotYet(_afresh(books, cart), tuple(line.item.name for line in gone), repriced)


def order(
    books: Books,
    person: Person,
    kind: CartKind,
    cart_id: int,
    version: int,
    place: Place,
    deadline: datetime,
    ids: Ids,
    at: datetime,
) -> Outcome:
    """Make the invoice, once; or say what its owner has not seen yet. ``Refused`` for an empty cart."""
    _may_fill(person, kind)
    cart = books.cart(cart_id)
    if cart is None or cart.person_id != person.id or cart.kind is not kind:
        raise NotFound("cart-empty")
    if cart.invoice_id is not None:
        invoice = books.invoice(cart.invoice_id)
        assert invoice is not None
        return Ordered(invoice, fresh=False)
    if not cart.lines:
        raise Refused("cart-empty")
    if (unseen := looked_at(books, cart, at)) is not None:
        return unseen
    if cart.version != version:
        return NotYet(cart)
    return Ordered(_invoice_of(books, person, cart, place, deadline, ids, at), fresh=True)


def _invoice_of(
    books: Books, person: Person, cart: Cart, place: Place, deadline: datetime, ids: Ids, at: datetime
) -> Invoice:
    total = sum_of(cart, books.merchant.currency)
    amount = Money(total.total, books.merchant.currency)
    issuer = person if _till(cart) else who_answers(books)
    if not _till(cart) and books.count_unpaid_orders(person.id) >= MOST_UNPAID:
        raise Refused("orders-unpaid", most=str(MOST_UNPAID))
    invoicing.may_ask_for(issuer, amount)
    new = NewInvoice(
        number=books.next_number("invoice"),
        token=ids.token(),
        amount=amount,
        description=described(cart.lines),
        issuer_id=issuer.id,
        source=f"{OF_CART}{cart.id}",
        created_at=at,
        deadline=deadline,
        discount=cart.discount,
        self_service=not _till(cart),
    )
    invoice = books.add_invoice(new)
    if invoice is None or not books.order_cart(cart.id, cart.version, invoice.id, at):
        raise Closed  # the same tap is being handled elsewhere right now
    books.add_lines(invoice.id, lines_of(cart, total))
    books.audit("invoice", invoice.id, "", InvoiceState.OPEN, f"person:{person.id}", at)
    invoicing.set_out(books, invoice, issuer, place if _till(cart) else Place(issuer.id), at)
    if not _till(cart):
        books.claim_customer(invoice.id, person.id)
        invoicing.show(books, invoice, Audience.PAYER, place, person.id, at)
    return books.invoice(invoice.id) or invoice


def described(lines: tuple[CartLine, ...]) -> str:
    """The lines in words, for cards and for banks that know no lines: ``Coffee × 2, Croissant``."""
    words = [line.item.name + (f" × {line.count}" if line.count > 1 else "") for line in lines]
    said = ", ".join(words)
    return said if len(said) <= invoicing.DESCRIPTION_MOST else said[: invoicing.DESCRIPTION_MOST - 1] + "…"


def lines_of(cart: Cart, total: Sum) -> list[NewLine]:
    """The cart as a bill's lines; ``total`` is its ``sum_of``."""
    return [
        NewLine(
            item_id=line.item.id,
            name=line.item.name,
            unit=line.item.unit,
            count=line.count,
            price=line.price.minor,
            list_price=line.item.price.minor,
            discount=priced.discount,
            total=priced.total,
        )
        for line, priced in zip(cart.lines, total.lines, strict=True)
    ]


def _nothing_off_nothing(books: Books, cart_id: int, at: datetime) -> None:
    """A discount goes with the last line: it was given to who took that, not to whoever comes next."""
    cart = books.cart(cart_id)
    if cart is not None and cart.discount and not cart.lines:
        books.set_discount(cart_id, 0, at)


def _of_member(books: Books, person: Person) -> Cart:
    _may_fill(person, CartKind.TILL)
    cart = books.open_cart(person.id, CartKind.TILL)
    if cart is None or not cart.lines:
        raise Refused("cart-empty")
    return cart


def _may_fill(person: Person, kind: CartKind) -> None:
    if kind is CartKind.TILL:
        require(person, Action.ISSUE)


def _till(cart: Cart) -> bool:
    return cart.kind is CartKind.TILL


def _afresh(books: Books, cart: Cart) -> Cart:
    fresh = books.cart(cart.id)
    assert fresh is not None
    return fresh
