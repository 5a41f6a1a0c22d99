"""A shop for each test, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from store.engine import Database
from tests.support.shop import Shop, open_shop


@pytest.fixture
async def shop(database: Database) -> AsyncIterator[Shop]:
    """Open for business."""
    opened = await open_shop(database)
    yield opened
    opened.die()
