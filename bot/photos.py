"""Pictures in Telegram: uploaded once, then named by what Telegram calls them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aiogram import Bot
from aiogram.types import BufferedInputFile, InputMediaPhoto, Message

from billing.models import Place
from billing.ports import Clock
from screens.cards import Drawn, Picture
from store.books import SqlBooks
from store.engine import Database

FILE_GONE = (
    "wrong file identifier",
    "wrong remote file",
    "file reference",
    "wrong type of the web page content",
)
UPLOAD_PATIENCE = 4.0  # seconds that one chat waits for the upload of another


class Photos:
    """What Telegram has already, and what is on its way there."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._uploads: dict[str, asyncio.Event] = {}  # pictures on their way, by key

    async def send(self, bot: Bot, place: Place, drawn: Drawn) -> int:
        """A new message with the picture, its words and buttons; gives its id."""
        async with self._photo(drawn.picture) as photo:
            message = await bot.send_photo(
                place.chat_id,
                photo,
                caption=drawn.caption,
                message_thread_id=place.thread_id,
                reply_markup=drawn.keyboard,
            )
            await self._keep(drawn.picture, message)
        return message.message_id

    async def turn(self, bot: Bot, place: Place, message_id: int, drawn: Drawn) -> None:
        """A message with another picture shows this one from now on."""
        async with self._photo(drawn.picture) as photo:
            media = InputMediaPhoto(media=photo, caption=drawn.caption, parse_mode="HTML")
            message = await bot.edit_message_media(
                media, chat_id=place.chat_id, message_id=message_id, reply_markup=drawn.keyboard
            )
            if isinstance(message, Message):
                await self._keep(drawn.picture, message)

    async def known(self, picture: Picture) -> str | None:
        """What Telegram calls it, or the same picture in another language; ``None``: it has neither."""

        def read(books: SqlBooks) -> str | None:
            return next((found for key in picture.in_any_language if (found := books.file_id(key))), None)

        return await self._database.read(read)

    async def forget(self, picture: Picture) -> None:
        """Telegram has it no more, in whichever language it was sent."""

        def write(books: SqlBooks) -> None:
            for key in picture.in_any_language:
                books.drop_file_id(key)

        await self._database.write_small(write)

    @asynccontextmanager
    async def _photo(self, picture: Picture) -> AsyncIterator[str | BufferedInputFile]:
        """What Telegram already has, else the bytes, made in a thread; two chats need one upload.

        Nobody waits for a held-up chat: after a while the second uploads it too.
        """
        mine = await self._first_to_upload(picture.key)
        try:
            known = await self._database.read(lambda books: books.file_id(picture.key))
            if known is None:
                name = "picture.png" if picture.of_item is None else "picture.jpg"
                yield BufferedInputFile(await self._bytes(picture), name)
        finally:
            if mine is not None:
                mine.set()
                self._uploads.pop(picture.key, None)
        if known is not None:
            yield known

    async def _keep(self, picture: Picture, message: Message) -> None:
        """Under which name Telegram has it from now on."""
        if message.photo:
            file_id, at = message.photo[-1].file_id, self._clock.now()
            await self._database.write_small(lambda books: books.keep_file_id(picture.key, file_id, at))

    async def _bytes(self, picture: Picture) -> bytes:
        number = picture.of_item
        if number is not None:
            kept = await self._database.read(lambda books: books.picture(number))
            if kept is not None:
                return kept.body
        return await asyncio.to_thread(picture.make)

    async def _first_to_upload(self, key: str) -> asyncio.Event | None:
        """The sign that others wait for; ``None`` for who has waited for another's."""
        if key not in self._uploads:
            self._uploads[key] = asyncio.Event()
            return self._uploads[key]
        with suppress(TimeoutError):
            async with asyncio.timeout(UPLOAD_PATIENCE):
                await self._uploads[key].wait()
        return None
