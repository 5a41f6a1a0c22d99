"""The web's edge: request ids, headers, one log line a request, and an answer for what nobody expected.

Nothing personal is logged: paths appear as templates, errors as their type and place.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable
from time import perf_counter

from aiohttp import web, web_response

from billing.errors import NotFound, StoreUnavailable
from billing.tracing import where
from screens.pages import plain_page
from screens.texts import words
from web.api import problems
from web.deps import DEPS
from web.reading import locale_of

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

NAME = "tolem"
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Server": NAME,  # else the library says which version of it we stand on
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
_MACHINES = ("/webhooks/", "/telegram")  # they are asked to come again when we fail


def be_nameless() -> None:
    """What the library refuses before it comes to us bears its own name: ours from now on."""
    web_response.SERVER_SOFTWARE = NAME  # type: ignore[attr-defined]


@web.middleware
async def edge(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Around every request."""
    started = perf_counter()
    request_id = secrets.token_hex(6)
    response = await _answer(request, handler, request_id)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-Id"] = request_id
    took = (perf_counter() - started) * 1000
    log.info("%s %s %s %.1fms id=%s", request.method, _path(request), response.status, took, request_id)
    return response


async def _answer(request: web.Request, handler: Handler, request_id: str) -> web.StreamResponse:
    try:
        return await handler(request)
    except NotFound:
        return _problem(request, 404)
    except web.HTTPException as problem:
        return _problem(request, problem.status, problem.headers.get("Allow"))
    except StoreUnavailable:
        log.warning("books unavailable: path=%s id=%s", _path(request), request_id)
        return _problem(request, 503)
    except Exception as error:  # noqa: BLE001 - the edge: whatever was not expected ends here
        log.error("unexpected: %s path=%s id=%s", where(error), _path(request), request_id)
        return _problem(request, 503 if request.path.startswith(_MACHINES) else 500)


def _problem(request: web.Request, status: int, allow: str | None = None) -> web.Response:
    """A page for people, a bare status for machines, and its reason for programs."""
    api = request.path.startswith(problems.PREFIX)
    response = problems.answer(status) if api else web.Response(status=status)
    if not api and "text/html" in request.headers.get("Accept", ""):
        deps = request.app[DEPS]
        page = plain_page(words(locale_of(request, deps.desk.merchant.locale)), status)
        response = web.Response(status=status, text=page.html, content_type="text/html")
        response.headers["Content-Security-Policy"] = page.policy
    if allow is not None:
        response.headers["Allow"] = allow
    return response


def _path(request: web.Request) -> str:
    """The path as its template: real ones carry tokens."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "-"
