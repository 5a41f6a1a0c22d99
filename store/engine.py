"""Where operations run. An operation is a plain function of the books: no await fits inside, so no bank call.

SQLite has one writer: a thread with one connection, in which whole operations run, so that a statement costs
no hop between threads; readers are apart (``aiosqlite``). PostgreSQL runs operations through ``run_sync``.
Small writes are committed in groups on both, each answered after the commit of its group.
"""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import StaticPool

from billing.errors import StoreUnavailable
from billing.models import Merchant
from store.books import SqlBooks
from store.secrets import Vault

log = logging.getLogger(__name__)
T = TypeVar("T")
X = TypeVar("X")
R = TypeVar("R")
Operation = Callable[[SqlBooks], T]
WriteAll = Callable[[Sequence[Any]], Awaitable[list[Any]]]

BUSY_SECONDS = 5
READERS = 4
RETRIES = 4
SMALL_MOST = 16  # small writes in one group
TOGETHER_MOST = 200  # items of one statement
RETRY_STATES = {"40001", "40P01"}  # serialization failure, deadlock


class Database(ABC):
    """Implements ``billing.books.Store``."""

    exclusive = False  # only one program at a time works on it
    lanes = 1  # groups of small writes at a time

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.merchant: Merchant | None = None
        self.on_outbox: Callable[[], None] = lambda: None  # called after a commit that left something to tell
        self._groups = _Groups(self._write_all, most=SMALL_MOST, lanes=self.lanes)
        self._together: dict[Callable[..., Any], _Groups] = {}

    def books(self, connection: Connection) -> SqlBooks:
        """The books inside this connection's transaction."""
        if self.merchant is None:
            raise RuntimeError("the merchant is not loaded yet")
        return SqlBooks(connection, self.merchant, self.vault)

    async def write(self, operation: Operation[T]) -> T:
        """Run and commit; rolled back when it raises. May run twice: it must have no other effect."""
        (result,) = await self._write_all([operation])
        return result  # type: ignore[no-any-return]

    async def write_small(self, operation: Operation[T], *, order: int = 0) -> T:
        """The same, committed in a group; a group runs sorted by ``order``."""
        result: T = await self._groups.add(operation, order)
        return result

    async def write_together(self, operation: Callable[[SqlBooks, Sequence[X]], Sequence[R]], item: X) -> R:
        """One call of ``operation`` for all items that wait, one commit; gives what it made of this item."""
        if operation not in self._together:

            async def write(items: Sequence[X]) -> list[R]:
                (results,) = await self._write_all([lambda books: list(operation(books, items))])
                return results  # type: ignore[no-any-return]

            self._together[operation] = _Groups(write, most=TOGETHER_MOST, lanes=1)
        result: R = await self._together[operation].add(item, 0)
        return result

    async def _write_all(self, operations: Sequence[Operation[Any]]) -> list[Any]:
        def run(connection: Connection) -> tuple[list[Any], bool]:
            books = self.books(connection)
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

    @abstractmethod
    async def close(self) -> None:
        """Finish what is in hand and let go."""


class _Groups:
    """Collects what is to be written while groups are being committed; the next one takes what waits.

    ``most`` keeps a group short, so that those behind it are not held up; ``lanes`` groups run at a time.
    """

    def __init__(self, write_all: WriteAll, *, most: int, lanes: int) -> None:
        self._write_all = write_all
        self._most = most
        self._lanes = lanes
        self._waiting: deque[tuple[int, Any, asyncio.Future[Any]]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._working = 0  # lanes that will look once more for what waits

    async def add(self, item: Any, order: int) -> Any:
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((order, item, done))
        if self._working < self._lanes:
            self._working += 1
            task = asyncio.create_task(self._work(), name="group commit")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await done

    async def drain(self) -> None:
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _work(self) -> None:
        try:
            await self._empty()
        finally:
            self._working -= 1

    async def _empty(self) -> None:
        while self._waiting:
            group = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
            group.sort(key=lambda waiting: waiting[0])
            try:
                results = await self._write_all([item for _, item, _ in group])
            except Exception as error:  # noqa: BLE001 - a group fails as one, its members are told one by one
                await self._singly(group, error)
                continue
            for (_, _, done), result in zip(group, results, strict=True):
                if not done.done():
                    done.set_result(result)

    async def _singly(self, group: list[tuple[int, Any, asyncio.Future[Any]]], error: Exception) -> None:
        """One bad member must not fail the others: each is tried alone."""
        for _, item, done in group:
            if len(group) > 1:
                try:
                    (result,) = await self._write_all([item])
                except Exception as own:  # noqa: BLE001 - handed to the one who waits for it
                    error = own
                else:
                    if not done.done():
                        done.set_result(result)
                    continue
            if not done.done():
                done.set_exception(error)


class SqliteDatabase(Database):
    """One file; WAL, every commit on disk before it is answered."""

    exclusive = True

    def __init__(self, url: URL, vault: Vault) -> None:
        super().__init__(vault)
        plain = url.set(drivername="sqlite")
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._writer: Engine = create_engine(
            plain, poolclass=StaticPool, connect_args={"check_same_thread": False}, hide_parameters=True
        )
        self._readers: AsyncEngine = create_async_engine(
            url.set(drivername="sqlite+aiosqlite"), pool_size=READERS, max_overflow=0, hide_parameters=True
        )
        _prepare_sqlite(self._writer, "BEGIN IMMEDIATE")
        _prepare_sqlite(self._readers.sync_engine, "BEGIN")

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


def _prepare_sqlite(engine: Engine, begin: str) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={BUSY_SECONDS * 1000}",  # first: the next line may have to wait
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


class PostgresDatabase(Database):
    """A server; whole operations run through ``run_sync``, single reads without BEGIN and ROLLBACK."""

    lanes = 2

    def __init__(self, url: URL, vault: Vault) -> None:
        super().__init__(vault)
        self._engine = create_async_engine(
            url, pool_size=10, max_overflow=5, pool_timeout=10, hide_parameters=True
        )
        self._reading = self._engine.execution_options(isolation_level="AUTOCOMMIT")

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

    async def close(self) -> None:
        """Finish what is in hand and let go."""
        await self._drain()
        await self._engine.dispose()


def _asked_wrong(error: Exception) -> bool:
    """A value that fits no column: the database is there, and the same question again helps nobody."""
    said = getattr(error, "orig", None)
    state = getattr(said, "sqlstate", None) or ""
    return state.startswith("22") or isinstance(getattr(said, "__cause__", None), ValueError)


def connect(url: str, vault: Vault) -> Database:
    """The database behind ``DATABASE_URL``."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return SqliteDatabase(parsed, vault)
    if parsed.get_backend_name() == "postgresql":
        return PostgresDatabase(parsed.set(drivername="postgresql+asyncpg"), vault)
    raise ValueError(f"no such database: {parsed.get_backend_name()}")
