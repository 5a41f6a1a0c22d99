"""The line to Telegram, by calls to the practice Telegram."""

from __future__ import annotations

import gc
import weakref

from aiogram.methods import Response
from aiogram.types import User

from bot.pacing import Pacer
from bot.telegram import open_bot
from tests.support.stage import TOKEN, Stage


async def test_what_an_answer_looks_like_is_worked_out_once(play: Stage) -> None:
    bot = open_bot(TOKEN, play.sandbox.base_url, Pacer(lambda: 0.0))
    await bot.me()
    kept = weakref.ref(Response[User])
    gc.collect()
    assert kept() is not None
    await bot.session.close()
