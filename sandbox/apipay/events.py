"""The bodies of webhooks, in the seed's order of fields and each generation's form; and their signature."""

import hashlib
import hmac
import json
from datetime import datetime

from sandbox.apipay.bills import Invoice, News, Refund, Status
from sandbox.apipay.config import Config
from sandbox.apipay.magic import said
from sandbox.apipay.moments import local, utc
from sandbox.apipay.money import number_of, text_of
from sandbox.apipay.refunding import REFUNDED
from sandbox.apipay.shapes import Json, back_of, discount, word_of

HEADER = "X-Webhook-Signature"
AGENT = "Kaspi-Pay-API/1.0"
EVENTS = (
    "invoice.status_changed",
    "invoice.refunded",
    "subscription.payment_succeeded",
    "subscription.payment_failed",
    "subscription.grace_period_started",
    "subscription.expired",
    "webhook.test",
)
ENDED = {
    Status.CANCELLED: "cancelled_at",
    Status.EXPIRED: "expired_at",
    Status.ERROR: "errored_at",
}
"""Keys that stand in a body only while the invoice has that status."""


def body_of(news: News, config: Config) -> Json:
    """What happened, as the shop is told."""
    if news.event == REFUNDED and news.refund is not None:
        inner = _refunded(news.invoice, news.refund, config)
    else:
        inner = {"invoice": _changed(news.invoice, config)}
    return envelope(news.event, inner, news.at, config)


def envelope(event: str, inner: Json, at: datetime, config: Config) -> Json:
    """`event`, what it is about, `source`, `timestamp`."""
    return {"event": event, **inner, "source": config.source, "timestamp": written(at, config)}


def bytes_of(body: Json, config: Config) -> bytes:
    """The body as it goes over the wire: PHP's way with Cyrillic and slashes, or plain UTF-8."""
    if config.webhook_json == "escaped":
        return json.dumps(body, separators=(",", ":")).replace("/", "\\/").encode()
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()


def signature(raw: bytes, secret: str) -> str:
    """The header's value for these very bytes."""
    return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


def _changed(invoice: Invoice, config: Config) -> Json:
    body: Json = {
        "id": invoice.id,
        "external_order_id": invoice.wish.external_order_id,
        "amount": text_of(invoice.told_amount),
        **discount(invoice, config),
        "status": word_of(invoice, config),
        "description": invoice.wish.description,
        "kaspi_invoice_id": invoice.kaspi_id,
        "client_name": invoice.client_name,
        "client_phone": invoice.wish.phone,
        "is_sandbox": invoice.is_sandbox,
    }
    if invoice.paid_at is not None:
        body["paid_at"] = written(invoice.paid_at, config)
    if invoice.status in ENDED and invoice.changed_at is not None:
        body[ENDED[invoice.status]] = written(invoice.changed_at, config)
    if invoice.status is Status.ERROR and invoice.error_code is not None:
        body |= {"error_message": said(invoice.error_code), "error_code": invoice.error_code}
    return body


def _refunded(invoice: Invoice, refund: Refund, config: Config) -> Json:
    numbers = config.refund_event == "numbers"
    left = invoice.available
    about: Json = {
        "id": invoice.id,
        "external_order_id": invoice.wish.external_order_id,
        "amount": text_of(invoice.told_amount),
        **discount(invoice, config),
        "total_refunded": text_of(invoice.refunded),
        "available_for_refund": number_of(left) if numbers else text_of(left),
        "is_fully_refunded": invoice.refunded == invoice.amount,
        "is_sandbox": invoice.is_sandbox,
        "status": "paid" if config.refund_event == "seed" else word_of(invoice, config),
        "kaspi_invoice_id": invoice.kaspi_id,
    }
    if config.refund_event == "bare":
        return {"invoice": about}
    return {"refund": _refund(invoice, refund, config), "invoice": about}


def _refund(invoice: Invoice, refund: Refund, config: Config) -> Json:
    body: Json = {
        "id": refund.id,
        "amount": text_of(refund.amount),
        "status": refund.status,
        "reason": refund.reason,
        "created_at": written(refund.begun_at, config),
    }
    if config.refund_event == "numbers":
        body["kaspi_refund_id"] = refund.kaspi_id
        if refund.itemised:
            kept = ("catalog_item_id", "name", "price", "count", "amount")
            body["items"] = [{name: row[name] for name in kept} for row in back_of(invoice, refund)]
    if refund.error_code is not None:
        body |= {"error_code": refund.error_code, "error_message": said(refund.error_code)}
    return body


def written(at: datetime, config: Config) -> str:
    """A time as webhooks write it."""
    return local(at) if config.offsets == "mixed" else utc(at)
