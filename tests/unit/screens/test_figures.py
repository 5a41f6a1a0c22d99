"""Figures in words: the page of ``/stats``, and the morning's message."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from billing.figures.models import Figures, Sums
from billing.figures.periods import period
from billing.models import Notice, Person, Place
from billing.money import Money
from screens.figures import page, told, wording
from screens.format import units
from screens.reader import Reader
from screens.texts import words
from tests.unit.screens.samples import LOCALES, SITE, ZONE, labels

NOW = datetime(2026, 11, 23, 14, 7, tzinfo=ZONE)
NAME = "<b>Айгерім</b> & Co " + "ы" * 60


def reader(locale: str = "ru") -> Reader:
    return Reader(words=words(locale), zone=ZONE, site=SITE, staff=True, details=True, person_id=1)


def sums(minor: int, count: int = 3, back: int = 0) -> Sums:
    return Sums(Money(minor, "KZT"), count, Money(back, "KZT"), int(back > 0))


def figures(now: Sums, before: Sums, **more: Any) -> Figures:
    asked = period(date(2026, 11, 1), date(2026, 11, 30), ZONE, NOW)
    return Figures(asked, NOW, False, now, before, (("halyk", now),), ((7, now),), ((9, now),), **more)


def shown(found: Figures, locale: str = "ru") -> str:
    return page.page(found, "Дана", reader(locale), morning=False)[0].replace("\u00a0", " ")


def test_a_month_so_far_stands_beside_the_same_part_of_the_month_before() -> None:
    text = shown(figures(sums(1_200_000, back=50_000), sums(1_000_000)))
    assert "1–23 ноября, до 14:07" in text
    assert "Оборот: 12 000 ₸</b> · +20 %" in text
    assert "Возвраты: 500 ₸ · 1" in text
    assert "За вычетом возвратов: 11 500 ₸" in text
    assert "1–23 октября, до 14:07: оборот 10 000 ₸" in text


@pytest.mark.parametrize(
    ("first", "last", "locale", "said"),
    [
        ("2026-11-01", "2026-11-23", "kk", "1–23 қараша"),
        ("2026-10-01", "2026-11-23", "en", "1 October – 23 November"),
        ("2025-11-01", "2025-11-23", "ru", "1–23 ноября 2025"),
        ("2025-01-01", "2025-11-23", "ru", "1 января – 23 ноября 2025"),
        ("2025-01-01", "2025-11-23", "kk", "2025 ж. 1 қаңтар – 23 қараша"),
        ("2025-11-01", "2025-11-23", "kk", "2025 ж. 1–23 қараша"),
        ("2016-01-01", "2025-12-31", "ru", "1 января 2016 – 31 декабря 2025"),
        ("2025-12-30", "2026-01-02", "kk", "2025 ж. 30 желтоқсан – 2 қаңтар"),
    ],
)
def test_both_ends_of_a_period_name_once_what_they_share(
    first: str, last: str, locale: str, said: str
) -> None:
    ends = date.fromisoformat(first), date.fromisoformat(last)
    assert wording.days(*ends, NOW, reader(locale)).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("now", "before", "locale", "said"),
    [
        (120, 100, "ru", "+20\u00a0%"),
        (120, 100, "en", "+20%"),
        (80, 100, "kk", "−20\u00a0%"),
        (100, 100, "ru", "0\u00a0%"),
        (0, 100, "en", "−100%"),
        (5, 0, "ru", ""),
        (2005, 1000, "en", "+101%"),
        (1_000_000, 1, "ru", "+99\u00a0999\u00a0900\u00a0%"),
    ],
)
def test_a_change_is_said_in_whole_per_cent(now: int, before: int, locale: str, said: str) -> None:
    assert wording.change(now, before, reader(locale)) == said


@pytest.mark.parametrize("locale", LOCALES)
def test_the_longest_page_fits_into_one_message_and_no_name_is_markup(locale: str) -> None:
    huge = sums(999_999_999_999_99, 10**9, 5)
    people = {who: Person(who, NAME) for who in range(1, 100)}
    many = replace(
        figures(huge, huge, people=people, others=(sums(10**12),) * 5),
        banks=tuple((f"bank{n}", huge) for n in range(6)),
        sellers=tuple((who, huge) for who in range(100)),
        hours=tuple((hour, huge) for hour in range(24)),
    )
    text, keyboard = page.page(many, "Дана", reader(locale), morning=True)
    assert units(text) <= 4096
    assert "<b>Айгерім" not in text
    assert all(len(label) <= 40 for label in labels(keyboard))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_period_without_money_says_so_and_offers_no_charts(locale: str) -> None:
    found = replace(figures(sums(0, 0), sums(0, 0)), banks=(), sellers=(), hours=())
    text, keyboard = page.page(found, "Дана", reader(locale), morning=False)
    assert words(locale)("stats-none") in text
    assert words(locale)("btn-stats-charts") not in labels(keyboard)


# --- the morning


FOUND = {
    "listed": 5,
    "unproved": 1,
    "differences": [
        {"kind": "alert-strange-money", "minor": "500000", "currency": "KZT", "reference": "<b>32"},
        {"kind": "alert-other-sum", "minor": "500000", "currency": "KZT", "ours": "70000"}
        | {"ours_currency": "KZT", "number": "12"},
        {"kind": "alert-not-listed", "minor": "100", "currency": "KZT", "number": "3"},
        {
            "kind": "alert-strange-operation",
            "minor": "200",
            "currency": "KZT",
            "at": "2026-11-22T05:00:00+00:00",
        },
    ],
    "more": 2,
}
MORNING = {
    "day": "2026-11-22",
    "own": "",
    "now": "KZT,1200000,3,50000,1",
    "before": "KZT,1000000,2,0,0",
    "banks": json.dumps({"halyk": "KZT,1200000,3,50000,1"}),
    "others": "[]",
    "lists": json.dumps({"halyk": json.dumps(FOUND)}),
    "silent": "apipay",
    "unset": "",
    "listless": "horizonpay",
}


def said(kind: str, values: dict[str, str], locale: str = "ru") -> str:
    notice = Notice(1, "key", kind, Place(1), 1, False, None, None, None, values, NOW, NOW)
    return told.tell(notice, reader(locale))[0].replace("\u00a0", " ")


def test_the_morning_names_sums_differences_and_who_was_silent() -> None:
    text = said("morning", MORNING)
    for part in (
        "Вчера, 22 ноября",
        "Оборот: 12 000 ₸ · +20 % к позавчера",
        "За вычетом возвратов: 11 500 ₸",
        "❗ Halyk: расхождений 6, операций 5",
        "Есть у банка, нет у нас: 5 000 ₸ · RRN &lt;b&gt;32",
        "Другая сумма: у банка 5 000 ₸ · счёт #12, у нас 700 ₸",
        "Есть у нас, нет у банка: 1 ₸ · счёт #3",
        "банк не подтвердил деньги: 2 ₸ · 10:00",
        "и ещё расхождений: 2",
        "Ещё не подтверждено банком: 1",
        "Kaspi пока не дал список",
        "HorizonPay: не сверено",
    ):
        assert part in text


def test_a_cashiers_morning_speaks_of_no_list() -> None:
    theirs = {
        name: value for name, value in MORNING.items() if name not in {"lists", "silent", "unset", "listless"}
    }
    text = said("morning", theirs | {"own": "yes"})
    assert "Ваши цифры за вчера" in text
    assert words("ru")("morning-lists") not in text


@pytest.mark.parametrize("locale", LOCALES)
def test_each_kind_of_news_of_the_morning_has_its_words(locale: str) -> None:
    agrees = json.dumps({"listed": 3, "unproved": 0, "differences": [], "more": 0})
    for kind, found in (("morning-list", agrees), ("morning-no-list", "")):
        text = said(kind, {"day": "2026-11-22", "bank": "halyk", "found": found}, locale)
        assert "Halyk" in text
        assert "❗" not in text
    assert units(said("morning", MORNING, locale)) <= 4096
