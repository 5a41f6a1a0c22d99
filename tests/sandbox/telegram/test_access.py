"""Whom a bot may write to."""

from sandbox.client import Sandbox
from tests.sandbox.telegram.conftest import AIGERIM, DANIYAR, Bot

GROUP = -5001
SUPERGROUP = -1001000000001


async def test_a_wrong_token_is_unauthorized(sandbox: Sandbox, bot: Bot) -> None:
    async with bot._http.get(f"{sandbox.base_url}/bot1:wrong/getMe") as answer:
        assert answer.status == 401
        assert await answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_with_another_token_the_bot_stays_the_same_and_the_old_one_is_over(
    sandbox: Sandbox, bot: Bot
) -> None:
    await sandbox.send(AIGERIM, "Is anybody there?")
    token = await sandbox.revoke_token()
    assert (await bot.refused("getUpdates")).code == 401
    async with bot._http.get(f"{sandbox.base_url}/bot{token}/getUpdates") as answer:
        (update,) = (await answer.json())["result"]
        assert update["message"]["text"] == "Is anybody there?"
    async with bot._http.get(f"{sandbox.base_url}/bot{token}/getMe") as answer:
        assert (await answer.json())["result"]["username"] == "tolem_demo_bot"


async def test_an_unknown_method_is_not_found(bot: Bot) -> None:
    refusal = await bot.refused("sendCoffee")
    assert (refusal.code, refusal.description) == (404, "Not Found")


async def test_methods_are_found_whatever_their_case(bot: Bot) -> None:
    assert (await bot("GETME"))["username"] == "tolem_demo_bot"


async def test_somebody_the_bot_never_met_is_no_chat(bot: Bot) -> None:
    refusal = await bot.refused("sendMessage", chat_id=DANIYAR, text="Hi")
    assert refusal.description == "Bad Request: chat not found"


async def test_a_bot_cannot_write_first(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.group(GROUP, "Market", [DANIYAR])
    refusal = await bot.refused("sendMessage", chat_id=DANIYAR, text="Hi")
    assert refusal.code == 403
    assert refusal.description == "Forbidden: bot can't initiate conversation with a user"


async def test_who_pressed_start_another_day_is_written_to_and_nobody_was_told_of_it(
    sandbox: Sandbox, bot: Bot
) -> None:
    await sandbox.person(701, "Асель", "kk", started=True)
    await bot("sendMessage", chat_id=701, text="Hi")
    assert [update for update in await bot("getUpdates") if "701" in str(update)] == []
    await sandbox.person(701, "Асель", "ru")
    await bot("sendMessage", chat_id=701, text="Hi again")


async def test_who_blocked_the_bot_is_not_reached(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.block(AIGERIM)
    refusal = await bot.refused("sendMessage", chat_id=AIGERIM, text="Hi")
    assert (refusal.code, refusal.description) == (403, "Forbidden: bot was blocked by the user")


async def test_blocking_is_told_and_start_unblocks(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.block(AIGERIM)
    await sandbox.start(AIGERIM)
    updates = await bot.updates()
    statuses = [u["my_chat_member"]["new_chat_member"]["status"] for u in updates if "my_chat_member" in u]
    assert statuses == ["kicked", "member"]
    assert await bot.send("Welcome back")


async def test_a_bot_thrown_out_of_a_group_hears_so(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.group(GROUP, "Market", [AIGERIM], supergroup=False)
    await sandbox.kick(GROUP)
    refusal = await bot.refused("sendMessage", chat_id=GROUP, text="Hi")
    assert (refusal.code, refusal.description) == (403, "Forbidden: bot was kicked from the group chat")


async def test_a_bot_that_left_is_no_member(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.group(SUPERGROUP, "Market", [AIGERIM])
    await bot("leaveChat", chat_id=SUPERGROUP)
    refusal = await bot.refused("sendMessage", chat_id=SUPERGROUP, text="Hi")
    assert refusal.description == "Forbidden: bot is not a member of the supergroup chat"


async def test_a_group_that_moved_says_where_to(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.group(GROUP, "Market", [AIGERIM], supergroup=False)
    await bot.updates()
    await sandbox.upgrade_group(GROUP, SUPERGROUP)
    refusal = await bot.refused("sendMessage", chat_id=GROUP, text="Hi")
    assert refusal.description == "Bad Request: group chat was upgraded to a supergroup chat"
    assert refusal.parameters == {"migrate_to_chat_id": SUPERGROUP}
    old, new = (update["message"] for update in await bot.updates())
    assert (old["chat"]["id"], old["migrate_to_chat_id"]) == (GROUP, SUPERGROUP)
    assert (new["chat"]["id"], new["migrate_from_chat_id"]) == (SUPERGROUP, GROUP)


async def test_messages_of_a_group_that_moved_cannot_be_edited(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.group(GROUP, "Market", [AIGERIM], supergroup=False)
    message = await bot.send(chat_id=GROUP)
    await sandbox.upgrade_group(GROUP, SUPERGROUP)
    refusal = await bot.refused("editMessageText", chat_id=GROUP, message_id=message, text="New")
    assert refusal.parameters == {"migrate_to_chat_id": SUPERGROUP}


async def test_an_unknown_topic_is_refused(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.group(SUPERGROUP, "Forum", [AIGERIM], forum=True)
    refusal = await bot.refused("sendMessage", chat_id=SUPERGROUP, text="Hi", message_thread_id=77)
    assert refusal.description == "Bad Request: message thread not found"


async def test_a_topic_takes_messages_and_answers_stay_in_it(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.group(SUPERGROUP, "Forum", [AIGERIM], forum=True)
    thread = await sandbox.topic(SUPERGROUP, "Orders")
    sent = await bot("sendMessage", chat_id=SUPERGROUP, text="Hi", message_thread_id=thread)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    answer = {"message_id": sent["message_id"]}
    reply = await bot("sendMessage", chat_id=SUPERGROUP, text="And", reply_parameters=answer)
    assert reply["message_thread_id"] == thread


async def test_getting_a_chat_and_its_members(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.group(GROUP, "Market", [AIGERIM])
    assert (await bot("getChat", chat_id=GROUP))["title"] == "Market"
    assert (await bot("getChatMember", chat_id=GROUP, user_id=AIGERIM))["status"] == "administrator"
    assert (await bot("getChatMember", chat_id=GROUP, user_id=DANIYAR))["status"] == "left"
