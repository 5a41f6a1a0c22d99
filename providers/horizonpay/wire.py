"""What HorizonPay answers, as it stands on the wire: read strictly where money hangs on it, else leniently.

Its pages contradict each other: a form has two names, a method's section is named after the method, sums are
whole numbers, a phone is a text, a number or nothing, and times in its own samples are none
(``2024-12-07T14:40:120Z``). Only uid, status, amount and currency must be there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

TEXT_LIMIT = 500
UID_LIMIT = 128
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_HALF = re.compile(r"[\ud800-\udfff]")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,15}", re.ASCII)
_UID = re.compile(r"(?=.*[0-9A-Za-z])[!-~]+", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_FLAGS = {"true": True, "false": False}

Object = Mapping[str, object]


class Garbled(ValueError):
    """An answer that cannot be read; the message never repeats it."""


def object_from(body: bytes) -> dict[str, object]:
    """The JSON object in a body, its numbers exact; raises ``Garbled``."""
    try:
        read = json.loads(body, parse_float=Decimal, parse_constant=_no_constant)
    except (
        ValueError,
        ArithmeticError,
        RecursionError,
    ):  # a Decimal takes no ``1e9999999999999999999``
        raise Garbled("not JSON") from None
    if not isinstance(read, dict):
        raise Garbled("not a JSON object")
    return read


def _no_constant(name: str) -> object:
    raise ValueError(name)


def text_from(value: object) -> str:
    """A text or a number as a clean short text; anything else says nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return ""
    return _CONTROL.sub(" ", _plain(value)).strip()[:TEXT_LIMIT]


def _plain(value: str | int | Decimal) -> str:
    """Python refuses to write whole numbers of thousands of digits; nobody needs them."""
    return "" if isinstance(value, int) and value.bit_length() > 512 else str(value)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as it was written, and what it means; ``None``: it is none, however much it looks like one."""

    text: str = ""
    at: datetime | None = None


def moment_from(value: object) -> Moment:
    """Strictly: ``datetime.fromisoformat`` takes ``14:21:240Z`` for 24 seconds past."""
    text = text_from(value)
    if not _MOMENT.fullmatch(text):
        return Moment(text)
    try:
        at = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return Moment(text)
    return Moment(text, at if at.year >= 2000 else None)


@dataclass(frozen=True, slots=True)
class RawForm:
    """The form that leads to the method's page, its fields as they stand there."""

    action: str
    method: str  # upper case; GET where nothing is said
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Transaction:
    """One payment, refund or chargeback. Sums are minor units; "" and ``None`` are not said."""

    uid: str
    type: str
    status: str
    amount: int
    currency: str
    tracking_id: str = ""
    test: bool | None = None
    method: str = ""
    message: str = ""  # of HorizonPay …
    said: str = ""  # … and of the method's own system
    bank_code: str = ""
    rrn: str = ""
    ref_id: str = ""
    receipt_url: str = ""
    parent_uid: str = ""
    created_at: Moment = Moment()
    paid_at: Moment = Moment()
    token: str = field(default="", repr=False)
    last_digits: str = field(default="", repr=False)
    qr_code: str = field(default="", repr=False)
    form: RawForm | None = field(default=None, repr=False)
    misformed: bool = False  # there is a form, and nobody can send it

    @property
    def tracked(self) -> tuple[str, ...]:
        """The ids that ``tracking_id`` holds: several stand with semicolons between them."""
        return tuple(part.strip() for part in self.tracking_id.split(";") if part.strip())


