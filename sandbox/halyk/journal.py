"""What was asked of the bank: every request, with its secret and its token left out."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from sandbox.common import journal
from sandbox.halyk.tokens import Token

SECRETS = ("client_secret", "password")
ENDPOINTS = {
    ("halyk", "oauth2", "token"): "token",
    ("halyk", "api", "payment", "qr", "generate"): "generate",
    ("halyk", "api", "qr"): "qr",
    ("halyk", "api", "operations"): "operations",
    ("halyk", "api", "p2p", "operations"): "transfers",
}


def endpoint_of(path: str) -> str:
    """The short name of an address, for counts and troubles."""
    parts = tuple(path.strip("/").split("/"))
    if parts[:5] == ("halyk", "api", "check-status", "payment", "transaction"):
        return "status"
    if parts[:3] == ("halyk", "api", "operation"):
        return "operation"
    if parts[:2] == ("halyk", "app"):
        return "app"
    return ENDPOINTS.get(parts, "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(journal.Entry):
    """One request, and what its token was for."""

    token: Mapping[str, object] | None


@dataclass(slots=True)
class Journal(journal.Journal):
    """The log and its counts."""

    asked: Counter[str] = field(default_factory=Counter)
    """Requests for a QR by invoiceID, refused ones included."""
    generated: Counter[str] = field(default_factory=Counter)
    """QR codes made, by invoiceID."""


def parsed(content_type: str, raw: bytes) -> object:
    """The body as data, without the client's secret and the user's password."""
    text = raw.decode("utf-8", "replace")
    if content_type == "application/x-www-form-urlencoded":
        return without_secret(dict(parse_qsl(text, keep_blank_values=True)))
    if content_type == "application/json":
        try:
            return without_secret(json.loads(text))
        except ValueError:
            return text
    return f"{len(raw)} bytes" if raw else ""


def about(token: Token | None) -> Mapping[str, object] | None:
    """What a token was for, instead of the token."""
    if token is None:
        return None
    invoice_id = token.order.invoice_id if token.order else None
    return {
        "kind": str(token.kind),
        "client_id": token.client_id,
        "terminal": token.terminal,
        "invoiceID": invoice_id,
    }


def without_secret(body: object) -> object:
    """A body as it may be shown."""
    if not isinstance(body, dict):
        return body
    return {name: value for name, value in body.items() if name not in SECRETS}
