"""A migrated database, and values that tests use again and again."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from store.engine import Database, connect
from store.migrate import load_merchant, migrate
from store.secrets import Vault

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MERCHANT = {"name": "Дана", "currency": "KZT", "locale": "ru", "timezone": "Asia/Almaty"}
SECRET_KEY = "a key for tests, long enough to be one"


class HeldClock:
    """Stands still until it is moved."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        """The held moment."""
        return self.at

    def move(self, seconds: float) -> None:
        """Forward."""
        self.at += timedelta(seconds=seconds)


class CountedIds:
    """Chance that repeats from test to test."""

    def __init__(self, salt: int = 0) -> None:
        self._count = itertools.count(1)
        self._salt = salt

    def token(self) -> str:
        """22 characters, each time others."""
        return f"token{self._salt:08d}{next(self._count):09d}"

    def receipt(self) -> str:
        """Like a real one."""
        return f"TEST-{next(self._count):04d}"


async def open_database(url: str) -> AsyncIterator[Database]:
    """Connected, migrated, with its merchant; closed at the end."""
    database = connect(url, Vault(SECRET_KEY))
    await migrate(database)
    await load_merchant(database, name="Дана", currency="KZT", locale="ru", timezone="Asia/Almaty", at=NOON)
    try:
        yield database
    finally:
        await database.close()
