"""Refusals, in the bodies that the two halves of the documentation show."""

import math
from datetime import datetime, timedelta

from aiohttp import web

from sandbox.apipay.config import Config
from sandbox.apipay.magic import said
from sandbox.apipay.moments import ALMATY
from sandbox.apipay.troubles import CODES, GOODS_CODES


class RefusedError(Exception):
    """ApiPay says no: an HTTP status, a body and perhaps headers."""

    def __init__(self, status: int, body: dict[str, object], headers: dict[str, str] | None = None) -> None:
        super().__init__(str(body))
        self.status, self.body, self.headers = status, body, headers or {}


class InvalidError(RefusedError):
    """422: the fields that are wrong, each with what is wrong about it."""

    def __init__(self, **errors: str) -> None:
        fields = {name: [text] for name, text in errors.items()}
        super().__init__(422, {"message": "Validation failed", "errors": fields})


def answer(no: RefusedError, config: Config, *, wants_json: bool = True) -> web.Response:
    """The refusal as it is sent; in April as HTML to whoever does not accept JSON."""
    if config.html_errors and not wants_json:
        text = f"<!doctype html><title>{no.status}</title><h1>{no.status}</h1>"
        return web.Response(text=text, content_type="text/html", status=no.status, headers=no.headers)
    return web.json_response(no.body, status=no.status, headers=no.headers)


def no_key(config: Config) -> RefusedError:
    """401: a key that is missing, wrong or too old."""
    if config.errors == "message":
        return RefusedError(401, {"message": "Invalid API key"})
    text = "The provided API key is invalid or expired."
    return RefusedError(401, {"error": "Invalid API key", "message": text})


def no_invoice(config: Config) -> RefusedError:
    """404: nobody's invoice, or somebody else's."""
    return RefusedError(404, {config.errors: "Invoice not found"})


def no_item(config: Config) -> RefusedError:
    """404: nobody's item of the catalog, or somebody else's, or one that is deleted."""
    return RefusedError(404, {config.errors: "Catalog item not found"})


def no_subscription(config: Config) -> RefusedError:
    """404: nobody's subscription, or somebody else's."""
    return RefusedError(404, {config.errors: "Subscription not found"})


def wrong_state(text: str) -> RefusedError:
    """400: not now."""
    return RefusedError(400, {"error": text, "message": text})


def coded(code: str, now: datetime, config: Config) -> RefusedError:
    """A refusal with a code: of session, tariff, verification or catalog, or a cap of the day."""
    status = CODES.get(code) or GOODS_CODES[code]
    if status == 429:
        return _capped(code, now)
    if code == "organization_not_verified":
        # A human phrase stands where a code should; the table of errors says 403, its sample 400.
        phrase = "Organization not found or not verified"
        status = 400 if config.errors == "message" else 403
        return RefusedError(status, {"error": phrase, "message": phrase})
    return RefusedError(status, {"error": code, "error_code": code, "message": said(code)})


def throttled(seconds: float, config: Config) -> RefusedError:
    """429 of the rate limit, in the form of the generation."""
    wait = max(1, math.ceil(seconds))
    if config.throttle == "retry_after":
        text = f"Too many requests. Please retry after {wait} seconds."
        return RefusedError(429, {"message": text, "retry_after": wait})
    if config.throttle == "retry_after_seconds":
        return RefusedError(429, {"message": "Too Many Requests", "retry_after_seconds": wait})
    return RefusedError(429, {"message": "Too Many Requests"}, {"Retry-After": str(wait)})


def _capped(code: str, now: datetime) -> RefusedError:
    """A cap of the day: it ends at Almaty's midnight, which may be hours away."""
    local = now.astimezone(ALMATY)
    reset = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    limit = 1 if code == "kyc_daily_limit_reached" else 30
    return RefusedError(
        429,
        {
            "error": code,
            "error_code": code,
            "message": said(code),
            "retry_after_seconds": math.ceil((reset - local).total_seconds()),
            "meta": {"mode": "daily", "limit": limit, "used": limit, "reset_at": reset.isoformat()},
        },
    )
