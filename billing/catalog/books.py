"""The part of the books that holds the catalog and the carts; see ``billing.books``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from billing.catalog.banking import BankCatalog, BankItem, NewBankItem
from billing.catalog.models import (
    Cart,
    CartKind,
    Change,
    Item,
    ItemChange,
    Line,
    Mark,
    NewItem,
    NewLine,
    Picture,
    ReturnedLine,
)


class CatalogBooks(Protocol):
    """Items, pictures, carts, lines, and what banks know of the items."""

    # items
    def add_item(self, item: NewItem, at: datetime) -> Item | None:
        """``None``: another living item has its barcode."""

    def add_items(self, new: Sequence[NewItem], at: datetime) -> list[int] | None:
        """All at once; their numbers in that order. ``None``: a barcode is taken, and some were not added."""

    def item(self, item_id: int) -> Item | None: ...
    def item_by_token(self, token: str) -> Item | None: ...
    def item_by_barcode(self, barcode: str) -> Item | None: ...
    def items_by_id(self, item_ids: Sequence[int]) -> dict[int, Item]: ...
    def items_page(
        self,
        *,
        words: Sequence[str],
        sold_only: bool,
        after: Mark | None,
        limit: int,
        before: Mark | None = None,
    ) -> list[Item]:
        """Living items by name, ``after`` one or the last ``before`` one; each of ``words`` begins a word of
        the name."""

    def count_items(self, *, sold_only: bool, most: int) -> int:
        """How many there are, counted up to ``most``."""

    def change_item(self, item_id: int, version: int, changes: Mapping[str, object], at: datetime) -> bool:
        """Compare the version and set; ``False``: somebody was first. ``Refused``: the barcode is taken."""

    def change_items(self, changes: Sequence[ItemChange], at: datetime) -> bool:
        """The same for several, each once. ``False``: one is another by now, and none was changed."""

    def mark_of(self, item: Item) -> Mark:
        """Where a page that ends with this item ended."""

    def last_item_change(self, item_id: int) -> Change | None:
        """Who changed the item last, and what."""

    # pictures
    def keep_picture(self, digest: str, body: bytes, at: datetime) -> int:
        """Its number; the same picture is kept once."""

    def picture(self, picture_id: int) -> Picture | None: ...

    # carts
    def open_cart(self, person_id: int, kind: CartKind) -> Cart | None: ...
    def cart(self, cart_id: int) -> Cart | None: ...
    def make_cart(self, person_id: int, kind: CartKind, at: datetime) -> Cart:
        """The open one, made where there is none."""

    def put_line(self, cart_id: int, item_id: int, count: int, seen: int, tap: str, at: datetime) -> None:
        """So many of it; 0 takes the line out. ``tap`` is kept to know the same tap again."""

    def last_tap(self, cart_id: int) -> str: ...
    def price_line(self, cart_id: int, item_id: int, own_price: int | None, at: datetime) -> bool: ...
    def see_price(self, cart_id: int, item_id: int, seen: int, at: datetime) -> None: ...
    def set_discount(self, cart_id: int, percent: int, at: datetime) -> None: ...
    def empty_cart(self, cart_id: int, at: datetime) -> None: ...
    def order_cart(self, cart_id: int, version: int, invoice_id: int, at: datetime) -> bool:
        """Compare and set: an open cart of this version became this invoice."""

    def drop_carts(self, person_id: int) -> None:
        """A person who asked to be forgotten leaves none."""

    # lines of invoices and refunds
    def add_lines(self, invoice_id: int, lines: Sequence[NewLine]) -> None: ...
    def lines_of(self, invoice_id: int) -> list[Line]:
        """In their order, each with what went back of it or is on its way."""

    def note_billed(self, payment_id: int, bank_ids: Mapping[int, str]) -> None:
        """As which of its items the bank is told each line; what was noted before counts no more."""

    def billed_as(self, payment_id: int) -> dict[int, str]:
        """The bank's ids by our lines."""

    def add_returned(self, refund_id: int, lines: Sequence[ReturnedLine]) -> None: ...
    def returned_with(self, refund_id: int) -> list[ReturnedLine]: ...
    def returned_of(self, invoice_id: int) -> dict[int, list[ReturnedLine]]:
        """The same of all refunds of an invoice, by refund; those that name no pieces are left out."""

    # what banks know
    def bank_catalog(self, provider: str) -> BankCatalog | None: ...
    def note_bank_catalog(self, provider: str, **changes: object) -> None: ...
    def bank_items(self, provider: str, item_ids: Sequence[int]) -> dict[int, BankItem]:
        """By the items' numbers."""

    def bank_items_of(self, item_ids: Sequence[int]) -> list[BankItem]:
        """Of every bank."""

    def bank_items_known_as(self, provider: str, bank_ids: Sequence[str]) -> dict[str, BankItem]:
        """By the bank's ids."""

    def bank_items_held(self, provider: str) -> list[BankItem]:
        """Those that the bank had when it was read last, or has made for us since."""

    def bank_item(self, bank_item_id: int) -> BankItem | None: ...
    def foreign_bank_items(self, provider: str, *, after: int, limit: int) -> list[BankItem]:
        """Made in the bank's cabinet, and not one of ours yet."""

    def differing_bank_items(self, provider: str, *, after: int, limit: int) -> list[BankItem]:
        """Ours, which the bank shows otherwise than we told it."""

    def add_bank_item(self, new: NewBankItem, at: datetime) -> BankItem | None:
        """``None``: it is there already."""

    def drop_bank_row(self, bank_item_id: int) -> None: ...
    def drop_bank_item(self, provider: str, item_id: int) -> None:
        """What this bank knows of the item is what another row says."""

    def amend_bank_item(self, bank_item_id: int, **changes: object) -> None: ...
    def items_without_bank(self, provider: str, limit: int) -> list[Item]:
        """Living items of which this bank was told nothing yet."""

    def due_bank_items(self, provider: str, now: datetime, limit: int) -> list[BankItem]: ...
    def wake_bank_items(self, item_ids: Sequence[int], at: datetime) -> None:
        """These items changed: what banks know of them is looked at anew."""

    def bank_picture(self, provider: str, digest: str) -> str | None:
        """Under which id a bank has the picture."""

    def note_bank_picture(self, provider: str, digest: str, image_id: str, at: datetime) -> None: ...
