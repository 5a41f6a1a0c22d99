"""Texts: their lengths, their HTML, what they answer."""

import pytest

from sandbox.client import Sandbox
from tests.sandbox.telegram.conftest import AIGERIM, Bot


async def test_an_empty_text_is_refused(bot: Bot) -> None:
    refusal = await bot.refused("sendMessage", chat_id=AIGERIM, text="")
    assert refusal.description == "Bad Request: message text is empty"


async def test_a_blank_text_is_refused(bot: Bot) -> None:
    refusal = await bot.refused("sendMessage", chat_id=AIGERIM, text=" \n ")
    assert refusal.description == "Bad Request: text must be non-empty"


async def test_a_text_of_4097_is_too_long(bot: Bot) -> None:
    refusal = await bot.refused("sendMessage", chat_id=AIGERIM, text="a" * 4097)
    assert refusal.description == "Bad Request: message is too long"


async def test_tags_do_not_count(bot: Bot) -> None:
    assert await bot.send("<b>" + "a" * 4096 + "</b>", parse_mode="HTML")


async def test_a_caption_of_1025_is_too_long(bot: Bot) -> None:
    photo = await bot.send_photo()
    refusal = await bot.refused(
        "sendPhoto", chat_id=AIGERIM, photo=photo["photo"][0]["file_id"], caption="a" * 1025
    )
    assert refusal.description == "Bad Request: message caption is too long"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<b>Paid", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a <div>b</div>", 'Unsupported start tag "div" at byte offset 2'),
        ("5 < 6 and more", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<a href=x&y>z</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<b>Ә</u>", 'Unmatched end tag at byte offset 5, expected "</b>", found "</u>"'),
    ],
)
async def test_wrong_html_is_refused_in_telegrams_words(bot: Bot, text: str, why: str) -> None:
    refusal = await bot.refused("sendMessage", chat_id=AIGERIM, text=text, parse_mode="HTML")
    assert refusal.description == f"Bad Request: can't parse entities: {why}"


async def test_an_unknown_parse_mode_is_refused(bot: Bot) -> None:
    refusal = await bot.refused("sendMessage", chat_id=AIGERIM, text="x", parse_mode="Word")
    assert refusal.description == "Bad Request: unsupported parse_mode"


async def test_entities_are_counted_in_utf16(bot: Bot) -> None:
    text = '😀 <b>Paid</b> &lt;5&gt; <a href="https://t.me/x?start=1">card</a>'
    sent = await bot("sendMessage", chat_id=AIGERIM, text=text, parse_mode="HTML")
    assert sent["text"] == "😀 Paid <5> card"
    assert sent["entities"] == [
        {"type": "bold", "offset": 3, "length": 4},
        {"type": "text_link", "offset": 12, "length": 4, "url": "https://t.me/x?start=1"},
    ]


async def test_a_link_that_leads_nowhere_is_dropped_without_a_word(bot: Bot) -> None:
    text = '<a href="http://localhost/x">card</a>'
    sent = await bot("sendMessage", chat_id=AIGERIM, text=text, parse_mode="HTML")
    assert "entities" not in sent


async def test_blanks_around_a_text_are_cut_off(bot: Bot) -> None:
    sent = await bot("sendMessage", chat_id=AIGERIM, text="\n <b> x</b> \n", parse_mode="HTML")
    assert sent["text"] == "x"
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 1}]


async def test_an_answer_to_a_missing_message_is_refused(bot: Bot) -> None:
    refusal = await bot.refused(
        "sendMessage", chat_id=AIGERIM, text="x", reply_parameters={"message_id": 999}
    )
    assert refusal.description == "Bad Request: message to be replied not found"


async def test_an_answer_to_a_missing_message_passes_if_so_wished(bot: Bot) -> None:
    reply = {"message_id": 999, "allow_sending_without_reply": True}
    sent = await bot("sendMessage", chat_id=AIGERIM, text="x", reply_parameters=reply)
    assert "reply_to_message" not in sent


async def test_an_answer_shows_what_it_answers(sandbox: Sandbox, bot: Bot) -> None:
    asked = await sandbox.send(AIGERIM, "Coffee?")
    reply = {"message_id": asked["message_id"]}
    sent = await bot("sendMessage", chat_id=AIGERIM, text="Yes", reply_parameters=reply)
    assert sent["reply_to_message"]["text"] == "Coffee?"


async def test_an_unknown_action_is_refused(bot: Bot) -> None:
    refusal = await bot.refused("sendChatAction", chat_id=AIGERIM, action="dancing")
    assert refusal.description == "Bad Request: wrong parameter action in request"


async def test_silent_and_protected_messages_are_marked(sandbox: Sandbox, bot: Bot) -> None:
    await bot.send("Key", disable_notification=True, protect_content=True)
    last = (await sandbox.messages(AIGERIM))[-1]
    assert last["silent"]
    assert last["protected"]
    assert last["has_protected_content"]
