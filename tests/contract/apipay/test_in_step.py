"""Our catalog and ApiPay's are kept in step: books, client and simulator are real, time is held."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from billing.catalog.banking import BankItem, BankItemState, Made, ToMake
from billing.catalog.desk import READ_LATELY, CatalogDesk
from billing.catalog.making import FAILED_AGAIN
from billing.catalog.models import Item, Unit
from billing.catalog.syncing import NONE_UNTIL, REMOVED_LATER, WALK_EVERY, Syncing
from billing.errors import BankError, BankSilent, Closed, NotAllowed, NotFound
from billing.models import Person, Role
from billing.money import Money
from store.engine import Database
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.apipay.goods import picture
from tests.contract.standing import Json
from tests.support.books import CountedIds, NearDatabase, open_database

OWNER = Person(501, "Aigerim", started=True, role=Role.OWNER)
CASHIER = Person(502, "Dina", started=True, role=Role.CASHIER)
DONE = {BankItemState.ACTIVE, BankItemState.FAILED, BankItemState.DELETED}


def kzt(tenge: int) -> Money:
    return Money(tenge * 100, "KZT")


@dataclass
class Store:
    """A shop with a catalog, and the same at the bank."""

    bank: ApiPayBench
    database: Database
    ids: CountedIds = field(default_factory=lambda: CountedIds(1))

    def __post_init__(self) -> None:
        catalog = self.bank.provider.catalog
        self.syncing = Syncing(self.database, catalog, self.bank.clock)
        self.desk = CatalogDesk(self.database, self.bank.clock, self.ids, {"apipay": catalog})

    async def add(self, name: str, tenge: int = 900, **more: object) -> Item:
        return await self.desk.add(OWNER, name, kzt(tenge), **more)  # type: ignore[arg-type]

    async def change(self, item: Item, **changes: object) -> Item:
        return await self.desk.change(OWNER, item.id, item.version, **changes)

    async def turns(self, count: int = 4, pause: timedelta = timedelta(seconds=20)) -> None:
        for _ in range(count):
            await self.syncing.turn()
            self.bank.wait(pause)

    async def row(self, item: Item) -> BankItem:
        (row,) = await self.rows(item)
        return row

    async def rows(self, item: Item) -> list[BankItem]:
        """What banks know of it."""
        return await self.database.read(lambda books: books.bank_items_of([item.id]))

    async def state(self, item: Item) -> BankItemState:
        return (await self.row(item)).state

    async def there(self) -> dict[str, Json]:
        """What the bank sells, by name."""
        listed = (await self.bank.books())["items"]
        return {row["name"]: row for row in listed if row["status"] == "active"}

    async def walk(self) -> None:
        """The bank's catalog is read from end to end."""
        self.bank.wait(WALK_EVERY)
        await self.turns(1)


@pytest.fixture
async def shop(bank: ApiPayBench, quick_books: str) -> AsyncIterator[Store]:
    async for database in open_database(quick_books, NearDatabase):
        yield Store(bank, database)


async def test_new_items_reach_the_bank_with_their_pictures_each_picture_once(shop: Store) -> None:
    image = await shop.desk.keep_picture("ab" * 32, picture(7))
    latte = await shop.add("Латте", 1800, barcode="4870001", unit=Unit.PORTION, picture_id=image)
    raf = await shop.add("Раф", 2100, picture_id=image)
    await shop.turns()
    assert [await shop.state(each) for each in (latte, raf)] == [BankItemState.ACTIVE] * 2
    sold = await shop.there()
    assert {name: row["price"] for name, row in sold.items()} == {"Латте": 180000, "Раф": 210000}
    assert sold["Латте"]["barcode"] == "4870001"
    assert len(await shop.bank.requests("upload_image")) == 1
    assert len(await shop.bank.requests("catalog_create")) == 1


async def test_many_items_go_out_fifty_at_a_time(shop: Store) -> None:
    for number in range(60):
        await shop.add(f"Товар {number:02}")
    await shop.turns(5)
    assert [len(asked["body"]["items"]) for asked in await shop.bank.requests("catalog_create")] == [50, 10]
    assert len(await shop.there()) == 60


