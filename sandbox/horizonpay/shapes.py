"""Transactions as answers and notifications show them: the two samples, and what was seen elsewhere."""

from datetime import datetime

from sandbox.horizonpay import magic
from sandbox.horizonpay.config import Config
from sandbox.horizonpay.forms import form_of, qr_of
from sandbox.horizonpay.moments import written
from sandbox.horizonpay.transactions import Transaction

Json = dict[str, object]
GATEWAY = 85
PAID = ("successful", "settling")
OTHER = {"KZT": "USD", "USD": "EUR"}


def shown(row: Transaction, config: Config, *, first: bool = False) -> Json:
    """`{"transaction": …}`; `first` is the answer to its creation."""
    return {"transaction": transaction_of(row, config, first=first)}


def transaction_of(row: Transaction, config: Config, *, first: bool = False) -> Json:
    """What stands under `transaction`."""
    body: Json = {
        "uid": row.uid,
        "type": "authorization" if row.tail == magic.OTHER_TYPE else row.type,
        "status": row.status,
        "amount": _amount(row),
        "currency": _currency(row),
        "description": row.wish.description,
        "created_at": written(row.created_at, config.times),
        "tracking_id": f"{row.tracking_id}-x" if row.tail == magic.OTHER_TRACKING else row.tracking_id,
        "test": row.wish.test != (row.tail == magic.OTHER_TEST),
        config.type_key: row.wish.method,
        row.wish.method: _method(row, config),
        row.type: _outcome(row, config),
    }
    if row.parent is not None:
        body |= {"id": row.uid, "parent_uid": row.parent.uid, "reason": row.reason}
    if config.fields == "full":
        body |= _rest(row, config)
    if row.parent is None and row.is_waiting and (first or config.forms == "always"):
        body |= form_of(row, config)
    return body


def _rest(row: Transaction, config: Config) -> Json:
    """What the table calls required, and samples leave out."""
    wish, of = row.wish, row.parent or row
    body: Json = {
        "updated_at": written(row.updated_at or row.created_at, config.times),
        "message": row.message,
        "receipt_url": f"{row.origin}/horizonpay/customer/transactions/{of.uid}/{of.sid}",
        "language": wish.language,
        "order_id": row.order_id,
        "paid_at": _maybe(row.paid_at, config),
        "expired_at": _maybe(wish.expires_at, config),
        "customer": {"ip": wish.ip, "email": wish.customer.get("email")},
        "billing_address": _address(wish.customer, config),
    }
    return body | ({"additional_data": wish.additional} if wish.additional else {})


def _method(row: Transaction, config: Config) -> Json:
    body: Json = {"type": row.wish.method}
    if row.token is not None:
        body["token"] = row.token.value
    link = qr_of(row, config)
    if link is not None and row.is_waiting:
        body["qr_code"] = link
    return body


def _outcome(row: Transaction, config: Config) -> Json:
    """The section named after the type."""
    full = config.fields == "full"
    return {
        "status": row.status,
        "gateway_id": GATEWAY if full else None,
        "ref_id": f"777{row.ordinal:03d}",
        "message": row.said,
        "bank_code": row.code if row.status == "failed" else None,
        "rrn": row.rrn if full else None,
    }


def _address(customer: dict[str, str], config: Config) -> Json:
    names = ("first_name", "middle_name", "last_name", "country", "city", "zip", "address", "phone")
    body: Json = {name: customer[name] for name in names if name in customer}
    if "phone" in body:
        digits = "".join(char for char in customer["phone"] if char.isdigit())
        body["phone"] = {"text": body["phone"], "integer": int(digits or 0), "null": None}[config.phones]
    return body


def _amount(row: Transaction) -> int:
    if row.tail == magic.OTHER_AMOUNT:
        return row.amount + 100
    if row.status in PAID and row.tail in (magic.TAKES_LESS, magic.TAKES_MORE):
        return row.amount + (100 if row.tail == magic.TAKES_MORE else -100)
    return row.amount


def _currency(row: Transaction) -> str:
    lies = row.tail == magic.OTHER_CURRENCY or (row.tail == magic.TAKES_OTHER_CURRENCY and row.status in PAID)
    return OTHER.get(row.wish.currency, "USD") if lies else row.wish.currency


def _maybe(at: datetime | None, config: Config) -> str | None:
    return None if at is None else written(at, config.times)
