"""`POST /oauth2/token`: reads the form as strictly as the bank may, and grants tokens.

The bank publishes no error format for this address; ours is that of RFC 6749.
"""

import re

from aiohttp import web
from multidict import MultiDictProxy

from sandbox.halyk.bank import HalykBank
from sandbox.halyk.bills import Order
from sandbox.halyk.config import UUID, Config
from sandbox.halyk.money import tiyn_from

SCOPE = "webapi usermanagement email_send verification statement statistics payment"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
CLIENT_FIELDS = frozenset({"grant_type", "scope", "client_id", "client_secret", "terminal"})
ORDER_FIELDS = frozenset({"invoiceID", "amount", "currency", "secret_hash"})
PAYMENT_SECONDS = 1200
SERVICE_SECONDS = 7200

Form = dict[str, str]


class DeniedError(Exception):
    """A refusal, by RFC 6749."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
        self.status = status


def routes(bank: HalykBank) -> list[web.RouteDef]:
    """The one address of the token service."""

    async def token(request: web.Request) -> web.Response:
        try:
            form = await _form(request)
            _check_client(form, bank.config)
            order = _order(form)
            if order is not None and (why := bank.books.claim(order)):
                raise DeniedError("invalid_request", why)
        except DeniedError as no:
            return web.json_response(
                {"error": no.error, "error_description": no.description}, status=no.status
            )
        return web.json_response(_grant(bank, form, order))

    return [web.post("/oauth2/token", token)]


def _grant(bank: HalykBank, form: Form, order: Order | None) -> dict[str, object]:
    pays = "amount" in form
    seconds = PAYMENT_SECONDS if pays else SERVICE_SECONDS
    now = bank.clock.now()
    granted = bank.tokens.grant(
        form["client_id"], form.get("terminal", ""), order, now, pays=pays, seconds=seconds
    )
    return {
        "access_token": granted.value,
        "expires_in": str(seconds) if pays else seconds,
        "refresh_token": "",
        "scope": "payment" if pays else SCOPE,
        "token_type": "Bearer",
    }


async def _form(request: web.Request) -> Form:
    if request.query_string:
        raise DeniedError("invalid_request", "parameters belong into the body")
    if request.content_type not in FORMS:
        raise DeniedError("invalid_request", "the body must be a form")
    try:
        return _single_texts(await request.post())
    except ValueError as bad:
        raise DeniedError("invalid_request", "the form cannot be read") from bad


def _single_texts(posted: MultiDictProxy[str | bytes | bytearray | web.FileField]) -> Form:
    form: Form = {}
    for name, value in posted.items():
        if not isinstance(value, str):
            raise DeniedError("invalid_request", f"{name} must be a text")
        if name in form:
            raise DeniedError("invalid_request", f"{name} is given twice")
        form[name] = value
    if unknown := form.keys() - CLIENT_FIELDS - ORDER_FIELDS:
        raise DeniedError("invalid_request", f"unknown: {', '.join(sorted(unknown))}")
    return form


def _check_client(form: Form, config: Config) -> None:
    if form.get("grant_type") != "client_credentials":
        raise DeniedError("unsupported_grant_type", "grant_type must be client_credentials")
    secret = config.clients.get(form.get("client_id", ""))
    if secret is None or form.get("client_secret") != secret:
        raise DeniedError("invalid_client", "client_id or client_secret is wrong", 401)
    if form.get("scope") != SCOPE:
        raise DeniedError("invalid_scope", "the scope must be written exactly as documented")
    if "terminal" in form and not UUID.fullmatch(form["terminal"]):
        raise DeniedError("invalid_request", "terminal must be a UUID")


def _order(form: Form) -> Order | None:
    """The order in a form; None for a service token, and for one that forgot its invoiceID (218 follows)."""
    if not form.keys() & ORDER_FIELDS:
        return None
    if "invoiceID" in form and not re.fullmatch(r"[0-9]{6,15}", form["invoiceID"]):
        raise DeniedError("invalid_request", "invoiceID must be 6 to 15 digits")
    amount = tiyn_from(form.get("amount", ""))
    if amount is None:
        raise DeniedError("invalid_request", "amount must be a decimal above zero with at most two decimals")
    if form.get("currency") != "KZT":
        raise DeniedError("invalid_request", "currency must be KZT")
    if not re.fullmatch(r"[0-9A-Za-z_-]{1,128}", form.get("secret_hash", "x")):
        raise DeniedError("invalid_request", "secret_hash must be 1 to 128 letters and digits")
    if "invoiceID" not in form:
        return None
    terminal = form.get("terminal", "")
    return Order(form["invoiceID"], amount, "KZT", terminal, form.get("secret_hash"))
