"""Where operations run. An operation is a plain function of the books: no await fits inside, so no bank call.

SQLite has one writer: a thread with one connection, in which whole operations run, so that a statement costs
no hop between threads; readers are apart (``aiosqlite``). PostgreSQL runs operations through ``run_sync``.
Small writes are committed in groups on both, each answered after the commit of its group.
"""

from __future__ import annotations

import asyncio
import logging
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import StaticPool

from billing.books import Ahead
from billing.errors import StoreUnavailable
from billing.models import Merchant
from store.ahead import read_ahead
from store.alone import Lock, file_of, lock
from store.bell import Bell
from store.books import SqlBooks
from store.groups import Groups
from store.preparing import GONE, prepare_postgres, prepare_sqlite
from store.secrets import Vault
from store.types import EPOCH, MICROSECOND

log = logging.getLogger(__name__)
T = TypeVar("T")
X = TypeVar("X")
R = TypeVar("R")
Operation = Callable[[SqlBooks], T]

READERS = 4
RETRIES = 4
SMALL_MOST = 16  # small writes in one group
TOGETHER_MOST = 200  # items of one statement
RETRY_STATES = {"40001", "40P01"}  # serialization failure, deadlock


class Database(ABC):
    """Implements ``billing.books.Store``."""

    exclusive = False  # only one program at a time works on it
    folder: Path | None = None  # where its file is, and on whose disk there must be room
    lanes = 1  # groups of small writes at a time

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.merchant: Merchant | None = None
        self.on_outbox: Callable[[], None] = lambda: None  # called after a commit that left something to tell
        self._groups = Groups(self._write_group, most=SMALL_MOST, lanes=self.lanes)
        self._together: dict[Callable[..., Any], Groups] = {}

    def know(self, merchant: Merchant) -> None:
        """Whose books they are, from the next operation on."""
        self.merchant = merchant

    def books(self, connection: Connection) -> SqlBooks:
        """The books inside this connection's transaction."""
        if self.merchant is None:
            raise RuntimeError("the merchant is not loaded yet")
        return SqlBooks(connection, self.merchant, self.vault)

    async def write(self, operation: Operation[T]) -> T:
        """Run and commit; rolled back when it raises. May run twice: it must have no other effect."""
        (result,) = await self._write_all([operation])
        return result  # type: ignore[no-any-return]

    async def write_small(self, operation: Operation[T], *, about: Ahead | None = None) -> T:
        """The same, committed in a group; a group runs sorted by what it is about."""
        order = about.payment_id if about is not None else 0
        result: T = await self._groups.add((operation, about), order)
        return result

    async def write_together(self, operation: Callable[[SqlBooks, Sequence[X]], Sequence[R]], item: X) -> R:
        """One call of ``operation`` for all items that wait, one commit; gives what it made of this item."""
        if operation not in self._together:

            async def write(items: Sequence[X]) -> list[R]:
                (results,) = await self._write_all([lambda books: list(operation(books, items))])
                return results  # type: ignore[no-any-return]

            self._together[operation] = Groups(write, most=TOGETHER_MOST, lanes=1)
        result: R = await self._together[operation].add(item)
        return result

    async def read_together(self, operation: Callable[[SqlBooks, Sequence[X]], Sequence[R]], item: X) -> R:
        """One call of ``operation`` for all items that wait; gives what it found of this item."""
        if operation not in self._together:

            async def read(items: Sequence[X]) -> list[R]:
                return await self.read(lambda books: list(operation(books, items)))

            self._together[operation] = Groups(read, most=TOGETHER_MOST, lanes=self.lanes)
        result: R = await self._together[operation].add(item)
        return result

    async def _write_group(self, group: Sequence[tuple[Operation[Any], Ahead | None]]) -> list[Any]:
        abouts = [about for _, about in group if about is not None]
        return await self._write_all([operation for operation, _ in group], abouts)

    async def _write_all(
        self, operations: Sequence[Operation[Any]], abouts: Sequence[Ahead] = ()
    ) -> list[Any]:
        def run(connection: Connection) -> tuple[list[Any], bool]:
            books = self.books(connection)
            books.ahead = read_ahead(connection, books.merchant.id, abouts)
            results = [operation(books) for operation in operations]
            books.flush()
            return results, books.outbox_touched

        results, outbox_touched = await self.transaction(run)
        if outbox_touched:
            self.on_outbox()
        return results

    async def _drain(self) -> None:
        for groups in (self._groups, *self._together.values()):
            await groups.drain()

    @abstractmethod
    async def transaction(self, work: Callable[[Connection], T]) -> T:
        """Run and commit on a bare connection."""

    @abstractmethod
    async def read(self, operation: Operation[T]) -> T:
        """Run without writing."""

    def have_alone(self) -> None:  # noqa: B027 - where several may work there is nothing to take
        """Keep other programs off these books until they are closed; ``Taken`` where one works on them."""

    async def time(self) -> datetime | None:
        """By the clock that all processes on these books share; ``None``: there is but one process."""
        return None

    async def listen(self, heard: Callable[[], None]) -> None:  # noqa: B027 - one process has nobody to hear
        """From now on ``heard`` is called when another process rings; again: mends a line that broke."""

    async def ring(self) -> None:  # noqa: B027 - one process has nobody to ring for
        """Tell the other processes that there is something in the outbox."""

    @abstractmethod
    async def close(self) -> None:
        """Finish what is in hand and let go."""


