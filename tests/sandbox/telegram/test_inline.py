"""Inline mode: `@bot 5000 Coffee` in a chat of two people."""

import asyncio
from typing import Any

import pytest

from sandbox.client import Sandbox, SandboxError
from tests.sandbox.telegram.conftest import AIGERIM, DANIYAR, Bot

RESULT = {
    "type": "article",
    "id": "draft-1",
    "title": "5 000 ₸ · Coffee",
    "input_message_content": {"message_text": "<b>5 000 ₸</b>", "parse_mode": "HTML"},
    "reply_markup": {"inline_keyboard": [[{"text": "Show QR", "callback_data": "qr"}]]},
}


async def offered(sandbox: Sandbox, bot: Bot, results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    talk = await sandbox.talk(AIGERIM, DANIYAR)
    typing = asyncio.create_task(sandbox.inline(AIGERIM, "5000 Coffee", chat=talk))
    query = (await bot.updates(timeout=10))[0]["inline_query"]
    assert (query["query"], query["chat_type"]) == ("5000 Coffee", "private")
    await bot("answerInlineQuery", inline_query_id=query["id"], results=results, cache_time=0)
    return list((await typing)["results"])


async def chosen(sandbox: Sandbox, bot: Bot, result: dict[str, Any] = RESULT) -> str:
    """The address of an inline card in the talk."""
    results = await offered(sandbox, bot, [result])
    await sandbox.choose(AIGERIM, await sandbox.talk(AIGERIM, DANIYAR), results[0], query="5000 Coffee")
    return str((await bot.updates())[0]["chosen_inline_result"]["inline_message_id"])


async def test_a_chosen_result_becomes_a_message_via_the_bot(sandbox: Sandbox, bot: Bot) -> None:
    inline_id = await chosen(sandbox, bot)
    message = (await sandbox.messages(await sandbox.talk(AIGERIM, DANIYAR)))[-1]
    assert message["via_bot"]["username"] == "tolem_demo_bot"
    assert message["text"] == "5 000 ₸"
    assert message["inline_message_id"] == inline_id


async def test_a_result_without_buttons_has_no_address(sandbox: Sandbox, bot: Bot) -> None:
    results = await offered(sandbox, bot, [{**RESULT, "reply_markup": None}])
    await sandbox.choose(AIGERIM, await sandbox.talk(AIGERIM, DANIYAR), results[0])
    assert "inline_message_id" not in (await bot.updates())[0]["chosen_inline_result"]


async def test_without_feedback_the_choice_is_not_told(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.inline_feedback(on=False)
    results = await offered(sandbox, bot, [RESULT])
    await sandbox.choose(AIGERIM, await sandbox.talk(AIGERIM, DANIYAR), results[0])
    assert await bot.updates() == []


async def test_a_tap_on_an_inline_card_names_no_chat(sandbox: Sandbox, bot: Bot) -> None:
    inline_id = await chosen(sandbox, bot)
    talk = await sandbox.talk(AIGERIM, DANIYAR)
    message = (await sandbox.messages(talk))[-1]["message_id"]
    await sandbox.tap(DANIYAR, talk, message, "Show QR", wait=0)
    query = (await bot.updates())[0]["callback_query"]
    assert query["inline_message_id"] == inline_id
    assert "message" not in query


async def test_an_inline_card_is_edited_by_its_address_and_becomes_a_photo_by_file_id(
    sandbox: Sandbox, bot: Bot
) -> None:
    inline_id = await chosen(sandbox, bot)
    file_id = (await bot.send_photo())["photo"][-1]["file_id"]
    media = {"type": "photo", "media": file_id, "caption": "QR"}
    assert await bot("editMessageMedia", inline_message_id=inline_id, media=media) is True
    assert (await sandbox.messages(await sandbox.talk(AIGERIM, DANIYAR)))[-1]["caption"] == "QR"
    refusal = await bot.refused("editMessageText", inline_message_id=inline_id, text="back")
    assert refusal.description == "Bad Request: there is no text in the message to edit"


async def test_an_inline_card_takes_no_upload(sandbox: Sandbox, bot: Bot) -> None:
    inline_id = await chosen(sandbox, bot)
    media = {"type": "photo", "media": "attach://qr"}
    refusal = await bot.refused("editMessageMedia", inline_message_id=inline_id, media=media)
    assert refusal.description == "Bad Request: invalid message content specified"


async def test_a_deleted_inline_card_is_gone(sandbox: Sandbox, bot: Bot) -> None:
    inline_id = await chosen(sandbox, bot)
    talk = await sandbox.talk(AIGERIM, DANIYAR)
    await sandbox.delete(talk, (await sandbox.messages(talk))[-1]["message_id"])
    refusal = await bot.refused("editMessageText", inline_message_id=inline_id, text="x")
    assert refusal.description == "Bad Request: MESSAGE_ID_INVALID"


async def test_a_made_up_address_is_refused(bot: Bot) -> None:
    refusal = await bot.refused("editMessageText", inline_message_id="abc", text="x")
    assert refusal.description == "Bad Request: invalid inline message identifier specified"


async def test_the_bot_cannot_write_into_a_talk_of_others(sandbox: Sandbox, bot: Bot) -> None:
    talk = await sandbox.talk(AIGERIM, DANIYAR)
    refusal = await bot.refused("sendMessage", chat_id=talk, text="x")
    assert refusal.description == "Bad Request: chat not found"


@pytest.mark.parametrize(
    ("results", "why"),
    [
        ([{**RESULT, "id": str(n)} for n in range(51)], "RESULTS_TOO_MUCH"),
        ([RESULT, RESULT], "RESULT_ID_DUPLICATE"),
        ([{**RESULT, "id": "a" * 65}], "RESULT_ID_INVALID"),
        ([{**RESULT, "title": ""}], "ARTICLE_TITLE_EMPTY"),
        ([{**RESULT, "input_message_content": {"message_text": ""}}], "message text is empty"),
    ],
)
async def test_wrong_results_are_refused(bot: Bot, results: list[dict[str, Any]], why: str) -> None:
    refusal = await bot.refused("answerInlineQuery", inline_query_id="1", results=results)
    assert refusal.description == f"Bad Request: {why}"


@pytest.mark.parametrize(("cache_time", "asked_again"), [(0, True), (None, False)])
async def test_telegram_itself_repeats_an_answer_that_may_be_cached(
    sandbox: Sandbox, bot: Bot, cache_time: int | None, asked_again: bool
) -> None:
    typing = asyncio.create_task(sandbox.inline(AIGERIM, "5000"))
    query = (await bot.updates(timeout=10))[0]["inline_query"]
    await bot("answerInlineQuery", inline_query_id=query["id"], results=[RESULT], cache_time=cache_time)
    await typing
    again = await sandbox.inline(DANIYAR, "5000", wait=0)
    assert bool(await bot.updates()) == asked_again
    assert bool(again["results"]) != asked_again


async def test_an_inline_query_grows_too_old(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.inline(AIGERIM, "5000", wait=0)
    query = (await bot.updates())[0]["inline_query"]
    await sandbox.move_clock(16)
    refusal = await bot.refused("answerInlineQuery", inline_query_id=query["id"], results=[])
    assert refusal.description.startswith("Bad Request: query is too old")


async def test_what_is_typed_is_cut_at_256_units(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.inline(AIGERIM, "5000 " + "😀" * 200, wait=0)
    query = (await bot.updates())[0]["inline_query"]["query"]
    assert query == "5000 " + "😀" * 125


async def test_a_card_stands_in_a_group_where_the_bot_is_not(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.group(-1009, "Friends", [AIGERIM, DANIYAR])
    await sandbox.kick(-1009)
    await bot.updates()
    await sandbox.choose(AIGERIM, -1009, RESULT)
    (told,) = await bot.updates()
    where = told["chosen_inline_result"]["inline_message_id"]
    assert await bot("editMessageText", inline_message_id=where, text="paid") is True
    assert (await sandbox.messages(-1009))[-1]["text"] == "paid"


async def test_in_a_channel_only_its_writer_sends_a_card_and_everybody_taps(
    sandbox: Sandbox, bot: Bot
) -> None:
    await sandbox.channel(-1008, "News", [AIGERIM, DANIYAR])
    await sandbox.inline(AIGERIM, "5000", chat=-1008, wait=0)
    assert (await bot.updates())[0]["inline_query"]["chat_type"] == "channel"
    with pytest.raises(SandboxError, match="only reads"):
        await sandbox.choose(DANIYAR, -1008, RESULT)
    message = await sandbox.choose(AIGERIM, -1008, RESULT)
    await bot.updates()
    await sandbox.tap(DANIYAR, -1008, message["message_id"], "Show QR", wait=0)
    assert (await bot.updates())[0]["callback_query"]["from"]["id"] == DANIYAR
    refusal = await bot.refused("sendMessage", chat_id=-1008, text="x")
    assert refusal.description == "Bad Request: chat not found"
