"""A bell between processes on one PostgreSQL: whoever writes something to tell rings, whoever tells it hears.

It only saves time. What is rung for stands in the books, and is found there without it, too.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

log = logging.getLogger(__name__)

CHANNEL = "tolem_outbox"
AWAY = (DBAPIError, OSError, PoolTimeout)


class Bell:
    """One connection that listens; another, for a moment, that rings."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._line: AsyncConnection | None = None
        self._driver: Any = None

    async def listen(self, heard: Callable[[], None]) -> None:
        """From now on ``heard`` is called when another rings; called again, it mends a line that broke."""
        if self._driver is not None and not self._driver.is_closed():
            return
        await self.hang_up()
        try:
            self._line = await self._engine.connect()
            self._driver = (await self._line.get_raw_connection()).driver_connection
            await self._driver.add_listener(CHANNEL, lambda *_: heard())
        except AWAY as error:
            log.warning("books unavailable: bell %s", type(error).__name__)
            await self.hang_up()

    async def ring(self) -> None:
        """Everybody who listens hears it."""
        try:
            async with self._engine.connect() as connection:
                await connection.execute(text(f"NOTIFY {CHANNEL}"))
        except AWAY as error:
            log.warning("books unavailable: bell %s", type(error).__name__)

    async def hang_up(self) -> None:
        """Listen no more."""
        line, self._line, self._driver = self._line, None, None
        if line is not None:
            try:
                await line.invalidate()
                await line.close()
            except AWAY as error:
                log.info("bell: %s", type(error).__name__)
