"""A bare bot of the chat framework, as its first page shows one: ``python -m tests.bench.bare_bot ADDRESS``.

It polls in the framework's default mode, each update a task of its own, asks the bank and answers.
"""

from __future__ import annotations

import asyncio
import logging
import sys

import aiohttp
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

from bot.demo import TOKEN
from tests.bench.stage import service_form

ANSWER = "Here is your bill."


async def main(address: str) -> None:
    """Serve until told to stop; says its address in one line, as our program does."""
    logging.disable()  # it would tell of each call that its end has broken off
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(address)))
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def answer(message: Message) -> None:
        async with (
            aiohttp.ClientSession() as http,
            http.post(f"{address}/halyk/oauth2/token", data=service_form()) as bill,
        ):
            await bill.read()
        await message.answer(ANSWER)

    print(f"ready on {address}", flush=True)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
