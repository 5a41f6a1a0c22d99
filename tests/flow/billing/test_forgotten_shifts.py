"""Who hears of shifts, who closes one that is forgotten, and what stands of it among people's deeds."""

from __future__ import annotations

import asyncio
from zoneinfo import ZoneInfo

import pytest

from billing.errors import NotAllowed
from billing.shifts import working
from billing.team.deeds import What as Deed
from bot.chores import Chores
from bot.metrics import Metrics
from tests.flow.billing.test_deeds import done_since, newest
from tests.flow.billing.test_proposals import manager
from tests.flow.billing.test_shifts import HOUR, begins, counted, ends, sold, told
from tests.support import PATIENCE
from tests.support.shop import CASHIER, OWNER, Shop


async def test_whose_shift_somebody_else_closes_hears_of_it_and_owners_of_each(shop: Shop) -> None:
    one_more = await manager(shop)
    await ends(shop, await begins(shop), one_more.id)
    assert await told(shop) == [("shift-closed", OWNER, False), ("shift-closed", CASHIER, False)]


async def test_the_shift_of_one_who_was_removed_is_the_owners_to_close(shop: Shop) -> None:
    shift = await begins(shop)
    await sold(shop, "1")
    owner = await shop.person(OWNER)
    await shop.desk.team.remove(owner, CASHIER)
    with pytest.raises(NotAllowed):
        await ends(shop, shift)
    assert await remind(shop) == 1
    assert await told(shop) == [("shift-long", OWNER, False)]
    assert counted(await ends(shop, shift, OWNER)) == {"paid testbank": (1, 500_000)}


async def remind(shop: Shop) -> int:
    at = shop.clock.now()
    return await shop.database.write(lambda books: working.remind_of_long(books, at))


async def test_a_shift_that_lasts_for_more_than_a_day_is_reminded_of_once(shop: Shop) -> None:
    await begins(shop)
    shop.clock.move(23 * HOUR)
    assert await remind(shop) == 0
    shop.clock.move(HOUR)
    assert [await remind(shop) for _ in range(3)] == [1, 0, 0]
    assert await told(shop) == [("shift-long", CASHIER, False)]


async def test_the_running_program_looks_for_forgotten_shifts(shop: Shop) -> None:
    await begins(shop)
    shop.clock.move(24 * HOUR)
    chores = Chores(shop.database, shop.clock, Metrics())
    chores.loop.start()
    try:
        async with asyncio.timeout(PATIENCE):
            while await told(shop) != [("shift-long", CASHIER, False)]:
                await asyncio.sleep(0.01)
    finally:
        await chores.loop.stop()


async def test_nobody_is_reminded_at_night(shop: Shop) -> None:
    await begins(shop)
    assert shop.clock.now().astimezone(ZoneInfo("Asia/Almaty")).hour == 17
    shop.clock.move(31 * HOUR)
    assert await remind(shop) == 0
    shop.clock.move(10 * HOUR)
    assert await remind(shop) == 1


async def test_who_opened_and_closed_which_shift_stands_among_what_members_did(shop: Shop) -> None:
    before = await newest(shop)
    shift = await begins(shop)
    await ends(shop, shift, OWNER)
    assert await done_since(shop, before) == [Deed.SHIFT_OPENED, Deed.SHIFT_CLOSED]
    closed = (await newest(shop))[0]
    assert (closed.deed.person_id, closed.whom, closed.name) == (OWNER, CASHIER, "Z #1")
