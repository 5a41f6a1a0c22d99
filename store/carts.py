"""Carts, and the lines of invoices and refunds, in the books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from billing.catalog.models import Cart, CartKind, CartLine, Line, NewLine, ReturnedLine, Unit
from billing.money import Money
from billing.states import COUNTS_NOT
from store.items import Items
from store.schema import billed_lines, cart_lines, carts, invoice_lines, refund_lines, refunds


class Carts(Items):
    """One open cart of a kind for each person; what was ordered stays beside its invoice for a while."""

    def open_cart(self, person_id: int, kind: CartKind) -> Cart | None:
        """The one that is being filled."""
        query = select(carts).where(
            self.mine(carts),
            carts.c.person_id == person_id,
            carts.c.kind == kind.value,
            carts.c.invoice_id.is_(None),
        )
        row = self.run(query).first()
        return None if row is None else self._cart(row)

    def cart(self, cart_id: int) -> Cart | None:
        """One of them, ordered ones as well."""
        row = self.row(carts, id=cart_id)
        return None if row is None else self._cart(row)

    def make_cart(self, person_id: int, kind: CartKind, at: datetime) -> Cart:
        """The open one, made where there is none."""
        if (known := self.open_cart(person_id, kind)) is not None:
            return known
        row = {"person_id": person_id, "kind": kind.value, "discount": 0, "version": 1, "last_tap": ""}
        self.insert_once(carts, {**row, "created_at": at, "changed_at": at})
        made = self.open_cart(person_id, kind)
        assert made is not None
        return made

    def put_line(self, cart_id: int, item_id: int, count: int, seen: int, tap: str, at: datetime) -> None:
        """So many of it; 0 takes the line out."""
        here = (self.mine(cart_lines), cart_lines.c.cart_id == cart_id, cart_lines.c.item_id == item_id)
        if count == 0:
            self.run(delete(cart_lines).where(*here))
        elif not self.changed(update(cart_lines).where(*here).values(pieces=count, seen=seen)):
            row = {"cart_id": cart_id, "item_id": item_id, "pieces": count, "seen": seen}
            self.add(cart_lines, {**row, "own_price": None})
        self._touch(cart_id, at, last_tap=tap)

    def last_tap(self, cart_id: int) -> str:
        """Which tap changed it last."""
        query = select(carts.c.last_tap).where(self.mine(carts), carts.c.id == cart_id)
        return str(self.run(query).scalar() or "")

    def price_line(self, cart_id: int, item_id: int, own_price: int | None, at: datetime) -> bool:
        """A price of its own for this once, or none any more; whether the line is there."""
        equal = {"cart_id": cart_id, "item_id": item_id}
        changed = self.change(cart_lines, equal, {"own_price": own_price})
        if changed:
            self._touch(cart_id, at)
        return changed

    def see_price(self, cart_id: int, item_id: int, seen: int, at: datetime) -> None:
        """Its owner was shown this price."""
        if self.change(cart_lines, {"cart_id": cart_id, "item_id": item_id}, {"seen": seen}):
            self._touch(cart_id, at)

    def set_discount(self, cart_id: int, percent: int, at: datetime) -> None:
        """Off the sum of its lines."""
        self._touch(cart_id, at, discount=percent)

    def empty_cart(self, cart_id: int, at: datetime) -> None:
        """Nothing in it any more, and nothing off."""
        self.run(delete(cart_lines).where(self.mine(cart_lines), cart_lines.c.cart_id == cart_id))
        self._touch(cart_id, at, discount=0)

    def order_cart(self, cart_id: int, version: int, invoice_id: int, at: datetime) -> bool:
        """Compare and set: an open cart of this version became this invoice."""
        here = (self.mine(carts), carts.c.id == cart_id, carts.c.version == version)
        statement = update(carts).where(*here, carts.c.invoice_id.is_(None))
        return self.changed(statement.values(invoice_id=invoice_id, changed_at=at))

    def drop_carts(self, person_id: int) -> None:
        """A person who asked to be forgotten leaves none."""
        which = carts.c.person_id == person_id
        lines = cart_lines.c.cart_id.in_(select(carts.c.id).where(self.mine(carts), which))
        self.run(delete(cart_lines).where(self.mine(cart_lines), lines))
        self.run(delete(carts).where(self.mine(carts), which))

    # --- lines of invoices and refunds

    def add_lines(self, invoice_id: int, lines: Sequence[NewLine]) -> None:
        """As agreed: they change no more."""
        rows = [
            {
                "merchant_id": self.merchant.id,
                "invoice_id": invoice_id,
                "position": position,
                "item_id": line.item_id,
                "name": line.name,
                "unit": line.unit.value,
                "pieces": line.count,
                "price": line.price,
                "list_price": line.list_price,
                "discount": line.discount,
                "total": line.total,
            }
            for position, line in enumerate(lines, 1)
        ]
        if rows:
            self.run(insert(invoice_lines), rows)

    def lines_of(self, invoice_id: int) -> list[Line]:
        """In their order, each with what went back of it or is on its way."""
        rows = sorted(self.rows(invoice_lines, invoice_id=invoice_id), key=lambda row: int(row.position))
        back = self._returned_of(invoice_id) if rows else {}
        return [
            Line(
                item_id=row.item_id,
                name=row.name,
                unit=Unit(row.unit),
                count=row.pieces,
                price=row.price,
                list_price=row.list_price,
                discount=row.discount,
                total=row.total,
                id=row.id,
                invoice_id=row.invoice_id,
                position=row.position,
                returned=back.get(row.id, 0),
            )
            for row in rows
        ]

    def note_billed(self, payment_id: int, bank_ids: Mapping[int, str]) -> None:
        """As which of its items the bank is told each line; what was noted before counts no more."""
        self.run(delete(billed_lines).where(self.mine(billed_lines), billed_lines.c.payment_id == payment_id))
        for line_id, bank_id in bank_ids.items():
            self.add(billed_lines, {"payment_id": payment_id, "line_id": line_id, "bank_id": bank_id})

    def billed_as(self, payment_id: int) -> dict[int, str]:
        """The bank's ids by our lines."""
        return {row.line_id: row.bank_id for row in self.rows(billed_lines, payment_id=payment_id)}

    def add_returned(self, refund_id: int, lines: Sequence[ReturnedLine]) -> None:
        """For which pieces a refund is."""
        for line in lines:
            values = {"line_id": line.line_id, "pieces": line.count, "amount": line.amount}
            self.add(refund_lines, {"refund_id": refund_id, **values})

    def returned_with(self, refund_id: int) -> list[ReturnedLine]:
        """The same, read."""
        rows = sorted(self.rows(refund_lines, refund_id=refund_id), key=lambda row: int(row.line_id))
        return [ReturnedLine(row.line_id, row.pieces, row.amount) for row in rows]

    def returned_of(self, invoice_id: int) -> dict[int, list[ReturnedLine]]:
        """The same of all refunds of an invoice, by refund; those that name no pieces are left out."""
        query = (
            select(refund_lines)
            .join(refunds, refunds.c.id == refund_lines.c.refund_id)
            .where(self.mine(refunds), refunds.c.invoice_id == invoice_id)
            .order_by(refund_lines.c.refund_id, refund_lines.c.line_id)
        )
        found: dict[int, list[ReturnedLine]] = {}
        for row in self.run(query):
            found.setdefault(row.refund_id, []).append(ReturnedLine(row.line_id, row.pieces, row.amount))
        return found

    def _returned_of(self, invoice_id: int) -> dict[int, int]:
        query = (
            select(refund_lines.c.line_id, func.sum(refund_lines.c.pieces).label("back"))
            .join(refunds, refunds.c.id == refund_lines.c.refund_id)
            .where(
                self.mine(refunds),
                refunds.c.invoice_id == invoice_id,
                refunds.c.state.not_in([state.value for state in COUNTS_NOT]),
            )
            .group_by(refund_lines.c.line_id)
        )
        return {row.line_id: int(row.back) for row in self.run(query)}

    def _touch(self, cart_id: int, at: datetime, **values: object) -> None:
        here = (self.mine(carts), carts.c.id == cart_id)
        grown = {"version": carts.c.version + 1, "changed_at": at, **values}
        self.run(update(carts).where(*here).values(grown))

    def _cart(self, row: Row[Any]) -> Cart:
        lines = sorted(self.rows(cart_lines, cart_id=row.id), key=lambda line: int(line.id))
        known = self.items_by_id([line.item_id for line in lines])
        currency = self.merchant.currency
        return Cart(
            id=row.id,
            merchant_id=row.merchant_id,
            person_id=row.person_id,
            kind=CartKind(row.kind),
            lines=tuple(
                CartLine(
                    known[line.item_id],
                    line.pieces,
                    Money(line.seen, currency),
                    None if line.own_price is None else Money(line.own_price, currency),
                )
                for line in lines
            ),
            discount=row.discount,
            version=row.version,
            changed_at=row.changed_at,
            invoice_id=row.invoice_id,
        )
