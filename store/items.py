"""Items of the catalog and their pictures in the books."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, case, delete, func, insert, or_, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from billing.catalog.folding import sort_key, words_of
from billing.catalog.models import Change, Item, Mark, NewItem, Picture, Unit
from billing.errors import Refused
from billing.money import Money
from store import statements
from store.base import Section
from store.schema import audit, bank_items, item_pictures, item_words, items

LAST = "\U0010ffff"  # behind every word that begins alike


class Items(Section):
    """Kept, listed, found and changed. A deleted item stays for the lines that name it."""

    def add_item(self, item: NewItem, at: datetime) -> Item | None:
        """``None``: another living item has its barcode."""
        if item.barcode and self.item_by_barcode(item.barcode) is not None:
            return None
        new_id = self.insert_once(
            items,
            {
                "token": item.token,
                "name": item.name,
                "sort_key": sort_key(item.name),
                "price": item.price.minor,
                "currency": item.price.currency,
                "unit": item.unit.value,
                "barcode": item.barcode,
                "picture_id": item.picture_id,
                "hidden": item.hidden,
                "version": 1,
                "created_at": at,
                "changed_at": at,
            },
        )
        if new_id is None:
            return None
        self._index_words(new_id, item.name)
        return self.item(new_id)

    def item(self, item_id: int) -> Item | None:
        """One of them, deleted ones as well."""
        return self._item_by(id=item_id)

    def item_by_token(self, token: str) -> Item | None:
        """By its link."""
        return self._item_by(token=token)

    def item_by_barcode(self, barcode: str) -> Item | None:
        """The living one with this barcode."""
        query = select(items).where(
            self.mine(items), items.c.barcode == barcode, items.c.barcode != "", items.c.deleted_at.is_(None)
        )
        row = self.run(query).first()
        return None if row is None else _item(row)

    def items_by_id(self, item_ids: Sequence[int]) -> dict[int, Item]:
        """Several in one go."""
        here = {"is_merchant_id": self.merchant.id, "values": sorted(set(item_ids))}
        query = statements.reading_among(items, "id", self.connection.dialect.name)
        return {row.id: _item(row) for row in self.run(query, here)}

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
        query = self._named(words, sold_only=sold_only)
        place = tuple_(items.c.sort_key, items.c.id)
        if before is not None:
            query = query.where(place < (before.sort_key, before.id))
            backwards = query.order_by(items.c.sort_key.desc(), items.c.id.desc()).limit(limit)
            return [_item(row) for row in self.run(backwards, self._here)][::-1]
        if after is not None:
            query = query.where(place > (after.sort_key, after.id))
        forwards = query.order_by(items.c.sort_key, items.c.id).limit(limit)
        return [_item(row) for row in self.run(forwards, self._here)]

    def count_items(self, *, sold_only: bool, most: int) -> int:
        """How many there are, counted up to ``most``."""
        some = self._living(select(items.c.id), sold_only=sold_only).limit(most).subquery()
        return int(self.run(select(func.count()).select_from(some)).scalar_one())

    def change_item(self, item_id: int, version: int, changes: Mapping[str, object], at: datetime) -> bool:
        """Compare the version and set; ``False``: somebody was first. ``Refused``: the barcode is taken."""
        values = {name: _plain(value) for name, value in changes.items()}
        if "price" in changes:
            values["currency"] = _money(changes["price"]).currency
        if "name" in changes:
            values["sort_key"] = sort_key(str(changes["name"]))
        if values.pop("deleted", False):
            values["deleted_at"] = at
        values |= {"version": version + 1, "changed_at": at}
        here = (self.mine(items), items.c.id == item_id, items.c.version == version)
        statement = update(items).where(*here, items.c.deleted_at.is_(None)).values(values)
        try:
            with self.connection.begin_nested():
                changed = self.changed(statement)
        except IntegrityError as error:
            raise Refused("item-barcode-taken") from error
        if changed and ("name" in changes or "deleted_at" in values):
            self.run(delete(item_words).where(self.mine(item_words), item_words.c.item_id == item_id))
            if "deleted_at" not in values:
                self._index_words(item_id, str(changes["name"]))
        return changed

    def mark_of(self, item: Item) -> Mark:
        """Where a page that ends with this item ended."""
        return Mark(sort_key(item.name), item.id)

    def last_item_change(self, item_id: int) -> Change | None:
        """Who changed the item last, and what."""
        query = select(audit).where(
            self.mine(audit), audit.c.subject == "item", audit.c.subject_id == item_id
        )
        row = self.run(query.order_by(audit.c.id.desc()).limit(1)).first()
        if row is None:
            return None
        known, _, number = row.actor.partition(":")
        evidence = json.loads(row.evidence) if row.evidence else {}
        person_id = int(number) if known == "person" and number.isdecimal() else None
        return Change(person_id, tuple(evidence.get("what", (row.now_is,))))

    def keep_picture(self, digest: str, body: bytes, at: datetime) -> int:
        """Its number; the same picture is kept once."""
        known = select(item_pictures.c.id).where(self.mine(item_pictures), item_pictures.c.digest == digest)
        row = {"digest": digest, "body": body, "created_at": at}
        found = self.run(known).scalar() or self.insert_once(item_pictures, row)
        return int(found or self.run(known).scalar_one())

    def picture(self, picture_id: int) -> Picture | None:
        """One of them."""
        row = self.row(item_pictures, id=picture_id)
        return None if row is None else Picture(row.id, row.digest, row.body)

    def items_without_bank(self, provider: str, limit: int) -> list[Item]:
        """Living items of which this bank was told nothing yet."""
        told = select(bank_items.c.id).where(
            self.mine(bank_items),
            bank_items.c.provider == provider,
            bank_items.c.item_id == items.c.id,
        )
        query = self._living(select(items), sold_only=False).where(~told.exists())
        return [_item(row) for row in self.run(query.order_by(items.c.id).limit(limit))]

    def _living(self, query: Select[Any], *, sold_only: bool) -> Select[Any]:
        query = query.where(self.mine(items), items.c.deleted_at.is_(None))
        return query.where(~items.c.hidden) if sold_only else query

    @property
    def _here(self) -> dict[str, int]:
        return {"is_merchant_id": self.merchant.id}

    def _named(self, words: Sequence[str], *, sold_only: bool) -> Select[Any]:
        """Living items; those that have all of ``words`` are found by these, not by walking the list."""
        if not words:
            query = select(items).where(items.c.merchant_id == bindparam("is_merchant_id"))
        else:
            whose = statements.of_merchant(items, self.connection.dialect.name)
            query = select(items).where(whose, items.c.id.in_(self._with_words(words)))
        query = query.where(items.c.deleted_at.is_(None))
        return query.where(~items.c.hidden) if sold_only else query

    def _with_words(self, words: Sequence[str]) -> Select[Any]:
        begin = [(item_words.c.word >= word) & (item_words.c.word < word + LAST) for word in words]
        each = [func.max(case((begins, 1), else_=0)) == 1 for begins in begin]
        found = select(item_words.c.item_id).where(self.mine(item_words), or_(*begin))
        return found.group_by(item_words.c.item_id).having(and_(*each))

    def _item_by(self, **equal: object) -> Item | None:
        row = self.row(items, **equal)
        return None if row is None else _item(row)

    def _index_words(self, item_id: int, name: str) -> None:
        words = words_of(name)
        if words:
            rows = [{"merchant_id": self.merchant.id, "word": word, "item_id": item_id} for word in words]
            self.run(insert(item_words), rows)


def _item(row: Row[Any]) -> Item:
    return Item(
        id=row.id,
        merchant_id=row.merchant_id,
        token=row.token,
        name=row.name,
        price=Money(row.price, row.currency),
        unit=Unit(row.unit),
        barcode=row.barcode,
        picture_id=row.picture_id,
        hidden=row.hidden,
        version=row.version,
        created_at=row.created_at,
        changed_at=row.changed_at,
        deleted=row.deleted_at is not None,
    )


def _plain(value: object) -> object:
    """As it stands in its column."""
    return value.minor if isinstance(value, Money) else value.value if isinstance(value, Unit) else value


def _money(value: object) -> Money:
    assert isinstance(value, Money)
    return value
