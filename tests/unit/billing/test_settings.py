"""What people type into a setting, what counts over the environment, and when the shop is quiet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from billing.errors import Refused
from billing.models import Merchant
from billing.settings import reading
from billing.settings.force import in_force
from billing.settings.hours import awake, closes, fitting, within_hours
from billing.settings.models import NIGHT, Choice, Quiet, Rules, Topic

ALMATY = "Asia/Almaty"
SHOP = Merchant(1, "Dana", "KZT", "ru", ALMATY)


def here(hour: int, minute: int = 0, *, day: int = 22) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(ALMATY))


def quiet_shop(quiet: Quiet | None) -> Merchant:
    return replace(SHOP, rules=Rules(quiet=quiet))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Кофейня   «Дана» ", "Кофейня «Дана»"),
        ("7", "7"),
        ("👩\u200d🍳 Dana", "👩\u200d🍳 Dana"),
        ("Д" * 64, "Д" * 64),
    ],
)
def test_a_name_is_taken_as_it_is_typed(typed: str, name: str) -> None:
    assert reading.name(typed) == name


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "settings-name-unread"),
        (" \u200d ", "settings-name-unread"),
        ("\u3164\u2800", "settings-name-unread"),
        ("Dana\nCoffee", "settings-name-one-line"),
        ("Dana\u202eeeffoC", "settings-name-one-line"),
        ("Dana\u0007", "settings-name-one-line"),
        ("Д" * 65, "settings-name-too-long"),
        ("😀" * 33, "settings-name-too-long"),
    ],
)
def test_what_customers_could_not_read_as_a_name_is_refused(typed: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        reading.name(typed)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        *[("5m", 5), ("45 м", 45), ("90мин", 90), ("2h", 120), ("2 ЧАСА", 120), ("3сағ", 180)],
        *[("5d", 7200), ("1 день", 1440), ("30 дней", 43200), ("7күн", 10080), ("45 минут.", 45)],
    ],
)
def test_a_deadline_is_read_in_three_languages(typed: str, minutes: int) -> None:
    found = reading.deadline(typed)
    assert found == timedelta(minutes=minutes)
    assert reading.deadline(reading.deadline_text(found)) == found


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        *[(each, "unread") for each in ("", "45", "h", "2 weeks", "-2h", "1,5h", "2h3m", "²h")],
        *[(each, "bounds") for each in ("4m", "31d", "0d", "721h", "99999d")],
    ],
)
def test_what_is_no_deadline_is_refused(typed: str, why: str) -> None:
    with pytest.raises(Refused, match=f"settings-deadline-{why}"):
        reading.deadline(typed)


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("21:00-9:00", time(21), time(9)),
        ("22-8", time(22), time(8)),
        ("с 23.30 до 7.15", time(23, 30), time(7, 15)),
        ("0:00 – 8:00", time(0), time(8)),
        ("20-24", time(20), time(0)),
        ("5:00—13:00", time(5), time(13)),
    ],
)
def test_quiet_hours_are_read_as_people_type_them(typed: str, since: time, until: time) -> None:
    found = reading.quiet(typed)
    assert found == Quiet(since, until)
    assert reading.quiet(reading.quiet_text(found)) == found


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        *[(each, "unread") for each in ("", "21", "25-9", "21:60-9", "24:30-9", "night", "21-9-8")],
        *[(each, "bounds") for each in ("9-9", "9:00-8:00", "14:59-9", "0-18:01")],
    ],
)
def test_six_hours_a_day_stay_for_writing(typed: str, why: str) -> None:
    with pytest.raises(Refused, match=f"settings-quiet-{why}"):
        reading.quiet(typed)
    assert reading.quiet("15-9").length == timedelta(hours=18)


def test_what_the_chat_decided_counts_over_the_environment_and_all_else_is_the_environments() -> None:
    environment = replace(SHOP, rules=Rules(invoice_ttl=timedelta(hours=3)))
    assert in_force(environment, {}).merchant == environment
    choices = {"shop-name": "Дана", "quiet-hours": "off", "banks-off": "b,a", "news:501": "payments,shifts"}
    shop = in_force(environment, {**choices, "shop-language": "", "morning:501": "on"})
    assert (shop.merchant.name, shop.merchant.locale) == ("Дана", "ru")
    assert shop.merchant.rules == Rules(
        invoice_ttl=timedelta(hours=3),
        quiet=None,
        off=frozenset("ab"),
        turned=frozenset({(501, Topic.PAYMENTS), (501, Topic.SHIFTS)}),
    )
    assert shop.chosen == {Choice.NAME, Choice.QUIET, Choice.BANKS_OFF}
    assert shop.merchant.rules.listeners(Topic.PAYMENTS) == [501]
    assert [shop.merchant.rules.hears(who, Topic.SHIFTS) for who in (501, 502)] == [False, True]


def test_what_is_kept_and_cannot_be_read_counts_as_not_decided() -> None:
    broken = {
        "deadline": "soon",
        "shop-language": "de",
        "quiet-hours": "1-1",
        "news:x": "shifts",
        "news:1": "?",
    }
    shop = in_force(SHOP, broken)
    assert (shop.merchant, shop.chosen) == (SHOP, frozenset())


@pytest.mark.parametrize(
    ("quiet", "moment", "opens"),
    [
        (NIGHT, here(8, 59), here(9)),
        (NIGHT, here(20, 59), here(20, 59)),
        (NIGHT, here(21), here(9, day=23)),
        (Quiet(time(0), time(8)), here(0), here(8)),
        (Quiet(time(0), time(8)), here(23, 59), here(23, 59)),
        (Quiet(time(20), time(0)), here(22), here(0, day=23)),
        (Quiet(time(13), time(15)), here(14), here(15)),
        (Quiet(time(22, 30), time(7, 15)), here(3), here(7, 15)),
        (None, here(3), here(3)),
    ],
)
def test_what_the_shop_writes_by_itself_waits_for_the_end_of_the_quiet_hours(
    quiet: Quiet | None, moment: datetime, opens: datetime
) -> None:
    shop = quiet_shop(quiet)
    assert within_hours(moment.astimezone(UTC), shop) == opens
    assert awake(shop, moment) is (moment == opens)


def test_an_end_that_clocks_leave_out_or_repeat_is_waited_for_once() -> None:
    berlin = replace(SHOP, timezone="Europe/Berlin", rules=Rules(quiet=Quiet(time(20), time(2, 30))))
    for day in (datetime(2026, 3, 28, 21, tzinfo=UTC), datetime(2026, 10, 24, 21, tzinfo=UTC)):
        opens = within_hours(day, berlin)
        assert day < opens <= day + timedelta(hours=5)
        assert within_hours(opens, berlin) - opens <= timedelta(hours=1)


@pytest.mark.parametrize(
    ("wanted", "quiet", "found"),
    [
        (time(9), NIGHT, time(9)),
        (time(20, 30), NIGHT, time(20)),
        (time(9), Quiet(time(22), time(11)), time(11)),
        (time(9), Quiet(time(8), time(2)), time(7)),
    ],
)
def test_an_hour_of_the_day_moves_to_where_it_may_be_said(wanted: time, quiet: Quiet, found: time) -> None:
    assert fitting(wanted, quiet) == found


def test_what_is_said_of_a_day_ends_with_it_or_where_it_becomes_quiet() -> None:
    assert closes(here(9), NIGHT) == here(21)
    assert closes(here(9), None) == here(0, day=23)
    assert closes(here(14), Quiet(time(5), time(13))) == here(0, day=23)
