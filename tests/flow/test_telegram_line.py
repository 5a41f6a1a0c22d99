"""The line to Telegram, by calls to the practice Telegram."""

from __future__ import annotations

import gc
import weakref

import pytest
from aiogram.exceptions import TelegramServerError
from aiogram.methods import Response
from aiogram.types import User

from bot.pacing import Pacer
from bot.telegram import open_bot
from tests.support.stage import MERCHANT, TOKEN, Stage


async def test_a_page_instead_of_an_answer_is_telegrams_trouble(play: Stage) -> None:
    bot = open_bot(TOKEN, play.sandbox.base_url, Pacer(lambda: 0.0))
    await play.sandbox.trouble("502", method="sendMessage")
    with pytest.raises(TelegramServerError):
        await bot.send_message(MERCHANT, "hello")
    await bot.session.close()


async def test_what_an_answer_looks_like_is_worked_out_once(play: Stage) -> None:
    bot = open_bot(TOKEN, play.sandbox.base_url, Pacer(lambda: 0.0))
    await bot.me()
    kept = weakref.ref(Response[User])
    gc.collect()
    assert kept() is not None
    await bot.session.close()
