"""Refunds at HorizonPay are transactions of their own: found by their own id, and never sent twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing.answers import Begun, Declined, Returned, Seen, Unknown, Unreachable
from billing.models import RefundRefusal
from billing.money import Money
from billing.refunding import proves
from tests.contract.harness import Shop
from tests.contract.horizonpay.bench import HorizonPayBench

LOST = ["silence_after", "reset_after", "500", "html", "badjson"]


@pytest.mark.parametrize("kind", LOST)
async def test_a_refund_whose_answer_was_lost_is_found_by_its_own_id(
    bank: HorizonPayBench, shop: Shop, kind: str
) -> None:
    repayment = await shop.repayment(await shop.paid(), 150000)
    bank.impatient()
    await bank.trouble("refund", kind, count=1, acted=True)
    assert isinstance(await bank.provider.refund(repayment), Unknown)
    assert (await bank.provider.fetch_refund(repayment)).seen is Returned.PENDING
    bank.wait(bank.repaying_takes())
    seen = await bank.provider.fetch_refund(repayment)
    assert (seen.seen, seen.total) == (Returned.COMPLETED, None)


@pytest.mark.parametrize("known", ["known", "ignored"])
@pytest.mark.parametrize("kind", LOST)
async def test_a_refund_that_is_sent_again_moves_no_money_again(
    bank: HorizonPayBench, shop: Shop, kind: str, known: str
) -> None:
    await bank.control("configure", idempotency=known)
    bill = await shop.paid()
    repayment = await shop.repayment(bill, 150000)
    bank.impatient()
    await bank.trouble("refund", kind, count=1, acted=True)
    assert isinstance(await bank.provider.refund(repayment), Unknown)
    again = await bank.provider.refund(repayment)
    assert isinstance(again, Begun)
    assert await bank.repaid(bill) == [150000]


async def test_where_the_bank_does_not_list_it_yet_the_request_id_holds(
    bank: HorizonPayBench, shop: Shop
) -> None:
    bill = await shop.paid()
    repayment = await shop.repayment(bill, 150000)
    first = await bank.provider.refund(repayment)
    await bank.control("configure", tracking_most=0)
    assert await bank.provider.refund(repayment) == first
    assert await bank.repaid(bill) == [150000]
    sent = await bank.requests("refund")
    assert len({one["request_id"] for one in sent}) == 1
    assert len(sent) == 2


async def test_a_refund_that_cannot_be_looked_for_is_not_sent(bank: HorizonPayBench, shop: Shop) -> None:
    bill = await shop.paid()
    repayment = await shop.repayment(bill, 150000)
    await bank.trouble("tracking", "500")
    assert isinstance(await bank.provider.refund(repayment), Unreachable)
    assert await bank.requests("refund") == []


async def test_one_that_never_arrived_is_told_by_what_went_back(bank: HorizonPayBench, shop: Shop) -> None:
    bill = await shop.paid()
    await bank.provider.refund(await shop.repayment(bill, 100000))
    bank.wait(bank.repaying_takes())
    repayment = await shop.repayment(bill, 150000, key="refund-2")
    await bank.trouble("refund", "502", count=1)
    assert isinstance(await bank.provider.refund(repayment), Unknown)
    seen = await bank.provider.fetch_refund(repayment)
    assert (seen.seen, seen.total) == (Returned.PENDING, Money(100000, "KZT"))
    assert repayment.before == Money(100000, "KZT")


async def test_several_parts_have_their_own_ids_and_are_listed(bank: HorizonPayBench, shop: Shop) -> None:
    bill = await shop.paid()
    parts = [await shop.repayment(bill, 100000, key=f"refund-{n}") for n in range(3)]
    for part in parts:
        assert isinstance(await bank.provider.refund(part), Begun)
    bank.wait(bank.repaying_takes())
    seen = await bank.provider.balance(bill)
    assert (seen.returned, len(seen.refunds or ())) == (Money(300000, "KZT"), 3)
    tracked = [one["body"]["request"]["tracking_id"] for one in await bank.requests("refund")]
    assert len(set(tracked)) == 3
    assert {one.partition(";")[0] for one in tracked} == {bill.reference}


async def test_money_that_the_bank_gave_back_by_itself_counts(bank: HorizonPayBench, shop: Shop) -> None:
    bill = await shop.paid()
    await bank.control("refund", tracking_id=bill.reference, amount=100000)
    await bank.control("chargeback", tracking_id=bill.reference, amount=50000)
    bank.wait(bank.repaying_takes())
    seen = await bank.provider.balance(bill)
    assert (seen.seen, seen.returned) == (Seen.PAID, Money(150000, "KZT"))
    assert seen.refunds is not None
    assert sorted(each.amount.minor for each in seen.refunds) == [50000, 100000]


async def test_a_refund_of_the_back_office_is_not_taken_for_ours(bank: HorizonPayBench, shop: Shop) -> None:
    bill = await shop.paid()
    repayment = await shop.repayment(bill, 100000)
    await bank.control("refund", tracking_id=bill.reference, amount=100000)
    bank.wait(bank.repaying_takes())
    seen = await bank.provider.fetch_refund(repayment)
    assert (seen.seen, seen.total) == (Returned.PENDING, Money(100000, "KZT"))
    assert isinstance(await bank.provider.refund(repayment), Begun)
    assert await bank.repaid(bill) == [100000, 100000]


async def test_a_refund_that_fails_says_so(bank: HorizonPayBench, shop: Shop) -> None:
    repayment = await shop.repayment(await shop.paid(), 100063)
    begun = await bank.provider.refund(repayment)
    assert isinstance(begun, Begun)
    bank.wait(bank.repaying_takes())
    known = replace(repayment, bank_id=begun.bank_id)
    for one in (repayment, known):
        assert (await bank.provider.fetch_refund(one)).seen is Returned.FAILED


@pytest.mark.parametrize(
    ("minor", "method", "refusal"),
    [
        (100061, "card", RefundRefusal.NOT_CHARGED),
        (500100, "card", RefundRefusal.LEFT),
        (100000, "voucher", RefundRefusal.NOT_CHARGED),
    ],
)
async def test_a_refund_that_is_refused_moves_nothing(
    bank: HorizonPayBench, shop: Shop, minor: int, method: str, refusal: RefundRefusal
) -> None:
    bank.provider = bank.client(method=method)
    bill = await shop.paid()
    outcome = await bank.provider.refund(await shop.repayment(bill, minor))
    assert isinstance(outcome, Declined)
    assert (outcome.refusal, await bank.repaid(bill)) == (refusal, [])


async def test_a_refund_at_once_is_found_at_once(bank: HorizonPayBench, shop: Shop) -> None:
    await bank.control("configure", refund_seconds=0)
    repayment = await shop.repayment(await shop.paid(), 100000)
    assert isinstance(await bank.provider.refund(repayment), Begun)
    assert (await bank.provider.fetch_refund(repayment)).seen is Returned.COMPLETED


async def test_a_shop_that_is_not_known_gives_nothing_back(bank: HorizonPayBench, shop: Shop) -> None:
    repayment = await shop.repayment(await shop.paid(), 100000)
    outcome = await bank.client(secret_key="another").refund(repayment)
    assert isinstance(outcome, Declined)
    assert (outcome.refusal, outcome.halt is None) == (RefundRefusal.SETUP, False)


@pytest.mark.parametrize("kind", ["400", "401", "403", "404", "422"])
async def test_a_no_to_a_refund_that_was_carried_out_is_taken_for_no_proof(
    bank: HorizonPayBench, shop: Shop, kind: str
) -> None:
    bill = await shop.paid()
    await bank.trouble("refund", kind, count=1, acted=True)
    outcome = await bank.provider.refund(await shop.repayment(bill, 150000))
    assert await bank.repaid(bill) == [150000]
    if isinstance(outcome, Declined):
        assert not proves(bank.provider.capabilities, outcome.refusal, outcome.code)
    else:
        assert isinstance(outcome, Unknown)
