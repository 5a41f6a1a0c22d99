"""What ApiPay answers, as it stands on the wire, read leniently.

The service published at least three generations of its answers: an invoice flat or under ``invoice``, a list
with ``meta`` or flat, a phone under three names, sums as texts or numbers. Each is read here into one shape.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

TEXT_LIMIT = 500
ALMATY = ZoneInfo("Asia/Almaty")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_AMOUNT = re.compile(r"\s*-?[0-9]{1,15}(\.[0-9]{1,15})?\s*")


class Garbled(ValueError):
    """An answer that cannot be read; the message never repeats it."""


def value_from(body: bytes) -> object:
    """The JSON value in a body, its numbers exact; raises ``Garbled``."""
    try:
        return json.loads(body, parse_float=Decimal, parse_constant=_no_constant)
    except (
        ValueError,
        ArithmeticError,
        RecursionError,
    ):  # a Decimal takes no ``1e9999999999999999999``
        raise Garbled("not JSON") from None


def object_from(body: bytes) -> dict[str, object]:
    """The JSON object in a body; raises ``Garbled``."""
    read = value_from(body)
    if not isinstance(read, dict):
        raise Garbled("not a JSON object")
    return read


def _no_constant(name: str) -> object:
    raise ValueError(name)


def text_from(value: object) -> str:
    """A text or a number as a clean short text; anything else says nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return ""
    return _CONTROL.sub(" ", str(value)).strip()[:TEXT_LIMIT]


def amount_from(value: object) -> Decimal | None:
    """Exact, from ``"15000.00"`` as from ``15000``; ``None`` where none is said or none can be read."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    if isinstance(value, str) and not _AMOUNT.fullmatch(value):
        return None
    amount = Decimal(str(value).strip())
    return amount if amount.is_finite() and abs(amount.adjusted()) <= 15 else None


def moment_from(value: object) -> datetime | None:
    """Aware UTC. A time without a zone, or a date alone, is of Almaty; ``None`` for what is no time."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if moment is None or not 2000 <= moment.year < 2200:  # beyond, dates come up for “none” and “never”
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=ALMATY)).astimezone(UTC)


def flag_from(value: object) -> bool | None:
    """``true``, ``1`` and ``"true"`` alike; ``None`` where nothing is said."""
    if isinstance(value, bool):
        return value
    return {"true": True, "1": True, "false": False, "0": False}.get(text_from(value).lower())


def object_alone(value: object) -> object:
    """An object as it is; anything else says nothing."""
    return value if isinstance(value, dict) else None


def _rows_from(value: object) -> object:
    """What can be read of a list that no decision hangs on."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


Text = Annotated[str, BeforeValidator(text_from)]
Personal = Annotated[Text, Field(repr=False)]
Amount = Annotated[Decimal | None, BeforeValidator(amount_from)]
Moment = Annotated[datetime | None, BeforeValidator(moment_from)]
Flag = Annotated[bool | None, BeforeValidator(flag_from)]


class Wire(BaseModel):
    """An answer; unknown fields are ignored, missing ones are empty."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class Line(Wire):
    """A line of an invoice that was made of items."""

    catalog_item_id: Text = ""
    name: Text = ""
    price: Amount = None
    count: Amount = None


class Invoice(Wire):
    """An invoice, wherever it stands: created, shown, listed, or in a webhook."""

    id: Text = ""
    amount: Amount = None
    status: Text = ""
    external_order_id: Text = ""
    description: Text = ""
    phone: Personal = Field("", validation_alias=AliasChoices("phone_number", "client_phone", "phone"))
    client_name: Personal = ""
    kaspi_invoice_id: Text = ""
    is_sandbox: Flag = None
    total_refunded: Amount = None
    available_for_refund: Amount = None
    is_fully_refunded: Flag = None
    subtotal: Amount = None  # these three only where there is a discount
    discount_sum: Amount = None
    discount_percentage: Amount = None
    items: Annotated[tuple[Line, ...], BeforeValidator(_rows_from)] = ()
    error_code: Text = ""
    error_message: Text = ""
    created_at: Moment = None
    paid_at: Moment = None
    expires_at: Moment = None


class Refund(Wire):
    """One refund, in the list of an invoice, in the list of all, or in a webhook."""

    id: Text = ""
    invoice_id: Text = ""
    amount: Amount = None
    status: Text = ""
    reason: Personal = ""
    kaspi_refund_id: Text = ""
    error_code: Text = ""
    error_message: Text = ""
    initiated_by: Text = ""
    created_at: Moment = None


class Problem(Wire):
    """What the service says when it says no; ``error`` may be a code or a human sentence."""

    error: Text = ""
    error_code: Text = ""
    message: Text = ""
    invoice_id: Text = ""
    status: Text = ""
    errors: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    retry_after: Amount = None
    retry_after_seconds: Amount = None
    reset_at: Moment = None


class Subscription(Wire):
    """Only what a hint needs."""

    id: Text = ""
    external_subscriber_id: Text = ""
    status: Text = ""


class CatalogItem(Wire):
    """Only what tells one event of an item from the next."""

    id: Text = ""
    status: Text = ""
    operation: Text = ""
    error_code: Text = ""


class Event(Wire):
    """A webhook. ``invoice_id`` stands at the root of subscription events."""

    event: Text = ""
    invoice: Annotated[Invoice | None, BeforeValidator(object_alone)] = None
    refund: Annotated[Refund | None, BeforeValidator(object_alone)] = None
    subscription: Annotated[Subscription | None, BeforeValidator(object_alone)] = None
    catalog_item: Annotated[CatalogItem | None, BeforeValidator(object_alone)] = None
    invoice_id: Text = ""
    timestamp: Text = ""


W = TypeVar("W", bound=Wire)


def told(model: type[W], value: object) -> W:
    """A JSON value as ``model``; raises ``Garbled``."""
    if not isinstance(value, dict):
        raise Garbled("not an object")
    try:
        return model.model_validate(value)
    except ValidationError:
        raise Garbled("a field cannot be read") from None


def read(model: type[W], body: bytes, under: str = "") -> W:
    """Read a body as ``model``; the object may stand alone or ``under`` a name. Raises ``Garbled``."""
    whole = object_from(body)
    inner = whole.get(under) if under else None
    return told(model, inner if isinstance(inner, dict) else whole)


def each(model: type[W], listed: object) -> list[W]:
    """Every row; raises ``Garbled`` for what is none: a row that is left out would be missed by nobody."""
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        raise Garbled("not a list")
    return [told(model, row) for row in listed]
