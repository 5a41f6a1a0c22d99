"""What HorizonPay is sent: pure, no network. ``*_call`` builds a request.

``iframe`` and ``verification_url`` are known to ``payment_from`` and never sent: the payer comes from a chat,
so that nothing of ours frames the method's page; and what is asked at ``verification_url``, and what it may
answer, is documented nowhere.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

from billing.questions import Bill, Repayment
from providers.horizonpay.payer import customer_from, extra_from, ip_from, one_line
from providers.http import Call

LIFE = timedelta(hours=1)
"""How long a payment can be made: without an ``expired_at`` of ours it would never run out."""

DESCRIPTION_LIMIT = 255
RECEIPT_LIMIT = 255
REASON_LIMIT = 255
PAYMENTS, REFUNDS, TRANSACTIONS = "transactions/payments", "transactions/refunds", "transactions"


@dataclass(frozen=True, slots=True)
class Shop:
    """Who we are there, as what, and by which method payers pay."""

    api: str
    authorization: str = field(repr=False)
    method: str
    test: bool


@dataclass(frozen=True, slots=True)
class Unsent:
    """Parameters of the documentation that nothing of ours needs, so that they can be named."""

    iframe: bool | None = None
    verification_url: str = ""


def authorization_from(shop_id: str, secret: str) -> str:
    """Basic: the first colon parts the two, so that a secret may hold more of them."""
    return "Basic " + base64.b64encode(f"{shop_id}:{secret}".encode()).decode()


# --- Payments -------------------------------------------------------------------------------------------


def create_call(shop: Shop, bill: Bill, *, keep: bool) -> Call:
    """Take a payment in. Each try of one payment is the same to the byte, so that its id means one thing.

    That id, ``RequestID``, is ``bill.key``: a UUID made (uuid5) from the payment's hook token, which is
    stored with the payment before the bank is asked, so that every process and every try come to the same
    one. Where a method cannot be kept the same payment is asked for without that wish, which is another
    request and so has another id, made from the first.
    """
    body = payment_from(shop, bill, keep=keep)
    request_id = bill.key if keep or not bill.keep else str(uuid5(UUID(bill.key), "not kept"))
    return _post(shop, "create", PAYMENTS, request_id, body)


def payment_from(shop: Shop, bill: Bill, *, keep: bool, unsent: Unsent | None = None) -> dict[str, object]:
    """Every documented parameter of which something is known."""
    other = unsent or Unsent()
    request = {
        "amount": bill.amount.minor,  # our currencies have as many digits as theirs
        "currency": bill.amount.currency,
        "description": cut(one_line(bill.description) or f"#{bill.account}", DESCRIPTION_LIMIT),
        "test": shop.test,
        "expired_at": written(ends_at(bill)),
        "tracking_id": bill.reference,
        "ip": ip_from(bill.payer.ip),
        "language": bill.language,
        "notification_url": bill.notify_url,
        "return_url": bill.page_url,
        "verification_url": other.verification_url,
        "iframe": other.iframe,
        "customer": customer_from(bill.payer),
        "method": _said({"type": shop.method, "token": bill.saved or ""}),
        "additional_data": _said(
            {
                "contract": ["recurring"] if keep else [],
                "receipt_text": receipt_from(bill),
                **extra_from(bill.payer),
            }
        ),
    }
    return _said(request)


def receipt_from(bill: Bill) -> list[str]:
    """What the bank's letter to the payer says beside its own words, where it sends one."""
    lines = (one_line(bill.description), f"#{bill.account}" if bill.account else "")
    return [cut(line, RECEIPT_LIMIT) for line in lines if line]


def ends_at(bill: Bill) -> datetime:
    """The same for each try that is not much later than the first."""
    asked_at = bill.asked_at or bill.created_at
    return (bill.created_at if asked_at - bill.created_at < LIFE / 2 else asked_at) + LIFE


def written(at: datetime) -> str:
    """``YYYY-MM-DDThh:mm:ss+00:00``: a ``Z`` is not documented."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


# --- Refunds --------------------------------------------------------------------------------------------


def tracking_of(repayment: Repayment) -> str:
    """A refund is found by its own id, and listed with its payment by the payment's: here are both."""
    return f"{repayment.bill.reference};{mark_of(repayment)}"


def mark_of(repayment: Repayment) -> str:
    """The refund's own id. A payment's id never holds ``;``, and neither does this."""
    return f"r-{uuid5(NAMESPACE_URL, repayment.key).hex}"


def refund_call(shop: Shop, repayment: Repayment) -> Call:
    """The amount is always said: without it all that is left goes back, whatever happened meanwhile."""
    request: dict[str, object] = {
        "parent_uid": repayment.bill.bank_id,
        "amount": repayment.amount.minor,
        "reason": cut(one_line(repayment.purpose) or f"#{repayment.bill.account}", REASON_LIMIT),
        "tracking_id": tracking_of(repayment),
    }
    return _post(shop, "refund", REFUNDS, str(uuid5(NAMESPACE_URL, repayment.key)), request)


# --- Questions ------------------------------------------------------------------------------------------


def show_call(shop: Shop, uid: str) -> Call:
    """One transaction."""
    return Call("transaction", "GET", f"{shop.api}/{TRANSACTIONS}/{quote(uid, safe='')}", _headers(shop))


def tracked_call(shop: Shop, tracking_id: str) -> Call:
    """Every transaction with this id among its own, newest first."""
    url = f"{shop.api}/{TRANSACTIONS}/tracking_id/{quote(tracking_id, safe='')}"
    return Call("tracked", "GET", url, _headers(shop))


def cut(text: str, limit: int) -> str:
    """At most ``limit`` characters."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _post(shop: Shop, name: str, path: str, request_id: str, request: dict[str, object]) -> Call:
    headers = {**_headers(shop), "content-type": "application/json", "RequestID": request_id}
    body = json.dumps({"request": request}, ensure_ascii=False).encode()
    return Call(name, "POST", f"{shop.api}/{path}", headers, body)


def _headers(shop: Shop) -> dict[str, str]:
    return {"authorization": shop.authorization}


def _said(fields: dict[str, object]) -> dict[str, object]:
    """Without what is not known; ``false`` and 0 are known."""
    return {name: value for name, value in fields.items() if value not in ("", None, [], {})}
