"""A list of items that came as a sheet: what it would change, and the change itself, all of it or nothing.

A row finds its item by its code, else by its barcode, else it is a new one. A column that the sheet does not
have, and an empty cell where something must stand, leave an item as it is. What stands in no row stays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from billing import people
from billing.access import Action, require
from billing.books import Books
from billing.catalog.items import BARCODE, ITEMS_MOST
from billing.catalog.models import NAME_MOST, Item, ItemChange, NewItem, Unit
from billing.errors import Refused
from billing.invoicing import MOST_MINOR
from billing.models import Person
from billing.money import Money
from billing.ports import Ids

KEPT = ("name", "price", "unit", "barcode", "hidden")  # of an item …
FIELDS = (*KEPT, "code")  # … which the code only finds
PAGE = 500  # items read at once


class Wrong(StrEnum):
    """Why a row cannot be taken."""

    FORMULA = "formula"  # what it comes to is not in the file for certain
    UNREAD = "unread"  # a date, or a sheet's own sign of a mistake
    CODE_UNKNOWN = "code-unknown"
    CODE_TWICE = "code-twice"
    NAME_MISSING = "name-missing"
    NAME_LONG = "name-long"
    PRICE_MISSING = "price-missing"
    PRICE_UNREAD = "price-unread"
    PRICE_FOREIGN = "price-foreign"
    PRICE_NONE = "price-none"  # zero or less
    PRICE_BIG = "price-big"
    UNIT_UNKNOWN = "unit-unknown"
    BARCODE_WRONG = "barcode-wrong"
    BARCODE_CUT = "barcode-cut"  # a number so long that the sheet has rounded it
    BARCODE_TWICE = "barcode-twice"
    BARCODE_TAKEN = "barcode-taken"
    HIDDEN_UNREAD = "hidden-unread"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong in one cell. ``other``: the row that it collides with, or 0."""

    row: int
    field: str
    why: Wrong
    given: str = ""  # what stands there, or the name of the item that is in the way
    other: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """What one row says. ``None``: nothing, or nothing that could be read."""

    row: int  # as the sheet counts, from 1
    token: str | None = None
    name: str | None = None
    price: Money | None = None
    unit: Unit | None = None
    barcode: str | None = None  # "" takes the item's away
    hidden: bool | None = None

    def new(self, token: str) -> NewItem:
        """As an item that there was not yet."""
        assert self.name is not None
        assert self.price is not None
        unit = self.unit or Unit.PIECE
        return NewItem(token, self.name, self.price, unit, self.barcode or "", hidden=bool(self.hidden))


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that says something else than its item, as the item was when the plan was made."""

    row: int
    item: Item
    changes: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sheet would do. With a trouble in it, nothing."""

    drafts: tuple[Draft, ...]
    new: tuple[Draft, ...] = ()
    changed: tuple[Changed, ...] = ()
    same: int = 0
    troubles: tuple[Trouble, ...] = ()
    living: int = 0  # items in the catalog

    @property
    def idle(self) -> bool:
        """Whether nothing would change."""
        return not (self.new or self.changed)

    @property
    def mark(self) -> str:
        """Equal for plans that do the same to the same catalog: 16 characters that a button can carry."""
        changed = [
            (each.item.id, each.item.version, sorted(each.changes.items(), key=lambda pair: pair[0]))
            for each in self.changed
        ]
        told = repr((self.new, changed, self.same, self.troubles, self.living))
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def checked(drafts: Iterable[Draft]) -> list[Trouble]:
    """What breaks a rule of items, each row for itself and one beside the other."""
    drafts = list(drafts)
    return [
        *(trouble for draft in drafts for trouble in _own_troubles(draft)),
        *_twice("code", Wrong.CODE_TWICE, ((draft.row, draft.token) for draft in drafts)),
        *_twice("barcode", Wrong.BARCODE_TWICE, ((draft.row, draft.barcode) for draft in drafts)),
    ]


def _own_troubles(draft: Draft) -> Iterator[Trouble]:
    if draft.name is not None and len(draft.name) > NAME_MOST:
        yield Trouble(draft.row, "name", Wrong.NAME_LONG, draft.name)
    if draft.price is not None and draft.price.minor <= 0:
        yield Trouble(draft.row, "price", Wrong.PRICE_NONE, str(draft.price.major))
    if draft.price is not None and draft.price.minor > MOST_MINOR:
        yield Trouble(draft.row, "price", Wrong.PRICE_BIG, str(draft.price.major))
    if draft.barcode and not BARCODE.fullmatch(draft.barcode):
        yield Trouble(draft.row, "barcode", Wrong.BARCODE_WRONG, draft.barcode)


