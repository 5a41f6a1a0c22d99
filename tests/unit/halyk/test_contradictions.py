"""Where the bank contradicts itself, as far as QR payments go: every spelling and every edge.

By number and over a socket: ``tests/contract/test_halyk_contradictions.py``.
"""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from urllib.parse import parse_qsl

import pytest

from billing.answers import Delivery, Observation, Seen
from billing.models import Refusal
from billing.money import Money
from billing.states import Step
from providers.halyk import codec, verdicts, watch, webhook, wire
from providers.halyk.settings import Keys
from providers.http import Answer
from tests.unit.halyk.support import NOW, TERMINAL, bill, checked, payment, sample

KEYS = Keys("client", "secret", TERMINAL)
OURS = frozenset({TERMINAL})


def seen(answer: Answer) -> Observation:
    return verdicts.seen_by_status(codec.status_from(answer), bill(), OURS, NOW)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("1200", 1200), (7200, 7200), (" 900 ", 900), ("soon", 600), (None, 600), (-5, 600)],
)
def test_expires_in_is_text_or_number(written: object, seconds: int) -> None:
    answer = sample("token_200_service", expires_in=written)
    assert codec.token_from(answer, NOW) == codec.Token(
        "SAMPLE_SERVICE_TOKEN_00", NOW + timedelta(seconds=seconds)
    )


def test_generate_is_json_and_the_token_is_a_form() -> None:
    generate = codec.generate_call("https://api.example", "token", bill())
    assert generate.headers["content-type"] == "application/json"
    assert isinstance(json.loads(generate.body), dict)
    token = codec.payment_token_call("https://oauth.example", KEYS, bill())
    assert token.headers["content-type"] == "application/x-www-form-urlencoded"
    assert len(parse_qsl(token.body.decode())) == 8


def test_the_qr_is_asked_for_nineteen_and_a_half_minutes_then_check_status() -> None:
    assert verdicts.qr_speaks(bill(), NOW + timedelta(minutes=19, seconds=29))
    assert not verdicts.qr_speaks(bill(), NOW + timedelta(minutes=19, seconds=30))
    short = bill(access_until=NOW + timedelta(minutes=5))
    assert not verdicts.qr_speaks(short, NOW + timedelta(minutes=5))
    assert not verdicts.qr_speaks(bill(access=None), NOW)
    after = NOW + timedelta(minutes=19, seconds=55)
    assert watch.next_look(payment(), after) == NOW + timedelta(minutes=20, seconds=1)


@pytest.mark.parametrize("name", ["invoiceID", "invoiceId", "invoice_id", "InvoiceID"])
def test_the_invoice_number_has_three_spellings(name: str) -> None:
    for number in ("100001", 100001):
        delivery = webhook.delivery_from(json.dumps({name: number, "code": "ok"}).encode())
        assert isinstance(delivery, Delivery)
        assert delivery.reference == "100001"
    assert seen(checked(**{"invoiceID": None, name: "999999"})).seen is Seen.UNCLEAR


def test_only_the_terminals_uuid_is_compared() -> None:
    assert seen(checked(terminal="98120001", terminalID=TERMINAL.upper())).seen is Seen.PAID
    assert seen(checked(terminalID=None)).seen is Seen.PAID
    foreign = seen(checked(terminalID="0c4d4c3e-6a53-4d6c-8d0a-1d8a4f6d2b11"))
    assert (foreign.seen, foreign.word) == (Seen.UNCLEAR, "CHARGE of another terminal")
    assert isinstance(webhook.delivery_from(sample("callback_ok", terminal=98120001).body), Delivery)


@pytest.mark.parametrize("name", ["amountBonus", "amount_bonus"])
def test_bonuses_have_two_spellings(name: str) -> None:
    answer = checked(**({"amountBonus": None, "amount": 15, "orgAmount": None} | {name: 35}))
    assert seen(answer).amount == Money(5000, "KZT")


@pytest.mark.parametrize("name", ["PaymentType", "paymentType"])
def test_payment_type_is_optional_and_has_two_spellings(name: str) -> None:
    assert seen(checked(**({"PaymentType": None} | {name: "QR"}))).details.channel == "QR"
    assert seen(checked(PaymentType=None)).seen is Seen.PAID


@pytest.mark.parametrize("code", [484, "484", Decimal(484)])
def test_a_reason_code_is_text_or_number(code: object) -> None:
    written = str(code) if isinstance(code, Decimal) else code
    failed = seen(checked(statusName="FAILED", reasonCode=written))
    assert (failed.refusal, failed.final) == (Refusal.FUNDS, True)
    ours = [webhook.delivery_from(sample("callback_error_484", reasonCode=one).body) for one in (484, "484")]
    assert ours[0] == ours[1]


@pytest.mark.parametrize("name", ["cardMask", "CardMask", "card_mask", "cardmask"])
def test_names_are_compared_without_case(name: str) -> None:
    answer = checked(**({"cardMask": None} | {name: "440043...2222"}))
    assert seen(answer).details.card_mask == "440043...2222"


def test_the_scope_is_the_long_one_without_a_leading_space() -> None:
    for call in (
        codec.payment_token_call("https://oauth.example", KEYS, bill()),
        codec.service_token_call("https://oauth.example", KEYS),
    ):
        assert dict(parse_qsl(call.body.decode()))["scope"] == (
            "webapi usermanagement email_send verification statement statistics payment"
        )


@pytest.mark.parametrize("base", ["https://api.example", "https://old.example/api"])
def test_paths_are_joined_to_whatever_address_is_set(base: str) -> None:
    assert codec.generate_call(base, "token", bill()).url == f"{base}/payment/qr/generate"
    assert codec.qr_call(base, "token").url == f"{base}/qr"
    assert codec.status_call(base, "token", "100001").url == (
        f"{base}/check-status/payment/transaction/100001"
    )


@pytest.mark.parametrize("language", ["en", "ru", "kk", "de"])
def test_the_qr_is_asked_for_in_the_one_documented_language(language: str) -> None:
    body = json.loads(codec.generate_call("https://api.example", "token", bill(language=language)).body)
    assert body["language"] == "ru"


def test_an_invoice_number_has_6_to_15_digits() -> None:
    for number in ("12345", "1" * 16, "12345a", "ord-001", "١٢٣٤٥٦", ""):
        body = json.dumps({"invoiceId": number}).encode()
        assert not isinstance(webhook.delivery_from(body), Delivery)


@pytest.mark.parametrize(
    ("word", "step"),
    [("NEW", None), ("SCANNED", Step.SCANNED), ("BLOCKED", Step.BLOCKED), ("AUTH", Step.BLOCKED)],
)
def test_auth_is_not_paid_but_a_reason_to_ask_check_status(word: str, step: Step | None) -> None:
    told = codec.qr_from(sample("qr_200_new", status=word))
    assert told is not None
    by_qr = verdicts.seen_by_qr(told, bill(200000), NOW)
    assert (by_qr.seen, by_qr.step) == (Seen.PENDING, step)
    assert verdicts.settled_by_qr_alone(by_qr) is (word != "AUTH")


def test_the_obsolete_flat_answer_of_check_status_is_not_read() -> None:
    with pytest.raises(wire.Garbled, match="resultCode"):
        codec.status_from(sample("check_status_200_flat_obsolete"))
