"""Moments that a clock which ran ahead has written: what they put off would wait until it is right again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Table, select, update

from store.base import Section
from store.schema import cards, deliveries, leases, notices, outages, payments, refunds, reports

LOOK = timedelta(hours=26)  # banks are asked daily at the least
RETRY = timedelta(hours=2)  # the longest pauses of everything else are an hour
LEASE = timedelta(hours=2)  # the longest lease is an hour …
HOURLY = "compare:"  # … for this alone, of which the name begins so
SHORT_LEASE = timedelta(minutes=10)  # the others' longest is five minutes
LIMIT = timedelta(days=32)  # a bank counts its bills anew each month at the least

_LONGEST: list[tuple[Table, Column[Any], timedelta]] = [
    (payments, payments.c.next_look, LOOK),
    (refunds, refunds.c.next_look, LOOK),
    (deliveries, deliveries.c.due_at, RETRY),
    (cards, cards.c.due_at, RETRY),
    (notices, notices.c.due_at, RETRY),
    (reports, reports.c.due_at, RETRY),
    (outages, outages.c.until, LIMIT),
    (leases, leases.c.until, LEASE),
]
"""How far ahead a moment may lie; farther ones were written by a clock that was wrong."""

_HELD_UP: list[tuple[Table, Column[Any]]] = [
    (payments, payments.c.next_look),
    (refunds, refunds.c.next_look),
    (deliveries, deliveries.c.due_at),
    (reports, reports.c.due_at),
]
"""A lease keeps somebody waiting while something is due; to look through all rows would stop a big shop."""


class Moments(Section):
    """Brings back what was put off to a moment that nobody meant."""

    def pull_back(self, now: datetime) -> None:
        """What is due later than any pause of ours lasts is due now, and leases without end are over."""
        for table, moment, longest in _LONGEST:
            far = update(table).where(self.mine(table), moment > now + longest)
            self.run(far.values({moment: now}))
        short = leases.c.name.not_like(f"{HOURLY}%"), leases.c.until > now + SHORT_LEASE
        self.run(update(leases).where(self.mine(leases), *short).values(until=now))
        for table, waits in _HELD_UP:
            held = update(table).where(
                self.mine(table), waits.is_not(None), table.c.lease_until > now + LEASE
            )
            self.run(held.values(lease_until=now))
        self._free_reported(now)

    def _free_reported(self, now: datetime) -> None:
        """Payments that are over, and of which a webhook waits that says otherwise."""
        reported = (
            select(payments.c.id)
            .join(deliveries, deliveries.c.payment_id == payments.c.id)
            .where(
                self.mine(deliveries), deliveries.c.due_at.is_not(None), payments.c.lease_until > now + LEASE
            )
        )
        if held := self.run(reported).scalars().all():
            self.run(
                update(payments).where(self.mine(payments), payments.c.id.in_(held)).values(lease_until=now)
            )
