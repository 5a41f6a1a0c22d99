"""Getting to know Telegram, however long that takes: the receiver and the banks do not wait for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramUnauthorizedError

from billing.tracing import where
from bot.settings import Wrong
from screens.reader import Site

log = logging.getLogger(__name__)

PATIENCE = 10.0  # seconds for one answer
FIRST_PAUSE, LAST_PAUSE = 1.0, 30.0


async def introduce(bot: Bot, site: Site) -> bool:
    """Ask Telegram for the bot's name; ``False``: it is out of reach. ``Wrong``: it refuses the token."""
    if site.bot_username:
        return True
    try:
        async with asyncio.timeout(PATIENCE):
            me = await bot.me()
    except TelegramUnauthorizedError:
        raise Wrong("BOT_TOKEN is refused by Telegram: ask BotFather for the right one.") from None
    except (TelegramAPIError, TimeoutError) as error:
        log.warning("telegram is away: %s", type(error).__name__)
        return False
    site.bot_username = me.username or ""
    return True


class Meeting:
    """Tries ``meet`` again with growing pauses, beside the program, until Telegram is met."""

    def __init__(self, meet: Callable[[], Awaitable[bool]]) -> None:
        self._meet = meet
        self._task: asyncio.Task[None] | None = None
        self.met = False

    async def begin(self, *, at_once: bool) -> None:
        """``at_once`` waits for the first try; later ones go on by themselves."""
        if not (at_once and await self._tried()):
            self._task = asyncio.create_task(self._go_on(), name="meeting")

    async def stop(self) -> None:
        """Try no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _go_on(self) -> None:
        pause = FIRST_PAUSE
        while not self.met:
            await asyncio.sleep(pause)
            pause = min(pause * 2, LAST_PAUSE)
            try:
                await self._tried()
            except Wrong as wrong:
                log.error("%s", wrong)
            except Exception as error:  # noqa: BLE001 - the edge of the meeting: without it nobody is answered
                log.error("meeting failed: %s", where(error))

    async def _tried(self) -> bool:
        try:
            self.met = await self._meet()
        except (TelegramAPIError, TimeoutError) as error:
            log.warning("telegram is away: %s", type(error).__name__)
        return self.met
