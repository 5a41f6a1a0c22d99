"""ApiPay's webhooks: verified over the raw bytes, then read, never believed.

The signature stands over what was sent: the same JSON written anew has other bytes where there is Cyrillic. A
request without the header is refused: the service leaves it out where a key has no secret, and then anybody
could have written it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence

from billing.answers import Delivery, Forged, Kind, Seen
from providers.apipay import naming, verdicts, wire

HEADER = "x-webhook-signature"
BODY_LIMIT = 64 * 1024
_SIGNATURE = re.compile(r"sha256=([0-9a-f]{64})", re.IGNORECASE)


def delivery_from(headers: Mapping[str, str], body: bytes, secrets: Sequence[bytes]) -> Delivery | Forged:
    """What one webhook claims; its key is of what happened, and not of the bytes or the time."""
    if len(body) > BODY_LIMIT:
        return Forged("too long")
    if (why := _forged(headers, body, secrets)) is not None:
        return why
    try:
        told = wire.told(wire.Event, unwrapped(wire.object_from(body)))
    except wire.Garbled as garbled:
        return Forged(str(garbled))
    return _read(told)


def _forged(headers: Mapping[str, str], body: bytes, secrets: Sequence[bytes]) -> Forged | None:
    given = next((value for name, value in headers.items() if name.lower() == HEADER), None)
    if given is None:
        return Forged("not signed")
    match = _SIGNATURE.fullmatch(given.strip()) if given.isascii() else None
    if match is None:
        return Forged("the signature has another form")
    signature = match[1].lower().encode()
    right = [
        hmac.compare_digest(signature, hmac.new(secret, body, hashlib.sha256).hexdigest().encode())
        for secret in secrets
    ]
    return None if any(right) else Forged("another secret has signed it")


def unwrapped(said: dict[str, object]) -> dict[str, object]:
    """Until March 2026 everything stood under ``data``."""
    under = said.get("data")
    return {**said, **under} if isinstance(under, dict) else said


def _read(told: wire.Event) -> Delivery:
    """The event's name first: the body of a test may hold a made-up invoice."""
    event = told.event.lower()
    if event == "webhook.test":
        return Delivery(Kind.TEST, _key(event), None, Seen.UNCLEAR)
    if event.startswith("subscription."):
        return _of_subscription(event, told)
    if event.startswith("catalog."):
        return _of_catalog(event, told)
    if event == "invoice.refunded" and told.invoice is not None:
        return _of_refund(event, told, told.invoice)
    if event == "invoice.status_changed" and told.invoice is not None and told.invoice.id:
        invoice = told.invoice
        key, claim = _key("invoice", invoice.id, invoice.status), _claim(invoice.status.lower())
        return Delivery(Kind.PAYMENT, key, naming.named_by(invoice), claim)
    return Delivery(Kind.OTHER, _key(event, told), None, Seen.UNCLEAR)


def _of_refund(event: str, told: wire.Event, invoice: wire.Invoice) -> Delivery:
    """One generation sends no ``refund``: then the sum that grew says what happened."""
    if told.refund is not None and told.refund.id:
        key = _key("refund", told.refund.id, told.refund.status)
    else:
        key = _key(event, invoice.id, str(invoice.total_refunded))
    return Delivery(Kind.REFUND, key, naming.named_by(invoice), Seen.UNCLEAR)


def _of_subscription(event: str, told: wire.Event) -> Delivery:
    """The bill tells one month's event from the next; where none is named, the time does."""
    subscription = told.subscription or wire.Subscription()
    bill = told.invoice_id or (told.invoice.id if told.invoice else "")
    key = _key(event, subscription.id, bill or told.timestamp)
    return Delivery(Kind.SUBSCRIPTION, key, subscription.external_subscriber_id or None, Seen.UNCLEAR)


def _of_catalog(event: str, told: wire.Event) -> Delivery:
    """An item may be processed twice with the same end: the time tells one from the other."""
    item = told.catalog_item or wire.CatalogItem()
    key = _key(event, item, told.timestamp)
    return Delivery(Kind.CATALOG, key, item.id or None, Seen.UNCLEAR)


def _claim(word: str) -> Seen:
    if word in verdicts.PAID:
        return Seen.PAID
    return Seen.PENDING if word in verdicts.WAITING else verdicts.ENDED.get(word, Seen.UNCLEAR)


def _key(*parts: object) -> str:
    said = [part.model_dump_json() if isinstance(part, wire.Wire) else part for part in parts]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
