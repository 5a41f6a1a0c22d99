"""HorizonPay's front line: troubles, Basic, the headers, refusals, and a note of each request."""

import base64
import binascii
import hmac

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from sandbox.common.edge import guarded
from sandbox.common.journal import body_of, heard
from sandbox.common.troubles import Trouble
from sandbox.horizonpay import refusals
from sandbox.horizonpay.bank import HorizonPay
from sandbox.horizonpay.config import Config
from sandbox.horizonpay.journal import Entry, endpoint_of
from sandbox.horizonpay.refusals import RefusedError


def edge(bank: HorizonPay) -> Middleware:
    """The middleware around the API; the methods' pages are let through."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        endpoint = endpoint_of(request.method, request.path)
        if endpoint == "page":
            bank.advance()
            return await handler(request)

        async def inner(request: web.Request) -> web.StreamResponse:
            return await _served(bank, request, handler)

        def spoiled(trouble: Trouble) -> web.Response:
            return refusals.answer(refusals.plain(int(trouble.kind)), bank.config)

        async def noted(status: int) -> Entry:
            told = heard(request, endpoint, bank.clock.now(), status)
            told |= {"request_id": request.headers.get("RequestID"), "shop": shop_of(request, bank.config)}
            return Entry(**told, body=await body_of(request))

        return await guarded(bank, request, inner, endpoint, spoiled, noted)

    return guard


def shop_of(request: web.Request, config: Config) -> str | None:
    """The shop that Basic names, if its secret is right: the first colon parts the two."""
    kind, _, told = request.headers.get("Authorization", "").partition(" ")
    try:
        shop, colon, secret = base64.b64decode(told, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    known = config.shops.get(shop, "").encode()
    right = hmac.compare_digest(known, secret.encode()) and bool(known)
    return shop if kind.lower() == "basic" and colon and right else None


async def _served(bank: HorizonPay, request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        if shop_of(request, bank.config) is None:
            raise refusals.plain(401)
        accepts = request.headers.get("Accept", "*/*")
        if "application/json" not in accepts and "*/*" not in accepts:
            raise RefusedError(406, "Not acceptable")
        return await handler(request)
    except RefusedError as no:
        return refusals.answer(no, bank.config)
    except web.HTTPNotFound:
        return refusals.answer(refusals.plain(404), bank.config)
    except web.HTTPMethodNotAllowed as no:
        return web.json_response(
            {"message": "Method not allowed"},
            status=405,
            headers={"Allow": ", ".join(sorted(no.allowed_methods))},
        )