def _twice(field: str, why: Wrong, rows: Iterable[tuple[int, str | None]]) -> Iterator[Trouble]:
    first: dict[str, int] = {}
    for row, value in rows:
        if value and first.setdefault(value, row) != row:
            yield Trouble(row, field, why, value, first[value])


def plan(books: Books, drafts: Sequence[Draft], troubles: Iterable[Trouble] = ()) -> Plan:
    """What they would change in the catalog as it is now, see ``compared``."""
    return compared(list(living(books)), drafts, troubles)


def compared(living: Sequence[Item], drafts: Sequence[Draft], troubles: Iterable[Trouble] = ()) -> Plan:
    """Rows beside all living items. ``troubles`` are those that reading has found, and ``checked``.

    Raises ``Refused`` where the catalog would get too many items.
    """
    found = [*troubles]
    matched = _matched(drafts, living, found)
    new = tuple(draft for draft, item in matched if item is None)
    changed = [
        Changed(draft.row, item, changes)
        for draft, item in matched
        if item is not None and (changes := _changes(draft, item))
    ]
    if not found and len(living) + len(new) > ITEMS_MOST:
        raise Refused("item-too-many", most=str(ITEMS_MOST))
    found.sort(key=lambda trouble: (trouble.row, FIELDS.index(trouble.field)))
    same = len(matched) - len(new) - len(changed)
    return Plan(tuple(drafts), new, tuple(changed), same, tuple(found), len(living))


def apply(books: Books, person: Person, shown: Plan, ids: Ids, at: datetime) -> None:
    """Do what was shown. Raises ``Refused``, and nothing is done, where the catalog is another by now."""
    require(people.now(books, person), Action.CATALOG)  # the file took its time
    books.next_number("import")  # two at once wait for each other here
    if shown.troubles:
        raise Refused("import-has-troubles")
    if plan(books, shown.drafts).mark != shown.mark:
        raise Refused("catalog-changed-meanwhile")
    actor = f"person:{person.id}"
    freed = _barcodes_freed(books, shown, at)
    changes = [
        ItemChange(each.item.id, each.item.version + (each.item.id in freed), each.changes)
        for each in shown.changed
    ]
    _change(books, changes, at)
    books.wake_bank_items([each.item_id for each in changes], at)
    for each in changes:
        books.audit("item", each.item_id, "", "changed", actor, at, {"what": sorted(each.changes)})
    added = books.add_items([draft.new(ids.token()) for draft in shown.new], at)
    if added is None:
        raise Refused("catalog-changed-meanwhile")
    for item_id in added:
        books.audit("item", item_id, "", "added", actor, at)


def living(books: Books) -> Iterator[Item]:
    """Every item that is not deleted, by name."""
    after = None
    while items := books.items_page(words=(), sold_only=False, after=after, limit=PAGE):
        yield from items
        after = books.mark_of(items[-1])


def _matched(
    drafts: Sequence[Draft], living: Sequence[Item], found: list[Trouble]
) -> list[tuple[Draft, Item | None]]:
    """Each row with its item; a row whose item cannot be told is in trouble, and is left out."""
    by_token = {item.token: item for item in living}
    by_barcode = {item.barcode: item for item in living if item.barcode}
    named = {draft.token for draft in drafts if draft.token}
    matched: list[tuple[Draft, Item | None]] = []
    for draft in drafts:
        holder = by_barcode.get(draft.barcode or "")
        if holder is not None and holder.token in named and holder.token != draft.token:
            holder = None  # another row speaks of that item, and gives it another barcode
        item = by_token.get(draft.token) if draft.token else holder
        if draft.token and item is None:
            found.append(Trouble(draft.row, "code", Wrong.CODE_UNKNOWN, draft.token))
        elif holder is not None and holder is not item:
            found.append(Trouble(draft.row, "barcode", Wrong.BARCODE_TAKEN, holder.name))
        else:
            matched.append((draft, item))
    return matched


def _changes(draft: Draft, item: Item) -> dict[str, object]:
    said = {name: getattr(draft, name) for name in KEPT}
    return {name: value for name, value in said.items() if value is not None and value != getattr(item, name)}


def _barcodes_freed(books: Books, shown: Plan, at: datetime) -> set[int]:
    """Take away first what another row gives to its item: so two can swap. Gives the items that had it."""
    given = {draft.barcode for draft in shown.new} | {each.changes.get("barcode") for each in shown.changed}
    holders = [
        each.item for each in shown.changed if "barcode" in each.changes and each.item.barcode in given
    ]
    freed = [ItemChange(item.id, item.version, {"barcode": ""}) for item in holders if item.barcode]
    _change(books, freed, at)
    return {each.item_id for each in freed}


def _change(books: Books, changes: Sequence[ItemChange], at: datetime) -> None:
    if not books.change_items(changes, at):
        raise Refused("catalog-changed-meanwhile")
