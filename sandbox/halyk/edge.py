"""The bank's front line: notes each request, and spoils it where a trouble was ordered."""

import asyncio
import socket
import struct
from contextlib import suppress

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from sandbox.halyk.bank import HalykBank
from sandbox.halyk.journal import Entry, about, endpoint_of, parsed, without_secret
from sandbox.halyk.troubles import PLAIN, Trouble

HTML = "<!doctype html><title>Service unavailable</title><h1>We will be back soon</h1>"
PATIENCE_SECONDS = 0.05


def edge(bank: HalykBank) -> Middleware:
    """The middleware around everything but the app's pages."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        endpoint = endpoint_of(request.path)
        if endpoint == "app":
            return await handler(request)
        bank.advance()
        trouble = bank.troubles.take(endpoint, bank.clock.now())
        status = 0
        try:
            answer = await _answer(request, handler, trouble, bank.closing)
            status = answer.status
            return answer
        except web.HTTPException as refusal:
            status = refusal.status
            raise
        finally:
            await _note(bank, request, endpoint, status)

    return guard


async def _answer(
    request: web.Request, handler: Handler, trouble: Trouble | None, closing: asyncio.Event
) -> web.StreamResponse:
    if trouble is None:
        return await handler(request)
    if trouble.kind in PLAIN:
        if trouble.acted:
            await _act(request, handler)
        return _plain(trouble)
    if trouble.kind == "slow":
        await asyncio.sleep(trouble.seconds)
        return await handler(request)
    if trouble.kind.endswith("_after"):
        await _act(request, handler)
    if trouble.kind.startswith("silence"):
        await _silence(request, closing)
    return _hang_up(request)


async def _act(request: web.Request, handler: Handler) -> None:
    try:
        await handler(request)
    except web.HTTPException:
        return


def _plain(trouble: Trouble) -> web.Response:
    if trouble.kind == "html":
        return web.Response(text=HTML, content_type="text/html")
    if trouble.kind == "empty":
        return web.Response(body=b"", content_type="application/json")
    if trouble.kind == "badjson":
        return web.Response(body=b'{"status":"PA', content_type="application/json")
    if trouble.kind == "429":
        return web.json_response({}, status=429, headers={"Retry-After": str(int(trouble.seconds))})
    return web.json_response({"code": int(trouble.kind), "message": ""}, status=int(trouble.kind))


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


async def _note(bank: HalykBank, request: web.Request, endpoint: str, status: int) -> None:
    bank.journal.add(
        Entry(
            at=bank.clock.now().isoformat(),
            endpoint=endpoint,
            method=request.method,
            path=request.path,
            query=request.query_string,
            content_type=request.headers.get("Content-Type", ""),
            body=await _body(request),
            token=about(bank.tokens.peek(request.headers.get("Authorization", ""))),
            answer=status,
        )
    )


async def _body(request: web.Request) -> object:
    try:
        if request.content_type == "multipart/form-data":
            return without_secret({name: str(value) for name, value in (await request.post()).items()})
        return parsed(request.content_type, await request.read())
    except (OSError, ValueError, web.HTTPException, web.RequestPayloadError):
        return "unreadable"
