"""A migrated database, and values that tests use again and again."""

from __future__ import annotations

import asyncio
import functools
import itertools
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, String, create_engine, make_url
from sqlalchemy.pool import StaticPool

from billing.models import Person, Role
from store.books import SqlBooks
from store.engine import Database, SqliteDatabase, connect
from store.migrate import load_merchant, migrate, upgrade
from store.schema import metadata
from store.secrets import Vault
from store.sweeping import PASSING
from tests.support.noon import NOON as NOON

T = TypeVar("T")

MERCHANT = {"name": "Дана", "currency": "KZT", "locale": "ru", "timezone": "Asia/Almaty"}
SPOKEN = "ABCDEFGHJK"  # digits as letters: no code has a 0 or a 1
SECRET_KEY = "a key for tests, long enough to be one"


class HeldClock:
    """Stands still until it is moved."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        """The held moment."""
        return self.at

    def move(self, seconds: float) -> None:
        """Forward."""
        self.at += timedelta(seconds=seconds)


class CountedIds:
    """Chance that repeats from test to test."""

    def __init__(self, salt: int = 0) -> None:
        self._count = itertools.count(1)
        self._salt = salt

    def token(self) -> str:
        """22 characters, each time others."""
        return f"token{self._salt:08d}{next(self._count):09d}"

    def receipt(self) -> str:
        """Like a real one."""
        return f"TEST-{''.join(SPOKEN[int(digit)] for digit in f'{next(self._count):04d}')}"


class NearDatabase(SqliteDatabase):
    """The same books and the same SQL without threads; between two operations everybody has a turn."""

    def __init__(self, url: str, vault: Vault) -> None:
        super().__init__(make_url(url), vault)

    async def transaction(self, work: Callable[[Connection], T]) -> T:
        """Here and now, once the others had their turn."""
        await asyncio.sleep(0)
        with self._writer.begin() as connection:
            return work(connection)

    async def read(self, operation: Callable[[SqlBooks], T]) -> T:
        """On the one connection there is."""
        return await self.transaction(lambda connection: operation(self.books(connection)))


def new_books(folder: Path) -> str:
    """The address of an SQLite file in ``folder`` that is migrated already, and empty."""
    path = folder / "tolem.db"
    path.write_bytes(_migrated())
    return f"sqlite+aiosqlite:///{path}"


@functools.cache
def _migrated() -> bytes:
    """Made once in a process: to migrate for each test takes as long as many a test."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        upgrade(connection)
        _as_strict_as_the_other(connection)
    link = engine.raw_connection().driver_connection
    assert link is not None
    return bytes(link.serialize())


def _as_strict_as_the_other(connection: Connection) -> None:
    """PostgreSQL takes no longer text than its column says; here SQLite takes none either."""
    for table in metadata.tables.values():
        too_long = " OR ".join(
            f"length(NEW.{column.name}) > {column.type.length}"
            for column in table.columns
            if isinstance(column.type, String) and column.type.length
        )
        for when in ("INSERT", "UPDATE") if too_long else ():
            connection.exec_driver_sql(
                f"CREATE TRIGGER strict_{when}_{table.name} BEFORE {when} ON {table.name} WHEN {too_long} "
                f"BEGIN SELECT RAISE(ABORT, 'too long a text for {table.name}'); END"
            )


def give_role(books: SqlBooks, person_id: int, role: Role | None) -> None:
    """As an owner would, without the news."""
    person = books.person(person_id)
    if person is None:
        books.save_person(Person(person_id, role=role), NOON)
    else:
        assert person.role is role or books.appoint(person_id, person.role, role, NOON)


def sweep(books: SqlBooks, now: datetime) -> None:
    """All that is old goes at once; the program takes a page at a time."""
    for passing in PASSING:
        page = books.look_for_old(passing, None, now)
        books.drop_old(page)
        while page.last is not None:
            page = books.look_for_old(passing, page.last, now)
            books.drop_old(page)


async def open_database(
    url: str, kind: Callable[[str, Vault], Database] = connect
) -> AsyncIterator[Database]:
    """Connected, migrated, with its merchant; closed at the end."""
    database = kind(url, Vault(SECRET_KEY))
    await migrate(database)
    await load_merchant(database, name="Дана", currency="KZT", locale="ru", timezone="Asia/Almaty", at=NOON)
    try:
        yield database
    finally:
        await database.close()
