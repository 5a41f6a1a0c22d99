"""A sheet is taken into the catalog: all or nothing, and only into the catalog that it was shown for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing.books import Books
from billing.catalog.banking import BankItemState, NewBankItem
from billing.catalog.importing import Draft, Plan, Trouble, Wrong
from billing.catalog.models import Item
from billing.errors import NotAllowed, Refused
from billing.money import Money
from tests.support.noon import NOON
from tests.support.shop import CASHIER, OWNER, Shop

PRICE = Money(90_000, "KZT")


def row(n: int, name: str, of: Item | None = None, **said: object) -> Draft:
    return replace(Draft(n, of.token if of else None, name, PRICE), **said)  # type: ignore[arg-type]


async def item(shop: Shop, name: str, barcode: str = "") -> Item:
    return await shop.desk.catalog.add(await shop.person(OWNER), name, PRICE, barcode=barcode)


async def plan(shop: Shop, *rows: Draft) -> Plan:
    return await shop.desk.catalog.plan(await shop.person(OWNER), rows, ())


async def take_in(shop: Shop, shown: Plan, who: int = OWNER) -> None:
    await shop.desk.catalog.take_in(await shop.person(who), shown)


async def catalog(shop: Shop) -> dict[str, Item]:
    return {each.name: each for each in await shop.desk.catalog.whole(await shop.person(OWNER))}


async def test_new_items_are_added_and_others_changed(shop: Shop) -> None:
    latte = await item(shop, "Latte")
    shown = await plan(shop, row(2, "Latte XL", latte, hidden=True), row(3, "Raf", barcode="4444"))
    await take_in(shop, shown)
    now = await catalog(shop)
    assert now.keys() == {"Latte XL", "Raf"}
    assert (now["Latte XL"].id, now["Latte XL"].hidden) == (latte.id, True)
    assert (now["Raf"].barcode, len(now["Raf"].token)) == ("4444", len(latte.token))


async def test_what_banks_know_of_a_changed_item_is_looked_at_anew(shop: Shop) -> None:
    latte, tea = await item(shop, "Latte"), await item(shop, "Tea")

    def known(books: Books) -> None:
        for thing in (latte, tea):
            row = books.add_bank_item(
                NewBankItem("bank", thing.id, f"b{thing.id}", BankItemState.ACTIVE), NOON
            )
            assert row is not None
            books.amend_bank_item(row.id, next_look=None)

    await shop.database.write(known)
    await take_in(shop, await plan(shop, row(2, "Raf", latte), row(3, "Tea", tea)))
    now = shop.clock.now()
    due = await shop.database.read(lambda books: books.due_bank_items("bank", now, 9))
    assert [each.item_id for each in due] == [latte.id]


async def test_who_changed_an_item_is_known(shop: Shop) -> None:
    latte = await item(shop, "Latte")
    await take_in(shop, await plan(shop, row(2, "Raf", latte)))
    told = await shop.desk.catalog.last_change(await shop.person(OWNER), latte.id)
    assert told is not None
    assert (told[1].person_id, told[1].what) == (OWNER, ("name",))


async def test_barcodes_are_swapped_and_handed_on(shop: Shop) -> None:
    latte, tea = await item(shop, "Latte", "1111"), await item(shop, "Tea", "2222")
    cocoa = await item(shop, "Cocoa", "3333")
    rows = (
        row(2, "Latte", latte, barcode="2222"),
        row(3, "Tea", tea, barcode="1111"),
        row(4, "Cocoa", cocoa, barcode=""),
        row(5, "Raf", barcode="3333"),
    )
    await take_in(shop, await plan(shop, *rows))
    now = await catalog(shop)
    assert {name: each.barcode for name, each in now.items()} == {
        "Latte": "2222",
        "Tea": "1111",
        "Cocoa": "",
        "Raf": "3333",
    }
    assert (await plan(shop, *rows[:3])).idle


async def test_a_plan_with_a_trouble_is_not_taken_in(shop: Shop) -> None:
    trouble = Trouble(3, "price", Wrong.PRICE_MISSING)
    shown = await shop.desk.catalog.plan(await shop.person(OWNER), (row(2, "Raf"),), (trouble,))
    with pytest.raises(Refused, match="import-has-troubles"):
        await take_in(shop, shown)
    assert await catalog(shop) == {}


async def test_a_plan_is_for_the_catalog_that_it_was_shown_for(shop: Shop) -> None:
    latte, tea = await item(shop, "Latte"), await item(shop, "Tea")
    shown = await plan(shop, row(2, "Raf", latte), row(3, "Cocoa"))
    person = await shop.person(OWNER)
    await shop.desk.catalog.change(person, latte.id, latte.version, price=Money(1, "KZT"))
    with pytest.raises(Refused, match="catalog-changed-meanwhile"):
        await take_in(shop, shown)
    again = await plan(shop, row(2, "Raf", latte), row(3, "Cocoa"))
    await shop.desk.catalog.delete(person, tea.id, tea.version)
    with pytest.raises(Refused, match="catalog-changed-meanwhile"):
        await take_in(shop, again)
    assert (await catalog(shop)).keys() == {"Latte"}


async def test_a_second_tap_adds_nothing_twice(shop: Shop) -> None:
    shown = await plan(shop, row(2, "Raf"))
    await take_in(shop, shown)
    with pytest.raises(Refused, match="catalog-changed-meanwhile"):
        await take_in(shop, shown)
    assert len(await shop.desk.catalog.whole(await shop.person(OWNER))) == 1


async def test_a_row_that_the_books_refuse_undoes_those_before_it(shop: Shop) -> None:
    shown = await plan(shop, row(2, "Raf", barcode="4444"), row(3, "Cocoa"))
    twice = replace(shown.new[1], barcode="4444")  # no plan has such; if one had, nothing of it may stay
    with pytest.raises(Refused):
        await take_in(shop, replace(shown, new=(shown.new[0], twice), drafts=(shown.new[0], twice)))
    assert await catalog(shop) == {}


async def test_only_who_may_change_the_catalog_takes_a_sheet_in(shop: Shop) -> None:
    shown = await plan(shop, row(2, "Raf"))
    with pytest.raises(NotAllowed):
        await take_in(shop, shown, CASHIER)
