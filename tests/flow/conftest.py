"""The whole program on a stage of the test's own, over one sandbox for the run."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.support.halting import Halt
    from tests.support.stage import Stage


@pytest.fixture(scope="session")
def sandbox_url() -> Iterator[str]:
    """The simulators, one process for the run."""
    from tests.support.stage import sandbox_process

    with sandbox_process() as url:
        yield url


@pytest.fixture
async def stage(sandbox_url: str, database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """Nothing runs yet; on both databases."""
    from tests.support.stage import stage as set_up

    async with set_up(sandbox_url, database_url, monkeypatch) as made:
        yield made


@pytest.fixture
async def play(sandbox_url: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """The program runs and has met the merchant and the customer; on SQLite."""
    from tests.support.books import new_books
    from tests.support.stage import CUSTOMER, MERCHANT
    from tests.support.stage import stage as set_up

    async with set_up(sandbox_url, new_books(tmp_path), monkeypatch) as made:
        await made.open()
        await made.greet(MERCHANT, CUSTOMER)
        yield made


@pytest.fixture
async def halt(monkeypatch: pytest.MonkeyPatch) -> Halt:
    """A point at which the process is killed."""
    from tests.support.halting import Halt

    return Halt(monkeypatch)
