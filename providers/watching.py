"""When any bank is asked about a payment again. How often while it can be paid, each bank knows itself.

Right after its end, after minutes, and hourly for a day, as money may come late; daily for a month, where
the bank never said what became of it. What ended without money is asked about ever more seldom for a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from billing.models import Payment
from billing.states import ENDED, PaymentState

DAY, LONG = timedelta(days=1), timedelta(days=30)
AFTER_END = (
    timedelta(seconds=1),
    *(timedelta(minutes=minutes) for minutes in (1, 5, 15)),
    *(timedelta(hours=hours) for hours in range(1, 25)),
)
_AFTER_SETTLED = (
    *(timedelta(minutes=minutes) for minutes in (1, 5, 15)),
    *(timedelta(hours=hours) for hours in (1, 2, 4, 8, 16, 24)),
)


def next_look(
    payment: Payment,
    now: datetime,
    *,
    end: datetime,
    soon: datetime,
    after_end: Sequence[timedelta] = AFTER_END,
) -> datetime | None:
    """The next moment, always later than ``now``; ``None``: no more.

    ``soon`` is the moment while it can be paid, which is until ``end``.
    """
    if payment.state is PaymentState.PAID:
        return None
    if payment.state in ENDED:
        return following(payment.settled_at or end, _AFTER_SETTLED, now)
    if now >= end:
        return following(end, after_end, now) or (now + DAY if now - end < LONG else None)
    return min(soon, end + after_end[0])


def following(base: datetime, pauses: Sequence[timedelta], now: datetime) -> datetime | None:
    """The first of these moments after ``base`` that is still to come."""
    return next((base + pause for pause in pauses if base + pause > now), None)
