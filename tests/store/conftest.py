"""Books for the tests of the store."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest


@pytest.fixture
def source(tmp_path: Path) -> str:
    """An SQLite file with rows in every table."""
    from tests.support.books import new_books
    from tests.support.moving import filled

    folder = tmp_path / "source"
    folder.mkdir()
    url = new_books(folder)
    asyncio.run(filled(url))
    return url
