"""Banks that are off the cards, and what banks called about last."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from billing.halts import BankCall, CallKind, Outage
from billing.states import InvoiceState, PaymentState
from store.base import Section
from store.schema import bank_calls, cards, deliveries, invoices, outages, payments
from store.types import Instant

REDRAWN_MOST = 300  # open invoices whose cards are drawn anew when a bank goes or comes back …
REDRAWN_EVERY = timedelta(seconds=0.2)  # … one after the other: news of money must not wait behind them
NEWEST = 20  # payments of a bank among which one is looked for that shows that it works
_STANDS = (PaymentState.PENDING, PaymentState.AUTHORIZED, PaymentState.EXPIRED, PaymentState.CANCELLED)


class Outages(Section):
    """One open outage of a bank at a time; those that ended stay as a record."""

    def outage(self, provider: str) -> Outage | None:
        """The one that lasts."""
        row = self._open(provider)
        return None if row is None else _outage(row)

    def outages(self) -> list[Outage]:
        """All that last."""
        query = select(outages).where(self.mine(outages), outages.c.ended_at.is_(None))
        return [_outage(row) for row in self.run(query.order_by(outages.c.id))]

    def add_outage(self, provider: str, code: str, until: datetime | None, at: datetime) -> Outage | None:
        """A new one; ``None``: another process was first."""
        values = {
            "provider": provider,
            "code": code[:64],
            "since": at,
            "refused_at": at,
            "until": until,
            "checks": 0,
            "seen": False,
            "trials": 0,
        }
        new_id = self.insert_once(outages, values)
        return None if new_id is None else self.outage(provider)

    def amend_outage(self, outage_id: int, **changes: object) -> bool:
        """Change one that lasts; whether it still did."""
        return self.changed(
            update(outages)
            .where(self.mine(outages), outages.c.id == outage_id, outages.c.ended_at.is_(None))
            .values(**changes)
        )

    def take_check(self, outage: Outage, next_check: datetime) -> bool:
        """Whoever moves the next check is the one to check now."""
        return self.changed(
            update(outages)
            .where(
                self.mine(outages),
                outages.c.id == outage.id,
                outages.c.ended_at.is_(None),
                outages.c.checks == outage.checks,
            )
            .values(next_check=next_check, checks=outages.c.checks + 1)
        )

    def worked_since(self, provider: str, moment: datetime) -> bool:
        """Whether an outage of this bank has ended after the moment."""
        query = select(outages.c.id).where(
            self.mine(outages), outages.c.provider == provider, outages.c.ended_at > moment
        )
        return self.run(query.limit(1)).first() is not None

    def bill_stands(self, provider: str, since: datetime, before: datetime) -> bool:
        """Whether one of the newest bills, asked for since then, was taken: paid, or alive for a while."""
        newest = (
            select(payments.c.state, payments.c.asked_at, payments.c.observed_at)
            .where(self.mine(payments), payments.c.provider == provider)
            .order_by(payments.c.id.desc())
            .limit(NEWEST)
        )
        return any(
            row.asked_at is not None
            and row.asked_at >= since
            and (
                row.state == PaymentState.PAID
                or (row.state in _STANDS and row.asked_at <= before and row.observed_at is not None)
            )
            for row in self.run(newest)
        )

    def redraw_open(self, at: datetime) -> None:
        """The cards of the newest open invoices are drawn again, little by little."""
        self.flush()
        still_open = (
            select(invoices.c.id)
            .where(self.mine(invoices), invoices.c.state == InvoiceState.OPEN.value)
            .order_by(invoices.c.deadline.desc())
            .limit(REDRAWN_MOST)
        )
        living = (
            select(cards.c.id)
            .where(self.mine(cards), cards.c.alive.is_(True), cards.c.invoice_id.in_(still_open))
            .order_by(cards.c.id.desc())
        )
        wish = bindparam("wish", type_=Instant)
        soonest = func.least if self.connection.dialect.name == "postgresql" else func.min
        redrawing = (
            update(cards)
            .where(self.mine(cards), cards.c.id == bindparam("is_id"))
            .values(wanted=cards.c.wanted + 1, due_at=soonest(func.coalesce(cards.c.due_at, wish), wish))
        )
        for nth, card_id in enumerate(self.run(living).scalars().all()):
            self.outbox_touched = True
            self.collect(redrawing, {"is_id": card_id, "wish": at + nth * REDRAWN_EVERY})

    # --- calls of banks

    def note_bank_call(self, call: BankCall) -> None:
        """The last of its kind."""
        key = {"merchant_id": self.merchant.id, "provider": call.provider, "kind": call.kind.value}
        said: dict[str, Any] = {"why": call.why[:64], "at": call.at}
        self.run(
            self.insert(bank_calls)
            .values({**key, **said})
            .on_conflict_do_update(
                index_elements=[bank_calls.c.merchant_id, bank_calls.c.provider, bank_calls.c.kind], set_=said
            )
        )

    def bank_calls(self, provider: str) -> dict[CallKind, BankCall]:
        """The last of each kind; of real reports the newest that is kept."""
        rows = self.run(select(bank_calls).where(self.mine(bank_calls), bank_calls.c.provider == provider))
        calls = {
            CallKind(row.kind): BankCall(row.provider, CallKind(row.kind), row.at, row.why) for row in rows
        }
        newest = (
            select(deliveries.c.received_at)
            .where(self.mine(deliveries), deliveries.c.provider == provider)
            .order_by(deliveries.c.id.desc())
            .limit(1)
        )
        if (at := self.run(newest).scalar()) is not None:
            calls[CallKind.REPORT] = BankCall(provider, CallKind.REPORT, at)
        return calls

    def _open(self, provider: str) -> Row[Any] | None:
        query = select(outages).where(
            self.mine(outages), outages.c.provider == provider, outages.c.ended_at.is_(None)
        )
        return self.run(query).first()


def _outage(row: Row[Any]) -> Outage:
    return Outage(
        id=row.id,
        provider=row.provider,
        code=row.code,
        since=row.since,
        refused_at=row.refused_at,
        until=row.until,
        next_check=row.next_check,
        checks=row.checks,
        seen=row.seen,
        trial_at=row.trial_at,
        trials=row.trials,
        ended_at=row.ended_at,
    )
