"""What a request says, checked field by field as Laravel would; unknown fields are not seen."""

import json
import re
from collections.abc import Mapping

from aiohttp import web

from sandbox.apipay import carts
from sandbox.apipay.bills import Line, Wish
from sandbox.apipay.catalog.items import Item
from sandbox.apipay.config import Config
from sandbox.apipay.money import share_of, tiyn_of
from sandbox.apipay.refusals import InvalidError
from sandbox.common import strict

PHONE = re.compile(r"8[0-9]{10}")
Body = dict[str, object]


async def body_of(request: web.Request) -> Body:
    """The JSON object of a request; anything else counts as nothing, as with Laravel."""
    if request.content_type != "application/json":
        return {}
    try:
        body = strict.load(await request.read())
    except (ValueError, json.JSONDecodeError):
        return {}
    return body if isinstance(body, dict) else {}


def wish_of(body: Body, config: Config, goods: Mapping[int, Item]) -> Wish:
    """The body of POST /invoices; InvalidError names all that is wrong. `goods` are the organization's."""
    errors: dict[str, str] = {}
    phone = phone_in(body, errors)
    percent = _percent(body, errors)
    subtotal, discount, lines = _asked(body, percent, goods, config, errors)
    limit = int(config.description_limit)
    description = text_in(body, "description", limit, errors)
    order = text_in(body, "external_order_id", 255, errors)
    known = config.idempotency == "known"
    key = text_in(body, "external_order_id_idempotency", 191, errors) if known else None
    comment = text_in(body, "internal_comment", 255, errors) if known else None
    if errors or subtotal is None:
        raise InvalidError(**errors)
    return Wish(phone, subtotal, discount, percent, description, order, key, comment, lines)


def _asked(
    body: Body, percent: int | None, goods: Mapping[int, Item], config: Config, errors: dict[str, str]
) -> tuple[int | None, int, tuple[Line, ...]]:
    """The sum, the discount and the lines of `cart_items`; beside it `amount` is not seen."""
    if body.get("cart_items") is None:
        subtotal = amount_of(body, errors, whole=config.whole_tenge)
        if subtotal is None and "amount" not in errors:
            errors["amount"] = "The amount field is required."
        return subtotal, share_of(subtotal or 0, percent or 0, whole=config.whole_tenge), ()
    if not config.has_catalog:
        raise carts.not_supported(config)
    lines = carts.lines_of(body["cart_items"], goods, errors)
    lines = carts.discounted(lines, percent, config)
    if not errors:
        carts.checked(lines, errors, whole=config.whole_tenge)
    return sum(line.gross for line in lines), sum(line.discount for line in lines), lines


def amount_of(body: Body, errors: dict[str, str], *, whole: bool) -> int | None:
    """A sum of tenge in tiyn; None where there is none, or where `errors` says what is wrong."""
    value = body.get("amount")
    if value is None:
        return None
    tiyn = tiyn_of(value)
    if tiyn is None or not 1 <= tiyn <= carts.MOST:
        errors["amount"] = "Amount must be between 0.01 and 99999999.99"
        return None
    if whole and tiyn % 100:
        errors["amount"] = "amount_must_be_whole_tenge"
        return None
    return tiyn


def reason_of(body: Body, errors: dict[str, str]) -> str | None:
    """Why money goes back."""
    return text_in(body, "reason", 500, errors)


def ids_of(body: Body) -> list[int]:
    """The `invoice_ids` of a status check."""
    ids = body.get("invoice_ids")
    if not isinstance(ids, list) or not ids:
        raise InvalidError(invoice_ids="The invoice ids field is required.")
    if len(ids) > 100:
        raise InvalidError(invoice_ids="The invoice ids field must not have more than 100 items.")
    for place, value in enumerate(ids):
        if isinstance(value, bool) or not isinstance(value, int):
            raise InvalidError(**{f"invoice_ids.{place}": "The invoice id must be an integer."})
    return ids


def phone_of(body: Body, name: str) -> str:
    """A phone 8…."""
    errors: dict[str, str] = {}
    phone = phone_in(body, errors, name)
    if errors:
        raise InvalidError(**errors)
    return phone


def phone_in(body: Body, errors: dict[str, str], name: str = "phone_number") -> str:
    """A phone 8…; nothing where `errors` says that it is none."""
    value = body.get(name)
    if isinstance(value, str) and PHONE.fullmatch(value):
        return value
    errors[name] = "Phone number must be in format 8XXXXXXXXXX"
    return ""


def _percent(body: Body, errors: dict[str, str]) -> int | None:
    value = body.get("discount_percentage")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 99:
        errors["discount_percentage"] = "The discount percentage must be between 1 and 99."
        return None
    return value


def text_in(body: Body, name: str, limit: int, errors: dict[str, str]) -> str | None:
    """A text that may be missing, and is no longer than a limit."""
    value = body.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        errors[name] = f"The {name} field must be a string."
    elif len(value) > limit:
        errors[name] = f"The {name} field must not be greater than {limit} characters."
    else:
        return value
    return None
