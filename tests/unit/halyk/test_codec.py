"""What is sent word for word, and what each answer to it means."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.answers import Accepted, Outcome, Rejected, Unknown, Unreachable
from billing.models import AppLink, Refusal
from billing.money import Money
from providers.halyk import codec, wire
from providers.halyk.settings import Keys
from providers.http import Answer
from tests.unit.halyk.support import NOW, SAMPLE_QR, TERMINAL, bill, sample

KEYS = Keys("client", "s3cret&=+ ", TERMINAL)
TOKEN_END = NOW + timedelta(seconds=1200)


def outcome(answer: Answer, tiyn: int = 200000) -> Outcome:
    return codec.outcome_from(answer, bill(tiyn), NOW, TOKEN_END)


# --- requests


def test_the_payment_token_form_has_its_eight_fields_and_no_other() -> None:
    call = codec.payment_token_call("https://oauth.example/token", KEYS, bill(200050))
    assert (call.method, call.url) == ("POST", "https://oauth.example/token")
    assert parse_qsl(call.body.decode()) == [
        ("grant_type", "client_credentials"),
        ("scope", codec.SCOPE),
        ("client_id", "client"),
        ("client_secret", "s3cret&=+ "),
        ("terminal", TERMINAL),
        ("invoiceID", "205218074"),
        ("amount", "2000.50"),
        ("currency", "KZT"),
    ]


def test_the_generate_body_has_every_documented_field_that_we_know() -> None:
    call = codec.generate_call("https://api.example", "token", bill(phone="+77001234567"))
    assert call.headers == {"authorization": "Bearer token", "content-type": "application/json"}
    assert json.loads(call.body) == {
        "postLink": "https://shop.example/webhooks/halyk/a",
        "failurePostLink": "https://shop.example/webhooks/halyk/b",
        "accountId": "1042",
        "data": "",
        "language": "ru",
        "description": "Coffee",
        "payerPhone": "87001234567",
    }


@pytest.mark.parametrize("phone", [None, "+996700123456", "+7700123456", "", "+77001234567x"])
def test_a_phone_that_the_bank_cannot_take_is_left_out(phone: str | None) -> None:
    assert "payerPhone" not in json.loads(
        codec.generate_call("https://a.example", "t", bill(phone=phone)).body
    )


def test_a_call_says_nothing_secret_of_itself() -> None:
    shown = repr(codec.payment_token_call("https://oauth.example", KEYS, bill()))
    shown += repr(codec.generate_call("https://a.example", "the-token", bill())) + repr(KEYS)
    shown += repr(codec.Token("the-token", NOW)) + repr(
        wire.read(wire.TokenAnswer, sample("token_200_service").body)
    )
    assert not [word for word in ("s3cret", "the-token", "Coffee", "SAMPLE_SERVICE") if word in shown]


@pytest.mark.parametrize(("minor", "text"), [(500000, "5000"), (500050, "5000.50"), (1, "0.01"), (100, "1")])
def test_sums_are_written_in_tenge(minor: int, text: str) -> None:
    assert codec.tenge(Money(minor, "KZT")) == text


@given(st.text(max_size=200))
def test_a_description_is_cut_to_bytes_between_characters(text: str) -> None:
    short = codec.cut(text, codec.DESCRIPTION_BYTES)
    assert len(short.encode()) <= codec.DESCRIPTION_BYTES
    if len(text.encode("utf-8", "replace")) > codec.DESCRIPTION_BYTES and text.isascii() and text.isalnum():
        assert len(short) == codec.DESCRIPTION_BYTES


def test_a_description_of_blanks_is_left_out_and_lines_are_joined() -> None:
    blank = json.loads(codec.generate_call("https://a.example", "t", bill(description=" \n ")).body)
    assert "description" not in blank
    lines = json.loads(
        codec.generate_call("https://a.example", "t", bill(description="a\n b\x00\ud800")).body
    )
    assert lines["description"] == "a b"


# --- tokens


def test_a_token_ends_when_the_answer_says() -> None:
    token = codec.token_from(sample("token_200_payment", access_token="abc"), NOW)
    assert token == codec.Token("abc", NOW + timedelta(seconds=1200))


@pytest.mark.parametrize("value", ["", None, "access token", "a\r\nb", "ключ", 5, "x" * 5000])
def test_a_token_that_cannot_stand_in_a_header_is_none(value: object) -> None:
    with pytest.raises(wire.Garbled):
        codec.token_from(sample("token_200_payment", access_token=value), NOW)


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (400, b'{"code":1,"message":"no"}', "1"),
        (401, b'{"error":"invalid_client","error_description":"no"}', "invalid_client"),
        (403, b"<html>", "403"),
    ],
)
def test_a_denied_token_says_why(status: int, body: bytes, code: str) -> None:
    denied = codec.token_from(Answer(status, body=body), NOW)
    assert isinstance(denied, codec.Denied)
    assert denied.code == code


@pytest.mark.parametrize("status", [204, 302, 404, 429, 500, 503])
def test_any_other_answer_is_no_token_and_no_denial(status: int) -> None:
    with pytest.raises(wire.Garbled):
        codec.token_from(Answer(status, body=sample("token_200_service").body), NOW)


# --- generate


def test_a_good_qr_is_accepted_until_the_earlier_end() -> None:
    good = outcome(sample("generate_200"))
    assert isinstance(good, Accepted)
    assert good.instruction.qr == SAMPLE_QR
    assert good.instruction.links == (
        AppLink("homebank", "https://homebank.example/pay?bill=47785918673"),
        AppLink("onlinebank", "https://onlinebank.example/pay?bill=47785918673"),
    )
    assert (good.expires_at, good.details.bill_number) == (TOKEN_END, "47785918673")
    short = codec.outcome_from(sample("generate_200"), bill(200000), NOW, NOW + timedelta(seconds=60))
    long = codec.outcome_from(sample("generate_200"), bill(200000), NOW, NOW + timedelta(hours=2))
    assert isinstance(short, Accepted)
    assert isinstance(long, Accepted)
    assert (short.expires_at, long.expires_at) == (NOW + timedelta(seconds=60), TOKEN_END)


@pytest.mark.parametrize(
    "link",
    [
        "",
        None,
        "homebank deeplink",
        "javascript:alert(1)",
        "JavaScript:x",
        "data:text/html,x",
        "//x",
        "https://a b",
    ],
)
def test_what_is_no_link_into_an_app_is_left_out(link: object) -> None:
    good = outcome(sample("generate_200", homebankLink=link))
    assert isinstance(good, Accepted)
    assert [one.app for one in good.instruction.links] == ["onlinebank"]


def test_a_placeholder_for_a_qr_is_never_shown() -> None:
    wrong = outcome(sample("generate_200_sample"))
    assert isinstance(wrong, Rejected)
    assert wrong.refusal is Refusal.QR_WRONG


def test_the_right_qr_of_another_sum_is_never_shown() -> None:
    assert isinstance(outcome(sample("generate_200"), 200100), Rejected)


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        (217, Refusal.SETUP),
        (218, Refusal.SETUP),
        (219, Refusal.SETUP),
        (563, Refusal.SETUP),
        (220, Refusal.QR_FAILED),
        (1531, Refusal.OUR_REQUEST),
        (3298, Refusal.OUR_REQUEST),
    ],
)
def test_a_documented_error_of_generate_is_a_no(code: int, refusal: Refusal) -> None:
    for written in (code, str(code)):
        assert outcome(sample("generate_400_219", code=written)) == Rejected(refusal, str(code))


@pytest.mark.parametrize("status", [401, 403, 404, 405, 429])
def test_who_is_turned_away_at_the_door_may_come_again(status: int) -> None:
    assert isinstance(outcome(Answer(status, body=b"<html>")), Unreachable)


@pytest.mark.parametrize(
    "answer",
    [
        sample("generate_400_219", code=100),
        sample("generate_400_219", code=9999),
        sample("generate_200", qrcode=""),
        Answer(200, body=b""),
        Answer(200, body=b"[]"),
        Answer(200, body=b'{"qrcode"'),
        Answer(302, body=b"{}"),
        Answer(400, body=b"<html>"),
        Answer(500, body=sample("generate_400_219").body),
        Answer(502, body=b""),
    ],
)
def test_everything_else_leaves_the_outcome_unknown(answer: Answer) -> None:
    assert isinstance(outcome(answer), Unknown)


# --- looking


def test_no_qr_is_told_from_no_answer() -> None:
    assert codec.qr_from(Answer(404)) is None
    assert codec.qr_from(Answer(400, body=b'{"code":220,"message":"none"}')) is None
    for answer in (
        Answer(400, body=b"<html>"),
        Answer(400, body=b"{}"),
        Answer(200, body=b"{}"),
        Answer(200, body=b'{"code":220}'),
        Answer(200, body=b'{"code":1e9999999999999999999}'),
        Answer(401, body=b'{"code":401}'),
        Answer(500, body=b'{"status":"PAID"}'),
        sample("qr_200_new", amount="much"),
    ):
        with pytest.raises(wire.Garbled):
            codec.qr_from(answer)


def test_check_status_is_read_with_http_400_too_but_not_with_500() -> None:
    assert codec.status_from(sample("check_status_400_102")).result_code == "102"
    for status in (429, 500, 503):
        with pytest.raises(wire.Garbled):
            codec.status_from(Answer(status, body=sample("check_status_400_102").body))
