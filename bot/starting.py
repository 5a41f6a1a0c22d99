"""A program that serves until it is told to stop: how it comes up, and on which event loop."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.heap import kept_for_good
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.program import Program


def loop_factory(settings: Settings) -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The faster loop beside PostgreSQL, where the machine has it; ``None``: Python's own."""
    if not settings.database_url.startswith("postgres") or sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop


async def started(settings: Settings, *left_out: str) -> tuple[Program, int]:
    """The one program of this process, and the port on which it listens. ``left_out``: see ``Without``."""
    with kept_for_good():
        from bot.program import Without  # here, because they are heavy
        from bot.wiring import build
        from screens.texts import warm_up

        warm_up()
        program = await build(settings, without=Without(**dict.fromkeys(left_out, True)))
        return program, await program.start()
