"""When a payment is asked about again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.models import Payment
from billing.states import ENDED, LIVE, PaymentState
from providers.halyk.watch import next_look
from tests.unit.halyk.support import NOW, payment

END = NOW + timedelta(minutes=20)


def pauses(watched: Payment, begin: datetime, until: datetime) -> list[timedelta]:
    """Every moment at which it is looked at, from when on it is watched."""
    moments, at = [], begin
    while (following := next_look(watched, at)) is not None and following <= until:
        assert following > at
        moments.append(following)
        at = following
    return [moment - begin for moment in moments]


def test_every_three_seconds_for_two_minutes_then_every_ten() -> None:
    looks = pauses(payment(), NOW, END - timedelta(seconds=1))
    assert looks[:3] == [timedelta(seconds=second) for second in (3, 6, 9)]
    assert len([look for look in looks if look <= timedelta(minutes=2)]) == 40
    assert looks[41] - looks[40] == timedelta(seconds=10)


def test_right_after_the_end_and_then_ever_more_seldom_for_a_day() -> None:
    looks = pauses(payment(), END - timedelta(seconds=5), END + timedelta(days=1))
    minutes = [round((look - timedelta(seconds=5)).total_seconds() / 60) for look in looks]
    assert minutes == [0, 1, 5, 10, 15, *(60 * hour for hour in range(1, 25))]
    assert looks[0] == timedelta(seconds=6)


@pytest.mark.parametrize("state", sorted(LIVE))
def test_a_living_payment_is_asked_about_daily_for_a_month_more(state: PaymentState) -> None:
    at = END + timedelta(days=2)
    assert next_look(payment(state), at) == at + timedelta(days=1)
    assert next_look(payment(state), END + timedelta(days=31)) is None


@pytest.mark.parametrize("state", sorted(ENDED))
def test_what_ended_without_money_thins_out_over_a_day(state: PaymentState) -> None:
    ended = payment(state, settled_at=NOW)
    looks = pauses(ended, NOW, NOW + timedelta(days=3))
    assert looks[0] == timedelta(minutes=1)
    assert looks[-1] == timedelta(days=1)
    assert len(looks) == 9


def test_paid_is_not_asked_about_any_more() -> None:
    assert next_look(payment(PaymentState.PAID), NOW) is None


def test_an_unknown_outcome_is_asked_about_quickly() -> None:
    unknown = payment(PaymentState.UNKNOWN, expires_at=None)
    assert next_look(unknown, NOW) == NOW + timedelta(seconds=3)


def test_the_token_ends_the_watch_where_no_qr_was_seen() -> None:
    unknown = payment(PaymentState.UNKNOWN, expires_at=None, access_until=NOW + timedelta(minutes=10))
    at = NOW + timedelta(minutes=9, seconds=58)
    assert next_look(unknown, at) == NOW + timedelta(minutes=10, seconds=1)


@given(st.sampled_from(sorted(PaymentState)), st.integers(0, 10**9))
def test_the_next_look_is_always_ahead(state: PaymentState, milliseconds: int) -> None:
    now = NOW + timedelta(milliseconds=milliseconds)
    look = next_look(payment(state), now)
    assert look is None or look > now
