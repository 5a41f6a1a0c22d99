"""The catalog as a sheet: sent to the shop, and taken in when it comes back.

What a sheet would do is shown first. The yes reads the file once more, and does it only where that comes to
the same.
"""

from __future__ import annotations

from typing import Any

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from billing.catalog.importing import Plan
from billing.errors import Refused
from handlers.answers import redraw, say, set_buttons, toast
from handlers.catalog.files import SHEET_END, SHEET_MOST
from handlers.catalog.states import Importing, Manages, Searching
from handlers.catalog.stock import Stock
from handlers.files import fetch
from handlers.filters import PRIVATE, Commandless
from screens.catalog import buttons as b
from screens.catalog import sheets as screen
from screens.format import shop
from screens.sheets.catalog import NAME, make_catalog
from screens.sheets.catalog_rows import ReadCatalog, read_catalog
from screens.sheets.marked import make_marked
from screens.sheets.opening import SheetRefused


def routes() -> Router:
    """Out, in, and the yes."""
    router = Router(name="catalog-sheets")
    named = F.document.file_name.func(lambda name: bool(name) and name.casefold().endswith(SHEET_END))
    free = StateFilter(None, Searching.words)
    router.message.register(came, StateFilter(Importing.sheet), F.document, PRIVATE)
    router.message.register(came, free, named, Manages(), PRIVATE)
    router.message.register(ask_again, StateFilter(Importing.sheet), Commandless(), PRIVATE)
    router.callback_query.register(download, b.Download.filter())
    router.callback_query.register(ask, b.Upload.filter())
    router.callback_query.register(take_in, b.TakeIn.filter())
    return router


async def download(callback: CallbackQuery, stock: Stock) -> None:
    """The whole catalog as a file."""
    items = await stock.catalog.whole(stock.person)
    await toast(callback, stock.words("catalog-file-soon"))
    if not isinstance(callback.message, Message):
        return
    try:
        body = await stock.aside(make_catalog, items, stock.words.locale, shop(stock.desk.merchant.name))
    except Refused as refusal:
        await say(callback.message, stock.why(refusal))
        return
    file, caption = BufferedInputFile(body, NAME), stock.words("catalog-file-caption")
    await callback.message.answer_document(file, caption=caption)


async def ask(callback: CallbackQuery, stock: Stock) -> None:
    """Which file?"""
    stock.change()
    await stock.wait(Importing.sheet)
    await toast(callback)
    if isinstance(callback.message, Message):
        await ask_again(callback.message, stock)


async def ask_again(message: Message, stock: Stock) -> None:
    """The question; once more after words or a photo."""
    await say(message, stock.words("catalog-ask-sheet"), b.back(stock.words))


async def came(message: Message, stock: Stock) -> None:
    """Read, and said what it would do; nothing is done yet."""
    stock.change()
    assert message.document is not None
    file = {"file": message.document.file_id, "size": message.document.file_size}
    try:
        body, read, plan = await _planned(file, stock)
    except Refused as refusal:
        await stock.wait(Importing.sheet)
        await say(message, stock.why(refusal), b.back(stock.words))
        return
    await say(message, *screen.planned(plan, read.ignored, stock.reader))
    if plan.troubles:
        await stock.wait(Importing.sheet)
        await _send_marked(message, body, plan, stock)
    else:
        await stock.wait(None, sheet=file | {"mark": plan.mark})


async def take_in(callback: CallbackQuery, callback_data: b.TakeIn, stock: Stock) -> None:
    """*Yes*: all of it or nothing."""
    stock.change()
    file = (await stock.asked()).get("sheet")
    if file is None or file["mark"] != callback_data.mark:
        await stock.over(callback)
        return
    await stock.wait(None)
    await toast(callback, stock.words("catalog-importing"))
    await set_buttons(callback, None)
    try:
        _, _, plan = await _planned(file, stock)
        if plan.mark != callback_data.mark:
            raise Refused("catalog-changed-meanwhile")
        await stock.catalog.take_in(stock.person, plan)
    except Refused as refusal:
        await redraw(callback, stock.why(refusal))
        return
    await redraw(callback, screen.taken_in(plan, stock.reader))


async def _planned(file: dict[str, Any], stock: Stock) -> tuple[bytes, ReadCatalog, Plan]:
    """The file, what is in it, and what that would change now."""
    body = await fetch(stock.bot, file["file"], file["size"], SHEET_MOST, "import-too-heavy")
    try:
        read = await stock.aside(read_catalog, body, stock.currency, stock.words.locale)
    except SheetRefused as refused:
        raise Refused(refused.text, **refused.values) from None
    return body, read, await stock.catalog.plan(stock.person, read.drafts, read.troubles)


async def _send_marked(message: Message, body: bytes, plan: Plan, stock: Stock) -> None:
    """The same file with what is wrong in each row."""
    marked = await stock.aside(make_marked, body, plan.troubles, stock.words.locale)
    file, caption = BufferedInputFile(marked, NAME), stock.words("catalog-marked-caption")
    await message.answer_document(file, caption=caption)
