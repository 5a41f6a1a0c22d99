"""Several processes on one PostgreSQL decide about the shop at the same moment."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from billing.banking import Addresses, Banking
from billing.errors import Refused
from billing.models import Person, Role
from billing.settings.desk import SettingsDesk
from billing.settings.models import Choice
from store.engine import Database
from tests.support.bank import ObedientBank
from tests.support.books import CountedIds, HeldClock, open_database

OWNER = Person(501, "Aigerim", started=True, role=Role.OWNER)
MANAGER = Person(503, "Marat", started=True, role=Role.MANAGER)
BANKS = ("one", "two")


def desk(database: Database, clock: HeldClock) -> SettingsDesk:
    assert database.merchant is not None
    banks = {slug: ObedientBank(slug) for slug in BANKS}
    where = Addresses("https://shop.example")
    banking = Banking(database, banks, clock, CountedIds(1), owner="test", addresses=where)
    return SettingsDesk(banking, database.merchant, database.merchant.rules.invoice_ttl)


@pytest.fixture
async def desks(postgres_url: str) -> AsyncIterator[list[SettingsDesk]]:
    """Two processes; in each another person decides."""
    clock = HeldClock()
    async with contextlib.AsyncExitStack() as stack:
        databases = []
        for _ in range(2):
            opened = await stack.enter_async_context(contextlib.aclosing(open_database(postgres_url)))
            databases.append(await anext(opened))
        for person in (OWNER, MANAGER):
            await databases[0].write(lambda books, who=person: books.save_person(who, clock.now()))
        yield [desk(database, clock) for database in databases]


async def test_of_two_banks_that_are_turned_off_at_once_one_stays_on(desks: list[SettingsDesk]) -> None:
    for _ in range(10):
        wishes = (
            each.switch(who, slug, on=False)
            for each, who, slug in zip(desks, (OWNER, MANAGER), BANKS, strict=True)
        )
        found = await asyncio.gather(*wishes, return_exceptions=True)
        assert [type(each) for each in found].count(Refused) == 1
        (off,) = await desks[0].store.read(lambda books: [books.choice(Choice.BANKS_OFF)])
        assert off in BANKS
        await desks[0].switch(OWNER, off or "", on=True)
        for each in desks:
            await each.refresh()


async def test_what_each_replaced_is_in_the_audit_whoever_was_first(desks: list[SettingsDesk]) -> None:
    names = [f"Name {number}" for number in range(8)]
    wishes = [
        desks[number % 2].rename((OWNER, MANAGER)[number % 2], name) for number, name in enumerate(names)
    ]
    await asyncio.gather(*wishes)
    deeds = await desks[0].store.read(
        lambda books: [*books.deeds_of(OWNER.id, None, 50), *books.deeds_of(MANAGER.id, None, 50)]
    )
    steps = [deed.evidence for deed in sorted(deeds, key=lambda deed: deed.id)]
    assert [each["was"] for each in steps] == ["", *(each["now"] for each in steps[:-1])]
    assert sorted(str(each["now"]) for each in steps) == names
    for each in desks:
        await each.refresh()
    assert {each.merchant.name for each in desks} == {steps[-1]["now"]}
