"""What only ApiPay does is tried on its own bench, as April's documents have it where a test says nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.contract.apipay.bench import ApiPayBench, bench
from tests.contract.harness import Shop


@pytest.fixture
async def bank() -> AsyncIterator[ApiPayBench]:
    async with bench() as opened:
        yield opened


@pytest.fixture
def shop(bank: ApiPayBench) -> Shop:
    return Shop(bank)
