"""What counts as money at HorizonPay, and what is only told of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing.answers import Accepted, Rejected, Seen
from billing.errors import BankRefusesUs, BankSilent
from billing.models import Refusal
from billing.money import Money
from tests.contract.harness import Fate, Shop
from tests.contract.horizonpay.bench import HorizonPayBench
from tests.contract.standing import forgotten


async def test_test_money_never_counts_in_production(bank: HorizonPayBench, shop: Shop) -> None:
    test = bank.client(test=True)
    bank.provider = test
    bill = await shop.billed()
    await bank.pays(bill)
    assert (await test.fetch(bill)).seen is Seen.PAID
    seen = await bank.client().fetch(bill)
    assert (seen.seen, seen.amount) == (Seen.UNCLEAR, None)
    assert "test" in seen.word


async def test_nor_does_real_money_in_a_test(bank: HorizonPayBench, shop: Shop) -> None:
    bill = await shop.billed()
    await bank.pays(bill)
    assert (await bank.client(test=True).fetch(bill)).seen is Seen.UNCLEAR


@pytest.mark.parametrize(("tail", "name"), [(35, "tracking_id"), (36, "test"), (37, "type")])
async def test_money_of_another_order_world_or_type_never_counts(
    bank: HorizonPayBench, shop: Shop, tail: int, name: str
) -> None:
    bill = replace(shop.intent(), amount=Money(500000 + tail, "KZT"))
    outcome, _ = await shop.create(bill)
    assert not isinstance(outcome, Accepted)
    await bank.pays(bill)
    known = replace(bill, bank_id=(await bank.transaction(bill))["uid"])
    seen = await bank.provider.fetch(known)
    assert (seen.seen, seen.word) == (Seen.UNCLEAR, f"successful with another {name}")
    lost = await bank.provider.fetch(forgotten(bill))
    assert lost.seen is Seen.UNCLEAR


@pytest.mark.parametrize("fate", [Fate.SHOWS_ANOTHER_AMOUNT, Fate.SHOWS_ANOTHER_CURRENCY])
async def test_nobody_is_sent_to_a_page_that_asks_for_another_sum(
    bank: HorizonPayBench, shop: Shop, fate: Fate
) -> None:
    intent = shop.intent(fate)
    outcome, _ = await shop.create(intent)
    assert isinstance(outcome, Rejected)
    seen = await bank.provider.fetch(forgotten(intent))
    assert (seen.seen, seen.instruction) == (Seen.UNCLEAR, None)


async def test_what_the_bank_says_beside_the_money_is_kept(bank: HorizonPayBench, shop: Shop) -> None:
    bill = await shop.paid()
    seen = await bank.provider.fetch(bill)
    told = seen.details
    assert len(told.reference) == 12  # the rrn
    assert told.bill_number.startswith("777")
    assert told.channel == "card"
    assert told.text == "Successfully processed"
    assert told.receipt_url.startswith(f"{bank.base}/horizonpay/customer/transactions/")


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("F.0114", Refusal.FUNDS),
        ("F.0132", Refusal.PAYER),
        ("F.0998", Refusal.PAYER),
        ("F.0999", Refusal.UNSAID),
        ("Z.1234", Refusal.UNSAID),
    ],
)
async def test_a_decline_has_its_reason_and_the_banks_words(
    bank: HorizonPayBench, shop: Shop, code: str, refusal: Refusal
) -> None:
    bill = await shop.billed()
    await bank.control("decline", tracking_id=bill.reference, code=code, message="the wallet said no")
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.refusal) == (Seen.REJECTED, refusal)
    assert (seen.details.code, seen.details.text) == (code, "the wallet said no")


async def test_words_tell_a_reason_where_the_code_does_not(bank: HorizonPayBench, shop: Shop) -> None:
    bill = await shop.billed()
    said = "Insufficient funds. Failed to complete the transaction"
    await bank.control("decline", tracking_id=bill.reference, code="51", message=said)
    assert (await bank.provider.fetch(bill)).refusal is Refusal.FUNDS


@pytest.mark.parametrize("status", ["failed", "expired", "error", "deleted"])
async def test_money_may_come_after_any_end(bank: HorizonPayBench, shop: Shop, status: str) -> None:
    bill = await shop.billed()
    await bank.control("status", tracking_id=bill.reference, status=status)
    assert (await bank.provider.fetch(bill)).seen in (Seen.REJECTED, Seen.EXPIRED, Seen.CANCELLED)
    await bank.pays_late(bill)
    assert (await bank.provider.fetch(bill)).seen is Seen.PAID


async def test_a_payment_that_is_told_late_is_waited_for(bank: HorizonPayBench, shop: Shop) -> None:
    bill = await shop.billed(Fate.TELLS_LATE)
    await bank.pays(bill)
    assert (await bank.provider.fetch(bill)).seen is Seen.PENDING
    bank.wait(bank.proof())
    assert (await bank.provider.fetch(bill)).seen is Seen.PAID


@pytest.mark.parametrize("trouble", ["500", "403"])
async def test_what_went_back_is_seen_beside_the_money_or_left_out(
    bank: HorizonPayBench, shop: Shop, trouble: str
) -> None:
    bill = await shop.paid()
    await bank.control("chargeback", tracking_id=bill.reference, amount=50000)
    assert (await bank.provider.fetch(bill)).returned == Money(50000, "KZT")
    await bank.trouble("tracking", trouble)
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.returned) == (Seen.PAID, None)
    with pytest.raises(BankSilent if trouble == "500" else BankRefusesUs):
        await bank.provider.balance(bill)


async def test_who_is_not_known_is_told_so(bank: HorizonPayBench, shop: Shop) -> None:
    bill = await shop.billed()
    bank.provider = bank.client(secret_key="another")
    with pytest.raises(BankRefusesUs) as refused:
        await bank.provider.fetch(bill)
    assert refused.value.halt is not None
    assert "another" not in str(refused.value)


async def test_a_uid_that_needs_quoting_asks_for_nothing_else(bank: HorizonPayBench, shop: Shop) -> None:
    bill = replace(await shop.billed(), bank_id="../refunds?x=1#")
    await bank.control("books")
    with pytest.raises(Exception, match="transaction"):
        await bank.provider.fetch(bill)
    (asked,) = await bank.requests("get", "other")
    assert asked["query"] == ""
