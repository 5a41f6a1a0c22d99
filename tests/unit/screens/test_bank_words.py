"""Why a payment was declined, in the bank's own words where we have none: tame, and for those concerned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing.answers import UNSENT
from billing.cards import CardView
from billing.models import Audience, Details, Refusal
from screens.cards import draw
from screens.pages import Ask, payment_page
from screens.texts import words
from tests.unit.screens.samples import CUSTOMER, LOCALES, plain, reader, rejected, view

SAID = {"en": "The bank said: “{}”.", "ru": "Банк сообщил: «{}».", "kk": "Банктің айтқаны: «{}»."}


def declined(
    text: str, code: str = "F.0999", refusal: Refusal = Refusal.UNSAID, locale: str = "en"
) -> CardView:
    return view(locale, rejected(refusal, details=Details(code=code, text=text)))


def card(shown: CardView, audience: Audience = Audience.PAYER, locale: str = "en", **changes: object) -> str:
    who = replace(reader(locale), **{"details": False, "person_id": CUSTOMER} | changes)  # type: ignore[arg-type]
    return draw(shown, audience, who, ["halyk"]).caption


@pytest.mark.parametrize("locale", LOCALES)
def test_the_customer_reads_what_the_bank_said_where_we_have_no_words_of_our_own(locale: str) -> None:
    said = SAID[locale].format("Issuer is away")
    shown = declined("Issuer is away.", locale=locale)
    assert said in card(shown, locale=locale)
    assert said in card(shown, Audience.ISSUER, locale)
    assert said in payment_page(shown, reader(locale), Ask(ways=("halyk",))).html
    assert words(locale)("refusal-unsaid") not in card(shown, locale=locale)


def test_a_reason_that_we_know_is_told_in_our_words() -> None:
    shown = declined("Insufficient funds", refusal=Refusal.FUNDS)
    assert "The bank said" not in card(shown)
    assert words("en")("refusal-funds") in card(shown)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "F.0999"),
        ("F.0999", "F.0999"),
        (" (F.0999) ", "F.0999"),
        ("12345", ""),
        ("no uid", f"{UNSENT}uid"),
    ],
)
def test_where_it_said_nothing_but_a_code_no_words_are_put_into_its_mouth(text: str, code: str) -> None:
    assert words("en")("refusal-unsaid") in card(declined(text, code))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("F.0999: Do not honor", "Do not honor"),
        ("Do not honor (F.0999)", "Do not honor"),
        ("Do\n not\u202e honor\x00", "Do not honor"),
        ("a" * 200, "a" * 119 + "…"),
    ],
)
def test_it_is_one_tame_line_without_codes(text: str, told: str) -> None:
    assert SAID["en"].format(told) in plain(card(declined(text)))


def test_what_looks_like_a_page_is_only_read() -> None:
    text, harmless = "<b>Call</b> & <i>pay</i>", "&lt;b&gt;Call&lt;/b&gt; &amp; &lt;i&gt;pay&lt;/i&gt;"
    assert harmless in card(declined(text))
    assert harmless in payment_page(declined(text), reader(), Ask(ways=("halyk",))).html


def test_others_are_not_told_what_the_bank_said_of_a_card_that_is_not_theirs() -> None:
    shown = declined("Stolen card")
    assert "Stolen" not in card(shown, Audience.GROUP, person_id=None)
    assert "Stolen" not in card(shown, person_id=CUSTOMER + 1)
