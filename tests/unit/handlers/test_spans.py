"""Periods of ``/stats`` as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.statement import QueryWrong
from handlers.spans import days_of, read_span
from screens.figures.keys import Span

TODAY = date(2026, 11, 23)


def read(typed: str) -> tuple[date, date]:
    found = read_span(typed, TODAY)
    return found.first, found.last


def days(first: tuple[int, int, int], last: tuple[int, int, int]) -> tuple[date, date]:
    return date(*first), date(*last)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("", days((2026, 11, 23), (2026, 11, 23))),
        ("вчера", days((2026, 11, 22), (2026, 11, 22))),
        ("Кеше", days((2026, 11, 22), (2026, 11, 22))),
        ("week", days((2026, 11, 17), (2026, 11, 23))),
        ("за месяц", days((2026, 11, 1), (2026, 11, 23))),
        ("октябрь", days((2026, 10, 1), (2026, 10, 31))),
        ("01.11.2026-22.11.2026", days((2026, 11, 1), (2026, 11, 22))),
        ("2026-11-01 2026-11-22", days((2026, 11, 1), (2026, 11, 22))),
        ("1–15 ноября", days((2026, 11, 1), (2026, 11, 15))),
        ("1 - 15 November 2025", days((2025, 11, 1), (2025, 11, 15))),
        ("1-15 қараша", days((2026, 11, 1), (2026, 11, 15))),
        ("2025", days((2025, 1, 1), (2025, 12, 31))),
        ("2025 год", days((2025, 1, 1), (2025, 12, 31))),
        ("за год", days((2026, 1, 1), (2026, 12, 31))),
        ("прошлый год", days((2025, 1, 1), (2025, 12, 31))),
        ("былтыр", days((2025, 1, 1), (2025, 12, 31))),
        ("10 лет", days((2016, 11, 23), (2026, 11, 23))),
        ("last 10 years", days((2016, 11, 23), (2026, 11, 23))),
        ("10 жыл", days((2016, 11, 23), (2026, 11, 23))),
        ("23.11.2016-23.11.2026", days((2016, 11, 23), (2026, 11, 23))),
    ],
)
def test_a_period_is_read_as_it_is_typed(typed: str, wanted: tuple[date, date]) -> None:
    assert read(typed) == wanted


def test_years_back_from_a_leap_day_end_on_a_day_there_is() -> None:
    found = read_span("3 years", date(2024, 2, 29))
    assert (found.first, found.last) == (date(2021, 2, 28), date(2024, 2, 29))


@pytest.mark.parametrize("typed", ["кофе", "5000", "вчера кофе", "1-99 ноября", "0 лет", "1999", "x" * 5000])
def test_what_is_no_period_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(QueryWrong):
        read_span(typed, TODAY)


@given(typed=st.text(max_size=60), today=st.dates(date(2001, 1, 1), date(2098, 1, 1)))
def test_whatever_is_typed_is_a_period_or_refused(typed: str, today: date) -> None:
    try:
        found = read_span(typed, today)
    except QueryWrong:
        return
    assert found.first <= found.last


@pytest.mark.parametrize(
    ("span", "wanted"),
    [
        (Span.TODAY, days((2026, 11, 23), (2026, 11, 23))),
        (Span.YESTERDAY, days((2026, 11, 22), (2026, 11, 22))),
        (Span.WEEK, days((2026, 11, 17), (2026, 11, 23))),
        (Span.MONTH, days((2026, 11, 1), (2026, 11, 30))),
        (Span.LAST_MONTH, days((2026, 10, 1), (2026, 10, 31))),
    ],
)
def test_a_button_names_its_days(span: Span, wanted: tuple[date, date]) -> None:
    found = days_of(span, TODAY)
    assert (found.first, found.last) == wanted
