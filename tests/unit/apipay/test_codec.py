"""What ApiPay is sent and how its answers are read."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from billing.answers import Accepted, Rejected, Seen, Unknown, Unreachable
from billing.models import Refusal
from billing.money import Money
from billing.questions import Repayment
from providers.apipay import codec, figures, problems, reasons, verdicts, wire
from providers.apipay.verdicts import Duplicate
from tests.support.payments import answer
from tests.unit.apipay.support import CREATED, NOW, bill


@pytest.mark.parametrize(
    "phone", ["+77001234567", "77001234567", "87001234567", "7001234567", "+7 (700) 123-45-67"]
)
def test_a_phone_is_sent_as_8_and_ten_digits(phone: str) -> None:
    assert codec.phone_from(phone) == "87001234567"


@pytest.mark.parametrize(
    "phone",
    [
        None,
        "",
        "+79161234567",
        "89161234567",
        "9161234567",
        "+4930123456",
        "8700123456",
        "870012345678",
        "٨٧٠٠",
    ],
)
def test_what_is_no_number_of_kazakhstan_is_not_sent(phone: str | None) -> None:
    assert codec.phone_from(phone) is None
    refused = verdicts.refused_unsent(bill(), codec.phone_from(phone))
    assert refused is not None
    assert (refused.refusal, refused.code) == (Refusal.PHONE, "unsent-phone_number")


@pytest.mark.parametrize(("minor", "currency"), [(950050, "KZT"), (99, "KZT"), (0, "KZT"), (950000, "USD")])
def test_amounts_that_the_service_refuses_are_not_sent(minor: int, currency: str) -> None:
    refused = verdicts.refused_unsent(bill(amount=Money(minor, currency)), "87001234567")
    assert refused is not None
    assert refused.refusal is Refusal.OUR_REQUEST
    assert refused.code.startswith("unsent-")


def test_the_whole_bill() -> None:
    call = codec.create_call("https://bank/v1", "key", bill(description="Кофе\nи круассан"), "87001234567")
    assert (call.method, call.url, call.headers["x-api-key"]) == ("POST", "https://bank/v1/invoices", "key")
    assert json.loads(call.body) == {
        "phone_number": "87001234567",
        "amount": 9500,
        "description": "Кофе и круассан",
        "external_order_id": "order_123",
        "external_order_id_idempotency": "order_123",
    }


def test_a_refund_says_its_amount_exactly_and_carries_our_mark() -> None:
    repayment = Repayment(
        7,
        "k-7",
        bill(bank_id="42"),
        Money(150050, "KZT"),
        Money(950000, "KZT"),
        Money(0, "KZT"),
        True,
        "ы" * 900,
    )
    call = codec.refund_call("https://bank", "key", repayment)
    body = json.loads(call.body, parse_float=Decimal)
    assert (call.url, body["amount"]) == ("https://bank/invoices/42/refund", Decimal("1500.50"))
    assert body["reason"].endswith("… [k-7]")
    assert len(body["reason"]) == 500


def test_a_key_and_a_phone_are_in_no_repr() -> None:
    call = codec.create_call("https://bank", "secret-key", bill(), "87001234567")
    told = wire.told(wire.Invoice, CREATED | {"client_name": "Иван"})
    for text in (repr(call), repr(bill()), repr(told)):
        assert not any(secret in text for secret in ("secret-key", "7001234567", "Иван"))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-02-12T14:35:00+05:00", datetime(2026, 2, 12, 9, 35, tzinfo=UTC)),
        ("2026-02-12T14:35:00+06:00", datetime(2026, 2, 12, 8, 35, tzinfo=UTC)),
        ("2026-02-12T14:35:00Z", datetime(2026, 2, 12, 14, 35, tzinfo=UTC)),
        ("2026-02-12T14:35:00", datetime(2026, 2, 12, 9, 35, tzinfo=UTC)),
        ("2026-02-12", datetime(2026, 2, 11, 19, 0, tzinfo=UTC)),
        ("9999-12-31T23:59:59-05:00", None),
        ("0001-01-01T00:00:00Z", None),
        ("soon", None),
        (None, None),
    ],
)
def test_times_with_any_offset_and_those_without_are_of_almaty(text: object, moment: datetime | None) -> None:
    assert wire.moment_from(text) == moment


# --- answers to a bill ----------------------------------------------------------------------------------


def outcome(status: int, body: object, *, production: bool = True, **headers: str) -> object:
    return verdicts.outcome_from(answer(status, body, **headers), bill(), production, NOW)


def test_a_bill_that_was_made_waits_for_the_payer_a_day() -> None:
    made = outcome(201, CREATED)
    assert isinstance(made, Accepted)
    assert (made.bank_id, made.expires_at) == ("124", NOW + timedelta(hours=24))


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (201, b"<html>"),
        (201, {}),
        (201, {"id": 1}),
        (302, b""),
        (400, b"<html>"),
        (500, {"message": "Server Error"}),
        (502, {"message": "Kaspi API error"}),
        (503, b"<html>"),
        (503, {"message": "maintenance"}),
        (409, {"error": "duplicate_idempotency_key"}),
    ],
)
def test_what_does_not_prove_that_nothing_was_made_is_unknown(status: int, body: object) -> None:
    assert isinstance(outcome(status, body), Unknown)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "Organization not found or not verified"),
        (400, "kaspi_session_not_configured"),
        (403, "Organization not verified"),
        (403, "tariff_inactive"),
        (403, "kyc_rejected"),
        (409, "kaspi_session_expired"),
        (503, "kaspi_session_invalid"),
        (503, "invoices_disabled"),
        (401, "Invalid API key"),
    ],
)
def test_what_the_merchant_must_mend_is_setup_with_the_services_code(status: int, code: str) -> None:
    said = outcome(status, {"error": code, "message": "Words."})
    assert isinstance(said, Rejected)
    assert (said.refusal, said.code, said.text) == (Refusal.SETUP, problems.slug(code), "Words.")
    assert said.halt is not None, "nobody else would be billed either"
    assert said.halt.until is None


@pytest.mark.parametrize(
    ("field", "refusal"), [("phone_number", Refusal.PHONE), ("amount", Refusal.OUR_REQUEST)]
)
def test_a_wrong_field_is_named(field: str, refusal: Refusal) -> None:
    body = {"message": "Validation failed", "errors": {field: ["is wrong"], "description": ["x"]}}
    assert outcome(422, body) == Rejected(refusal, field, f"{field}: is wrong; description: x")


def test_two_words_for_one_cause_are_one() -> None:
    halts = {
        said.halt.code
        for status, code in ((503, "kaspi_session_invalid"), (409, "kaspi_session_expired"))
        if isinstance(said := outcome(status, {"error": code}), Rejected) and said.halt
    }
    assert halts == {"kaspi_session_expired"}


def test_a_page_of_a_proxy_halts_nothing() -> None:
    said = outcome(403, b"<html>")
    assert isinstance(said, Rejected)
    assert said.halt is None


@pytest.mark.parametrize(
    ("more", "until"),
    [
        ({"meta": {"reset_at": "2026-03-03T05:00:00+05:00"}}, datetime(2026, 3, 3, 0, 0, tzinfo=UTC)),
        ({"retry_after_seconds": 7200}, NOW + timedelta(hours=2)),
        (
            {"retry_after_seconds": 7200, "meta": {"reset_at": "2025-01-01T00:00:00Z"}},
            NOW + timedelta(hours=2),
        ),
        ({}, datetime(2026, 3, 2, 19, 0, tzinfo=UTC)),
    ],
    ids=["named", "counted", "named by a wrong clock", "not said: Almaty's midnight"],
)
def test_a_limit_ends_when_the_service_says_or_at_midnight(more: dict[str, object], until: datetime) -> None:
    said = outcome(429, {"error": "kyc_daily_limit_reached", **more})
    assert isinstance(said, Rejected)
    assert said.refusal is Refusal.SHOP_LIMIT
    assert said.halt is not None
    assert said.halt.until == until


def test_a_limit_that_ends_in_a_minute_is_waited_for() -> None:
    said = outcome(429, {"error": "tariff_limit_reached", "retry_after_seconds": 30})
    assert isinstance(said, Unreachable)


def test_hours_of_waiting_halt_also_without_a_code() -> None:
    said = outcome(429, {"message": "Too Many Requests"}, Retry_After="7200")
    assert isinstance(said, Rejected)
    assert said.refusal is Refusal.BANK_TROUBLE
    assert said.halt is not None
    assert said.halt.until == NOW + timedelta(hours=2)


def test_a_repeated_key_leads_to_the_invoice_that_it_made() -> None:
    body = {"error": "duplicate_idempotency_key", "message": "…", "invoice_id": 12345, "status": "pending"}
    assert outcome(409, body) == Duplicate("12345")


def test_a_short_wait_may_be_repeated_and_a_long_one_is_said_with_its_end() -> None:
    assert outcome(429, {"message": "Too many", "retry_after": 60}).crowded
    capped = outcome(
        429,
        {
            "error": "tariff_limit_reached",
            "message": "Used up",
            "retry_after_seconds": 3600,
            "meta": {"mode": "daily", "reset_at": "2026-08-10T00:00:00+05:00"},
        },
    )
    assert isinstance(capped, Rejected)
    assert (capped.refusal, capped.code) == (Refusal.SHOP_LIMIT, "tariff_limit_reached")
    assert "until 10.08.2026 00:00 in Almaty" in capped.text


@pytest.mark.parametrize(
    ("headers", "body", "seconds"),
    [
        ({"Retry-After": "7"}, {"retry_after": 8, "retry_after_seconds": 9}, 7),
        ({"retry-after": "Mon, 02 Mar 2026 09:00:30 GMT"}, {}, 30),
        ({"retry-after": "Mon, 02 Mar 2026 08:00:30 GMT"}, {}, 0),
        ({"retry-after": "soon"}, {"retry_after": 8, "retry_after_seconds": 9}, 8),
        ({}, {"retry_after": "8"}, 8),
        ({}, {"retry_after_seconds": 9.5}, 9.5),
        ({}, {"retry_after": -1}, 60),
        ({}, {}, 60),
    ],
)
def test_the_first_that_is_said_about_waiting_counts(
    headers: dict[str, str], body: dict[str, object], seconds: float
) -> None:
    said = problems.trouble_from(answer(429, body, **headers), NOW)
    assert said.wait == timedelta(seconds=seconds)


def test_a_bill_that_failed_at_once_says_why() -> None:
    body = CREATED | {"status": "error", "error_code": "client_not_found", "error_message": "No such client"}
    assert outcome(201, body) == Rejected(Refusal.PHONE, "client_not_found", "No such client")


def test_a_toy_bill_of_a_real_shop_is_refused_and_of_a_practising_one_taken() -> None:
    body = CREATED | {"is_sandbox": True}
    refused = outcome(201, body)
    assert isinstance(refused, Rejected)
    assert (refused.refusal, refused.code) == (Refusal.SETUP, "sandbox")
    assert isinstance(outcome(201, body, production=False), Accepted)


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("client_not_found", Refusal.PHONE),
        ("network_unavailable", Refusal.BANK_TROUBLE),
        ("kaspi_throttled", Refusal.BANK_TROUBLE),
        ("session_transient", Refusal.BANK_TROUBLE),
        ("unknown_error", Refusal.BANK_TROUBLE),
        ("kaspi_session_invalid", Refusal.SETUP),
        ("organization_not_configured", Refusal.SETUP),
        ("tariff_inactive", Refusal.SETUP),
        ("kyc_something_new", Refusal.SETUP),
        ("payer_refused", Refusal.PAYER),
        ("what_is_that", Refusal.UNSAID),
        ("", Refusal.UNSAID),
    ],
)
def test_each_code_is_for_the_one_who_can_act(code: str, refusal: Refusal) -> None:
    assert reasons.refusal_from(code) is refusal


# --- looking --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["paid", "partially_refunded", "refunded", "PAID"])
def test_money_is_money_by_any_of_its_words(word: str) -> None:
    told = wire.told(wire.Invoice, CREATED | {"status": word, "paid_at": "2026-03-02T14:01:00+05:00"})
    seen = verdicts.seen_of(told, bill(), NOW, production=True)
    assert (seen.seen, seen.amount, seen.bank_id) == (Seen.PAID, Money(950000, "KZT"), "124")
    assert seen.occurred_at == NOW + timedelta(minutes=1)


@pytest.mark.parametrize(
    "change", [{"amount": "much"}, {"amount": None}, {"amount": 0}, {"amount": "9500.005"}]
)
def test_paid_with_an_unreadable_sum_is_unclear(change: dict[str, object]) -> None:
    told = wire.told(wire.Invoice, CREATED | {"status": "paid"} | change)
    assert verdicts.seen_of(told, bill(), NOW, production=True).seen is Seen.UNCLEAR


def test_money_for_another_order_is_unclear() -> None:
    told = wire.told(wire.Invoice, CREATED | {"status": "paid", "external_order_id": "order_1234"})
    assert verdicts.seen_of(told, bill(), NOW, production=True).seen is Seen.UNCLEAR


def test_toy_money_never_counts_in_a_real_shop() -> None:
    told = wire.told(wire.Invoice, CREATED | {"status": "paid", "is_sandbox": True})
    seen = verdicts.seen_of(told, bill(), NOW, production=True)
    assert (seen.seen, seen.word) == (Seen.UNCLEAR, "paid in the sandbox")
    assert verdicts.seen_of(told, bill(), NOW, production=False).seen is Seen.PAID


def test_of_several_under_our_number_the_one_with_money_counts() -> None:
    rows = [
        wire.told(wire.Invoice, {"id": number, "status": word, "external_order_id": order})
        for number, word, order in (
            (1, "expired", "order_123"),
            (2, "paid", "order_123"),
            (3, "pending", "order_123"),
            (4, "paid", "order_1234"),
        )
    ]
    found = verdicts.ours_among(rows, bill(reference="order_123"))
    assert found is not None
    assert found.id == "2"
    assert verdicts.ours_among(rows, bill(reference="order_12")) is None


def test_who_is_told_of_twice_and_once_as_paid_does_not_only_wait() -> None:
    told = [
        wire.told(wire.Invoice, {"id": number, "status": word})
        for number, word in ((1, "paid"), (1, "pending"), (2, "pending"), (2, "processing"), (3, "paid"))
    ]
    assert list(verdicts.waiting_among(told)) == ["2"]


@pytest.mark.parametrize(
    ("total", "refunds", "returned"),
    [
        ("0.00", [], 0),
        ("5000.00", [("5000.00", "pending")], 0),
        ("0.00", [("5000.00", "processing")], 0),
        ("7000.00", [("5000.00", "pending"), ("2000.00", "completed")], 2000),
        ("2000.00", [("5000.00", "pending"), ("2000.00", "completed")], 2000),
        ("2000.00", [("2000.00", "completed"), ("1000.00", "failed")], 2000),
        ("2000.00", [], 2000),
        (None, [("2000.00", "completed")], 2000),
        ("99999.00", [], 9500),
    ],
)
def test_what_went_back_is_what_is_finished(
    total: str | None, refunds: list[tuple[str, str]], returned: int
) -> None:
    told = wire.told(wire.Invoice, CREATED | {"status": "paid", "total_refunded": total})
    listed = [wire.told(wire.Refund, {"id": 1, "amount": sum_, "status": word}) for sum_, word in refunds]
    assert figures.returned_from(told, listed) == Money(returned * 100, "KZT")
