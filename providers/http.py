"""The one client for banks: a call goes out as a value, an answer comes back as a value.

LineError            no usable answer came back over the line
├── NothingSent      the bank cannot have seen the call: it may be repeated freely
└── MaybeSent        the bank may have seen it and acted
"""

from __future__ import annotations

import asyncio
import functools
import logging
import ssl
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from billing import leave

log = logging.getLogger(__name__)

IN_FLIGHT = 6
BODY_LIMIT = 1024 * 1024  # bytes
LIST_LIMIT = 16 * BODY_LIMIT

_BEFORE_SENDING = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
_LINE_BROKE = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)


class LineError(Exception):
    """No usable answer came back over the line."""


class NothingSent(LineError):
    """The bank cannot have seen the call: it may be repeated freely."""


class MaybeSent(LineError):
    """The bank may have seen it and acted."""


@dataclass(frozen=True, slots=True)
class Call:
    """What to send. ``name`` is how logs and metrics call it; nothing else of it is ever written down.

    ``listing`` asks for a list: the answer may be long and slow, and asking twice changes nothing.
    """

    name: str
    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    listing: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, read to its end."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, for a free place, a connection, each piece of an answer, a whole answer.

    ``look`` is for all the calls that one look at a payment needs: it must end before its lease of a minute.
    ``listing`` is for one answer that is a list, pieces and all.
    """

    place: float = 20  # a flood of bills waits for its turn; two such calls still end within a bill's lease
    connect: float = 5
    read: float = 15
    whole: float = 20
    look: float = 45
    listing: float = 90


class Waiting:
    """Those who wait for a turn, each for so long at most, until all are told to wait no more."""

    def __init__(self) -> None:
        self._over = False
        self._each: set[asyncio.Timeout] = set()

    @asynccontextmanager
    async def within(self, seconds: float) -> AsyncIterator[None]:
        """``TimeoutError`` where that takes longer, or where nobody is to wait any more."""
        async with asyncio.timeout(0 if self._over else seconds) as limit:
            self._each.add(limit)
            try:
                yield
            finally:
                self._each.discard(limit)

    def end(self) -> None:
        """Whoever waits, and whoever will, waits no more."""
        self._over = True
        for limit in [each for each in self._each if not each.expired()]:
            limit.reschedule(asyncio.get_running_loop().time())


Observe = Callable[[str, str, str, float], None]
"""Metrics: bank, name of the call, outcome (a status, ``nothing-sent`` or ``maybe-sent``), seconds."""


class Line:
    """The line to one bank: few calls at once, no redirects, certificates checked, answers cut short."""

    def __init__(self, bank: str, patience: Patience | None = None, observe: Observe | None = None) -> None:
        self._bank = bank
        self.patience = patience or Patience()
        self._observe = observe
        self._places = asyncio.Semaphore(IN_FLIGHT)
        self._turns = Waiting()
        self._client = _client(self.patience)
        _hush("httpx", "httpcore")

    async def send(self, call: Call) -> Answer:
        """Send and read; raises ``NothingSent`` or ``MaybeSent``."""
        await self._take_place()
        began = time.monotonic()
        outcome = "cancelled"
        try:
            answer = await self._answered(call)
            outcome = str(answer.status)
            return answer
        except LineError as error:
            outcome = "nothing-sent" if isinstance(error, NothingSent) else "maybe-sent"
            raise
        finally:
            self._places.release()
            self._tell(call, outcome, time.monotonic() - began)

    def let_down(self) -> None:
        """Who waits for a free place hears at once that nothing was sent."""
        self._turns.end()

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()

    async def _take_place(self) -> None:
        try:
            async with self._turns.within(self.patience.place):
                await self._places.acquire()
        except TimeoutError as error:
            raise NothingSent("too many calls in flight") from error

    async def _answered(self, call: Call) -> Answer:
        try:
            async with asyncio.timeout(self.patience.listing if call.listing else self.patience.whole):
                return await self._sent(call)
        except _BEFORE_SENDING as error:
            raise NothingSent(type(error).__name__) from error
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            raise MaybeSent(type(error).__name__) from error

    async def _sent(self, call: Call) -> Answer:
        try:
            return await self._once(call)
        except _LINE_BROKE:
            # A kept connection that the bank has closed meanwhile looks the same as a lost answer.
            if call.method != "GET" and not call.listing:
                raise
        return await self._once(call)

    async def _once(self, call: Call) -> Answer:
        request = self._client.build_request(call.method, call.url, headers=call.headers, content=call.body)
        request.extensions["trace"] = _leaving
        limit = BODY_LIMIT
        if call.listing:
            request.extensions["timeout"]["read"], limit = self.patience.listing, LIST_LIMIT
        response = await self._client.send(request, stream=True)
        try:
            body = bytearray()
            async for piece in response.aiter_bytes():
                body += piece
                if len(body) > limit:
                    raise MaybeSent("the answer is too long")
            return Answer(response.status_code, dict(response.headers), bytes(body))
        finally:
            await response.aclose()

    def _tell(self, call: Call, outcome: str, seconds: float) -> None:
        log.info("%s %s: %s in %.0f ms", self._bank, call.name, outcome, seconds * 1000)
        if self._observe is not None:
            self._observe(self._bank, call.name, outcome, seconds)


def _client(patience: Patience) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        timeout=httpx.Timeout(patience.read, connect=patience.connect, pool=patience.connect),
        limits=httpx.Limits(
            max_connections=IN_FLIGHT, max_keepalive_connections=IN_FLIGHT, keepalive_expiry=5
        ),
        headers={"accept": "application/json", "accept-encoding": "identity", "user-agent": "tolem"},
        follow_redirects=False,
        verify=_trust(),
        trust_env=False,  # a forgotten proxy variable must not see a bank's secrets
    )


async def _leaving(event: str, _: object) -> None:
    """The last look before the first byte: connected, at its turn, and perhaps asleep on the way here."""
    if event.endswith("send_request_headers.started") and leave.is_over():
        raise NothingSent("it stood still on its way, and others have taken over since")


@functools.cache
def _trust() -> ssl.SSLContext:
    """Whose certificates are believed, for all banks; to read them takes longer than a call."""
    return httpx.create_ssl_context(trust_env=False)


def _hush(*names: str) -> None:
    """httpx writes every address at INFO; an address may carry what a log must not."""
    for name in names:
        logging.getLogger(name).setLevel(logging.WARNING)
