"""Who opened our page: their address as far as it is surely known, and their browser."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from aiohttp import web

from billing.visits import Visit

Network = IPv4Network | IPv6Network
AGENT_LIMIT = 1024


def visit_of(request: web.Request, proxies: Sequence[Network]) -> Visit:
    """What the bank may be told; "" for what is not known."""
    agent = "".join(letter for letter in request.headers.get("User-Agent", "") if letter.isprintable())
    forwarded = ",".join(request.headers.getall("X-Forwarded-For", []))
    return Visit(address_of(request.remote or "", forwarded, proxies), agent[:AGENT_LIMIT])


def address_of(peer: str, forwarded: str, proxies: Sequence[Network]) -> str:
    """Where on the internet a request comes from, or nothing.

    Anybody may write an ``X-Forwarded-For``: its entries count from the right, and only as long as the one
    who wrote them is a proxy of ours. Who brings one without being such may itself be a proxy.
    """
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    at = _address(peer)
    while at is not None and _is_ours(at, proxies) and hops:
        at = _address(hops.pop())
    if at is None or not at.is_global or (hops and not _trusted(peer, proxies)):
        return ""
    return str(at)


def _trusted(peer: str, proxies: Sequence[Network]) -> bool:
    address = _address(peer)
    return address is not None and _is_ours(address, proxies)


def _is_ours(address: IPv4Address | IPv6Address, proxies: Sequence[Network]) -> bool:
    return any(address in network for network in proxies)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """IPv4 in IPv6's clothes is IPv4."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
