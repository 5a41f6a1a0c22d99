"""What was decided about each period, and which invoices are its bills."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, literal_column, select

from billing.money import Money
from billing.subscriptions.ladder import Ladder
from billing.subscriptions.models import Period, PeriodState, Skip
from billing.subscriptions.records import BillOf, ChangedBill, PeriodRow
from store import statements
from store.base import Section
from store.schema import period_bills, periods, subscriptions
from store.schema.subscriptions import UNPAID
from store.written import ladder_text, read_ladder


class Periods(Section):
    """Periods in their order, and their bills; ladders are told of each move of a bill's invoice."""

    def add_period(self, row: PeriodRow) -> bool:
        """``False``: something was decided about this period already."""
        values = {
            "merchant_id": self.merchant.id,
            "subscription_id": row.subscription_id,
            "number": row.period.number,
            "starts_at": row.period.start,
            "ends_at": row.period.end,
            "first_day": row.period.first_day.isoformat(),
            "last_day": row.period.last_day.isoformat(),
            "skip": row.skip.value if row.skip else None,
            "failures": 0,
            "settled_at": row.settled_at,
            "invoice_id": row.invoice_id,
            **_columns({"amount": row.amount, "state": row.state, "ladder": row.ladder}),
        }
        statement = statements.adding_unless_there(periods, self.connection.dialect.name)
        return bool(self.run(statement, values).rowcount)  # type: ignore[attr-defined]

    def amend_period(self, subscription_id: int, number: int, **changes: object) -> None:
        """New values by the names of a row's fields."""
        self.change(periods, {"subscription_id": subscription_id, "number": number}, _columns(changes))

    def period_of(self, subscription_id: int, number: int) -> PeriodRow | None:
        """What was decided about it; ``None``: nothing yet."""
        row = self.row(periods, subscription_id=subscription_id, number=number)
        return None if row is None else period_row(row)

    def newest_periods(self, subscription_id: int, limit: int) -> list[PeriodRow]:
        """Of one subscription, the newest first."""
        return [period_row(row) for row in self.run(self._periods(subscription_id).limit(limit))]

    def pending_periods(self, subscription_id: int) -> list[PeriodRow]:
        """Those whose ladder runs, the newest first."""
        unpaid = self._periods(subscription_id).where(literal_column(UNPAID))
        pending = unpaid.where(periods.c.state == PeriodState.PENDING.value)
        return [period_row(row) for row in self.run(pending)]

    def note_bill(self, invoice_id: int, bill: BillOf, at: datetime) -> None:
        """This invoice was made for that bill; its moves are counted from now on."""
        self.add(
            period_bills,
            {
                "invoice_id": invoice_id,
                "subscription_id": bill.subscription_id,
                "number": bill.number,
                "bill": bill.bill,
                "created_at": at,
                "changes": 0,
                "seen": 0,
            },
        )

    def bill_of(self, invoice_id: int) -> BillOf | None:
        """What the invoice was made for; ``None``: no subscription."""
        row = self.row(period_bills, invoice_id=invoice_id)
        return None if row is None else _bill(row)

    def bills_of(self, subscription_id: int, number: int) -> dict[int, int]:
        """The invoices' ids by the bill's count, from 1."""
        rows = self.rows(period_bills, subscription_id=subscription_id, number=number)
        return {row.bill: row.invoice_id for row in sorted(rows, key=lambda row: int(row.bill))}

    def changed_bills(self, engine: str, limit: int) -> list[ChangedBill]:
        """Those that have moved since a ladder looked at them last, of subscriptions with this engine."""
        run_by = subscriptions.c.id == period_bills.c.subscription_id, subscriptions.c.engine == engine
        return self._changed_bills(exists().where(self.mine(subscriptions), *run_by), limit=limit)

    def changed_bills_of(self, subscription_id: int) -> list[ChangedBill]:
        """The same of one subscription."""
        return self._changed_bills(period_bills.c.subscription_id == subscription_id)

    def bill_looked_at(self, invoice_id: int, changes: int) -> None:
        """A ladder knows so many of its moves; one that came meanwhile is looked at again."""
        here = {"is_merchant_id": self.merchant.id, "is_invoice_id": invoice_id}
        statement = statements.changing(period_bills, ("invoice_id",), ("seen",))
        self.collect(statement, {**here, "to_seen": changes})

    def _changed_bills(self, *which: ColumnElement[bool], limit: int | None = None) -> list[ChangedBill]:
        self.flush()  # moves of this transaction are counted together at its end
        changed = period_bills.c.changes != period_bills.c.seen
        query = select(period_bills).where(self.mine(period_bills), changed, *which)
        rows = self.run(query.order_by(period_bills.c.invoice_id).limit(limit))
        return [ChangedBill(row.invoice_id, _bill(row), row.changes) for row in rows]

    def _periods(self, subscription_id: int) -> Select[Any]:
        theirs = self.mine(periods), periods.c.subscription_id == subscription_id
        return select(periods).where(*theirs).order_by(periods.c.number.desc())


def period_row(row: Row[Any]) -> PeriodRow:
    """A row of ``periods`` as the core knows it."""
    first_day, last_day = date.fromisoformat(row.first_day), date.fromisoformat(row.last_day)
    return PeriodRow(
        subscription_id=row.subscription_id,
        period=Period(row.number, row.starts_at, row.ends_at, first_day, last_day),
        amount=Money(row.amount, row.currency),
        state=PeriodState(row.state),
        skip=Skip(row.skip) if row.skip else None,
        ladder=read_ladder(row.ladder) if row.ladder else None,
        settled_at=row.settled_at,
        invoice_id=row.invoice_id,
    )


def _columns(changes: Mapping[str, object]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, value in changes.items():
        match name, value:
            case "amount", Money():
                columns |= {"amount": value.minor, "currency": value.currency}
            case "ladder", Ladder():
                columns |= {"ladder": ladder_text(value), "failures": value.failures}
            case _, Enum():
                columns[name] = value.value
            case _:
                columns[name] = value
    return columns


def _bill(row: Row[Any]) -> BillOf:
    return BillOf(row.subscription_id, row.number, row.bill)
