"""Updates: their shapes, their order, polling."""

import asyncio

from sandbox.client import Sandbox
from tests.sandbox.telegram.conftest import AIGERIM, Bot, png


async def test_a_command_is_marked_in_utf16(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.send(AIGERIM, "😀 /invoice@tolem_demo_bot 5000")
    message = (await bot.updates())[0]["message"]
    assert message["entities"] == [{"type": "bot_command", "offset": 3, "length": 23}]
    assert message["from"]["language_code"] == "ru"
    assert message["chat"] == {"id": AIGERIM, "first_name": "Айгерим", "type": "private"}


async def test_start_carries_its_payload(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.start(AIGERIM, "inv_abc-1")
    assert (await bot.updates())[0]["message"]["text"] == "/start inv_abc-1"


async def test_an_offset_confirms_what_is_below_it(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.send(AIGERIM, "1")
    await sandbox.send(AIGERIM, "2")
    first, second = await bot("getUpdates")
    assert second["update_id"] == first["update_id"] + 1
    assert await bot("getUpdates") == [first, second]
    assert await bot("getUpdates", offset=second["update_id"]) == [second]
    assert await bot("getUpdates", offset=0) == [second]
    assert await bot("getUpdates", offset=second["update_id"] + 1) == []


async def test_a_negative_offset_keeps_the_last_ones(sandbox: Sandbox, bot: Bot) -> None:
    for text in "123":
        await sandbox.send(AIGERIM, text)
    assert [u["message"]["text"] for u in await bot("getUpdates", offset=-1)] == ["3"]
    assert [u["message"]["text"] for u in await bot("getUpdates")] == ["3"]


async def test_a_limit_is_kept(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.send(AIGERIM, "1")
    await sandbox.send(AIGERIM, "2")
    assert [u["message"]["text"] for u in await bot("getUpdates", limit=1)] == ["1"]


async def test_a_long_poll_ends_with_the_first_update(sandbox: Sandbox, bot: Bot) -> None:
    poll = asyncio.create_task(bot("getUpdates", timeout=30))
    await sandbox.send(AIGERIM, "Here")
    assert [u["message"]["text"] for u in await poll] == ["Here"]


async def test_a_second_poll_ends_the_first(sandbox: Sandbox, bot: Bot) -> None:
    first = asyncio.create_task(bot.refused("getUpdates", timeout=30))
    while not first.done():
        await bot("getUpdates", timeout=0)
    refusal = await first
    assert refusal.code == 409
    assert refusal.description == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


async def test_only_allowed_kinds_arrive_and_the_wish_is_kept(sandbox: Sandbox, bot: Bot) -> None:
    await bot("getUpdates", allowed_updates=["callback_query"])
    await sandbox.send(AIGERIM, "Unheard")
    assert await bot("getUpdates") == []
    await bot("getUpdates", allowed_updates=[])
    await sandbox.send(AIGERIM, "Heard")
    assert [u["message"]["text"] for u in await bot("getUpdates")] == ["Heard"]


async def test_updates_are_kept_for_a_day(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.send(AIGERIM, "Old")
    await sandbox.move_clock(25 * 3600)
    assert await bot("getUpdates") == []


async def test_dates_follow_the_sandbox_clock(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.move_clock(86_400)
    now = await sandbox.clock()
    sent = await bot("sendMessage", chat_id=AIGERIM, text="x")
    assert abs(sent["date"] - now.timestamp()) < 5


async def test_an_edit_of_a_person_arrives(sandbox: Sandbox, bot: Bot) -> None:
    message = (await sandbox.send(AIGERIM, "5000"))["message_id"]
    await sandbox.edit(AIGERIM, AIGERIM, message, "6000")
    edited = (await bot.updates())[1]["edited_message"]
    assert (edited["text"], "edit_date" in edited) == ("6000", True)


async def test_contacts_stickers_and_pictures_arrive(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.send_contact(AIGERIM, "+77071234567")
    await sandbox.send_contact(AIGERIM, "+77010000001", user_id=0, first_name="Мама")
    await sandbox.send_sticker(AIGERIM)
    await sandbox.send_photo(AIGERIM, png())
    own, other, sticker, picture = (update["message"] for update in await bot.updates())
    assert own["contact"] == {"phone_number": "+77071234567", "first_name": "Айгерим", "user_id": AIGERIM}
    assert "user_id" not in other["contact"]
    assert sticker["sticker"]["emoji"]
    assert picture["photo"]


async def test_any_update_can_be_handed_in_even_an_old_one(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.send(AIGERIM, "1")
    seen = (await bot.updates())[0]
    await sandbox.raw_update(seen)
    await sandbox.raw_update({"message": "unreadable"})
    again, unreadable = await bot("getUpdates", offset=seen["update_id"] + 1)
    assert again == seen
    assert unreadable["message"] == "unreadable"
    assert await bot("getUpdates") == []


async def test_a_reset_forgets_people_but_goes_on_counting(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.send(AIGERIM, "1")
    last = (await bot.updates())[-1]
    await sandbox.reset()
    assert await sandbox.messages(AIGERIM) == []
    await sandbox.start(AIGERIM)
    update = (await bot.updates())[0]
    assert update["update_id"] > last["update_id"]
    assert update["message"]["message_id"] > last["message"]["message_id"]
