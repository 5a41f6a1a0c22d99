"""The books of one merchant inside one transaction: all sections together."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, select, update

from store.alarms import Alarms
from store.auditing import Audit
from store.bank_items import BankItems
from store.carts import Carts
from store.chats import Chats
from store.developers import Developers
from store.drafts import Drafts
from store.figures import FigureRows
from store.inbox import Deliveries, Dialogues, Updates
from store.moments import Moments
from store.outages import Outages
from store.outbox import Cards, Notices, waits_since
from store.outgoing import WAITS, Outgoings
from store.payments import Payments
from store.people import Attentions
from store.periods import Periods
from store.plans import Plans
from store.quotas import Quotas
from store.receipts import Receipts
from store.refunds import Refunds
from store.reminders import Reminders
from store.reports import Reports
from store.restoring import Restoring
from store.schema import (
    cards,
    deliveries,
    hook_messages,
    leases,
    notices,
    payments,
    people,
    refunds,
    reminders,
    reports,
    updates,
)
from store.shifts import Shifts
from store.subscribers import Subscribers
from store.sweeping import Sweeps
from store.team import Team


class Queue(NamedTuple):
    """How much waits, and since when its oldest entry."""

    length: int
    oldest: datetime | None


class SqlBooks(
    Team,
    Payments,
    Refunds,
    Attentions,
    Cards,
    Notices,
    Audit,
    Deliveries,
    Updates,
    Chats,
    Dialogues,
    Reports,
    Outages,
    Alarms,
    Moments,
    Carts,
    BankItems,
    Drafts,
    Plans,
    Subscribers,
    Periods,
    Reminders,
    Quotas,
    Receipts,
    Sweeps,
    Restoring,
    Shifts,
    FigureRows,
    Developers,
    Outgoings,
):
    """Implements ``billing.books.Books``, and holds what only the running program asks for."""

    def beat(self, owner: str, now: datetime, until: datetime) -> None:
        """This process is alive; what dead ones were asking banks about is free for others."""
        self.take_lease(owner, owner, now, until)
        alive = self.alive(now)
        leased = (
            (payments, payments.c.next_look),
            (refunds, refunds.c.next_look),
            (deliveries, deliveries.c.due_at),
            (reports, reports.c.due_at),
        )
        for table, due in leased:
            self.run(
                update(table)
                .where(self.mine(table), due.is_not(None), table.c.lease_owner.not_in(alive))
                .values(lease_owner=None, lease_until=None)
            )

    def farewell(self, owner: str) -> None:
        """This process ends: what it still has in hand is free for others at once."""
        self.drop_lease(owner, owner)

    def alone(self) -> None:
        """No other process works on these books: whoever did is dead, and its leases are over."""
        self.run(delete(leases).where(self.mine(leases)))

    def queues(self, now: datetime) -> dict[str, Queue]:
        """Length of each queue, and since when its oldest entry waits. What is planned for later does not."""
        due = cards.c.due_at.is_not(None) & ((cards.c.due_at <= now) | cards.c.away_since.is_not(None))
        waiting = {
            "updates": (updates, updates.c.state == "due", updates.c.received_at),
            "deliveries": (deliveries, deliveries.c.due_at.is_not(None), deliveries.c.received_at),
            "notices": (notices, notices.c.due_at.is_not(None), notices.c.created_at),
            "cards": (cards, due, waits_since(cards)),
            "reminders": (reminders, reminders.c.due_at <= now, reminders.c.due_at),
            "events": (hook_messages, WAITS & self.goes_out(), hook_messages.c.happened_at),
        }
        found = {}
        for name, (table, condition, since) in waiting.items():
            query = select(func.count(), func.min(since)).where(self.mine(table), condition)
            row = self.run(query).one()
            found[name] = Queue(*tuple(row))
        return found

    def some_sealed(self) -> list[bytes]:
        """A few of the things that are stored sealed: of each kind the first and the last."""
        found = [
            self.run(
                select(column).where(self.mine(column.table), column.is_not(None)).order_by(order).limit(1)
            )
            for column in (people.c.name, payments.c.access, updates.c.body, deliveries.c.body)
            for own in [list(column.table.primary_key)[-1]]
            for order in (own.asc(), own.desc())
        ]
        return [sealed for each in found if (sealed := each.scalar())]
