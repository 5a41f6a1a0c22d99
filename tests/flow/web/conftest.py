"""The receiver of one test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from store.engine import Database
from tests.contract.halyk.bench import HalykBench
from tests.contract.halyk.bench import bench as open_bench
from tests.flow.web.receiver import Receiver, client, receiver


@pytest.fixture
async def bench() -> AsyncIterator[HalykBench]:
    """A bank."""
    async with open_bench() as opened:
        yield opened


@pytest.fixture
async def shop(database: Database, bench: HalykBench) -> AsyncIterator[Receiver]:
    """The receiver over both databases."""
    async with receiver(database, bench) as made:
        yield made


@pytest.fixture
async def browser(shop: Receiver) -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody who asks for pages."""
    async with client(shop.url) as session:
        yield session
