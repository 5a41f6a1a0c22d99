"""When people are reminded of a bill to come and of a deadline."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from billing.models import Merchant
from billing.settings.hours import within_hours
from billing.settings.models import Quiet
from billing.subscriptions.calendar import agreed, period
from billing.subscriptions.models import Cycle, Period, TermsRefused
from billing.subscriptions.reminders import Reminder, checked, of_invoice, of_period, usual

ALMATY, BERLIN = "Asia/Almaty", "Europe/Berlin"
HOUR = timedelta(hours=1)


def billed_at(at: time, zone: str = ALMATY, day: date = date(2026, 11, 23)) -> Period:
    return period(agreed(Cycle.MONTHLY, zone, day, at), 0)


def in_zone(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(ALMATY))


def at(reminders: tuple[Reminder, ...], zone: str = ALMATY) -> list[str]:
    return [f"{reminder.at.astimezone(ZoneInfo(zone)):%d %H:%M}" for reminder in reminders]


def until(reminders: tuple[Reminder, ...]) -> list[str]:
    return [f"{reminder.until.astimezone(ZoneInfo(ALMATY)):%d %H:%M}" for reminder in reminders]


def test_one_comes_the_day_before_at_the_bills_own_hour_and_one_in_the_morning_of_the_day() -> None:
    found = of_period("p", billed_at(time(15, 30)), ALMATY, usual(Cycle.MONTHLY))
    assert at(found) == ["22 15:30", "23 09:00"]
    assert [reminder.days for reminder in found] == [1, 0]


@pytest.mark.parametrize("cycle", list(Cycle))
def test_daily_ones_are_reminded_of_on_the_day_only(cycle: Cycle) -> None:
    assert usual(cycle) == ((0,) if cycle is Cycle.DAILY else (1, 0))


@pytest.mark.parametrize(
    ("billed", "expected"),
    [
        (time(0), ["22 09:00"]),
        (time(8, 59), ["22 09:00"]),
        (time(9, 59), ["22 09:59"]),
        (time(10), ["22 10:00", "23 09:00"]),
        (time(20, 30), ["22 20:00", "23 09:00"]),
        (time(23, 59), ["22 20:00", "23 09:00"]),
    ],
)
def test_nobody_is_woken_and_none_comes_with_the_bill_itself(billed: time, expected: list[str]) -> None:
    assert at(of_period("p", billed_at(billed), ALMATY, (1, 0))) == expected


@pytest.mark.parametrize(
    ("quiet", "billed", "expected"),
    [
        (None, time(23, 30), ["22 23:00", "23 09:00"]),
        (Quiet(time(18), time(10)), time(19), ["22 17:00", "23 10:00"]),
        (Quiet(time(22), time(7)), time(21, 30), ["22 21:00", "23 09:00"]),
        (Quiet(time(0), time(8)), time(23, 30), ["22 23:00", "23 09:00"]),
        (Quiet(time(5), time(13)), time(15), ["22 15:00", "23 13:00"]),
    ],
)
def test_the_shops_own_quiet_hours_are_kept(quiet: Quiet | None, billed: time, expected: list[str]) -> None:
    assert at(of_period("p", billed_at(billed), ALMATY, (1, 0), quiet)) == expected


def test_each_is_true_until_its_day_closes_or_the_bill_is_there() -> None:
    assert until(of_period("p", billed_at(time(15)), ALMATY, (1, 0))) == ["22 21:00", "23 15:00"]
    assert until(of_period("p", billed_at(time(22)), ALMATY, (1, 0))) == ["22 21:00", "23 21:00"]


def test_planned_again_it_has_the_same_key_and_each_its_own() -> None:
    one, again = (of_period("subscription:1:2", billed_at(time(15)), ALMATY, (0, 1, 7, 1)) for _ in range(2))
    assert one == again
    assert [reminder.key for reminder in one] == [f"subscription:1:2:remind:{days}" for days in (7, 1, 0)]


def test_the_hours_are_those_of_the_shop_on_both_sides_of_a_change_to_summer_time() -> None:
    changed = billed_at(time(12), BERLIN, date(2026, 3, 29))
    found = of_period("p", changed, BERLIN, (1, 0))
    assert at(found, BERLIN) == ["28 12:00", "29 09:00"]
    assert [reminder.at.hour for reminder in found] == [11, 7]


def test_days_are_chosen_for_a_subscription() -> None:
    assert checked(Cycle.MONTHLY, [0, 3, 3, 1]) == (3, 1, 0)
    assert checked(Cycle.YEARLY, [30]) == (30,)
    assert checked(Cycle.DAILY, []) == ()


@pytest.mark.parametrize(
    ("cycle", "days"),
    [
        (Cycle.DAILY, 1),
        (Cycle.WEEKLY, 7),
        (Cycle.BIWEEKLY, 14),
        (Cycle.MONTHLY, 28),
        (Cycle.QUARTERLY, 31),
        (Cycle.YEARLY, 31),
        (Cycle.YEARLY, -1),
    ],
)
def test_one_that_would_come_before_the_bill_before_is_refused(cycle: Cycle, days: int) -> None:
    with pytest.raises(TermsRefused, match="reminders"):
        checked(cycle, [0, days])
    if days > 0:
        assert checked(cycle, [days - 1])


def test_a_deadline_is_reminded_of_the_day_before_and_on_its_day() -> None:
    assert at(of_invoice("i", in_zone(16, 15), in_zone(23, 15), ALMATY)) == ["22 15:00", "23 09:00"]


def test_of_the_first_half_of_an_invoices_life_nobody_is_reminded() -> None:
    assert at(of_invoice("i", in_zone(22, 15), in_zone(23, 15), ALMATY)) == ["23 09:00"]
    assert at(of_invoice("i", in_zone(23, 8), in_zone(23, 15), ALMATY)) == []
    assert at(of_invoice("i", in_zone(21, 15), in_zone(23, 15), ALMATY)) == ["22 15:00", "23 09:00"], (
        "the very middle"
    )
    assert at(of_invoice("i", in_zone(21, 15, 1), in_zone(23, 15), ALMATY)) == ["23 09:00"]


def test_a_deadline_in_the_night_is_reminded_of_by_day() -> None:
    assert at(of_invoice("i", in_zone(16, 15), in_zone(23, 2), ALMATY)) == ["22 09:00"]
    assert at(of_invoice("i", in_zone(16, 15), in_zone(22, 23, 30), ALMATY)) == ["21 20:00", "22 09:00"]


@pytest.mark.parametrize(("minute", "expected"), [(0, ["22 10:00", "23 09:00"]), (-1, ["22 09:59"])])
def test_none_comes_within_an_hour_of_a_deadline(minute: int, expected: list[str]) -> None:
    deadline = in_zone(23, 10) + minute * HOUR / 60
    assert at(of_invoice("i", in_zone(16, 15), deadline, ALMATY)) == expected


def test_after_a_deadline_one_may_come_and_is_true_that_day() -> None:
    found = of_invoice("i", in_zone(22, 15), in_zone(23, 15), ALMATY, (-1,))
    assert (at(found), until(found)) == (["24 15:00"], ["24 21:00"])


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (in_zone(22, 8, 59), in_zone(22, 9)),
        (in_zone(22, 9), in_zone(22, 9)),
        (in_zone(22, 20, 59), in_zone(22, 20, 59)),
        (in_zone(22, 21), in_zone(23, 9)),
        (in_zone(22, 0), in_zone(22, 9)),
    ],
)
def test_what_a_shop_writes_by_itself_waits_for_its_day(moment: datetime, expected: datetime) -> None:
    shop = Merchant(1, "Dana", "KZT", "ru", ALMATY)
    assert within_hours(moment.astimezone(UTC), shop) == expected
