"""When to ask HorizonPay about a payment again.

The payer is on the method's page, and notifications tell sooner where they arrive: after 10 seconds at first,
then after a sixth of the time that has passed, every 5 minutes at the most seldom, to the end that we set.
Then less and less for a day, as a payment that ran out or failed may still become *successful*.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from billing.models import Payment
from providers import watching
from providers.horizonpay.codec import LIFE

FIRST, SELDOM = timedelta(seconds=10), timedelta(minutes=5)


def next_look(payment: Payment, now: datetime) -> datetime | None:
    """The next moment, always later than ``now``; ``None``: no more."""
    age = now - (payment.asked_at or payment.created_at)
    soon = now + min(max(age / 6, FIRST), SELDOM)
    return watching.next_look(payment, now, end=ends_at(payment), soon=soon)


def ends_at(payment: Payment) -> datetime:
    """When it can no longer be paid."""
    return payment.expires_at or (payment.asked_at or payment.created_at) + LIFE
