"""What keys make of a sum."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.money import Money
from screens.keypad import WHOLE_MOST, Key, amount_of, pad, pressed
from tests.unit.screens.samples import LOCALES, labels, reader

KEYS = [*"0123456789", *Key]


def typed(keys: list[str], currency: str = "KZT") -> str:
    """What stands there after these keys."""
    stands = ""
    for key in keys:
        stands = pressed(stands, key, currency)
    return stands


@pytest.mark.parametrize(
    ("keys", "stands"),
    [
        ([*"500"], "500"),
        (["5", "00"], "500"),
        (["00", "0", "5"], "5"),
        (["p", "5"], "0,5"),
        ([*"12", "p", *"345"], "12,34"),
        ([*"12", "p", "p", "b", "b"], "1"),
        ([*"77", "c", "3"], "3"),
        (["b"], ""),
        ([*"9999999999"], "999999999"),
        ([*"12345678", "00"], "12345678"),
    ],
)
def test_keys_write_a_sum(keys: list[str], stands: str) -> None:
    assert typed(keys) == stands


def test_a_currency_without_small_coins_has_no_comma() -> None:
    assert typed([*"12", "p", "5"], "JPY") == "125"
    assert ["00", "0", "⌫"] in labels(pad("12", "JPY", reader("en"))[1])


@settings(deadline=None)
@given(st.lists(st.sampled_from(KEYS), max_size=30), st.sampled_from(["KZT", "JPY"]))
def test_whatever_is_pressed_is_a_sum_that_fits_its_button(keys: list[str], currency: str) -> None:
    stands = typed(keys, currency)
    assert re.fullmatch(r"\d{0,9}(,\d{0,2})?", stands)
    assert 0 <= amount_of(stands, currency).major < 10**WHOLE_MOST
    _, markup = pad(stands, currency, reader("kk"))
    assert markup is not None
    data = [button.callback_data or "" for row in markup.inline_keyboard for button in row]
    assert max(len(each.encode()) for each in data) <= 64


@pytest.mark.parametrize("locale", LOCALES)
def test_the_pad_shows_the_sum_in_the_readers_language(locale: str) -> None:
    text, markup = pad("1250,5", "KZT", reader(locale))
    assert amount_of("1250,5", "KZT") == Money(125_050, "KZT")
    assert ("1\u00a0250.50" if locale == "en" else "1\u00a0250,50") in text
    assert labels(markup)[:4] == [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"], ["00", "0", ",", "⌫"]]
