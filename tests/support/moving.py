"""Books to be moved to another database, and looks into them without making a merchant there."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from store.engine import Database, connect
from store.migrate import migrate
from store.secrets import Vault
from tests.support.books import SECRET_KEY
from tests.support.every_table import everything, fill


async def filled(url: str) -> None:
    async with opened(url) as database:
        await database.transaction(fill)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """Without a merchant being made there."""
    database = connect(url, Vault(SECRET_KEY))
    try:
        yield database
    finally:
        await database.close()


async def on(url: str, statement: str) -> Any:
    """One statement; its first value, if it has any."""
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            result = await connection.execute(text(statement))
            return result.scalar() if result.returns_rows else None
    finally:
        await engine.dispose()


async def rows_of(url: str) -> Any:
    async with opened(url) as database:
        return await database.transaction(everything)


async def is_empty(url: str) -> bool:
    async with opened(url) as database:
        await migrate(database)
    return all(not rows for rows in (await rows_of(url)).values())


def nobody(_: str) -> None: ...


def environment(source: str) -> dict[str, str]:
    given = {"BOT_TOKEN": "42:token", "OWNER_IDS": "501", "SECRET_KEY": SECRET_KEY, "DATABASE_URL": source}
    return {**os.environ, **given}
