"""Answers, a bill and a payment for tests without a network; the samples are of the service's documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from billing.catalog.banking import Shown
from billing.models import Payment
from billing.money import Money
from billing.questions import Bill
from billing.states import PaymentState
from tests.support.payments import bill_of, payment_of

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATTE = Shown("Кофе Латте", Money(180050, "KZT"), "1", "4870001")
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


def bill(tenge: int = 9500, **changes: object) -> Bill:
    """Of the sample's order, asked for at NOW."""
    made = bill_of("order_123", tenge * 100, NOW, phone="+77001234567")
    return replace(made, **changes)  # type: ignore[arg-type]


def payment(state: PaymentState = PaymentState.PENDING, **changes: object) -> Payment:
    """Asked for at NOW, for a day."""
    made = payment_of("apipay", "order_123", 950000, NOW, timedelta(hours=24))
    return replace(made, state=state, **changes)  # type: ignore[arg-type]
