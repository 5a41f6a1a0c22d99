"""Shares in the books, on both databases: as many as there are, one for each, whoever comes at once."""

from __future__ import annotations

import asyncio

from billing import invoicing
from billing.errors import Refused
from billing.models import Invoice, Person, Place, Role
from billing.money import Money
from billing.split import dividing
from bot.chance import RandomIds
from store.books import SqlBooks
from store.engine import Database
from tests.support.books import NOON

OWNER = Person(501, "Owner", started=True, role=Role.OWNER)
EATERS = [Person(601 + nth, f"Eater {nth}", started=True) for nth in range(8)]
LATER = NOON.replace(year=NOON.year + 1)


async def divided(database: Database, parts: int) -> Invoice:
    def write(books: SqlBooks) -> Invoice:
        for person in (OWNER, *EATERS):
            books.save_person(person, NOON)
        order = invoicing.Order(Money(500000, "KZT"), "Pizza", "-100:1", Place(-100), LATER)
        invoice = invoicing.issue(books, OWNER, order, RandomIds(), NOON)
        return dividing.divide(books, invoice.id, OWNER, parts, NOON)

    return await database.write(write)


async def test_of_many_who_come_at_once_as_many_as_there_are_shares_get_one(database: Database) -> None:
    whole = await divided(database, 3)

    async def take(person: Person) -> Invoice | str:
        try:
            return await database.write(
                lambda books: dividing.take(books, whole.token, person, Place(person.id), RandomIds(), NOON)
            )
        except Refused as refused:
            return refused.text

    ended = await asyncio.gather(*(take(person) for person in (*EATERS, *EATERS)))
    got = {one.id: one for one in ended if isinstance(one, Invoice)}
    assert sorted(one.amount.minor for one in got.values()) == [166600, 166700, 166700]
    assert len({one.customer_id for one in got.values()}) == 3
    assert {one for one in ended if isinstance(one, str)} == {"split-all-taken"}


async def test_of_two_who_split_at_once_one_does(database: Database) -> None:
    def issue(books: SqlBooks) -> Invoice:
        books.save_person(OWNER, NOON)
        order = invoicing.Order(Money(500000, "KZT"), "Pizza", "-100:1", Place(-100), LATER)
        return invoicing.issue(books, OWNER, order, RandomIds(), NOON)

    invoice = await database.write(issue)

    async def divide(parts: int) -> int | str:
        try:
            made = await database.write(lambda books: dividing.divide(books, invoice.id, OWNER, parts, NOON))
        except Refused as refused:
            return refused.text
        return made.parts or 0

    ended = await asyncio.gather(divide(2), divide(5))
    assert sorted(str(one) for one in ended) in (["2", "button-old"], ["5", "button-old"])
