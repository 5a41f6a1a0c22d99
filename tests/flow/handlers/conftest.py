"""A chat for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from billing.ports import Clock
from bot.chance import SystemClock
from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, STRANGER, Rig, opened


@pytest.fixture
def clock() -> Clock:
    """The machine's; tests that need a certain hour bring their own."""
    return SystemClock()


@pytest.fixture
async def rig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> AsyncIterator[Rig]:
    """Four people who pressed Start another day: owner, cashier, customer, stranger."""
    async with opened(tmp_path, monkeypatch, clock) as chat:
        for person, name, language in (
            (OWNER, "Айгерим", "ru"),
            (CASHIER, "Марат", "ru"),
            (CUSTOMER, "Daniyar", "en"),
            (STRANGER, "Асель", "kk"),
        ):
            await chat.acquainted(person, name, language)
        yield chat