async def test_nothing_is_asked_while_nothing_has_changed(shop: Store) -> None:
    await shop.add("Латте")
    await shop.turns()
    before = len(await shop.bank.requests())
    await shop.turns(20)
    assert len(await shop.bank.requests()) == before


async def test_a_changed_price_is_all_that_the_bank_is_told(shop: Store) -> None:
    latte = await shop.add("Латте", 1800, barcode="4870001")
    await shop.turns()
    await shop.change(latte, price=kzt(2000))
    await shop.turns()
    (asked,) = await shop.bank.requests("catalog_change")
    assert asked["body"] == {"selling_price": 2000}
    assert (await shop.there())["Латте"]["price"] == 200000
    assert await shop.state(latte) is BankItemState.ACTIVE


async def test_a_change_while_the_bank_is_still_at_it_is_told_afterwards(shop: Store) -> None:
    latte = await shop.add("Латте", 1800)
    await shop.turns(1, timedelta(seconds=1))
    assert await shop.state(latte) is BankItemState.PENDING
    await shop.change(latte, price=kzt(2000))
    await shop.turns()
    assert (await shop.there())["Латте"]["price"] == 200000


async def test_a_change_that_comes_while_the_bank_is_being_asked_is_told_next(shop: Store) -> None:
    await shop.bank.control("configure", environment="sandbox")  # done at once: no later look brings it up
    catalog = shop.bank.provider.catalog
    make = catalog.make

    async def makes(items: Sequence[ToMake]) -> list[Made]:
        await shop.change(latte, price=kzt(2000))
        return await make(items)

    latte = await shop.add("Латте", 1800)
    catalog.make = makes  # type: ignore[method-assign]
    await shop.turns()
    assert (await shop.there())["Латте"]["price"] == 200000


async def test_of_two_processes_at_the_same_item_one_makes_it(shop: Store) -> None:
    catalog = shop.bank.provider.catalog
    upload = catalog.upload

    async def uploads(body: bytes) -> str:
        catalog.upload = upload  # type: ignore[method-assign]
        await Syncing(shop.database, catalog, shop.bank.clock).turn()
        return await upload(body)

    catalog.upload = uploads  # type: ignore[method-assign]
    await shop.add("Латте", picture_id=await shop.desk.keep_picture("ab" * 32, picture(7)))
    await shop.turns()
    assert len(await shop.bank.requests("catalog_create")) == 1


async def test_an_item_at_which_the_bank_is_silent_holds_up_no_other(shop: Store) -> None:
    latte = await shop.add("Латте", 1800)
    await shop.turns()
    await shop.bank.trouble("catalog_create", "500", count=1)
    await shop.bank.trouble("catalog", "422")
    await shop.add("Раф")
    await shop.syncing.turn()
    shop.bank.wait(timedelta(seconds=20))
    await shop.change(latte, price=kzt(2000))
    with pytest.raises(BankSilent):
        await shop.syncing.turn()
    await shop.syncing.turn()
    assert (await shop.bank.requests("catalog_change"))[0]["body"] == {"selling_price": 2000}


async def test_a_deleted_item_leaves_the_bank(shop: Store) -> None:
    latte = await shop.add("Латте")
    await shop.turns()
    await shop.desk.delete(OWNER, latte.id, latte.version)
    await shop.turns()
    assert await shop.there() == {}
    assert await shop.state(latte) is BankItemState.DELETED


async def test_a_removal_that_was_refused_is_asked_for_again_a_day_later(shop: Store) -> None:
    latte = await shop.add("Латте")
    await shop.turns()
    await shop.bank.trouble("catalog_delete", "422", count=1)
    await shop.desk.delete(OWNER, latte.id, latte.version)
    await shop.turns()
    assert list(await shop.there()) == ["Латте"]
    shop.bank.wait(REMOVED_LATER)
    await shop.turns()
    assert await shop.there() == {}


async def test_an_item_that_was_deleted_before_the_bank_heard_of_it_is_never_told(shop: Store) -> None:
    latte = await shop.add("Латте")
    await shop.desk.delete(OWNER, latte.id, latte.version)
    await shop.turns()
    assert await shop.bank.requests("catalog_create") == []


