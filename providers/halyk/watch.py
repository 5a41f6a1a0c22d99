"""When to ask Halyk about a payment again.

A QR lives 20 minutes: every 3 s for the first two, every 10 s to the end, then once right after it, after 1,
5, 10, 15 and 60 minutes and hourly for a day, as money may come late. Ten minutes after the end a QR that
nobody scanned is given up. What ended without money is asked about ever more seldom for a day.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from billing.models import Payment
from providers import watching
from providers.halyk.codec import QR_LIFE

FAST_FOR, FAST = timedelta(minutes=2), timedelta(seconds=3)
STEADY = timedelta(seconds=10)

_AFTER_END = (
    timedelta(seconds=1),
    *(timedelta(minutes=minutes, seconds=1) for minutes in (1, 5, 10, 15)),
    *(timedelta(hours=hours) for hours in range(1, 25)),
)


def next_look(payment: Payment, now: datetime) -> datetime | None:
    """The next moment, always later than ``now``; ``None``: no more."""
    began = payment.asked_at or payment.created_at
    soon = now + (FAST if now - began < FAST_FOR else STEADY)
    return watching.next_look(payment, now, end=ends_at(payment), soon=soon, after_end=_AFTER_END)


def ends_at(payment: Payment) -> datetime:
    """When the QR stops to work."""
    began = payment.asked_at or payment.created_at
    return payment.expires_at or payment.access_until or began + QR_LIFE
