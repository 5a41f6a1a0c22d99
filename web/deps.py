"""What the web needs from outside, handed in by the wiring."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from zoneinfo import ZoneInfo

from aiohttp import web

from billing.banking import Banking
from billing.books import Store
from billing.desk import Desk
from billing.ports import Clock
from billing.records import StoredDelivery
from screens.reader import Site
from web.api.rate import A_MINUTE


@dataclass(frozen=True, slots=True)
class WebDeps:
    """Everything that a route uses."""

    desk: Desk
    banking: Banking
    store: Store
    clock: Clock
    site: Site
    zone: ZoneInfo
    settle_soon: Callable[[StoredDelivery], None]
    """Takes a stored delivery that is already leased to us; settles it after the bank has its answer."""
    accept_update: Callable[[bytes], Awaitable[bool]]
    """Commits one raw Telegram update; ``False``: that is not an update."""
    telegram_secrets: tuple[str, ...]
    """Each is taken: while one is replaced, replicas come to know the new one one after another."""
    ready: Callable[[], Awaitable[dict[str, bool]]]
    metrics: Callable[[], bytes]
    proof: Callable[[str], str] = lambda nonce: ""
    """Shows to who has our key which process this is; empty for what is no question."""
    proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    """Ours, in front of us: they are believed where a request comes from."""
    api_calls: int = A_MINUTE
    """So many calls a minute of the API are answered for one key."""


DEPS: web.AppKey[WebDeps] = web.AppKey("deps", WebDeps)