@pytest.mark.parametrize("kind", ["reset_after", "silence_after"])
async def test_an_item_whose_answer_was_lost_is_found_and_not_made_twice(shop: Store, kind: str) -> None:
    shop.bank.impatient()
    shop.syncing = Syncing(shop.database, shop.bank.provider.catalog, shop.bank.clock)
    await shop.bank.trouble("catalog_create", kind, count=1)
    latte = await shop.add("Латте")
    await shop.turns(15)
    assert await shop.state(latte) is BankItemState.ACTIVE
    assert len(await shop.bank.requests("catalog_create")) == 1
    await shop.walk()
    assert await shop.desk.foreign(OWNER, "apipay") == []


async def test_an_item_whose_answer_was_lost_is_ours_also_where_the_list_was_read_meanwhile(
    shop: Store,
) -> None:
    await shop.turns(1)
    await shop.bank.trouble("catalog_create", "reset_after", count=1)
    shop.bank.wait(WALK_EVERY - timedelta(seconds=25))
    latte = await shop.add("Латте  с   молоком")
    await shop.turns(1, timedelta(seconds=6))
    assert await shop.state(latte) is BankItemState.UNKNOWN
    await shop.turns()
    assert await shop.state(latte) is BankItemState.ACTIVE
    assert await shop.desk.foreign(OWNER, "apipay") == []


async def test_what_the_bank_takes_for_an_item_of_its_cabinet_is_that_item(shop: Store) -> None:
    await shop.bank.control("configure", generation="september")
    await shop.bank.control("item_make", name="Латте", price=180000, barcode="4870001")
    await shop.turns(1)
    (row,) = await shop.desk.foreign(OWNER, "apipay")
    latte = await shop.add("Латте", 1800, barcode="4870001")
    await shop.turns()
    assert (await shop.row(latte)).bank_id == row.bank_id
    assert await shop.desk.foreign(OWNER, "apipay") == []


async def test_an_item_that_was_there_under_another_name_gets_ours(shop: Store) -> None:
    await shop.bank.control("configure", generation="september")
    await shop.turns(1)
    await shop.bank.control("item_make", name="Старый латте", price=150000, barcode="4870001")
    latte = await shop.add("Латте", 1800, barcode="4870001")
    await shop.turns()
    assert {name: row["price"] for name, row in (await shop.there()).items()} == {"Латте": 180000}
    assert await shop.state(latte) is BankItemState.ACTIVE


async def test_a_report_of_the_bank_makes_it_asked_and_is_not_believed(shop: Store) -> None:
    latte = await shop.add("Латте", 1800)
    await shop.turns()
    before = len(await shop.bank.requests("catalog"))
    await shop.desk.look_soon("apipay", (await shop.row(latte)).bank_id or "")
    await shop.desk.look_soon("apipay", "99999")
    await shop.turns()
    assert len(await shop.bank.requests("catalog")) == before + 1
    assert await shop.state(latte) is BankItemState.ACTIVE


async def test_an_item_that_never_arrived_is_asked_for_again(shop: Store) -> None:
    await shop.bank.trouble("catalog_create", "500", count=1)
    latte = await shop.add("Латте")
    await shop.turns(15)
    assert await shop.state(latte) is BankItemState.ACTIVE
    assert len(await shop.there()) == 1


async def test_a_process_that_dies_before_it_asks_leaves_the_item_to_be_asked_for(shop: Store) -> None:
    class Died(Exception):
        pass

    async def dies(items: object) -> list[object]:
        raise Died

    latte = await shop.add("Латте")
    catalog = shop.bank.provider.catalog
    catalog.make, kept = dies, catalog.make  # type: ignore[method-assign]
    with pytest.raises(Died):
        await shop.turns(1)
    assert await shop.state(latte) is BankItemState.UNKNOWN
    catalog.make = kept  # type: ignore[method-assign]
    await shop.turns(15)
    assert await shop.state(latte) is BankItemState.ACTIVE
    assert len(await shop.there()) == 1


