"""When to ask ApiPay about a payment again.

A bill by phone lives 24 hours. It is made behind the scenes: within seconds the payer's phone shows it, or
the service finds that it cannot, which is why the first minute is looked at closely. Then once a minute for
an hour and every five minutes to the end: webhooks tell sooner, but one generation of the service sends each
only once. Ended bills are asked about for a day, as money may come late.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from billing.models import Payment
from billing.states import ENDED, PaymentState
from providers.apipay.verdicts import LIFE

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERY_MINUTE, SELDOM = timedelta(minutes=1), timedelta(minutes=5)
LONG = timedelta(days=30)

_FIRST = [timedelta(seconds=seconds) for seconds in (5, 15, 30)]
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
    """When the bill can no longer be paid."""
    return payment.expires_at or (payment.asked_at or payment.created_at) + LIFE


def _while_alive(payment: Payment, now: datetime) -> datetime | None:
    began, end = payment.asked_at or payment.created_at, ends_at(payment)
    if now >= end:
        return _next(end, _AFTER_END, now) or (now + DAY if now - end < LONG else None)
    if (first := _next(began, _FIRST, now)) is not None:
        return min(first, end + _AFTER_END[0])
    often = now - began < HOUR or payment.cancel_wished
    return min(now + (EVERY_MINUTE if often else SELDOM), end + _AFTER_END[0])


def _next(base: datetime, pauses: Sequence[timedelta], now: datetime) -> datetime | None:
    return next((base + pause for pause in pauses if base + pause > now), None)
