"""Waiting for a bank, but not for long: what comes later, the page's script shows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from billing.desk import Desk
from billing.errors import BillingError

BANK_PATIENCE = 3  # seconds


async def patiently(desk: Desk, work: Awaitable[object]) -> None:
    """Do it beside the request and wait a little; what is refused, the page explains."""
    done = asyncio.Event()

    async def run() -> None:
        try:
            await work
        except BillingError:
            pass
        finally:
            done.set()

    desk.spawn(run())
    try:
        async with asyncio.timeout(BANK_PATIENCE):
            await done.wait()
    except TimeoutError:
        return
