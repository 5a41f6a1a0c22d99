"""How a bank answers on a bad day: wrongly, late, or not at all."""

import asyncio
import socket
import struct
from collections.abc import Callable
from contextlib import suppress

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.common.troubles import BROKEN, Trouble

HTML = "<!doctype html><title>Service unavailable</title><h1>We will be back soon</h1>"
BAD_JSON = b'{"status":"PA'
PATIENCE_SECONDS = 0.05

Spoiled = Callable[[Trouble], web.Response]


async def answer(
    request: web.Request,
    handler: Handler,
    trouble: Trouble | None,
    closing: asyncio.Event,
    spoiled: Spoiled,
) -> web.StreamResponse:
    """What the trouble makes of a request; `spoiled` writes the answers that are the bank's own."""
    if trouble is None:
        return await handler(request)
    if trouble.kind not in BROKEN:
        if trouble.acted:
            await _act(request, handler)
        return _anybodys(trouble) or spoiled(trouble)
    if trouble.kind == "slow":
        await asyncio.sleep(trouble.seconds)
        return await handler(request)
    if trouble.kind.endswith("_after"):
        await _act(request, handler)
    if trouble.kind.startswith("silence"):
        await _silence(request, closing)
    return _hang_up(request)


def _anybodys(trouble: Trouble) -> web.Response | None:
    if trouble.kind == "html":
        return web.Response(text=HTML, content_type="text/html")
    if trouble.kind == "empty":
        return web.Response(body=b"", content_type="application/json")
    if trouble.kind == "badjson":
        return web.Response(body=BAD_JSON, content_type="application/json")
    return None


async def _act(request: web.Request, handler: Handler) -> None:
    try:
        await handler(request)
    except web.HTTPException:
        return


async def _silence(request: web.Request, closing: asyncio.Event) -> None:
    """Say nothing until the client gives up or the bank closes."""
    while request.transport is not None and not request.transport.is_closing():
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                await closing.wait()
                return


def _hang_up(request: web.Request) -> web.StreamResponse:
    """Close without an answer, by a reset where the system allows it."""
    transport = request.transport
    if transport is not None:
        link = transport.get_extra_info("socket")
        if link is not None:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response(status=503)
