"""What only the books or other processes show is looked for until it has come about."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import TypeVar, cast

from tests.support import PATIENCE

T = TypeVar("T")


async def until(look: Callable[[], T | Awaitable[T]]) -> T:
    """What ``look`` gives once it gives something."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = look()
            if inspect.isawaitable(found):
                found = await found
            if found:
                return cast("T", found)
            await asyncio.sleep(0.01)
