"""Webhooks: read leniently, told apart exactly, and never believed."""

from __future__ import annotations

import json

import pytest

from billing.answers import Delivery, Forged, Kind, Seen
from tests.contract.harness import Bench, Fate, Received, Shop


def read(bank: Bench, webhook: Received) -> Delivery:
    delivery = bank.provider.read_webhook(webhook.headers, webhook.body)
    assert isinstance(delivery, Delivery)
    return delivery


async def test_a_webhook_names_our_payment_and_its_claim(bank: Bench, shop: Shop) -> None:
    paid, declined = await shop.billed(), await shop.billed(Fate.REFUSED)
    await bank.pays(paid)
    await bank.pays(declined)
    read_all = [read(bank, webhook) for webhook in await bank.delivers()]
    told = {(one.kind, one.reference, one.claim) for one in read_all if one.claim is not Seen.PENDING}
    assert told == {
        (Kind.PAYMENT, paid.reference, Seen.PAID),
        (Kind.PAYMENT, declined.reference, Seen.REJECTED),
    }


async def test_copies_of_one_webhook_have_one_key_and_others_have_others(bank: Bench, shop: Shop) -> None:
    first, second = await shop.billed(), await shop.billed()
    await bank.pays(first)
    await bank.pays(second)
    keys = [read(bank, webhook).key for webhook in await bank.delivers()]
    again = [read(bank, webhook).key for webhook in bank.received()]
    assert keys == again
    assert len(set(keys)) == len(keys) > 1


async def test_a_webhook_that_comes_too_early_changes_nothing_that_is_fetched(
    bank: Bench, shop: Shop
) -> None:
    bill = await shop.billed()
    seen = await bank.provider.fetch(bill, claim=Seen.PAID)
    assert seen.seen is Seen.PENDING


async def test_a_forged_failure_cannot_undo_a_payment(bank: Bench, shop: Shop) -> None:
    bill = await shop.billed()
    await bank.pays(bill)
    assert (await bank.provider.fetch(bill, claim=Seen.REJECTED)).seen is Seen.PAID


async def test_a_forged_success_pays_nothing(bank: Bench, shop: Shop) -> None:
    bill = await shop.billed(Fate.REFUSED)
    await bank.pays(bill)
    assert (await bank.provider.fetch(bill, claim=Seen.PAID)).seen is Seen.REJECTED


async def test_an_old_failure_after_the_success_is_still_paid(bank: Bench, shop: Shop) -> None:
    bill = await shop.billed()
    bank.wait(bank.life())
    await bank.provider.fetch(bill)
    await bank.pays_late(bill)
    await bank.delivers()
    claims = [read(bank, webhook).claim for webhook in reversed(bank.received())]
    assert claims[0] is Seen.PAID
    assert claims[1] in (Seen.REJECTED, Seen.EXPIRED)
    for claim in claims:
        assert (await bank.provider.fetch(bill, claim=claim)).seen is Seen.PAID


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"100001"',
        b"{}",
        b"<html></html>",
        b"\xff\xfe\x00",
        b'{"a":' + b"[" * 30_000,
        b"{" + b" " * 2_000_000 + b"}",
        json.dumps({"invoiceId": None, "invoice_id": {"a": 1}}).encode(),
    ],
)
async def test_what_no_bank_would_send_is_forged(bank: Bench, body: bytes) -> None:
    assert isinstance(bank.provider.read_webhook({}, body), Forged)
