"""ApiPay's settings: on when both are there, one clear line when something is wrong, no secret in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from providers.apipay import ApiPayProvider, configured
from providers.apipay.settings import ApiPaySettings, read
from providers.settings import SettingsWrong
from tests.unit.halyk.support import HeldClock

GOOD = {"APIPAY_API_KEY": "key-1", "APIPAY_WEBHOOK_SECRET": "whsec_1"}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ApiPaySettings.model_fields:
        monkeypatch.delenv(f"APIPAY_{name.upper()}", raising=False)


def written(folder: Path, **values: str) -> Path:
    file = folder / ".env"
    file.write_text("\n".join(f"{name}={value}" for name, value in values.items()))
    return file


def test_without_credentials_it_is_off(tmp_path: Path) -> None:
    assert configured(written(tmp_path)) is None
    assert configured(written(tmp_path, APIPAY_RATE_LIMIT="30")) is None


@pytest.mark.parametrize(("given", "missing"), [tuple(GOOD), tuple(reversed(GOOD))])
def test_half_of_them_names_the_other_half(given: str, missing: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match=rf"^{missing} is missing"):
        configured(written(tmp_path, **{given: GOOD[given]}))


async def test_with_both_it_opens_a_bank_by_phone(tmp_path: Path) -> None:
    bank = configured(written(tmp_path, **GOOD))
    assert bank is not None
    assert (bank.slug, bank.production) == ("apipay", True)
    assert "key-1" not in bank.description + repr(read(written(tmp_path, **GOOD)))
    provider = bank.open(HeldClock())
    assert isinstance(provider, ApiPayProvider)
    can = provider.capabilities
    assert (can.needs_phone, can.minor_units, can.cancel, can.refund) == (True, False, True, True)
    await provider.close()


def test_several_secrets_stand_with_commas(tmp_path: Path) -> None:
    settings = read(written(tmp_path, **(GOOD | {"APIPAY_WEBHOOK_SECRET": " new , old,"})))
    assert settings.secrets == (b"new", b"old")
    with pytest.raises(SettingsWrong, match=r"^APIPAY_WEBHOOK_SECRET is missing"):
        read(written(tmp_path, **(GOOD | {"APIPAY_WEBHOOK_SECRET": ","})))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("APIPAY_API_KEY", "ключ"),
        ("APIPAY_API_KEY", '"a b"'),
        ("APIPAY_BASE_URL", "http://api.apipay.kz/api/v1"),
        ("APIPAY_RATE_LIMIT", "0"),
        ("APIPAY_RATE_LIMIT", "many"),
        ("APIPAY_TEST", "perhaps"),
    ],
)
def test_a_wrong_value_is_named_and_not_repeated(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match=f"^{name}: ") as wrong:
        read(written(tmp_path, **(GOOD | {name: value})))
    assert value.strip('"') not in str(wrong.value) or value == "0"


def test_test_says_that_money_is_a_toy(tmp_path: Path) -> None:
    bank = configured(written(tmp_path, **GOOD, APIPAY_TEST="true"))
    assert bank is not None
    assert not bank.production
    assert "sandbox" in bank.description
