"""What members do with the catalog, and what customers see of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from billing.access import Action, may, require
from billing.books import Books
from billing.catalog.models import BARCODE_MOST, NAME_MOST, Item, Mark, NewItem
from billing.errors import AmountRefused, Closed, NotFound, Refused
from billing.invoicing import MOST_MINOR
from billing.models import Person
from billing.money import Money
from billing.names import words_of

BARCODE = re.compile(f"[0-9A-Za-z-]{{4,{BARCODE_MOST}}}")
ITEMS_MOST = 10_000
FIELDS = frozenset({"name", "price", "unit", "barcode", "picture_id", "hidden"})


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list. ``next``: its last item, where more follow; ``previous``: its first, where some
    stand before it."""

    items: tuple[Item, ...]
    next: Mark | None = None
    previous: Mark | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """An item, and its neighbours in the list."""

    item: Item
    before: int | None
    after: int | None


def add(books: Books, person: Person, new: NewItem, at: datetime) -> Item:
    """Write a new item. Raises ``Refused`` for what cannot be one, and for a barcode that another has."""
    require(person, Action.CATALOG)
    check({"name": new.name, "price": new.price, "barcode": new.barcode})
    if known := books.item_by_token(new.token):
        return known  # the same request, told again
    if books.count_items(sold_only=False, most=ITEMS_MOST) >= ITEMS_MOST:
        raise Refused("item-too-many", most=str(ITEMS_MOST))
    item = books.add_item(new, at)
    if item is None:
        raise Refused("item-barcode-taken")
    books.audit("item", item.id, "", "added", f"person:{person.id}", at)
    return item


def change(
    books: Books, person: Person, item_id: int, version: int, changes: Mapping[str, object], at: datetime
) -> Item:
    """Change one thing or several. ``Closed``: somebody else changed the item since ``version``."""
    require(person, Action.CATALOG)
    if not changes.keys() <= FIELDS:
        raise ValueError(f"an item has no {changes.keys() - FIELDS}")
    check(changes)
    return _write(books, person, item_id, version, changes, at)


def delete(books: Books, person: Person, item_id: int, version: int, at: datetime) -> Item:
    """Take it out of the catalog for good; the lines of invoices that name it stay as they are."""
    return _write(books, require(person, Action.CATALOG), item_id, version, {"deleted": True}, at)


def _write(
    books: Books,
    person: Person,
    item_id: int,
    version: int,
    changes: Mapping[str, object],
    at: datetime,
) -> Item:
    item = books.item(item_id)
    if item is None or item.deleted:
        raise NotFound("item-not-found")
    if not books.change_item(item_id, version, changes, at):
        raise Closed("item-changed-meanwhile")
    books.wake_bank_items([item_id], at)
    what = {"what": sorted(changes)}
    books.audit("item", item_id, "", "changed", f"person:{person.id}", at, what)
    changed = books.item(item_id)
    assert changed is not None
    return changed


def check(fields: Mapping[str, object]) -> None:
    """Raises ``Refused`` for a value that no item has."""
    if "name" in fields and not 1 <= len(str(fields["name"])) <= NAME_MOST:
        raise Refused("item-name-wrong", most=str(NAME_MOST))
    if "price" in fields:
        price = fields["price"]
        assert isinstance(price, Money)
        if price.minor <= 0:
            raise AmountRefused("item-price-not-read")
        if price.minor > MOST_MINOR:
            raise AmountRefused("item-price-too-big")
    if (barcode := fields.get("barcode")) and not BARCODE.fullmatch(str(barcode)):
        raise Refused("item-barcode-wrong", most=str(BARCODE_MOST))


def clean_name(text: str) -> str:
    """One line without control and direction characters."""
    printable = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in text)
    return " ".join(printable.split())


def page(
    books: Books,
    person: Person,
    text: str,
    size: int,
    *,
    sold_only: bool,
    after: int | None = None,
    before: int | None = None,
) -> Page:
    """Items by name, those that ``text`` finds; only who may change the catalog sees what is hidden.

    ``after`` and ``before`` are numbers of items: the page follows the one, or ends before the other. Where
    nothing is left there it is the first page.
    """
    sold_only = sold_only or not may(person, Action.CATALOG)
    first = after is None and before is None
    scanned = books.item_by_barcode(text.strip()) if text and first else None
    if scanned is not None and (scanned.sold or not sold_only):
        return Page((scanned,))
    words = words_of(text)
    if text and not words:
        return Page(())
    marks = (_mark(books, after), _mark(books, before))
    found = books.items_page(
        words=words, sold_only=sold_only, after=marks[0], before=marks[1], limit=size + 1
    )
    if not found and not first:
        return page(books, person, text, size, sold_only=sold_only)
    return _cut(books, found, size, *marks)


def _mark(books: Books, item_id: int | None) -> Mark | None:
    item = books.item(item_id) if item_id is not None else None
    return None if item is None else books.mark_of(item)


def _cut(books: Books, found: list[Item], size: int, after: Mark | None, before: Mark | None) -> Page:
    """One more than a page was asked for, to see whether there is more; backwards it stands first."""
    more = len(found) > size
    shown = tuple(found[-size:] if before is not None else found[:size])
    if not shown:
        return Page(())
    ends = (books.mark_of(shown[0]), books.mark_of(shown[-1]))
    if before is not None:
        return Page(shown, next=ends[1], previous=ends[0] if more else None)
    return Page(shown, next=ends[1] if more else None, previous=ends[0] if after is not None else None)


def beside(books: Books, person: Person | None, item_id: int, text: str) -> Beside:
    """An item, and what stands before and after it in what ``text`` finds. Raises ``NotFound``.

    ``None`` for the person: as a customer sees it.
    """
    item = seen_by(person, books.item(item_id))
    words = words_of(text)
    if text and (not words or books.item_by_barcode(text.strip()) is not None):
        return Beside(item, None, None)
    here, sold_only = books.mark_of(item), not may(person, Action.CATALOG)
    before = books.items_page(words=words, sold_only=sold_only, after=None, before=here, limit=1)
    after = books.items_page(words=words, sold_only=sold_only, after=here, limit=1)
    return Beside(item, before[0].id if before else None, after[0].id if after else None)


def seen_by(person: Person | None, item: Item | None) -> Item:
    """The item, if this person may see it: a hidden one is the staff's. Raises ``NotFound``."""
    if item is None or item.deleted or not (item.sold or may(person, Action.CATALOG)):
        raise NotFound("item-not-sold")
    return item
