"""What people type becomes an order, or an honest *not read*."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.money import Money
from handlers.parse import (
    LONGEST,
    Trouble,
    guess_order,
    read_number,
    read_order,
    read_phone,
    read_words,
    seek_phone,
)


def tiyn(text: str) -> int | None:
    amount = read_order(text, "KZT").amount
    return amount.minor if amount else None


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("5000", 500000),
        ("5 000", 500000),
        ("5\u00a0000", 500000),
        ("5\u202f000", 500000),
        ("5'000", 500000),
        ("5,000", 500000),
        ("5.000", 500000),
        ("1.000.000", 100000000),
        ("1,000,000.50", 100000050),
        ("1.000.000,50", 100000050),
        ("5000,50", 500050),
        ("5000.5", 500050),
        ("1 500,00", 150000),
        ("5,00", 500),
        ("0,50", 50),
        ("5000 ₸", 500000),
        ("5000₸", 500000),
        ("₸5000", 500000),
        ("5000тг", 500000),
        ("5000 тг.", 500000),
        ("5000 ТЕНГЕ", 500000),
        ("5000 теңге", 500000),
        ("5000 kzt", 500000),
        ("5к", 500000),
        ("5k", 500000),
        ("5К", 500000),
        ("1,5к", 150000),
        ("5 тыс", 500000),
        ("5 тыс.", 500000),
        ("5 мың", 500000),
        ("2 млн", 200000000),
        ("100 тыс тг", 10000000),
        ("  5000  ", 500000),
        ("5000.", 500000),
        ("\u200e5000\u200f", 500000),
    ],
)
def test_amounts_are_read_as_people_type_them(typed: str, minor: int) -> None:
    assert tiyn(typed) == minor
    assert tiyn(f"{typed} Coffee") == minor
    assert read_order(f"{typed} Coffee", "KZT").words == "Coffee"


@pytest.mark.parametrize(
    "typed",
    [
        "0",
        "0,00",
        "-5000",
        "−5000",
        "+5000",
        "1e9",
        "NaN",
        "inf",
        "0x10",
        "5000.555",
        "5000,555",
        "5 000.000",
        "0.500",
        "5,0000",
        "5,00,000",
        "1.000.50",
        "1.500к",
        "5️⃣",
        "💸",
        "٥٠٠٠",
        "５０００",
        "5000Coffee",
        "50%",
        "10:30",
        "22.11.2026",
        "5-7",
        "five thousand",
        "9" * 16,
        "1 000 000x",
        "5000 " + "a" * 5000,
        "5" * 5000,
    ],
)
def test_what_is_not_surely_an_amount_is_not_read(typed: str) -> None:
    reading = read_order(typed, "KZT")
    assert reading.amount is None
    assert reading.trouble is Trouble.UNREAD


def test_nothing_typed_is_missing_and_not_wrong() -> None:
    assert read_order("", "KZT").trouble is Trouble.MISSING
    assert read_order(" \u200b\n", "KZT").trouble is Trouble.MISSING


@pytest.mark.parametrize("typed", ["100 $", "$100", "100 usd", "100€", "100 руб.", "100 долларов сыр"])
def test_another_currency_is_named_and_not_taken_for_tenge(typed: str) -> None:
    assert read_order(typed, "KZT").trouble is Trouble.FOREIGN


def test_a_shop_in_another_currency_reads_its_own_sign() -> None:
    assert read_order("100 $ lamp", "USD").amount == Money(10000, "USD")
    assert read_order("100 ₸ lamp", "USD").trouble is Trouble.FOREIGN


@pytest.mark.parametrize(
    "phone", ["87001234567", "+7 700 123 45 67", "8 (700) 123-45-67", "+77001234567", "7 700 123-45-67"]
)
@pytest.mark.parametrize("order", ["{amount} {phone} Coffee", "{phone} {amount} Coffee"])
@pytest.mark.parametrize("amount", ["5000", "5 000", "5 000,00 ₸"])
def test_a_phone_is_told_apart_from_the_amount(phone: str, order: str, amount: str) -> None:
    reading = read_order(order.format(amount=amount, phone=phone), "KZT")
    assert (reading.amount, reading.phone, reading.words) == (Money(500000, "KZT"), "+77001234567", "Coffee")


def test_a_phone_alone_is_no_amount() -> None:
    reading = read_order("87001234567", "KZT")
    assert (reading.amount, reading.phone, reading.trouble) == (None, "+77001234567", Trouble.MISSING)


def test_eleven_digits_that_are_no_phone_stay_an_amount_and_words() -> None:
    reading = read_order("7000 1234567", "KZT")
    assert (reading.amount, reading.words) == (Money(700000, "KZT"), "1234567")


def test_a_phone_never_shows_in_a_reading_s_repr() -> None:
    assert "7001234567" not in repr(read_order("5000 87001234567", "KZT"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("5000 <b>Coffee</b> & tea", "<b>Coffee</b> & tea"),
        ("5000 - Coffee", "Coffee"),
        ("5000, Coffee", "Coffee"),
        ("5000: Coffee", "Coffee"),
        ("5000\nCoffee\n\nwith milk", "Coffee with milk"),
        ("5000 Cof\u202efee\u0000", "Coffee"),
        ("5000 100 roses", "100 roses"),
        ("5000 👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("5000 к оплате", "к оплате"),
    ],
)
def test_the_rest_is_the_description(typed: str, words: str) -> None:
    reading = read_order(typed, "KZT")
    assert (reading.amount, reading.words) == (Money(500000, "KZT"), words)


def test_a_long_description_is_cut_between_characters() -> None:
    family = "👨\u200d👩\u200d👧"
    words = read_words("a" * 198 + family)
    assert words == "a" * 198 + "…"
    assert len(read_words("слово " * 500)) <= 200


@pytest.mark.parametrize(
    ("typed", "words"),
    [("kofe 5000", "kofe"), ("кофе - 5 000 тг", "кофе"), ("с вас 5к за кофе", "с вас за кофе")],
)
def test_a_less_clear_text_with_one_amount_can_be_offered(typed: str, words: str) -> None:
    guess = guess_order(typed, "KZT")
    assert guess is not None
    assert (guess.amount, guess.words) == (Money(500000, "KZT"), words)


@pytest.mark.parametrize(
    "typed", ["hello", "7 coffees for table 5", "call 87001234567", "kofe -5000", "at 10:30", "kofe 0", "٥ 5"]
)
def test_nothing_is_offered_where_it_would_be_a_guess(typed: str) -> None:
    assert guess_order(typed, "KZT") is None


@pytest.mark.parametrize("typed", ["1042", "#1042", "№1042", "№ 1042", " #1042 "])
def test_an_invoice_number_is_read_with_or_without_its_sign(typed: str) -> None:
    assert read_number(typed) == 1042


@pytest.mark.parametrize("typed", ["", "#", "10a", "-1", "1" * 10, "٣"])
def test_other_things_are_no_number(typed: str) -> None:
    assert read_number(typed) is None


@given(st.integers(min_value=1, max_value=10**11))
def test_every_amount_written_out_is_read_back(minor: int) -> None:
    whole, cents = divmod(minor, 100)
    spaced = f"{whole:,}".replace(",", "\u00a0")
    assert tiyn(f"{whole}.{cents:02} x") == minor
    assert tiyn(f"{whole},{cents:02}") == minor
    assert tiyn(f"{spaced},{cents:02} ₸ x") == minor


@given(st.text(max_size=LONGEST + 10))
def test_any_text_gives_an_order_or_a_trouble_and_plain_words(text: str) -> None:
    reading = read_order(text, "KZT")
    assert (reading.amount is None) == (reading.trouble is not None)
    assert len(reading.words) <= 200
    assert "\n" not in reading.words
    guess = guess_order(text, "KZT")
    assert guess is None or (guess.amount is not None and guess.amount.minor > 0)
    reading.words.encode()


@given(st.text(alphabet="0123456789 .,к₸", max_size=20))
def test_a_number_soup_never_gives_more_than_its_digits_say(text: str) -> None:
    amount = read_order(text, "KZT").amount
    if amount is not None and "к" not in text:
        digits = "".join(c for c in text if c.isdigit())
        assert amount.minor <= int(digits) * 100


def test_reading_needs_no_chat_framework() -> None:
    code = "import sys, handlers.parse, handlers; print('aiogram' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    "typed",
    [
        "87071234567",
        "+7 707 123 45 67",
        "77071234567",
        "8 (707) 123-45-67",
        "7071234567",
        "(707) 123 45 67",
        "my number: 8 707 123-45-67!",
    ],
)
def test_a_phone_is_read_in_any_usual_form(typed: str) -> None:
    assert read_phone(typed) == "+77071234567"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "5000",
        "5000 Coffee",
        "8707123456",
        "870712345678",
        "87071234567 87017654321",
        "1" * 5000,
        "1112223344",
    ],
)
def test_what_is_not_surely_one_phone_is_not_read(typed: str) -> None:
    assert read_phone(typed) is None


@pytest.mark.parametrize("typed", ["7001234567", "700 123 45 67", "(700) 123-45-67"])
def test_where_a_bank_bills_by_phone_ten_digits_after_the_amount_are_one(typed: str) -> None:
    order = seek_phone(read_order(f"3000 {typed}, Чай", "KZT"))
    assert (order.amount, order.phone, order.words) == (Money(3000_00, "KZT"), "+77001234567", "Чай")


@pytest.mark.parametrize(
    "typed",
    [
        "8700123456",
        "870012345",
        "870012345678",
        "8-700-123-45-6",
        "8 700 123 45 6",
        "+7 700 123 456",
        "9001234567",
    ],
)
def test_a_mistyped_phone_is_a_trouble_and_no_words(typed: str) -> None:
    for text in (f"3000 {typed} Чай", f"3000 {typed}"):
        order = seek_phone(read_order(text, "KZT"))
        assert (order.amount, order.phone, order.trouble) == (None, None, Trouble.PHONE)


@pytest.mark.parametrize(
    "words", ["8900 Чай", "Чай 8700123456", "22-11-2026 12:30", "8 700", "7001234567а", ""]
)
def test_numbers_that_are_plainly_words_stay_words(words: str) -> None:
    order = read_order(f"3000, {words}", "KZT")
    assert seek_phone(order) == order
    assert order.words == words
