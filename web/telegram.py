"""Telegram's webhook: the update is committed before the answer."""

from __future__ import annotations

import hmac

from aiohttp import web

from web.deps import DEPS
from web.reading import UPDATE_LIMIT, body_within

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name


async def receive(request: web.Request) -> web.Response:
    """One update. Without a configured secret there is no such address."""
    deps = request.app[DEPS]
    if not deps.telegram_secrets:
        raise web.HTTPNotFound
    # Bytes, because comparing a ``str`` that is not ASCII raises.
    given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
    known = [hmac.compare_digest(given, secret.encode()) for secret in deps.telegram_secrets]
    if not any(known):
        raise web.HTTPForbidden
    if not await deps.accept_update(await body_within(request, UPDATE_LIMIT)):
        raise web.HTTPBadRequest
    return web.Response()
