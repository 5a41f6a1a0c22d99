"""Methods that a payer lets the shop keep at HorizonPay, and what is charged with them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing.answers import Kept, Rejected, Seen
from billing.models import InstructionKind, Refusal
from tests.contract.harness import Shop
from tests.contract.horizonpay.bench import HorizonPayBench, accepted


async def kept(bank: HorizonPayBench, shop: Shop) -> str:
    _, bill = await accepted(shop, replace(shop.intent(), keep=True))
    await bank.pays(bill)
    seen = await bank.provider.fetch(bill)
    assert isinstance(seen.kept, Kept)
    assert seen.kept.token == (await bank.transaction(bill))["token"]
    assert seen.kept.token not in repr(seen)
    return seen.kept.token


async def test_a_method_that_the_payer_lets_us_keep_is_charged_with_one_call(
    bank: HorizonPayBench, shop: Shop
) -> None:
    token = await kept(bank, shop)
    bank.provider = bank.client(require="phone")
    outcome, bill = await accepted(shop, replace(shop.intent(), saved=token, keep=True))
    assert outcome.decided
    assert (await bank.transaction(bill))["charged_token"] == token
    assert not (await bank.transaction(bill))["recurring"]
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.kept) == (Seen.PAID, None)


async def test_what_nobody_let_us_keep_is_not_kept(bank: HorizonPayBench, shop: Shop) -> None:
    token = await kept(bank, shop)
    _, bill = await accepted(shop, replace(shop.intent(), saved=token))
    assert (await bank.provider.fetch(bill)).kept is None


@pytest.mark.parametrize("dead", ["refuse", "fail"])
async def test_a_kept_method_that_is_dead_is_a_refusal(bank: HorizonPayBench, shop: Shop, dead: str) -> None:
    await bank.control("configure", dead_tokens=dead)
    token = await kept(bank, shop)
    await bank.control("revoke", token=token)
    outcome, bill = await shop.create(replace(shop.intent(), saved=token))
    if dead == "refuse":
        assert isinstance(outcome, Rejected)
        assert (outcome.refusal, outcome.code) == (Refusal.METHOD_GONE, "method_token")
    else:
        assert (await bank.provider.fetch(bill)).seen is Seen.REJECTED


@pytest.mark.parametrize("charge", ["pending", "form"])
async def test_a_kept_method_may_still_ask_its_owner(bank: HorizonPayBench, shop: Shop, charge: str) -> None:
    await bank.control("configure", token_charges=charge)
    token = await kept(bank, shop)
    outcome, bill = await accepted(shop, replace(shop.intent(), saved=token))
    confirms = outcome.instruction.kind is InstructionKind.CONFIRM
    assert (confirms, outcome.decided) == (charge == "pending", False)
    await bank.pays(bill)
    assert (await bank.provider.fetch(bill)).seen is Seen.PAID


async def test_a_method_that_cannot_be_kept_is_paid_by_without_that(
    bank: HorizonPayBench, shop: Shop
) -> None:
    bank.provider = bank.client(method="card_query")
    outcome, bill = await accepted(shop, replace(shop.intent(), keep=True))
    first, second = await bank.requests("create")
    assert first["request_id"] != second["request_id"]
    assert "contract" not in second["body"]["request"]["additional_data"]
    assert (outcome.decided, await bank.bills_made(bill)) == (False, 1)
    await shop.create(replace(bill, keep=True))
    assert await bank.bills_made(bill) == 1
