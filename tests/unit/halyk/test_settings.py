"""The bank is on when its credentials are set; half of them is an error that names the other half."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from providers import registry
from providers.halyk import HalykProvider, opened
from providers.halyk.settings import CabinetUser, HalykSettings, Keys, read
from providers.settings import SettingsWrong
from tests.support.bank import ObedientBank
from tests.unit.halyk.support import TERMINAL, HeldClock

LETTER = {
    "HALYK_CLIENT_ID": "shop",
    "HALYK_CLIENT_SECRET": "the-secret",
    "HALYK_TERMINAL": TERMINAL,
}


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in HalykSettings.model_fields:
        monkeypatch.delenv(f"HALYK_{name.upper()}", raising=False)


def given(monkeypatch: pytest.MonkeyPatch, **changes: str | None) -> None:
    for name, value in (LETTER | changes).items():
        if value is not None:
            monkeypatch.setenv(name, value)


def test_without_credentials_the_bank_is_off() -> None:
    assert registry.configured(env_file=None) == []


def test_empty_lines_of_the_example_file_leave_it_off(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("BOT_TOKEN=x\nHALYK_CLIENT_ID=\nHALYK_CLIENT_SECRET=\nHALYK_TERMINAL=\n")
    assert registry.configured(file) == []


def test_with_them_it_is_on_and_production_unless_told_otherwise(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("".join(f"{name}={value}\n" for name, value in LETTER.items()))
    (bank,) = registry.configured(file)
    assert (bank.slug, bank.production) == ("halyk", True)
    assert "production" in bank.description
    assert TERMINAL in bank.description
    assert "the-secret" not in repr(bank)


async def test_an_open_bank_is_the_client_of_the_port() -> None:
    settings = HalykSettings(client_id="shop", client_secret=SecretStr("s"), terminal=TERMINAL)
    provider = opened(settings, HeldClock())
    assert isinstance(provider, HalykProvider)
    assert (provider.slug, provider.capabilities.refund) == ("halyk", True)
    await provider.close()


async def test_only_banks_that_keep_lists_are_asked_for_them() -> None:
    settings = HalykSettings(client_id="shop", client_secret=SecretStr("s"), terminal=TERMINAL)
    provider = opened(settings, HeldClock())
    assert registry.with_statements({"halyk": provider, "other": ObedientBank()}) == {"halyk": provider}
    await provider.close()


@pytest.mark.parametrize("name", sorted(LETTER))
def test_a_missing_part_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    given(monkeypatch, **{name: None})
    with pytest.raises(SettingsWrong, match=rf"^{name} is missing") as wrong:
        registry.configured(env_file=None)
    assert "the-secret" not in str(wrong.value)


def test_status_credentials_come_in_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, HALYK_STATUS_CLIENT_ID="reader")
    with pytest.raises(SettingsWrong, match=r"^HALYK_STATUS_CLIENT_SECRET is missing"):
        read(None)


def test_status_credentials_alone_are_half(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALYK_STATUS_TERMINAL", TERMINAL)
    with pytest.raises(SettingsWrong, match=r"^HALYK_CLIENT_ID is missing"):
        read(None)


def test_status_keys_are_the_payment_keys_unless_given(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch)
    assert read(None).status_keys == read(None).payment_keys == Keys("shop", "the-secret", TERMINAL)
    monkeypatch.setenv("HALYK_STATUS_TERMINAL", "t2")
    assert read(None).status_keys == Keys("shop", "the-secret", "t2")
    monkeypatch.setenv("HALYK_STATUS_CLIENT_ID", "reader")
    monkeypatch.setenv("HALYK_STATUS_CLIENT_SECRET", "s2")
    assert read(None).status_keys == Keys("reader", "s2", "t2")


@pytest.mark.parametrize(
    "address",
    ["epay.example", "ftp://epay.example", "https://", "https://u:p@epay.example", "https://e.example/?a=1"],
)
def test_what_is_no_address_is_named(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    given(monkeypatch, HALYK_API_URL=address)
    with pytest.raises(SettingsWrong, match=r"^HALYK_API_URL: must"):
        read(None)


def test_plain_http_is_for_simulators_only(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, HALYK_API_URL="http://epay.example", HALYK_OAUTH_URL="http://127.0.0.1:1/token")
    with pytest.raises(SettingsWrong, match=r"^HALYK_API_URL: .*https"):
        read(None)
    for address in ("http://localhost:1/", "http://sandbox/api", "http://10.0.0.2", "http://[::1]:8"):
        monkeypatch.setenv("HALYK_API_URL", address)
        assert read(None).api_url == address.rstrip("/")
        assert not read(None).production


def test_test_and_production_are_not_mixed(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, HALYK_API_URL="https://test-epay-api.example")
    with pytest.raises(SettingsWrong, match="both"):
        read(None)


def test_test_and_production_are_not_mixed_for_transfers(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, address in (
        ("HALYK_P2P_API_URL", "https://testepay.example/api"),
        ("HALYK_P2P_OAUTH_URL", "https://testoauth.example/token"),
    ):
        given(monkeypatch, **{name: address})
        with pytest.raises(SettingsWrong, match=r"HALYK_P2P_OAUTH_URL and HALYK_P2P_API_URL"):
            read(None)
        monkeypatch.delenv(name)
    test = {"HALYK_OAUTH_URL": "https://t.example/token", "HALYK_API_URL": "https://t.example/api"}
    given(monkeypatch, **test, HALYK_P2P_API_URL="https://epay.homebank.kz/api")
    with pytest.raises(SettingsWrong, match=r"HALYK_P2P_OAUTH_URL and HALYK_P2P_API_URL"):
        read(None)


def test_transfers_have_an_address_of_their_own_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch)
    settings = read(None)
    assert settings.transfers_api_url == "https://epay.homebank.kz/api"
    assert settings.transfers_oauth_url == settings.oauth_url
    given(monkeypatch, HALYK_OAUTH_URL="https://t.example/token", HALYK_API_URL="https://t.example/api")
    settings = read(None)
    assert (settings.transfers_oauth_url, settings.transfers_api_url) == (
        "https://t.example/token",
        "https://t.example/api",
    )
    given(monkeypatch, HALYK_P2P_OAUTH_URL="https://p.example/token", HALYK_P2P_API_URL="https://p.example")
    settings = read(None)
    assert (settings.transfers_oauth_url, settings.transfers_api_url) == (
        "https://p.example/token",
        "https://p.example",
    )


@pytest.mark.parametrize("name", ["HALYK_USERNAME", "HALYK_PASSWORD"])
def test_who_reads_the_lists_has_a_name_and_a_password(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    both = {"HALYK_USERNAME": "reader", "HALYK_PASSWORD": "the-password"}
    given(monkeypatch, **{**both, name: None})
    with pytest.raises(SettingsWrong, match=rf"^{name} is missing") as wrong:
        read(None)
    assert "the-password" not in str(wrong.value)
    given(monkeypatch, **both)
    assert read(None).cabinet_user == CabinetUser("reader", "the-password")
    assert "the-password" not in repr(read(None)) + repr(read(None).cabinet_user)


def test_without_both_nobody_reads_the_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch)
    assert read(None).cabinet_user is None


def test_a_reader_without_credentials_is_half(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALYK_USERNAME", "reader")
    monkeypatch.setenv("HALYK_PASSWORD", "the-password")
    with pytest.raises(SettingsWrong, match=r"^HALYK_CLIENT_ID is missing"):
        read(None)


def test_the_registry_names_the_variables_of_a_bank() -> None:
    assert registry.variables("halyk") == tuple(LETTER)


def test_references_are_6_to_15_digits_whose_last_six_do_not_repeat_within_a_million() -> None:
    settings = HalykSettings(client_id="shop", client_secret=SecretStr("s"), terminal=TERMINAL)
    provider = opened(settings, HeldClock())
    assert [provider.reference(ordinal) for ordinal in (0, 1, 899_999, 900_000)] == [
        "100000",
        "100001",
        "999999",
        "1000000",
    ]
    assert len({provider.reference(ordinal)[-6:] for ordinal in range(1_000_000)}) == 1_000_000
    assert len(provider.reference(10**15 - 100_001)) == 15
    for ordinal in (-1, 10**15 - 100_000):
        with pytest.raises(ValueError, match="used up"):
            provider.reference(ordinal)
