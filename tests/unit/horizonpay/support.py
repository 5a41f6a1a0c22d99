"""Answers, a bill and a payment for tests without a network; the samples are of the service's documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from billing.models import Payment
from billing.questions import Bill
from billing.states import PaymentState
from tests.support.payments import bill_of, payment_of

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PAID_SAMPLE: dict[str, Any] = {
    "uid": "2-52671c8733",
    "type": "payment",
    "status": "successful",
    "amount": 100,
    "currency": "USD",
    "description": "Test transaction",
    "created_at": "2024-06-11T12:04:59+03:00",
    "updated_at": "2024-06-11T12:04:59+03:00",
    "tracking_id": "tracking_id_000",
    "message": "Successfully processed",
    "test": True,
    "method_type": ":method_name",
    "receipt_url": "https://bo.horizonpay.kz/customer/transactions/2-52671c8733/11443f39ae75",
    ":method_name": {"type": ":method_name", "token": "55524-1559836037-0-1800"},
    "payment": {
        "status": "successful",
        "gateway_id": 85,
        "ref_id": "777888",
        "message": "The operation was successfully processed",
        "bank_code": None,
        "rrn": None,
    },
    "customer": {"ip": "127.0.0.1", "email": "john@example.com"},
    "billing_address": {"first_name": "John", "phone": 17777777777},
}
PENDING_SAMPLE: dict[str, Any] = {
    "status": "pending",
    "type": "payment",
    "uid": "8759cf84-e56d-44b7-a8ae-62640f6402c4",
    "order_id": "100000003495",
    "amount": 1000,
    "currency": "USD",
    "tracking_id": "AB8923",
    "created_at": "2024-12-07T14:21:24.420Z",
    "expired_at": "2025-12-07T14:21:240Z",
    "paid_at": "2024-12-07T14:40:120Z",
    "test": True,
    "method_type": ":method_name",
    "payment": {"ref_id": None, "message": None, "status": "pending", "gateway_id": 1},
    ":method_name": {"type": ":method_name", "account": "x"},
    "payment_form": {
        "action": "https://pay.method-name.com",
        "method": "GET",
        "fields": [
            {"type": "hidden", "name": "sid", "id": "sid", "value": "185737d3d7f665641ab339ea38dc06bc"}
        ],
    },
}


def transaction(**changes: object) -> dict[str, Any]:
    """Ours, paid; ``None`` leaves a field out."""
    told = PAID_SAMPLE | {
        "amount": 500000,
        "currency": "KZT",
        "tracking_id": "tolem-100001",
        "test": False,
        "paid_at": "2026-03-02T12:01:00+03:00",
    }
    return {name: value for name, value in (told | changes).items() if value is not None}


def bill(**changes: object) -> Bill:
    """Asked for at NOW, and taken in."""
    made = bill_of(
        "tolem-100001",
        500000,
        NOW,
        bank_id="2-52671c8733",
        has_instruction=True,
        key="6f0d6f3a-5d0f-4a51-9e0e-9b3f5c6f9f10",
        page_url="https://shop.example/pay/t/return",
        notify_url="https://shop.example/webhooks/horizonpay",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def payment(state: PaymentState = PaymentState.PENDING, **changes: object) -> Payment:
    """Asked for at NOW, for an hour."""
    made = payment_of("horizonpay", "tolem-100001", 500000, NOW, timedelta(hours=1))
    return replace(made, state=state, **changes)  # type: ignore[arg-type]
