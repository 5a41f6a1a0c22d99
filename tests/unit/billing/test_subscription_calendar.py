"""When the periods of a subscription begin and end."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from billing.money import Money
from billing.subscriptions.calendar import (
    agreed,
    check_first,
    next_after,
    period,
    period_at,
    price_of,
    with_day,
    with_price,
)
from billing.subscriptions.models import Cycle, Price, Terms, TermsRefused

ALMATY, BERLIN, APIA = "Asia/Almaty", "Europe/Berlin", "Pacific/Apia"
TEN = time(10)


def days(terms: Terms, count: int) -> list[str]:
    """The first so many days of billing."""
    return [str(period(terms, number).first_day) for number in range(count)]


def local(terms: Terms, number: int) -> str:
    return f"{period(terms, number).start.astimezone(ZoneInfo(terms.zone)):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (31, ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]),
        (30, ["2026-01-30", "2026-02-28", "2026-03-30", "2026-04-30", "2026-05-30"]),
        (29, ["2026-01-29", "2026-02-28", "2026-03-29", "2026-04-29", "2026-05-29"]),
        (28, ["2026-01-28", "2026-02-28", "2026-03-28", "2026-04-28", "2026-05-28"]),
    ],
)
def test_a_shorter_month_is_billed_on_its_last_day_and_the_next_one_on_the_wished_day_again(
    day: int, expected: list[str]
) -> None:
    assert days(agreed(Cycle.MONTHLY, ALMATY, date(2026, 1, day), TEN), 5) == expected


@pytest.mark.parametrize("day", [29, 30, 31])
def test_in_a_leap_year_february_is_billed_on_the_29th(day: int) -> None:
    assert days(agreed(Cycle.MONTHLY, ALMATY, date(2028, 1, day), TEN), 2)[1] == "2028-02-29"


def test_who_begins_on_the_29th_of_february_is_billed_on_the_28th_until_the_next_leap_year() -> None:
    terms = agreed(Cycle.YEARLY, ALMATY, date(2024, 2, 29), TEN)
    assert days(terms, 5) == ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]


def test_a_century_that_is_no_leap_year_has_no_29th() -> None:
    assert days(agreed(Cycle.YEARLY, ALMATY, date(2096, 2, 29), TEN), 5)[4] == "2100-02-28"


def test_a_first_payment_at_a_short_months_end_may_stand_for_the_31st() -> None:
    terms = agreed(Cycle.MONTHLY, ALMATY, date(2026, 2, 28), TEN, day=31)
    assert days(terms, 3) == ["2026-02-28", "2026-03-31", "2026-04-30"]


def test_quarters_are_three_months() -> None:
    terms = agreed(Cycle.QUARTERLY, ALMATY, date(2025, 11, 30), TEN, day=31)
    assert days(terms, 4) == ["2025-11-30", "2026-02-28", "2026-05-31", "2026-08-31"]


@pytest.mark.parametrize(
    ("cycle", "expected"),
    [
        (Cycle.DAILY, ["2026-11-22", "2026-11-23", "2026-11-24"]),
        (Cycle.WEEKLY, ["2026-11-22", "2026-11-29", "2026-12-06"]),
        (Cycle.BIWEEKLY, ["2026-11-22", "2026-12-06", "2026-12-20"]),
    ],
)
def test_days_and_weeks_are_counted(cycle: Cycle, expected: list[str]) -> None:
    assert days(agreed(cycle, ALMATY, date(2026, 11, 22), TEN), 3) == expected


@pytest.mark.parametrize(
    ("cycle", "first", "day", "expected"),
    [
        # 22 November 2026 is a Sunday, 1 a Monday.
        (Cycle.WEEKLY, date(2026, 11, 22), 1, ["2026-11-22", "2026-11-30", "2026-12-07"]),
        (Cycle.WEEKLY, date(2026, 11, 22), 7, ["2026-11-22", "2026-11-29", "2026-12-06"]),
        (Cycle.WEEKLY, date(2026, 11, 25), 5, ["2026-11-25", "2026-12-04", "2026-12-11"]),
        (Cycle.WEEKLY, date(2026, 11, 25), 2, ["2026-11-25", "2026-12-08", "2026-12-15"]),
        (Cycle.BIWEEKLY, date(2026, 11, 22), 3, ["2026-11-22", "2026-12-09", "2026-12-23"]),
        (Cycle.MONTHLY, date(2026, 11, 22), 1, ["2026-11-22", "2027-01-01", "2027-02-01"]),
        (Cycle.MONTHLY, date(2026, 11, 22), 25, ["2026-11-22", "2026-12-25", "2027-01-25"]),
        (Cycle.YEARLY, date(2026, 11, 22), 1, ["2026-11-22", "2027-12-01", "2028-12-01"]),
    ],
)
def test_a_first_payment_on_another_day_is_for_a_whole_period(
    cycle: Cycle, first: date, day: int, expected: list[str]
) -> None:
    assert days(agreed(cycle, ALMATY, first, TEN, day), 3) == expected


def test_another_day_counts_from_a_period_on_and_no_day_is_paid_for_twice() -> None:
    terms = agreed(Cycle.MONTHLY, ALMATY, date(2026, 1, 25), TEN)
    earlier, later = with_day(terms, 2, 5), with_day(terms, 2, 31)
    assert days(earlier, 4) == ["2026-01-25", "2026-02-25", "2026-04-05", "2026-05-05"]
    assert days(later, 4) == ["2026-01-25", "2026-02-25", "2026-03-31", "2026-04-30"]
    assert str(period(earlier, 1).last_day) == "2026-04-04"
    assert period(earlier, 1).end == period(earlier, 2).start


def test_who_changes_the_day_there_and_back_has_what_was() -> None:
    terms = agreed(Cycle.MONTHLY, ALMATY, date(2026, 1, 31), TEN)
    back = with_day(with_day(terms, 2, 5), 2, 31)
    assert days(back, 6) == days(terms, 6)


def test_the_time_of_day_changes_with_the_day() -> None:
    terms = with_day(agreed(Cycle.WEEKLY, ALMATY, date(2026, 11, 22), TEN), 1, 7, time(18, 30))
    assert [local(terms, number) for number in (0, 1)] == ["2026-11-22 10:00", "2026-11-29 18:30"]


def test_a_label_says_the_first_and_the_last_day() -> None:
    found = period(agreed(Cycle.MONTHLY, ALMATY, date(2026, 1, 31), TEN), 1)
    assert (str(found.first_day), str(found.last_day)) == ("2026-02-28", "2026-03-30")
    found = period(agreed(Cycle.DAILY, ALMATY, date(2026, 1, 31), TEN), 1)
    assert found.first_day == found.last_day == date(2026, 2, 1)


def test_almaty_is_an_hour_nearer_to_greenwich_since_march_2024() -> None:
    terms = agreed(Cycle.MONTHLY, ALMATY, date(2024, 2, 10), TEN)
    assert period(terms, 0).start == datetime(2024, 2, 10, 4, tzinfo=UTC)
    assert period(terms, 1).start == datetime(2024, 3, 10, 5, tzinfo=UTC)


def test_of_a_time_that_exists_twice_it_is_the_first() -> None:
    almaty = agreed(Cycle.DAILY, ALMATY, date(2024, 2, 28), time(23, 30))
    assert period(almaty, 1).start == datetime(2024, 2, 29, 17, 30, tzinfo=UTC)
    berlin = agreed(Cycle.DAILY, BERLIN, date(2026, 10, 24), time(2, 30))
    assert period(berlin, 1).start == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert period(berlin, 2).start - period(berlin, 1).start == timedelta(hours=25)


def test_a_second_of_two_equal_times_cannot_be_wished() -> None:
    later = agreed(Cycle.DAILY, BERLIN, date(2026, 10, 25), time(2, 30, fold=1))
    assert period(later, 0).start == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_time_that_does_not_exist_moves_forward_for_that_day() -> None:
    terms = agreed(Cycle.DAILY, BERLIN, date(2026, 3, 28), time(2, 30))
    assert [local(terms, number) for number in range(3)] == [
        "2026-03-28 02:30",
        "2026-03-29 03:30",
        "2026-03-30 02:30",
    ]


def test_summer_time_does_not_move_the_hour_that_people_see() -> None:
    terms = agreed(Cycle.MONTHLY, BERLIN, date(2026, 1, 15), TEN)
    assert {local(terms, number)[-5:] for number in range(12)} == {"10:00"}
    assert {period(terms, number).start.hour for number in range(12)} == {8, 9}


def test_a_day_that_a_zone_left_out_gives_a_period_without_length() -> None:
    """Samoa had no 30 December 2011: its period is over as it begins, so it never runs."""
    terms = agreed(Cycle.DAILY, APIA, date(2011, 12, 29), TEN)
    gone = period(terms, 1)
    assert gone.start == gone.end
    found = period_at(terms, gone.start)
    assert found is not None
    assert found.number == 2


@pytest.mark.parametrize("cycle", list(Cycle))
def test_a_period_runs_from_its_moment_until_just_before_the_next(cycle: Cycle) -> None:
    terms = agreed(cycle, BERLIN, date(2024, 2, 29), time(2, 30))
    for number in range(60):
        found, tick = period(terms, number), timedelta(microseconds=1)
        assert period_at(terms, found.start) == found
        assert period_at(terms, found.end - tick) == found
        assert next_after(terms, found.start - tick) == found
        assert next_after(terms, found.start).number == number + 1


def test_before_the_first_payment_no_period_runs() -> None:
    terms = agreed(Cycle.YEARLY, ALMATY, date(2026, 11, 22), TEN)
    long_ago = datetime(1970, 1, 1, tzinfo=UTC)
    assert period_at(terms, long_ago) is None
    assert next_after(terms, long_ago).number == 0


def test_there_is_no_period_before_the_first() -> None:
    with pytest.raises(ValueError, match="no period -1"):
        period(agreed(Cycle.DAILY, ALMATY, date(2026, 11, 22), TEN), -1)


@pytest.mark.parametrize(
    ("cycle", "day"),
    [
        (Cycle.DAILY, 1),
        (Cycle.DAILY, 0),
        (Cycle.WEEKLY, 0),
        (Cycle.WEEKLY, 8),
        (Cycle.BIWEEKLY, -1),
        (Cycle.MONTHLY, 0),
        (Cycle.MONTHLY, 32),
        (Cycle.QUARTERLY, 32),
        (Cycle.YEARLY, 366),
    ],
)
def test_a_day_that_no_period_has_is_refused(cycle: Cycle, day: int) -> None:
    with pytest.raises(TermsRefused, match="day"):
        agreed(cycle, ALMATY, date(2026, 11, 22), TEN, day)
    with pytest.raises(TermsRefused, match="day"):
        with_day(agreed(cycle, ALMATY, date(2026, 11, 22), TEN), 1, day)


@pytest.mark.parametrize(
    ("first", "fine"),
    [
        (date(2026, 11, 22), False),
        (date(2026, 11, 23), True),
        (date(2027, 11, 24), True),
        (date(2027, 11, 25), False),
        (date.max, False),
        (date.min, False),
    ],
)
def test_a_first_payment_is_on_a_day_from_today_on_and_within_a_year(first: date, *, fine: bool) -> None:
    today = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)  # in Almaty the 23rd has begun
    if fine:
        check_first(first, ALMATY, today)
    else:
        with pytest.raises(TermsRefused, match="first"):
            check_first(first, ALMATY, today)


def test_a_cycle_is_counted_in_days_or_in_months() -> None:
    assert [bool(cycle.days) != bool(cycle.months) for cycle in Cycle] == [True] * len(Cycle)


@pytest.mark.parametrize("zone", ["", "Asia/Atlantis", "../etc/passwd", "Asia"])
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    with pytest.raises(TermsRefused, match="zone"):
        agreed(Cycle.DAILY, zone, date(2026, 11, 22), TEN)


def test_a_time_of_another_zone_is_refused() -> None:
    with pytest.raises(TermsRefused, match="at"):
        agreed(Cycle.DAILY, ALMATY, date(2026, 11, 22), time(10, tzinfo=UTC))


def test_the_period_that_began_first_keeps_its_day() -> None:
    with pytest.raises(TermsRefused, match="number"):
        with_day(agreed(Cycle.MONTHLY, ALMATY, date(2026, 11, 22), TEN), 0, 5)


def test_another_price_counts_from_a_period_on_and_the_last_word_wins() -> None:
    old, new, newest = (Money(minor, "KZT") for minor in (500000, 600000, 700000))
    prices = with_price((Price(0, old),), Price(3, new))
    assert [price_of(prices, number).amount for number in (0, 2, 3, 9)] == [old, old, new, new]
    again = with_price(prices, Price(3, newest))
    assert again == (Price(0, old), Price(3, newest))
    assert [price_of(again, number).amount for number in (2, 3)] == [old, newest]
