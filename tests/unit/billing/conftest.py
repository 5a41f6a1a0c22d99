"""A shop for each test, on SQLite: the rules are the same on both databases, and this one is quick."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.books import open_database
from tests.support.shop import Shop, open_shop


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    """Open for business."""
    async for database in open_database(f"sqlite+aiosqlite:///{tmp_path / 'tolem.db'}"):
        yield await open_shop(database)
