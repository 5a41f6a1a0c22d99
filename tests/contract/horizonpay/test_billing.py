"""What HorizonPay is told of a payment, where it sends the payer, and that one payment is made once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from billing.answers import Rejected, Seen, Unknown, Unreachable
from billing.errors import BankSilent
from billing.models import Refusal
from billing.money import Money
from billing.questions import Payer
from sandbox.horizonpay.payer import checkout
from tests.contract.harness import Shop
from tests.contract.horizonpay.bench import HorizonPayBench, accepted

PAYER = Payer(
    first_name="Айгерим",
    last_name="К" * 70,
    middle_name="М",
    email="dana@example.kz",
    phone="+77001234567",
    country="kz",
    city="Almaty",
    zip="050000",
    address="Abay 1",
    birth_date="1990-01-31",
    device_id="d-1",
    id_number="900131000000",
    customer_id="c-1",
    ip="2001:db8::1",
    user_agent="Mozilla/5.0",
)


async def test_everything_that_is_documented_and_known_is_told(bank: HorizonPayBench, shop: Shop) -> None:
    intent = replace(shop.intent(), description="Кофе\nи " + "ы" * 300, payer=PAYER, keep=True)
    await accepted(shop, intent)
    asked = await bank.asked()
    assert asked == {
        "amount": 500000,
        "currency": "KZT",
        "description": asked["description"],
        "test": False,
        "expired_at": asked["expired_at"],
        "tracking_id": intent.reference,
        "ip": "2001:db8::1",
        "language": "kk",
        "notification_url": intent.notify_url,
        "return_url": intent.page_url,
        "customer": {
            "first_name": "Айгерим",
            "last_name": "К" * 60,
            "middle_name": "М",
            "email": "dana@example.kz",
            "country": "KZ",
            "city": "Almaty",
            "zip": "050000",
            "address": "Abay 1",
            "phone": "77001234567",
            "birth_date": "1990-01-31",
            "device_id": "d-1",
            "id_number": "900131000000",
        },
        "method": {"type": "card"},
        "additional_data": {
            "contract": ["recurring"],
            "receipt_text": [asked["description"], f"#{intent.account}"],
            "customer": {"id": "c-1"},
            "browser": {"user_agent": "Mozilla/5.0"},
        },
    }
    assert len(asked["description"]) == 255
    assert asked["description"].startswith("Кофе и ы")
    assert ";" not in asked["tracking_id"]


async def test_without_a_description_the_number_stands_for_it(bank: HorizonPayBench, shop: Shop) -> None:
    intent = replace(shop.intent(), description="\u200b \n")
    await accepted(shop, intent)
    assert (await bank.asked())["description"] == f"#{intent.account}"


async def test_a_test_is_said_to_be_one_and_seen_as_one(bank: HorizonPayBench, shop: Shop) -> None:
    bank.provider = bank.client(test=True, method="bogus")
    outcome, bill = await accepted(shop, replace(shop.intent(), amount=Money(9900, "KZT")))
    assert (await bank.asked())["test"] is True
    assert outcome.decided
    assert (await bank.provider.fetch(bill)).seen is Seen.PAID


# --- one payment ----------------------------------------------------------------------------------------


async def test_each_try_of_a_payment_has_its_id_and_each_payment_another(
    bank: HorizonPayBench, shop: Shop
) -> None:
    intent = shop.intent()
    await shop.create(intent)
    await shop.create(replace(intent, asked_at=bank.now() + timedelta(seconds=20)))
    await shop.create(shop.intent())
    sent = await bank.requests("create")
    assert [one["request_id"] == intent.key for one in sent] == [True, True, False]
    assert sent[0]["body"] == sent[1]["body"]
    assert await bank.bills_made(intent) == 1


@pytest.mark.parametrize("kind", ["silence_after", "reset_after", "500", "502", "html", "badjson"])
async def test_a_payment_whose_answer_was_lost_is_found_by_our_id_with_what_the_payer_must_do(
    bank: HorizonPayBench, shop: Shop, kind: str
) -> None:
    bank.impatient()
    await bank.trouble("create", kind, count=1, acted=True)
    outcome, bill = await shop.create(shop.intent())
    assert isinstance(outcome, Unknown)
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.bank_id) == (Seen.PENDING, (await bank.transaction(bill))["uid"])
    assert seen.instruction is not None
    await checkout(seen.instruction.links[0].url)
    assert (await bank.provider.fetch(bill)).seen is Seen.PAID


async def test_only_one_that_is_nowhere_is_asked_for_again_with_the_same_id(
    bank: HorizonPayBench, shop: Shop
) -> None:
    await bank.trouble("create", "502", count=1)
    outcome, bill = await shop.create(shop.intent())
    assert isinstance(outcome, Unknown)
    with pytest.raises(BankSilent):
        await bank.provider.fetch(bill)
    bank.wait(bank.proof())
    assert (await bank.provider.fetch(bill)).seen is Seen.ABSENT
    await accepted(shop, replace(bill, asked_at=bank.now()))
    first, second = await bank.requests("create")
    assert (first["request_id"], first["body"]) == (second["request_id"], second["body"])
    assert await bank.bills_made(bill) == 1


async def test_a_refusal_is_final_and_the_next_payment_has_another_id(
    bank: HorizonPayBench, shop: Shop
) -> None:
    await bank.control("configure", currencies=["USD"])
    refused, _ = await shop.create(shop.intent())
    await bank.control("configure", currencies=["KZT"])
    assert isinstance(refused, Rejected)
    await accepted(shop, shop.intent())
    first, second = await bank.requests("create")
    assert first["request_id"] != second["request_id"]


async def test_a_used_id_with_another_body_is_no_refusal(bank: HorizonPayBench, shop: Shop) -> None:
    await bank.control("configure", other_body="refuse")
    intent = shop.intent()
    await accepted(shop, intent)
    outcome, _ = await shop.create(replace(intent, description="Tea"))
    assert isinstance(outcome, Unknown)
    assert (await bank.provider.fetch(intent)).seen is Seen.PENDING


async def test_long_after_the_first_try_the_end_lies_ahead_again(bank: HorizonPayBench, shop: Shop) -> None:
    intent = shop.intent()
    bank.wait(timedelta(minutes=50))
    outcome, _ = await accepted(shop, replace(intent, asked_at=bank.now()))
    assert outcome.expires_at is not None
    assert outcome.expires_at - bank.now() > timedelta(minutes=59)


# --- refused --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"secret_key": "another"}, "invalid_credentials"), ({"method": "kaspi"}, "unknown_method")],
)
async def test_what_the_merchant_must_mend_takes_the_bank_off_the_cards(
    bank: HorizonPayBench, shop: Shop, changes: dict[str, Any], code: str
) -> None:
    bank.provider = bank.client(**changes)
    outcome, _ = await shop.create(shop.intent())
    assert isinstance(outcome, Rejected)
    assert (outcome.refusal, outcome.code) == (Refusal.SETUP, code)
    assert outcome.halt is not None
    assert outcome.halt.until is None


async def test_a_shop_without_the_world_that_we_mean_is_told_so(bank: HorizonPayBench, shop: Shop) -> None:
    await bank.control("configure", mode="test")
    outcome, _ = await shop.create(shop.intent())
    assert isinstance(outcome, Rejected)
    assert (outcome.refusal, outcome.code, outcome.halt is None) == (Refusal.SETUP, "test", False)


async def test_a_check_with_a_wrong_secret_says_what_to_compare(bank: HorizonPayBench) -> None:
    health = await bank.client(secret_key="another").check()
    assert not health.ok
    assert health.halt is not None
    assert "HORIZONPAY_SECRET_KEY" in health.advice


async def test_what_the_method_demands_is_missed_before_anything_is_sent(
    bank: HorizonPayBench, shop: Shop
) -> None:
    bank.provider = bank.client(method="checked_card", require="first_name,phone,email")
    known = Payer(first_name="Dana", phone="+77001234567", email="not an address")
    outcome, _ = await shop.create(replace(shop.intent(), payer=known))
    assert isinstance(outcome, Rejected)
    assert (outcome.code, await bank.requests("create")) == ("missing_email", [])
    await accepted(shop, replace(shop.intent(), payer=replace(known, email="dana@example.kz")))


@pytest.mark.parametrize("status", ["404", "429"])
async def test_who_was_not_let_in_was_not_billed(bank: HorizonPayBench, shop: Shop, status: str) -> None:
    await bank.trouble("create", status, count=1)
    outcome, bill = await shop.create(shop.intent())
    assert isinstance(outcome, Unreachable)
    assert await bank.bills_made(bill) == 0


async def test_a_country_that_there_is_not_is_the_payers_to_mend(bank: HorizonPayBench, shop: Shop) -> None:
    outcome, _ = await shop.create(replace(shop.intent(), payer=replace(PAYER, country="ZZ")))
    assert isinstance(outcome, Rejected)
    assert (outcome.refusal, outcome.wrong) == (Refusal.PARTICULARS, ("country",))
    await accepted(shop, replace(shop.intent(), payer=PAYER))
