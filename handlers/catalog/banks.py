"""What was made or changed by hand in a bank's cabinet: taken over, or decided."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from billing.errors import Closed, NotFound, Refused
from handlers.answers import redraw, toast
from handlers.catalog.stock import Stock
from screens.buttons import Text
from screens.catalog import banks as screen
from screens.catalog import buttons as b

SIZE = 8


def routes() -> Router:
    """Two lists and their decisions."""
    router = Router(name="catalog-banks")
    router.callback_query.register(foreign, b.Foreign.filter())
    router.callback_query.register(adopt, b.Adopt.filter())
    router.callback_query.register(adopt_all, b.AdoptAll.filter())
    router.callback_query.register(differing, b.Differing.filter())
    router.callback_query.register(decide, b.Decide.filter())
    return router


async def foreign(callback: CallbackQuery, callback_data: b.Foreign, stock: Stock) -> None:
    """Items that the bank alone has."""
    shown = await _offered(callback_data.provider, callback_data.after, stock)
    await toast(callback)
    await redraw(callback, *shown)


async def adopt(callback: CallbackQuery, callback_data: b.Adopt, stock: Stock) -> None:
    """One of them becomes ours; the list follows."""
    row = await stock.catalog.bank_item(stock.person, callback_data.row)
    try:
        item = await stock.catalog.adopt(stock.person, row.id)
    except Closed:
        await toast(callback, stock.words("second-tap"))
    else:
        await toast(callback, stock.words("catalog-adopted", name=item.name))
    await redraw(callback, *await _offered(row.provider, 0, stock))


async def adopt_all(callback: CallbackQuery, callback_data: b.AdoptAll, stock: Stock) -> None:
    """All of them, beside the chat: there may be thousands."""
    stock.change()
    slug = callback_data.provider
    await toast(callback, stock.words("catalog-adopting"))

    async def work() -> None:
        made, refused = await _each_adopted(slug, stock)
        await redraw(callback, *screen.adopted(slug, made, refused, stock.reader))

    stock.desk.spawn(work())


async def differing(callback: CallbackQuery, callback_data: b.Differing, stock: Stock) -> None:
    """The next difference."""
    shown = await _difference(callback_data.provider, callback_data.after, stock)
    await toast(callback)
    await redraw(callback, *shown)


async def decide(callback: CallbackQuery, callback_data: b.Decide, stock: Stock) -> None:
    """Decided; the next one follows."""
    row = await stock.catalog.bank_item(stock.person, callback_data.row)
    told = "catalog-decided-ours" if callback_data.ours else "catalog-decided-bank"
    try:
        await stock.catalog.decide(stock.person, row.id, ours=callback_data.ours)
    except Closed:
        told = "already-decided"
    await toast(callback, stock.words(told))
    await redraw(callback, *await _difference(row.provider, 0, stock))


async def _offered(slug: str, after: int, stock: Stock) -> Text:
    rows = await stock.catalog.foreign(stock.person, slug, after, SIZE + 1)
    return screen.offered(slug, rows[:SIZE], stock.reader, more=len(rows) > SIZE)


async def _each_adopted(slug: str, stock: Stock) -> tuple[int, int]:
    """How many became ours, and how many could not."""
    made = refused = after = 0
    while rows := await stock.catalog.foreign(stock.person, slug, after):
        for row in rows:
            try:
                await stock.catalog.adopt(stock.person, row.id)
            except Closed:
                continue
            except Refused:
                refused += 1
            else:
                made += 1
        after = rows[-1].id
    return made, refused


async def _difference(slug: str, after: int, stock: Stock) -> Text:
    """The first one whose item is still there."""
    while rows := await stock.catalog.differing(stock.person, slug, after, 2):
        row = rows[0]
        assert row.item_id is not None
        try:
            item = await stock.catalog.item(stock.person, row.item_id)
        except NotFound:
            after = row.id
            continue
        found = screen.Difference(item, row, await stock.catalog.unit_shown(row))
        return screen.difference(slug, found, stock.reader, more=len(rows) > 1)
    return screen.difference(slug, None, stock.reader, more=False)
