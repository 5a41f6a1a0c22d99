"""Every bank's bench; a new bank is one line here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from enum import Enum

import pytest

from tests.contract.apipay import bench as apipay
from tests.contract.halyk import bench as halyk
from tests.contract.harness import Bench, Opener, Shop
from tests.contract.horizonpay import bench as horizonpay

BENCHES: dict[str, Opener] = {
    "apipay in April": apipay.april,
    "apipay in September": apipay.september,
    "halyk": halyk.bench,
    "horizonpay by link": horizonpay.by_link,
    "horizonpay by form": horizonpay.by_form,
}
UNKNOWN_THERE: dict[str, frozenset[Enum]] = {
    "apipay in April": apipay.UNKNOWN_THERE,
    "apipay in September": apipay.UNKNOWN_THERE,
    "horizonpay by link": horizonpay.UNKNOWN_THERE,
    "horizonpay by form": horizonpay.UNKNOWN_THERE,
}
"""Fates and phases that a bank's world does not have: a QR that lies, held money, tokens."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test of something that a bank cannot do is no test of that bank: see ``needs``, and parameters."""
    items[:] = [item for item in items if not (_needs(item) & UNKNOWN_THERE.get(_bank(item), frozenset()))]


def _bank(item: pytest.Item) -> str:
    callspec = getattr(item, "callspec", None)
    return str(callspec.params.get("bank", "")) if callspec else ""


def _needs(item: pytest.Item) -> set[Enum]:
    callspec = getattr(item, "callspec", None)
    given = callspec.params.values() if callspec else ()
    marked = (need for mark in item.iter_markers("needs") for need in mark.args)
    return {each for each in (*given, *marked) if isinstance(each, Enum)}


@pytest.fixture(params=sorted(BENCHES))
async def bank(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    """Each test that asks for this runs with every bank."""
    async with BENCHES[request.param]() as bench:
        yield bench


@pytest.fixture
def shop(bank: Bench) -> Shop:
    """We, with our little books."""
    return Shop(bank)
