"""Reminders in the books: planned ahead, moved with what they speak of; of invoices as the shop chose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from billing.books import Books
from billing.models import Invoice
from billing.subscriptions import reminders
from billing.subscriptions.calendar import period, period_at
from billing.subscriptions.models import Period, State, key
from billing.subscriptions.records import NewReminder, Subscription
from billing.subscriptions.reminders import Reminder

SUBSCRIPTION, INVOICE = "subscription", "invoice"
CHOSEN = "reminders"  # the word of the audit
CHOICE = "invoice-reminders"  # the days before the deadline, ``1,0,-1``; nothing where the shop wants none


def plan(books: Books, subscription: Subscription, found: Period | None, at: datetime) -> None:
    """Those before the next bill; planned again, they are the same, or moved with the bill.

    Left out is one whose hour had passed when the subscriber agreed or went on: they know the day then.
    """
    if found is None or subscription.customer_id is None:
        return
    since = _known_since(subscription)
    planned = of_bill(books, subscription, found, subscription.offer.reminders)
    told = [each for each in planned if since is None or each.at >= since]
    _write(books, SUBSCRIPTION, subscription.id, found.number, told, at)


def plan_invoice(books: Books, invoice: Invoice, at: datetime) -> None:
    """Those of an invoice that was just issued. Bills of subscriptions get none: their ladder speaks."""
    planned = of_deadline(books, invoice, chosen(books))
    _write(books, INVOICE, invoice.id, 0, planned, at)


def of_bill(
    books: Books, subscription: Subscription, found: Period, days: Iterable[int]
) -> tuple[Reminder, ...]:
    """What is planned before the bill of this period; where its day moves, before the new one as well."""
    named = f"{key(subscription.id, found.number)}:{found.start:%y%m%d}"
    return reminders.of_period(named, found, books.merchant.timezone, days, books.merchant.rules.quiet)


def of_deadline(books: Books, invoice: Invoice, days: Iterable[int]) -> tuple[Reminder, ...]:
    """What is planned around the deadline of this invoice."""
    zone, quiet = books.merchant.timezone, books.merchant.rules.quiet
    named = f"invoice:{invoice.id}"
    return reminders.of_invoice(named, invoice.created_at, invoice.deadline, zone, days, quiet)


def upcoming_at_bank(subscription: Subscription) -> Period | None:
    """The period that a bank bills next, by its own word of when; ``None`` where none is."""
    at, terms = subscription.bank_next_at, subscription.terms
    if at is None or terms is None or subscription.state is not State.ACTIVE:
        return None
    return replace(period_at(terms, at) or period(terms, 0), start=at)


def chosen(books: Books) -> tuple[int, ...]:
    """How many days before its deadline an invoice is reminded of; negative ones are after it."""
    value = books.choice(CHOICE)
    if value is None:
        return reminders.USUAL_OF_INVOICE
    return tuple(int(day) for day in value.split(",") if day)


def choose(books: Books, days: Iterable[int], actor: str, at: datetime) -> None:
    """From now on so; of invoices that are out already, those days that are no longer chosen are left out."""
    wanted = tuple(sorted(set(days), reverse=True))
    if (was := chosen(books)) != wanted:
        books.choose(CHOICE, _text(wanted), at)
        books.audit("merchant", books.merchant.id, "", CHOSEN, actor, at, {"was": was, "now": wanted})


def _text(days: Iterable[int]) -> str:
    return ",".join(str(day) for day in days)


def _known_since(subscription: Subscription) -> datetime | None:
    ends = [each.end for each in subscription.pauses if each.end is not None]
    return max([*ends, *([subscription.agreed_at] if subscription.agreed_at else [])], default=None)


def _write(
    books: Books, subject: str, subject_id: int, number: int, planned: Iterable[Reminder], at: datetime
) -> None:
    new = [
        NewReminder(each.key, subject, subject_id, number, each.days, each.at, each.until)
        for each in planned
        if each.until > at
    ]
    if new:
        books.plan_reminders(new, at)
