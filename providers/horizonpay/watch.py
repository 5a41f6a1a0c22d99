"""When to ask HorizonPay about a payment again.

The payer is on the method's page, and notifications tell sooner where they arrive: after 10 seconds at first,
then after a sixth of the time that has passed, every 5 minutes at the most seldom, to the end that we set.
Then less and less for a day, as a payment that ran out or failed may still become *successful*.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from billing.models import Payment
from billing.states import ENDED, PaymentState
from providers.horizonpay.codec import LIFE

DAY = timedelta(days=1)
FIRST, SELDOM = timedelta(seconds=10), timedelta(minutes=5)
LONG = timedelta(days=30)

_AFTER_END = [
    timedelta(seconds=1),
    *(timedelta(minutes=minutes) for minutes in (1, 5, 15)),
    *(timedelta(hours=hours) for hours in range(1, 25)),
]
_AFTER_SETTLED = [
    *(timedelta(minutes=minutes) for minutes in (1, 5, 15)),
    *(timedelta(hours=hours) for hours in (1, 2, 4, 8, 16, 24)),
]


def next_look(payment: Payment, now: datetime) -> datetime | None:
    """The next moment, always later than ``now``; ``None``: no more."""
    if payment.state is PaymentState.PAID:
        return None
    if payment.state in ENDED:
        return _next(payment.settled_at or ends_at(payment), _AFTER_SETTLED, now)
    return _while_alive(payment, now)


def ends_at(payment: Payment) -> datetime:
    """When it can no longer be paid."""
    return payment.expires_at or (payment.asked_at or payment.created_at) + LIFE


def _while_alive(payment: Payment, now: datetime) -> datetime | None:
    end = ends_at(payment)
    if now >= end:
        return _next(end, _AFTER_END, now) or (now + DAY if now - end < LONG else None)
    age = now - (payment.asked_at or payment.created_at)
    return min(now + min(max(age / 6, FIRST), SELDOM), end + _AFTER_END[0])


def _next(base: datetime, pauses: Sequence[timedelta], now: datetime) -> datetime | None:
    return next((base + pause for pause in pauses if base + pause > now), None)
