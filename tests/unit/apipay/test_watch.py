"""When ApiPay is asked again."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from billing.states import PaymentState
from providers.apipay.watch import next_look
from tests.unit.apipay.support import NOW, payment


def looks(state: PaymentState = PaymentState.PENDING, hours: float = 24, **changes: object) -> list[datetime]:
    at, found = NOW, list[datetime]()
    while at < NOW + timedelta(hours=hours):
        due = next_look(payment(state, **changes), at)
        if due is None:
            break
        assert due > at
        found.append(at := due)
    return found


def test_the_first_minute_is_looked_at_closely_then_each_minute_then_each_fifth() -> None:
    seconds = [(at - NOW).total_seconds() for at in looks(hours=2)]
    assert seconds[:6] == [5, 15, 30, 90, 150, 210]
    pauses = {later - sooner for sooner, later in pairwise(seconds[3:])}
    assert pauses == {60, 300}


def test_a_bill_that_is_taken_back_is_asked_about_each_minute() -> None:
    late = looks(hours=3, cancel_wished=True)
    assert late[-1] - late[-2] == timedelta(minutes=1)


def test_right_after_its_end_and_for_a_day_it_is_asked_about() -> None:
    end = NOW + timedelta(hours=24)
    after = [at - end for at in looks(hours=50) if at > end]
    assert after[0] == timedelta(seconds=1)
    assert timedelta(hours=24) in after


def test_what_was_cancelled_may_still_be_paid_and_is_asked_about_for_a_day() -> None:
    ended = looks(PaymentState.CANCELLED, hours=48, settled_at=NOW)
    assert ended[0] == NOW + timedelta(minutes=1)
    assert ended[-1] == NOW + timedelta(hours=24)


def test_what_is_paid_is_asked_about_no_more() -> None:
    assert next_look(payment(PaymentState.PAID), NOW) is None
