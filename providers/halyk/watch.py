"""When to ask Halyk about a payment again.

A QR lives 20 minutes: every 3 s for the first two, every 10 s to the end, then once right after it, after 1,
5, 10, 15 and 60 minutes and hourly for a day, as money may come late. Ten minutes after the end a QR that
nobody scanned is given up. What ended without money is asked about ever more seldom for a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from billing.models import Payment
from billing.states import ENDED, PaymentState
from providers.halyk.codec import QR_LIFE

DAY = timedelta(days=1)
FAST_FOR, FAST = timedelta(minutes=2), timedelta(seconds=3)
STEADY = timedelta(seconds=10)
LONG = timedelta(days=30)  # a hold, or a bank that never said what became of it, is asked about daily

_AFTER_END = [
    timedelta(seconds=1),
    *(timedelta(minutes=minutes, seconds=1) for minutes in (1, 5, 10, 15)),
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
    """When the QR stops to work."""
    began = payment.asked_at or payment.created_at
    return payment.expires_at or payment.access_until or began + QR_LIFE


def _while_alive(payment: Payment, now: datetime) -> datetime | None:
    began, end = payment.asked_at or payment.created_at, ends_at(payment)
    if now >= end:
        return _next(end, _AFTER_END, now) or _daily(end, now)
    pause = FAST if now - began < FAST_FOR else STEADY
    return min(now + pause, end + _AFTER_END[0])


def _next(base: datetime, pauses: Sequence[timedelta], now: datetime) -> datetime | None:
    return next((base + pause for pause in pauses if base + pause > now), None)


def _daily(base: datetime, now: datetime) -> datetime | None:
    return now + DAY if now - base < LONG else None
