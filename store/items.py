"""Items of the catalog and their pictures in the books."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, case, func, insert, or_, select, tuple_
from sqlalchemy.exc import IntegrityError

from billing.catalog.folding import sort_key
from billing.catalog.models import Change, Item, ItemChange, Mark, NewItem, Picture, Unit
from billing.errors import Refused
from billing.money import Money
from billing.names import words_of
from store import statements
from store.base import Section
from store.schema import audit, bank_items, item_pictures, item_words, items

LAST = "\U0010ffff"  # behind every word that begins alike


class Items(Section):
    """Kept, listed, found and changed. A deleted item stays for the lines that name it."""

    def add_item(self, item: NewItem, at: datetime) -> Item | None:
        """``None``: another living item has its barcode."""
        added = self.add_items([item], at)
        return None if added is None else self.item(added[0])

    def add_items(self, new: Sequence[NewItem], at: datetime) -> list[int] | None:
        """All at once; their numbers in that order. ``None``: a barcode is taken, and some were not added."""
        if not new:
            return []
        statement = self.insert(items).on_conflict_do_nothing().returning(items.c.id, items.c.token)
        rows = [self._row(item, at) for item in new]
        ids = {row.token: row.id for row in self.run(statement, rows)}
        if len(ids) < len(new):
            return None
        self._index_words((ids[item.token], item.name) for item in new)
        return [ids[item.token] for item in new]

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
        return self.change_items([ItemChange(item_id, version, changes)], at)

    def change_items(self, changes: Sequence[ItemChange], at: datetime) -> bool:
        """The same for several, each once. ``False``: one is another by now, and none was changed.

        The versions are read under a lock first, because asyncpg does not count what several updates hit.
        """
        dialect = self.connection.dialect.name
        among = {**self._here, "values": [each.item_id for each in changes]}
        found = {row.id: row.version for row in self.run(statements.reading_versions(dialect), among)}
        if found != {each.item_id: each.version for each in changes}:
            return False
        try:
            with self.connection.begin_nested():
                self._set(changes, at)
        except IntegrityError as error:
            raise Refused("item-barcode-taken") from error
        renamed = {each.item_id: str(each.changes["name"]) for each in changes if "name" in each.changes}
        deleted = [each.item_id for each in changes if each.changes.get("deleted")]
        self.run(statements.dropping_words(dialect), {**self._here, "values": [*renamed, *deleted]})
        self._index_words(renamed.items())
        return True

    def _set(self, changes: Sequence[ItemChange], at: datetime) -> None:
        """One statement for all that change the same columns."""
        rows: dict[tuple[str, ...], list[dict[str, object]]] = {}
        for each in changes:
            sets = _sets(each, at)
            here = {"is_merchant_id": self.merchant.id, "is_id": each.item_id}
            row = here | {f"to_{name}": value for name, value in sets.items()}
            rows.setdefault(tuple(sorted(sets)), []).append(row)
        for names, given in rows.items():
            self.run(statements.changing(items, ("id",), names), given)

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
            whose = statements.of_merchant(items)
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

    def _row(self, item: NewItem, at: datetime) -> dict[str, object]:
        return {
            "merchant_id": self.merchant.id,
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
        }

    def _index_words(self, named: Iterable[tuple[int, str]]) -> None:
        here = {"merchant_id": self.merchant.id}
        rows = [
            {**here, "word": word, "item_id": item_id} for item_id, name in named for word in words_of(name)
        ]
        if rows:
            self.run(insert(item_words), rows)


def _sets(change: ItemChange, at: datetime) -> dict[str, object]:
    """The columns that change."""
    values = {name: _plain(value) for name, value in change.changes.items()}
    if "price" in values:
        values["currency"] = _money(change.changes["price"]).currency
    if "name" in values:
        values["sort_key"] = sort_key(str(values["name"]))
    if values.pop("deleted", False):
        values["deleted_at"] = at
    return values | {"version": change.version + 1, "changed_at": at}


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
