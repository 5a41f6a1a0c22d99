"""What was made or changed in a bank's cabinet by hand: a person decides what counts."""

from __future__ import annotations

from datetime import datetime

from billing.access import Action, require
from billing.books import Books
from billing.catalog import items
from billing.catalog.banking import BankItem, BankItemState, Shown
from billing.catalog.models import NAME_MOST, Item, NewItem, Unit
from billing.errors import Closed, NotFound
from billing.models import Person


def adopt(
    books: Books, person: Person, bank_item_id: int, unit: Unit | None, token: str, at: datetime
) -> Item:
    """Make an item of ours out of one that was made in the bank's cabinet; it stands for it from now on.

    One of ours with the same barcode that the bank does not have is taken for the same thing, and the bank is
    told how it is with us.
    """
    require(person, Action.CATALOG)
    row = books.bank_item(bank_item_id)
    if row is None or row.shown is None:
        raise NotFound("item-not-found")
    if row.item_id is not None or row.state is not BankItemState.FOREIGN:
        raise Closed("button-old")
    shown = row.shown
    same = _the_same(books, row)
    new = NewItem(token, _name(shown), shown.price, unit or Unit.PIECE, _barcode(shown, ""))
    item = same or items.add(books, person, new, at)
    books.drop_bank_item(row.provider, item.id)
    books.amend_bank_item(
        row.id,
        item_id=item.id,
        state=BankItemState.ACTIVE,
        told=shown,
        told_version=item.version if same is None else 0,
        next_look=None if same is None else at,
    )
    return item


def decide(
    books: Books, person: Person, bank_item_id: int, unit: Unit | None, at: datetime, *, ours: bool
) -> Item:
    """Whose word counts where the bank shows an item otherwise than we told it: ours is told again."""
    require(person, Action.CATALOG)
    row = books.bank_item(bank_item_id)
    item = books.item(row.item_id) if row is not None and row.item_id is not None else None
    if row is None or item is None:
        raise NotFound("item-not-found")
    if not row.differs:
        raise Closed("button-old")
    if ours:
        _tell_again(books, row, at)
        return item
    return _take_over(books, person, row, item, unit, at)


def _the_same(books: Books, row: BankItem) -> Item | None:
    assert row.shown is not None
    item = books.item_by_barcode(row.shown.barcode) if row.shown.barcode else None
    known = books.bank_items(row.provider, [item.id]).get(item.id) if item else None
    return item if known is None or known.bank_id is None else None


def _tell_again(books: Books, row: BankItem, at: datetime) -> None:
    told: dict[str, object] = {"differs": False, "told_version": 0, "looks": 0, "next_look": at}
    if row.state is BankItemState.DELETED:
        told |= {"state": BankItemState.WANTED, "bank_id": None, "told": None, "picture": ""}
    books.amend_bank_item(row.id, **told)


def _take_over(
    books: Books, person: Person, row: BankItem, item: Item, unit: Unit | None, at: datetime
) -> Item:
    """Our item becomes what the bank shows; what is off sale there is off sale here."""
    if row.shown is None:
        books.amend_bank_item(row.id, differs=False)
        return items.delete(books, person, item.id, item.version, at)
    shown = row.shown
    changes: dict[str, object] = {
        "name": _name(shown),
        "price": shown.price,
        "unit": unit or item.unit,
        "barcode": _barcode(shown, item.barcode),
    }
    changed = items.change(books, person, item.id, item.version, changes, at)
    books.amend_bank_item(row.id, differs=False, told=shown, told_version=changed.version, next_look=None)
    return changed


def _name(shown: Shown) -> str:
    """As an item of ours may be called."""
    return items.clean_name(shown.name)[:NAME_MOST]


def _barcode(shown: Shown, otherwise: str) -> str:
    """As long as it is one that we take."""
    return shown.barcode if items.BARCODE.fullmatch(shown.barcode) else otherwise
