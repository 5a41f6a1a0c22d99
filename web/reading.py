"""Reading requests: bodies up to a limit, the language, where a form came from."""

from __future__ import annotations

import asyncio

from aiohttp import web

from billing.people import locale_from

HOOK_LIMIT = 64 * 1024
UPDATE_LIMIT = 1024 * 1024
BODY_PATIENCE = 10  # seconds for a whole body to arrive


async def body_within(request: web.Request, limit: int) -> bytes:
    """The whole body. Answers 413 for more than ``limit`` bytes, 408 for one that does not arrive.

    400 where it is not packed as its header says: coming again with the same would help nobody.
    """
    if (request.content_length or 0) > limit:
        raise web.HTTPRequestEntityTooLarge(limit, request.content_length or 0)
    if not request.can_read_body:
        return b""
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_PATIENCE):
            async for part in request.content.iter_any():
                size += len(part)
                if size > limit:
                    raise web.HTTPRequestEntityTooLarge(limit, size)
                parts.append(part)
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except web.RequestPayloadError:
        raise web.HTTPBadRequest from None
    return b"".join(parts)


def chosen_locale(request: web.Request) -> str | None:
    """The language named in the address, if it is one of ours."""
    return locale_from(request.query.get("lang"))


def locale_of(request: web.Request, default: str) -> str:
    """The language to answer in: the address's, else the browser's, else the default."""
    return chosen_locale(request) or accepted_locale(request.headers.get("Accept-Language", "")) or default


def accepted_locale(header: str) -> str | None:
    """The first of our languages in an ``Accept-Language`` header, by the weights in it."""
    wishes = [_wish(part) for part in header[:200].split(",")]
    for weight, code in sorted(wishes, key=lambda wish: -wish[0]):
        if weight > 0 and (locale := locale_from(code)):
            return locale
    return None


def _wish(part: str) -> tuple[float, str]:
    code, _, rest = part.strip().partition(";")
    if not rest:
        return 1.0, code
    try:
        return float(rest.strip().removeprefix("q=")), code
    except ValueError:
        return 0.0, code


def fetched_ahead(request: web.Request) -> bool:
    """Whether a browser or a preview says that nobody looks at the page yet."""
    said = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"))
    return any(word in text.lower() for text in said for word in ("prefetch", "prerender", "preview"))


def from_elsewhere(request: web.Request, public_url: str) -> bool:
    """Whether a form was sent from a page that is not ours.

    Our pages send no referrer, so that some browsers call their origin ``null``; that is let through:
    who could forge the request would need the token in its address, and with it needs no forgery.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("Origin", "null")
    if origin == "null":
        return False
    return _host(origin) not in {request.host, _host(public_url)}


def _host(origin: str) -> str:
    """Host and port, cut out by hand: whatever a stranger writes there must not raise."""
    return origin.partition("://")[2].partition("/")[0]
