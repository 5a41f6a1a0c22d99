"""Edits, and what can't be edited or deleted."""

from sandbox.client import Sandbox
from tests.sandbox.telegram.conftest import AIGERIM, Bot, png

HOUR = 3600
BUTTON = {"inline_keyboard": [[{"text": "Check", "callback_data": "c"}]]}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


def photo(source: str, **more: str) -> dict[str, str]:
    return {"type": "photo", "media": source, **more}


async def test_the_same_again_is_not_modified(bot: Bot) -> None:
    message = await bot.send("<b>x</b>", parse_mode="HTML", reply_markup=BUTTON)
    refusal = await bot.refused(
        "editMessageText",
        chat_id=AIGERIM,
        message_id=message,
        text="<strong>x</strong>",
        parse_mode="HTML",
        reply_markup=BUTTON,
    )
    assert refusal.description == NOT_MODIFIED


async def test_a_keyboard_left_out_is_removed(sandbox: Sandbox, bot: Bot) -> None:
    message = await bot.send("x", reply_markup=BUTTON)
    edited = await bot("editMessageText", chat_id=AIGERIM, message_id=message, text="x")
    assert "reply_markup" not in edited
    assert (await sandbox.messages(AIGERIM))[-1]["edits"] == 1


async def test_the_same_picture_again_is_not_modified(bot: Bot) -> None:
    sent = await bot.send_photo(caption="QR")
    media = photo(sent["photo"][-1]["file_id"], caption="QR")
    refusal = await bot.refused(
        "editMessageMedia", chat_id=AIGERIM, message_id=sent["message_id"], media=media
    )
    assert refusal.description == NOT_MODIFIED


async def test_a_missing_message_is_not_found(bot: Bot) -> None:
    refusal = await bot.refused("editMessageText", chat_id=AIGERIM, message_id=999, text="x")
    assert refusal.description == "Bad Request: message to edit not found"


async def test_a_message_that_its_reader_deleted_is_not_found(sandbox: Sandbox, bot: Bot) -> None:
    message = await bot.send()
    await sandbox.delete(AIGERIM, message)
    refusal = await bot.refused("editMessageText", chat_id=AIGERIM, message_id=message, text="x")
    assert refusal.description == "Bad Request: message to edit not found"


async def test_a_message_must_be_named(bot: Bot) -> None:
    refusal = await bot.refused("editMessageText", chat_id=AIGERIM, text="x")
    assert refusal.description == "Bad Request: message identifier is not specified"


async def test_a_persons_message_cannot_be_edited(sandbox: Sandbox, bot: Bot) -> None:
    message = (await sandbox.send(AIGERIM, "x"))["message_id"]
    refusal = await bot.refused("editMessageText", chat_id=AIGERIM, message_id=message, text="y")
    assert refusal.description == "Bad Request: message can't be edited"


async def test_a_message_with_a_reply_keyboard_cannot_be_edited(bot: Bot) -> None:
    message = await bot.send(reply_markup={"keyboard": [[{"text": "1"}]]})
    refusal = await bot.refused("editMessageText", chat_id=AIGERIM, message_id=message, text="y")
    assert refusal.description == "Bad Request: message can't be edited"


async def test_a_text_becomes_a_photo(sandbox: Sandbox, bot: Bot) -> None:
    message = await bot.send("Preparing the QR…")
    media = '{"type": "photo", "media": "attach://qr", "caption": "<b>QR</b>", "parse_mode": "HTML"}'
    edited = await bot.upload(
        "editMessageMedia", {"qr": png()}, chat_id=AIGERIM, message_id=message, media=media
    )
    assert "text" not in edited
    assert edited["caption_entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert (await sandbox.messages(AIGERIM))[-1]["photo_url"]


async def test_a_photo_never_becomes_a_text(bot: Bot) -> None:
    sent = await bot.send_photo()
    refusal = await bot.refused("editMessageText", chat_id=AIGERIM, message_id=sent["message_id"], text="y")
    assert refusal.description == "Bad Request: there is no text in the message to edit"


async def test_a_text_has_no_caption(bot: Bot) -> None:
    message = await bot.send()
    refusal = await bot.refused("editMessageCaption", chat_id=AIGERIM, message_id=message, caption="y")
    assert refusal.description == "Bad Request: there is no caption in the message to edit"


async def test_edits_take_inline_keyboards_only(bot: Bot) -> None:
    message = await bot.send()
    refusal = await bot.refused(
        "editMessageReplyMarkup",
        chat_id=AIGERIM,
        message_id=message,
        reply_markup={"keyboard": [[{"text": "1"}]]},
    )
    assert refusal.description == "Bad Request: inline keyboard expected"


async def test_old_messages_are_edited_but_not_deleted(sandbox: Sandbox, bot: Bot) -> None:
    message = await bot.send()
    await sandbox.move_clock(49 * HOUR)
    assert await bot("editMessageText", chat_id=AIGERIM, message_id=message, text="Old")
    refusal = await bot.refused("deleteMessage", chat_id=AIGERIM, message_id=message)
    assert refusal.description == "Bad Request: message can't be deleted for everyone"


async def test_several_messages_are_deleted_at_once(sandbox: Sandbox, bot: Bot) -> None:
    messages = [await bot.send("1"), await bot.send("2")]
    assert await bot("deleteMessages", chat_id=AIGERIM, message_ids=[*messages, 999])
    assert all(message["deleted"] for message in (await sandbox.messages(AIGERIM))[-2:])


async def test_young_messages_are_deleted_once(sandbox: Sandbox, bot: Bot) -> None:
    message = await bot.send()
    assert await bot("deleteMessage", chat_id=AIGERIM, message_id=message)
    assert (await sandbox.messages(AIGERIM))[-1]["deleted"]
    refusal = await bot.refused("deleteMessage", chat_id=AIGERIM, message_id=message)
    assert refusal.description == "Bad Request: message to delete not found"
