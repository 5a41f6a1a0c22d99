"""A bank's catalog as it was read from end to end, beside ours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from billing.books import Books
from billing.catalog.banking import DONE, TEXT_MOST, BankItem, BankItemState, Listed, NewBankItem, Shown

FRESH = timedelta(minutes=10)  # what was made so lately may be missing in a list

_GONE = frozenset({BankItemState.DELETED, BankItemState.DELETING})


def compare(books: Books, slug: str, listed: Sequence[Listed], at: datetime) -> None:
    """Write down what the bank shows: of ours what differs, of others that they are there."""
    known = books.bank_items_known_as(slug, [each.bank_id for each in listed])
    for each in listed:
        row = known.get(each.bank_id)
        if row is None:
            if each.state not in _GONE:  # one of ours whose answer was lost is found later, see ``bind``
                books.add_bank_item(
                    NewBankItem(slug, None, each.bank_id, BankItemState.FOREIGN, each.shown), at
                )
        elif row.item_id is None:
            state = BankItemState.DELETED if each.state in _GONE else BankItemState.FOREIGN
            books.amend_bank_item(row.id, shown=each.shown, state=state)
        elif row.state in DONE:
            _ours(books, row, each)
    _missing(books, slug, {each.bank_id for each in listed if each.state not in _GONE}, at)


def differs(told: Shown | None, shown: Shown) -> bool:
    """Whether a person at the bank has changed what we told. A barcode that we took away may stay there."""
    if told is None:
        return False
    barcode = told.barcode or shown.barcode
    return (told.name, told.price, told.unit, barcode) != (shown.name, shown.price, shown.unit, shown.barcode)


def bind(books: Books, row: BankItem, bank_id: str) -> bool:
    """Whether this id may be the row's: one that was taken for an item of the cabinet is ours after all."""
    known = books.bank_items_known_as(row.provider, [bank_id]).get(bank_id)
    if known is None or known.id == row.id:
        return True
    if known.item_id is not None:
        return False
    books.drop_bank_row(known.id)
    return True


def _ours(books: Books, row: BankItem, each: Listed) -> None:
    if each.state in _GONE:
        books.amend_bank_item(row.id, state=BankItemState.DELETED, shown=None, differs=True)
        return
    books.amend_bank_item(
        row.id,
        state=each.state if each.state in DONE else row.state,
        shown=each.shown,
        text=each.text[:TEXT_MOST],
        differs=differs(row.told, each.shown),
    )


def _missing(books: Books, slug: str, there: set[str], at: datetime) -> None:
    """What the bank had and has no more: taken off sale by hand."""
    for row in books.bank_items_held(slug):
        if row.bank_id in there or (row.asked_at is not None and at - row.asked_at < FRESH):
            continue
        if row.item_id is None:
            books.amend_bank_item(row.id, state=BankItemState.DELETED)
        else:
            books.amend_bank_item(row.id, state=BankItemState.DELETED, shown=None, differs=True)
