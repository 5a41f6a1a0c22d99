"""Items, carts and lines as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from billing.models import Invoice
from billing.money import Money

NAME_MOST = 120  # characters; banks cut theirs at 255
BARCODE_MOST = 32


class Unit(StrEnum):
    """What one piece of an item is; counts are whole."""

    PIECE = "piece"
    PORTION = "portion"
    PACK = "pack"
    SERVICE = "service"
    HOUR = "hour"
    KILOGRAM = "kilogram"
    GRAM = "gram"
    LITRE = "litre"
    MILLILITRE = "millilitre"
    METRE = "metre"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that the shop sells."""

    id: int
    merchant_id: int
    token: str  # of its link
    name: str
    price: Money
    unit: Unit
    barcode: str  # "" has none; no two living items share one
    picture_id: int | None
    hidden: bool  # customers don't see it
    version: int  # grows with each change, so that two who edit at once notice each other
    created_at: datetime
    changed_at: datetime
    deleted: bool = False

    @property
    def sold(self) -> bool:
        """Whether a customer may buy it."""
        return not self.hidden and not self.deleted


@dataclass(frozen=True, slots=True)
class NewItem:
    """What an item is born with."""

    token: str
    name: str
    price: Money
    unit: Unit = Unit.PIECE
    barcode: str = ""
    picture_id: int | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What an item is to be, where it is still of this version: new values by the names of its fields."""

    item_id: int
    version: int
    changes: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page of items ended: the next one begins after it."""

    sort_key: str
    id: int


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody did with an item last."""

    person_id: int | None  # ``None``: nobody whom we know any more
    what: tuple[str, ...]  # names of the item's fields, or ``added``, ``deleted``


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an item, made anew by us: a JPEG without anything else in the file."""

    id: int
    digest: str  # SHA-256 of ``body`` in hex
    body: bytes = field(repr=False)


class CartKind(StrEnum):
    """For whom it is filled."""

    OWN = "own"  # by a customer
    TILL = "till"  # by a member, for a customer


@dataclass(frozen=True, slots=True)
class CartLine:
    """So many of one item. ``seen`` is the price that its owner was shown last."""

    item: Item
    count: int
    seen: Money
    own_price: Money | None = None  # a member's price for this once

    @property
    def price(self) -> Money:
        """What one costs now."""
        return self.own_price or self.item.price

    @property
    def amount(self) -> Money:
        """What all of them cost now, before any discount."""
        return Money(self.price.minor * self.count, self.price.currency)

    @property
    def changed(self) -> bool:
        """Whether the price is another than the one that was shown."""
        return self.own_price is None and self.item.price != self.seen


@dataclass(frozen=True, slots=True)
class Cart:
    """What one person has put together. ``version`` grows with each change of it."""

    id: int
    merchant_id: int
    person_id: int
    kind: CartKind
    lines: tuple[CartLine, ...]
    discount: int  # per cent, 0 for none
    version: int
    changed_at: datetime
    invoice_id: int | None = None  # what it became

    @property
    def count(self) -> int:
        """How many pieces in all."""
        return sum(line.count for line in self.lines)

    def line(self, item_id: int) -> CartLine | None:
        """The line of one item."""
        return next((line for line in self.lines if line.item.id == item_id), None)


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line that an invoice is born with; sums in minor units of the invoice's currency."""

    item_id: int | None
    name: str
    unit: Unit
    count: int
    price: int  # of one piece, as agreed …
    list_price: int  # … and as it stood in the catalog
    discount: int  # this line's part of the discount
    total: int  # what is owed for it: price × count - discount


@dataclass(frozen=True, slots=True)
class Line(NewLine):
    """A line of an invoice, as it was agreed: it changes no more."""

    id: int
    invoice_id: int
    position: int
    returned: int = 0  # pieces that went back, or are on their way


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """So many pieces of a line that go back with one refund, and what is given for them."""

    line_id: int
    count: int
    amount: int  # minor units


@dataclass(frozen=True, slots=True)
class Piece:
    """So many of something, by the name that it was sold under."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Ordered:
    """The cart became this invoice."""

    invoice: Invoice
    fresh: bool  # just now, not by an earlier tap


@dataclass(frozen=True, slots=True)
class NotYet:
    """It did not, because its owner has not seen it as it is: here it is, with what changed."""

    cart: Cart
    gone: tuple[str, ...] = ()  # names of items that are sold no more; they were taken out
    repriced: tuple[CartLine, ...] = ()  # as they were shown before: ``seen`` is the old price
