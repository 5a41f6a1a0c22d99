"""The catalog as a sheet: sent to the shop, and taken in when it comes back.

What a sheet would do is shown first. The yes reads the file once more, and does it only where that comes to
the same.
"""

from __future__ import annotations

from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from billing.access import Action, require
from billing.catalog.importing import Plan
from billing.desk import Desk
from billing.errors import BillingError, Refused
from billing.models import Person
from handlers import Aside
from handlers.answers import redraw, say, set_buttons, toast
from handlers.catalog.files import SHEET_END, SHEET_MOST, fetch
from handlers.catalog.states import Importing, Manages, Searching, wait
from handlers.filters import PRIVATE, Commandless
from screens.catalog import buttons as b
from screens.catalog import sheets as screen
from screens.format import shop
from screens.reader import Reader
from screens.sheets.catalog import NAME, make_catalog
from screens.sheets.catalog_rows import ReadCatalog, read_catalog
from screens.sheets.marked import make_marked
from screens.sheets.opening import SheetRefused
from screens.toasts import refused_html


def routes() -> Router:
    """Out, in, and the yes."""
    router = Router(name="catalog-sheets")
    named = F.document.file_name.func(lambda name: bool(name) and name.casefold().endswith(SHEET_END))
    free = StateFilter(None, Searching.words)
    router.message.register(came, StateFilter(Importing.sheet), F.document, PRIVATE)
    router.message.register(came, free, named, Manages(), PRIVATE)
    router.message.register(neither, StateFilter(Importing.sheet), Commandless(), PRIVATE)
    router.callback_query.register(download, b.Download.filter())
    router.callback_query.register(ask, b.Upload.filter())
    router.callback_query.register(take_in, b.TakeIn.filter())
    return router


async def download(callback: CallbackQuery, desk: Desk, person: Person, reader: Reader, aside: Aside) -> None:
    """The whole catalog as a file."""
    items = await desk.catalog.whole(person)
    await toast(callback, reader.words("catalog-file-soon"))
    if not isinstance(callback.message, Message):
        return
    title = shop(desk.merchant.name)
    try:
        body = await aside(make_catalog, items, reader.words.locale, title)
    except BillingError as refusal:
        await say(callback.message, refused_html(refusal, reader.words))
        return
    await callback.message.answer_document(
        BufferedInputFile(body, NAME), caption=reader.words("catalog-file-caption")
    )


async def ask(callback: CallbackQuery, person: Person, reader: Reader, state: FSMContext) -> None:
    """Which file?"""
    require(person, Action.CATALOG)
    await wait(state, Importing.sheet)
    await toast(callback)
    if isinstance(callback.message, Message):
        await say(callback.message, reader.words("catalog-ask-sheet"), b.back(reader.words))


async def neither(message: Message, reader: Reader) -> None:
    """Words, a photo: no sheet."""
    await say(message, reader.words("catalog-ask-sheet"), b.back(reader.words))


async def came(
    message: Message, bot: Bot, desk: Desk, person: Person, reader: Reader, state: FSMContext, aside: Aside
) -> None:
    """Read, and said what it would do; nothing is done yet."""
    require(person, Action.CATALOG)
    assert message.document is not None
    file = {"file": message.document.file_id, "size": message.document.file_size}
    try:
        body, read = await _read(bot, file, desk, reader, aside)
        plan = await desk.catalog.plan(person, read.drafts, read.troubles)
    except Refused as refusal:
        await wait(state, Importing.sheet)
        await say(message, refused_html(refusal, reader.words), b.back(reader.words))
        return
    await say(message, *screen.planned(plan, read.ignored, reader))
    if plan.troubles:
        await wait(state, Importing.sheet)
        await _send_marked(message, body, plan, reader, aside)
    else:
        await wait(state, None, sheet=file | {"mark": plan.mark})


async def take_in(
    callback: CallbackQuery,
    callback_data: b.TakeIn,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    state: FSMContext,
    aside: Aside,
) -> None:
    """*Yes*: all of it or nothing."""
    require(person, Action.CATALOG)
    file = (await state.get_data()).get("sheet")
    if file is None or file["mark"] != callback_data.mark:
        await toast(callback, reader.words("catalog-question-over"), alert=True)
        await set_buttons(callback, None)
        return
    await toast(callback, reader.words("catalog-importing"))
    await wait(state, None)
    try:
        _, read = await _read(bot, file, desk, reader, aside)
        plan = await desk.catalog.plan(person, read.drafts, read.troubles)
        if plan.mark != callback_data.mark:
            raise Refused("catalog-changed-meanwhile")
        await desk.catalog.take_in(person, plan)
    except BillingError as refusal:
        await redraw(callback, refused_html(refusal, reader.words))
        return
    await redraw(callback, screen.taken_in(plan, reader))


async def _read(
    bot: Bot, file: dict[str, Any], desk: Desk, reader: Reader, aside: Aside
) -> tuple[bytes, ReadCatalog]:
    body = await fetch(bot, file["file"], file["size"], SHEET_MOST, "import-too-heavy")
    try:
        return body, await aside(read_catalog, body, desk.merchant.currency, reader.words.locale)
    except SheetRefused as refused:
        raise Refused(refused.text, **refused.values) from None


async def _send_marked(message: Message, body: bytes, plan: Plan, reader: Reader, aside: Aside) -> None:
    """The same file with what is wrong in each row."""
    marked = await aside(make_marked, body, plan.troubles, reader.words.locale)
    await message.answer_document(
        BufferedInputFile(marked, NAME), caption=reader.words("catalog-marked-caption")
    )
