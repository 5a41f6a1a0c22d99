"""What was made or changed by hand in a bank's cabinet: taken over, or decided."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from billing.access import Action, require
from billing.desk import Desk
from billing.errors import Closed, NotFound, Refused
from billing.models import Person
from handlers.answers import redraw, toast
from screens.catalog import banks as screen
from screens.catalog import buttons as b
from screens.reader import Reader

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


async def foreign(
    callback: CallbackQuery, callback_data: b.Foreign, desk: Desk, person: Person, reader: Reader
) -> None:
    """Items that the bank alone has."""
    shown = await _offered(callback_data.provider, callback_data.after, desk, person, reader)
    await toast(callback)
    await redraw(callback, *shown)


async def adopt(
    callback: CallbackQuery, callback_data: b.Adopt, desk: Desk, person: Person, reader: Reader
) -> None:
    """One of them becomes ours; the list follows."""
    row = await desk.catalog.bank_item(person, callback_data.row)
    try:
        item = await desk.catalog.adopt(person, row.id)
    except Closed:
        await toast(callback, reader.words("second-tap"))
    else:
        await toast(callback, reader.words("catalog-adopted", name=item.name))
    await redraw(callback, *await _offered(row.provider, 0, desk, person, reader))


async def adopt_all(
    callback: CallbackQuery, callback_data: b.AdoptAll, desk: Desk, person: Person, reader: Reader
) -> None:
    """All of them, beside the chat: there may be thousands."""
    require(person, Action.CATALOG)
    slug = callback_data.provider
    await toast(callback, reader.words("catalog-adopting"))

    async def work() -> None:
        made, refused = await _each_adopted(slug, desk, person)
        await redraw(callback, *screen.adopted(slug, made, refused, reader))

    desk.spawn(work())


async def differing(
    callback: CallbackQuery, callback_data: b.Differing, desk: Desk, person: Person, reader: Reader
) -> None:
    """The next difference."""
    shown = await _difference(callback_data.provider, callback_data.after, desk, person, reader)
    await toast(callback)
    await redraw(callback, *shown)


async def decide(
    callback: CallbackQuery, callback_data: b.Decide, desk: Desk, person: Person, reader: Reader
) -> None:
    """Decided; the next one follows."""
    row = await desk.catalog.bank_item(person, callback_data.row)
    try:
        await desk.catalog.decide(person, row.id, ours=callback_data.ours)
    except Closed:
        await toast(callback, reader.words("already-decided"))
    else:
        await toast(
            callback, reader.words("catalog-decided-ours" if callback_data.ours else "catalog-decided-bank")
        )
    await redraw(callback, *await _difference(row.provider, 0, desk, person, reader))


async def _offered(slug: str, after: int, desk: Desk, person: Person, reader: Reader) -> screen.Screen:
    rows = await desk.catalog.foreign(person, slug, after, SIZE + 1)
    return screen.offered(slug, rows[:SIZE], reader, more=len(rows) > SIZE)


async def _each_adopted(slug: str, desk: Desk, person: Person) -> tuple[int, int]:
    """How many became ours, and how many could not."""
    made = refused = after = 0
    while rows := await desk.catalog.foreign(person, slug, after):
        for row in rows:
            try:
                await desk.catalog.adopt(person, row.id)
            except Closed:
                continue
            except Refused:
                refused += 1
            else:
                made += 1
        after = rows[-1].id
    return made, refused


async def _difference(slug: str, after: int, desk: Desk, person: Person, reader: Reader) -> screen.Screen:
    """The first one whose item is still there."""
    while rows := await desk.catalog.differing(person, slug, after, 2):
        row = rows[0]
        assert row.item_id is not None
        try:
            item = await desk.catalog.item(person, row.item_id)
        except NotFound:
            after = row.id
            continue
        found = screen.Difference(item, row, await desk.catalog.unit_shown(row))
        return screen.difference(slug, found, reader, more=len(rows) > 1)
    return screen.difference(slug, None, reader, more=False)
