"""HorizonPay's settings: on when three are there, one clear line when something is wrong, no secret in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from billing.questions import Payer
from providers.horizonpay import HorizonPayProvider, configured
from providers.horizonpay.settings import HorizonPaySettings, read
from providers.settings import SettingsWrong
from tests.unit.halyk.support import HeldClock
from tests.unit.horizonpay.test_webhook import der, pem

GOOD = {
    "HORIZONPAY_SHOP_ID": "361",
    "HORIZONPAY_SECRET_KEY": "se:cr:et",
    "HORIZONPAY_METHOD": "kaspi",
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in HorizonPaySettings.model_fields:
        monkeypatch.delenv(f"HORIZONPAY_{name.upper()}", raising=False)


def written(folder: Path, **values: str) -> Path:
    file = folder / ".env"
    file.write_text("\n".join(f"{name}={value}" for name, value in values.items()))
    return file


def test_without_credentials_it_is_off(tmp_path: Path) -> None:
    assert configured(written(tmp_path)) is None
    assert configured(written(tmp_path, HORIZONPAY_TEST="true")) is None


@pytest.mark.parametrize("missing", GOOD)
def test_a_part_of_them_names_what_is_missing(missing: str, tmp_path: Path) -> None:
    given = {name: value for name, value in GOOD.items() if name != missing}
    with pytest.raises(SettingsWrong, match=rf"^{missing} is missing"):
        configured(written(tmp_path, **given))


async def test_with_all_it_opens_a_bank_with_a_page(tmp_path: Path) -> None:
    file = written(tmp_path, **GOOD, HORIZONPAY_REQUIRE=" customer.phone, email,,phone")
    bank = configured(file)
    assert bank is not None
    assert (bank.slug, bank.production) == ("horizonpay", True)
    assert "se:cr:et" not in bank.description + repr(read(file))
    provider = bank.open(HeldClock())
    assert isinstance(provider, HorizonPayProvider)
    can = provider.capabilities
    assert (can.redirects, can.keeps_methods, can.signs, can.refund) == (True, True, True, True)
    assert can.wants == {"phone", "email"}
    assert not can.needs_phone
    assert not can.sends_tests, "nothing is entered in its back office"
    assert "se:cr:et" not in repr(provider)
    await provider.close()


async def test_a_test_shop_is_no_production(tmp_path: Path) -> None:
    bank = configured(written(tmp_path, **(GOOD | {"HORIZONPAY_METHOD": "bogus"}), HORIZONPAY_TEST="true"))
    assert bank is not None
    assert not bank.production
    provider = bank.open(HeldClock())
    assert not provider.capabilities.production
    await provider.close()


@pytest.mark.parametrize("write", [pem, der])
def test_the_public_key_is_read_in_both_forms(write: object, tmp_path: Path) -> None:
    text = write() if callable(write) else ""
    quoted = '"' + text.strip().replace("\n", "\\n") + '"'
    assert read(written(tmp_path, **GOOD, HORIZONPAY_PUBLIC_KEY=quoted)).key is not None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HORIZONPAY_SHOP_ID", "36:1"),
        ("HORIZONPAY_SHOP_ID", "36 1"),
        ("HORIZONPAY_METHOD", "kaspi pay"),
        ("HORIZONPAY_METHOD", "bogus"),
        ("HORIZONPAY_PUBLIC_KEY", "MIIBIjANBgkq"),
        ("HORIZONPAY_BASE_URL", "http://aw.horizonpay.kz/beyag"),
        ("HORIZONPAY_BASE_URL", "aw.horizonpay.kz"),
        ("HORIZONPAY_REQUIRE", "phone,shoe_size"),
        ("HORIZONPAY_TEST", "perhaps"),
    ],
)
def test_what_is_wrong_is_named_in_one_line(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match=rf"^{name}: ") as wrong:
        read(written(tmp_path, **(GOOD | {name: value})))
    assert "\n" not in str(wrong.value)
    assert "se:cr:et" not in str(wrong.value)


def test_what_may_be_demanded_is_what_a_payer_has() -> None:
    with pytest.raises(ValueError, match="user_agent"):
        HorizonPaySettings(require=("x",), _env_file=None)  # type: ignore[call-arg]
    assert HorizonPaySettings(require=tuple(Payer.__slots__), _env_file=None)  # type: ignore[call-arg]