async def test_a_refused_item_says_why_and_is_told_again_when_it_has_changed(shop: Store) -> None:
    await shop.bank.control("configure", generation="september")
    await shop.turns(1)
    await shop.bank.control("jobs", next="catalog_item_duplicate", count=1)
    latte = await shop.add("Латте")
    await shop.turns()
    row = await shop.row(latte)
    assert (row.state, bool(row.text)) == (BankItemState.FAILED, True)
    await shop.turns(10)
    assert await shop.state(latte) is BankItemState.FAILED
    await shop.change(latte, name="Латте большой")
    await shop.turns()
    assert await shop.state(latte) is BankItemState.ACTIVE
    assert list(await shop.there()) == ["Латте большой"]


async def test_what_failed_is_told_again_a_day_later(shop: Store) -> None:
    await shop.turns(1)
    await shop.bank.control("jobs", next="session_transient", count=1)
    latte = await shop.add("Латте")
    await shop.turns(10)
    assert await shop.state(latte) is BankItemState.FAILED
    assert await shop.bank.requests("catalog_change") == []
    shop.bank.wait(FAILED_AGAIN)
    await shop.turns()
    assert await shop.state(latte) is BankItemState.ACTIVE
    assert len(await shop.bank.requests("catalog_change")) == 1
    shop.bank.wait(FAILED_AGAIN)
    await shop.turns()
    assert len(await shop.bank.requests("catalog_change")) == 1


async def test_a_shop_without_a_catalog_at_the_bank_asks_once_a_day_and_then_tells_all(shop: Store) -> None:
    await shop.bank.control("configure", has_catalog=False)
    latte = await shop.add("Латте")
    await shop.turns(10)
    assert len(await shop.bank.requests()) == 1
    assert await shop.rows(latte) == []
    await shop.bank.control("configure", has_catalog=True)
    shop.bank.wait(NONE_UNTIL)
    await shop.turns()
    assert await shop.state(latte) is BankItemState.ACTIVE


async def test_a_silent_bank_loses_nothing(shop: Store) -> None:
    latte = await shop.add("Латте")
    await shop.bank.trouble("*", "503")
    with pytest.raises(BankError):
        await shop.turns(1)
    await shop.bank.mends()
    await shop.turns(6, timedelta(minutes=1))
    assert await shop.state(latte) is BankItemState.ACTIVE


async def test_a_bank_that_is_busy_with_an_item_is_asked_again(shop: Store) -> None:
    latte = await shop.add("Латте", 1800)
    await shop.turns()
    await shop.bank.trouble("catalog_change", "catalog_busy", count=1)
    await shop.change(latte, price=kzt(2000))
    with pytest.raises(BankSilent):
        await shop.turns(1)
    await shop.turns()
    assert (await shop.there())["Латте"]["price"] == 200000


# --- what people do in the bank's cabinet -----------------------------------------------------------------


async def test_an_item_from_the_cabinet_is_offered_and_becomes_ours_without_being_told(shop: Store) -> None:
    await shop.bank.control("item_make", name="Из кабинета", price=120000, barcode="4870009")
    await shop.turns(1)
    (row,) = await shop.desk.foreign(OWNER, "apipay")
    item = await shop.desk.adopt(OWNER, row.id)
    assert (item.name, item.price, item.barcode, item.unit) == (
        "Из кабинета",
        kzt(1200),
        "4870009",
        Unit.PIECE,
    )
    await shop.turns()
    assert await shop.bank.requests("catalog_create", "catalog_change") == []
    assert await shop.state(item) is BankItemState.ACTIVE
    assert await shop.desk.foreign(OWNER, "apipay") == []
    with pytest.raises(Closed):
        await shop.desk.adopt(OWNER, row.id)


async def test_an_item_from_the_cabinet_with_our_barcode_is_taken_for_ours(shop: Store) -> None:
    await shop.bank.control("item_make", name="Латте банка", price=120000, barcode="4870009")
    await shop.turns(1)
    ours = await shop.add("Латте", 1200, barcode="4870009")
    (row,) = await shop.desk.foreign(OWNER, "apipay")
    assert (await shop.desk.adopt(OWNER, row.id)).id == ours.id
    await shop.turns()
    assert await shop.state(ours) is BankItemState.ACTIVE
    assert set(await shop.there()) == {"Латте"}, "the bank is told our name"


