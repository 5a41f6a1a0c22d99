"""Where our webhooks may go: to addresses that are somebody's outside, and nowhere else.

Whoever may name an address must not be able to reach through us what only we can reach: this machine, its
neighbours, the machine that hands out a cloud's secrets.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from billing.errors import Refused

LONGEST = 500
HOME = frozenset({"localhost", "127.0.0.1", "::1"})
"""Hosts that stand for this machine itself; only the demo may send there."""

_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")
_INSIDE = (".local", ".localhost", ".internal", ".intranet", ".lan", ".home", ".corp", ".home.arpa")
_GLOBAL = ip_network("2000::/3")
_CARRIES_IPV4 = (IPv6Network("64:ff9b::/96"), IPv6Network("::ffff:0:0/96"))
_NEVER_6 = (IPv6Network("2001::/23"), IPv6Network("2001:db8::/32"), IPv6Network("3fff::/20"))
_NEVER_4 = (ip_network("192.88.99.0/24"), ip_network("192.0.0.0/24"), ip_network("168.63.129.16/32"))
"""Old relays; what is for protocols; and one cloud's own door, which looks like any other address."""


def read(text: str, *, home: bool) -> str:
    """The address as it is kept. ``home``: this machine itself may be named, also with http.

    Raises ``Refused`` with the reason; where its name leads is to be looked at besides, see ``public``.
    """
    parts = _parts(text)
    host = parts.hostname or ""
    at_home = home and host in HOME
    if parts.scheme != "https" and not (at_home and parts.scheme == "http"):
        raise Refused("hook-https-only")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise Refused("hook-address-unread")
    if not at_home:
        _outside(host)
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()).geturl()


def host_and_port(url: str) -> tuple[str, int]:
    """Of an address that was read before."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def public(address: str) -> bool:
    """Whether anybody on the internet may be at this address: not inside, not this machine or its cloud."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return _public_4(ip) if isinstance(ip, IPv4Address) else _public_6(ip)


def _parts(text: str) -> SplitResult:
    cleaned = text.strip()
    if len(cleaned) > LONGEST:
        raise Refused("hook-address-long")
    if not cleaned.isascii() or any(letter <= " " or letter in '\\"<>^`{|}\x7f' for letter in cleaned):
        raise Refused("hook-address-unread")
    try:
        parts = urlsplit(cleaned)
        port = parts.port
    except ValueError:
        raise Refused("hook-address-unread") from None
    if not parts.scheme or not parts.hostname or port == 0:
        raise Refused("hook-address-unread")
    return parts


def _outside(host: str) -> None:
    """Raises ``Refused`` for what is inside by its very name; where others lead shows when they are asked.

    A name whose last part is a number is another way to write an address, and some resolvers follow it.
    """
    if ":" in host or re.fullmatch(r"[0-9.]+", host):
        if not public(host):
            raise Refused("hook-address-inside")
        return
    last = host.rpartition(".")[2]
    numeric = re.fullmatch(r"0x[0-9a-f]*|[0-9]+", last)
    if numeric or _HOST.fullmatch(host) is None or f".{host}".endswith(_INSIDE):
        raise Refused("hook-address-inside")


def _public_4(ip: IPv4Address) -> bool:
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _NEVER_4)


def _public_6(ip: IPv6Address) -> bool:
    """IPv4 in IPv6's clothes is judged as what it is."""
    if any(ip in network for network in _CARRIES_IPV4):
        return _public_4(IPv4Address(ip.packed[-4:]))
    if ip.sixtofour is not None and not _public_4(ip.sixtofour):
        return False
    return ip in _GLOBAL and ip.is_global and not any(ip in network for network in _NEVER_6)
