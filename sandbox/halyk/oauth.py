"""`POST /oauth2/token`: reads the form as strictly as the bank may, and grants tokens.

The bank publishes no error format for this address; ours is that of RFC 6749. The password grant, with a
user of the merchant's cabinet, is for the searches: the long scope for operations, `transfer` for transfers.
"""

import re
import secrets

from aiohttp import web
from multidict import MultiDictProxy

from sandbox.halyk.bank import HalykBank
from sandbox.halyk.bills import Order
from sandbox.halyk.config import UUID, Config
from sandbox.halyk.money import tiyn_from
from sandbox.halyk.tokens import Kind, Token

SCOPE = "webapi usermanagement email_send verification statement statistics payment"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
CLIENT_FIELDS = frozenset({"grant_type", "scope", "client_id", "client_secret"})
ORDER_FIELDS = frozenset({"invoiceID", "amount", "currency", "secret_hash"})
FIELDS = {
    "client_credentials": CLIENT_FIELDS | ORDER_FIELDS | {"terminal"},
    "password": CLIENT_FIELDS | {"username", "password"},
}
KINDS_BY_SCOPE = {SCOPE: Kind.STATEMENT, "transfer": Kind.TRANSFER}
PAYMENT_SECONDS = 1200
SERVICE_SECONDS = 7200
STATEMENT_SECONDS = 900
TRANSFER_SECONDS = 7200

WRONG_SCOPE = "the scope must be written exactly as documented"

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
            granted = _by_user(bank, form) if form["grant_type"] == "password" else _by_client(bank, form)
        except DeniedError as no:
            return web.json_response(
                {"error": no.error, "error_description": no.description}, status=no.status
            )
        return web.json_response(granted)

    return [web.post("/oauth2/token", token)]


def _by_client(bank: HalykBank, form: Form) -> dict[str, object]:
    """A payment token lives as long as its QR and writes that as text; a service token lives longer."""
    if form.get("scope") != SCOPE:
        raise DeniedError("invalid_scope", WRONG_SCOPE)
    terminal = form.get("terminal", "")
    if "terminal" in form and not UUID.fullmatch(terminal):
        raise DeniedError("invalid_request", "terminal must be a UUID")
    order = _order(form)
    if order is not None and (why := bank.books.claim(order)):
        raise DeniedError("invalid_request", why)
    kind, seconds = (Kind.PAYMENT, PAYMENT_SECONDS) if "amount" in form else (Kind.SERVICE, SERVICE_SECONDS)
    now = bank.clock.now()
    token = bank.tokens.grant(form["client_id"], now, kind, seconds, terminal=terminal, order=order)
    if kind is Kind.PAYMENT:
        return _granted(token, str(seconds), "payment")
    return _granted(token, seconds, SCOPE)


def _by_user(bank: HalykBank, form: Form) -> dict[str, object]:
    """For operations `expires_in` is a text and a refresh_token is given; for transfers neither."""
    scope = form.get("scope", "")
    kind = KINDS_BY_SCOPE.get(scope)
    if kind is None:
        raise DeniedError("invalid_scope", WRONG_SCOPE)
    password = bank.config.users.get(form.get("username", ""))
    if password is None or form.get("password") != password:
        raise DeniedError("invalid_grant", "username or password is wrong")
    now = bank.clock.now()
    if kind is Kind.TRANSFER:
        token = bank.tokens.grant(form["client_id"], now, kind, TRANSFER_SECONDS)
        return _granted(token, TRANSFER_SECONDS, scope)
    token = bank.tokens.grant(form["client_id"], now, kind, STATEMENT_SECONDS)
    return _granted(token, str(STATEMENT_SECONDS), scope, secrets.token_urlsafe(18).upper())


def _granted(token: Token, expires_in: int | str, scope: str, refresh_token: str = "") -> dict[str, object]:
    return {
        "access_token": token.value,
        "expires_in": expires_in,
        "refresh_token": refresh_token,
        "scope": scope,
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
    known = FIELDS.get(form.get("grant_type", ""))
    if known is None:
        raise DeniedError("unsupported_grant_type", "grant_type must be client_credentials or password")
    if unknown := form.keys() - known:
        raise DeniedError("invalid_request", f"unknown: {', '.join(sorted(unknown))}")
    return form


def _check_client(form: Form, config: Config) -> None:
    secret = config.clients.get(form.get("client_id", ""))
    if secret is None or form.get("client_secret") != secret:
        raise DeniedError("invalid_client", "client_id or client_secret is wrong", 401)


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
