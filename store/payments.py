"""Payments in the books."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    tuple_,
    update,
)

from billing.models import Audience, Payment, Place
from billing.records import Hook, NewPayment
from billing.states import LIVE, PaymentState
from store import statements
from store.leasing import Leasing
from store.payment_rows import columns_of, payment_of
from store.schema import cards, invoices, payments
from store.schema.money import LIVE as LIVE_ROWS

_ONLY_LOOKED_AT = and_(
    payments.c.state != PaymentState.RESERVED.value,
    payments.c.hold_wish.is_(None),
    payments.c.cancel_wished.is_(False),
)
"""Nothing is wished of them but an answer."""

ON_ITS_WAY: ColumnElement[bool] = literal_column(f"payments.{LIVE_ROWS}")
"""In the words of the index that holds these few among all that are over."""


def has_live_payment(invoice_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether an attempt to pay is on its way."""
    return exists().where(
        payments.c.invoice_id == invoice_id, payments.c.state.in_([state.value for state in LIVE])
    )


def has_money(invoice_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether money came for it, fitting or not."""
    return exists().where(payments.c.invoice_id == invoice_id, payments.c.state == PaymentState.PAID.value)


class Payments(Leasing):
    """Reads, moves and leases of payments."""

    def add_payment(self, payment: NewPayment) -> Payment:
        """Write the intent."""
        new_id = self.run(
            self.insert(payments)
            .values(
                merchant_id=self.merchant.id,
                invoice_id=payment.invoice_id,
                attempt=payment.attempt,
                provider=payment.provider,
                reference=payment.reference,
                hook_token=payment.hook_token,
                amount=payment.amount.minor,
                currency=payment.amount.currency,
                state=PaymentState.RESERVED.value,
                details="{}",
                refusal_final=False,
                cancel_wished=False,
                phone=self.vault.seal(payment.phone) if payment.phone else None,
                keep_for=payment.keep_for,
                method_id=payment.method_id,
                by_lines=payment.by_lines,
                source=payment.source or None,
                practice=payment.practice,
                created_at=payment.created_at,
                looks=0,
                next_look=payment.created_at,
                receipt="",
                trouble="",
            )
            .returning(payments.c.id)
        ).scalar_one()
        added = self.payment(new_id)
        assert added is not None
        return added

    def payment(self, payment_id: int) -> Payment | None:
        """One payment."""
        row = self.ahead.payments.pop(payment_id, None) or self.row(payments, id=payment_id)
        return None if row is None else payment_of(row, self.vault)

    def payments_by_id(self, payment_ids: Sequence[int]) -> dict[int, Payment]:
        """Several in one go; those that are not there are left out."""
        here = {"is_merchant_id": self.merchant.id, "values": sorted(set(payment_ids))}
        rows = self.run(statements.reading_among(payments, "id", self.connection.dialect.name), here)
        return {row.id: payment_of(row, self.vault) for row in rows}

    def payment_by_hook(self, hook_token: str) -> Payment | None:
        """By the unguessable part of its callback address."""
        row = self.row(payments, hook_token=hook_token)
        return None if row is None else payment_of(row, self.vault)

    def payment_by_bank_id(self, provider: str, bank_id: str) -> Payment | None:
        """By the bank's own id of the operation."""
        row = self.row(payments, provider=provider, bank_id=bank_id)
        return None if row is None else payment_of(row, self.vault)

    def hooks_by_reference(self, named: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Hook]:
        """Whose payments these are, by bank and our reference; unknown ones are left out."""
        rows = self.run(
            select(payments.c.id, payments.c.provider, payments.c.reference, payments.c.state).where(
                self.mine(payments), tuple_(payments.c.provider, payments.c.reference).in_(set(named))
            )
        )
        return {(row.provider, row.reference): _hook(row) for row in rows}

    def hooks(self, tokens: Sequence[str]) -> dict[str, Hook]:
        """Whose callback addresses these are; unknown ones are left out."""
        here = {"is_merchant_id": self.merchant.id, "tokens": list(set(tokens))}
        rows = self.run(statements.reading_hooks(self.connection.dialect.name), here)
        return {row.hook_token: _hook(row) for row in rows}

    def payments_of(self, invoice_id: int) -> list[Payment]:
        """All attempts to pay an invoice, oldest first."""
        rows = self.run(
            select(payments)
            .where(self.mine(payments), payments.c.invoice_id == invoice_id)
            .order_by(payments.c.id)
        )
        return [payment_of(row, self.vault) for row in rows]

    def has_rivals(self, invoice_id: int, payment_id: int) -> bool:
        """Whether another attempt to pay the invoice was ever made."""
        if (attempts := self.ahead.attempts.pop(invoice_id, None)) is not None:
            return attempts > 1
        here = {"is_merchant_id": self.merchant.id, "is_invoice_id": invoice_id}
        return any(row.id != payment_id for row in self.run(statements.reading_attempts(), here))

    def open_payments(self) -> list[Payment]:
        """Everything of which a bank may still say something."""
        rows = self.run(select(payments).where(self.mine(payments), ON_ITS_WAY).order_by(payments.c.id))
        return [payment_of(row, self.vault) for row in rows]

    def payments_by_state(self) -> dict[str, tuple[int, datetime | None]]:
        """How many payments are on their way, by state, and since when the oldest.

        Those that are over are too many to be counted.
        """
        figures = func.count().label("many"), func.min(payments.c.created_at).label("oldest")
        query = select(payments.c.state, *figures).where(self.mine(payments), ON_ITS_WAY)
        rows = self.run(query.group_by(payments.c.state)).all()
        found = {row.state: (row.many, row.oldest) for row in rows}
        return {state.value: found.get(state.value, (0, None)) for state in PaymentState if state in LIVE}

    def places_without_qr(self, since: datetime, now: datetime) -> list[Place]:
        """Where a card waits for the QR of a payment begun after ``since``, for those whom it is for."""
        rows = self.run(
            select(cards.c.chat_id, cards.c.thread_id)
            .distinct()
            .join(payments, payments.c.invoice_id == cards.c.invoice_id)
            .join(invoices, invoices.c.id == cards.c.invoice_id)
            .where(
                self.mine(payments),
                ON_ITS_WAY,
                payments.c.state == PaymentState.RESERVED.value,
                payments.c.created_at > since,
                payments.c.created_at <= now,
                cards.c.alive.is_(True),
                cards.c.inline_id.is_(None),
                (cards.c.audience != Audience.PAYER.value) | (cards.c.person_id == invoices.c.customer_id),
            )
        )
        return [Place(row.chat_id, row.thread_id) for row in rows]

    def move_payment(
        self,
        payment_id: int,
        allowed: frozenset[PaymentState],
        to: PaymentState,
        changes: Mapping[str, object] | None = None,
        *,
        unless_asked: bool = False,
    ) -> bool:
        """Compare and set, with what else changes by the move."""
        self.ahead.payments.pop(payment_id, None)
        if len(allowed) == 1 and not unless_asked:
            (here,) = allowed
            sets = {"state": to.value, **columns_of(changes or {}, self.vault)}
            return self.change(payments, {"id": payment_id, "state": here.value}, sets)
        statement = update(payments).where(
            self.mine(payments),
            payments.c.id == payment_id,
            payments.c.state.in_([state.value for state in allowed]),
        )
        if unless_asked:
            statement = statement.where(payments.c.asked_at.is_(None))
        return self.changed(statement.values(state=to.value, **columns_of(changes or {}, self.vault)))

    def amend_payment(self, payment_id: int, **changes: object) -> None:
        """Change what is not the state."""
        self.ahead.payments.pop(payment_id, None)
        self.change(payments, {"id": payment_id}, columns_of(changes, self.vault))

    def bank_id_bound(self, provider: str, bank_id: str, besides: int) -> bool:
        """Whether another payment stands on this operation of the bank."""
        return any(row.id != besides for row in self.rows(payments, provider=provider, bank_id=bank_id))

    def lease_payment(self, payment_id: int, owner: str, now: datetime, until: datetime) -> bool:
        """Become the one who asks the bank about it."""
        return self.lease(payments, payment_id, owner, now, until)

    def release_payment(self, payment_id: int, owner: str) -> None:
        """Let go of it."""
        mine = {"id": payment_id, "lease_owner": owner}
        self.change(payments, mine, {"lease_owner": None, "lease_until": None})

    def rest_payment(self, payment_id: int, owner: str, next_look: datetime | None, looks: int) -> None:
        """Let go of it until the next look; a lease of somebody else stays."""
        here = {"is_merchant_id": self.merchant.id, "is_id": payment_id, "owner": owner}
        self.collect(statements.resting_payment(), {**here, "to_next_look": next_look, "to_looks": looks})

    def lease_due_payments(
        self, owner: str, now: datetime, until: datetime, limit: int, besides: Collection[str] = ()
    ) -> list[Payment]:
        """Take those that are due and that nobody asks about; ``besides``: of these banks no plain looks."""
        which = [or_(payments.c.provider.not_in(besides), not_(_ONLY_LOOKED_AT))] if besides else []
        rows = self.lease_due(payments.c.next_look, owner, now, until, limit, *which)
        return [payment_of(row, self.vault) for row in rows]

    def lease_due_batch(
        self,
        provider: str,
        owner: str,
        now: datetime,
        until: datetime,
        limit: int,
        due_by: datetime | None = None,
    ) -> list[Payment]:
        """The same at one bank, those that are only looked at; ``due_by``: also what is due until then."""
        which = payments.c.provider == provider, _ONLY_LOOKED_AT
        rows = self.lease_due(payments.c.next_look, owner, now, until, limit, *which, due_by=due_by)
        return [payment_of(row, self.vault) for row in rows]

    def has_due_payments(self, now: datetime) -> bool:
        """Whether some are to be asked about."""
        return self.has_due(payments.c.next_look, now)


def _hook(row: Row[Any]) -> Hook:
    return Hook(row.id, row.provider, row.reference, PaymentState(row.state))
