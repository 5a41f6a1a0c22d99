"""Whether this process may be sent work: each thing by name, answered within seconds whatever hangs."""

from __future__ import annotations

import asyncio
import logging

from billing.errors import StoreUnavailable
from bot.program import Program
from store.migrate import is_newest

log = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds for the database's answer


async def ready(program: Program) -> dict[str, bool]:
    """What is well, by name. While the program stops it is not ``running``, so that nothing more is sent.

    Loops that begin when Telegram is met are not missed before.
    """
    newest = await _newest(program)
    return {
        "running": not program.stopping,
        "database": newest is not None,
        "migrations": bool(newest),
        "telegram": program.meeting.met and program.reach.answers,
        **{loop.name: loop.healthy for loop in program.loops if program.meeting.met or loop.begun},
    }


async def _newest(program: Program) -> bool | None:
    """Whether the tables have our shape; ``None``: nobody answers."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await is_newest(program.database)
    except (StoreUnavailable, TimeoutError) as error:
        log.warning("books unavailable: not ready: %s", type(error).__name__)
        return None
