"""Subscriptions in the books, as the core sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from billing.subscriptions.figures import Lifetime
from billing.subscriptions.models import State
from billing.subscriptions.records import (
    BillOf,
    ChangedBill,
    Listed,
    NewReminder,
    NewSubscription,
    Offer,
    PeriodRow,
    Plan,
    ReminderRow,
    Subscription,
)


class SubscriptionBooks(Protocol):
    """Plans, subscriptions, their periods, and reminders."""

    # plans
    def add_plan(self, token: str, offer: Offer, at: datetime) -> Plan | None:
        """``None``: the token is taken."""

    def plan(self, plan_id: int, *, lock: bool = False) -> Plan | None:
        """``lock`` holds it until the transaction ends: two who agree to it follow each other."""

    def plan_by_token(self, token: str) -> Plan | None: ...
    def plans(self, *, closed: bool = False) -> list[Plan]:
        """Open ones; with ``closed`` all."""

    def amend_plan(self, plan_id: int, version: int, offer: Offer, *, closed: bool) -> bool:
        """Compare the version and set; ``False``: somebody was first."""

    # subscriptions
    def add_subscription(self, new: NewSubscription) -> Subscription | None:
        """``None``: its source has made one already, or the person has a living one of this plan."""

    def subscription(self, subscription_id: int, *, lock: bool = False) -> Subscription | None: ...
    def subscription_by_token(self, token: str) -> Subscription | None: ...
    def subscription_by_source(self, source: str) -> Subscription | None: ...
    def subscription_by_number(self, number: int) -> Subscription | None: ...
    def subscription_at_bank(self, engine: str, bank_id: str) -> Subscription | None: ...
    def living_subscription(self, plan_id: int, person_id: int) -> Subscription | None: ...
    def amend_subscription(self, subscription_id: int, **changes: object) -> bool:
        """New values by the names of its fields; ``False``, and nothing is changed: the person has another
        living one of its plan, or the bank's id is another one's."""

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
        """Newest first, below the id ``before``; ``at_risk``: active ones of which a bill has failed.

        ``over``: those that ended, in whatever way. With ``issuer_id`` those for which this member answers.
        """

    def subscriptions_of(self, person_id: int) -> list[Listed]: ...
    def count_subscriptions(self) -> dict[State, int]: ...
    def count_at_risk(self) -> int: ...
    def lifetimes(self, since: datetime) -> list[Lifetime]:
        """Of all that were agreed to, and had not ended for good before ``since``."""

    def collected(self, since: datetime, until: datetime) -> int:
        """Minor units that were paid for bills of subscriptions in that time, ``until`` not included."""

    def running_subscriptions(self, after: int, limit: int) -> list[Listed]:
        """Active ones by their ids, from the first behind ``after``."""

    def ended_subscriptions(self, since: datetime) -> list[Subscription]: ...
    def due_subscriptions(self, engine: str | None, now: datetime, limit: int) -> list[int]:
        """The longest due first: ours (``OURS``), one bank's, or (``None``) all that banks run."""

    def next_due_subscription(self) -> datetime | None: ...
    def release_subscriber(self, person_id: int) -> None:
        """Take a person out of those that are over, and drop their silences; living ones stay as they are."""

    # periods and their bills
    def add_period(self, row: PeriodRow) -> bool:
        """``False``: something was decided about this period already."""

    def amend_period(self, subscription_id: int, number: int, **changes: object) -> None: ...
    def period_of(self, subscription_id: int, number: int) -> PeriodRow | None: ...
    def newest_periods(self, subscription_id: int, limit: int) -> list[PeriodRow]: ...
    def pending_periods(self, subscription_id: int) -> list[PeriodRow]: ...
    def note_bill(self, invoice_id: int, bill: BillOf, at: datetime) -> None: ...
    def bill_of(self, invoice_id: int) -> BillOf | None: ...
    def bills_of(self, subscription_id: int, number: int) -> dict[int, int]:
        """The invoices' ids by the bill's count."""

    def changed_bills(self, engine: str, limit: int) -> list[ChangedBill]: ...
    def changed_bills_of(self, subscription_id: int) -> list[ChangedBill]: ...
    def bill_looked_at(self, invoice_id: int, changes: int) -> None:
        """So many moves are known; one that came meanwhile is seen again."""

    # reminders
    def plan_reminders(self, new: Sequence[NewReminder], at: datetime) -> None:
        """New ones, and new times of those that wait; dropped ones come back, finished ones never."""

    def drop_reminders(self, subject: str, subject_id: int, why: str, at: datetime) -> None:
        """None of the subject is due any more, until it is planned again."""

    def due_reminders(self, now: datetime, limit: int) -> list[ReminderRow]: ...
    def next_reminder(self) -> datetime | None: ...
    def finish_reminder(self, reminder_id: int, how: str, at: datetime, *, for_good: bool = True) -> bool:
        """Compare and set: ``True`` for the first only. Not ``for_good``: planned anew, it comes back."""

    def silence(self, person_id: int, subject: str, at: datetime, *, silent: bool) -> None: ...
    def is_silent(self, person_id: int, subject: str) -> bool: ...

    # what the shop chose in the chat
    def choice(self, name: str) -> str | None: ...
    def choose(self, name: str, value: str, at: datetime) -> None: ...
    def choices(self) -> Mapping[str, str]: ...
    def lock_choices(self) -> None:
        """Who chooses next waits until this transaction ends, and sees what was chosen."""
