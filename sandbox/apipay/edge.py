"""ApiPay's front line: troubles, the key, the limits, refusals, and a note of each request."""

from functools import partial

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from sandbox.apipay import refusals
from sandbox.apipay.bank import ApiPay
from sandbox.apipay.journal import Entry, endpoint_of
from sandbox.apipay.refusals import InvalidError, RefusedError
from sandbox.apipay.troubles import CODES, GOODS_CODES
from sandbox.common.edge import guarded
from sandbox.common.journal import body_of, heard
from sandbox.common.troubles import Trouble

OPEN = ("status",)
"""What needs no key."""
GOODS = frozenset({"units", "catalog", "upload_image", "catalog_create", "catalog_change", "catalog_delete"})
"""The catalog's endpoints, which refuse in their own words."""
SUBSCRIBING = "subscri", "simulate_invoice"
"""How the names of the endpoints of subscriptions begin."""
NOT_COUNTED = 60
"""Retry-After of a 429 that was ordered without its seconds."""


def edge(bank: ApiPay) -> Middleware:
    """The middleware around everything but the app's pages."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        endpoint = endpoint_of(request.method, request.path)
        if endpoint == "app":
            return await handler(request)

        async def inner(request: web.Request) -> web.StreamResponse:
            return await _served(bank, request, handler, endpoint)

        async def noted(status: int) -> Entry:
            org = bank.config.keys.get(request.headers.get("X-API-Key", ""))
            told = heard(request, endpoint, bank.clock.now(), status)
            is_file = endpoint == "upload_image"
            body = f"{request.content_length} bytes" if is_file else await body_of(request)
            return Entry(**told, body=body, org=org)

        return await guarded(bank, request, inner, endpoint, partial(_spoiled, bank, endpoint), noted)

    return guard


async def _served(bank: ApiPay, request: web.Request, handler: Handler, endpoint: str) -> web.StreamResponse:
    headers: dict[str, str] = {}
    answer: web.StreamResponse
    try:
        known = request.match_info.http_exception is None
        if known and endpoint not in OPEN:
            _let_in(bank, request, endpoint, headers)
        answer = await handler(request)
    except RefusedError as no:
        wants_json = "json" in request.headers.get("Accept", "")
        answer = refusals.answer(no, bank.config, wants_json=wants_json)
    except web.HTTPNotFound:
        answer = _message(404, f"The route {_route(request)} could not be found.")
    except web.HTTPMethodNotAllowed as no:
        answer = _message(405, f"The {request.method} method is not supported for route {_route(request)}.")
        headers["Allow"] = ", ".join(sorted(no.allowed_methods))
    answer.headers.update(headers)
    return answer


def _let_in(bank: ApiPay, request: web.Request, endpoint: str, headers: dict[str, str]) -> None:
    config = bank.config
    key = request.headers.get("X-API-Key", "")
    if key not in config.keys:
        raise refusals.no_key(config)
    apart = endpoint == "invoice" and config.look_limit != config.rate_limit
    most = int(config.look_limit if apart else config.rate_limit)
    if most <= 0:
        return
    left, wait = bank.limits.take(key, "look" if apart else "all", most, bank.clock.now())
    headers |= {"X-RateLimit-Limit": str(most), "X-RateLimit-Remaining": str(left)}
    if wait > 0:
        raise refusals.throttled(wait, config)


def _spoiled(bank: ApiPay, endpoint: str, trouble: Trouble) -> web.Response:
    config, goods, subscribing = bank.config, endpoint in GOODS, endpoint.startswith(SUBSCRIBING)
    if trouble.kind == "organization_not_verified" and goods:
        no = RefusedError(404, {config.errors: "Verified organization not found"})
    elif trouble.kind == "organization_not_verified" and subscribing:
        text = "Organization not verified"
        no = RefusedError(403, {"error": text, "message": text})
    elif trouble.kind in CODES or trouble.kind in GOODS_CODES:
        no = refusals.coded(trouble.kind, bank.clock.now(), config)
    elif trouble.kind == "429":
        no = refusals.throttled(trouble.seconds or NOT_COUNTED, config)
    elif trouble.kind == "401":
        no = refusals.no_key(config)
    elif trouble.kind == "404":
        missing = refusals.no_item if goods else refusals.no_invoice
        no = (refusals.no_subscription if subscribing else missing)(config)
    elif trouble.kind == "422":
        no = InvalidError(phone_number="Phone number must be in format 8XXXXXXXXXX")
    else:
        no = RefusedError(int(trouble.kind), {"message": "Server Error"})
    return refusals.answer(no, config)


def _message(status: int, text: str) -> web.Response:
    return web.json_response({"message": text}, status=status)


def _route(request: web.Request) -> str:
    return request.path.removeprefix("/apipay/")
