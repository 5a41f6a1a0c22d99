"""A subscription as a screen shows it, and the shop's figures of all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from billing.books import Books
from billing.errors import NotFound
from billing.kept import KeptMethod
from billing.models import Invoice, Merchant, Person
from billing.states import InvoiceState
from billing.subscriptions import running
from billing.subscriptions.calendar import next_after, period
from billing.subscriptions.changing import may_manage, number_from
from billing.subscriptions.models import Period, State
from billing.subscriptions.records import Listed, PeriodRow, Plan, Subscription

HISTORY = 6


@dataclass(frozen=True, slots=True)
class SubscriptionView:
    """One subscription with all that its screens say."""

    subscription: Subscription
    merchant: Merchant
    at: datetime
    subscriber: Person | None  # ``None``: known by phone only, or has not agreed yet
    plan: Plan | None
    upcoming: Period | None  # what is billed next, as things stand; of a bank's see ``bank_next_at``
    unpaid: PeriodRow | None  # whose bill is open, or waits for the next
    bill: Invoice | None  # that can be paid now
    may_ask: bool  # whether a bill can be made now, see ``running.ask_for_bill``
    history: tuple[PeriodRow, ...]  # the newest periods first
    staff: bool  # the reader manages it
    method: KeptMethod | None = None  # the subscriber's, which is charged for the bills
    changes: Period | None = None  # from which on another price or day would count
    waits_for_another: bool = False  # it begins when the one that it replaces has ended for certain
    numbers: Mapping[int, int] = field(default_factory=dict)  # of the invoices of ``history``, by their ids

    @property
    def grace_until(self) -> datetime | None:
        """When the grace period ends, while one runs."""
        ladder = self.unpaid.ladder if self.unpaid else None
        if ladder is not None and ladder.rung.value == "grace":
            return ladder.until
        return self.subscription.grace_until if not self.subscription.over else None

    @property
    def next_at(self) -> datetime | None:
        """When the next bill comes, by our reckoning or by the bank's word."""
        if self.subscription.over or self.subscription.state is State.PAUSED:
            return None
        if not self.subscription.ours:
            return self.subscription.bank_next_at
        return self.upcoming.start if self.upcoming else None

    @property
    def remindable(self) -> bool:
        """Whether a reminder can reach the subscriber in the chat."""
        return self.subscriber is not None and self.subscriber.reachable


def view(
    books: Books, person: Person, subscription_id: int, at: datetime, *, history: int = HISTORY
) -> SubscriptionView:
    """For its subscriber, or for staff that manages it. ``NotFound`` for others."""
    subscription = books.subscription(subscription_id)
    if subscription is None:
        raise NotFound("subscription-not-found")
    staff = may_manage(person, subscription)
    if not staff and person.id != subscription.customer_id:
        raise NotFound("subscription-not-found")
    return of(books, subscription, at, history=history, staff=staff)


def of(
    books: Books, subscription: Subscription, at: datetime, *, history: int = HISTORY, staff: bool = False
) -> SubscriptionView:
    """The same for whoever has been let in already: a notice, a link that was opened."""
    unpaid = next(iter(books.pending_periods(subscription.id)), None)
    invoice = books.invoice(unpaid.invoice_id) if unpaid and unpaid.invoice_id else None
    open_bill = invoice if invoice is not None and invoice.state is InvoiceState.OPEN else None
    upcoming = running.upcoming(books, subscription, at)
    rows = tuple(books.newest_periods(subscription.id, history))
    return SubscriptionView(
        subscription=subscription,
        merchant=books.merchant,
        at=at,
        subscriber=books.person(subscription.customer_id) if subscription.customer_id else None,
        plan=books.plan(subscription.plan_id) if subscription.plan_id else None,
        upcoming=upcoming,
        unpaid=unpaid,
        bill=open_bill,
        may_ask=running.may_ask_now(books, subscription, at),
        history=rows,
        staff=staff,
        method=books.method(subscription.method_id) if subscription.method_id else None,
        changes=_changes(books, subscription, at),
        waits_for_another=not subscription.over and running.waits_for_another(books, subscription),
        numbers=_numbers(books, rows) if staff else {},
    )


def _changes(books: Books, subscription: Subscription, at: datetime) -> Period | None:
    if subscription.terms is None or subscription.over:
        return None
    return period(subscription.terms, number_from(books, subscription, at))


def _numbers(books: Books, rows: Sequence[PeriodRow]) -> dict[int, int]:
    found = (books.invoice(row.invoice_id) for row in rows if row.invoice_id is not None)
    return {invoice.id: invoice.number for invoice in found if invoice is not None}


def next_of(listed: Listed, at: datetime) -> datetime | None:
    """When the next bill of a listed one comes; ``None``: not before a person does something."""
    subscription = listed.subscription
    if subscription.state is not State.ACTIVE or listed.waits_for_another:
        return None
    if not subscription.ours:
        return subscription.bank_next_at
    if subscription.terms is None:
        return None
    following, paid = next_after(subscription.terms, at), listed.last_paid
    if paid is not None and paid.period.number >= following.number:
        return period(subscription.terms, paid.period.number + 1).start
    return following.start
