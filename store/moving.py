"""Books move from one database to another: row for row, compared value by value, all of it or nothing."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any

from asyncpg import InterfaceError, PostgresError  # type: ignore[import-untyped]
from sqlalchemy import event, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from store import alone, copying
from store.chats import PROCESS
from store.copying import TABLES
from store.migrate import HEAD, upgrade, version
from store.preparing import prepare_sqlite
from store.schema import leases, merchants

Say = Callable[[str], None]
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
LONGEST_WAIT = 10  # seconds for a lock that a program on its way out still holds


class Refused(Exception):
    """Nothing was moved; the sentence says why, and what to do."""


async def move(source_url: str, target_url: str, say: Say) -> bool:
    """Copy all books, compare them, and only then commit; ``False``: they differ, and nothing was moved.

    ``Refused`` where it cannot begin, or broke off: the target is then as empty as it was. The source is
    locked against writers meanwhile.
    """
    source, target = _address(source_url), _address(target_url)
    if _same(source, target):
        raise Refused("Source and target are the same database.")
    if not _is_there(source):
        raise Refused(f"DATABASE_URL names no file that is there: {source.database}.")
    with closing(_lock(source)):
        return await _moved(source, target, say)


async def _moved(source: URL, target: URL, say: Say) -> bool:
    async with _engine(source) as ours, _engine(target) as theirs:
        with _said("The source"):
            async with ours.begin() as connection:
                await _must_rest(connection)
                await connection.run_sync(upgrade)
        with _said("The target"):
            async with theirs.begin() as connection:
                await _must_be_empty(connection)
                await connection.run_sync(upgrade)
        with _said("It broke off, and nothing was moved"):
            return await _move_all(ours, theirs, say)


async def _move_all(ours: AsyncEngine, theirs: AsyncEngine, say: Say) -> bool:
    async with ours.connect() as source, theirs.connect() as target:
        await _keep_writers_out(source)
        await _must_rest(source)
        await _have_alone(target)
        await _must_be_empty(target)
        await _check(source, target.dialect.name)
        for each in TABLES:
            async for page in copying.rows(source, each):
                await copying.add(target, each, page)
        await copying.count_on(target, await copying.highest_numbers(source))
        if not await _compare(source, target, say):
            return False
        await target.commit()
        return True


async def _check(source: AsyncConnection, target: str) -> None:
    """All values, before any of them is written."""
    for each in TABLES:
        async for page in copying.rows(source, each):
            try:
                copying.check(each, page, target)
            except copying.Unmovable as wrong:
                raise Refused(f"Nothing was moved. {wrong}") from None


async def _compare(source: AsyncConnection, target: AsyncConnection, say: Say) -> bool:
    same = True
    for each in TABLES:
        count, difference = await copying.differing(source, target, each)
        say(
            f"✗ {each.name}: {count} rows alike, then {difference}"
            if difference
            else f"✓ {each.name}: {count}"
        )
        same = same and difference is None
    return same


async def _must_rest(connection: AsyncConnection) -> None:
    """``Refused`` while a program works on these books, or where there are none."""
    if not await connection.run_sync(lambda plain: inspect(plain).has_table(merchants.name)):
        raise Refused("There are no books in the source: DATABASE_URL leads to an empty database.")
    found = await connection.run_sync(version)
    if found is None or found > HEAD:
        raise Refused(
            f"The source was made by a newer program ({found}, this one knows {HEAD}): update first."
        )
    living = text("SELECT max(until) FROM leases WHERE name LIKE :process")
    until = (await connection.execute(living, {"process": f"{PROCESS}%"})).scalar()
    if until is not None and until > await _now(connection):
        raise Refused(
            "A program works on the source: stop it first, all replicas (systemctl stop tolem, or "
            "docker compose stop bot). One that was killed counts as running for 20 seconds more."
        )


async def _must_be_empty(connection: AsyncConnection) -> None:
    names = set(await connection.run_sync(lambda plain: inspect(plain).get_table_names()))
    if not names:
        return
    found = await connection.run_sync(version)
    if (
        found is None
        or found > HEAD
        or not names <= {each.name for each in (*TABLES, leases)} | {"alembic_version"}
    ):
        raise Refused("The target holds tables of something else: give the books a database of their own.")
    for each in TABLES:
        if (
            each.name in names
            and (await connection.execute(select(text("1")).select_from(each).limit(1))).first()
        ):
            raise Refused(
                f"The target is not empty: {each.name} has rows. Give an empty database; if a program was "
                "started with it, or migrated it, drop it and create it anew."
            )


async def _keep_writers_out(connection: AsyncConnection) -> None:
    """Until the end of this transaction; SQLite's has begun so."""
    if connection.dialect.name == "postgresql":
        await connection.execution_options(isolation_level="REPEATABLE READ")
        await connection.execute(text(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}s'"))
        names = ", ".join(each.name for each in (*TABLES, leases))
        await connection.execute(text(f"LOCK TABLE {names} IN SHARE MODE"))


async def _have_alone(connection: AsyncConnection) -> None:
    """Neither another move nor a program begins here before this one has ended."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}s'"))
        await connection.execute(text(f"LOCK TABLE {merchants.name} IN ACCESS EXCLUSIVE MODE"))


async def _now(connection: AsyncConnection) -> int:
    """Microseconds since 1970, by the clock that the programs go by."""
    if connection.dialect.name == "sqlite":
        return time.time_ns() // 1000
    query = text("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
    return int((await connection.execute(query)).scalar_one())


def _address(url: str) -> URL:
    try:
        parsed = make_url(url)
        return parsed.set(drivername=DRIVERS[parsed.get_backend_name()])
    except (ArgumentError, KeyError):
        raise Refused(
            "The target is neither postgresql+asyncpg://user:password@host/name nor sqlite+aiosqlite:///tolem.db."
        ) from None


def without_password(url: str) -> str:
    """An address that may be shown."""
    return re.sub(r"(//[^/:@]*:)[^/@]*@", r"\1***@", url)


def _is_there(source: URL) -> bool:
    """SQLite would make the file."""
    return source.get_backend_name() != "sqlite" or Path(source.database or "").is_file()


def _same(source: URL, target: URL) -> bool:
    if source.get_backend_name() == target.get_backend_name() == "sqlite":
        return Path(source.database or "").resolve() == Path(target.database or "").resolve()
    return source == target


def _lock(source: URL) -> alone.Lock:
    """No program begins on SQLite's books meanwhile, and none that stands still wakes up on them."""
    try:
        return alone.lock(source)
    except (alone.Taken, OSError) as wrong:
        raise Refused(f"{wrong}.") from None


@contextmanager
def _said(what: str) -> Iterator[None]:
    """What the databases say is told as they say it."""
    try:
        yield
    except (FileNotFoundError, ConnectionRefusedError) as error:
        raise Refused(f"{what}: no server answers there ({error})") from error
    except (SQLAlchemyError, OSError, PostgresError, InterfaceError) as error:
        raise Refused(f"{what}: {getattr(error, 'orig', None) or error}") from error


@asynccontextmanager
async def _engine(url: URL) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(url, hide_parameters=True)
    if url.get_backend_name() == "sqlite":
        prepare_sqlite(engine.sync_engine, "BEGIN IMMEDIATE")
        event.listen(engine.sync_engine, "connect", _read_any_bytes)
    try:
        yield engine
    finally:
        await engine.dispose()


def _read_any_bytes(connection: Any, _: Any) -> None:
    """What is no text in UTF-8 is named, where it would else end the reading with no place given."""
    connection.driver_connection.text_factory = lambda read: read.decode(errors="surrogateescape")
