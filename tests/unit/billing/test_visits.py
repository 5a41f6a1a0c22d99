"""What is remembered of a visit, and for how long."""

from __future__ import annotations

from datetime import UTC, datetime

from billing.visits import MOST, NAMES, PAUSE, Returns, Visit, Visits

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_a_visit_is_known_until_it_is_forgotten() -> None:
    visits = Visits()
    visits.note(1, Visit("1.1.1.1", "Browser/1"))
    assert visits.of(1).facts() == {"ip": "1.1.1.1", "user_agent": "Browser/1"}
    visits.forget(1)
    visits.forget(1)
    assert visits.of(1) == Visit()
    assert len(visits) == 0


def test_the_oldest_make_room() -> None:
    visits = Visits()
    for payment_id in range(MOST + 3):
        visits.note(payment_id, Visit("1.1.1.1"))
    assert len(visits) == MOST
    assert visits.of(2) == Visit()
    assert visits.of(3) == Visit("1.1.1.1")


def test_a_visit_says_nothing_of_itself_in_a_log() -> None:
    assert "1.1.1.1" not in repr(Visit("1.1.1.1", "Browser/1"))


def test_its_facts_are_those_that_only_a_visit_tells() -> None:
    assert {*Visit().facts()} == NAMES


def test_between_two_questions_for_people_who_come_back_there_is_a_pause() -> None:
    returns = Returns()
    assert returns.take(1, NOON)
    assert returns.take(2, NOON)
    assert not returns.take(1, NOON + PAUSE / 2)
    assert returns.take(1, NOON + PAUSE)
    assert not returns.take(1, NOON + PAUSE * 1.5)
    assert returns.take(1, NOON), "a clock that was set back stops nobody for long"
