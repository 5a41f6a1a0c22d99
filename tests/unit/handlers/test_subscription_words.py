"""What a line about a subscription says, in three languages; a period, a day, a date are never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from billing.errors import Refused
from billing.money import Money
from billing.subscriptions.models import Cycle, Rules
from handlers.parse import Trouble
from handlers.subscribers.words import (
    read_cycle,
    read_day,
    read_first,
    read_line,
    read_reminders,
    read_rules,
)

TODAY = date(2026, 11, 22)
PHONE = "+77071234567"


@pytest.mark.parametrize(
    ("text", "cycle", "title", "phone", "name"),
    [
        ("5000 monthly Coffee for a month", Cycle.MONTHLY, "Coffee for a month", "", ""),
        ("5 000 ₸ ежемесячно Кофе на месяц", Cycle.MONTHLY, "Кофе на месяц", "", ""),
        ("5к ай сайын Айлық кофе", Cycle.MONTHLY, "Айлық кофе", "", ""),
        ("5000 Кофе на месяц, ежемесячно", Cycle.MONTHLY, "Кофе на месяц", "", ""),
        ("5000 Раз в две недели Йога", Cycle.BIWEEKLY, "Йога", "", ""),
        ("5000 2 апта сайын Йога", Cycle.BIWEEKLY, "Йога", "", ""),
        ("5000 апта сайын Йога", Cycle.WEEKLY, "Йога", "", ""),
        ("5000 раз в три месяца Фильтр", Cycle.QUARTERLY, "Фильтр", "", ""),
        ("5000 үш ай сайын Сүзгі", Cycle.QUARTERLY, "Сүзгі", "", ""),
        ("5000 күн сайын Түскі ас", Cycle.DAILY, "Түскі ас", "", ""),
        ("5000 раз в год Страховка", Cycle.YEARLY, "Страховка", "", ""),
        ("5000 every year Service", Cycle.YEARLY, "Service", "", ""),
        ("5000 monthly Coffee 8 707 123 45 67 Aigerim B.", Cycle.MONTHLY, "Coffee", PHONE, "Aigerim B."),
        ("5000 87071234567 ежемесячно Кофе", Cycle.MONTHLY, "Кофе", PHONE, ""),
        ("5000 monthly 87071234567 Coffee", Cycle.MONTHLY, "Coffee", PHONE, ""),
        ("5000 monthly 707 123 45 67 Coffee", Cycle.MONTHLY, "Coffee", PHONE, ""),
        ("5000 в месяц Кофе", Cycle.MONTHLY, "Кофе", "", ""),
        ("5000 мес Кофе на месяц", Cycle.MONTHLY, "Кофе на месяц", "", ""),
        ("5000 per week Yoga", Cycle.WEEKLY, "Yoga", "", ""),
        ("5000 айына Кофе", Cycle.MONTHLY, "Кофе", "", ""),
        ("5000 Yoga, twice a week", None, "Yoga, twice a week", "", ""),
        ("5000 Кофе на месяц", None, "Кофе на месяц", "", ""),
        ("5000 Coffee for a month", None, "Coffee for a month", "", ""),
        ("5000 Ежевика и дневник", None, "Ежевика и дневник", "", ""),
        ("5000 Family plan", None, "Family plan", "", ""),
        ("5000", None, "", "", ""),
    ],
)
def test_a_line_is_read(text: str, cycle: Cycle | None, title: str, phone: str, name: str) -> None:
    line = read_line(text, "KZT")
    assert line.amount == Money(500000, "KZT")
    assert (line.cycle, line.title, line.phone, line.name) == (cycle, title, phone, name)
    assert not line.odd_cycle


@pytest.mark.parametrize(
    "text",
    ["5000 every 10 days Coffee", "5000 каждые 10 дней Кофе", "5000 он күн сайын Кофе", "5000 hourly X"],
)
def test_a_period_that_is_none_of_the_six_is_noticed(text: str) -> None:
    line = read_line(text, "KZT")
    assert (line.cycle, line.title, line.odd_cycle) == (None, "", True)


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("", Trouble.MISSING),
        ("Coffee monthly", Trouble.UNREAD),
        ("$50 monthly Coffee", Trouble.FOREIGN),
        ("5000 monthly Coffee 870712345", Trouble.PHONE),
        ("5000 monthly 870712345678 Coffee", Trouble.PHONE),
        ("5000 monthly 8 707 123 45 67 8 701 765 43 21 Dana", Trouble.PHONE),
        ("5000 87071234567 monthly Coffee 87017654321", Trouble.PHONE),
        ("5000 monthly Coffee 87071234567 Dana 87017654321", Trouble.PHONE),
    ],
)
def test_what_cannot_be_read_is_a_trouble(text: str, trouble: Trouble) -> None:
    assert read_line(text, "KZT").trouble is trouble


@pytest.mark.parametrize(
    ("text", "cycle"),
    [
        ("month", Cycle.MONTHLY),
        ("Каждый месяц.", Cycle.MONTHLY),
        ("раз в 2 недели", Cycle.BIWEEKLY),
        ("апта", Cycle.WEEKLY),
        ("жыл сайын", Cycle.YEARLY),
        ("квартал", Cycle.QUARTERLY),
        ("every other month", None),
        ("10", None),
    ],
)
def test_how_often_as_an_answer(text: str, cycle: Cycle | None) -> None:
    assert read_cycle(text) is cycle


@pytest.mark.parametrize(
    ("text", "cycle", "day"),
    [
        ("31", Cycle.MONTHLY, 31),
        ("1-го", Cycle.YEARLY, 1),
        ("Monday", Cycle.WEEKLY, 1),
        ("пятница", Cycle.BIWEEKLY, 5),
        ("жексенбі", Cycle.WEEKLY, 7),
        ("7", Cycle.WEEKLY, 7),
    ],
)
def test_a_day_by_number_or_name(text: str, cycle: Cycle, day: int) -> None:
    assert read_day(text, cycle) == day


@pytest.mark.parametrize(
    ("text", "cycle"),
    [
        ("0", Cycle.MONTHLY),
        ("32", Cycle.MONTHLY),
        ("8", Cycle.WEEKLY),
        ("x", Cycle.WEEKLY),
        ("-5", Cycle.WEEKLY),
        ("−5", Cycle.MONTHLY),
        ("1.5", Cycle.MONTHLY),
    ],
)
def test_no_such_day(text: str, cycle: Cycle) -> None:
    with pytest.raises(Refused, match="term-day"):
        read_day(text, cycle)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", TODAY),
        ("завтра", date(2026, 11, 23)),
        ("ертең", date(2026, 11, 23)),
        ("22.11", TODAY),
        ("21.11", date(2027, 11, 21)),
        ("1 декабря", date(2026, 12, 1)),
        ("1 желтоқсан", date(2026, 12, 1)),
        ("31.01.2027", date(2027, 1, 31)),
        ("01.01.2020", date(2020, 1, 1)),
    ],
)
def test_a_first_payment_without_a_year_is_the_next_such_day(text: str, day: date) -> None:
    assert read_first(text, TODAY) == day


def test_what_is_no_date_no_rules_no_reminders_is_refused_with_an_example() -> None:
    for text in ("soon", "31.02", "december"):
        with pytest.raises(Refused, match="subs-first-unread"):
            read_first(text, TODAY)
    for text in ("3 24", "three"):
        with pytest.raises(Refused, match="subs-rules-unread"):
            read_rules(text)
    with pytest.raises(Refused, match="term-grace-days"):
        read_rules("3 24 31")
    with pytest.raises(Refused, match="subs-reminders-unread"):
        read_reminders("never")
    assert read_rules("2, 12, 5") == Rules(2, 12, 5)
    assert read_reminders("3 1 0") == (3, 1, 0)
