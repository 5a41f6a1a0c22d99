"""What people send as files: measured before it is fetched, and while it comes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from io import BytesIO
from typing import TypeVar

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Document, Message, PhotoSize
from aiohttp import ClientError

from billing.errors import Refused
from screens.pictures.photo import PictureRefused

PICTURE_MOST = 20_000_000  # bytes; bots get no bigger file
SECONDS = 30
PICTURE_ENDS = (".jpg", ".jpeg", ".png", ".webp")

T = TypeVar("T")


class _Bounded(BytesIO):
    """Takes no more than it was told of."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._left = most

    def write(self, chunk: bytes, /) -> int:  # type: ignore[override]
        self._left -= len(chunk)
        if self._left < 0:
            raise _TooMuch
        return super().write(chunk)


class _TooMuch(Exception):
    """More came than was said."""


async def fetch(bot: Bot, file_id: str, size: int | None, most: int, heavy: str) -> bytes:
    """A file of ``size`` bytes.

    One that is bigger than ``most``, or whose size nobody tells, is not even asked for: ``Refused`` with the
    sentence ``heavy``.
    """
    too_heavy = Refused(heavy, most=str(most // 1_000_000))
    if size is None or size > most:
        raise too_heavy
    body = _Bounded(most)
    try:
        path = (await bot.get_file(file_id)).file_path
        if path is None:
            raise Refused("file-not-fetched")
        await bot.download_file(path, body, timeout=SECONDS)
    except _TooMuch:
        raise too_heavy from None
    except (TelegramBadRequest, ClientError, TimeoutError):  # the address of a file has our token in it
        raise Refused("file-not-fetched") from None
    return body.getvalue()


def picture_in(message: Message) -> PhotoSize | Document | None:
    """The photo that was sent, or the file that says to be a picture."""
    if message.photo:
        return message.photo[-1]
    sent = message.document
    if sent is None:
        return None
    named = (sent.file_name or "").casefold().endswith(PICTURE_ENDS)
    return sent if named or (sent.mime_type or "").startswith("image/") else None


async def made_of(bot: Bot, message: Message, make: Callable[[bytes], T]) -> T:
    """What is made of the picture, in a thread."""
    body = await _sent(bot, message)
    try:
        return await asyncio.to_thread(make, body)
    except PictureRefused as refused:
        values = {name: str(value) for name, value in refused.values.items()}
        raise Refused(refused.text, **values) from None


async def _sent(bot: Bot, message: Message) -> bytes:
    file = picture_in(message)
    if file is None:
        raise Refused("picture-not-one")
    return await fetch(bot, file.file_id, file.file_size, PICTURE_MOST, "picture-too-heavy")
