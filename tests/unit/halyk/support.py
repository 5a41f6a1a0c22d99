"""The bank's samples as answers, a clock that a test holds, a bill and a payment."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from billing.models import Payment
from billing.questions import Bill
from billing.states import PaymentState
from providers.http import Answer
from tests.support.payments import bill_of, payment_of

FIXTURES = Path(__file__).parent / "fixtures"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TERMINAL = "67e34d63-102f-4bd1-898e-370781d0074d"
SAMPLE_QR = json.loads((FIXTURES / "qr_200_new.json").read_text())["qrcode"]


class HeldClock:
    """Time stands still until it is moved."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def move(self, **units: float) -> None:
        self.at += timedelta(**units)


def sample(name: str, /, **changes: object) -> Answer:
    """``generate_400_219`` is the answer to generate with HTTP 400; changes go into the body."""
    body: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text())
    status = next((int(part) for part in name.split("_") if part.isdigit()), 200)
    return Answer(status, body=json.dumps(body | changes).encode())


def checked(name: str = "check_status_200_charge", /, **changes: object) -> Answer:
    """A check-status sample with changes in its transaction; ``None`` leaves a field out."""
    body = json.loads(sample(name).body)
    merged = body["transaction"] | changes
    body["transaction"] = {key: value for key, value in merged.items() if value is not None}
    return Answer(200, body=json.dumps(body).encode())


def bill(tiyn: int = 2222, **changes: object) -> Bill:
    """A bill whose QR is out, asked for at NOW; its invoice is that of the sample."""
    made = bill_of("205218074", tiyn, NOW, language="en", access="token", has_instruction=True)
    end, hooks = NOW + timedelta(minutes=20), "https://shop.example/webhooks/halyk"
    asked = {"access_until": end, "expires_at": end, "paid_url": f"{hooks}/a", "failed_url": f"{hooks}/b"}
    return replace(made, **(asked | changes))  # type: ignore[arg-type]


def payment(state: PaymentState = PaymentState.PENDING, **changes: object) -> Payment:
    """A payment asked for at NOW."""
    made = payment_of("halyk", "100001", 200000, NOW, timedelta(minutes=20))
    return replace(made, state=state, **changes)  # type: ignore[arg-type]
