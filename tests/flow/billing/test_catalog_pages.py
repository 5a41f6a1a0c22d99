"""A long catalog is looked through page by page, forward and back, also while it changes."""

from __future__ import annotations

from billing.catalog.models import Item
from tests.support.shop import CUSTOMER, OWNER, PRICE, Shop

SIZE = 2


async def filled(shop: Shop, *names: str) -> list[Item]:
    owner = await shop.person(OWNER)
    return [await shop.desk.catalog.add(owner, name, PRICE) for name in names]


async def test_pages_are_turned_forward_and_back(shop: Shop) -> None:
    a, b, c, d, e = await filled(shop, "A", "B", "C", "D", "E")
    owner, page = await shop.person(OWNER), shop.desk.catalog.page
    first = await page(owner, size=SIZE)
    assert (first.items, first.previous) == ((a, b), None)
    assert first.next is not None
    second = await page(owner, after=first.next.id, size=SIZE)
    assert second.items == (c, d)
    assert second.next is not None
    assert second.previous is not None
    last = await page(owner, after=second.next.id, size=SIZE)
    assert (last.items, last.next) == ((e,), None)
    assert last.previous is not None
    assert await page(owner, before=last.previous.id, size=SIZE) == second
    assert (await page(owner, before=second.previous.id, size=SIZE)).items == (a, b)
    assert (await page(owner, before=second.previous.id, size=SIZE)).previous is None


async def test_a_page_that_is_no_more_is_the_first_one(shop: Shop) -> None:
    owner, catalog = await shop.person(OWNER), shop.desk.catalog
    a, b, c = await filled(shop, "A", "B", "C")
    await catalog.delete(owner, c.id, c.version)
    assert (await catalog.page(owner, after=b.id, size=SIZE)).items == (a, b)
    assert (await catalog.page(owner, before=a.id, size=SIZE)).items == (a, b)


async def test_pages_of_a_search_and_of_a_customer_hold_only_what_they_may(shop: Shop) -> None:
    owner, catalog = await shop.person(OWNER), shop.desk.catalog
    tea, _, cake, black = await filled(shop, "Чай", "Кофе", "Чайный торт", "Чёрный чай")
    await catalog.change(owner, cake.id, cake.version, hidden=True)
    found = await catalog.page(owner, "чай", size=SIZE)
    assert [item.id for item in found.items] == [tea.id, cake.id]
    customer = await shop.person(CUSTOMER)
    assert (await catalog.page(customer, "чай", size=SIZE)).items == (tea, black)
    assert await catalog.last_change(customer, cake.id) is None
