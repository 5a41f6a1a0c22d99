"""What is typed about an item: a name and its price, told apart as a person would."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.errors import AmountRefused
from billing.money import Money
from handlers.catalog.words import Typed, is_code, read_code, read_item, read_price


def kzt(tiyn: int) -> Money:
    return Money(tiyn, "KZT")


@pytest.mark.parametrize(
    ("text", "name", "tiyn"),
    [
        ("Капучино 900", "Капучино", 90000),
        ("Капучино - 900 ₸", "Капучино", 90000),
        ("Капучино 0,3 л 1 200", "Капучино 0,3 л", 120000),
        ("Кола 0,5 1200,50 тг", "Кола 0,5", 120050),
        ("900 Капучино", "Капучино", 90000),
        ("Стрижка: 5к", "Стрижка", 500000),
        ("Капучино", "Капучино", None),
        ("Айфон 15 Про", "Айфон 15 Про", None),
        ("5G-модем", "5G-модем", None),
        ("Шина 205/55", "Шина 205/55", None),
        ("900", "", 90000),
        ("Капучино\n900", "Капучино", 90000),
        ("Капучино 900!", "Капучино", 90000),
    ],
)
def test_the_price_stands_at_the_end_or_at_the_beginning(text: str, name: str, tiyn: int | None) -> None:
    assert read_item(text, "KZT") == Typed(name, None if tiyn is None else kzt(tiyn))


@pytest.mark.parametrize("text", ["Капучино 0", "Капучино $5", "0,00 Чай", "Чай 5 €"])
def test_no_price_is_guessed_from_nothing_or_another_currency(text: str) -> None:
    with pytest.raises(AmountRefused):
        read_item(text, "KZT")


@pytest.mark.parametrize(("text", "tiyn"), [("900", 90000), (" 1 200,50 ₸. ", 120050), ("5к", 500000)])
def test_a_price_alone_is_read(text: str, tiyn: int) -> None:
    assert read_price(text, "KZT") == kzt(tiyn)


@pytest.mark.parametrize(
    "text", ["", "-5", "0", "NaN", "1e9", "inf", "900 Чай", "девятьсот", "9" * 400, "٩٠٠"]
)
def test_what_is_no_price_is_refused(text: str) -> None:
    with pytest.raises(AmountRefused):
        read_price(text, "KZT")


@given(st.text(max_size=300))
def test_any_text_is_an_item_or_refused_in_words(text: str) -> None:
    with contextlib.suppress(AmountRefused):
        item = read_item(text, "KZT")
        assert item.price is None or item.price.minor > 0


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("4870001000004", True),
        ("4870 0010 00004", True),
        ("900", False),
        ("Чай 4870001", False),
        ("٤٨٧٠", False),
    ],
)
def test_digits_alone_may_be_a_barcode(text: str, is_one: bool) -> None:
    assert is_code(text) is is_one
    assert not is_one or read_code(text).isdecimal()
