"""Keyboards that Telegram doesn't take."""

from typing import Any

import pytest

from sandbox.client import Sandbox
from tests.sandbox.telegram.conftest import AIGERIM, Bot

GROUP = -5001


def inline(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


UNPARSED = "can't parse inline keyboard button"


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": "ә" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "x"}, f"{UNPARSED}: Text buttons are unallowed in the inline keyboard"),
        ({"text": "", "callback_data": "x"}, f"{UNPARSED}: inline keyboard button text must be non-empty"),
        (
            {"text": "x", "callback_data": "x", "url": "https://e.kz"},
            f"{UNPARSED}: more than one button type: callback_data, url",
        ),
        (
            {"text": "x", "url": "http://localhost/"},
            "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "x", "url": "halykbank://pay"},
            "inline keyboard button URL 'halykbank://pay' is invalid: Unsupported URL protocol",
        ),
        ({"text": "x", "copy_text": {"text": "a" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "x", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
        (
            {"text": "x", "callback_data": "x", "style": "green"},
            "can't parse inline keyboard button: invalid button style specified",
        ),
    ],
)
async def test_wrong_buttons_are_refused(bot: Bot, button: dict[str, Any], why: str) -> None:
    refusal = await bot.refused("sendMessage", chat_id=AIGERIM, text="x", reply_markup=inline(button))
    assert refusal.description == f"Bad Request: {why}"


@pytest.mark.parametrize(
    "button",
    [
        {"text": "x", "callback_data": "a" * 64, "style": "success"},
        {"text": "x", "url": "http://127.0.0.1:8081/halyk/app"},
        {"text": "x", "url": "https://t.me/share/url?url=https%3A%2F%2Ft.me"},
        {"text": "x", "url": "tg://resolve?domain=tolem"},
        {"text": "x", "copy_text": {"text": "a" * 256}},
        {"text": "x", "switch_inline_query": ""},
    ],
)
async def test_right_buttons_are_taken(bot: Bot, button: dict[str, Any]) -> None:
    sent = await bot("sendMessage", chat_id=AIGERIM, text="x", reply_markup=inline(button))
    assert sent["reply_markup"] == inline(button)


async def test_nine_buttons_in_a_row_are_too_many(bot: Bot) -> None:
    buttons = [{"text": str(n), "callback_data": str(n)} for n in range(9)]
    refusal = await bot.refused("sendMessage", chat_id=AIGERIM, text="x", reply_markup=inline(*buttons))
    assert refusal.description == "Bad Request: reply markup is too long"


async def test_101_buttons_are_too_many(bot: Bot) -> None:
    rows = [[{"text": str(n), "callback_data": str(n)}] for n in range(101)]
    refusal = await bot.refused(
        "sendMessage", chat_id=AIGERIM, text="x", reply_markup={"inline_keyboard": rows}
    )
    assert refusal.description == "Bad Request: reply markup is too long"


async def test_a_phone_is_not_asked_for_in_a_group(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.group(GROUP, "Market", [AIGERIM])
    keyboard = {"keyboard": [[{"text": "My phone", "request_contact": True}]]}
    refusal = await bot.refused("sendMessage", chat_id=GROUP, text="x", reply_markup=keyboard)
    assert refusal.description == "Bad Request: phone number can be requested in private chats only"


async def test_a_reply_keyboard_is_no_part_of_the_message_but_people_see_it(
    sandbox: Sandbox, bot: Bot
) -> None:
    keyboard = {"keyboard": [[{"text": "My phone", "request_contact": True}]], "resize_keyboard": True}
    sent = await bot("sendMessage", chat_id=AIGERIM, text="x", reply_markup=keyboard)
    assert "reply_markup" not in sent
    assert (await sandbox.messages(AIGERIM))[-1]["reply_keyboard"] == keyboard
