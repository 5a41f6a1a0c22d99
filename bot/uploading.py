"""The sign that a picture is on its way: Telegram shows it for five seconds, so while a QR is awaited it is
said again and again. It is no message and waits for nobody's turn; a chat that Telegram silenced gets none.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter

from billing.models import Place
from billing.ports import Clock
from bot.loops import Crew, Loop
from bot.pacing import Pacer
from store.engine import Database

log = logging.getLogger(__name__)

TURN = 1.0
PATIENCE = 5.0  # seconds for signs that are on their way
EVERY = timedelta(seconds=4)
LONGEST = timedelta(seconds=20)  # then the card says why there is no QR, or that nobody knows


class Uploading:
    """Looks every second for chats in which a QR is awaited."""

    def __init__(
        self, database: Database, bot: Bot, clock: Clock, pacer: Pacer, is_ours: Callable[[], bool]
    ) -> None:
        self._database = database
        self._bot = bot
        self._clock = clock
        self._pacer = pacer
        self._is_ours = is_ours
        self._shown: dict[Place, datetime] = {}
        self._crew = Crew("uploading")
        self.loop = Loop("uploading", self._turn)

    async def stop(self, seconds: float) -> None:
        """Say no more."""
        await self.loop.stop()
        await self._crew.drain(seconds)

    async def _turn(self) -> float:
        if self._is_ours():
            await self.show()
        return TURN

    async def show(self) -> None:
        """Once in each chat where it is time."""
        now = self._clock.now()
        places = await self._database.read(lambda books: books.places_without_qr(now - LONGEST, now))
        self._shown = {place: at for place, at in self._shown.items() if place in places}
        for place in places:
            last = self._shown.get(place)
            if last is None or not last <= now < last + EVERY:
                self._shown[place] = now
                self._crew.spawn(self._say(place))

    async def settled(self) -> None:
        """Return when everything is said."""
        await self._crew.drain(PATIENCE)

    async def _say(self, place: Place) -> None:
        if await self._pacer.silenced(place.chat_id):
            return
        try:
            await self._bot.send_chat_action(
                place.chat_id, ChatAction.UPLOAD_PHOTO, message_thread_id=place.thread_id
            )
        except TelegramRetryAfter as error:
            self._pacer.pause(place.chat_id, error.retry_after)
        except TelegramAPIError as error:
            log.info("no sign of a picture: %s", type(error).__name__)
