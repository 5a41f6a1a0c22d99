"""Where HorizonPay's documents contradict each other or themselves: a test for each, named after it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from billing.answers import Accepted, Begun, Delivery, Forged, Kind, Observation, Rejected, Seen
from billing.models import Refusal
from billing.money import Money
from billing.questions import Payer
from providers.horizonpay import wire
from tests.contract.harness import Received, Shop
from tests.contract.horizonpay.bench import HorizonPayBench
from tests.contract.standing import forgotten
from tests.unit.horizonpay.support import PAID_SAMPLE, PENDING_SAMPLE


def read(bank: HorizonPayBench, webhook: Received) -> Delivery:
    delivery = bank.provider.read_webhook(webhook.headers, webhook.body)
    assert isinstance(delivery, Delivery)
    return delivery


async def paid(bank: HorizonPayBench, shop: Shop) -> Observation:
    bill = await shop.billed()
    await bank.pays(bill)
    return await bank.provider.fetch(bill)


@pytest.mark.parametrize("name", ["form", "payment_form"])
async def test_contradiction_01_a_form_has_two_names(bank: HorizonPayBench, shop: Shop, name: str) -> None:
    await bank.control("configure", form_key=name)
    outcome, _ = await shop.create(shop.intent())
    assert isinstance(outcome, Accepted)
    assert [link.app for link in outcome.instruction.links] == ["page"]


@pytest.mark.parametrize("shape", ["documented", "flat", "list", "text", "singular", "response", "bare"])
async def test_contradiction_02_errors_are_an_object_a_list_a_text_and_have_two_names(
    bank: HorizonPayBench, shop: Shop, shape: str
) -> None:
    await bank.control("configure", errors=shape, currencies=["USD"])
    outcome, _ = await shop.create(shop.intent())
    assert isinstance(outcome, Rejected)
    assert outcome.refusal is Refusal.OUR_REQUEST
    assert ("currency" in outcome.text) is (shape != "bare")
    assert outcome.text.startswith("Unprocessable entity")


@pytest.mark.parametrize("phones", ["text", "integer", "null"])
async def test_contradiction_03_a_phone_is_a_text_a_number_or_nothing_and_ours_is_a_text(
    bank: HorizonPayBench, shop: Shop, phones: str
) -> None:
    await bank.control("configure", phones=phones)
    outcome, bill = await shop.create(replace(shop.intent(), payer=Payer(phone="+7 700 123-45-67")))
    assert isinstance(outcome, Accepted)
    assert (await bank.asked())["customer"] == {"phone": "77001234567"}
    assert (await bank.provider.fetch(bill)).seen is Seen.PENDING


@pytest.mark.parametrize("times", ["malformed", "zero"])
async def test_contradiction_04_a_time_that_is_none_stays_a_text_and_is_never_half_understood(
    bank: HorizonPayBench, shop: Shop, times: str
) -> None:
    await bank.control("configure", times=times)
    seen = await paid(bank, shop)
    assert (seen.seen, seen.occurred_at) == (Seen.PAID, None)
    assert seen.word.startswith("successful at ")
    for text in ("2025-12-07T14:21:240Z", "2024-12-07T14:40:120Z", "0000-00-00T00:00:00Z"):
        assert wire.moment_from(text) == wire.Moment(text, None)
    assert datetime.fromisoformat("2024-12-07T14:40:120Z").second == 12  # what must not happen


@pytest.mark.parametrize("fields", ["full", "sparse"])
async def test_contradiction_05_what_is_required_is_missing_in_the_examples(
    bank: HorizonPayBench, shop: Shop, fields: str
) -> None:
    await bank.control("configure", fields=fields)
    seen = await paid(bank, shop)
    assert (seen.seen, bool(seen.details.receipt_url)) == (Seen.PAID, fields == "full")
    bare = {"uid": "2-1", "status": "pending", "amount": 1, "currency": "KZT"}
    assert wire.transaction_from(bare).status == "pending"


async def test_contradiction_06_the_banks_order_id_and_its_end_are_not_ours(
    bank: HorizonPayBench, shop: Shop
) -> None:
    told = wire.transaction_from(PENDING_SAMPLE)
    assert (told.tracking_id, told.uid) == ("AB8923", "8759cf84-e56d-44b7-a8ae-62640f6402c4")
    outcome, bill = await shop.create(shop.intent())
    assert isinstance(outcome, Accepted)
    assert outcome.expires_at == bill.created_at + timedelta(hours=1)


@pytest.mark.parametrize("uids", ["short", "uuid", "mixed"])
async def test_contradiction_07_a_uid_has_any_form(bank: HorizonPayBench, shop: Shop, uids: str) -> None:
    await bank.control("configure", uids=uids)
    for _ in range(2):
        bill = await shop.billed()
        await bank.pays(bill)
        assert (await bank.provider.fetch(bill)).bank_id == (await bank.transaction(bill))["uid"]


@pytest.mark.parametrize("name", ["method_type", "payment_method_type"])
async def test_contradiction_08_the_methods_section_is_named_by_one_of_two_fields(
    bank: HorizonPayBench, shop: Shop, name: str
) -> None:
    await bank.control("configure", type_key=name)
    bank.provider = bank.client(method="wallet_qr")
    outcome, _ = await shop.create(shop.intent())
    assert isinstance(outcome, Accepted)
    assert [link.app for link in outcome.instruction.links] == ["qr"]


@pytest.mark.parametrize(
    ("word", "seen"),
    [
        ("initial", Seen.PENDING),
        ("incomplete", Seen.PENDING),
        ("permanent", Seen.PENDING),
        ("processing", Seen.PENDING),
        ("error", Seen.REJECTED),
        ("deleted", Seen.CANCELLED),
        ("hibernating", Seen.UNCLEAR),
    ],
)
async def test_contradiction_09_there_are_more_words_than_the_list_has_and_an_unknown_one_moves_nothing(
    bank: HorizonPayBench, shop: Shop, word: str, seen: Seen
) -> None:
    bill = await shop.billed()
    await bank.control("status", tracking_id=bill.reference, status=word)
    told = await bank.provider.fetch(bill)
    assert (told.seen, told.word) == (seen, word)


async def test_contradiction_10_basic_is_always_demanded_and_the_signature_where_a_key_is_set(
    bank: HorizonPayBench, shop: Shop
) -> None:
    signed = bank.client(public_key=(await bank.control("key"))["pem"])
    await bank.control("notifications", mode="no_signature", count=1)
    bill = await shop.billed()
    (unsigned,) = await bank.delivers()
    assert isinstance(signed.read_webhook(unsigned.headers, unsigned.body), Forged)
    assert read(bank, unsigned).kind is Kind.PAYMENT
    await bank.pays(bill)
    _, both = await bank.delivers()
    assert isinstance(signed.read_webhook(both.headers, both.body), Delivery)
    without = {name: value for name, value in both.headers.items() if name != "Authorization"}
    for client in (signed, bank.provider):
        assert isinstance(client.read_webhook(without, both.body), Forged)


async def test_contradiction_11_the_path_is_plural(bank: HorizonPayBench, shop: Shop) -> None:
    bill = await shop.paid()
    assert isinstance(await bank.provider.refund(await shop.repayment(bill)), Begun)
    paths = {
        one["path"].removeprefix("/horizonpay/beyag/") for one in await bank.requests("create", "refund")
    }
    assert paths == {"transactions/payments", "transactions/refunds"}


@pytest.mark.parametrize("shape", ["list", "object"])
async def test_contradiction_12_by_our_id_a_list_or_one_object_comes_and_ours_is_picked_from_it(
    bank: HorizonPayBench, shop: Shop, shape: str
) -> None:
    await bank.control("configure", by_tracking=shape, tracking_most=10)
    bill = forgotten(await shop.billed())
    await bank.pays(bill)
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.bank_id) == (Seen.PAID, (await bank.transaction(bill))["uid"])


async def test_contradiction_12_one_with_money_counts_before_a_newer_one_without(
    bank: HorizonPayBench, shop: Shop
) -> None:
    await bank.control("configure", idempotency="ignored")
    bill = await shop.billed()
    await bank.pays(bill)
    await shop.create(bill)
    assert await bank.bills_made(bill) == 2
    assert (await bank.provider.fetch(forgotten(bill))).seen is Seen.PAID


async def test_contradiction_13_the_way_back_is_always_said(bank: HorizonPayBench, shop: Shop) -> None:
    bill = await shop.billed()
    assert (await bank.asked())["return_url"] == bill.page_url


async def test_contradiction_14_the_sum_of_a_refund_is_always_said(bank: HorizonPayBench, shop: Shop) -> None:
    bill = await shop.paid()
    await bank.provider.refund(await shop.repayment(bill))
    (asked,) = await bank.requests("refund")
    assert asked["body"]["request"]["amount"] == bill.amount.minor


async def test_contradiction_15_the_end_is_always_said(bank: HorizonPayBench, shop: Shop) -> None:
    bill = await shop.billed()
    told = (await bank.asked())["expired_at"]
    assert told.endswith("+00:00")
    assert bill.created_at - datetime.fromisoformat(told) < timedelta(minutes=-59)


async def test_contradiction_16_a_masked_email_is_no_reason_to_stumble() -> None:
    masked = PAID_SAMPLE | {"customer": {"ip": "127.0.0.1", "email": "[email protected]"}}
    assert wire.one_from(json.dumps({"transaction": masked}).encode()).amount == 100


async def test_contradiction_17_a_notification_that_says_pending_is_normal_and_moves_nothing(
    bank: HorizonPayBench, shop: Shop
) -> None:
    bill = await shop.billed()
    (pending,) = await bank.delivers()
    told = read(bank, pending)
    assert (told.kind, told.reference, told.claim) == (Kind.PAYMENT, bill.reference, Seen.PENDING)
    assert (await bank.provider.fetch(bill, claim=told.claim)).seen is Seen.PENDING
    await bank.pays(bill)
    assert (await bank.provider.fetch(bill, claim=told.claim)).amount == Money(500000, "KZT")
