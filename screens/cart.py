"""A cart: what is in it, what has changed since it was shown, and what it comes to.

A customer's has a picture over it, so its words are those of a caption; a member's is a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardMarkup

from billing.catalog.carts import sum_of
from billing.catalog.models import Cart, CartKind, CartLine, NotYet
from billing.models import Invoice, Merchant
from billing.money import Money
from screens import buttons, phrases
from screens import format as fmt
from screens import shop_buttons as b
from screens.buttons import Row, Text, keyboard, press
from screens.cards import Drawn
from screens.reader import Reader
from screens.shop import front, total_of

PAGE = 6
"""Lines on one page, so that a line's buttons stay near its name, and all of it fits under a picture."""

NEWS_MOST = 4
_NAME_MOST, _NEWS_NAME_MOST = 48, 40


@dataclass(frozen=True, slots=True)
class CartView:
    """A cart as it is shown. ``told``: it was not ordered, because of what has changed."""

    seen: NotYet
    page: int = 0
    told: bool = False
    by_phone: bool = False  # a member may send the bill to a phone at once

    @property
    def cart(self) -> Cart:
        """What is in it."""
        return self.seen.cart

    @property
    def pages(self) -> int:
        """How many there are."""
        return max(-(-len(self.cart.lines) // PAGE), 1)

    @property
    def here(self) -> int:
        """The page that is shown: the last one, where the one that was wished is gone."""
        return min(self.page, self.pages - 1)

    @property
    def shown(self) -> Iterator[tuple[int, CartLine]]:
        """Its lines, each with its number in the cart."""
        first = self.here * PAGE
        return enumerate(self.cart.lines[first : first + PAGE], first + 1)


def drawn(view: CartView, merchant: Merchant, reader: Reader) -> Drawn:
    """A customer's cart."""
    return Drawn(front(merchant), text(view, reader), keys(view, reader))


def text(view: CartView, reader: Reader) -> str:
    """What changed first, then the lines of this page, then what all of it comes to."""
    words, cart = reader.words, view.cart
    title = words("till-cart" if cart.kind is CartKind.TILL else "cart-title")
    news = list(_news(view, reader))
    page = words("cart-page", page=str(view.here + 1), pages=str(view.pages)) if view.pages > 1 else ""
    return phrases.lines(
        [
            f"<b>{title}</b>",
            *news,
            *(line(number, each, reader) for number, each in view.shown),
            page,
            _discount(cart, reader),
            f"<b>{words('cart-total', sum=total_of(cart, reader))}</b>",
        ]
    )


def line(number: int, each: CartLine, reader: Reader) -> str:
    """``1. Latte × 2 = 1 800 ₸``, and what one costs where that is a price of its own."""
    amount = phrases.sum_of(each.amount, reader)
    name, count = _name(each, _NAME_MOST), str(each.count)
    told = reader.words("cart-line", number=str(number), name=name, count=count, sum=amount)
    return phrases.dotted(told, own_price(each, reader))


def own_price(each: CartLine, reader: Reader) -> str:
    """``800 ₸ instead of 900 ₸``."""
    if each.own_price is None:
        return ""
    price, of_list = phrases.sum_of(each.price, reader), phrases.sum_of(each.item.price, reader)
    return reader.words("till-own-price", price=price, list=of_list)


def keys(view: CartView, reader: Reader) -> InlineKeyboardMarkup | None:
    """To pay on top; then a row for each line: the line itself, minus, plus, out of the cart."""
    words, kind = reader.words, view.cart.kind
    rows = [_steps(number, each, view) for number, each in view.shown]
    empty = press(words("btn-empty-cart"), b.Empty(kind=kind))
    if kind is CartKind.TILL:
        more = press(words("btn-add-more"), b.Leaf(kind=kind))
        discount = press(words("btn-discount"), b.Typed(what=b.Ask.DISCOUNT, kind=kind))
        return keyboard([*_ordering(view, reader), *rows, _turns(view), [discount, more], [empty]])
    return keyboard([*_ordering(view, reader), *rows, _turns(view), [b.to_shop(words), empty]])


def emptying(kind: CartKind, reader: Reader) -> InlineKeyboardMarkup | None:
    """Sure?"""
    words = reader.words
    yes = press(words("btn-empty-cart-yes"), b.Empty(kind=kind, sure=True), ButtonStyle.DANGER)
    return keyboard([[yes], [press(words("btn-keep-cart"), b.SeeCart(kind=kind))]])


def ordered(invoice: Invoice, reader: Reader) -> Text:
    """What stands in the cart's place once it is an invoice."""
    words = reader.words
    amount = phrases.sum_of(invoice.amount, reader)
    first = f"<b>{words('cart-ordered', number=str(invoice.number), sum=amount)}</b>"
    show = press(words("btn-open-invoice"), buttons.Show(invoice=invoice.id))
    rows = [[show]] if not invoice.self_service else [[show], [b.to_shop(words)]]
    return phrases.lines([first, words("cart-ordered-hint")]), keyboard(rows)


def nothing(kind: CartKind, reader: Reader, seen: NotYet | None = None) -> Text:
    """An empty cart, why it is empty now, and the way to fill it."""
    words = reader.words
    key = "btn-add-more" if kind is CartKind.TILL else "btn-shop"
    news = _news(CartView(seen), reader) if seen else ()
    text = phrases.lines([words("cart-is-empty"), *news])
    return text.strip(), keyboard([[press(words(key), b.Leaf(kind=kind))]])


def _news(view: CartView, reader: Reader) -> Iterator[str]:
    """What its owner must have seen before it is ordered."""
    words = reader.words
    changes = [
        *(words.html("cart-gone", name=fmt.clean(name, _NEWS_NAME_MOST)) for name in view.seen.gone),
        *(_repriced(each, reader) for each in view.seen.repriced),
    ]
    if view.told:
        yield words("cart-news" if changes else "cart-changed")
    yield from _first(changes, reader)
    if changes or view.told:
        yield " "  # an empty line before what there is now


def _first(changes: list[str], reader: Reader) -> Iterable[str]:
    if len(changes) <= NEWS_MOST:
        return changes
    rest = len(changes) - NEWS_MOST
    return [*changes[:NEWS_MOST], reader.words("cart-news-more", count=rest)]


def _repriced(each: CartLine, reader: Reader) -> str:
    was, now = phrases.sum_of(each.seen, reader), phrases.sum_of(each.item.price, reader)
    return reader.words("cart-repriced", name=_name(each, _NEWS_NAME_MOST), was=was, now=now)


def _name(each: CartLine, most: int) -> str:
    return escape(fmt.clean(each.item.name, most), quote=False)


def _discount(cart: Cart, reader: Reader) -> str:
    if not cart.discount:
        return ""
    currency = cart.lines[0].item.price.currency
    taken = phrases.sum_of(Money(sum_of(cart, currency).discount, currency), reader)
    return reader.words("lines-discount", percent=str(cart.discount), sum=taken)


def _ordering(view: CartView, reader: Reader) -> list[Row]:
    cart, words = view.cart, reader.words
    key = "btn-issue-sum" if cart.kind is CartKind.TILL else "btn-pay-sum"
    data = b.Order(kind=cart.kind, cart=cart.id, version=cart.version)
    rows: list[Row] = [[press(words(key, sum=total_of(cart, reader)), data, ButtonStyle.SUCCESS)]]
    if view.by_phone:
        rows.append([press(words("btn-to-phone"), data.model_copy(update={"phone": True}))])
    return rows


def _steps(number: int, each: CartLine, view: CartView) -> Row:
    kind, item, page = view.cart.kind, each.item.id, view.here
    look = b.SeeLine(item=item, page=page) if kind is CartKind.TILL else b.Look(item=item)
    signs = (("−", -1), ("+", 1), ("✕", 0))
    steps = [
        press(sign, b.Line(cart=view.cart.id, kind=kind, item=item, by=by, page=page)) for sign, by in signs
    ]
    return [press(str(number), look), *steps]


def _turns(view: CartView) -> Row:
    kind, row = view.cart.kind, []
    if view.here:
        row.append(press("◀", b.SeeCart(kind=kind, page=view.here - 1)))
    if view.here + 1 < view.pages:
        row.append(press("▶", b.SeeCart(kind=kind, page=view.here + 1)))
    return row
