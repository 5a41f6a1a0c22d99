"""Money, times, phones, cards and names read as a person expects them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.money import Money
from screens import format as fmt
from tests.unit.screens.samples import NOW, ZONE, clock


@pytest.mark.parametrize(
    ("minor", "locale", "shown"),
    [
        (500000, "en", "5 000 ₸"),
        (500000, "ru", "5 000 ₸"),
        (500000, "kk", "5 000 ₸"),
        (500050, "en", "5 000.50 ₸"),
        (500050, "ru", "5 000,50 ₸"),
        (500050, "kk", "5 000,50 ₸"),
        (1, "ru", "0,01 ₸"),
        (123456700, "en", "1 234 567 ₸"),
    ],
)
def test_money_has_its_sign_last_and_never_breaks(minor: int, locale: str, shown: str) -> None:
    assert fmt.money(Money(minor, "KZT"), locale) == shown.replace(" ", "\u00a0")


def test_money_without_a_known_sign_shows_its_code() -> None:
    assert fmt.money(Money(100, "UZS"), "ru") == "1\u00a0UZS"


def test_money_without_small_coins_shows_none() -> None:
    assert fmt.money(Money(1500, "JPY"), "en") == "1\u00a0500\u00a0¥"


@pytest.mark.parametrize(
    ("locale", "shown"),
    [("en", "23 November, 10:00"), ("ru", "23 ноября, 10:00"), ("kk", "23 қараша, 10:00")],
)
def test_another_day_is_named(locale: str, shown: str) -> None:
    assert fmt.moment(clock("10:00", day=23), ZONE, locale, NOW) == shown


def test_today_needs_only_the_time() -> None:
    assert fmt.moment(clock("14:07"), ZONE, "en", NOW) == "14:07"


def test_the_day_ends_at_the_shops_midnight() -> None:
    assert fmt.moment(clock("00:30", day=23), ZONE, "en", clock("23:30")) == "23 November, 00:30"


def test_another_year_is_named() -> None:
    assert fmt.moment(clock("10:00"), ZONE, "kk", NOW.replace(year=2027)) == "2026 ж. 22 қараша, 10:00"


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("en", "22 November 2026, 14:07"),
        ("ru", "22 ноября 2026, 14:07"),
        ("kk", "2026 ж. 22 қараша, 14:07"),
    ],
)
def test_a_receipt_has_the_full_date(locale: str, shown: str) -> None:
    assert fmt.full(clock("14:07"), ZONE, locale) == shown


def test_a_phone_shows_its_ends() -> None:
    assert fmt.phone("+77071234567").replace("\u00a0", " ") == "+7 707 ••• 45 67"
    assert "123" not in fmt.phone("+998901234567")


def test_a_card_shows_its_last_four_digits() -> None:
    assert fmt.card("440043...9821") == "••\u00a09821"
    assert fmt.card("") == fmt.card("4400 43XX XXXX XX") == ""


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("  Coffee\n and\tcake ", "Coffee and cake"),
        ("safe\u202egnp.exe", "safegnp.exe"),
        ("\u200d\u0301Coffee", "Coffee"),
        ("ㅤ\u2800", ""),
        ("é" + "\u0301" * 50, "é" + "\u0301" * 3),
        ("👨‍👩‍👧‍👦🇰🇿👍🏽", "👨‍👩‍👧‍👦🇰🇿👍🏽"),
    ],
)
def test_names_lose_what_nobody_should_see(raw: str, shown: str) -> None:
    assert fmt.clean(raw) == shown


def test_a_long_text_is_cut_between_characters_as_people_see_them() -> None:
    assert fmt.clean("👨‍👩‍👧‍👦" * 9, 30) == "👨‍👩‍👧‍👦👨‍👩‍👧‍👦…"
    assert fmt.clean("x" * 200) == "x" * 200
    assert fmt.clean("x" * 201) == "x" * 199 + "…"
    assert fmt.clean(" 000", 3) == "0…"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.integers(1, 60))
def test_a_cleaned_text_keeps_its_measure_and_stays_clean(text: str, most: int) -> None:
    once = fmt.clean(text, most)
    assert fmt.units(once) <= most
    assert "\n" not in once
    assert once == once.strip()


@pytest.mark.parametrize("name", ["Дана", "«Дана»", '"Дана"', " “Дана” "])
def test_a_shop_brings_no_quotes_of_its_own(name: str) -> None:
    assert fmt.shop(name) == "Дана"


def test_words_and_pictures_need_no_chat_framework() -> None:
    modules = "format texts receipts pictures phrases situations refusals attentions alerts toasts menus keys"
    code = "import sys\n" + "".join(f"import screens.{name}\n" for name in modules.split())
    code += "sys.exit('aiogram' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
