"""Taps: what the bot gets, and how it may answer."""

import asyncio
from typing import Any

import pytest

from sandbox.client import Sandbox, SandboxError
from tests.sandbox.telegram.conftest import AIGERIM, DANIYAR, Bot

HOUR = 3600
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
KEYBOARD = {
    "inline_keyboard": [
        [{"text": "Check", "callback_data": "check"}],
        [{"text": "Bank", "url": "http://127.0.0.1/app"}, {"text": "Copy", "copy_text": {"text": "1042"}}],
    ]
}


class Tapped:
    """A tap that is waiting for its answer."""

    def __init__(self, query: dict[str, Any], task: "asyncio.Task[dict[str, Any]]") -> None:
        self.query = query
        self.task = task


async def tapped(
    sandbox: Sandbox, bot: Bot, message: int, button: str = "Check", *, wait: float = 10
) -> Tapped:
    task = asyncio.create_task(sandbox.tap(AIGERIM, AIGERIM, message, button, wait=wait))
    updates = await bot.updates(timeout=10)
    return Tapped(updates[0]["callback_query"], task)


async def test_a_tap_brings_the_whole_message_and_the_answer_reaches_the_person(
    sandbox: Sandbox, bot: Bot
) -> None:
    message = await bot.send("Card", reply_markup=KEYBOARD)
    tap = await tapped(sandbox, bot, message)
    assert tap.query["data"] == "check"
    assert tap.query["from"]["id"] == AIGERIM
    assert tap.query["message"]["text"] == "Card"
    await bot("answerCallbackQuery", callback_query_id=tap.query["id"], text="Asking the bank…")
    assert await tap.task == {"text": "Asking the bank…", "show_alert": False, "url": None}


async def test_a_tap_is_answered_once(sandbox: Sandbox, bot: Bot) -> None:
    tap = await tapped(sandbox, bot, await bot.send(reply_markup=KEYBOARD))
    await bot("answerCallbackQuery", callback_query_id=tap.query["id"])
    await tap.task
    refusal = await bot.refused("answerCallbackQuery", callback_query_id=tap.query["id"])
    assert refusal.description == TOO_OLD


async def test_a_tap_grows_too_old(sandbox: Sandbox, bot: Bot) -> None:
    tap = await tapped(sandbox, bot, await bot.send(reply_markup=KEYBOARD), wait=0)
    assert await tap.task == {"timeout": True}
    await sandbox.move_clock(16)
    refusal = await bot.refused("answerCallbackQuery", callback_query_id=tap.query["id"])
    assert refusal.description == TOO_OLD


async def test_a_tap_that_never_was_cannot_be_answered(bot: Bot) -> None:
    refusal = await bot.refused("answerCallbackQuery", callback_query_id="12345")
    assert refusal.description == TOO_OLD


async def test_an_answer_holds_200_characters(sandbox: Sandbox, bot: Bot) -> None:
    tap = await tapped(sandbox, bot, await bot.send(reply_markup=KEYBOARD))
    refusal = await bot.refused("answerCallbackQuery", callback_query_id=tap.query["id"], text="a" * 201)
    assert refusal.description == "Bad Request: MESSAGE_TOO_LONG"
    await bot("answerCallbackQuery", callback_query_id=tap.query["id"], text="a" * 200)
    await tap.task


@pytest.mark.parametrize(
    "url", ["https://example.org", "https://t.me/other_bot?start=x", "t.me/tolem_demo_bot"]
)
async def test_an_answer_opens_nothing_but_this_bot(sandbox: Sandbox, bot: Bot, url: str) -> None:
    tap = await tapped(sandbox, bot, await bot.send(reply_markup=KEYBOARD), wait=0)
    refusal = await bot.refused("answerCallbackQuery", callback_query_id=tap.query["id"], url=url)
    assert refusal.description == "Bad Request: URL_INVALID"
    await tap.task


async def test_an_answer_may_open_this_bot(sandbox: Sandbox, bot: Bot) -> None:
    tap = await tapped(sandbox, bot, await bot.send(reply_markup=KEYBOARD))
    url = "https://t.me/tolem_demo_bot?start=inv_x"
    await bot("answerCallbackQuery", callback_query_id=tap.query["id"], url=url)
    assert (await tap.task)["url"] == url


async def test_buttons_of_other_kinds_answer_at_once(sandbox: Sandbox, bot: Bot) -> None:
    message = await bot.send(reply_markup=KEYBOARD)
    assert await sandbox.tap(AIGERIM, AIGERIM, message, "Bank") == {"url": "http://127.0.0.1/app"}
    assert await sandbox.tap(AIGERIM, AIGERIM, message, "Copy") == {"copy_text": {"text": "1042"}}
    assert await bot.updates() == []


async def test_an_old_message_arrives_inaccessible(sandbox: Sandbox, bot: Bot) -> None:
    message = await bot.send("Card", reply_markup=KEYBOARD)
    await sandbox.move_clock(49 * HOUR)
    tap = await tapped(sandbox, bot, message, wait=0)
    assert tap.query["message"]["date"] == 0
    assert "text" not in tap.query["message"]
    await tap.task


async def test_a_button_that_is_not_there_cannot_be_pressed(sandbox: Sandbox, bot: Bot) -> None:
    message = await bot.send(reply_markup=KEYBOARD)
    with pytest.raises(SandboxError, match="has no button 'Pay'; there are: 'Check', 'Bank', 'Copy'"):
        await sandbox.tap(AIGERIM, AIGERIM, message, "Pay")


async def test_a_finger_may_press_what_the_screen_still_shows_after_an_edit(
    sandbox: Sandbox, bot: Bot
) -> None:
    message = await bot.send(reply_markup=KEYBOARD)
    other = {"inline_keyboard": [[{"text": "Done", "callback_data": "done"}]]}
    await bot("editMessageReplyMarkup", chat_id=AIGERIM, message_id=message, reply_markup=other)
    tap = await tapped(sandbox, bot, message, "check", wait=0)
    assert tap.query["data"] == "check"
    assert tap.query["message"]["reply_markup"] == other
    await tap.task
    with pytest.raises(SandboxError, match="has no button 'Check'; there are: 'Done'"):
        await sandbox.tap(AIGERIM, AIGERIM, message, "Check")


async def test_nobody_presses_buttons_in_chats_of_others(sandbox: Sandbox, bot: Bot) -> None:
    message = await bot.send(reply_markup=KEYBOARD)
    with pytest.raises(SandboxError, match="is not in chat"):
        await sandbox.tap(DANIYAR, AIGERIM, message, "Check")
