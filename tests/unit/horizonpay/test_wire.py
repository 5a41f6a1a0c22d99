"""Answers are read as they come: leniently, but never half-understood where money hangs on it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from providers.horizonpay import problems, wire
from tests.support.payments import answer
from tests.unit.horizonpay.support import PAID_SAMPLE, PENDING_SAMPLE, transaction


def read(**changes: object) -> wire.Transaction:
    return wire.transaction_from(transaction(**changes))


def test_the_first_sample_is_read() -> None:
    told = wire.transaction_from(PAID_SAMPLE)
    assert (told.uid, told.type, told.status) == ("2-52671c8733", "payment", "successful")
    assert (told.amount, told.currency, told.test) == (100, "USD", True)
    assert (told.ref_id, told.rrn, told.bank_code) == ("777888", "", "")
    assert told.token == "55524-1559836037-0-1800"
    assert told.created_at.at == datetime(2024, 6, 11, 9, 4, 59, tzinfo=UTC)
    assert "55524" not in repr(told)


def test_the_second_sample_is_read() -> None:
    told = wire.transaction_from(PENDING_SAMPLE)
    assert told.form == wire.RawForm(
        "https://pay.method-name.com", "GET", (("sid", "185737d3d7f665641ab339ea38dc06bc"),)
    )
    assert told.paid_at == wire.Moment("2024-12-07T14:40:120Z", None)


@pytest.mark.parametrize(
    "changes",
    [
        {"uid": None},
        {"uid": ""},
        {"uid": ".."},
        {"uid": "2-\u043a"},
        {"uid": "2 1"},
        {"uid": "2" * 200},
        {"uid": ["2"]},
        {"status": None},
        {"status": {}},
        {"amount": None},
        {"amount": True},
        {"amount": 500000.0},
        {"amount": "5000.00"},
        {"amount": "500 000"},
        {"amount": -1},
        {"amount": 10**400},
        {"amount": [500000]},
        {"currency": None},
        {"currency": "kzt"},
        {"currency": "KZTT"},
        {"test": "maybe"},
        {"test": {}},
        {"test": []},
    ],
)
def test_without_what_money_hangs_on_it_is_no_transaction(changes: dict[str, Any]) -> None:
    with pytest.raises(wire.Garbled):
        read(**changes)


def test_a_sum_may_stand_as_a_text() -> None:
    assert read(amount="500000").amount == 500000


@pytest.mark.parametrize("said", ["false", False])
def test_what_is_no_test_may_be_said_in_two_ways(said: object) -> None:
    assert read(test=said).test is False


@pytest.mark.parametrize(
    "text",
    [
        "2025-12-07T14:21:240Z",
        "0000-00-00T00:00:00Z",
        "2024-06-11",
        "2024-06-11T12:04:59",
        "2024-06-11 12:04:59Z",
        "2024-06-31T12:04:59Z",
        "2024-W24-2T12:04:59Z",
        "20240611T120459Z",
        "1999-06-11T12:04:59Z",
        "0001-01-01T00:00:00+14:00",
        "\u0662024-06-11T12:04:59Z",
        "soon",
    ],
)
def test_a_time_that_is_none_stays_a_text(text: str) -> None:
    assert wire.moment_from(text) == wire.Moment(text, None)


@pytest.mark.parametrize("value", [None, 5, [], {}, True])
def test_what_is_no_text_is_no_time(value: object) -> None:
    assert wire.moment_from(value).at is None


@pytest.mark.parametrize("text", ["2024-06-11T12:04:59+03:00", "2024-06-11T09:04:59.000Z"])
def test_a_time_is_read_in_utc(text: str) -> None:
    assert wire.moment_from(text).at == datetime(2024, 6, 11, 9, 4, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "pairs"),
    [
        ([], ()),
        (None, ()),
        (
            [{"name": "a", "value": 5}, {"name": "b"}, {"name": "c", "value": False}],
            (("a", "5"), ("b", ""), ("c", "false")),
        ),
        ([{"name": "a", "value": " x\n"}], (("a", " x\n"),)),
    ],
)
def test_fields_of_a_form_are_texts_as_they_are(fields: object, pairs: object) -> None:
    form = read(form={"action": "https://pay.example", "method": "post", "fields": fields}).form
    assert form == wire.RawForm("https://pay.example", "POST", pairs)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "form",
    [
        {"action": "", "fields": []},
        {"fields": []},
        {"action": "https://pay.example", "fields": "x"},
        {"action": "https://pay.example", "fields": [5]},
        {"action": "https://pay.example", "fields": [{"value": "x"}]},
        {"action": "https://pay.example", "fields": [{"name": "x", "value": {}}]},
        {"action": "https://pay.example\n", "fields": []},
        {"action": "https://pay.example", "fields": [{"name": "x", "value": "half \ud800"}]},
        {"action": "https://pay.example", "fields": [{"name": "half \udfff"}]},
    ],
)
def test_a_form_that_nobody_can_send_is_told_from_none(form: object) -> None:
    told = read(form=form)
    assert (told.form, told.misformed) == (None, True)
    assert (read(form={}).form, read(form={}).misformed) == (None, False)


def test_the_other_name_counts_where_the_first_is_empty() -> None:
    told = read(form=[], payment_form={"action": "https://pay.example"})
    assert told.form is not None


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"[]", b"null", b"\xff", b'{"a":NaN}', b'{"a":1e9999999999999999999}'),
        *(b"[" * 100_000, b'{"transactions":1}'),
    ],
)
def test_what_is_no_list_is_no_empty_list(body: bytes) -> None:
    with pytest.raises(wire.Garbled):
        wire.several_from(body)


def test_one_row_that_cannot_be_read_spoils_the_list() -> None:
    body = json.dumps({"transactions": [transaction(), {"uid": "2-1"}]}).encode()
    with pytest.raises(wire.Garbled):
        wire.several_from(body)


@pytest.mark.parametrize(
    ("body", "text", "code"),
    [
        (
            {"message": "Unprocessable entity", "errors": {"request": {"amount": ["is missing"]}}},
            "Unprocessable entity; amount: is missing",
            "amount",
        ),
        (
            {
                "code": "E.0625",
                "message": "Invalid",
                "errors": [{"type": ["is missing"]}, {"x": {"y": "no"}}],
            },
            "Invalid; type: is missing; x.y: no",
            "type",
        ),
        (
            {"message": "No", "error": {"customer": {"phone": ["bad"]}}},
            "No; customer.phone: bad",
            "customer_phone",
        ),
        ({"errors": "the line is down"}, "the line is down", "http_422"),
        ({"response": {"message": "Gone", "errors": {}}}, "Gone", "http_422"),
        (
            {"message": "Unknown 'x' payment method", "errors": {"system": ["System error."]}},
            None,
            "unknown_method",
        ),
        ({"message": {"a": 1}, "errors": None}, "", "http_422"),
    ],
)
def test_every_shape_of_an_error_is_flattened(body: object, text: str | None, code: str) -> None:
    told = problems.trouble_from(answer(422, body))
    assert told.code == code
    assert text is None or told.text == text
    assert told.readable is (text != "")


def test_errors_may_be_packed_as_deep_as_they_like() -> None:
    deep: object = "x"
    for _ in range(400):
        deep = [deep]
    assert problems.trouble_from(answer(422, {"errors": deep})).text == ""


def test_a_proxys_page_says_nothing() -> None:
    told = problems.trouble_from(answer(502, b"<html>"))
    assert (told.readable, told.code, told.said()) == (False, "http_502", "HTTP 502")
