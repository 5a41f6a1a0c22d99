"""Privacy mode: what a bot hears in groups."""

import pytest

from sandbox.client import Sandbox
from tests.sandbox.telegram.conftest import AIGERIM, DANIYAR, Bot

GROUP = -1001000000001


@pytest.fixture
async def group(sandbox: Sandbox, bot: Bot) -> int:
    await sandbox.group(GROUP, "Market", [AIGERIM, DANIYAR])
    await bot.updates()
    return GROUP


async def heard(bot: Bot) -> list[str]:
    return [update["message"].get("text", "") for update in await bot.updates()]


async def test_being_added_is_told(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.group(GROUP, "Market", [AIGERIM])
    member, message = await bot.updates()
    assert member["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert message["message"]["new_chat_members"][0]["username"] == "tolem_demo_bot"


async def test_talk_of_others_is_not_heard(sandbox: Sandbox, bot: Bot, group: int) -> None:
    await sandbox.send(DANIYAR, "5000 Coffee", chat=group)
    await sandbox.send(DANIYAR, "@tolem_demo_bot hello", chat=group)
    assert await heard(bot) == []


async def test_a_command_with_our_name_is_heard(sandbox: Sandbox, bot: Bot, group: int) -> None:
    await sandbox.send(DANIYAR, "/invoice@other_bot 5000", chat=group)
    await sandbox.send(DANIYAR, "/invoice@Tolem_Demo_Bot 5000", chat=group)
    assert await heard(bot) == ["/invoice@Tolem_Demo_Bot 5000"]


async def test_a_bare_command_is_heard_only_after_our_own_words(
    sandbox: Sandbox, bot: Bot, group: int
) -> None:
    await sandbox.send(DANIYAR, "/invoice 1", chat=group)
    await bot.send(chat_id=group)
    await sandbox.send(DANIYAR, "/invoice 2", chat=group)
    await sandbox.other_bot_speaks(group)
    await sandbox.send(DANIYAR, "/invoice 3", chat=group)
    assert await heard(bot) == ["/invoice 2"]


async def test_an_answer_to_us_is_heard(sandbox: Sandbox, bot: Bot, group: int) -> None:
    message = await bot.send("How much?", chat_id=group)
    await sandbox.send(DANIYAR, "5000", chat=group, reply_to=message)
    update = (await bot.updates())[0]
    assert update["message"]["text"] == "5000"
    assert update["message"]["reply_to_message"]["message_id"] == message


async def test_an_admin_hears_everything(sandbox: Sandbox, bot: Bot, group: int) -> None:
    await sandbox.add_bot(group, admin=True)
    await bot.updates()
    await sandbox.send(DANIYAR, "5000 Coffee", chat=group)
    assert await heard(bot) == ["5000 Coffee"]


async def test_an_anonymous_admin_writes_as_the_group(sandbox: Sandbox, bot: Bot, group: int) -> None:
    await sandbox.send(AIGERIM, "/invoice@tolem_demo_bot 1", chat=group, anonymous=True)
    message = (await bot.updates())[0]["message"]
    assert message["from"]["username"] == "GroupAnonymousBot"
    assert message["sender_chat"]["id"] == group


async def test_a_forwarded_card_keeps_buttons_only_if_all_are_links(
    sandbox: Sandbox, bot: Bot, group: int
) -> None:
    link, tap = {"text": "Open", "url": "https://t.me/x"}, {"text": "Check", "callback_data": "c"}
    plain = await bot.send("Links", reply_markup={"inline_keyboard": [[link]]})
    mixed = await bot.send("Mixed", reply_markup={"inline_keyboard": [[link, tap]]})
    assert "reply_markup" in await sandbox.forward(AIGERIM, AIGERIM, plain, group)
    assert "reply_markup" not in await sandbox.forward(AIGERIM, AIGERIM, mixed, group)
