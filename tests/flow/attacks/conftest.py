"""A shop for each test, on both databases."""

from __future__ import annotations

import pytest

from store.engine import Database
from tests.support.shop import Shop, open_shop


@pytest.fixture
async def shop(database: Database) -> Shop:
    """Open for business."""
    return await open_shop(database)
