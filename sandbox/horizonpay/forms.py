"""The form that leads a payer to the method's page, and whether what arrives there is that form."""

import hashlib
import hmac
from collections import Counter
from urllib.parse import parse_qsl

from sandbox.horizonpay.config import Config
from sandbox.horizonpay.transactions import Transaction

Pairs = list[tuple[str, str]]
SECRET = b"the gate's own secret"
TICK = "\N{CHECK MARK}"
OURS = {"utf8": TICK, "submit": None}
"""What the documented form sends beside its fields: the tick, and the button, whose word is the shop's."""


def form_of(row: Transaction, config: Config) -> dict[str, object]:
    """The form under one of its two names; nothing where the method has none."""
    if not row.method.has_form or is_charge(row, config):
        return {}
    key = row.method.form if config.form_key == "own" else config.form_key
    fields = [
        {"type": "hidden", "name": name, "id": name, "value": value} for name, value in _own_fields(row)
    ]
    return {
        key: {
            "action": _action(row),
            "method": row.method.flow.upper(),
            "fields": [*fields, *(dict(field) for field in row.method.extra)],
        }
    }


def is_charge(row: Transaction, config: Config) -> bool:
    """Whether it charges a kept method, for which nobody is sent anywhere."""
    return row.wish.token is not None and config.token_charges != "form"


def qr_of(row: Transaction, config: Config) -> str | None:
    """The link to a QR: to a page that shows it, or to the picture itself."""
    if is_charge(row, config):
        return None
    if row.method.flow == "qr_page":
        return f"{row.origin}/horizonpay/qr/{row.sid}"
    return f"{row.origin}/horizonpay/qr/{row.sid}.png" if row.method.flow == "qr_picture" else None


def problems(row: Transaction, method: str, arrived: Pairs) -> list[str]:
    """What is wrong with a form that arrived: fields that are missing, altered, doubled or unknown."""
    if method != row.method.flow.upper():
        return [f"{method} instead of {row.method.flow.upper()}"]
    wanted, got = dict(expected(row)), Counter(name for name, _ in arrived)
    wrong = [f"{name}: missing" for name in wanted if name not in got]
    if method == "POST" and "utf8" not in got:
        wrong.append("utf8: missing")
    wrong += [f"{name}: {number} times" for name, number in got.items() if number > 1]
    for name, value in dict(arrived).items():
        if name in wanted:
            wrong += [f"{name}: altered"] if value != wanted[name] else []
        elif name not in OURS:
            wrong.append(f"{name}: unknown")
        elif OURS[name] not in (None, value):
            wrong.append(f"{name}: altered")
    return wrong


def expected(row: Transaction) -> Pairs:
    """All that has to come back: the action's own query and the fields."""
    query = parse_qsl(_query(row), keep_blank_values=True)
    return [*query, *_own_fields(row), *((dict(f)["name"], dict(f)["value"]) for f in row.method.extra)]


def _own_fields(row: Transaction) -> Pairs:
    if row.method.bare:
        return []
    pairs = [
        ("sid", row.sid),
        ("amount", str(row.amount)),
        ("currency", row.wish.currency),
        ("description", row.wish.description),
    ]
    return [*pairs, ("sign", _sign(row, pairs))]


def _action(row: Transaction) -> str:
    if row.method.action:
        return row.method.action
    address = f"{row.origin}/horizonpay/gate/{row.wish.method}"
    if row.method.bare:
        address += f"/{row.sid}"
    return f"{address}?{_query(row)}" if _query(row) else address


def _query(row: Transaction) -> str:
    return f"terminal=42&order={row.order_id}" if row.method.query else ""


def _sign(row: Transaction, pairs: Pairs) -> str:
    said = "\n".join(f"{name}={value}" for name, value in pairs)
    return hmac.new(SECRET, f"{row.uid}\n{said}".encode(), hashlib.sha256).hexdigest()
