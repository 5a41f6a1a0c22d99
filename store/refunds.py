"""Refunds in the books."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Row, select

from billing.models import Origin, Refund, RefundRefusal
from billing.money import Money
from billing.records import NewRefund
from billing.states import UNDER_WAY, RefundState
from store.happenings import OF_REFUND, happened
from store.leasing import Leasing
from store.schema import refunds


class Refunds(Leasing):
    """Reads, moves and leases of refunds."""

    def add_refund(self, refund: NewRefund) -> Refund | None:
        """Write the intent; ``None``: the same was asked before, or another one is under way."""
        new_id = self.insert_once(
            refunds,
            {
                "invoice_id": refund.invoice_id,
                "payment_id": refund.payment_id,
                "amount": refund.amount.minor,
                "currency": refund.amount.currency,
                "state": refund.state.value,
                "origin": refund.origin.value,
                "key": refund.key,
                "source": refund.source,
                "person_id": refund.person_id,
                "reason": self.vault.seal(refund.reason) if refund.reason else None,
                "created_at": refund.created_at,
                "settled_at": refund.created_at if refund.state is RefundState.COMPLETED else None,
                "code": "",
                "text": "",
                "looks": 0,
                "next_look": refund.created_at if refund.state in UNDER_WAY else None,
            },
        )
        if new_id is None:
            return None
        happened(self, OF_REFUND.get(refund.state), new_id, refund.created_at)
        return self.refund(new_id)

    def refund(self, refund_id: int) -> Refund | None:
        """One refund."""
        row = self.row(refunds, id=refund_id)
        return None if row is None else self._refund(row)

    def refund_by_source(self, source: str) -> Refund | None:
        """The refund that this tap or message has asked for."""
        row = self.row(refunds, source=source)
        return None if row is None else self._refund(row)

    def refunds_of(self, payment_id: int) -> list[Refund]:
        """All refunds of a payment, oldest first."""
        rows = self.rows(refunds, payment_id=payment_id)
        return sorted((self._refund(row) for row in rows), key=lambda refund: refund.id)

    def refunds_of_invoice(self, invoice_id: int) -> list[Refund]:
        """All refunds of all payments of an invoice, oldest first."""
        rows = self.rows(refunds, invoice_id=invoice_id)
        return sorted((self._refund(row) for row in rows), key=lambda refund: refund.id)

    def open_refunds(self) -> list[Refund]:
        """Everything of which a bank may still say something."""
        states = [state.value for state in UNDER_WAY]
        rows = self.run(
            select(refunds).where(self.mine(refunds), refunds.c.state.in_(states)).order_by(refunds.c.id)
        )
        return [self._refund(row) for row in rows]

    def move_refund(
        self,
        refund_id: int,
        here: RefundState,
        to: RefundState,
        changes: Mapping[str, object] | None = None,
    ) -> bool:
        """Compare and set, with what else changes by the move."""
        sets = {"state": to.value, **_columns(changes or {})}
        moved = self.change(refunds, {"id": refund_id, "state": here.value}, sets)
        if moved and (kind := OF_REFUND.get(to)):
            happened(self, kind, refund_id, sets["settled_at"])
        return moved

    def amend_refund(self, refund_id: int, **changes: object) -> None:
        """Change what is not the state."""
        self.change(refunds, {"id": refund_id}, _columns(changes))

    def lease_refund(self, refund_id: int, owner: str, now: datetime, until: datetime) -> bool:
        """Become the one who asks the bank about it."""
        return self.lease(refunds, refund_id, owner, now, until)

    def rest_refund(self, refund_id: int, owner: str, next_look: datetime | None, looks: int) -> None:
        """Let go of it until the next look."""
        sets = {"lease_owner": None, "lease_until": None, "next_look": next_look, "looks": looks}
        self.change(refunds, {"id": refund_id, "lease_owner": owner}, sets)

    def lease_due_refunds(self, owner: str, now: datetime, until: datetime, limit: int) -> list[Refund]:
        """Take those that are due and that nobody is asking about."""
        rows = self.lease_due(refunds.c.next_look, owner, now, until, limit)
        return [self._refund(row) for row in rows]

    def has_due_refunds(self, now: datetime) -> bool:
        """Whether some are to be asked about."""
        return self.has_due(refunds.c.next_look, now)

    def _refund(self, row: Row[Any]) -> Refund:
        return Refund(
            id=row.id,
            merchant_id=row.merchant_id,
            invoice_id=row.invoice_id,
            payment_id=row.payment_id,
            amount=Money(row.amount, row.currency),
            state=RefundState(row.state),
            origin=Origin(row.origin),
            key=row.key,
            created_at=row.created_at,
            person_id=row.person_id,
            reason=self.vault.open_text(row.reason),
            asked_at=row.asked_at,
            before=None if row.before is None else Money(row.before, row.currency),
            unmoved_at=row.unmoved_at,
            bank_id=row.bank_id,
            refusal=RefundRefusal(row.refusal) if row.refusal else None,
            code=row.code,
            text=row.text,
            settled_at=row.settled_at,
            looks=row.looks,
            next_look=row.next_look,
            decided_by=row.decided_by,
        )


def _columns(changes: Mapping[str, object]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, value in changes.items():
        match value:
            case Money():
                columns[name] = value.minor
            case Enum():
                columns[name] = value.value
            case _:
                columns[name] = value
    return columns
