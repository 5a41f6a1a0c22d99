"""A role that an owner ends while its member does something of their own: on PostgreSQL both go at once."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from billing import people
from billing.models import Person, Role
from billing.team import roles
from store.books import SqlBooks
from store.engine import Database
from tests.support.books import NOON, open_database
from tests.support.postgres import stands_in_line

OWNER, MEMBER = 501, 502

MEANWHILE: dict[str, Callable[[SqlBooks], object]] = {
    "chooses a language": lambda books: people.choose_locale(books, MEMBER, "kk", NOON),
    "writes under a new name": lambda books: people.meet(books, MEMBER, "Anew", "ru", NOON, private=True),
    "shares a phone": lambda books: people.remember_phone(books, MEMBER, "+77071234567", NOON),
    "blocks the bot": lambda books: people.mark_blocked(books, MEMBER, NOON, blocked=True),
}


@pytest.fixture
async def shop(postgres_url: str) -> AsyncIterator[tuple[Database, AsyncEngine]]:
    engine = create_async_engine(postgres_url)
    async with contextlib.aclosing(open_database(postgres_url)) as opened:
        async for database in opened:
            yield database, engine
    await engine.dispose()


@pytest.mark.parametrize("what", MEANWHILE)
async def test_a_role_that_was_ended_does_not_come_back(
    shop: tuple[Database, AsyncEngine], what: str
) -> None:
    database, engine = shop
    owner = Person(OWNER, "Owner", started=True, role=Role.OWNER)
    manager = Person(MEMBER, "Manager", started=True, role=Role.MANAGER)

    def write(books: SqlBooks) -> None:
        for person in (owner, manager):
            books.save_person(person, NOON)

    def remove(connection: Connection) -> None:
        books = database.books(connection)
        roles.remove(books, owner, MEMBER, NOON)
        books.flush()

    await database.write(write)
    async with engine.connect() as removing:
        await removing.run_sync(remove)
        meanwhile = asyncio.create_task(database.write(MEANWHILE[what]))
        await stands_in_line(engine)
        await removing.commit()
    await meanwhile
    after = await database.read(lambda books: books.person(MEMBER))
    assert after is not None
    assert after.role is None, "who was sent away is a manager again, and nobody has said so"


@pytest.mark.parametrize("what", MEANWHILE)
async def test_a_shop_that_is_handed_over_has_an_owner(shop: tuple[Database, AsyncEngine], what: str) -> None:
    """Who owned it manages it from now on; who owns it now was just writing something."""
    database, engine = shop
    owner = Person(OWNER, "Owner", started=True, role=Role.OWNER)
    manager = Person(MEMBER, "Manager", started=True, role=Role.MANAGER)

    def write(books: SqlBooks) -> None:
        for person in (owner, manager):
            books.save_person(person, NOON)

    def hand_over(connection: Connection) -> None:
        books = database.books(connection)
        roles.hand_over(books, owner, MEMBER, NOON)
        books.flush()

    await database.write(write)
    async with engine.connect() as handing:
        await handing.run_sync(hand_over)
        meanwhile = asyncio.create_task(database.write(MEANWHILE[what]))
        await stands_in_line(engine)
        await handing.commit()
    await meanwhile
    members = await database.read(lambda books: books.members())
    assert [member.id for member in members if member.role is Role.OWNER] == [MEMBER]
