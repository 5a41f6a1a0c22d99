"""A wrong or missing setting: one clear line that names the variable, and exit code 2."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
TOKEN, KEY = "123456:a-token-for-tests", "a-key-for-tests-that-is-long-enough"
GOOD = {"BOT_TOKEN": TOKEN, "OWNER_IDS": "501", "SECRET_KEY": KEY}
WEBHOOK = {"TELEGRAM_UPDATES": "webhook", "PUBLIC_URL": "https://pay.example.kz"}
FIELDS: dict[str, Any] = {"bot_token": TOKEN, "owner_ids": "501"}
KEYS = {"secret_key": KEY}
REPLACED = {"secret_key": f"another-{KEY}", "old_secret_keys": KEY}
SECRET_VALUES = (TOKEN, KEY, "short-secret", "halyk-secret")


def run(folder: Path, *command: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """``tolem`` as an operator starts it, with nothing of ours in the environment but this."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    given = {**kept, "PYTHONPATH": str(ROOT), **GOOD, **changes}
    return subprocess.run(
        [sys.executable, "-m", "bot", *(command or ("run",))],
        cwd=folder,
        env={name: value for name, value in given.items() if value is not None},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def assert_one_line_about(done: subprocess.CompletedProcess[str], variable: str) -> None:
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("tolem: ")
    assert variable in line
    assert "Input should" not in line, "that is what a library says"
    assert "String should" not in line
    assert not any(secret in line for secret in SECRET_VALUES)


@pytest.mark.parametrize("variable", GOOD)
def test_what_is_required_and_missing_is_named(tmp_path: Path, variable: str) -> None:
    done = run(tmp_path, **{variable: None})

    assert_one_line_about(done, variable)
    assert "missing" in done.stderr


@pytest.mark.parametrize("variable", GOOD)
def test_an_empty_value_is_a_missing_one(tmp_path: Path, variable: str) -> None:
    assert_one_line_about(run(tmp_path, **{variable: ""}), variable)


WRONG = [
    ("BOT_TOKEN", "no token"),
    ("OWNER_IDS", "me"),
    ("OWNER_IDS", ","),
    ("OWNER_IDS", "-1001234567890"),
    ("SECRET_KEY", "short-secret"),
    ("PUBLIC_URL", "pay.example.kz"),
    ("PUBLIC_URL", "https://pay.example.kz?x=1"),
    ("HTTP_PORT", "http"),
    ("HTTP_PORT", "70000"),
    ("TRUSTED_PROXIES", "caddy"),
    ("TRUSTED_PROXIES", "10.0.0.1/8"),
    ("TELEGRAM_API_URL", "api.telegram.org"),
    ("TELEGRAM_UPDATES", "pigeon"),
    ("TELEGRAM_WEBHOOK_SECRET", "short"),
    ("TELEGRAM_WEBHOOK_SECRET", "a-secret-of-telegrams, short"),
    ("DEFAULT_LOCALE", "de"),
    ("CURRENCY", "BTC"),
    ("TIMEZONE", "Asia/Nowhere"),
    ("SHOP_NAME", "x" * 65),
    ("INVOICE_TTL", "soon"),
    ("INVOICE_TTL", "0h"),
    ("LOG_FORMAT", "xml"),
    ("LOG_LEVEL", "LOUD"),
    ("DATABASE_URL", "mysql://localhost/tolem"),
    ("DATABASE_URL", "tolem.db"),
]


@pytest.mark.slice(6)
@pytest.mark.parametrize(("variable", "value"), WRONG)
def test_what_is_wrong_is_named(tmp_path: Path, variable: str, value: str) -> None:
    assert_one_line_about(run(tmp_path, **{variable: value}), variable)


def test_a_webhook_needs_its_address(tmp_path: Path) -> None:
    assert_one_line_about(run(tmp_path, **{**WEBHOOK, "PUBLIC_URL": None}), "PUBLIC_URL")


def test_what_telegram_shows_is_made_from_the_key_that_all_replicas_share() -> None:
    now, after = (Settings(**{**FIELDS, **keys}).telegram_secrets for keys in (KEYS, REPLACED))
    assert len(now) == 1
    assert after[1:] == now  # what the key before made is taken
    assert after[0] != now[0]
    assert re.fullmatch("[A-Za-z0-9_-]{16,256}", now[0])
    assert KEYS["secret_key"] not in now[0]


def test_what_telegram_is_to_show_may_be_given() -> None:
    given = Settings(**FIELDS, **KEYS, telegram_webhook_secret="the-newest-of-them, the-one-before-it")
    assert given.telegram_secrets == ("the-newest-of-them", "the-one-before-it")


def test_settings_stand_in_a_file_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("HTTP_PORT=none\n")

    assert_one_line_about(run(tmp_path), "HTTP_PORT")


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SHOP_NAME=Кофейня\n", encoding="cp1251")

    assert_one_line_about(run(tmp_path), ".env")


@pytest.mark.parametrize("command", ["run", "migrate", "doctor", "reconcile"])
def test_each_command_reads_its_settings_first(tmp_path: Path, command: str) -> None:
    assert_one_line_about(run(tmp_path, command, SECRET_KEY=None), "SECRET_KEY")
    assert not list(tmp_path.iterdir())


def test_a_database_that_cannot_be_opened_is_a_wrong_address(tmp_path: Path) -> None:
    nowhere = f"sqlite+aiosqlite:///{tmp_path / 'no' / 'such' / 'folder' / 'tolem.db'}"

    assert_one_line_about(run(tmp_path, "migrate", DATABASE_URL=nowhere), "DATABASE_URL")


HALYK = {
    "HALYK_CLIENT_ID": "halyk-client",
    "HALYK_CLIENT_SECRET": "halyk-secret",
    "HALYK_TERMINAL": "5b1f0c52-0d3e-4f6a-9a1c-6f2f3b7a9d10",
}


@pytest.mark.slice(1)
@pytest.mark.parametrize(
    ("variable", "changes"),
    [
        ("HALYK_CLIENT_SECRET", {**HALYK, "HALYK_CLIENT_SECRET": None}),
        ("PUBLIC_URL", {**HALYK, "PUBLIC_URL": None}),
    ],
)
def test_a_bank_that_is_half_set_stops_the_start(
    tmp_path: Path, variable: str, changes: dict[str, str | None]
) -> None:
    assert_one_line_about(run(tmp_path, **{"PUBLIC_URL": "https://pay.example.kz", **changes}), variable)
