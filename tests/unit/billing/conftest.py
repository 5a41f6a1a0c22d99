"""A shop for each test, on SQLite: the rules are the same on both databases, and this one is quick."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.engine import connect
from store.migrate import load_merchant
from store.secrets import Vault
from tests.support.books import MERCHANT, NOON, SECRET_KEY, open_database
from tests.support.shop import Shop, open_shop


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file as it is after the migrations, to be copied."""
    path = tmp_path_factory.mktemp("template") / "tolem.db"

    async def make() -> None:
        async for _ in open_database(f"sqlite+aiosqlite:///{path}"):
            pass

    asyncio.run(make())
    return path


@pytest.fixture
async def shop(tmp_path: Path, migrated: Path) -> AsyncIterator[Shop]:
    """Open for business."""
    path = shutil.copy(migrated, tmp_path / "tolem.db")
    database = connect(f"sqlite+aiosqlite:///{path}", Vault(SECRET_KEY))
    await load_merchant(database, **MERCHANT, at=NOON)
    yield await open_shop(database)
    await database.close()
