"""The README lists what there is."""

from pathlib import Path

from sandbox import apipay
from sandbox.apipay.control import CONTROLS
from sandbox.apipay.generation import AUGUST, FLAGS, GENERATIONS, NUMBERS, WORDS
from sandbox.apipay.magic import AMOUNTS, PHONES
from sandbox.apipay.troubles import ENDPOINTS, KINDS
from sandbox.apipay.webhooks import MODES

README = (Path(apipay.__file__).parent / "README.md").read_text(encoding="utf-8")


def missing(*words: object) -> list[object]:
    return [word for word in words if f"`{word}`" not in README]


def test_every_control_is_described() -> None:
    assert missing(*CONTROLS) == []


def test_every_phone_and_sum_with_an_outcome_is_described() -> None:
    assert missing(*PHONES, *AMOUNTS) == []


def test_every_trouble_is_described() -> None:
    assert missing(*KINDS, *ENDPOINTS, *MODES) == []


def test_every_switch_and_its_words_are_described() -> None:
    assert missing(*FLAGS, *NUMBERS, *WORDS, *(word for words in WORDS.values() for word in words)) == []


def test_the_credentials_are_described() -> None:
    assert missing(apipay.API_KEY, apipay.WEBHOOK_SECRET) == []


def test_a_generation_sets_all_that_another_sets() -> None:
    assert {frozenset(switches) for switches in GENERATIONS.values()} == {frozenset(AUGUST)}
