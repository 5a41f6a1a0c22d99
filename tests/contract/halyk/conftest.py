"""What only Halyk does is tried on its own bench."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.contract.halyk.bench import HalykBench, bench
from tests.contract.harness import Shop


@pytest.fixture
async def bank() -> AsyncIterator[HalykBench]:
    async with bench() as opened:
        yield opened


@pytest.fixture
def shop(bank: HalykBench) -> Shop:
    return Shop(bank)
