"""How often HorizonPay is asked: soon at first, ever more seldom, and a while after the end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from billing.states import PaymentState
from providers.horizonpay.watch import next_look
from tests.unit.horizonpay.support import NOW, payment


def pause(after: timedelta, state: PaymentState = PaymentState.PENDING) -> timedelta | None:
    now = NOW + after
    found = next_look(payment(state, settled_at=NOW), now)
    return None if found is None else found - now


@pytest.mark.parametrize(
    ("minutes", "seconds"), [(0, 10), (1, 10), (3, 30), (12, 120), (30, 300), (50, 300), (58, 121)]
)
def test_ten_seconds_grow_to_five_minutes_and_end_just_after_the_end(minutes: int, seconds: int) -> None:
    assert pause(timedelta(minutes=minutes)) == timedelta(seconds=seconds)


def test_after_the_end_it_is_asked_ever_more_seldom_and_at_last_not_at_all() -> None:
    looks, after = [], timedelta(hours=1)
    while (found := pause(after)) is not None:
        looks.append(found)
        after += found
    assert looks[0] == timedelta(seconds=1)
    assert max(looks) == timedelta(days=1)
    assert after > timedelta(days=30)


@pytest.mark.parametrize("state", [PaymentState.REJECTED, PaymentState.EXPIRED, PaymentState.CANCELLED])
def test_what_has_ended_is_asked_about_for_a_day(state: PaymentState) -> None:
    assert pause(timedelta(), state) == timedelta(minutes=1)
    assert pause(timedelta(hours=23), state) == timedelta(hours=1)
    assert pause(timedelta(hours=24), state) is None


def test_what_is_paid_is_asked_about_no_more() -> None:
    assert pause(timedelta(), PaymentState.PAID) is None


def test_a_payment_that_was_never_answered_has_an_end_too() -> None:
    lost = payment(PaymentState.UNKNOWN, expires_at=None, asked_at=None)
    assert next_look(lost, NOW + timedelta(hours=2)) is not None
