"""What only ApiPay does is tried on its own bench, as April's documents have it where a test says nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.contract.apipay.bench import ApiPayBench, bench
from tests.contract.apipay.mirror import Studio
from tests.contract.harness import Shop
from tests.support.books import NearDatabase, open_database


@pytest.fixture
async def bank() -> AsyncIterator[ApiPayBench]:
    async with bench() as opened:
        yield opened


@pytest.fixture
def shop(bank: ApiPayBench) -> Shop:
    return Shop(bank)


@pytest.fixture
async def studio(bank: ApiPayBench, quick_books: str) -> AsyncIterator[Studio]:
    """A shop whose subscriptions the bank runs."""
    async for database in open_database(quick_books, NearDatabase):
        made = Studio(bank, database)
        await made.open()
        yield made
