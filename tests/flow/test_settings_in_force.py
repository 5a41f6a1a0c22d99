"""What the chat decided counts after a restart, whatever the environment says, and in each process."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.wiring import build
from sandbox.client import Sandbox
from screens import menus
from screens.texts import words
from tests.support.ports import free_port
from tests.support.stage import CUSTOMER, MERCHANT, Stage
from tests.support.stage import stage as set_up

Json = dict[str, Any]
STRANGER = 602  # whose app speaks a language that we do not


async def opened(stage: Stage, *taps: str) -> Json:
    """The settings in the owner's chat, and these buttons in them one after another."""
    known = {message["message_id"] for message in await stage.sandbox.messages(MERCHANT)}
    await stage.sandbox.send(MERCHANT, "/settings")
    shown = await said(stage.sandbox, "Shop settings", beside=known)
    for tap in taps:
        await stage.sandbox.wait_for(MERCHANT, lambda ms, tap=tap: _has(ms, shown["message_id"], tap))
        answer = await stage.sandbox.tap(MERCHANT, MERCHANT, shown["message_id"], tap)
        assert "timeout" not in answer, tap
    return shown


def _has(messages: list[Json], message_id: int, button: str) -> bool:
    rows = next(m for m in messages if m["message_id"] == message_id)["reply_markup"]["inline_keyboard"]
    return any(each["text"] == button for row in rows for each in row)


async def said(sandbox: Sandbox, text: str, *, beside: set[int] = frozenset()) -> Json:  # type: ignore[assignment]
    def find(messages: list[Json]) -> Json | None:
        found = [m for m in messages if text in m.get("text", "") and m["message_id"] not in beside]
        return found[-1] if found else None

    return await sandbox.wait_for(MERCHANT, find)


async def renamed(stage: Stage, name: str) -> None:
    await opened(stage, "Name", "Write another name")
    await said(stage.sandbox, "Write the name as customers")
    await stage.sandbox.send(MERCHANT, name)
    await said(stage.sandbox, f"Now: {name}")


async def test_what_was_set_in_the_chat_wins_after_a_restart_with_another_environment(play: Stage) -> None:
    await renamed(play, "Дана 2")
    await opened(play, "Time to pay", "12 h")
    await opened(play, "Language", "Қазақша")
    await play.close()
    program = await play.open(shop_name="Other", invoice_ttl=timedelta(days=3), default_locale="ru")
    shop = program.database.merchant
    assert shop is not None
    assert (shop.name, shop.locale, shop.rules.invoice_ttl) == ("Дана 2", "kk", timedelta(hours=12))
    card = await play.open_link(await play.issue())
    assert "Дана 2" in str(card)
    (row,) = await play.rows("invoices")
    assert row["deadline"] - row["created_at"] == timedelta(hours=12)
    (environments,) = await play.rows("merchants")
    assert environments["name"] == "Other"
    await opened(play, "Name", "As before: Other")
    await said(play.sandbox, "Now: Other")
    assert program.database.merchant is not None
    assert program.database.merchant.name == "Other"


async def test_the_menus_of_telegram_follow_the_language_of_the_shop(play: Stage) -> None:
    await play.sandbox.person(STRANGER, "Hans", "de")
    told = dict(menus.described(menus.CUSTOMER, words("kk")))
    await opened(play, "Language", "Қазақша")

    async def in_kazakh() -> bool:
        return {each["command"]: each["description"] for each in await play.sandbox.menu(STRANGER)} == told

    await play.until(in_kazakh)


async def test_three_processes_on_one_database_follow_within_one_beat(
    sandbox_url: str, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with set_up(sandbox_url, postgres_url, monkeypatch) as stage:
        first = await stage.open()
        await stage.greet(MERCHANT, CUSTOMER)
        others = [await build(stage.settings(http_port=free_port()), clock=stage.clock) for _ in range(2)]
        try:
            await renamed(stage, "Дана 2")
            await opened(stage, "Quiet hours", "Write at any hour")
            names = [program.database.merchant and program.database.merchant.name for program in others]
            assert names == ["Дана", "Дана"]
            for program in others:
                await program.beating.turn()
                assert program.database.merchant == first.database.merchant
            others.append(await build(stage.settings(http_port=free_port()), clock=stage.clock))
            assert others[-1].database.merchant == first.database.merchant, "before its first beat"
            assert first.database.merchant is not None
            assert (first.database.merchant.name, first.database.merchant.rules.quiet) == ("Дана 2", None)
        finally:
            for program in others:
                await program.stop()
