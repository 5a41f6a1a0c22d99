"""Photos are decoded, measured and recompressed."""

import io
import random

import pytest
from PIL import Image

from sandbox.client import Sandbox
from tests.sandbox.telegram.conftest import AIGERIM, Bot, RefusedError, png


async def refusal_of(bot: Bot, data: bytes) -> str:
    with pytest.raises(RefusedError) as caught:
        await bot.upload("sendPhoto", {"photo": data}, chat_id=AIGERIM)
    return str(caught.value)


async def test_a_large_picture_shrinks_to_1280_and_comes_in_sizes(sandbox: Sandbox, bot: Bot) -> None:
    sent = await bot.upload("sendPhoto", {"photo": png(2000, 1000)}, chat_id=AIGERIM)
    sides = [(size["width"], size["height"]) for size in sent["photo"]]
    assert sides == [(90, 45), (320, 160), (800, 400), (1280, 640)]
    largest = await sandbox.file(sent["photo"][-1]["file_id"])
    assert Image.open(io.BytesIO(largest)).format == "JPEG"


async def test_one_that_is_not_to_be_recompressed_stays_as_it_came(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.pictures(recompress=False)
    sent = await bot.upload("sendPhoto", {"photo": png(2000, 1000)}, chat_id=AIGERIM)
    assert [(size["width"], size["height"]) for size in sent["photo"]] == [(2000, 1000)]
    assert await sandbox.file(sent["photo"][0]["file_id"]) == png(2000, 1000)


async def test_sides_of_more_than_10000_together_are_refused(bot: Bot) -> None:
    assert await refusal_of(bot, png(9000, 1001)) == "Bad Request: PHOTO_INVALID_DIMENSIONS"


async def test_a_ribbon_is_refused(bot: Bot) -> None:
    assert await refusal_of(bot, png(2100, 100)) == "Bad Request: PHOTO_INVALID_DIMENSIONS"


async def test_what_is_no_picture_is_refused(bot: Bot) -> None:
    assert await refusal_of(bot, b"%PDF-1.7") == "Bad Request: IMAGE_PROCESS_FAILED"


@pytest.mark.parametrize("recompress", [True, False])
async def test_half_a_picture_is_refused(sandbox: Sandbox, bot: Bot, recompress: bool) -> None:
    await sandbox.pictures(recompress)
    noise = Image.frombytes("RGB", (200, 200), random.Random(1).randbytes(120_000))
    buffer = io.BytesIO()
    noise.save(buffer, "PNG")
    half = buffer.getvalue()[: len(buffer.getvalue()) // 2]
    assert await refusal_of(bot, half) == "Bad Request: IMAGE_PROCESS_FAILED"


async def test_an_empty_file_is_refused(bot: Bot) -> None:
    assert await refusal_of(bot, b"") == "Bad Request: file must be non-empty"


async def test_more_than_ten_megabytes_are_refused(bot: Bot) -> None:
    why = await refusal_of(bot, b"0" * 10_485_761)
    assert why == (
        "Bad Request: file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes"
    )


async def test_no_photo_at_all_is_refused(bot: Bot) -> None:
    refusal = await bot.refused("sendPhoto", chat_id=AIGERIM)
    assert refusal.description == "Bad Request: there is no photo in the request"


async def test_an_address_is_not_fetched(sandbox: Sandbox, bot: Bot) -> None:
    refusal = await bot.refused("sendPhoto", chat_id=AIGERIM, photo=f"{sandbox.base_url}/qr.jpg")
    assert refusal.description == "Bad Request: failed to get HTTP URL content"


async def test_a_file_id_serves_again_a_unique_id_does_not(bot: Bot) -> None:
    sent = await bot.send_photo()
    size = sent["photo"][-1]
    again = await bot("sendPhoto", chat_id=AIGERIM, photo=size["file_id"])
    assert again["photo"] == sent["photo"]
    refusal = await bot.refused("sendPhoto", chat_id=AIGERIM, photo=size["file_unique_id"])
    assert refusal.description == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_a_document_is_no_photo(bot: Bot) -> None:
    sent = await bot.upload("sendDocument", {"document": b"%PDF-1.7"}, chat_id=AIGERIM)
    assert sent["document"]["file_name"] == "document.png"
    refusal = await bot.refused("sendPhoto", chat_id=AIGERIM, photo=sent["document"]["file_id"])
    assert refusal.description == "Bad Request: can't use file of type Document as Photo"


async def test_a_file_from_a_person_can_be_fetched(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.send_photo(AIGERIM, png(), caption="Receipt")
    message = (await bot.updates())[0]["message"]
    assert message["caption"] == "Receipt"
    found = await bot("getFile", file_id=message["photo"][-1]["file_id"])
    async with bot._http.get(f"{sandbox.base_url}/file/bot1000000001:demo/{found['file_path']}") as answer:
        assert answer.status == 200
        assert len(await answer.read()) == found["file_size"]


async def test_more_than_twenty_megabytes_are_not_handed_out(sandbox: Sandbox, bot: Bot) -> None:
    await sandbox.send_document(AIGERIM, b"0" * (20 * 1024 * 1024 + 1), "prices.csv")
    file_id = (await bot.updates())[0]["message"]["document"]["file_id"]
    refusal = await bot.refused("getFile", file_id=file_id)
    assert refusal.description == "Bad Request: file is too big"
