"""A long catalog is looked through page by page, forward and back, also while it changes."""

from __future__ import annotations

import pytest

from billing.catalog.models import CartKind, Item
from billing.errors import NotFound
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


async def test_an_item_stands_between_its_neighbours_as_a_customer_sees_them(shop: Shop) -> None:
    owner, catalog = await shop.person(OWNER), shop.desk.catalog
    a, b, c, other = await filled(shop, "Tea A", "Tea B", "Tea C", "Coffee")
    await catalog.change(owner, b.id, b.version, hidden=True)
    middle = await catalog.beside(None, a.id)
    assert (middle.before, middle.after) == (other.id, c.id)
    assert (await catalog.beside(owner, a.id)).after == b.id
    found = await catalog.beside(None, a.id, "tea")
    assert (found.before, found.after) == (None, c.id)
    with pytest.raises(NotFound, match="item-not-sold"):
        await catalog.beside(None, b.id)


async def test_staff_buy_for_themselves_only_what_everybody_may_buy(shop: Shop) -> None:
    owner, catalog = await shop.person(OWNER), shop.desk.catalog
    (hidden,) = await filled(shop, "Secret")
    await catalog.change(owner, hidden.id, hidden.version, hidden=True)
    with pytest.raises(NotFound, match="item-not-sold"):
        await catalog.put(owner, hidden.id, 1, "tap")
    assert (await catalog.put(owner, hidden.id, 1, "tap", CartKind.TILL)).count == 1
