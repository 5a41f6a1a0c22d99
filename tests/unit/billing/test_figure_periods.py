"""A period of figures, and the one that it is compared with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from billing.errors import Refused
from billing.figures.models import Sums
from billing.figures.periods import Period, period
from billing.money import Money

ALMATY, BERLIN = ZoneInfo("Asia/Almaty"), ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 14, 7, tzinfo=ALMATY)


def asked(first: date, last: date, now: datetime = NOW, zone: ZoneInfo = ALMATY) -> Period:
    return period(first, last, zone, now.astimezone(UTC))


def november(first: int, last: int) -> tuple[date, date]:
    return date(2026, 11, first), date(2026, 11, last)


def before(found: Period) -> tuple[date, date, datetime, datetime]:
    return found.before_first, found.before_last, found.before_since, found.before_until


def wall(month: int, day: int, hour: int = 0, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ALMATY)


def test_today_is_compared_with_yesterday_until_the_same_time() -> None:
    found = asked(*november(23, 23))
    assert (found.since, found.until, found.runs) == (wall(11, 23), NOW, True)
    assert before(found) == (date(2026, 11, 22), date(2026, 11, 22), wall(11, 22), wall(11, 22, 14, 7))


def test_a_day_that_is_over_is_compared_with_the_whole_day_before() -> None:
    found = asked(*november(22, 22))
    assert (found.since, found.until, found.runs) == (wall(11, 22), wall(11, 23), False)
    assert before(found) == (date(2026, 11, 21), date(2026, 11, 21), wall(11, 21), wall(11, 22))


def test_seven_days_with_today_are_compared_with_as_many_until_the_same_time() -> None:
    found = asked(*november(17, 23))
    assert before(found) == (date(2026, 11, 10), date(2026, 11, 16), wall(11, 10), wall(11, 16, 14, 7))


@pytest.mark.parametrize("last", [23, 30])
def test_a_month_so_far_is_compared_with_the_same_part_of_the_month_before(last: int) -> None:
    found = asked(*november(1, last))
    assert (found.last, found.runs) == (date(2026, 11, 23), True)
    assert before(found) == (date(2026, 10, 1), date(2026, 10, 23), wall(10, 1), wall(10, 23, 14, 7))


def test_a_whole_month_is_compared_with_the_whole_month_before_however_long_that_is() -> None:
    found = asked(date(2026, 3, 1), date(2026, 3, 31))
    assert before(found) == (date(2026, 2, 1), date(2026, 2, 28), wall(2, 1), wall(3, 1))
    assert not found.runs


def test_where_the_month_before_has_no_such_day_its_end_is_the_same_part() -> None:
    found = asked(date(2026, 3, 1), date(2026, 3, 31), wall(3, 30, 14, 7))
    assert before(found) == (date(2026, 2, 1), date(2026, 2, 28), wall(2, 1), wall(3, 1))


def test_on_the_day_of_which_it_is_the_last_the_month_before_counts_until_the_same_time() -> None:
    found = asked(date(2026, 3, 1), date(2026, 3, 31), wall(3, 28, 14, 7))
    assert before(found) == (date(2026, 2, 1), date(2026, 2, 28), wall(2, 1), wall(2, 28, 14, 7))


def test_a_year_is_compared_with_the_year_before() -> None:
    found = asked(date(2025, 1, 1), date(2025, 12, 31))
    assert before(found)[:2] == (date(2024, 1, 1), date(2024, 12, 31))
    running = asked(date(2026, 1, 1), date(2026, 12, 31))
    assert before(running)[:2] == (date(2025, 1, 1), date(2025, 11, 23))
    assert running.before_until == wall(11, 23, 14, 7, 2025)


def test_the_first_of_a_month_alone_is_a_day() -> None:
    for now in (NOW, wall(11, 1, 14, 7)):
        found = asked(*november(1, 1), now)
        assert before(found)[:2] == (date(2026, 10, 31), date(2026, 10, 31))


def test_ten_years_are_a_period_as_any() -> None:
    found = asked(date(2016, 11, 24), date(2026, 11, 23))
    assert found.days == 3652
    assert found.before_last == date(2016, 11, 23)


def test_what_is_still_to_come_of_a_period_is_left_out() -> None:
    found = asked(date(2026, 11, 20), date(2026, 12, 5))
    assert (found.last, found.until, found.runs) == (date(2026, 11, 23), NOW, True)
    assert found.before_first == date(2026, 11, 4), "as many days as were asked for"
    assert found.before_until == wall(11, 7, 14, 7)


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (date(2026, 11, 24), date(2026, 11, 24), "stats-future"),
        (date(2026, 11, 22), date(2026, 11, 1), "stats-backwards"),
        (date(1999, 12, 31), date(2026, 11, 1), "stats-unread"),
        (date(1, 1, 1), date(2026, 11, 1), "stats-unread"),
        (date(9999, 12, 31), date(9999, 12, 31), "stats-future"),
    ],
)
def test_a_period_that_cannot_be_is_refused_with_its_own_word(first: date, last: date, why: str) -> None:
    with pytest.raises(Refused) as refused:
        asked(first, last)
    assert refused.value.text == why


def test_days_are_those_of_the_wall_also_where_clocks_are_set() -> None:
    now = datetime(2026, 10, 26, 12, 0, tzinfo=BERLIN)
    found = asked(date(2026, 10, 25), date(2026, 10, 25), now, BERLIN)
    assert found.until.astimezone(UTC) - found.since.astimezone(UTC) == timedelta(hours=25)


def test_an_average_is_rounded_half_up_and_is_nothing_where_nothing_came() -> None:
    nothing = Money(0, "KZT")
    assert Sums(Money(5, "KZT"), 2, nothing, 0).average == Money(3, "KZT")
    assert Sums(Money(100, "KZT"), 3, nothing, 0).average == Money(33, "KZT")
    assert Sums(nothing, 0, nothing, 0).average == nothing
