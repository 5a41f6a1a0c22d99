"""What a member sees who picks items for a customer: the list, one line with its price, the discount."""

from __future__ import annotations

from html import escape

from aiogram.types import InlineKeyboardMarkup

from billing.catalog.models import Cart, CartKind, CartLine
from screens import cart as cart_screen
from screens import format as fmt
from screens import phrases, shop
from screens import shop_buttons as b
from screens.buttons import Row, Text, keyboard, press
from screens.reader import Reader
from screens.shop import Shelf

PERCENTS = (5, 10, 15, 20)


def listed(shelf: Shelf, cart: Cart | None, reader: Reader) -> Text:
    """A button for each item: a tap adds one."""
    words, sought = reader.words, fmt.clean(shelf.sought, shop.SOUGHT_SAID)
    told = words("till-hint")
    if not shelf.page.items:
        told = words.html("shop-found-none", words=sought) if sought else words("till-nothing")
    elif sought:
        told = phrases.lines([words.html("shop-found", words=sought), told])
    whole = [press(words("btn-everything"), b.Leaf(kind=CartKind.TILL))] if shelf.sought else []
    tools: Row = [*whole, shop.seek(CartKind.TILL, reader)]
    rows = [*_rows(shelf, cart, reader), shop.turns(shelf, CartKind.TILL)]
    buttons = keyboard([shop.cart_row(cart, CartKind.TILL, reader), *rows, tools])
    return phrases.lines([f"<b>{words('till-title')}</b>", told]), buttons


def _rows(shelf: Shelf, cart: Cart | None, reader: Reader) -> list[Row]:
    rows: list[Row] = []
    for item in shelf.page.items:
        line = cart.line(item.id) if cart else None
        add = b.Add(item=item.id, after=shelf.after, before=shelf.before, sought=shelf.sought)
        rows.append([press(shop.named(item, line.count if line else 0, reader), add)])
    return rows


def one_line(cart: Cart, each: CartLine, page: int, reader: Reader) -> Text:
    """One line: its count and its price, each to be changed."""
    words, item = reader.words, each.item.id
    steps = [
        press("−", _step(cart, item, -1, page)),
        press(str(each.count), b.Count(kind=CartKind.TILL, item=item)),
        press("+", _step(cart, item, 1, page)),
        press("✕", _step(cart, item, 0, page)),
    ]
    price = [press(words("btn-own-price"), b.Typed(what=b.Ask.PRICE, kind=CartKind.TILL, item=item))]
    if each.own_price is not None:
        price.append(press(words("btn-list-price"), b.ListPrice(item=item, page=page)))
    back = press(words("btn-back"), b.SeeCart(kind=CartKind.TILL, page=page))
    return _about(each, reader), keyboard([steps, price, [back]])


def _about(each: CartLine, reader: Reader) -> str:
    words = reader.words
    name = escape(fmt.clean(each.item.name), quote=False)
    price = phrases.sum_of(each.price, reader)
    amount = phrases.sum_of(each.amount, reader)
    return phrases.lines(
        [
            f"<b>{words('till-line', name=name, price=price)}</b>",
            cart_screen.own_price(each, reader),
            words("till-line-sum", count=str(each.count), sum=amount),
        ]
    )


def _step(cart: Cart, item: int, by: int, page: int) -> b.Line:
    return b.Line(cart=cart.id, kind=CartKind.TILL, item=item, by=by, page=page, alone=True)


def percents(reader: Reader, discount: int) -> InlineKeyboardMarkup | None:
    """The usual ones, none, and *Back*."""
    words = reader.words
    usual = [press(f"{percent} %", b.Percent(percent=percent)) for percent in PERCENTS]
    none = [press(words("btn-no-discount"), b.Percent(percent=0))] if discount else []
    return keyboard([usual, none, [press(words("btn-back"), b.LeaveShop(kind=CartKind.TILL))]])


def offer(reader: Reader) -> Row:
    """*From the catalog*, under the question for the amount."""
    return [press(reader.words("btn-from-catalog"), b.Leaf(kind=CartKind.TILL))]
