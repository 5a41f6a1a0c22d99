"""Every bank's bench; a new bank is one line here."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.contract.halyk import bench as halyk
from tests.contract.harness import Bench, Opener, Shop

BENCHES: dict[str, Opener] = {
    "halyk": halyk.bench,
}


@pytest.fixture(params=sorted(BENCHES))
async def bank(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    """Each test that asks for this runs with every bank."""
    async with BENCHES[request.param]() as bench:
        yield bench


@pytest.fixture
def shop(bank: Bench) -> Shop:
    """We, with our little books."""
    return Shop(bank)
