"""Whom the bot listens to."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import addressed_to_us

BOT = 77
OTHER_BOT = 78
PERSON = {"id": 5, "is_bot": False, "first_name": "A"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
GROUP = {"id": -100, "type": "supergroup", "title": "G"}
PRIVATE = {"id": 5, "type": "private"}


def said(text: str | None = None, chat: dict[str, Any] = GROUP, **more: Any) -> dict[str, Any]:
    """An update with a message."""
    message = {"message_id": 1, "chat": chat, "from": PERSON, **more}
    if text is not None:
        message["text"] = text
    return {"update_id": 1, "message": message}


def ours(update: dict[str, Any]) -> bool:
    return addressed_to_us(update, BOT, "Dana_bot")


@pytest.mark.parametrize("kind", ["callback_query", "inline_query", "chosen_inline_result", "my_chat_member"])
def test_taps_queries_and_our_own_membership_are_ours(kind: str) -> None:
    assert ours({"update_id": 1, kind: {"from": PERSON}})


def test_everything_in_a_private_chat_is_ours() -> None:
    assert ours(said("hello", PRIVATE))
    assert ours(said(None, PRIVATE, sticker={}))
    edited = {"update_id": 1, "edited_message": said("hello", PRIVATE)["message"]}
    assert ours(edited)


@pytest.mark.parametrize(
    "text",
    [
        "/invoice@Dana_bot 5000 Coffee",
        "/INVOICE@dana_BOT",
        "/help@dana_bot",
        "/invoice 5000 Coffee",
        "/invoice",
        "/invoices",
        "@dana_bot 5000 Coffee",
    ],
)
def test_in_a_group_our_commands_and_our_name_are_ours(text: str) -> None:
    assert ours(said(text))


@pytest.mark.parametrize(
    "text",
    [
        "5000 Coffee",
        "hello @dana_bot",
        "/invoice@other_bot 5000",
        "/help",
        "/start",
        "/invoicex",
        "/invoice@dana_bot2",
        "@dana_bot2 5000",
        "",
    ],
)
def test_in_a_group_the_rest_is_dropped(text: str) -> None:
    assert not ours(said(text))


def test_a_reply_to_us_is_ours_unless_it_is_a_command_for_another_bot() -> None:
    to_us = {"reply_to_message": {"from": {"id": BOT}}}
    assert ours(said("5000 Coffee", **to_us))
    assert ours(said(None, sticker={}, **to_us))
    assert not ours(said("/stats@other_bot", **to_us))
    assert not ours(said("5000 Coffee", reply_to_message={"from": {"id": OTHER_BOT}}))


def test_anonymous_admins_are_heard_and_other_bots_are_not() -> None:
    assert ours(said("/invoice@dana_bot 5", **{"from": ANONYMOUS}, sender_chat=GROUP))
    robot = {"id": OTHER_BOT, "is_bot": True, "first_name": "R"}
    assert not ours(said("/invoice@dana_bot 5", **{"from": robot}))
    assert not ours(said("hello", PRIVATE, **{"from": robot}))


def test_a_group_that_moves_is_heard() -> None:
    assert ours(said(migrate_to_chat_id=-200))
    assert ours(said(migrate_from_chat_id=-200))


def test_edits_in_groups_what_came_through_inline_mode_and_channels_are_dropped() -> None:
    assert not ours({"update_id": 1, "edited_message": said("/invoice@dana_bot 5")["message"]})
    assert not ours(said("/invoice@dana_bot 5", via_bot={"id": BOT}))
    assert not ours(said("/invoice@dana_bot 5", {"id": -1, "type": "channel"}))
    assert not ours({"update_id": 1, "channel_post": {}})
    assert not ours(said("/invoice@dana_bot 5", is_automatic_forward=True))


@given(st.text(max_size=60))
def test_any_text_gets_a_yes_or_a_no(text: str) -> None:
    assert ours(said(text)) in {True, False}
