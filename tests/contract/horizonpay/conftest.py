"""What only HorizonPay does is tried on its own bench: by a link, where a test says nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.contract.harness import Shop
from tests.contract.horizonpay.bench import HorizonPayBench, bench


@pytest.fixture
async def bank() -> AsyncIterator[HorizonPayBench]:
    async with bench() as opened:
        yield opened


@pytest.fixture
def shop(bank: HorizonPayBench) -> Shop:
    return Shop(bank)