def transaction_from(value: object) -> Transaction:
    """Raises ``Garbled`` for one of which uid, status, amount, currency or *test* cannot be read."""
    if not isinstance(value, dict):
        raise Garbled("no transaction")
    uid, status, currency = (text_from(value.get(name)) for name in ("uid", "status", "currency"))
    if not (_UID.fullmatch(uid) and len(uid) <= UID_LIMIT and status and _CURRENCY.fullmatch(currency)):
        raise Garbled("no uid, status or currency")
    kind = text_from(value.get("type")).lower()
    method = text_from(value.get("method_type")) or text_from(value.get("payment_method_type"))
    own, outcome = _section(value, method), _section(value, kind or "payment")
    form, misformed = _form_of(value)
    return Transaction(
        uid=uid,
        type=kind,
        status=status.lower(),
        amount=_amount_from(value.get("amount")),
        currency=currency,
        tracking_id=text_from(value.get("tracking_id")),
        test=_flag_from(value.get("test")),
        method=method,
        message=text_from(value.get("message")),
        said=text_from(outcome.get("message")),
        bank_code=text_from(outcome.get("bank_code")) or text_from(outcome.get("code")),
        rrn=text_from(outcome.get("rrn")),
        ref_id=text_from(outcome.get("ref_id")),
        receipt_url=text_from(value.get("receipt_url")),
        parent_uid=text_from(value.get("parent_uid")),
        created_at=moment_from(value.get("created_at")),
        paid_at=moment_from(value.get("paid_at")),
        token=_whole_text_from(own.get("token")),
        last_digits=text_from(own.get("last_4")),
        qr_code=_whole_text_from(own.get("qr_code")),
        form=form,
        misformed=misformed,
    )


def one_from(body: bytes) -> Transaction:
    """``{"transaction": …}``; raises ``Garbled``."""
    return transaction_from(object_from(body).get("transaction"))


def several_from(body: bytes) -> list[Transaction]:
    """``{"transactions": […]}``, or the only one as ``transaction``; raises ``Garbled``."""
    told = object_from(body)
    listed = told.get("transactions", [told["transaction"]] if "transaction" in told else None)
    if not isinstance(listed, list):
        raise Garbled("not a list")
    return [transaction_from(row) for row in listed]


def _section(value: Object, name: str) -> Object:
    inner = value.get(name) if name else None
    return inner if isinstance(inner, dict) else {}


def _amount_from(value: object) -> int:
    """Minor units, a whole number; ``500000.0`` is none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Garbled("no amount")
    text = value.strip() if isinstance(value, str) else _plain(value)
    if not _WHOLE.fullmatch(text):
        raise Garbled("no amount")
    return int(text)


def _flag_from(value: object) -> bool | None:
    """``None`` where nothing is said; what is said must be one of the two."""
    if value is None or isinstance(value, bool):
        return value
    if (read := _FLAGS.get(text_from(value).lower())) is None:
        raise Garbled("neither a test nor none")
    return read


def _whole_text_from(value: object) -> str:
    """As it stands: half a token or half an address is another."""
    return value if isinstance(value, str) and not _CONTROL.search(value) else ""


def _form_of(value: Object) -> tuple[RawForm | None, bool]:
    """Under ``form`` by the table, under ``payment_form`` by the example; and whether one was no form."""
    for given in (value.get("form"), value.get("payment_form")):
        if isinstance(given, dict) and given:
            form = _form_from(given)
            return form, form is None
    return None, False


def _form_from(given: Object) -> RawForm | None:
    action, fields = _whole_text_from(given.get("action")), given.get("fields")
    listed = [] if fields is None else fields
    method = (text_from(given.get("method")) or "GET").upper()
    if not action or not isinstance(listed, list):
        return None
    pairs = [_field_from(one) for one in listed]
    read = tuple(pair for pair in pairs if pair is not None)
    return RawForm(action, method, read) if len(read) == len(pairs) else None


def _field_from(given: object) -> tuple[str, str] | None:
    """Name and value as they are, spaces and line breaks too; a value that is none is empty.

    Half a character cannot be written in UTF-8: neither can what holds one be kept or sent.
    """
    if not isinstance(given, dict) or not isinstance(name := given.get("name"), str) or not name:
        return None
    value = given.get("value")
    if any(_HALF.search(text) for text in (name, value) if isinstance(text, str)):
        return None
    if value is None:
        return name, ""
    if isinstance(value, bool):
        return name, "true" if value else "false"
    return (name, _plain(value)) if isinstance(value, str | int | Decimal) else None
