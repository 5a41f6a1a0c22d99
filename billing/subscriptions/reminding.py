"""Reminders in the books: planned ahead, dropped where they are no longer true."""

from __future__ import annotations

from datetime import datetime

from billing.books import Books
from billing.subscriptions import reminders
from billing.subscriptions.models import Period, key
from billing.subscriptions.records import NewReminder, Subscription

SUBSCRIPTION = "subscription"


def plan(books: Books, subscription: Subscription, found: Period | None, at: datetime) -> None:
    """Those before the next bill; planned again, they are the same, or moved with the bill."""
    if found is None or subscription.customer_id is None:
        return
    zone, days = books.merchant.timezone, subscription.offer.reminders
    planned = reminders.of_period(key(subscription.id, found.number), found, zone, days)
    new = [
        NewReminder(each.key, SUBSCRIPTION, subscription.id, found.number, each.days, each.at, each.until)
        for each in planned
        if each.until > at
    ]
    if new:
        books.plan_reminders(new, at)
