"""Notifications: each proof is checked over raw bytes, in constant time, and odd headers never raise."""

from __future__ import annotations

import base64
import json
import textwrap
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from hypothesis import given
from hypothesis import strategies as st

from billing.answers import Delivery, Forged, Kind, Seen
from providers.horizonpay import codec, signing
from providers.horizonpay.webhook import Proofs, delivery_from
from tests.unit.horizonpay.support import transaction

SHOP, SECRET = "361", "a:secret:Қ"
BASIC = codec.authorization_from(SHOP, SECRET)
SPKI, PEM, DER = (
    serialization.PublicFormat.SubjectPublicKeyInfo,
    serialization.Encoding.PEM,
    serialization.Encoding.DER,
)


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def body(**changes: object) -> bytes:
    return json.dumps({"transaction": transaction(**changes)}, ensure_ascii=False).encode()


def signature(raw: bytes, name: str = "ours") -> str:
    return base64.b64encode(key(name).sign(raw, padding.PKCS1v15(), hashes.SHA256())).decode()


def read(
    raw: bytes, *, basic: str | None = BASIC, signed: str | None = None, demanded: bool = False
) -> Delivery | Forged:
    headers = {"Authorization": basic} if basic is not None else {}
    if signed is not None:
        headers["Content-Signature"] = signed
    return delivery_from(
        headers, raw, Proofs(BASIC, key("ours").public_key() if demanded else None), test=False
    )


def pem() -> str:
    return key("ours").public_key().public_bytes(PEM, SPKI).decode()


def der() -> str:
    return base64.b64encode(key("ours").public_key().public_bytes(DER, SPKI)).decode()


# --- Basic ----------------------------------------------------------------------------------------------


def test_basic_is_parted_by_its_first_colon_only() -> None:
    assert isinstance(read(body()), Delivery)
    for told in ("361:a", "361:a:secret", "361:a:secret:Қ:", "362:a:secret:Қ", "361a:secret:Қ", ":"):
        assert isinstance(read(body(), basic="Basic " + base64.b64encode(told.encode()).decode()), Forged)


@pytest.mark.parametrize(
    "basic",
    [
        None,
        "",
        "Basic",
        "Basic ",
        "Basic ключ",
        "Basic \udcff\udcfe",
        "Bearer " + BASIC.partition(" ")[2],
        BASIC.partition(" ")[2],
        "Basic \x00",
    ],
)
def test_odd_headers_are_forged_and_never_raise(basic: str | None) -> None:
    assert isinstance(read(body(), basic=basic), Forged)
    assert isinstance(read(body(), basic=BASIC, signed=basic, demanded=True), Forged)


def test_the_schemes_name_has_no_case() -> None:
    assert isinstance(read(body(), basic=BASIC.replace("Basic", "bASIC")), Delivery)


# --- the signature --------------------------------------------------------------------------------------


def test_with_a_key_both_proofs_are_demanded() -> None:
    raw = body()
    assert isinstance(read(raw, signed=signature(raw), demanded=True), Delivery)
    assert isinstance(read(raw, demanded=True), Forged)
    assert isinstance(read(raw, basic=None, signed=signature(raw), demanded=True), Forged)


def test_without_a_key_a_signature_is_not_looked_at() -> None:
    assert isinstance(read(body(), signed="whatever"), Delivery)


def test_another_key_and_other_bytes_are_forged() -> None:
    raw = body(message="Төленді")
    assert isinstance(read(raw, signed=signature(raw, "another"), demanded=True), Forged)
    assert isinstance(read(raw + b" ", signed=signature(raw), demanded=True), Forged)
    redumped = json.dumps(json.loads(raw)).encode()
    assert isinstance(read(redumped, signed=signature(raw), demanded=True), Forged)


def test_a_signature_may_be_wrapped() -> None:
    raw = body()
    wrapped = "\r\n ".join(textwrap.wrap(signature(raw), 60))
    assert isinstance(read(raw, signed=wrapped, demanded=True), Delivery)


@pytest.mark.parametrize(
    "write",
    [
        pem,
        der,
        lambda: "\n".join(textwrap.wrap(der(), 64)),
        lambda: pem().replace("\n", "\\n"),
        lambda: f"  {der()}\r\n",
    ],
)
def test_the_key_is_read_as_pem_and_as_the_back_office_shows_it(write: Any) -> None:
    raw = body()
    assert signing.is_right(signing.key_from(write()), signature(raw), raw)


def test_what_is_no_rsa_key_is_none() -> None:
    curve = ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(PEM, SPKI).decode()
    for text in ("", "key", "-----BEGIN PUBLIC KEY-----", der()[:-8], curve):
        with pytest.raises(ValueError, match=r"^must be"):
            signing.key_from(text)


@given(st.text())
def test_no_text_is_taken_for_a_signature(text: str) -> None:
    assert not signing.is_right(key("ours").public_key(), text, b"body")


# --- what is read ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "kind", "claim"),
    [
        ({}, Kind.PAYMENT, Seen.PAID),
        ({"type": None}, Kind.PAYMENT, Seen.PAID),
        ({"status": "pending"}, Kind.PAYMENT, Seen.PENDING),
        ({"status": "failed"}, Kind.PAYMENT, Seen.REJECTED),
        ({"status": "expired"}, Kind.PAYMENT, Seen.EXPIRED),
        ({"status": "dreaming"}, Kind.PAYMENT, Seen.UNCLEAR),
        ({"type": "refund", "tracking_id": "tolem-100001;r-1"}, Kind.REFUND, Seen.UNCLEAR),
        ({"type": "chargeback"}, Kind.REFUND, Seen.UNCLEAR),
        ({"type": "payout"}, Kind.OTHER, Seen.UNCLEAR),
    ],
)
def test_a_notification_says_of_which_payment_it_speaks(
    changes: dict[str, Any], kind: Kind, claim: Seen
) -> None:
    told = read(body(**changes))
    assert isinstance(told, Delivery)
    assert (told.kind, told.claim, told.reference) == (kind, claim, "tolem-100001")


def test_the_key_is_of_uid_type_and_status() -> None:
    keys = [
        read(body(**changes)) for changes in ({}, {"message": "again"}, {"status": "pending"}, {"uid": "2-3"})
    ]
    told = [each.key for each in keys if isinstance(each, Delivery)]
    assert told[0] == told[1]
    assert len(set(told)) == 3


def test_the_other_world_is_of_no_concern() -> None:
    told = read(body(test=True))
    assert isinstance(told, Delivery)
    assert (told.kind, told.reference) == (Kind.OTHER, None)


@given(st.binary(), st.text(), st.text())
def test_nothing_that_comes_in_raises(raw: bytes, basic: str, signed: str) -> None:
    assert isinstance(read(raw, basic=basic, signed=signed, demanded=True), Forged)
    assert isinstance(read(raw), Delivery)
