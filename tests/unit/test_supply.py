"""No secret in a file, no library that is not pinned, and no silence where holes were not looked up."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tests import audit, secrets


def _letters(count: int, of: str = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789_-") -> str:
    return "".join(random.Random(7).choices(of, k=count))


@pytest.mark.parametrize(
    "planted",
    [
        f"BOT_TOKEN={7123456789}:{_letters(35)}",
        f"-----BEGIN RSA {'PRIVATE'} KEY-----\n{_letters(64, 'abcdefGHIJKL0123+/')}",
        f"DATABASE_URL=postgresql://tolem:{_letters(12)}@db.example.kz/tolem",
        f'key = "{_letters(40, "0123456789abcdef")}"',
        f"APIPAY_API_KEY={_letters(48)}",
        f"token: gh{'p'}_{_letters(36, 'abcDEF0123456789')}",
        f"AWS={'AKI'}A{_letters(16, 'ABCDEFGH01234567')}",
    ],
    ids=["telegram", "private-key", "password", "hex", "bank", "github", "aws"],
)
def test_a_planted_secret_is_found(planted: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "settings.txt"
    file.write_text(f"SHOP_NAME=Дана\n{planted}\n", encoding="utf-8")
    assert secrets.main([str(file)]) == 1
    told = capsys.readouterr().out
    assert "settings.txt:2: this looks like a secret" in told
    assert planted.partition("=")[2][:20] not in told or "=" not in planted


def test_no_tracked_file_holds_a_secret() -> None:
    assert secrets.main([]) == 0


def test_what_we_stand_on_is_pinned_to_the_version_that_is_installed() -> None:
    assert "aiogram" in audit.stood_on()
    assert audit.drifted(audit.stood_on(), audit.pinned()) == []
    assert audit.drifted({"left": "2"}, {"left": "1"}) != []
    assert audit.drifted({"left": "2"}, {}) != []


def test_a_known_hole_fails_and_a_service_that_is_away_is_said_and_does_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hole = {"id": "CVE-2026-1", "fix_versions": ["3.0"]}
    for report, code, told in (
        ({"dependencies": [{"name": "a", "version": "1", "vulns": [hole]}]}, 1, "a 1: CVE-2026-1"),
        ({"dependencies": [{"name": "a", "version": "1", "vulns": []}]}, 0, "1 libraries audited"),
        ({"dependencies": [{"name": "a", "version": "1", "skip_reason": "?"}]}, 0, "not audited"),
        (None, 0, "not audited"),
    ):
        monkeypatch.setattr(audit, "asked", lambda report=report: json.dumps(report) if report else "")
        assert audit.main() == code
        assert told in capsys.readouterr().out
