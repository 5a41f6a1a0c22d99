"""What banks know of the catalog, in the books."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select, update

from billing.catalog.banking import BankCatalog, BankItem, BankItemState, NewBankItem, Shown
from billing.money import Money
from store import statements
from store.base import Section
from store.schema import bank_catalogs, bank_items, bank_pictures

_HELD = (BankItemState.ACTIVE, BankItemState.FAILED, BankItemState.FOREIGN)


class BankItems(Section):
    """One row for each item and bank, and one for each item that was made at the bank by hand."""

    def bank_catalog(self, provider: str) -> BankCatalog | None:
        """How the bank's catalog as a whole is; ``None``: nothing is known yet."""
        row = self.row(bank_catalogs, provider=provider)
        if row is None:
            return None
        units: Mapping[str, str] = json.loads(row.units)
        return BankCatalog(row.provider, row.supported, units, row.walked_at, row.next_walk)

    def note_bank_catalog(self, provider: str, **changes: object) -> None:
        """Write down what was found out about it."""
        if "units" in changes:
            changes["units"] = json.dumps(changes["units"], ensure_ascii=False)
        row = {"merchant_id": self.merchant.id, "provider": provider, "units": "{}", **changes}
        keys = [bank_catalogs.c.merchant_id, bank_catalogs.c.provider]
        statement = self.insert(bank_catalogs).values(row)
        self.run(statement.on_conflict_do_update(index_elements=keys, set_=changes))

    def bank_items(self, provider: str, item_ids: Sequence[int]) -> dict[int, BankItem]:
        """By the items' numbers."""
        found = self._among("item_id", provider, sorted(set(item_ids)))
        return {row.item_id: _bank_item(row) for row in found}

    def bank_items_of(self, item_ids: Sequence[int]) -> list[BankItem]:
        """Of every bank."""
        return [_bank_item(row) for row in self._among("item_id", None, sorted(set(item_ids)))]

    def bank_items_known_as(self, provider: str, bank_ids: Sequence[str]) -> dict[str, BankItem]:
        """By the bank's ids."""
        return {row.bank_id: _bank_item(row) for row in self._among("bank_id", provider, list(bank_ids))}

    def bank_items_held(self, provider: str) -> list[BankItem]:
        """Those that the bank had when it was read last, or has made for us since."""
        query = select(bank_items).where(
            self.mine(bank_items),
            bank_items.c.provider == provider,
            bank_items.c.bank_id.is_not(None),
            bank_items.c.state.in_([state.value for state in _HELD]),
        )
        return [_bank_item(row) for row in self.run(query)]

    def bank_item(self, bank_item_id: int) -> BankItem | None:
        """One of them."""
        row = self.row(bank_items, id=bank_item_id)
        return None if row is None else _bank_item(row)

    def foreign_bank_items(self, provider: str, *, after: int, limit: int) -> list[BankItem]:
        """Made in the bank's cabinet, and not one of ours yet."""
        foreign = bank_items.c.item_id.is_(None) & (bank_items.c.state == BankItemState.FOREIGN.value)
        return self._page(provider, foreign, after, limit)

    def differing_bank_items(self, provider: str, *, after: int, limit: int) -> list[BankItem]:
        """Ours, which the bank shows otherwise than we told it."""
        return self._page(provider, bank_items.c.differs, after, limit)

    def add_bank_item(self, new: NewBankItem, at: datetime) -> BankItem | None:
        """``None``: it is there already."""
        new_id = self.insert_once(
            bank_items,
            {
                "provider": new.provider,
                "item_id": new.item_id,
                "bank_id": new.bank_id,
                "state": new.state.value,
                "told_version": 0,
                "shown": _sealed(new.shown),
                "differs": False,
                "picture": "",
                "code": "",
                "text": "",
                "looks": 0,
                "next_look": at if new.item_id is not None else None,
            },
        )
        return None if new_id is None else self.bank_item(new_id)

    def drop_bank_row(self, bank_item_id: int) -> None:
        """It is what another row says."""
        self.run(delete(bank_items).where(self.mine(bank_items), bank_items.c.id == bank_item_id))

    def drop_bank_item(self, provider: str, item_id: int) -> None:
        """What this bank knows of the item is what another row says."""
        here = (bank_items.c.provider == provider, bank_items.c.item_id == item_id)
        self.run(delete(bank_items).where(self.mine(bank_items), *here))

    def amend_bank_item(self, bank_item_id: int, **changes: object) -> None:
        """Write down what was found out or told."""
        plain = {name: _plain(name, value) for name, value in changes.items()}
        self.run(
            update(bank_items).where(self.mine(bank_items), bank_items.c.id == bank_item_id).values(plain)
        )

    def due_bank_items(self, provider: str, now: datetime, limit: int) -> list[BankItem]:
        """Those that are to be told or looked at, the longest due first."""
        query = select(bank_items).where(
            self.mine(bank_items), bank_items.c.provider == provider, bank_items.c.next_look <= now
        )
        rows = self.run(query.order_by(bank_items.c.next_look, bank_items.c.id).limit(limit))
        return [_bank_item(row) for row in rows]

    def wake_bank_items(self, item_ids: Sequence[int], at: datetime) -> None:
        """These items changed: what banks know of them is looked at anew."""
        here = {"is_merchant_id": self.merchant.id, "values": item_ids, "at": at}
        self.run(statements.waking_bank_items(self.connection.dialect.name), here)

    def bank_picture(self, provider: str, digest: str) -> str | None:
        """Under which id a bank has the picture."""
        row = self.row(bank_pictures, provider=provider, digest=digest)
        return None if row is None else str(row.image_id)

    def note_bank_picture(self, provider: str, digest: str, image_id: str, at: datetime) -> None:
        """The bank has it now."""
        row = {"merchant_id": self.merchant.id, "provider": provider, "digest": digest}
        statement = self.insert(bank_pictures).values({**row, "image_id": image_id, "created_at": at})
        keys = [bank_pictures.c.merchant_id, bank_pictures.c.provider, bank_pictures.c.digest]
        self.run(statement.on_conflict_do_update(index_elements=keys, set_={"image_id": image_id}))

    def _page(self, provider: str, condition: ColumnElement[bool], after: int, limit: int) -> list[BankItem]:
        here = (self.mine(bank_items), bank_items.c.provider == provider, bank_items.c.id > after)
        query = select(bank_items).where(*here, condition).order_by(bank_items.c.id).limit(limit)
        return [_bank_item(row) for row in self.run(query)]

    def _among(self, by: str, provider: str | None, values: Sequence[object]) -> Sequence[Row[Any]]:
        here = {"is_merchant_id": self.merchant.id, "values": values}
        rows = self.run(statements.reading_among(bank_items, by, self.connection.dialect.name), here).all()
        return [row for row in rows if provider is None or row.provider == provider]


def _bank_item(row: Row[Any]) -> BankItem:
    return BankItem(
        id=row.id,
        provider=row.provider,
        item_id=row.item_id,
        bank_id=row.bank_id,
        state=BankItemState(row.state),
        told_version=row.told_version,
        told=_opened(row.told),
        shown=_opened(row.shown),
        differs=row.differs,
        picture=row.picture,
        code=row.code,
        text=row.text,
        asked_at=row.asked_at,
        looks=row.looks,
        next_look=row.next_look,
    )


def _plain(name: str, value: object) -> object:
    if name in {"told", "shown"}:
        assert value is None or isinstance(value, Shown)
        return _sealed(value)
    return value.value if isinstance(value, BankItemState) else value


def _sealed(shown: Shown | None) -> str | None:
    if shown is None:
        return None
    values = [shown.name, shown.price.minor, shown.price.currency, shown.unit, shown.barcode]
    return json.dumps(values, ensure_ascii=False)


def _opened(text: str | None) -> Shown | None:
    if text is None:
        return None
    name, minor, currency, unit, barcode = json.loads(text)
    return Shown(name, Money(minor, currency), unit, barcode)
