"""Answers, a bill and a payment for tests without a network; the samples are of the service's documents."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from billing.models import Payment
from billing.money import Money
from billing.ports import Bill
from billing.states import PaymentState
from providers.http import Answer

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CREATED = {
    "id": 124,
    "amount": "9500.00",
    "status": "processing",
    "description": "Payment for order #123",
    "external_order_id": "order_123",
    "phone_number": "87001234567",
    "error_message": None,
    "paid_at": None,
    "created_at": "2026-03-02T09:00:00Z",
}


def answer(status: int, body: object, **headers: str) -> Answer:
    """JSON, or bytes as they are."""
    raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, raw)


def bill(tenge: int = 9500, **changes: object) -> Bill:
    """Of the sample's order, asked for at NOW."""
    made = Bill(
        payment_id=1,
        reference="order_123",
        amount=Money(tenge * 100, "KZT"),
        description="Coffee",
        language="kk",
        account="1042",
        paid_url="",
        failed_url="",
        created_at=NOW,
        asked_at=NOW,
        phone="+77001234567",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def payment(state: PaymentState = PaymentState.PENDING, **changes: object) -> Payment:
    """Asked for at NOW, for a day."""
    made = Payment(
        id=1,
        merchant_id=1,
        invoice_id=1,
        provider="apipay",
        reference="order_123",
        amount=Money(950000, "KZT"),
        state=state,
        hook_token="hook",
        created_at=NOW,
        asked_at=NOW,
        expires_at=NOW + timedelta(hours=24),
    )
    return replace(made, **changes)  # type: ignore[arg-type]
