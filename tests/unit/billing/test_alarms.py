"""What is a trouble, and when it is over: pure rules."""

from __future__ import annotations

from datetime import timedelta

import pytest

from billing import alarms
from billing.troubles import Alarm, Sight, Trouble
from tests.support.noon import NOON

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
UPDATES, REMINDERS = Trouble.UPDATES_WAIT, Trouble.REMINDERS_WAIT


@pytest.mark.parametrize(
    ("kind", "waits", "told"),
    [
        (UPDATES, 5 * MINUTE, [False]),
        (UPDATES, 5 * MINUTE - SECOND, [True]),
        (UPDATES, MINUTE, [True]),
        (UPDATES, MINUTE - SECOND, []),
        (REMINDERS, 60 * MINUTE, [False]),
        (REMINDERS, 12 * MINUTE, [True]),
        (REMINDERS, 11 * MINUTE, []),
    ],
)
def test_a_queue_is_told_of_when_it_is_late_and_not_over_before_it_is_much_better(
    kind: Trouble, waits: timedelta, told: list[bool]
) -> None:
    assert [sight.mild for sight in alarms.waiting({kind: NOON - waits}, NOON)] == told


def test_each_loop_that_hangs_is_a_cause_of_its_own() -> None:
    seen = alarms.stuck({"watch": 120.0, "chores": 119.9, "probing": 29.9})
    assert [(sight.cause, sight.mild) for sight in seen] == [
        ("alert-part-stuck:watch", False),
        ("alert-part-stuck:chores", True),
    ]


def test_none_is_told_before_it_has_been_there_at_each_look_for_a_minute() -> None:
    """A program that starts after a day finds all of it waiting, and is done with it in seconds."""
    first: dict[str, float] = {}

    def told(now: float, *seen: Sight) -> list[bool]:
        return [not sight.mild for sight in alarms.sure(seen, first, now)]

    late, better = alarms.telegram_fails("502"), alarms.waiting({UPDATES: NOON - MINUTE}, NOON)
    assert alarms.telegram_fails("") == []
    assert told(0.0, *late) == [False]
    assert told(30.0) == []
    assert told(40.0, *late, *better) == [False, False]
    assert told(99.9, *late) == [False]
    assert told(100.0, *late, *better) == [True, False]


def test_a_disk_with_room_is_no_trouble_and_books_elsewhere_are_not_looked_at() -> None:
    found = [alarms.full(free) for free in (None, alarms.ROOM_AGAIN, alarms.ROOM, alarms.ROOM - 1)]
    assert [[sight.mild for sight in seen] for seen in found] == [[], [], [True], [False]]


def test_it_is_over_when_it_was_not_seen_for_a_while_and_that_grows_with_each_return() -> None:
    alarm = Alarm(1, "cause", UPDATES, {}, NOON, NOON)
    assert not alarms.is_over(alarm, 0, NOON + 2 * MINUTE - SECOND)
    assert alarms.is_over(alarm, 0, NOON + 2 * MINUTE)
    assert not alarms.is_over(alarm, 3, NOON + 16 * MINUTE - SECOND)
    assert alarms.is_over(alarm, 3, NOON + 16 * MINUTE)
    assert alarms.calm(500) == alarms.CALM_MOST


def test_a_sight_that_a_wrong_clock_wrote_into_the_future_does_not_last_until_then() -> None:
    assert alarms.is_over(Alarm(1, "cause", UPDATES, {}, NOON, NOON + 999 * MINUTE), 0, NOON)


def test_a_refusal_is_over_only_when_the_call_has_worked_since() -> None:
    def refused(well_at: timedelta | None) -> Alarm:
        at = None if well_at is None else NOON + well_at
        return Alarm(1, "cause", Trouble.BANK_REFUSES, {}, NOON - MINUTE, NOON, at)

    later = NOON + 600 * MINUTE
    assert not alarms.is_over(refused(None), 0, later)
    assert not alarms.is_over(refused(-SECOND), 0, later)
    assert alarms.is_over(refused(SECOND), 0, later)
    assert not alarms.is_over(refused(SECOND), 0, NOON + MINUTE)
