"""A bill and a payment as every bank's own tests need them, and an answer to a call of ours."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

from billing.models import Payment
from billing.money import Money
from billing.questions import Bill
from billing.states import PaymentState
from providers.http import Answer


def bill_of(reference: str, minor: int, at: datetime, **changes: object) -> Bill:
    """Of tenge, created and asked for at one moment."""
    made = Bill(
        payment_id=1,
        reference=reference,
        amount=Money(minor, "KZT"),
        description="Coffee",
        language="kk",
        account="1042",
        paid_url="",
        failed_url="",
        created_at=at,
        asked_at=at,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def payment_of(bank: str, reference: str, minor: int, at: datetime, life: timedelta) -> Payment:
    """Of tenge, asked for at one moment, payable for as long."""
    return Payment(
        id=1,
        merchant_id=1,
        invoice_id=1,
        provider=bank,
        reference=reference,
        amount=Money(minor, "KZT"),
        state=PaymentState.PENDING,
        hook_token="hook",
        created_at=at,
        asked_at=at,
        expires_at=at + life,
    )


def answer(status: int, body: object, **headers: str) -> Answer:
    """JSON, or bytes as they are."""
    raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, raw)
