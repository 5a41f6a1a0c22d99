"""The three languages say the same, all of it, and nothing that nobody asks for."""

from __future__ import annotations

import re

import pytest

from billing.errors import NoBank
from billing.pay_desk import Checked
from providers.registry import BANKS
from screens import toasts
from screens.keys import BANK_FAMILIES, FAMILIES
from screens.menus import CASHIER, CUSTOMER, DECIDER, GROUP, described, private
from screens.texts import words
from tests.unit.screens import scan
from tests.unit.screens.samples import LOCALES

SAME_IN_KAZAKH = {
    "bank-apipay",
    "bank-halyk",
    "bank-horizonpay",
    "bank-said",
    "cashier",
    "language-en",
    "language-kk",
    "language-ru",
    "page-bank-halyk",
    "page-title",
    "paper-bank",
    "sheet-column-currency",
    "sheet-deed-currency",
    "sheet-shift-currency",
    "shift-span",
    "team-role-cashier",
    "team-role-manager",
    "sheet-column-rrn",
    "sheet-column-terminal",
}
"""Names, and words that Kazakh and Russian share."""

SHORT_ANSWERS = (
    "asking-bank",
    "bank-sees-nothing",
    "outcome-unknown",
    "second-tap",
    "staff-only",
    "button-old",
    "amount-not-read",
    "not-a-member",
    "start-needed",
    "our-fault",
)


@pytest.mark.parametrize("locale", ["ru", "kk"])
def test_each_text_exists_in_each_language_with_the_same_values(locale: str) -> None:
    english = {key: scan.values(message) for key, message in scan.messages("en").items()}
    theirs = {key: scan.values(message) for key, message in scan.messages(locale).items()}
    assert theirs == english


def test_what_the_code_asks_for_exists() -> None:
    assert [f"{a.place}: {a.key}" for a in scan.uses().asked if a.key not in scan.messages("en")] == []


def test_what_the_code_asks_for_gets_the_values_it_needs() -> None:
    known = scan.messages("en")
    wrong = [
        f"{a.place}: {a.key}"
        for a in scan.uses().asked
        if a.values is not None and a.key in known and a.values != scan.values(known[a.key])
    ]
    assert wrong == []


def test_keys_put_together_are_of_a_listed_family() -> None:
    ours = {
        prefix for prefix, place in scan.uses().prefixes.items() if re.fullmatch(r"screens/\w+\.py", place)
    }
    assert ours - set(FAMILIES) <= set(BANK_FAMILIES)


@pytest.mark.parametrize("prefix", FAMILIES)
def test_a_family_is_whole(prefix: str) -> None:
    assert [end for end in FAMILIES[prefix] if prefix + end not in words("en")] == []


def test_no_text_is_unused() -> None:
    uses = scan.uses()
    whole = {prefix + end for prefix, ends in FAMILIES.items() for end in ends}
    loose = tuple(prefix for prefix in uses.prefixes if prefix not in FAMILIES)
    banks = tuple(f"{slug}-" for slug in BANKS)
    known = uses.named | whole | scan.refused_by_core()
    unused = [k for k in scan.messages("en") if k not in known and not k.startswith((*loose, *banks))]
    assert unused == []


@pytest.mark.parametrize("slug", BANKS)
def test_each_bank_has_a_name(slug: str) -> None:
    assert f"bank-{slug}" in words("en")


def test_kazakh_is_not_borrowed_from_its_neighbours() -> None:
    kazakh = {key: scan.wording(message) for key, message in scan.messages("kk").items()}
    borrowed = {
        key
        for locale in ("en", "ru")
        for key, message in scan.messages(locale).items()
        if re.search(r"\w", re.sub(r"\{[^}]*\}", "", kazakh[key])) and kazakh[key] == scan.wording(message)
    }
    assert borrowed <= SAME_IN_KAZAKH


@pytest.mark.parametrize("locale", ["en", "ru", "kk"])
def test_no_kazakh_or_russian_value_is_bent_by_a_case_ending(locale: str) -> None:
    bent = [
        key for key, m in scan.messages(locale).items() if re.search(r"\}-?[а-яёәіңғүұқөһ]", scan.wording(m))
    ]
    assert bent == []


@pytest.mark.parametrize("locale", LOCALES)
def test_words_that_sound_like_a_bank_or_a_machine_are_not_used(locale: str) -> None:
    banned = re.compile(
        r"код подтверждения|транзакц|инвойс|статус|ошибк|невалид|оплатил[аи]?\b", re.IGNORECASE
    )
    assert [key for key, m in scan.messages(locale).items() if banned.search(scan.wording(m))] == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("key", sorted(scan.refused_by_core()))
def test_each_refusal_of_the_core_has_a_sentence_that_fits_into_an_alert(key: str, locale: str) -> None:
    assert key in words(locale)
    assert len(words(locale)(key)) <= toasts.LONGEST


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("found", Checked)
def test_each_find_of_a_check_by_hand_is_told(found: Checked, locale: str) -> None:
    assert 0 < len(toasts.after_check(found, words(locale))) <= toasts.LONGEST


def test_a_refusal_is_told_in_its_own_sentence() -> None:
    assert toasts.refused(NoBank(), words("en")).startswith("No bank can take")


@pytest.mark.parametrize("locale", LOCALES)
def test_short_answers_are_short(locale: str) -> None:
    assert [key for key in SHORT_ANSWERS if not 0 < len(words(locale)(key)) <= toasts.LONGEST] == []


def test_a_menu_offers_what_its_reader_may_do() -> None:
    assert private(None) == CUSTOMER
    assert "attention" not in {command.name for command in CASHIER}
    assert "attention" in {command.name for command in DECIDER}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("menu", [CUSTOMER, CASHIER, DECIDER, GROUP])
def test_commands_are_described_as_telegram_wants_it(menu: tuple[object, ...], locale: str) -> None:
    for name, text in described(menu, words(locale)):  # type: ignore[arg-type]
        assert re.fullmatch(r"[a-z]{1,32}", name)
        assert 3 <= len(text) <= 256
