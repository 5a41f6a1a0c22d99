"""The service token: one for all calls but bills, renewed once however many wait for it.

The token of a payment is never kept here: it belongs to one bill and is stored with its payment.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from billing.ports import Clock
from providers.halyk.codec import Token

MARGIN = timedelta(seconds=60)


class ServiceTokens:
    """Hands out the living token; ``renew`` asks the bank for another."""

    def __init__(self, renew: Callable[[], Awaitable[Token]], clock: Clock) -> None:
        self._renew = renew
        self._clock = clock
        self._token: Token | None = None
        self._renewal: asyncio.Task[Token] | None = None

    async def get(self) -> str:
        """A token that lives for another minute. Who comes while one is asked for shares its outcome."""
        if self._token is not None and self._clock.now() < self._token.ends_at - MARGIN:
            return self._token.value
        if self._renewal is None:
            self._renewal = asyncio.create_task(self._renewed())
            self._renewal.add_done_callback(self._done)
        token = await asyncio.shield(self._renewal)
        return token.value

    def drop(self, value: str) -> None:
        """The bank refused it: ask for another next time. A newer one stays."""
        if self._token is not None and self._token.value == value:
            self._token = None

    async def close(self) -> None:
        """Stop asking."""
        if self._renewal is not None:
            self._renewal.cancel()

    async def _renewed(self) -> Token:
        self._token = await self._renew()
        return self._token

    def _done(self, renewal: asyncio.Task[Token]) -> None:
        self._renewal = None
        if not renewal.cancelled():
            renewal.exception()  # seen, also when everybody who waited has gone
