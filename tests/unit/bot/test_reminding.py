"""How many reminders a second: an hour of them, with the clock held in hand."""

from __future__ import annotations

from collections import deque

import pytest

from bot.pacing import ALL_PER_SECOND
from bot.reminding import MOST, PER_SECOND, STEP, Allowance

HUNDRED_THOUSAND = 100_000
HOUR = 3600


class Ticks:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def spend_all(allowance: Allowance) -> int:
    count = allowance.now()
    allowance.spend(count)
    return count


@pytest.mark.parametrize("late", [0.0, 0.1, 0.2])
def test_a_hundred_thousand_that_are_due_at_once_leave_within_their_hour_and_telegrams_limit(
    late: float,
) -> None:
    ticks, sent, lately = Ticks(), 0, deque[tuple[float, int]]()
    allowance, began = Allowance(ticks), ticks.at
    while sent < HUNDRED_THOUSAND:
        gone = spend_all(allowance)
        sent += gone
        lately.append((ticks.at, gone))
        while lately[0][0] <= ticks.at - 1:
            lately.popleft()
        assert sum(count for _, count in lately) < PER_SECOND + MOST
        ticks.at += STEP + late  # a turn itself takes a while
    assert ticks.at - began < HOUR
    assert sent / (ticks.at - began) < ALL_PER_SECOND


def test_what_was_not_used_in_a_quiet_hour_is_not_made_up_for() -> None:
    ticks = Ticks()
    allowance = Allowance(ticks)
    spend_all(allowance)
    ticks.at += HOUR
    assert spend_all(allowance) == MOST
    assert spend_all(allowance) == 0


def test_a_clock_that_was_set_back_gives_nothing_away_and_stops_nothing() -> None:
    ticks = Ticks()
    allowance = Allowance(ticks)
    spend_all(allowance)
    ticks.at -= HOUR
    assert spend_all(allowance) == 0
    ticks.at += 1
    assert spend_all(allowance) == MOST