async def changed_there(shop: Store) -> tuple[Item, BankItem]:
    latte = await shop.add("Латте", 1800)
    await shop.turns()
    there = (await shop.row(latte)).bank_id
    await shop.bank.control("item_change", item=int(there or 0), price=150000)
    await shop.walk()
    (row,) = await shop.desk.differing(OWNER, "apipay")
    return latte, row


async def test_a_price_that_was_changed_in_the_cabinet_is_put_before_a_person_and_ours_may_count(
    shop: Store,
) -> None:
    latte, row = await changed_there(shop)
    assert row.shown is not None
    assert row.shown.price == kzt(1500)
    await shop.desk.decide(OWNER, row.id, ours=True)
    await shop.turns()
    assert (await shop.there())["Латте"]["price"] == 180000
    assert await shop.desk.differing(OWNER, "apipay") == []
    with pytest.raises(Closed):
        await shop.desk.decide(OWNER, row.id, ours=False)
    assert (await shop.desk.item(OWNER, latte.id)).price == kzt(1800)


async def test_or_the_banks_may_count(shop: Store) -> None:
    latte, row = await changed_there(shop)
    await shop.desk.decide(OWNER, row.id, ours=False)
    assert (await shop.desk.item(OWNER, latte.id)).price == kzt(1500)
    await shop.turns()
    assert (await shop.there())["Латте"]["price"] == 150000
    assert await shop.bank.requests("catalog_change") == []


@pytest.mark.parametrize("ours", [True, False])
async def test_an_item_that_was_deleted_in_the_cabinet_is_made_again_or_deleted_here_as_well(
    shop: Store, *, ours: bool
) -> None:
    latte = await shop.add("Латте")
    await shop.turns()
    await shop.bank.control("item_delete", item=int((await shop.row(latte)).bank_id or 0))
    shop.bank.wait(timedelta(minutes=30))
    await shop.walk()
    (row,) = await shop.desk.differing(OWNER, "apipay")
    await shop.desk.decide(OWNER, row.id, ours=ours)
    await shop.turns()
    assert list(await shop.there()) == (["Латте"] if ours else [])
    if not ours:
        with pytest.raises(NotFound):
            await shop.desk.item(OWNER, latte.id)


async def test_an_item_that_was_gone_before_its_change_was_told_is_put_before_a_person_as_well(
    shop: Store,
) -> None:
    latte = await shop.add("Латте", 1800)
    await shop.turns()
    await shop.bank.control("item_delete", item=int((await shop.row(latte)).bank_id or 0))
    latte = await shop.change(latte, price=kzt(2000))
    await shop.turns()
    assert await shop.state(latte) is BankItemState.FAILED
    await shop.walk()
    (row,) = await shop.desk.differing(OWNER, "apipay")
    await shop.desk.decide(OWNER, row.id, ours=True)
    await shop.turns()
    assert (await shop.there())["Латте"]["price"] == 200000


async def test_who_opens_the_catalog_sees_the_cabinets_doings_soon_but_the_list_is_not_read_all_the_time(
    shop: Store,
) -> None:
    await shop.turns(1)
    await shop.bank.control("item_make", name="Из кабинета", price=120000)
    await shop.desk.read_banks_soon(OWNER)
    await shop.turns(1, READ_LATELY)
    assert await shop.desk.foreign(OWNER, "apipay") == []
    await shop.desk.read_banks_soon(CASHIER)
    await shop.turns(1)
    assert await shop.desk.foreign(OWNER, "apipay") == []
    await shop.desk.read_banks_soon(OWNER)
    await shop.turns(1)
    assert [row.shown.name for row in await shop.desk.foreign(OWNER, "apipay") if row.shown] == [
        "Из кабинета"
    ]


async def test_cashiers_decide_nothing_of_it(shop: Store) -> None:
    _, row = await changed_there(shop)
    for refused in (
        shop.desk.decide(CASHIER, row.id, ours=True),
        shop.desk.adopt(CASHIER, row.id),
        shop.desk.differing(CASHIER, "apipay"),
        shop.desk.foreign(CASHIER, "apipay"),
    ):
        with pytest.raises(NotAllowed):
            await refused
