"""The README lists what there is."""

from pathlib import Path

from sandbox import horizonpay
from sandbox.horizonpay.config import FLAGS, NUMBERS, WORDS
from sandbox.horizonpay.control import CONTROLS
from sandbox.horizonpay.magic import TAILS
from sandbox.horizonpay.methods import BOGUS, FLOWS, FORM_KEYS, Method, ordinary
from sandbox.horizonpay.notifications import MODES
from sandbox.horizonpay.troubles import CREATIONS, ENDPOINTS, KINDS, REFUNDS

README = (Path(horizonpay.__file__).parent / "README.md").read_text(encoding="utf-8")


def missing(*words: object) -> list[object]:
    return [word for word in words if f"`{word}`" not in README]


def test_every_control_is_described() -> None:
    assert missing(*CONTROLS) == []


def test_every_method_is_described_and_so_is_how_to_write_one() -> None:
    assert missing(BOGUS, *ordinary()) == []
    assert [word for word in (*FLOWS, *FORM_KEYS, *Method.__dataclass_fields__) if word not in README] == []


def test_every_sum_with_an_outcome_is_described() -> None:
    assert missing(*TAILS) == []


def test_every_trouble_is_described() -> None:
    assert missing(*KINDS, *ENDPOINTS, *MODES, *CREATIONS, *REFUNDS) == []


def test_every_switch_and_its_words_are_described() -> None:
    assert missing(*FLAGS, *NUMBERS, *WORDS) == []
    switches = README.partition("## Switches")[2]
    assert [word for words in WORDS.values() for word in words if f"`{word}`" not in switches] == []


def test_the_credentials_are_described() -> None:
    assert missing(horizonpay.SHOP_ID, horizonpay.SECRET_KEY) == []
