"""Ways to pay that people let the shop keep. Tokens and labels are sealed, and deleted for good."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select, update

from billing.kept import KeptMethod, NewKeptMethod
from store.base import Section
from store.schema import deliveries, invoices, methods, payments, subscriptions


class Methods(Section):
    """Kept, read, used, marked and forgotten."""

    def take_keeping(self, payment_id: int, person_id: int) -> bool:
        """Use up this person's leave to keep the method of a payment; ``False``: there is none any more."""
        self.ahead.payments.pop(payment_id, None)
        return self.change(payments, {"id": payment_id, "keep_for": person_id}, {"keep_for": None})

    def add_method(self, new: NewKeptMethod) -> KeptMethod | None:
        """Write it down, or revive the one with this token; ``None``: somebody else is just doing it."""
        digests = self.vault.marks(f"{self.merchant.id}:{new.provider}:{new.kept.token}")
        values: dict[str, Any] = {
            "token": self.vault.seal(new.kept.token),
            "label": self.vault.seal(new.kept.label) if new.kept.label else None,
            "created_at": new.created_at,
            "dead": False,
        }
        same = (
            self.mine(methods),
            methods.c.person_id == new.person_id,
            methods.c.provider == new.provider,
            methods.c.digest.in_(digests),
        )
        known = self.run(update(methods).where(*same).values(values).returning(methods.c.id)).scalar()
        if known is None:
            owner = {"person_id": new.person_id, "provider": new.provider, "digest": digests[0]}
            known = self.insert_once(methods, {**values, **owner})
        return None if known is None else self.method(known)

    def method(self, method_id: int) -> KeptMethod | None:
        """One of them."""
        row = self.row(methods, id=method_id)
        return None if row is None else self._method(row)

    def method_token(self, method_id: int) -> str | None:
        """What the bank charges; ``None``: it is not there or dead."""
        sealed = self.run(
            select(methods.c.token).where(self.mine(methods), methods.c.id == method_id)
        ).scalar()
        return self.vault.open(sealed).decode() if sealed else None

    def methods_of(self, person_id: int) -> list[KeptMethod]:
        """All of one person, oldest first."""
        query = select(methods).where(self.mine(methods), methods.c.person_id == person_id)
        return [self._method(row) for row in self.run(query.order_by(methods.c.id))]

    def note_method_used(self, method_id: int, at: datetime) -> None:
        """It is being charged."""
        self.change(methods, {"id": method_id}, {"used_at": at})

    def bury_method(self, method_id: int) -> bool:
        """The bank takes it no more: what could be charged is erased."""
        return self.change(methods, {"id": method_id, "dead": False}, {"dead": True, "token": None})

    def forget_method(self, method_id: int, person_id: int) -> bool:
        """Delete the one of this person."""
        theirs = methods.c.id == method_id, methods.c.person_id == person_id
        gone = self.changed(delete(methods).where(self.mine(methods), *theirs))
        if gone:
            self._charge_no_more(person_id, subscriptions.c.method_id == method_id)
            self._empty_reports(person_id)
        return gone

    def forget_methods(self, person_id: int) -> None:
        """Delete all of this person, and every leave to keep one that has not come yet."""
        self.run(delete(methods).where(self.mine(methods), methods.c.person_id == person_id))
        self._charge_no_more(person_id, subscriptions.c.method_id.is_not(None))
        self.run(
            update(payments)
            .where(self.mine(payments), payments.c.keep_for == person_id)
            .values(keep_for=None)
        )
        self._empty_reports(person_id)

    def _charge_no_more(self, person_id: int, which: ColumnElement[bool]) -> None:
        """What was charged for them is asked for by bills from now on."""
        theirs = self.mine(subscriptions), subscriptions.c.customer_id == person_id, which
        sets = {"method_id": None, "version": subscriptions.c.version + 1}
        self.run(update(subscriptions).where(*theirs).values(sets))

    def _empty_reports(self, person_id: int) -> None:
        """What banks reported of this customer's payments holds tokens, too; nothing reads it any more."""
        whose = select(invoices.c.id).where(self.mine(invoices), invoices.c.customer_id == person_id)
        theirs = select(payments.c.id).where(self.mine(payments), payments.c.invoice_id.in_(whose))
        self.run(
            update(deliveries)
            .where(self.mine(deliveries), deliveries.c.payment_id.in_(theirs))
            .values(body=self.vault.seal(b""))
        )

    def _method(self, row: Row[Any]) -> KeptMethod:
        return KeptMethod(
            id=row.id,
            provider=row.provider,
            person_id=row.person_id,
            label=self.vault.open_text(row.label),
            created_at=row.created_at,
            used_at=row.used_at,
            dead=row.dead,
        )
