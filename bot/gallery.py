"""Screens with a picture that a person leafs through: one message changes its picture, words and buttons."""

from __future__ import annotations

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest

from billing.models import Place
from bot.messenger import EDIT_TARGET_GONE, UNCHANGED
from bot.photos import FILE_GONE, Photos
from screens.cards import Drawn


class Gallery:
    """Posts such a screen, and turns it."""

    def __init__(self, bot: Bot, photos: Photos) -> None:
        self._bot = bot
        self._photos = photos

    async def post(self, place: Place, drawn: Drawn) -> int:
        """A new message; gives its id."""
        try:
            return await self._photos.send(self._bot, place, drawn)
        except TelegramBadRequest as error:
            await self._forget_or_raise(drawn, error)
        return await self._photos.send(self._bot, place, drawn)

    async def turn(self, place: Place, message_id: int, drawn: Drawn) -> int:
        """The message shows this from now on; where it is gone, a new one does."""
        try:
            await self._photos.turn(self._bot, place, message_id, drawn)
        except TelegramBadRequest as error:
            said = str(error).lower()
            if UNCHANGED in said:
                return message_id
            if any(words in said for words in EDIT_TARGET_GONE):
                return await self.post(place, drawn)
            await self._forget_or_raise(drawn, error)
            await self._photos.turn(self._bot, place, message_id, drawn)
        return message_id

    async def _forget_or_raise(self, drawn: Drawn, error: TelegramBadRequest) -> None:
        """A picture that Telegram has lost is uploaded anew."""
        if not any(words in str(error).lower() for words in FILE_GONE):
            raise error
        await self._photos.forget(drawn.picture)