class SqliteDatabase(Database):
    """One file; WAL, every commit on disk before it is answered."""

    exclusive = True

    def __init__(self, url: URL, vault: Vault) -> None:
        super().__init__(vault)
        plain = url.set(drivername="sqlite")
        self.folder = Path(url.database).absolute().parent if url.database else None
        _for_its_owner_only(url)
        self._url = url
        self._lock = Lock(None)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._writer: Engine = create_engine(
            plain, poolclass=StaticPool, connect_args={"check_same_thread": False}, hide_parameters=True
        )
        self._readers: AsyncEngine = create_async_engine(
            url.set(drivername="sqlite+aiosqlite"), pool_size=READERS, max_overflow=0, hide_parameters=True
        )
        prepare_sqlite(self._writer, "BEGIN IMMEDIATE")
        prepare_sqlite(self._readers.sync_engine, "BEGIN")

    def have_alone(self) -> None:
        """By a lock that dies with the process, because a port or a lease says little of a frozen one."""
        self._lock = lock(self._url)

    async def transaction(self, work: Callable[[Connection], T]) -> T:
        """In the writer's thread, from BEGIN IMMEDIATE to COMMIT."""

        def run() -> T:
            try:
                with self._writer.begin() as connection:
                    return work(connection)
            except IntegrityError:
                raise
            except DBAPIError as error:
                raise StoreUnavailable(str(error.orig)) from error

        return await asyncio.get_running_loop().run_in_executor(self._thread, run)

    async def read(self, operation: Operation[T]) -> T:
        """On a reader's connection: sees the last commit, never waits for the writer."""
        try:
            async with self._readers.connect() as connection:
                return await connection.run_sync(lambda plain: operation(self.books(plain)))
        except (DBAPIError, PoolTimeout) as error:
            raise StoreUnavailable(str(error)) from error

    async def close(self) -> None:
        """Finish what is in hand and let go."""
        await self._drain()
        await self._readers.dispose()
        await asyncio.get_running_loop().run_in_executor(self._thread, self._writer.dispose)
        self._thread.shutdown()
        self._lock.close()


class PostgresDatabase(Database):
    """A server; whole operations run through ``run_sync``, single reads without BEGIN and ROLLBACK."""

    lanes = 2

    def __init__(self, url: URL, vault: Vault) -> None:
        super().__init__(vault)
        self._engine = create_async_engine(
            url,
            pool_size=10,
            max_overflow=5,
            pool_timeout=10,
            pool_use_lifo=True,  # few connections do most of the work, and know its statements already
            hide_parameters=True,
            connect_args={"timeout": GONE},
        )
        prepare_postgres(self._engine)
        self._reading = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._bell = Bell(self._reading)

    async def transaction(self, work: Callable[[Connection], T]) -> T:
        """Run and commit; again from the start where the server asks for it."""
        for last in (False,) * RETRIES + (True,):
            try:
                async with self._engine.begin() as connection:
                    return await connection.run_sync(work)
            except IntegrityError:
                raise
            except DBAPIError as error:
                if _asked_wrong(error):
                    raise
                if last or getattr(error.orig, "sqlstate", None) not in RETRY_STATES:
                    raise StoreUnavailable(str(error.orig)) from error
                log.info("transaction repeated: %s", getattr(error.orig, "sqlstate", ""))
            except (OSError, PoolTimeout) as error:
                raise StoreUnavailable(str(error)) from error
        raise AssertionError("unreachable")

    async def read(self, operation: Operation[T]) -> T:
        """On a connection in AUTOCOMMIT: each statement sees the newest commit."""
        try:
            async with self._reading.connect() as connection:
                return await connection.run_sync(lambda plain: operation(self.books(plain)))
        except (DBAPIError, OSError, PoolTimeout) as error:
            if _asked_wrong(error):
                raise
            raise StoreUnavailable(str(error)) from error

    async def time(self) -> datetime | None:
        """The server's clock."""
        micros = text("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        said: int = await self.read(lambda books: books.connection.execute(micros).scalar_one())
        return EPOCH + said * MICROSECOND

    async def listen(self, heard: Callable[[], None]) -> None:
        """By LISTEN; a pooler that hands connections about by transaction passes no bell on."""
        await self._bell.listen(heard)

    async def ring(self) -> None:
        """By NOTIFY."""
        await self._bell.ring()

    async def close(self) -> None:
        """Finish what is in hand and let go."""
        await self._drain()
        await self._bell.hang_up()
        await self._engine.dispose()


def _asked_wrong(error: Exception) -> bool:
    """A value that fits no column: the database is there, and the same question again helps nobody."""
    said = getattr(error, "orig", None)
    state = getattr(said, "sqlstate", None) or ""
    return state.startswith("22") or isinstance(getattr(said, "__cause__", None), ValueError)


def _for_its_owner_only(url: URL) -> None:
    """A new file of books is nobody else's to read; where it cannot be made, opening it says why."""
    if (file := file_of(url)) is not None:
        with suppress(OSError):
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))


def connect(url: str, vault: Vault) -> Database:
    """The database behind ``DATABASE_URL``."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return SqliteDatabase(parsed, vault)
    if parsed.get_backend_name() == "postgresql":
        return PostgresDatabase(parsed.set(drivername="postgresql+asyncpg"), vault)
    raise ValueError(f"no such database: {parsed.get_backend_name()}")
