"""How ApiPay's catalog is read: page after page or by a cursor, whole or not at all, and one item alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp import web

from billing.catalog.banking import BankItemState, CatalogProvider, ToMake
from billing.errors import BankSilent
from billing.money import Money
from providers.apipay import ApiPaySettings, opened
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.apipay.goods import GENERATIONS, goods, item, sold
from tests.contract.standing import PATIENT, Json

LATTE = item()


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_long_catalog_is_read_whole_with_what_the_cabinet_made(
    bank: ApiPayBench, generation: str
) -> None:
    await bank.control("configure", generation=generation)
    catalog = goods(bank)
    for part in range(9):
        rows = [ToMake(item(f"Item {part * 50 + place}")) for place in range(50)]
        assert all(made.bank_id for made in await catalog.make(rows))
    cabinets = await bank.control("item_make", name="Из кабинета", price=12345)
    found = [row async for row in catalog.items()]
    assert len({row.bank_id for row in found}) == len(found) == 451
    assert len(await bank.requests("catalog")) == 3
    foreign = next(row for row in found if row.bank_id == str(cabinets["item"]))
    assert (foreign.shown.name, foreign.shown.price) == ("Из кабинета", Money(12345, "KZT"))
    assert foreign.state is BankItemState.ACTIVE
    oldest = min(found, key=lambda row: int(row.bank_id))
    assert await catalog.item(oldest.bank_id) == oldest
    assert await catalog.item("99999") is None
    alone = len(await bank.requests("catalog")) - 3
    assert alone == (8 if generation == "april" else 2)  # April shows no single one: there a list is read


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_new_items_are_asked_about_together_and_what_was_shown_holds_until_it_is_changed(
    bank: ApiPayBench, generation: str
) -> None:
    await bank.control("configure", generation=generation)
    ids = [there for part in "abcde" for there in await sold(bank, *(item(f"{part} {n}") for n in range(50)))]
    assert all([await goods(bank).item(there) is not None for there in ids])
    asked = len(await bank.requests("catalog"))
    assert asked == 3  # a page and the list, or a hundred at a time
    await goods(bank).change(ids[1], None, item("Раф"), None)
    changed = await goods(bank).item(ids[1])
    assert changed is not None
    assert changed.shown.name == "Раф"
    assert (await goods(bank).item(ids[0])) is not None
    bank.wait(timedelta(seconds=21))
    before = len(await bank.requests("catalog"))
    assert (await goods(bank).item(ids[0])) is not None
    assert len(await bank.requests("catalog")) > before


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_an_item_that_is_not_done_is_looked_at_anew(bank: ApiPayBench, generation: str) -> None:
    await bank.control("configure", generation=generation)
    first, second = await goods(bank).make([ToMake(LATTE), ToMake(item("Раф"))])
    for state in (BankItemState.PENDING, BankItemState.ACTIVE):
        found = [await goods(bank).item(each.bank_id or "") for each in (first, second)]
        assert [each.state for each in found if each] == [state] * 2
        bank.wait(timedelta(seconds=21))


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_what_was_shown_beside_another_is_soon_too_old(bank: ApiPayBench, generation: str) -> None:
    await bank.control("configure", generation=generation)
    first, second = await goods(bank).make([ToMake(LATTE), ToMake(item("Раф"))])
    assert await goods(bank).item(first.bank_id or "") is not None
    bank.wait(timedelta(seconds=21))
    found = await goods(bank).item(second.bank_id or "")
    assert found is not None
    assert found.state is BankItemState.ACTIVE


async def test_a_list_that_does_not_come_whole_is_none(bank: ApiPayBench) -> None:
    await sold(bank, LATTE)
    await bank.trouble("catalog", "badjson")
    with pytest.raises(BankSilent):
        _ = [row async for row in goods(bank).items()]


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_what_is_not_on_the_page_with_another_may_still_be_there(
    bank: ApiPayBench, generation: str
) -> None:
    await bank.control("configure", generation=generation)
    ids = [there for part in "abcde" for there in await sold(bank, *(item(f"{part} {n}") for n in range(50)))]
    assert await goods(bank).item(ids[-1]) is not None  # the newest stand on the first page
    assert await goods(bank).item(ids[0]) is not None


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_what_was_shown_beside_another_says_nothing_after_a_change(
    bank: ApiPayBench, generation: str
) -> None:
    await bank.control("configure", generation=generation)
    first, second, third = await sold(bank, LATTE, item("Раф"), item("Чай"))
    assert await goods(bank).item(first) is not None
    await goods(bank).change(second, item("Раф"), item("Раф большой"), None)
    changed = await goods(bank).item(second)
    assert changed is not None
    assert changed.shown.name == "Раф большой"
    await goods(bank).remove(third)
    leaving = await goods(bank).item(third)
    assert leaving is not None
    assert leaving.state is BankItemState.DELETING


# --- pages that the simulator does not have --------------------------------------------------------------


@asynccontextmanager
async def shows(bank: ApiPayBench, pages: dict[str, Json]) -> AsyncIterator[CatalogProvider]:
    """The catalog of a server that answers each page or cursor with this."""

    async def answer(request: web.Request) -> web.Response:
        return web.json_response(pages[request.query.get("cursor") or request.query["page"]])

    app = web.Application()
    app.router.add_get("/catalog", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    settings: Json = {"api_key": "k", "webhook_secret": "s", "_env_file": None}
    settings["base_url"] = f"http://127.0.0.1:{runner.addresses[0][1]}"
    client = opened(ApiPaySettings(**settings), bank.clock, PATIENT)
    yield client.catalog
    await client.close()
    await runner.cleanup()


def rows(*numbers: int) -> list[Json]:
    return [
        {"id": each, "name": f"Item {each}", "selling_price": 5, "unit_id": 1, "status": "active"}
        for each in numbers
    ]


async def read(catalog: CatalogProvider) -> list[str]:
    return [row.bank_id async for row in catalog.items()]


async def test_a_cursor_leads_from_page_to_page(bank: ApiPayBench) -> None:
    pages: dict[str, Json] = {
        "1": {"data": rows(1, 2), "meta": {"next_cursor": "b"}},
        "b": {"data": rows(2, 3), "next_cursor": "c"},
        "c": {"data": rows(4), "meta": {"next_cursor": None}},
    }
    async with shows(bank, pages) as catalog:
        assert await read(catalog) == ["1", "2", "3", "4"]


async def test_where_nothing_says_how_many_pages_there_are_an_empty_one_is_the_end(bank: ApiPayBench) -> None:
    pages: dict[str, Json] = {"1": {"data": rows(1, 2)}, "2": {"data": rows(3)}, "3": {"data": []}}
    async with shows(bank, pages) as catalog:
        assert await read(catalog) == ["1", "2", "3"]


@pytest.mark.parametrize("total", [3, 250])
async def test_who_shows_fewer_than_he_counts_shows_nothing(bank: ApiPayBench, total: int) -> None:
    """A page that is skipped, or the same one again and again."""
    page: Json = {"data": rows(1, 2), "meta": {"last_page": 2, "total": total}}
    async with shows(bank, {"1": page, "2": page}) as catalog:
        with pytest.raises(BankSilent):
            await read(catalog)
