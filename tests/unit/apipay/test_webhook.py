"""ApiPay's webhooks: whoever has not the secret is nobody, and each fact has one key."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest

from billing.answers import Delivery, Forged, Kind, Seen
from providers.apipay.webhook import delivery_from

SECRET, OLD = b"whsec_test", b"whsec_old"
TEST = b'{"event":"webhook.test","source":"test","timestamp":"2026-01-15T10:00:00Z"}'
TEST_SIGNATURE = "sha256=6efe7751ce7e25cbef279f7d2ca1bf0616ad6890e3503ba2122c6a80099cb5a4"
CYRILLIC = (
    '{"event":"invoice.status_changed","invoice":{"id":42,"external_order_id":"order_123",'
    '"amount":"15000.00","status":"paid","description":"Оплата заказа","is_sandbox":false,'
    '"paid_at":"2026-02-12T14:35:00+00:00"},"source":"My API Key","timestamp":"2026-02-12T14:35:01+00:00"}'
).encode()
CYRILLIC_SIGNATURE = "sha256=a773d7b533db2080f6a252c61e8935866fee93f71c7bdcdb7fb8cc4f9956936e"
ORDER = "tolem-100123"
PAID = {"id": 42, "external_order_id": ORDER, "amount": "15000.00", "status": "paid"}


def signed(body: bytes, secret: bytes = SECRET) -> dict[str, str]:
    return {"X-Webhook-Signature": "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()}


def told(body: object, secrets: tuple[bytes, ...] = (SECRET,)) -> Delivery:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    delivery = delivery_from(signed(raw), raw, secrets)
    assert isinstance(delivery, Delivery), delivery
    return delivery


def changed(**invoice: object) -> dict[str, object]:
    return {"event": "invoice.status_changed", "invoice": PAID | invoice, "timestamp": "now"}


@pytest.mark.parametrize(("body", "signature"), [(TEST, TEST_SIGNATURE), (CYRILLIC, CYRILLIC_SIGNATURE)])
def test_the_samples_are_signed_as_the_document_says(body: bytes, signature: str) -> None:
    assert isinstance(delivery_from({"X-Webhook-Signature": signature}, body, [SECRET]), Delivery)


def test_the_same_json_written_anew_is_not_what_was_signed() -> None:
    again = json.dumps(json.loads(CYRILLIC)).encode()
    assert len(again) == 351
    assert isinstance(delivery_from({"X-Webhook-Signature": CYRILLIC_SIGNATURE}, again, [SECRET]), Forged)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "sha256=",
        TEST_SIGNATURE[:-1],
        TEST_SIGNATURE + "0",
        TEST_SIGNATURE.removeprefix("sha256="),
        TEST_SIGNATURE.replace("sha256", "sha512"),
        "sha256=" + "ё" * 64,
        "sha256=" + "٣" * 64,
        "\udcff" * 71,
        "sha256=" + "0" * 64,
        TEST_SIGNATURE.replace("sha", "\u017fha"),  # a letter that is an s to whoever ignores case
    ],
)
def test_a_header_of_another_form_is_forged_and_breaks_nothing(header: str) -> None:
    assert isinstance(delivery_from({"X-Webhook-Signature": header}, TEST, [SECRET]), Forged)


def test_without_the_header_or_without_a_secret_nobody_is_believed() -> None:
    assert isinstance(delivery_from({}, TEST, [SECRET]), Forged)
    assert isinstance(delivery_from(signed(TEST), TEST, []), Forged)
    assert isinstance(delivery_from(signed(TEST, b""), TEST, [SECRET]), Forged)


@pytest.mark.parametrize("name", ["x-webhook-signature", "X-WEBHOOK-SIGNATURE", "X-Webhook-Signature"])
@pytest.mark.parametrize("write", [str.lower, str.upper])
def test_large_and_small_letters_are_one(name: str, write: type[str]) -> None:
    assert isinstance(delivery_from({name: write(TEST_SIGNATURE)}, TEST, [SECRET]), Delivery)


@pytest.mark.parametrize("secret", [SECRET, OLD])
def test_while_a_secret_is_replaced_both_are_good(secret: bytes) -> None:
    assert isinstance(delivery_from(signed(TEST, secret), TEST, [OLD, SECRET]), Delivery)
    assert isinstance(delivery_from(signed(TEST, b"stolen"), TEST, [OLD, SECRET]), Forged)


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"null", b"[]", b"\xff", b'{"a":' + b"[" * 30_000, b" " * 70_000),
        b'{"a":1e9999999999999999999}',
    ],
)
def test_what_is_no_event_is_forged_even_when_it_is_signed(body: bytes) -> None:
    assert isinstance(delivery_from(signed(body), body, [SECRET]), Forged)


@pytest.mark.parametrize(
    ("word", "claim"),
    [
        ("paid", Seen.PAID),
        ("partially_refunded", Seen.PAID),
        ("refunded", Seen.PAID),
        ("pending", Seen.PENDING),
        ("cancelled", Seen.CANCELLED),
        ("expired", Seen.EXPIRED),
        ("error", Seen.REJECTED),
        ("settling", Seen.UNCLEAR),
    ],
)
def test_a_status_is_a_claim_about_our_payment(word: str, claim: Seen) -> None:
    delivery = told(changed(status=word))
    assert (delivery.kind, delivery.reference, delivery.claim) == (Kind.PAYMENT, ORDER, claim)


def test_copies_have_one_key_whatever_their_time_and_other_facts_have_others() -> None:
    first = told(changed())
    assert told(changed() | {"timestamp": "later", "source": None}).key == first.key
    others = {told(changed(status="expired")).key, told(changed(id=43)).key, first.key}
    assert len(others) == 3


def test_a_refund_event_is_keyed_by_the_refund_and_its_state() -> None:
    event = {"event": "invoice.refunded", "invoice": PAID, "refund": {"id": 5, "status": "completed"}}
    delivery = told(event)
    assert (delivery.kind, delivery.reference) == (Kind.REFUND, ORDER)
    failed = told(event | {"refund": {"id": 5, "status": "failed"}})
    second = told(event | {"refund": {"id": 6, "status": "completed"}})
    assert len({delivery.key, failed.key, second.key}) == 3


@pytest.mark.parametrize("event", ["payment_succeeded", "payment_failed", "grace_period_started", "expired"])
def test_subscriptions_are_read_already(event: str) -> None:
    body = {"event": f"subscription.{event}", "subscription": {"id": 10, "external_subscriber_id": "C-1"}}
    delivery = told(body | {"invoice_id": 200})
    assert (delivery.kind, delivery.reference) == (Kind.SUBSCRIPTION, "C-1")
    assert told(body | {"invoice_id": 201}).key != delivery.key
    assert told(body | {"invoice_id": 200, "timestamp": "later"}).key == delivery.key


def test_a_subscriptions_events_of_two_months_are_two_also_where_no_bill_stands_at_the_root() -> None:
    body = {"event": "subscription.payment_succeeded", "timestamp": "2026-02-12T14:35:01+00:00"}
    named = {"subscription": {"id": 10}, "invoice": PAID | {"id": 200}}
    first = told(body | {"data": named})
    assert first.key == told(body | {"data": named, "timestamp": "later"}).key
    assert first.key != told(body | {"data": named | {"invoice": PAID | {"id": 201}}}).key
    grace = {"event": "subscription.grace_period_started", "data": {"subscription": {"id": 10}}}
    months = [told(grace | {"timestamp": f"2026-0{month}-12T14:35:01+00:00"}).key for month in (2, 2, 3)]
    assert len(set(months)) == 2


def test_an_event_of_the_catalog_names_the_item_and_copies_of_it_are_one() -> None:
    body = {"event": "catalog.item_processed", "catalog_item": {"id": 612, "status": "active"}}
    delivery = told(body | {"timestamp": "2026-02-12T14:35:01+00:00"})
    assert (delivery.kind, delivery.reference) == (Kind.CATALOG, "612")
    assert told(body | {"timestamp": "2026-02-12T14:35:01+00:00"}).key == delivery.key
    failed = body | {"catalog_item": {"id": 612, "status": "failed", "error_code": "x"}}
    other = body | {"catalog_item": {"id": 613, "status": "active"}}
    again = body | {"timestamp": "2026-02-12T14:36:01+00:00"}
    assert len({told(each).key for each in (body, failed, other, again)} | {delivery.key}) == 5
    assert told({"event": "catalog.of_tomorrow"}).kind is Kind.CATALOG


@pytest.mark.parametrize("event", ["invoice.qr_scanned", "receipt.created", "cashbox.opened", ""])
def test_what_we_do_not_know_is_taken_and_left(event: str) -> None:
    assert told({"event": event, "invoice": PAID}).kind is Kind.OTHER


@pytest.mark.parametrize(
    "order", [None, "", "order_123", "C-1", "tolem-", "tolem-1x", f"{ORDER} ", "bank-41"]
)
@pytest.mark.parametrize("event", ["invoice.status_changed", "invoice.refunded"])
def test_an_invoice_without_an_order_of_ours_is_named_by_its_own_id(order: str | None, event: str) -> None:
    """The service may have made it for a subscription; of a stranger's nobody has that reference."""
    expected = ORDER if order == f"{ORDER} " else "bank-42"
    assert told(changed(external_order_id=order) | {"event": event}).reference == expected


def test_an_invoice_without_an_id_is_nobodys() -> None:
    for wrong in ("x", None, "٤٢", "-1", "4 2"):
        body = {"event": "invoice.refunded", "invoice": PAID | {"id": wrong, "external_order_id": None}}
        assert told(body).reference is None
