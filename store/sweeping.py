"""What is kept for a time only, and how it goes: a page of rows at a time, so that nobody waits for long.

Money stays for good: invoices and their lines, payments, refunds, shifts, subscriptions and periods, what
a person decided or is to decide; and cards, because who saw one hears what becomes of it, years later, too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Select, Table, delete, null, select
from sqlalchemy.sql.elements import ColumnElement

from store.base import Section
from store.schema import (
    alarms,
    audit,
    bank_events,
    carts,
    deliveries,
    dialogues,
    leases,
    notices,
    outages,
    pictures,
    quotas,
    reminders,
    reports,
    updates,
)

DAY = timedelta(days=1)
KEEP = 30 * DAY
KEEP_TOLD = 360 * DAY
KEEP_AUDIT = 5 * 366 * DAY
PAGE = 500  # rows that one transaction looks at


@dataclass(frozen=True)
class Passing:
    """Rows of a table that go once they are ``over`` for so long; whatever is still to be done never is.

    ``born``: grows with the row's number, so that the first page of young ones ends the search.
    """

    table: Table
    keep: timedelta
    over: Callable[[datetime], ColumnElement[bool]]
    born: Column[Any] | None = None

    @property
    def key(self) -> Column[Any]:
        """What tells a merchant's rows apart, and by which pages are read."""
        (key,) = (column for column in self.table.primary_key if column.name != "merchant_id")
        return key


def _done(table: Table, ended: Column[Any]) -> Callable[[datetime], ColumnElement[bool]]:
    """Nothing is due of it, and that for long."""
    return lambda at: table.c.due_at.is_(None) & (ended < at)


def _handled(at: datetime) -> ColumnElement[bool]:
    return (updates.c.state != "due") & (updates.c.handled_at < at)


def _unused(at: datetime) -> ColumnElement[bool]:
    quiet = quotas.c.quiet_until.is_(None) | (quotas.c.quiet_until < at)
    return (quotas.c.changed_at < at) & quiet


PASSING = (
    Passing(updates, KEEP, _handled, updates.c.received_at),
    Passing(deliveries, KEEP, _done(deliveries, deliveries.c.finished_at), deliveries.c.received_at),
    Passing(bank_events, KEEP, lambda at: bank_events.c.received_at < at, bank_events.c.received_at),
    Passing(reports, KEEP, _done(reports, reports.c.finished_at), reports.c.created_at),
    Passing(reminders, KEEP, _done(reminders, reminders.c.done_at), reminders.c.created_at),
    Passing(carts, KEEP, lambda at: carts.c.changed_at < at, carts.c.created_at),
    Passing(notices, KEEP_TOLD, _done(notices, notices.c.created_at), notices.c.created_at),
    Passing(outages, KEEP_TOLD, lambda at: outages.c.ended_at < at, outages.c.since),
    Passing(alarms, KEEP_TOLD, lambda at: alarms.c.ended_at < at, alarms.c.since),
    Passing(audit, KEEP_AUDIT, lambda at: audit.c.at < at, audit.c.at),
    Passing(pictures, KEEP, lambda at: pictures.c.created_at < at),
    Passing(dialogues, DAY, lambda at: dialogues.c.changed_at < at),
    Passing(leases, KEEP, lambda at: leases.c.until < at),
    Passing(quotas, DAY, _unused),
)


@dataclass(frozen=True)
class Page:
    """Some rows of one kind: the keys of those that may go, and behind which key the next page begins."""

    passing: Passing
    before: datetime
    old: list[Any]
    last: Any | None


class Sweeps(Section):
    """Looks for old rows, and drops them."""

    def look_for_old(self, passing: Passing, after: Any | None, now: datetime) -> Page:
        """The next page behind ``after``, without a lock; ``last`` is ``None`` where nothing old follows."""
        before = now - passing.keep
        rows = self.run(self._behind(passing, after, before)).all()
        old = [row.key for row in rows if row.over]
        ended = len(rows) < PAGE or (passing.born is not None and rows[-1].born >= before)
        return Page(passing, before, old, None if ended else rows[-1].key)

    def drop_old(self, page: Page) -> int:
        """Those of the page that are still over; how many went."""
        table, key = page.passing.table, page.passing.key
        statement = delete(table).where(key.in_(page.old), self._whose(page.passing))
        return int(self.run(statement.where(page.passing.over(page.before))).rowcount)  # type: ignore[attr-defined]

    def _behind(self, passing: Passing, after: Any | None, before: datetime) -> Select[Any]:
        born = passing.born if passing.born is not None else null()
        over = passing.over(before)
        query = select(passing.key.label("key"), over.label("over"), born.label("born"))
        query = query.where(self._whose(passing)).order_by(passing.key).limit(PAGE)
        return query if after is None else query.where(passing.key > after)

    def _whose(self, passing: Passing) -> ColumnElement[bool]:
        """As ``mine``; but no index by merchant may be preferred to the key, it would be read as a whole.

        PostgreSQL knows that by its statistics, and would take a sum for something rare: it reads all then.
        """
        merchant = passing.table.c.merchant_id
        unknowing = self.connection.dialect.name == "sqlite" and len(passing.table.primary_key) == 1
        return (merchant + 0 if unknowing else merchant) == self.merchant.id
