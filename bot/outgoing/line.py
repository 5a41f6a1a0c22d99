"""The line to strangers' programs: we look up where a name leads, judge that, and call that very address.

Were the name looked up once to be judged and once more to be called, whoever owns it could answer differently
the second time. No redirects, and of an answer nothing is read but its head.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

import httpx

from billing.developers import addresses
from billing.developers.sending import Heard
from billing.ports import Names

log = logging.getLogger(__name__)

WHOLE = 10.0  # seconds for all of an attempt
NAME = 3.0  # of these for where the name leads
TRIED_MOST = 2  # addresses of one name


async def resolve(host: str, port: int) -> Sequence[str]:
    """Where a name leads, by the machine's own resolver; nothing where it does not say so in time."""
    try:
        async with asyncio.timeout(NAME):
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError):
        return ()
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class Line:
    """Sends to addresses that are somebody's outside. ``home``: this machine itself is allowed as well."""

    def __init__(
        self,
        *,
        home: bool = False,
        names: Names = resolve,
        trust: ssl.SSLContext | None = None,
        public: Callable[[str], bool] = addresses.public,
        whole: float = WHOLE,
    ) -> None:
        self._home = home
        self._names = names
        self._public = public
        self._whole = whole
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(whole),
            limits=httpx.Limits(max_connections=20, max_keepalive_connections=0),
            headers={"user-agent": "tolem-webhooks", "accept": "*/*", "accept-encoding": "identity"},
            follow_redirects=False,
            verify=trust or httpx.create_ssl_context(trust_env=False),
            trust_env=False,
        )

    async def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> Heard:
        """Hand it over once; what came of it."""
        try:
            async with asyncio.timeout(self._whole):
                return await self._send(url, body, headers)
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, TimeoutError, ValueError) as error:
            log.info("webhook not taken: %s", type(error).__name__)
            return Heard()

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()

    async def _send(self, url: str, body: bytes, headers: Mapping[str, str]) -> Heard:
        host, port = addresses.host_and_port(url)
        found = await self._names(host, port)
        if not (self._home and host in addresses.HOME) and not all(map(self._public, found)):
            return Heard(inside=True)
        for nth, address in enumerate(found[:TRIED_MOST], 1):
            try:
                return await self._called(url, address, body, headers)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if nth == len(found[:TRIED_MOST]):
                    raise
        return Heard()

    async def _called(self, url: str, address: str, body: bytes, headers: Mapping[str, str]) -> Heard:
        """The address is called, the name is said: in the request, and to who shows a certificate for it."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        at = f"[{address}]" if ":" in address else address
        called = parts._replace(netloc=f"{at}:{parts.port}" if parts.port else at)
        request = self._client.build_request(
            "POST",
            called.geturl(),
            content=body,
            headers={"host": parts.netloc, "content-type": "application/json", **headers},
            extensions={**_named(host), "timeout": httpx.Timeout(self._whole).as_dict()},
        )
        response = await self._client.send(request, stream=True)
        try:
            return Heard(response.status_code, _wait(response.headers.get("retry-after", "")))
        finally:
            await response.aclose()


def _named(host: str) -> dict[str, str]:
    return {"sni_hostname": host}


def _wait(said: str) -> timedelta | None:
    """The receiver's wish in seconds; a date is read by nobody here."""
    return timedelta(seconds=int(said)) if said.isascii() and said.isdecimal() and len(said) < 8 else None
