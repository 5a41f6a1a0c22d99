"""A callback is read as a hint; its key is of the fact it tells."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.answers import Delivery, Forged, Kind, Seen
from providers.halyk.webhook import BODY_LIMIT, delivery_from
from tests.unit.halyk.support import sample


def read(name: str, /, **changes: object) -> Delivery:
    delivery = delivery_from(sample(name, **changes).body)
    assert isinstance(delivery, Delivery)
    return delivery


@pytest.mark.parametrize(
    ("name", "claim"),
    [
        ("callback_ok", Seen.PAID),
        ("callback_ok_bonuses", Seen.PAID),
        ("callback_error_484", Seen.REJECTED),
        ("callback_error_454", Seen.REJECTED),
    ],
)
def test_a_sample_says_what_it_claims(name: str, claim: Seen) -> None:
    delivery = read(name)
    assert (delivery.kind, delivery.reference, delivery.claim) == (Kind.PAYMENT, "1000001", claim)


def test_an_unknown_code_claims_nothing() -> None:
    assert read("callback_ok", code="maybe").claim is Seen.UNCLEAR
    assert read("callback_ok", code=None).claim is Seen.UNCLEAR


def test_the_sending_time_and_the_payers_words_do_not_change_the_key() -> None:
    again = read("callback_ok", dateTime="2025-02-07T21:23:44+05:00", name="X", amount=1, extra="new")
    assert again.key == read("callback_ok").key


@pytest.mark.parametrize(
    "changes",
    [
        {"invoiceId": "1000002"},
        {"code": "error"},
        {"id": "c5586ebc-0000-49c1-ad8d-917009a4b412"},
        {"reasonCode": 454},
    ],
)
def test_another_fact_has_another_key(changes: dict[str, object]) -> None:
    assert read("callback_ok", **changes).key != read("callback_ok").key


def test_the_parts_of_a_key_do_not_run_into_each_other() -> None:
    assert (
        read("callback_ok", id="a1", reasonCode="2").key != read("callback_ok", id="a", reasonCode="12").key
    )


@pytest.mark.parametrize("number", [None, True, 1.5, [], {}, "", "12345", "1000001x", "1" * 16, "-100001"])
def test_without_an_invoice_number_it_is_forged(number: object) -> None:
    assert delivery_from(sample("callback_ok", invoiceId=number).body) == Forged("no invoice number")


def test_too_long_is_forged() -> None:
    assert delivery_from(sample("callback_ok", data="x" * BODY_LIMIT).body) == Forged("too long")


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(body: bytes) -> None:
    assert isinstance(delivery_from(body), Forged | Delivery)


def test_broken_letters_in_a_body_break_nothing() -> None:
    body = json.dumps({"invoiceId": "100001", "id": "\ud800\x00", "code": "ok"}).encode()
    assert isinstance(delivery_from(body), Delivery)
