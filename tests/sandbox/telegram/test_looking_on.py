"""The people's client: waiting, menus of errors, the clock."""

import asyncio

import pytest

from sandbox.client import Sandbox, SandboxError
from tests.sandbox.telegram.conftest import AIGERIM, DANIYAR, Bot
from tests.support import PATIENCE


async def test_waiting_ends_when_the_chat_gets_there(sandbox: Sandbox, bot: Bot) -> None:
    waiting = asyncio.create_task(
        sandbox.wait_for(
            AIGERIM, lambda messages: next((m for m in messages if m.get("text") == "Paid"), None)
        )
    )
    await bot.send("Waiting")
    await bot.send("Paid")
    assert (await waiting)["text"] == "Paid"


async def test_waiting_in_vain_shows_the_chat(sandbox: Sandbox, bot: Bot) -> None:
    await bot.send("Waiting", reply_markup={"inline_keyboard": [[{"text": "Check", "callback_data": "c"}]]})
    with pytest.raises(TimeoutError, match=r"Tolem: Waiting \[Check\]"):
        await sandbox.wait_for(AIGERIM, lambda _: None, timeout=0.5)


async def test_who_waits_for_one_chat_is_not_disturbed_by_another(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.person(DANIYAR, "Daniyar")
    await sandbox.start(DANIYAR)
    seen = (await sandbox._get("/sandbox/telegram/messages", chat=AIGERIM))["version"]
    here = {"chat": AIGERIM, "since": seen, "wait": 30}
    waiting = asyncio.create_task(sandbox._get("/sandbox/telegram/messages", **here))
    await bot.send("Elsewhere", chat_id=DANIYAR)
    await sandbox.delete(DANIYAR, await bot.send("Gone", chat_id=DANIYAR))
    await sandbox.wait_for(DANIYAR, lambda messages: messages[-1]["deleted"])
    assert not waiting.done()
    await bot.send("Here")
    assert (await waiting)["messages"][-1]["text"] == "Here"


@pytest.mark.parametrize("what", ["edits", "deletes", "types"])
async def test_who_waits_for_a_chat_sees_whatever_changes_in_it(
    sandbox: Sandbox, bot: Bot, what: str
) -> None:
    number = await bot.send("First")
    seen = (await sandbox._get("/sandbox/telegram/messages", chat=AIGERIM))["version"]
    changes = {
        "edits": ("editMessageText", {"message_id": number, "text": "Second"}),
        "deletes": ("deleteMessage", {"message_id": number}),
        "types": ("sendChatAction", {"action": "typing"}),
    }
    method, params = changes[what]
    await bot(method, chat_id=AIGERIM, **params)
    async with asyncio.timeout(PATIENCE):
        answer = await sandbox._get("/sandbox/telegram/messages", chat=AIGERIM, since=seen, wait=30)
    assert answer["version"] > seen


async def test_what_cannot_be_done_is_said(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError, match="there is no person 999"):
        await sandbox.send(999, "x")
    with pytest.raises(SandboxError, match="no trouble called 'flood'"):
        await sandbox.trouble("flood")
    with pytest.raises(SandboxError, match="payload"):
        await sandbox.start(AIGERIM, "with spaces")


async def test_the_bank_is_at_hand_and_is_reset_too(sandbox: Sandbox) -> None:
    assert (await sandbox.halyk("books"))["ok"]
    await sandbox.move_clock(60)
    await sandbox.reset()
    assert (await sandbox._get("/sandbox/clock"))["offset"] == 0


async def test_the_clock_is_watched(sandbox: Sandbox) -> None:
    watching = asyncio.create_task(sandbox._get("/sandbox/clock", since=0, wait=30))
    await sandbox.move_clock(1200)
    assert (await watching)["offset"] == 1200


async def test_the_page_and_its_stream_are_served(sandbox: Sandbox, bot: Bot) -> None:
    async with bot._http.get(f"{sandbox.base_url}/") as page:
        assert (page.status, page.content_type) == (200, "text/html")
    async with bot._http.get(f"{sandbox.base_url}/sandbox/page/stream", params={"chats": "501"}) as stream:
        assert stream.content_type == "text/event-stream"
        assert b'"/start"' in await stream.content.readline()
