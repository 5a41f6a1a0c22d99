"""What a bank is told of a subscription, when, and whether what it shows is that."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from billing.subscriptions.banking import BankState, BankSubscription, BankTerms, Bounds
from billing.subscriptions.calendar import ONE_DAY, period
from billing.subscriptions.models import Terms
from billing.subscriptions.records import Subscription, Wish

WEEK = 7
GOALS = {
    Wish.PAUSE: frozenset({BankState.PAUSED}),
    Wish.RESUME: frozenset({BankState.ACTIVE}),
    Wish.CANCEL: frozenset({BankState.CANCELLED, BankState.EXPIRED}),
}


def to_make(subscription: Subscription, bounds: Bounds, now: datetime) -> BankTerms:
    """All that a bank is told when it is to run a subscription; a later day is told when the first is over.

    A first day that has come by now, or has passed while the bank was away, means a bill at once: a bank that
    bills in the small hours would else let the day go by. Bills are asked for by their amount and not by
    lines: a bank that adds up by itself keeps the prices of the day on which it was told; ours may change.
    """
    assert subscription.terms is not None
    first, newest = subscription.terms.legs[0], subscription.terms.legs[-1]
    at_once = first.starts <= _today(subscription.terms, now)
    return BankTerms(
        key=subscription.token,
        phone=subscription.phone,
        amount=subscription.prices[-1].amount if subscription.prices else subscription.offer.amount,
        cycle=subscription.terms.cycle,
        day=(newest if at_once else first).day or None,
        first=first.starts,
        at=first.at,
        description=subscription.offer.title[: bounds.description_most],
        name=subscription.name,
        rules=subscription.offer.rules,
        at_once=at_once,
    )


def to_change(
    subscription: Subscription, shown: BankSubscription, bounds: Bounds, now: datetime, *, unpaid: bool
) -> tuple[BankTerms, BankTerms]:
    """What the bank knows, and what it may be told by now; equal where nothing is to be told yet.

    Another price waits while a bill is ``unpaid``: the bank would ask for it with the next attempt for the
    same period. Another day waits until it brings no bill before the one that is paid for runs out. A day
    that the bank does not show is the one of the start, unless it was changed since.
    """
    assert subscription.terms is not None
    made = to_make(subscription, bounds, now)
    begun, *moved = subscription.terms.legs
    known = begun.day or None if shown.day is None and not moved else shown.day
    was = replace(made, amount=shown.amount or made.amount, day=known)
    price = was.amount if unpaid else made.amount
    wished = subscription.terms.legs[-1].day or None
    day = wished if wished is not None and _brings_no_early_bill(subscription.terms, shown, now) else was.day
    return was, replace(made, amount=price, day=day)


def differs(subscription: Subscription, shown: BankSubscription) -> bool:
    """Whether another price or day is shown than was agreed; of what is not shown nothing follows."""
    if subscription.over or subscription.terms is None or not subscription.prices:
        return False
    day = subscription.terms.legs[-1].day
    other_day = shown.day is not None and day != 0 and shown.day != day
    return other_day or (shown.amount is not None and shown.amount != subscription.prices[-1].amount)


def is_so(subscription: Subscription, shown: BankSubscription) -> bool:
    """Whether what is wished has come true. A day that the bank does not show is so when it was told."""
    if subscription.wish is not Wish.CHANGE:
        return subscription.wish in GOALS and shown.state in GOALS[subscription.wish]
    moved = subscription.terms is not None and len(subscription.terms.legs) > 1
    unseen = moved and shown.day is None and subscription.asked_at is None
    return not unseen and not differs(subscription, shown)


def _brings_no_early_bill(terms: Terms, shown: BankSubscription, now: datetime) -> bool:
    """Whether the next bill there, told now, comes no sooner, and in place of none that is still agreed."""
    if shown.next_at is None or len(terms.legs) < 2:
        return True
    due = shown.next_at.astimezone(ZoneInfo(terms.zone)).date()
    before = replace(terms, legs=terms.legs[:-1])
    instead = period(before, terms.legs[-1].number).first_day
    return due >= instead - ONE_DAY and _next_there(terms, _today(terms, now)) >= due


def _next_there(terms: Terms, today: date) -> date:
    """The first wished day after today as a bank reckons it: in the months in which it bills."""
    day, begun = terms.legs[-1].day, terms.legs[0].starts
    if terms.cycle.days:
        return today + timedelta(days=(day - today.isoweekday()) % WEEK or WEEK)
    months = (today.year - begun.year) * 12 + today.month - begun.month
    ahead = -months % terms.cycle.months
    found = _in_month(today, ahead, day)
    return found if found > today else _in_month(today, ahead + terms.cycle.months, day)


def _in_month(today: date, later: int, day: int) -> date:
    years, month = divmod(today.month - 1 + later, 12)
    year = today.year + years
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))


def _today(terms: Terms, now: datetime) -> date:
    return now.astimezone(ZoneInfo(terms.zone)).date()
