"""Answers to taps and to inline queries."""

import re
from datetime import timedelta
from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.inline import checked_results
from sandbox.telegram.params import Params
from sandbox.telegram.utf16 import utf16_length
from sandbox.telegram.world import World

MAX_TOAST = 200
CACHE_TIME = 300  # seconds that Telegram itself repeats an inline answer, unless told otherwise
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


async def answer_callback_query(world: World, params: Params) -> bool:
    text, url = params.text("text"), params.text("url")
    if utf16_length(text) > MAX_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    if url and not _opens_this_bot(url, world.bot["username"]):
        raise bad_request("URL_INVALID")
    answer = {"text": text, "show_alert": params.flag("show_alert"), "url": url or None}
    world.queries.answer(params.text("callback_query_id"), answer)
    world.changes.note()
    return True


async def answer_inline_query(world: World, params: Params) -> bool:
    results = checked_results(params.json("results"))
    answer = {"results": results, "button": _button(params.json("button"))}
    query = world.queries.answer(params.text("inline_query_id"), answer)
    keeps = timedelta(seconds=params.integer("cache_time", CACHE_TIME))
    world.inline_cache.keep(query, answer, keeps, personal=params.flag("is_personal"))
    return True


def _opens_this_bot(url: str, username: str) -> bool:
    """Only links like `t.me/your_bot?start=…` are opened from a tap; the bot has no games."""
    pattern = rf"(?:https?://)?(?:t|telegram)\.me/{re.escape(username)}\?start=[A-Za-z0-9_-]{{1,64}}"
    return re.fullmatch(pattern, url, re.IGNORECASE) is not None


def _button(button: Any) -> dict[str, Any] | None:
    if button is None:
        return None
    if not isinstance(button, dict) or not button.get("text"):
        raise bad_request("can't parse inline query results button: text must be non-empty")
    parameter = button.get("start_parameter")
    if parameter is None and not button.get("web_app"):
        raise bad_request("can't parse inline query results button: unsupported button type")
    if parameter is not None and not START_PARAMETER.fullmatch(str(parameter)):
        raise bad_request("START_PARAM_INVALID")
    return button


METHODS = {"answerCallbackQuery": answer_callback_query, "answerInlineQuery": answer_inline_query}
