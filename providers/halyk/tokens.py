"""Tokens that serve many calls: each kept until a minute before its end, renewed once however many wait.

Two calls share a token only where address, client, terminal, scope and grant are the same. The token of a
payment is never kept here: it belongs to one bill and is stored with its payment.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from billing.ports import Clock
from providers.halyk import codec
from providers.halyk.codec import Token
from providers.halyk.settings import Keys
from providers.http import Call

MARGIN = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Wish:
    """A token to be had; ``call`` asks for it and is not part of what is compared."""

    oauth_url: str
    client_id: str
    terminal: str
    scope: str
    grant: str
    call: Call = field(repr=False, compare=False)


def service_wish(oauth_url: str, keys: Keys) -> Wish:
    """For statuses and whatever else is done with a single payment."""
    call = codec.service_token_call(oauth_url, keys)
    return Wish(oauth_url, keys.client_id, keys.terminal, codec.SCOPE, "client_credentials", call)


Renew = Callable[[Wish], Awaitable[Token]]


class Tokens:
    """Hands out living tokens; ``renew`` asks the bank for another."""

    def __init__(self, renew: Renew, clock: Clock) -> None:
        self._renew = renew
        self._clock = clock
        self._kept: dict[Wish, _Kept] = {}

    async def get(self, wish: Wish) -> str:
        """A token that lives for another minute. Who comes while one is asked for shares its outcome."""
        kept = self._kept.setdefault(wish, _Kept())
        if kept.token is not None and self._clock.now() < kept.token.ends_at - MARGIN:
            return kept.token.value
        if kept.renewal is None:
            kept.renewal = asyncio.create_task(self._renewed(wish, kept))
            kept.renewal.add_done_callback(kept.done)
        token = await asyncio.shield(kept.renewal)
        return token.value

    def drop(self, wish: Wish, value: str) -> None:
        """The bank refused it: ask for another next time. A newer one stays."""
        kept = self._kept.get(wish)
        if kept is not None and kept.token is not None and kept.token.value == value:
            kept.token = None

    async def close(self) -> None:
        """Stop asking."""
        for kept in self._kept.values():
            if kept.renewal is not None:
                kept.renewal.cancel()

    async def _renewed(self, wish: Wish, kept: _Kept) -> Token:
        kept.token = await self._renew(wish)
        return kept.token


@dataclass(slots=True)
class _Kept:
    """One token, and the asking for its successor."""

    token: Token | None = None
    renewal: asyncio.Task[Token] | None = None

    def done(self, renewal: asyncio.Task[Token]) -> None:
        self.renewal = None
        if not renewal.cancelled():
            renewal.exception()  # seen, also when everybody who waited has gone
