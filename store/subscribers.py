"""Lists of subscriptions: each with its subscriber's name, the unpaid period and the one paid last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)

from billing.states import PaymentState
from billing.subscriptions.figures import Lifetime
from billing.subscriptions.models import PeriodState, State
from billing.subscriptions.records import End, Listed, PeriodRow, Subscription
from store.periods import period_row
from store.schema import payments, people, period_bills, periods, subscriptions
from store.schema.subscriptions import STRUGGLING, UNPAID
from store.subscriptions import OVER, Subscriptions
from store.written import read_pauses


class Subscribers(Subscriptions):
    """Each list costs two statements, however long it is."""

    def subscriptions(
        self,
        state: State | None,
        *,
        at_risk: bool = False,
        over: bool = False,
        issuer_id: int | None = None,
        before: int | None = None,
        limit: int = 20,
    ) -> list[Listed]:
        """Newest first, continued below the id ``before``.

        ``at_risk``: active ones whose bill has failed; ``over``: those that ended.
        """
        query = self._listing().order_by(subscriptions.c.id.desc()).limit(limit)
        if at_risk:
            query = query.where(self._at_risk(), subscriptions.c.state == State.ACTIVE.value)
        if state is not None:
            query = query.where(subscriptions.c.state == state.value)
        if over:
            query = query.where(subscriptions.c.state.in_(OVER))
        if issuer_id is not None:
            query = query.where(subscriptions.c.issuer_id == issuer_id)
        if before is not None:
            query = query.where(subscriptions.c.id < before)
        return self._listed(query)

    def subscriptions_of(self, person_id: int) -> list[Listed]:
        """All that a person has agreed to or was offered, the newest first; also those that are over."""
        query = self._listing().where(subscriptions.c.customer_id == person_id)
        return self._listed(query.order_by(subscriptions.c.id.desc()))

    def running_subscriptions(self, after: int, limit: int) -> list[Listed]:
        """Active ones by their ids, from the first after that one; paused ones do not run."""
        query = self._listing().where(subscriptions.c.state == State.ACTIVE.value, subscriptions.c.id > after)
        return self._listed(query.order_by(subscriptions.c.id).limit(limit))

    def ended_subscriptions(self, since: datetime) -> list[Subscription]:
        """Those that ended then or later, in that order."""
        query = select(subscriptions).where(self.mine(subscriptions), subscriptions.c.ended_at >= since)
        ordered = query.order_by(subscriptions.c.ended_at, subscriptions.c.id)
        return [self._subscription(row) for row in self.run(ordered)]

    def count_subscriptions(self) -> dict[State, int]:
        """How many there are in each state."""
        query = select(subscriptions.c.state, func.count()).where(self.mine(subscriptions))
        found = dict(tuple(row) for row in self.run(query.group_by(subscriptions.c.state)))
        return {state: found.get(state.value, 0) for state in State}

    def count_at_risk(self) -> int:
        """Active ones of which a bill has failed."""
        query = select(func.count()).where(self.mine(subscriptions), self._at_risk())
        return int(self.run(query.where(subscriptions.c.state == State.ACTIVE.value)).scalar_one())

    def lifetimes(self, since: datetime) -> list[Lifetime]:
        """Of all that were agreed to, and had not ended for good before ``since``."""
        columns = subscriptions.c.agreed_at, subscriptions.c.ended_at, subscriptions.c.pauses
        lasting = or_(subscriptions.c.ended_at.is_(None), subscriptions.c.ended_at >= since)
        began = or_(subscriptions.c.ended_by.is_(None), subscriptions.c.ended_by != End.NOT_MADE.value)
        query = select(*columns).where(
            self.mine(subscriptions), subscriptions.c.agreed_at.is_not(None), lasting, began
        )
        return [Lifetime(row.agreed_at, row.ended_at, read_pauses(row.pauses)) for row in self.run(query)]

    def collected(self, since: datetime, until: datetime) -> int:
        """What was paid for their bills in that time, in the shop's currency; ``until`` is not included."""
        bills = select(period_bills.c.invoice_id).where(self.mine(period_bills))
        query = select(func.sum(func.coalesce(payments.c.taken, payments.c.amount))).where(
            self.mine(payments),
            payments.c.invoice_id.in_(bills),
            payments.c.state == PaymentState.PAID.value,
            func.coalesce(payments.c.taken_currency, payments.c.currency) == self.merchant.currency,
            payments.c.settled_at >= since,
            payments.c.settled_at < until,
        )
        return int(self.run(query).scalar() or 0)

    def _at_risk(self) -> ColumnElement[bool]:
        ours = select(periods.c.subscription_id).where(self.mine(periods), literal_column(STRUGGLING))
        said = or_(subscriptions.c.failed > 0, subscriptions.c.grace_until.is_not(None))
        return or_(subscriptions.c.id.in_(ours), said)

    def _listing(self) -> Select[Any]:
        theirs = (people.c.merchant_id == subscriptions.c.merchant_id) & (
            people.c.person_id == subscriptions.c.customer_id
        )
        unpaid = self._newest_number(literal_column(UNPAID)).label("unpaid_number")
        paid = self._newest_number(periods.c.state == PeriodState.PAID.value).label("paid_number")
        waits = self._waits_for_another().label("waits_for_another")
        columns = select(subscriptions, people.c.name.label("chat_name"), unpaid, paid, waits)
        joined = columns.select_from(subscriptions.outerjoin(people, theirs))
        return joined.where(self.mine(subscriptions))

    def _waits_for_another(self) -> ColumnElement[bool]:
        """As ``Subscription.ended_for_certain`` says of the one before."""
        before = subscriptions.alias("before")
        certain = before.c.state.in_(OVER) & before.c.wish.is_(None)
        theirs = before.c.merchant_id == self.merchant.id, before.c.id == subscriptions.c.after_id, ~certain
        return exists(before.c.id).where(*theirs).correlate(subscriptions)

    def _newest_number(self, which: ColumnElement[bool]) -> ScalarSelect[int]:
        """The number of the newest period of a listed subscription that is so."""
        query = select(periods.c.number).where(
            self.mine(periods), periods.c.subscription_id == subscriptions.c.id, which
        )
        newest = query.order_by(periods.c.number.desc()).limit(1)
        return newest.correlate(subscriptions).scalar_subquery()

    def _listed(self, query: Select[Any]) -> list[Listed]:
        rows = self.run(query).all()
        known = self._periods_among(rows)
        return [
            Listed(
                subscription=subscription,
                subscriber=self.vault.open_text(row.chat_name) or subscription.name,
                unpaid=known.get((row.id, row.unpaid_number)),
                last_paid=known.get((row.id, row.paid_number)),
                waits_for_another=bool(row.waits_for_another) and not subscription.over,
            )
            for row, subscription in ((row, self._subscription(row)) for row in rows)
        ]

    def _periods_among(self, rows: Sequence[Row[Any]]) -> dict[tuple[int, int], PeriodRow]:
        named = {
            (row.id, number)
            for row in rows
            for number in (row.unpaid_number, row.paid_number)
            if number is not None
        }
        if not named:
            return {}
        key = tuple_(periods.c.subscription_id, periods.c.number)
        along = (  # SQLite finds pairs along no index
            periods.c.subscription_id.in_({each for each, _ in named}),
            periods.c.number.in_({number for _, number in named}),
        )
        found = self.run(select(periods).where(self.mine(periods), *along, key.in_(sorted(named))))
        return {(row.subscription_id, row.number): period_row(row) for row in found}
