"""How often a key may call the API."""

from __future__ import annotations

from tests.support.books import HeldClock
from web.api.rate import A_MINUTE, AT_ONCE, Rate


def test_some_at_once_then_so_many_a_minute() -> None:
    clock = HeldClock()
    rate = Rate(clock.now)
    assert [rate.take(1) for _ in range(AT_ONCE)] == [None] * AT_ONCE
    assert rate.take(1) == 1
    assert rate.take(2) is None
    taken = 0
    for _ in range(600):
        clock.move(0.1)
        taken += rate.take(1) is None
    assert taken == A_MINUTE


def test_who_waits_as_told_may_come_again() -> None:
    clock = HeldClock()
    rate = Rate(clock.now, a_minute=2)
    rate.take(1)
    rate.take(1)
    wait = rate.take(1)
    assert wait == 30
    clock.move(wait)
    assert rate.take(1) is None


def test_a_clock_that_was_set_back_shuts_nobody_out() -> None:
    clock = HeldClock()
    rate = Rate(clock.now, a_minute=2)
    rate.take(1)
    clock.move(-3600)
    assert rate.take(1) is None
