"""What people send for the catalog: pictures of items, and their barcodes."""

from __future__ import annotations

import hashlib

from aiogram import Bot
from aiogram.types import Message

from billing.catalog.desk import CatalogDesk
from billing.errors import Refused
from handlers.files import made_of
from screens.pictures.barcode import read_barcode
from screens.pictures.photo import our_jpeg

SHEET_MOST = 5_000_000  # bytes
SHEET_END = ".xlsx"


async def kept_picture(bot: Bot, message: Message, catalog: CatalogDesk) -> int:
    """The number under which the picture, made anew by us, is kept. ``Refused`` says why it is not."""
    ours = await made_of(bot, message, our_jpeg)
    return await catalog.keep_picture(hashlib.sha256(ours).hexdigest(), ours)


async def barcode_in(bot: Bot, message: Message) -> str:
    """The barcode in the picture. ``Refused`` where there is none to be read."""
    found = await made_of(bot, message, read_barcode)
    if found is None:
        raise Refused("barcode-not-seen")
    return found
