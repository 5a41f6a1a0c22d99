"""The README lists what there is."""

from pathlib import Path

from sandbox import halyk
from sandbox.halyk.control import CONTROLS
from sandbox.halyk.magic import Magic
from sandbox.halyk.troubles import ENDPOINTS, KINDS

CREDENTIALS = (halyk.CLIENT_ID, halyk.CLIENT_SECRET, halyk.TERMINAL, halyk.USERNAME, halyk.PASSWORD)
README = (Path(halyk.__file__).parent / "README.md").read_text(encoding="utf-8")


def test_every_control_is_described() -> None:
    assert [name for name in CONTROLS if f"`{name}`" not in README] == []


def test_every_magic_amount_is_described() -> None:
    assert [magic for magic in Magic if magic and f"`.{magic:02d}`" not in README] == []


def test_every_trouble_is_described() -> None:
    assert [word for word in (*KINDS, *ENDPOINTS) if f"`{word}`" not in README] == []


def test_the_default_credentials_are_described() -> None:
    assert all(word in README for word in (*CREDENTIALS, halyk.CARD_CVC, halyk.CARD_EXPIRY))


async def test_every_switch_is_described(bench) -> None:
    shown = (await bench.control("configure")).keys() - {"ok", "usernames", "shop_id", "status_client"}
    assert [name for name in shown if f"`{name}`" not in README] == []
