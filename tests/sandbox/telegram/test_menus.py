"""Menus of commands and the bot's own words."""

from typing import Any

import pytest

from sandbox.client import Sandbox
from tests.sandbox.telegram.conftest import AIGERIM, Bot


def commands(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": name.title()} for name in names]


async def test_telegram_picks_the_nearest_menu(sandbox: Sandbox, bot: Bot) -> None:
    private = {"type": "all_private_chats"}
    await bot("setMyCommands", commands=commands("help"))
    assert await sandbox.menu(AIGERIM) == commands("help")
    await bot("setMyCommands", commands=commands("shop"), scope=private)
    assert await sandbox.menu(AIGERIM) == commands("shop")
    await bot("setMyCommands", commands=commands("shop", "cart"), scope=private, language_code="ru")
    assert await sandbox.menu(AIGERIM) == commands("shop", "cart")
    own = {"type": "chat", "chat_id": AIGERIM}
    await bot("setMyCommands", commands=commands("invoice"), scope=own)
    assert await sandbox.menu(AIGERIM) == commands("invoice")
    await bot("deleteMyCommands", scope=own)
    assert await sandbox.menu(AIGERIM) == commands("shop", "cart")
    assert await bot("getMyCommands", scope=private) == commands("shop")


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"commands": commands("Invoice")}, "BOT_COMMAND_INVALID"),
        ({"commands": commands("a" * 33)}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": commands(*(f"c{n}" for n in range(101)))}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "language_code": "kk-KZ"}, "invalid language_code specified"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 999}}, "chat not found"),
        (
            {"commands": [], "scope": {"type": "everybody"}},
            "can't parse BotCommandScope: unsupported type specified",
        ),
    ],
)
async def test_wrong_menus_are_refused(bot: Bot, params: dict[str, Any], why: str) -> None:
    assert (await bot.refused("setMyCommands", **params)).description == f"Bad Request: {why}"


async def test_the_bots_words_are_kept_by_language(bot: Bot) -> None:
    await bot("setMyDescription", description="Payments")
    await bot("setMyDescription", description="Оплата", language_code="ru")
    assert await bot("getMyDescription", language_code="ru") == {"description": "Оплата"}
    assert await bot("getMyDescription", language_code="kk") == {"description": "Payments"}


async def test_words_that_are_too_long_are_refused(bot: Bot) -> None:
    refusal = await bot.refused("setMyShortDescription", short_description="a" * 121)
    assert refusal.description == "Bad Request: bot short description is too long"


async def test_the_menu_button_is_set(bot: Bot) -> None:
    assert await bot("setChatMenuButton", chat_id=AIGERIM, menu_button={"type": "commands"})
    assert await bot("getChatMenuButton", chat_id=AIGERIM) == {"type": "commands"}
