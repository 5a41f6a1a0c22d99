"""What a bank reports of a subscription that it runs: a reason to look, and a few words kept for that look.

Reports come late, twice, or in another order. So nothing is told because of one: the bank is asked, and only
what it shows counts. Kept is what it shows nowhere else, where it may still be true.
"""

from __future__ import annotations

from datetime import datetime

from billing.books import Books
from billing.subscriptions.banking import PAYER_REFUSED, Event, Told
from billing.subscriptions.records import End, Subscription, Wish


def hear(books: Books, engine: str, told: Told, at: datetime) -> bool:
    """Whether it is of one of ours, which is looked at now.

    One that has ended because the bank surely had none is there after all: it is found, and cancelled.
    """
    found = books.subscription_at_bank(engine, told.bank_id) or _by_key(books, engine, told.key)
    subscription = books.subscription(found.id, lock=True) if found else None
    if subscription is None:
        return False
    kept = _kept(books, subscription, told, at) if subscription.bank_id == told.bank_id else {}
    if subscription.over and subscription.bank_id is None and subscription.wish is None:
        kept = {"wish": Wish.CANCEL, "asked_at": None, "looks": 0}
    books.amend_subscription(subscription.id, next_due=at, **kept)
    return True


def _by_key(books: Books, engine: str, key: str) -> Subscription | None:
    """One whose id at the bank was lost with an answer, or that was made there twice."""
    found = books.subscription_by_token(key) if key else None
    return found if found is not None and found.engine == engine else None


def _kept(books: Books, subscription: Subscription, told: Told, at: datetime) -> dict[str, object]:
    if subscription.over:
        return {}
    if (
        told.event is Event.CANCELLED
        and told.reason == PAYER_REFUSED
        and subscription.wish is not Wish.CANCEL
    ):
        return {"ended_by": End.REFUSED}
    until = told.grace_until
    if (
        told.event is Event.GRACE
        and until is not None
        and until > at
        and _is_of_open_bill(books, subscription, told)
    ):
        return {"grace_until": until}
    return {}


def _is_of_open_bill(books: Books, subscription: Subscription, told: Told) -> bool:
    """A grace period that began before the newest bill was made is over: that bill follows a payment."""
    pending = books.pending_periods(subscription.id)
    invoice = books.invoice(pending[0].invoice_id) if pending and pending[0].invoice_id else None
    return invoice is not None and (told.at is None or told.at >= invoice.created_at)
