"""The bank's numbers in our words: what is not proof of failure is never called final."""

from __future__ import annotations

import pytest

from billing.models import Refusal
from providers.halyk import reasons
from screens.texts import words


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("484", Refusal.FUNDS),
        ("485", Refusal.CARD),
        ("488", Refusal.LIMIT),
        ("455", Refusal.AUTHENTICATION),
        ("462", Refusal.ISSUER),
        ("456", Refusal.BANK_TROUBLE),
        ("464", Refusal.SETUP),
        ("470", Refusal.OUR_REQUEST),
    ],
)
def test_a_listed_reason_is_final(code: str, refusal: Refusal) -> None:
    assert reasons.refusal_from(code) == (refusal, True)


@pytest.mark.parametrize(
    "code",
    [
        str(code)
        for code in (-31, 100, 293, 454, 690, 1267, 1268, 1269, 1563, 1564, 2358, 2656, 3014, 3225, 3240)
    ],
)
def test_what_the_bank_calls_not_final_is_not(code: str) -> None:
    assert reasons.refusal_from(code) == (Refusal.BANK_TROUBLE, False)


def test_an_error_with_which_the_sum_may_be_blocked_is_not_final() -> None:
    assert reasons.refusal_from("460") == (Refusal.BANK_TROUBLE, False)


@pytest.mark.parametrize("code", ["9010", "", "0", "none", "4.5", "٤٨٤x"])
def test_an_unlisted_reason_proves_nothing(code: str) -> None:
    assert reasons.refusal_from(code) == (Refusal.UNSAID, False)


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("217", Refusal.SETUP),
        ("218", Refusal.SETUP),
        ("219", Refusal.SETUP),
        ("220", Refusal.QR_FAILED),
        ("563", Refusal.SETUP),
        ("1531", Refusal.OUR_REQUEST),
        ("3298", Refusal.OUR_REQUEST),
        ("100", None),
        ("484", None),
        ("", None),
    ],
)
def test_only_the_documented_errors_of_generate_are_a_no(code: str, refusal: Refusal | None) -> None:
    assert reasons.refusal_at_generate(code) is refusal


def test_silence_and_success_are_no_reasons() -> None:
    assert not reasons.says_something("")
    assert not reasons.says_something(" 0 ")
    assert reasons.says_something("454")


@pytest.mark.parametrize("locale", ["en", "ru", "kk"])
def test_a_manager_reads_what_each_number_means(locale: str) -> None:
    known = {*reasons._BY_CODE, *reasons._NOT_FINAL, 3141}
    assert [code for code in sorted(known) if f"halyk-reason-{code}" not in words(locale)] == []


@pytest.mark.parametrize("locale", ["en", "ru", "kk"])
def test_a_number_that_proves_nothing_is_shown_as_not_final(locale: str) -> None:
    shown = words(locale)
    not_final = {code for code in reasons._BY_CODE if not reasons.refusal_from(str(code))[1]}
    for code in {*reasons._NOT_FINAL, *not_final}:
        assert shown(f"halyk-reason-{code}").endswith(shown("halyk-open"))
    assert not shown("halyk-reason-484").endswith(shown("halyk-open"))
