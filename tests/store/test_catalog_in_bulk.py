"""Many items at once, as a sheet brings them, on both databases."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable

import pytest
from sqlalchemy import Connection, make_url, select
from sqlalchemy.ext.asyncio import create_async_engine

from billing.catalog import importing
from billing.catalog.banking import BankItemState, NewBankItem
from billing.catalog.importing import Draft, Plan
from billing.catalog.models import Item, ItemChange, NewItem, Unit
from billing.errors import Refused
from billing.models import Person, Role
from billing.money import Money
from billing.names import words_of
from store.books import SqlBooks
from store.engine import Database
from store.schema import item_words
from tests.support.books import NOON, CountedIds, open_database
from tests.support.postgres import stands_in_line

DANA = Person(601, "Dana", role=Role.OWNER)
PRICE = Money(90_000, "KZT")


def new(name: str, barcode: str = "") -> NewItem:
    return NewItem(f"token-{name}", name, PRICE, barcode=barcode)


def added(books: SqlBooks, *names: str) -> list[Item]:
    ids = books.add_items([new(name) for name in names], NOON)
    assert ids is not None
    known = books.items_by_id(ids)
    return [known[item_id] for item_id in ids]


def found(books: SqlBooks, *words: str) -> list[str]:
    folded = words_of(" ".join(words))
    return [item.name for item in books.items_page(words=folded, sold_only=False, after=None, limit=9)]


async def test_items_that_are_added_together_are_told_in_their_order_and_found(database: Database) -> None:
    def write(books: SqlBooks) -> list[str]:
        assert books.add_items([], NOON) == []
        items = added(books, *(f"Чай {n:04}" for n in reversed(range(1_200))))  # two statements' worth
        assert found(books, "чай", "0007") == ["Чай 0007"]
        return [item.name for item in items]

    assert await database.write(write) == [f"Чай {n:04}" for n in reversed(range(1_200))]


async def test_a_barcode_that_is_taken_is_told_of_all_that_were_to_be_added(database: Database) -> None:
    def write(books: SqlBooks) -> None:
        assert books.add_item(new("Latte", "4870001"), NOON) is not None
        assert books.add_items([new("Raf", "4870002"), new("Tea", "4870001")], NOON) is None

    await database.write(write)


async def test_items_are_changed_together_each_in_its_own_way(database: Database) -> None:
    def write(books: SqlBooks) -> dict[str, Item]:
        latte, tea, cake, raf = added(books, "Latte", "Tea", "Cake", "Raf")
        changes: Iterable[tuple[Item, dict[str, object]]] = (
            (tea, {"name": "Green tea", "price": Money(1, "KZT")}),
            (latte, {"barcode": "4870001", "hidden": True}),
            (cake, {"price": Money(2, "KZT"), "unit": Unit.GRAM}),
            (raf, {"deleted": True}),
        )
        assert books.change_items([ItemChange(item.id, 1, what) for item, what in changes], NOON)
        assert books.change_items([], NOON)
        assert [found(books, word) for word in ("tea", "green", "raf")] == [["Green tea"], ["Green tea"], []]
        kept = books.run(select(item_words.c.word).order_by(item_words.c.word)).scalars()
        assert list(kept) == ["cake", "green", "latte", "tea"]
        return {item.name: item for item in books.items_by_id([latte.id, tea.id, cake.id]).values()}

    now = await database.write(write)
    assert now.keys() == {"Latte", "Green tea", "Cake"}
    assert [item.version for item in now.values()] == [2, 2, 2]
    assert (now["Latte"].barcode, now["Latte"].hidden, now["Latte"].price) == ("4870001", True, PRICE)
    assert now["Green tea"].price.minor == 1
    assert (now["Cake"].price.minor, now["Cake"].unit) == (2, Unit.GRAM)


async def test_where_one_is_another_by_now_none_is_changed(database: Database) -> None:
    def write(books: SqlBooks) -> None:
        latte, tea, cake = added(books, "Latte", "Tea", "Cake")
        assert books.change_item(tea.id, 1, {"hidden": True}, NOON)
        assert books.change_item(cake.id, 1, {"deleted": True}, NOON)
        for other, version in ((tea, 1), (cake, 2), (latte, 2)):
            both = [
                ItemChange(latte.id, 1, {"name": "Raf"}),
                ItemChange(other.id, version, {"name": "Cocoa"}),
            ]
            assert not books.change_items(both, NOON)
        assert found(books) == ["Latte", "Tea"]

    await database.write(write)


async def test_what_banks_know_of_several_items_is_looked_at_anew(database: Database) -> None:
    def write(books: SqlBooks) -> None:
        items = added(books, "Latte", "Tea", "Cake")
        for item in items:
            row = books.add_bank_item(NewBankItem("bank", item.id, item.name, BankItemState.ACTIVE), NOON)
            assert row is not None
            books.amend_bank_item(row.id, next_look=None, looks=3)
        books.wake_bank_items([items[0].id, items[2].id], NOON)
        due = books.due_bank_items("bank", NOON, 9)
        assert [(row.bank_id, row.looks) for row in due] == [("Latte", 0), ("Cake", 0)]

    await database.write(write)


async def test_a_sheet_that_waits_for_who_changes_an_item_is_refused_then(postgres_url: str) -> None:
    engine = create_async_engine(make_url(postgres_url).set(drivername="postgresql+asyncpg"))
    async with contextlib.aclosing(open_database(postgres_url)) as opened:
        database = await anext(opened)
        await database.write(lambda books: books.save_person(DANA, NOON))
        (latte,) = await database.write(lambda books: added(books, "Latte"))
        rows = [Draft(2, latte.token, "Raf", PRICE)]
        shown: Plan = await database.read(lambda books: importing.plan(books, rows))

        def change(connection: Connection) -> None:
            assert database.books(connection).change_item(latte.id, 1, {"name": "Cocoa"}, NOON)

        async with engine.begin() as connection:
            await connection.run_sync(change)
            taking = database.write(lambda books: importing.apply(books, DANA, shown, CountedIds(), NOON))
            taken = asyncio.create_task(taking)
            await stands_in_line(engine)
        with pytest.raises(Refused, match="catalog-changed-meanwhile"):
            await taken
        assert await database.read(found) == ["Cocoa"]
    await engine.dispose()


async def test_of_two_sheets_at_once_one_is_taken_in(database: Database) -> None:
    rows = [Draft(n, name=f"Raf {n}", price=PRICE) for n in range(2, 6)]
    ids = CountedIds()
    shown: Plan = await database.read(lambda books: importing.plan(books, rows))
    await database.write(lambda books: books.save_person(DANA, NOON))
    takings = [database.write(lambda books: importing.apply(books, DANA, shown, ids, NOON)) for _ in range(2)]
    told = await asyncio.gather(*takings, return_exceptions=True)
    assert sorted(str(each) for each in told) == ["None", "catalog-changed-meanwhile"]
    assert await database.read(found) == [f"Raf {n}" for n in range(2, 6)]
