"""ApiPay's reports about subscriptions: the seed's own bodies, signed, and each later or earlier form."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from billing.answers import Delivery, Forged, Kind
from billing.subscriptions.banking import Event, Told
from providers.apipay.subscriptions.reports import told_from
from providers.apipay.webhook import delivery_from
from tests.unit.apipay.test_webhook import PAID, SECRET, signed

SUCCEEDED = """{
"event": "subscription.payment_succeeded",
"subscription": {
"id": 10,
"external_subscriber_id": "CLIENT-001",
"phone_number": "87071234567",
"subscriber_name": "Иван Иванов",
"amount": "5000.00",
"billing_period": "monthly",
"status": "active",
"next_billing_at": "2026-03-01T00:00:00+05:00",
"failed_attempts": 0,
"in_grace_period": false,
"is_sandbox": false
},
"invoice_id": 200,
"amount": "5000.00",
"paid_at": "2026-02-01T12:00:00+05:00",
"source": "My API Key",
"timestamp": "2026-02-01T12:00:01+05:00"
}"""
FAILED = """{
"event": "subscription.payment_failed",
"subscription": {
"id": 10,
"phone_number": "87071234567",
"amount": "5000.00",
"billing_period": "monthly",
"status": "active",
"failed_attempts": 2,
"in_grace_period": false,
"is_sandbox": false
},
"invoice_id": 201,
"amount": "5000.00",
"reason": "Invoice expired",
"attempt_number": 2,
"source": "My API Key",
"timestamp": "2026-02-02T12:00:01+05:00"
}"""
GRACE = """{
"event": "subscription.grace_period_started",
"subscription": {
"id": 10,
"phone_number": "87071234567",
"amount": "5000.00",
"status": "active",
"failed_attempts": 3,
"in_grace_period": true,
"is_sandbox": false
},
"grace_period_days": 3,
"expires_at": "2026-02-05T12:00:00+05:00",
"source": "My API Key",
"timestamp": "2026-02-02T12:00:01+05:00"
}"""
EXPIRED = """{
"event": "subscription.expired",
"subscription": {
"id": 10,
"phone_number": "87071234567",
"amount": "5000.00",
"status": "expired",
"next_billing_at": null,
"failed_attempts": 3,
"in_grace_period": false,
"is_sandbox": false
},
"source": "My API Key",
"timestamp": "2026-02-05T12:00:01+05:00"
}"""
AT = datetime(2026, 2, 2, 7, 0, 1, tzinfo=UTC)


def report(event: str, **more: object) -> bytes:
    body = {"event": f"subscription.{event}", "subscription": {"id": 10, "status": "active"}} | more
    return json.dumps(body | {"timestamp": "2026-02-02T12:00:01+05:00"}).encode()


@pytest.mark.parametrize(
    ("seed", "told"),
    [
        (
            SUCCEEDED,
            Told(
                Event.SUCCEEDED, "10", "CLIENT-001", bill="200", at=datetime(2026, 2, 1, 7, 0, 1, tzinfo=UTC)
            ),
        ),
        (FAILED, Told(Event.FAILED, "10", bill="201", at=AT, attempt=2, reason="Invoice expired")),
        (GRACE, Told(Event.GRACE, "10", at=AT, grace_until=datetime(2026, 2, 5, 7, 0, tzinfo=UTC))),
        (EXPIRED, Told(Event.EXPIRED, "10", at=datetime(2026, 2, 5, 7, 0, 1, tzinfo=UTC))),
    ],
)
def test_the_seeds_events_are_verified_byte_by_byte_and_read(seed: str, told: Told) -> None:
    raw = seed.encode()
    delivery = delivery_from(signed(raw), raw, [SECRET])
    assert isinstance(delivery, Delivery)
    assert delivery.kind is Kind.SUBSCRIPTION
    assert told_from(raw) == told
    again = json.dumps(json.loads(seed)).encode()
    assert told_from(again) == told
    assert isinstance(delivery_from(signed(raw), again, [SECRET]), Forged), (
        "other bytes have another signature"
    )
    assert isinstance(delivery_from({}, raw, [SECRET]), Forged)


@pytest.mark.parametrize("event", ["created", "paused", "resumed", "cancelled"])
def test_later_events_say_what_somebody_did(event: str) -> None:
    assert told_from(report(event)) == Told(Event(event), "10", at=AT)


def test_an_event_of_tomorrow_is_of_the_subscription_all_the_same() -> None:
    assert told_from(report("frozen")) == Told(Event.OTHER, "10", at=AT)


@pytest.mark.parametrize("reason", ["payer_refused", "payer_error"])
def test_why_it_was_cancelled_is_told_with_the_bill_and_the_code(reason: str) -> None:
    code = {"error_code": "client_not_found"} if reason == "payer_error" else {}
    told = told_from(report("cancelled", reason=reason, invoice_id=200, **code))
    assert told == Told(
        Event.CANCELLED, "10", bill="200", at=AT, reason=reason, code=code.get("error_code", "")
    )


def test_all_cycles_paid_is_a_reason_to_expire() -> None:
    told = told_from(report("expired", reason="total_cycles_reached", cycles_paid=3, total_cycles=3))
    assert told == Told(Event.EXPIRED, "10", at=AT, reason="total_cycles_reached")


def test_until_march_everything_stood_under_data() -> None:
    about = {"subscription": {"id": 10, "external_subscriber_id": "C-1"}}
    paid = {"event": "subscription.payment_succeeded", "data": about | {"invoice": PAID | {"id": 200}}}
    assert told_from(json.dumps(paid).encode()) == Told(Event.SUCCEEDED, "10", "C-1", bill="200")
    failed = {"event": "subscription.payment_failed", "data": about | {"reason": "Invoice expired"}}
    assert told_from(json.dumps(failed).encode()) == Told(Event.FAILED, "10", "C-1", reason="Invoice expired")


def test_where_only_the_days_of_grace_are_told_they_begin_with_the_report() -> None:
    told = told_from(report("grace_period_started", grace_period_days=3))
    assert told is not None
    assert told.grace_until == AT.replace(day=5)
    bare = told_from(report("grace_period_started"))
    assert bare is not None
    assert bare.grace_until is None


def test_the_end_of_something_else_is_no_grace() -> None:
    told = told_from(report("payment_failed", expires_at="2026-02-05T12:00:00+05:00", grace_period_days=3))
    assert told is not None
    assert told.grace_until is None


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"null", b"[]", b"\xff", b"{}"),
        json.dumps({"event": "invoice.status_changed", "invoice": PAID}).encode(),
        json.dumps({"event": "webhook.test", "subscription": {"id": 10}}).encode(),
        *(report("expired", subscription=wrong) for wrong in (None, [], "10", {}, {"id": "x"}, {"id": None})),
    ],
)
def test_what_is_of_no_subscription_says_nothing(body: bytes) -> None:
    assert told_from(body) is None


@pytest.mark.parametrize(
    "odd", [{"attempt_number": "two"}, {"invoice_id": {}}, {"expires_at": "soon"}, {"reason": 7}]
)
def test_a_field_that_cannot_be_read_spoils_no_other(odd: dict[str, object]) -> None:
    told = told_from(report("payment_failed", **odd))
    assert told is not None
    assert (told.event, told.bank_id, told.attempt, told.bill) == (Event.FAILED, "10", None, "")


def test_days_of_grace_beyond_what_is_granted_are_cut() -> None:
    told = told_from(report("grace_period_started", grace_period_days=10**12))
    assert told is not None
    assert told.grace_until is not None
    assert (told.grace_until - AT).days == 30
