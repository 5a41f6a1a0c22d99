"""The shop as a customer sees it: a list of names, and item by item with pictures, in one message."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from html import escape

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from billing.catalog.carts import sum_of
from billing.catalog.items import Beside, Page
from billing.catalog.models import Cart, CartKind, Item
from billing.models import Merchant
from billing.money import Money
from screens import format as fmt
from screens import phrases, pictures
from screens import shop_buttons as b
from screens.buttons import Row, keyboard, press
from screens.cards import Drawn, Picture
from screens.item_pictures import picture_of
from screens.reader import Reader
from screens.sheets.catalog_words import unit

BUTTON_MOST = 40  # characters of a button that has its row for itself
SOUGHT_SAID = 60


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of the list, and how it was come to: by which words, after or before which item."""

    page: Page
    sought: str = ""
    after: int | None = None
    before: int | None = None


def listed(shelf: Shelf, cart: Cart | None, merchant: Merchant, reader: Reader) -> Drawn:
    """The list: a button for each name."""
    return Drawn(front(merchant), _list_words(shelf, merchant, reader), _list_keys(shelf, cart, reader))


def _list_words(shelf: Shelf, merchant: Merchant, reader: Reader) -> str:
    words, sought = reader.words, fmt.clean(shelf.sought, SOUGHT_SAID)
    title = f"<b>{words.html('shop-title', shop=fmt.shop(merchant.name))}</b>"
    if shelf.page.items:
        told = words.html("shop-found", words=sought) if sought else words("shop-choose")
    else:
        told = words.html("shop-found-none", words=sought) if sought else words("shop-empty")
    return phrases.lines([title, told])


def _list_keys(shelf: Shelf, cart: Cart | None, reader: Reader) -> InlineKeyboardMarkup | None:
    words = reader.words
    rows: list[Row] = [
        [press(named(item, 0, reader), b.Look(item=item.id, sought=shelf.sought))]
        for item in shelf.page.items
    ]
    tools = [press(words("btn-everything"), b.Leaf(kind=CartKind.OWN))] if shelf.sought else []
    if shelf.page.items or shelf.sought:
        tools.append(seek(CartKind.OWN, reader))
    return keyboard([*rows, turns(shelf, CartKind.OWN), tools, cart_row(cart, CartKind.OWN, reader)])


def looked_at(beside: Beside, sought: str, cart: Cart | None, merchant: Merchant, reader: Reader) -> Drawn:
    """One item: its picture, its price, how many are in the cart."""
    item = beside.item
    address = escape(b.address_of(item, reader))
    title = f'<b><a href="{address}">{escape(fmt.clean(item.name), quote=False)}</a></b>'
    caption = phrases.lines([title, price_of(item, reader), _in_cart(item, cart, reader)])
    return Drawn(picture_of(item, merchant.name, reader), caption, _item_keys(beside, sought, cart, reader))


def _in_cart(item: Item, cart: Cart | None, reader: Reader) -> str:
    line = cart.line(item.id) if cart else None
    return after_tap(cart, item.id, reader) if cart and line else ""


def _item_keys(beside: Beside, sought: str, cart: Cart | None, reader: Reader) -> InlineKeyboardMarkup | None:
    item, words = beside.item, reader.words
    line = cart.line(item.id) if cart else None
    one_more = b.Put(item=item.id, by=1, sought=sought)
    steps = [press(words("btn-put-in"), one_more)]
    if line is not None:
        fewer = press("−", b.Put(item=item.id, by=-1, sought=sought))
        count = press(str(line.count), b.Count(kind=CartKind.OWN, item=item.id, sought=sought))
        steps = [fewer, count, press("+", one_more)]
    page = b.Leaf(kind=CartKind.OWN, after=beside.before, sought=sought)
    leaves = [press(words("btn-list"), page)]
    if beside.before is not None:
        leaves.insert(0, press("◀", b.Look(item=beside.before, sought=sought)))
    if beside.after is not None:
        leaves.append(press("▶", b.Look(item=beside.after, sought=sought)))
    return keyboard([steps, leaves, cart_row(cart, CartKind.OWN, reader)])


# --- parts that the cart and the till share


def front(merchant: Merchant) -> Picture:
    """The picture over the list and the cart: the shop's name."""
    name = fmt.shop(merchant.name)
    label = pictures.Label(title="", amount="", number=name)
    mark = sha256(name.encode()).hexdigest()[:16]
    return Picture(f"shop:{mark}", partial(pictures.goods_picture, label))


def named(item: Item, count: int, reader: Reader) -> str:
    """``Latte · 900 ₸`` on a button, with how many are taken."""
    price = fmt.money(item.price, reader.words.locale)
    taken = f" × {count}" if count else ""
    room = BUTTON_MOST - len(price) - len(taken) - len(phrases.DOT)
    return f"{fmt.clean(item.name, room)}{taken}{phrases.DOT}{price}"


def turns(shelf: Shelf, kind: CartKind) -> Row:
    """To the pages beside this one."""
    row: list[InlineKeyboardButton] = []
    if (first := shelf.page.previous) is not None:
        row.append(press("◀", b.Leaf(kind=kind, before=first.id, sought=shelf.sought)))
    if (last := shelf.page.next) is not None:
        row.append(press("▶", b.Leaf(kind=kind, after=last.id, sought=shelf.sought)))
    return row


def seek(kind: CartKind, reader: Reader) -> InlineKeyboardButton:
    """*Search*."""
    return press(reader.words("btn-seek"), b.Typed(what=b.Ask.WORDS, kind=kind))


def cart_row(cart: Cart | None, kind: CartKind, reader: Reader) -> Row:
    """The way to the cart, where something is in it."""
    if cart is None or not cart.lines:
        return []
    return [b.to_cart(reader.words, kind, total_of(cart, reader))]


def price_of(item: Item, reader: Reader) -> str:
    """``900 ₸ / pc``."""
    price = phrases.sum_of(item.price, reader)
    return reader.words("shop-unit-price", price=price, unit=unit(item.unit, reader.words))


def total_of(cart: Cart, reader: Reader) -> str:
    """What the cart comes to, as prices are now; nothing for an empty one."""
    total = sum_in(cart)
    return phrases.sum_of(total, reader) if total else ""


def sum_in(cart: Cart) -> Money | None:
    """The same as money."""
    if not cart.lines:
        return None
    currency = cart.lines[0].item.price.currency
    return Money(sum_of(cart, currency).total, currency)


def after_tap(cart: Cart, item_id: int, reader: Reader) -> str:
    """The toast of plus and minus."""
    line, words = cart.line(item_id), reader.words
    total = total_of(cart, reader)
    if line is not None:
        return words("shop-counted", count=str(line.count), sum=total)
    return words("shop-taken-out", sum=total) if total else words("cart-emptied")
