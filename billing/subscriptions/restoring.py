"""Subscriptions in books that came back from a backup.

What fell due after the copy was made may have been billed, and charged, by the books that are lost. Whether
it was stands at the banks alone: nobody is charged for it by itself a second time, and the shop is told.
"""

from __future__ import annotations

from datetime import datetime

from billing.books import Books
from billing.states import InvoiceState
from billing.subscriptions import news, running
from billing.subscriptions.due import Skipped, decide
from billing.subscriptions.ladder import Rung, Stopped, step
from billing.subscriptions.models import Skip
from billing.subscriptions.records import PeriodRow, Subscription


def set_aside(books: Books, subscription_id: int, at: datetime) -> bool:
    """No period that may have been billed since the copy is billed again; whether there was one.

    A bill of the copy that can still be paid stays as it is. Called when banks have been asked about all that
    the copy knows, and before the program starts. In the same transaction, for each subscription that is due.
    """
    subscription = books.subscription(subscription_id, lock=True)
    if subscription is None or not subscription.ours or subscription.over or subscription.terms is None:
        return False
    for changed in books.changed_bills_of(subscription.id):
        running.see(books, subscription, changed, at)
        books.bill_looked_at(changed.invoice_id, changed.changes)
    unsure = [row for row in books.pending_periods(subscription.id) if not _stands(books, row, at)]
    for row in unsure:
        if row.ladder is not None:
            stopped = step(row.ladder, Stopped(at), subscription.offer.rules, books.merchant.timezone)
            running.apply(books, subscription, row, stopped, at)
    periods = [row.period for row in unsure] + [each.period for each in _skip(books, subscription, at)]
    if periods:
        news.missed(books, subscription, tuple(periods), at, kind="restored")
    running.look_next(books, subscription, at)
    return bool(periods)


def _stands(books: Books, row: PeriodRow, at: datetime) -> bool:
    """Whether it waits for its payer still: by a bill that can be paid, or in its days of grace."""
    if row.ladder is not None and row.ladder.rung is Rung.GRACE:
        return row.ladder.until is None or at < row.ladder.until
    invoice = books.invoice(row.invoice_id) if row.invoice_id is not None else None
    return invoice is not None and invoice.state is InvoiceState.OPEN and at < invoice.deadline


def _skip(books: Books, subscription: Subscription, at: datetime) -> list[Skipped]:
    """Those that began since, the one that runs among them; gives those of which nobody knows anything."""
    due = decide(running.known(books, subscription), at)
    found = [*due.skip, *([Skipped(due.bill, Skip.MISSED)] if due.bill is not None else [])]
    running.skip(books, subscription, found)
    return [each for each in found if each.why is Skip.MISSED]
