"""A QR is shown only when it says exactly what we asked for."""

from __future__ import annotations

import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.money import Money
from providers.halyk import emv
from tests.unit.halyk.support import SAMPLE_QR

ASKED = Money(200000, "KZT")


def signed(text: str) -> str:
    """The text with the checksum that belongs to it."""
    return f"{text}6304{binascii.crc_hqx(f'{text}6304'.encode(), 0xFFFF):04X}"


BODY = SAMPLE_QR[:-8]


def test_the_banks_sample_is_sound() -> None:
    fields = emv.checked(SAMPLE_QR, ASKED)
    assert (fields["53"], fields["54"], fields["59"]) == ("398", "2000", "KINO.KZ")
    assert emv.bill_number_from(fields) == "47785918673"


def test_the_checksum_is_the_one_of_the_standard() -> None:
    assert binascii.crc_hqx(b"123456789", 0xFFFF) == 0x29B1


def test_another_amount_with_its_own_checksum_is_sound_for_that_amount() -> None:
    text = SAMPLE_QR.replace("54042000", "5403100").replace("63046CA2", "6304B863")
    assert emv.checked(text, Money(10000, "KZT"))["54"] == "100"


def test_a_small_checksum_letter_is_as_good_as_a_big_one() -> None:
    assert emv.checked(SAMPLE_QR[:-4] + "6ca2", ASKED)


def test_tiyn_are_compared_as_numbers() -> None:
    assert emv.checked(signed(BODY.replace("54042000", "54072000.50")), Money(200050, "KZT"))
    assert emv.checked(signed(BODY.replace("54042000", "54072000.00")), ASKED)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (SAMPLE_QR.replace("54042000", "54042001"), "checksum"),
        (signed(BODY.replace("54042000", "54042001")), "amount"),
        (signed(BODY.replace("54042000", "")), "no amount"),
        (signed(BODY.replace("54042000", "5404nope")), "no amount"),
        (signed(BODY.replace("5303398", "5303840")), "tenge"),
        (signed(BODY.replace("5303398", "")), "tenge"),
        (signed(BODY + "54042000"), "twice"),
        (signed(BODY.replace("000201", "000202")), "format"),
        (signed(BODY) + "5802KZ", "twice"),
        (signed(BODY) + "9902KZ", "last"),
        (BODY, "last"),
        (SAMPLE_QR[:-1], "over the end"),
        ("", "last"),
        ("00", "digits"),
        ("qr code", "digits"),
        ("000201\n", "not a text"),
        ("0" * 600, "not a text"),
    ],
)
def test_a_code_that_is_wrong_is_not_shown(text: str, why: str) -> None:
    with pytest.raises(emv.QrWrong, match=why):
        emv.checked(text, ASKED)


def test_a_code_in_tenge_is_wrong_for_a_bill_in_dollars() -> None:
    with pytest.raises(emv.QrWrong, match="tenge"):
        emv.checked(SAMPLE_QR, Money(200000, "USD"))


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    with pytest.raises(emv.QrWrong):
        emv.checked(text, ASKED)


@given(st.integers(0, len(SAMPLE_QR) - 1), st.characters(codec="ascii", exclude_characters="\n"))
def test_no_single_wrong_character_goes_unnoticed(at: int, character: str) -> None:
    changed = SAMPLE_QR[:at] + character + SAMPLE_QR[at + 1 :]
    if changed.upper() == SAMPLE_QR.upper():
        return
    with pytest.raises(emv.QrWrong):
        emv.checked(changed, ASKED)


def test_a_bill_number_that_is_not_there_is_empty() -> None:
    assert emv.bill_number_from({}) == ""
    assert emv.bill_number_from({"62": "01"}) == ""
