"""Invoices in the books."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import Row, Select, func, select, update

from billing.catalog.carts import OF_CART
from billing.models import OF_INLINE, Invoice
from billing.money import Money
from billing.records import NewInvoice
from billing.states import InvoiceState
from billing.subscriptions.models import OF_SUBSCRIPTION
from store import statements
from store.base import Section
from store.happenings import OF_INVOICE, happened
from store.schema import invoices

COUNTED_MOST = 100  # counting stops here, so that a list opens as fast with a million rows


class Invoices(Section):
    """Reads and moves of invoices."""

    def add_invoice(self, invoice: NewInvoice) -> Invoice | None:
        """Write a new invoice; ``None`` where its source has made one already."""
        new_id = self.insert_once(
            invoices,
            {
                "number": invoice.number,
                "token": invoice.token,
                "source": invoice.source,
                "amount": invoice.amount.minor,
                "currency": invoice.amount.currency,
                "description": invoice.description,
                "state": InvoiceState.OPEN.value,
                "issuer_id": invoice.issuer_id,
                "created_at": invoice.created_at,
                "deadline": invoice.deadline,
                "late": False,
                "discount": invoice.discount,
                "self_service": invoice.self_service,
                "whole_id": invoice.whole_id,
            },
        )
        return None if new_id is None else self.invoice(new_id)

    def invoice(self, invoice_id: int, *, lock: bool = False) -> Invoice | None:
        """One invoice; ``lock`` holds it until the transaction ends."""
        if lock and (row := self.ahead.invoices.pop(invoice_id, None)) is not None:
            return self._invoice(row)
        return self._invoice_by("id", invoice_id, lock=lock)

    def invoices_by_id(self, invoice_ids: Sequence[int]) -> dict[int, Invoice]:
        """Several in one go; those that are not there are left out."""
        here = {"is_merchant_id": self.merchant.id, "values": sorted(set(invoice_ids))}
        rows = self.run(statements.reading_invoices(self.connection.dialect.name), here)
        return {row.id: self._invoice(row) for row in rows}

    def invoice_by_token(self, token: str) -> Invoice | None:
        """By the bearer token of its link."""
        return self._invoice_by("token", token)

    def invoice_by_source(self, source: str) -> Invoice | None:
        """By the request that made it."""
        return self._invoice_by("source", source)

    def invoice_by_number(self, number: int) -> Invoice | None:
        """By the number that people see."""
        return self._invoice_by("number", number)

    def invoices(
        self, *, state: InvoiceState | None, issuer: int | None, before: int | None, limit: int
    ) -> list[Invoice]:
        """Newest first, by state and issuer, continued below the id ``before``."""
        newest = (
            self._newest_ids(one, issuer, before, limit) for one in ([state] if state else InvoiceState)
        )
        return self._invoices_among(sorted(chain.from_iterable(newest), reverse=True)[:limit])

    def _invoices_among(self, ids: Sequence[int]) -> list[Invoice]:
        """Newest first. For none the database is not asked: SQLite would go through all."""
        query = statements.invoices_with_issuer().where(invoices.c.id.in_(ids))
        return self._invoice_page(query, None, len(ids)) if ids else []

    def _newest_ids(
        self, state: InvoiceState, issuer: int | None, before: int | None, limit: int
    ) -> Sequence[int]:
        """Along the index of that list: one for all states together would be written with every invoice."""
        query = select(invoices.c.id).where(self.mine(invoices), invoices.c.state == state.value)
        if issuer is not None:
            query = query.where(invoices.c.issuer_id == issuer)
        if before is not None:
            query = query.where(invoices.c.id < before)
        return self.run(query.order_by(invoices.c.id.desc()).limit(limit)).scalars().all()

    def invoices_of_customer(self, person_id: int, *, before: int | None, limit: int) -> list[Invoice]:
        """A customer's own, newest first."""
        return self._invoice_page(
            statements.invoices_with_issuer().where(invoices.c.customer_id == person_id), before, limit
        )

    def count_unpaid_orders(self, person_id: int) -> int:
        """Out of carts of their own, which wait for their payment."""
        theirs = (invoices.c.customer_id == person_id) & invoices.c.self_service
        waiting = self.mine(invoices) & (invoices.c.state == InvoiceState.OPEN.value)
        return int(self.run(select(func.count()).where(waiting, theirs)).scalar_one())

    def count_invoices(self, *, issuer: int | None) -> dict[InvoiceState, int]:
        """How many of each state, counted up to a hundred."""
        return {state: self._count_state(state, issuer) for state in InvoiceState}

    def _count_state(self, state: InvoiceState, issuer: int | None) -> int:
        some = select(invoices.c.id).where(self.mine(invoices), invoices.c.state == state.value)
        if issuer is not None:
            some = some.where(invoices.c.issuer_id == issuer)
        return int(
            self.run(select(func.count()).select_from(some.limit(COUNTED_MOST).subquery())).scalar_one()
        )

    def move_invoice(
        self,
        invoice_id: int,
        allowed: frozenset[InvoiceState],
        to: InvoiceState,
        at: datetime,
        *,
        payment_id: int | None = None,
        late: bool = False,
    ) -> bool:
        """Compare and set; ``False`` where it is not in an allowed state any more."""
        self.ahead.invoices.pop(invoice_id, None)
        moved = self._move(invoice_id, allowed, to, at, payment_id=payment_id, late=late)
        if moved:
            here = {"is_merchant_id": self.merchant.id, "is_invoice_id": invoice_id}
            self.collect(statements.counting_change(), here)
            happened(self, OF_INVOICE.get(to), invoice_id, at)
        return moved

    def _move(
        self,
        invoice_id: int,
        allowed: frozenset[InvoiceState],
        to: InvoiceState,
        at: datetime,
        *,
        payment_id: int | None,
        late: bool,
    ) -> bool:
        values: dict[str, Any] = {"state": to.value}
        if payment_id is not None:
            values["paid_payment_id"] = payment_id
        if late:
            values |= {"late": True, "before_late": invoices.c.state}
        else:
            values["ended_at"] = at
        if len(allowed) == 1 and not late:
            (here,) = allowed
            return self.change(invoices, {"id": invoice_id, "state": here.value}, values)
        return self.changed(
            update(invoices)
            .where(
                self.mine(invoices),
                invoices.c.id == invoice_id,
                invoices.c.state.in_([state.value for state in allowed]),
            )
            .values(values)
        )

    def claim_customer(self, invoice_id: int, person_id: int) -> bool:
        """The first one to open the link becomes the customer."""
        self.ahead.invoices.pop(invoice_id, None)
        return self.changed(
            update(invoices)
            .where(self.mine(invoices), invoices.c.id == invoice_id, invoices.c.customer_id.is_(None))
            .values(customer_id=person_id)
        )

    def divide_invoice(self, invoice_id: int, parts: int) -> bool:
        """Compare and set: an open one that is not split is paid in shares from now on."""
        self.ahead.invoices.pop(invoice_id, None)
        return self.changed(
            update(invoices)
            .where(
                self.mine(invoices),
                invoices.c.id == invoice_id,
                invoices.c.state == InvoiceState.OPEN.value,
                invoices.c.parts.is_(None),
            )
            .values(parts=parts)
        )

    def shares_of(self, whole_id: int) -> list[Invoice]:
        """Those of a split invoice that were taken, the first first."""
        query = statements.invoices_with_issuer().where(invoices.c.whole_id == whole_id)
        rows = self.run(query.order_by(invoices.c.id), {"is_merchant_id": self.merchant.id})
        return [self._invoice(row) for row in rows]

    def overdue_invoices(self, now: datetime, limit: int) -> list[int]:
        """Open ones past their deadline with no payment on its way and no money under decision."""
        from store.payments import has_live_payment, has_money

        query = (
            select(invoices.c.id)
            .where(
                self.mine(invoices),
                invoices.c.state == InvoiceState.OPEN.value,
                invoices.c.deadline <= now,
                ~has_live_payment(invoices.c.id),
                ~has_money(invoices.c.id),
            )
            .order_by(invoices.c.deadline)
            .limit(limit)
        )
        return list(self.run(query).scalars())

    def _invoice_by(self, column: str, value: object, *, lock: bool = False) -> Invoice | None:
        here = {"is_merchant_id": self.merchant.id, "is_it": value}
        row = self.run(statements.reading_invoice(column, lock=lock), here).first()
        return None if row is None else self._invoice(row)

    def _invoice_page(self, query: Select[Any], before: int | None, limit: int) -> list[Invoice]:
        if before is not None:
            query = query.where(invoices.c.id < before)
        here = {"is_merchant_id": self.merchant.id}
        rows = self.run(query.order_by(invoices.c.id.desc()).limit(limit), here)
        return [self._invoice(row) for row in rows]

    def _invoice(self, row: Row[Any]) -> Invoice:
        return Invoice(
            id=row.id,
            merchant_id=row.merchant_id,
            number=row.number,
            token=row.token,
            amount=Money(row.amount, row.currency),
            description=row.description,
            state=InvoiceState(row.state),
            issuer_id=row.issuer_id,
            issuer_name=self.vault.open_text(row.issuer_name),
            created_at=row.created_at,
            deadline=row.deadline,
            customer_id=row.customer_id,
            paid_payment_id=row.paid_payment_id,
            ended_at=row.ended_at,
            late=row.late,
            before_late=InvoiceState(row.before_late) if row.before_late else None,
            discount=row.discount,
            self_service=row.self_service,
            by_cart=row.source.startswith(OF_CART),
            by_subscription=row.source.removeprefix(OF_CART).startswith(OF_SUBSCRIPTION),
            inline=row.source.startswith(OF_INLINE),
            public=row.source.startswith((OF_INLINE, "-")),
            parts=row.parts,
            whole_id=row.whole_id,
        )

    def release_customer(self, person_id: int) -> None:
        """Take a person out of the money rows, which stay."""
        self.run(
            update(invoices)
            .where(self.mine(invoices), invoices.c.customer_id == person_id)
            .values(customer_id=None)
        )
