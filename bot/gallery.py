"""Screens with a picture that a person leafs through: one message changes its picture, words and buttons."""

from __future__ import annotations

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InputMediaPhoto, Message

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
            return await self._post(place, drawn)
        except TelegramBadRequest as error:
            await self._forget_or_raise(drawn, error)
        return await self._post(place, drawn)

    async def turn(self, place: Place, message_id: int, drawn: Drawn) -> int:
        """The message shows this from now on; where it is gone, a new one does."""
        try:
            await self._turn(place, message_id, drawn)
        except TelegramBadRequest as error:
            said = str(error).lower()
            if UNCHANGED in said:
                return message_id
            if any(words in said for words in EDIT_TARGET_GONE):
                return await self.post(place, drawn)
            await self._forget_or_raise(drawn, error)
            await self._turn(place, message_id, drawn)
        return message_id

    async def _post(self, place: Place, drawn: Drawn) -> int:
        async with self._photos.photo(drawn.picture) as photo:
            message = await self._bot.send_photo(
                place.chat_id,
                photo,
                caption=drawn.caption,
                message_thread_id=place.thread_id,
                reply_markup=drawn.keyboard,
            )
            await self._photos.keep(drawn.picture, message)
        return message.message_id

    async def _turn(self, place: Place, message_id: int, drawn: Drawn) -> None:
        async with self._photos.photo(drawn.picture) as photo:
            media = InputMediaPhoto(media=photo, caption=drawn.caption, parse_mode="HTML")
            message = await self._bot.edit_message_media(
                media, chat_id=place.chat_id, message_id=message_id, reply_markup=drawn.keyboard
            )
            if isinstance(message, Message):
                await self._photos.keep(drawn.picture, message)

    async def _forget_or_raise(self, drawn: Drawn, error: TelegramBadRequest) -> None:
        """A picture that Telegram has lost is uploaded anew."""
        if not any(words in str(error).lower() for words in FILE_GONE):
            raise error
        await self._photos.forget(drawn.picture)
