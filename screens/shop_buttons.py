"""The buttons of the shop and of carts: they name items and carts; what a tap may do is looked up then."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from pydantic import Field

from billing.catalog.models import CartKind, Item
from screens.buttons import Id, Version, press
from screens.reader import Reader
from screens.texts import Words

ITEM_LINK = "item_"
SHOP_LINK = "shop"
SOUGHT_MOST = 22  # bytes of the words sought that a button has room for; a shorter beginning finds more
Step = Annotated[int, Field(ge=-1, le=1)]
PageNumber = Annotated[int, Field(ge=0, le=999)]


class Ask(StrEnum):
    """What a button asks for, to be typed."""

    WORDS = "w"
    PRICE = "p"  # a member's own, for this once
    DISCOUNT = "d"


class Leaf(CallbackData, prefix="shl"):
    """A page of the list: after an item, before one, or the first."""

    kind: CartKind
    after: Id | None = None
    before: Id | None = None
    sought: str = ""


class Look(CallbackData, prefix="shi"):
    """One item with its picture."""

    item: Id
    sought: str = ""


class Put(CallbackData, prefix="shp"):
    """One more of the item that is looked at, or one fewer."""

    item: Id
    by: Step
    sought: str = ""


class Count(CallbackData, prefix="shk"):
    """So many of it, to be typed."""

    kind: CartKind
    item: Id
    sought: str = ""


class Add(CallbackData, prefix="sha"):
    """A member adds one of the item; the page stays where it is."""

    item: Id
    after: Id | None = None
    before: Id | None = None
    sought: str = ""


class SeeCart(CallbackData, prefix="shc"):
    """A page of the cart."""

    kind: CartKind
    page: PageNumber = 0


class Line(CallbackData, prefix="shn"):
    """One more, one fewer, or (0) none of an item in this cart. ``alone``: its line is what is looked at."""

    cart: Id
    kind: CartKind
    item: Id
    by: Step
    page: PageNumber = 0
    alone: bool = False


class SeeLine(CallbackData, prefix="shv"):
    """A member looks at one line: its count and price."""

    item: Id
    page: PageNumber = 0


class ListPrice(CallbackData, prefix="shr"):
    """The catalog's price again."""

    item: Id
    page: PageNumber = 0


class Percent(CallbackData, prefix="shd"):
    """So many per cent off; 0 for none."""

    percent: Annotated[int, Field(ge=0, le=99)]


class Typed(CallbackData, prefix="shq"):
    """A question is to be asked."""

    what: Ask
    kind: CartKind
    item: Id | None = None


class LeaveShop(CallbackData, prefix="she"):
    """*Back* on a question: it is dropped."""

    kind: CartKind


class Empty(CallbackData, prefix="shx"):
    """Everything out of the cart: asked, then sure."""

    kind: CartKind
    sure: bool = False


class Order(CallbackData, prefix="sho"):
    """Make the cart an invoice, as it was in this version of it."""

    kind: CartKind
    cart: Id
    version: Version
    phone: bool = False  # ask for the phone that is billed at once


def address_of(item: Item, reader: Reader) -> str:
    """The link that opens it in the shop."""
    return reader.site.start_link(f"{ITEM_LINK}{item.token}")


def to_cart(words: Words, kind: CartKind, total: str) -> InlineKeyboardButton:
    """*Cart: 1 800 ₸*."""
    return press(words("btn-cart-sum", sum=total), SeeCart(kind=kind), ButtonStyle.SUCCESS)


def to_shop(words: Words) -> InlineKeyboardButton:
    """*To the shop*."""
    return press(words("btn-shop"), Leaf(kind=CartKind.OWN))


def sought_in_button(typed: str) -> str:
    """The words as a button carries them: a beginning, where there is no room for all of them."""
    plain = " ".join(typed.replace(":", " ").split())
    return plain.encode(errors="ignore")[:SOUGHT_MOST].decode(errors="ignore").strip()
