"""Rows under work: leased to who has them in hand, so that two never ask a bank about the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, Table, or_, select, update

from store.base import Section


class Leasing(Section):
    """Leases of rows that have the columns ``lease_owner`` and ``lease_until``."""

    def lease(self, table: Table, row_id: int, owner: str, now: datetime, until: datetime) -> bool:
        """Take or keep one row; ``False``: another has it in hand."""
        free = or_(_free(table, now), table.c.lease_owner == owner)
        return self.changed(
            update(table)
            .where(self.mine(table), table.c.id == row_id, free)
            .values(lease_owner=owner, lease_until=until)
        )

    def lease_due(
        self,
        due: Column[Any],
        owner: str,
        now: datetime,
        until: datetime,
        limit: int,
        *which: ColumnElement[bool],
        due_by: datetime | None = None,
    ) -> Sequence[Row[Any]]:
        """Take those that nobody has in hand, the longest due first; ``due_by``: also what is due until then.

        Rows that another transaction is just taking are passed over. They come in no order.
        """
        table = due.table
        found = (
            select(table.c.id)
            .where(self.mine(table), due <= (due_by or now), _free(table, now), *which)
            .order_by(due)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return self.run(
            update(table)
            .where(table.c.id.in_(found.scalar_subquery()))
            .values(lease_owner=owner, lease_until=until)
            .returning(table)
        ).all()

    def has_due(self, due: Column[Any], now: datetime) -> bool:
        """A cheap look before leases are written."""
        query = select(due.table.c.id).where(self.mine(due.table), due <= now, _free(due.table, now))
        return self.run(query.limit(1)).first() is not None


def _free(table: Table, now: datetime) -> ColumnElement[bool]:
    return or_(table.c.lease_until.is_(None), table.c.lease_until <= now)
