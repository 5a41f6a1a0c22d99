"""``tolem doctor`` finds what is wrong and says what to do."""

from __future__ import annotations

import pytest

from bot.doctor import examine
from tests.support.ports import free_port
from tests.support.stage import Stage, bank_variables


async def findings(stage: Stage, **changes: object) -> tuple[bool, str]:
    """Whether all was well, and everything that was said."""
    said: list[str] = []
    good = await examine(stage.settings(**changes), said.append)
    return good, "\n".join(said)


async def test_a_shop_that_runs_well_is_told_so(play: Stage) -> None:
    good, said = await findings(play)
    assert good, said
    assert "@tolem_demo_bot answers" in said
    assert "test: no real money" in said
    assert "/healthz leads to this program" in said


async def test_it_says_which_addresses_are_not_the_real_ones(play: Stage) -> None:
    _, said = await findings(play)
    assert "not Telegram's own" in said
    assert "is not https" in said


async def test_a_wrong_secret_of_the_bank_is_named(play: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALYK_CLIENT_SECRET", "another secret")
    good, said = await findings(play)
    assert not good
    assert "HALYK_CLIENT_SECRET" in said
    assert "another secret" not in said


async def test_another_shops_terminal_is_named(play: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALYK_TERMINAL", "00000000-0000-4000-8000-000000000000")
    good, said = await findings(play)
    assert not good
    assert "HALYK_TERMINAL" in said


async def test_no_bank_at_all_is_named(play: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in bank_variables(""):
        monkeypatch.delenv(name)
    good, said = await findings(play)
    assert not good
    assert "none is switched on" in said


async def test_the_lists_of_the_bank_are_tried_too(play: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "gives its lists" in (await findings(play))[1]
    monkeypatch.setenv("HALYK_PASSWORD", "another password")
    good, said = await findings(play)
    assert not good
    assert "HALYK_USERNAME and HALYK_PASSWORD" in said
    assert "another password" not in said


async def test_a_wrong_token_of_the_bot_is_named(play: Stage) -> None:
    good, said = await findings(play, bot_token="1000000001:not-the-token")
    assert not good
    assert "BOT_TOKEN" in said
    assert "not-the-token" not in said


async def test_an_address_where_nobody_answers_is_named(play: Stage) -> None:
    good, said = await findings(play, public_url=f"http://127.0.0.1:{free_port()}")
    assert not good
    assert "PUBLIC_URL" in said


async def test_a_bank_without_an_address_to_report_to_is_named(play: Stage) -> None:
    good, said = await findings(play, public_url="")
    assert not good
    assert "✗ PUBLIC_URL: is missing" in said


async def test_an_owner_who_never_pressed_start_is_named(play: Stage) -> None:
    good, said = await findings(play, owner_ids=(501, 777))
    assert not good
    assert "777 has not pressed Start" in said


async def test_a_bank_whose_lists_cannot_be_read_is_a_note(
    play: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no /statement" not in (await findings(play))[1]
    monkeypatch.delenv("HALYK_USERNAME")
    monkeypatch.delenv("HALYK_PASSWORD")
    good, said = await findings(play)
    assert good, "nobody needs statements to be paid"
    assert "no /statement: HALYK_USERNAME is not set" in said
