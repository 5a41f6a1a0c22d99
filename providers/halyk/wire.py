"""What Halyk answers, as it stands on the wire, read leniently.

The documentation writes one name in several ways (``invoiceID``, ``invoiceId``, ``invoice_id``;
``amountBonus``, ``amount_bonus``; ``PaymentType``) and one value in several types (``expires_in`` and
``reasonCode`` as text or number). Names are compared without case and underscores; numbers are exact.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

TEXT_LIMIT = 300
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
NEVER_READ = frozenset({"cardcvc", "cardexpdate"})  # the list of operations has them; nobody may keep them


class Garbled(ValueError):
    """An answer that cannot be read; the message never repeats it."""


@lru_cache(maxsize=1024)
def key_from(name: str) -> str:
    """One spelling for all: ``InvoiceID``, ``invoiceId`` and ``invoice_id`` are ``invoiceid``."""
    return name.replace("_", "").lower()


def object_from(body: bytes) -> dict[str, object]:
    """The JSON object in a body, its names in one spelling; raises ``Garbled``."""
    try:
        read = json.loads(
            body, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_one_spelling
        )
    except (
        ValueError,
        ArithmeticError,
        RecursionError,
    ):  # a Decimal takes no ``1e9999999999999999999``
        raise Garbled("not JSON") from None
    if not isinstance(read, dict):
        raise Garbled("not a JSON object")
    return read


def text_from(value: object) -> str:
    """A text or a number as a clean short text; anything else says nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return ""
    return _CONTROL.sub(" ", str(value)).strip()[:TEXT_LIMIT]


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _one_spelling(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Each object on its way out of the text: what may not be kept goes no further."""
    spelled = ((key_from(name), value) for name, value in pairs)
    return {name: value for name, value in spelled if name not in NEVER_READ}


def _whole_text_from(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def amount_from(value: object) -> Decimal | None:
    """Exact; ``ValueError`` for what is said and is no amount."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError("not an amount")
    amount = Decimal(value.strip() if isinstance(value, str) else value) if _short(value) else Decimal("NaN")
    if not amount.is_finite() or abs(amount.adjusted()) > 15:
        raise ValueError("not an amount")
    return amount


def _short(value: str | int | Decimal) -> bool:
    return (
        not isinstance(value, str) or re.fullmatch(r"\s*-?[0-9]{1,15}(\.[0-9]{1,15})?\s*", value) is not None
    )


def _seconds_from(value: object) -> int:
    """``"1200"``, ``7200`` or ``" 900 "``; 600 where it cannot be read."""
    try:
        seconds = int(str(value).strip())
    except ValueError:
        return 600
    return min(seconds, 86_400) if seconds > 0 else 600


def _moment_from(value: object) -> datetime | None:
    """Aware UTC; ``None`` for nothing, for Go's zero time and for a time without a zone."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if moment is None or moment.tzinfo is None or moment.year < 2000:
        return None
    return moment.astimezone(UTC)


def _object_or_nothing(value: object) -> object:
    return value if isinstance(value, dict) else None


Text = Annotated[str, BeforeValidator(text_from)]
WholeText = Annotated[str, BeforeValidator(_whole_text_from)]
Amount = Annotated[Decimal | None, BeforeValidator(amount_from)]
Seconds = Annotated[int, BeforeValidator(_seconds_from)]
Moment = Annotated[datetime | None, BeforeValidator(_moment_from)]


class Wire(BaseModel):
    """An answer; unknown fields are ignored, missing ones are empty."""

    model_config = ConfigDict(
        extra="ignore", frozen=True, alias_generator=key_from, hide_input_in_errors=True
    )


class TokenAnswer(Wire):
    """``POST /oauth2/token``."""

    access_token: WholeText = Field("", repr=False)
    expires_in: Seconds = 600


class ErrorAnswer(Wire):
    """What the bank says with HTTP 400; the token service may use OAuth's own names."""

    code: Text = ""
    message: Text = ""
    error: Text = ""
    error_description: Text = ""


class GenerateAnswer(Wire):
    """``POST /payment/qr/generate``."""

    qrcode: WholeText = Field("", repr=False)
    homebank_link: WholeText = Field("", repr=False)
    onlinebank_link: WholeText = Field("", repr=False)
    bill_number: Text = ""
    code: Text = ""
    message: Text = ""


class QrAnswer(Wire):
    """``GET /qr``."""

    qrcode: WholeText = Field("", repr=False)
    status: Text = ""
    reference: Text = ""
    card_type: Text = ""
    card_mask: Text = ""
    issuer: Text = ""
    fee: Text = ""
    amount: Amount = None
    currency: Text = ""
    payment_channel: Text = ""
    err_description: Text = ""
    ret_code: Text = ""
    code: Text = ""


class Transaction(Wire):
    """``transaction`` of check-status."""

    id: Text = ""
    created_date: Moment = None
    invoice_id: Text = ""
    amount: Amount = None
    amount_bonus: Amount = None
    payout_amount: Amount = None
    org_amount: Amount = None
    approval_code: Text = ""
    currency: Text = ""
    terminal_id: Text = ""
    card_mask: Text = ""
    card_type: Text = ""
    issuer: Text = ""
    reference: Text = ""
    status_name: Text = ""
    reason: Text = ""
    reason_code: Text = ""
    payment_type: Text = ""


class StatusAnswer(Wire):
    """``GET /check-status/payment/transaction/{invoiceid}``."""

    result_code: Text = ""
    result_message: Text = ""
    transaction: Annotated[Transaction | None, BeforeValidator(_object_or_nothing)] = None


class Callback(Wire):
    """``postLink`` and ``failurePostLink``: only what a hint needs."""

    id: Text = ""
    invoice_id: Text = ""
    code: Text = ""
    reason_code: Text = ""


W = TypeVar("W", bound=Wire)


def read(model: type[W], body: bytes) -> W:
    """Read a body as ``model``; raises ``Garbled``."""
    try:
        return model.model_validate(object_from(body))
    except ValidationError:
        raise Garbled("a field cannot be read") from None
