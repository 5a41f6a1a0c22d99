"""The OpenAPI document: paths by hand, shapes out of the models that really read and write them."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from billing.developers.models import EventKind
from billing.models import Merchant
from billing.states import InvoiceState
from web.api import wire
from web.api.problems import TYPE

VERSION = "1.0.0"
_MODELS = (
    *((wire.NewInvoice, "validation"), (wire.NewRefund, "validation")),
    *((wire.Invoice, "serialization"), (wire.InvoicePage, "serialization")),
    *((wire.Refund, "serialization"), (wire.RefundList, "serialization")),
    *((wire.Attention, "serialization"), (wire.Event, "serialization"), (wire.Problem, "serialization")),
)
_WHY = {
    "400": "The request cannot be read, or a key stands where none belongs.",
    "401": "No key, or one that opens nothing.",
    "403": "The key was not made for this.",
    "404": "There is none.",
    "408": "The body did not arrive within ten seconds.",
    "409": "Not so, by the invoice, the bank or the shop's rules; or the idempotency key is taken.",
    "413": "The body is longer than 16 KiB.",
    "415": "The body is not said to be JSON.",
    "429": "This key calls too often.",
    "503": "The books cannot be read or written now. Nothing happened; come again.",
}
Json = dict[str, Any]


def document(merchant: Merchant, public_url: str) -> Json:
    """OpenAPI 3.1 for this shop."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{merchant.name}: payments" if merchant.name else "Payments",
            "version": VERSION,
            "description": (
                "Invoices and refunds of a shop that takes payments in Telegram. Owners make keys "
                "in the chat, with /developers. Amounts are whole numbers of minor units."
            ),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": public_url or "/"}],
        "security": [{"key": []}],
        "paths": _paths(),
        "webhooks": {kind.value: _webhook(kind) for kind in EventKind},
        "components": {
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "A key from /developers."}
            },
            "schemas": _schemas(merchant.currency),
            "responses": {code: _problem(code, why) for code, why in _WHY.items()},
        },
    }


def _paths() -> Json:
    number, refund = _path("number", "The invoice's number."), _path("id", "The refund's id.")
    return {
        "/api/v1/openapi.json": {
            "get": {
                "operationId": "readDocument",
                "summary": "This document",
                "security": [],
                "responses": {"200": _body({"type": "object"}, "OpenAPI 3.1."), **_why("400")},
            }
        },
        "/api/v1/invoices": {
            "get": _operation(
                "listInvoices", "List invoices, newest first", "read", 200, "InvoicePage", _LISTING
            ),
            "post": {
                **_write("createInvoice", "Make an invoice", "write", "NewInvoice", 201, "Invoice"),
            },
        },
        "/api/v1/invoices/{number}": {
            "parameters": [number],
            "get": _operation("readInvoice", "Read an invoice", "read", 200, "Invoice", found=True),
        },
        "/api/v1/invoices/{number}/refunds": {
            "parameters": [number],
            "get": _operation(
                "listRefunds", "List the refunds of an invoice", "read", 200, "RefundList", found=True
            ),
            "post": _write(
                "createRefund",
                "Send money back; where the owners want a second person's yes, only propose it",
                "refund",
                "NewRefund",
                202,
                "Refund",
                found=True,
            ),
        },
        "/api/v1/refunds/{id}": {
            "parameters": [refund],
            "get": _operation("readRefund", "Read a refund", "read", 200, "Refund", found=True),
        },
    }


_LISTING: list[Json] = [
    {
        "name": "state",
        "in": "query",
        "schema": {"type": "string", "enum": [state.value for state in InvoiceState]},
    },
    {
        "name": "limit",
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20},
    },
    {
        "name": "cursor",
        "in": "query",
        "description": "Where to go on: `next` of the page before.",
        "schema": {"type": "string", "pattern": "^[0-9]{1,18}$"},
    },
]
_ONCE: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Your own name for this wish: asked again with it, the same happens once.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_.:-]{1,64}$"},
}
_LINKS: dict[str, Json] = {
    "createInvoice": {
        "read": {"operationId": "readInvoice", "parameters": {"number": "$response.body#/number"}},
        "back": {"operationId": "createRefund", "parameters": {"number": "$response.body#/number"}},
    },
    "createRefund": {"read": {"operationId": "readRefund", "parameters": {"id": "$response.body#/id"}}},
}


def _operation(
    name: str,
    summary: str,
    scope: str,
    status: int,
    shape: str,
    parameters: list[Json] | None = None,
    *,
    found: bool = False,
) -> Json:
    why = ["400", "401", "403", "408", "413", "429", "503", *(["404"] if found else [])]
    return {
        "operationId": name,
        "summary": summary,
        "description": f"Needs a key that may `{scope}`.",
        **({"parameters": parameters} if parameters else {}),
        "responses": {str(status): _body(_ref(shape), summary), **_why(*why)},
    }


def _write(
    name: str, summary: str, scope: str, taken: str, status: int, given: str, *, found: bool = False
) -> Json:
    operation = _operation(name, summary, scope, status, given, [_ONCE], found=found)
    answer = operation["responses"][str(status)]
    answer["links"] = _LINKS[name]
    answer["headers"] = {
        "Idempotency-Replayed": {
            "description": "It was answered before; nothing happened again.",
            "schema": {"type": "string", "const": "true"},
        }
    }
    content = {"application/json": {"schema": _ref(taken)}}
    operation["requestBody"] = {"required": True, "content": content}
    operation["responses"] |= _why("409", "415")
    return operation


def _webhook(kind: EventKind) -> Json:
    content = {"application/json": {"schema": _ref("Event")}}
    return {
        "post": {
            "operationId": f"on_{kind.value.replace('.', '_')}",
            "summary": f"{kind.value}: signed by Standard Webhooks, sent until it is taken with 2xx",
            "security": [],
            "requestBody": {"required": True, "content": content},
            "responses": {"2XX": {"description": "Taken."}},
        }
    }


def _path(name: str, description: str) -> Json:
    schema = {"type": "integer", "minimum": 1, "maximum": 999_999_999_999_999}
    return {"name": name, "in": "path", "required": True, "description": description, "schema": schema}


def _ref(shape: str) -> Json:
    return {"$ref": f"#/components/schemas/{shape}"}


def _body(schema: Json, description: str) -> Json:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _why(*codes: str) -> Json:
    return {code: {"$ref": f"#/components/responses/{code}"} for code in codes}


def _problem(code: str, why: str) -> Json:
    problem: Json = {"description": why, "content": {TYPE: {"schema": _ref("Problem")}}}
    if code == "429":
        seconds = {"type": "integer", "minimum": 1}
        problem["headers"] = {"Retry-After": {"required": True, "description": "Seconds.", "schema": seconds}}
    if code == "401":
        problem["headers"] = {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}}
    return problem


def _schemas(currency: str) -> Json:
    """Of the models; what comes in is to name the shop's own currency."""
    _, made = models_json_schema(list(_MODELS), ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    schemas: Json = made["$defs"]
    for name in ("NewInvoice", "NewRefund"):
        schemas[name]["properties"]["currency"] = {"type": "string", "const": currency}
    return schemas
