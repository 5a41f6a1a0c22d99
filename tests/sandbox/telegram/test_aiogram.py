"""The library that Tolem uses gets along with the sandbox."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
)

from sandbox.app import TOKEN
from sandbox.client import Sandbox
from tests.sandbox.telegram.conftest import AIGERIM, png

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Check", callback_data="check", style="success")]]
)


@pytest.fixture
async def aiogram(sandbox: Sandbox) -> AsyncIterator[Bot]:
    server = TelegramAPIServer.from_base(sandbox.base_url)
    async with Bot(TOKEN, session=AiohttpSession(api=server)).context() as bot:
        yield bot


async def test_a_photo_is_sent_tapped_and_replaced(sandbox: Sandbox, aiogram: Bot) -> None:
    await sandbox.start(AIGERIM)
    started = (await aiogram.get_updates(timeout=10))[-1]
    card = await aiogram.send_photo(
        AIGERIM,
        BufferedInputFile(png(), "qr.png"),
        caption="<b>QR</b>",
        parse_mode="HTML",
        reply_markup=KEYBOARD,
    )
    tap = asyncio.create_task(sandbox.tap(AIGERIM, AIGERIM, card.message_id, "Check"))
    update = (await aiogram.get_updates(offset=started.update_id + 1, timeout=10))[0]
    assert update.callback_query is not None
    assert isinstance(update.callback_query.message, Message)
    await aiogram.answer_callback_query(update.callback_query.id, text="Paid")
    assert (await tap)["text"] == "Paid"
    stamped = InputMediaPhoto(media=BufferedInputFile(png(400, 400), "paid.png"), caption="Paid")
    edited = await aiogram.edit_message_media(stamped, chat_id=AIGERIM, message_id=card.message_id)
    assert isinstance(edited, Message)
    assert edited.photo is not None
    assert edited.photo[-1].width == 400
    assert edited.reply_markup is None
    assert len((await aiogram.download(edited.photo[-1])).read()) == edited.photo[-1].file_size  # type: ignore[union-attr]


async def test_refusals_arrive_as_the_exceptions_they_should_be(sandbox: Sandbox, aiogram: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await aiogram.send_message(AIGERIM, "x")
    await sandbox.start(AIGERIM)
    await sandbox.trouble("429", seconds=3)
    with pytest.raises(TelegramRetryAfter) as caught:
        await aiogram.send_message(AIGERIM, "x")
    assert caught.value.retry_after == 3
    await sandbox.block(AIGERIM)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await aiogram.send_message(AIGERIM, "x")
