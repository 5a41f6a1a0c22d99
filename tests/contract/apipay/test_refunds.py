"""What only ApiPay does with money that goes back: each refund has its own name, and none is sent twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from billing.answers import Begun, Declined, Returned, Seen, Unknown
from billing.models import RefundRefusal
from billing.money import Money
from billing.refunding import proves
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.harness import Phase, Shop, Trouble


async def test_a_refund_is_followed_by_its_own_id(bank: ApiPayBench, shop: Shop) -> None:
    bill = await shop.paid()
    first = await shop.repayment(bill, 150000)
    begun = await bank.provider.refund(first)
    assert isinstance(begun, Begun)
    assert begun.bank_id is not None
    bank.wait(bank.repaying_takes())
    second = await shop.repayment(bill, 150000, key="refund-2")
    again = await bank.provider.refund(second)
    assert isinstance(again, Begun)
    states = [
        (await bank.provider.fetch_refund(replace(one, bank_id=told.bank_id))).seen
        for one, told in ((first, begun), (second, again))
    ]
    assert states == [Returned.COMPLETED, Returned.PENDING]


@pytest.mark.parametrize("trouble", [Trouble.RESET_DONE, Trouble.SILENT_DONE])
async def test_one_whose_answer_was_lost_is_recognised_by_amount_and_mark(
    bank: ApiPayBench, shop: Shop, trouble: Trouble
) -> None:
    bill = await shop.paid()
    bank.impatient()
    await bank.control("refund", external_order_id=bill.reference, amount=150000, reason="in the cabinet")
    repayment = await shop.repayment(bill, 150000)
    await bank.breaks(Phase.REPAY, trouble)
    assert isinstance(await bank.provider.refund(repayment), Unknown)
    seen = await bank.provider.fetch_refund(repayment)
    assert (seen.seen, seen.total) == (Returned.PENDING, None)
    bank.wait(bank.repaying_takes())
    assert (await bank.provider.fetch_refund(repayment)).seen is Returned.COMPLETED
    others = replace(repayment, key="refund-2")
    seen = await bank.provider.fetch_refund(others)
    assert (seen.seen, seen.total) == (Returned.PENDING, Money(300000, "KZT"))


async def test_one_that_never_arrived_shows_that_nothing_moved(bank: ApiPayBench, shop: Shop) -> None:
    bill = await shop.paid()
    repayment = await shop.repayment(bill, 150000)
    await bank.breaks(Phase.REPAY, Trouble.RESET_IDLE)
    assert isinstance(await bank.provider.refund(repayment), Unknown)
    seen = await bank.provider.fetch_refund(repayment)
    assert (seen.seen, seen.total) == (Returned.PENDING, repayment.before)


@pytest.mark.parametrize("lost", [False, True])
async def test_one_that_failed_says_why(bank: ApiPayBench, shop: Shop, lost: bool) -> None:
    await bank.control("configure", generation="september")
    bill = await shop.paid()
    repayment = await shop.repayment(bill, 77100)
    begun = await bank.provider.refund(repayment)
    assert isinstance(begun, Begun)
    bank.wait(bank.repaying_takes())
    asked = replace(repayment, bank_id=None if lost else begun.bank_id)
    seen = await bank.provider.fetch_refund(asked)
    assert (seen.seen, seen.code) == (Returned.FAILED, "refund_window_expired")
    assert (await bank.provider.balance(bill)).returned == Money(0, "KZT")


@pytest.mark.parametrize("generation", ["april", "september"])
@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("refund_window_expired", RefundRefusal.NOT_CHARGED),
        ("kaspi_session_invalid", RefundRefusal.SETUP),
        ("kaspi_session_expired", RefundRefusal.SETUP),
        ("tariff_inactive", RefundRefusal.SETUP),
        ("kaspi_throttled", RefundRefusal.BANK_TROUBLE),
        ("network_unavailable", RefundRefusal.BANK_TROUBLE),
        ("a_code_of_tomorrow", RefundRefusal.UNSAID),
    ],
)
async def test_why_one_failed_later_is_said_in_our_words(
    bank: ApiPayBench, shop: Shop, generation: str, code: str, refusal: RefundRefusal
) -> None:
    """April's server has no codes: what its sentence does not say stays unsaid, and the sentence is kept."""
    await bank.control("configure", generation=generation)
    await bank.control("refunds", next=code)
    bill = await shop.paid()
    repayment = await shop.repayment(bill, 150000)
    await bank.provider.refund(repayment)
    bank.wait(bank.repaying_takes())
    seen = await bank.provider.fetch_refund(repayment)
    assert seen.seen is Returned.FAILED
    if generation == "september" or code in ("refund_window_expired", "kaspi_session_invalid"):
        assert (seen.refusal, seen.code) == (refusal, code)
    else:
        assert (seen.refusal, seen.code) == (RefundRefusal.UNSAID, "")
        assert seen.text


async def test_a_failed_one_of_an_earlier_try_is_not_this_one(bank: ApiPayBench, shop: Shop) -> None:
    bill = await shop.paid()
    await bank.provider.refund(await shop.repayment(bill, 77100))
    bank.wait(timedelta(hours=2))
    later = await shop.repayment(bill, 77100)
    seen = await bank.provider.fetch_refund(later)
    assert (seen.seen, seen.total) == (Returned.PENDING, Money(0, "KZT"))


async def test_one_that_stays_is_pending_for_as_long_as_it_takes(bank: ApiPayBench, shop: Shop) -> None:
    bill = await shop.paid()
    repayment = await shop.repayment(bill, 77200)
    await bank.provider.refund(repayment)
    bank.wait(timedelta(days=3))
    assert (await bank.provider.fetch_refund(repayment)).seen is Returned.PENDING


async def test_more_than_is_left_is_declined_in_our_words(bank: ApiPayBench, shop: Shop) -> None:
    bill = await shop.paid()
    await bank.provider.refund(await shop.repayment(bill, 400000))
    bank.wait(bank.repaying_takes())
    outcome = await bank.provider.refund(await shop.repayment(bill, 200000, "refund-2"))
    assert isinstance(outcome, Declined)
    assert outcome.refusal is RefundRefusal.LEFT


@pytest.mark.parametrize("kind", ["401", "403", "404"])
async def test_a_no_to_a_refund_that_was_carried_out_is_taken_for_no_proof(
    bank: ApiPayBench, shop: Shop, kind: str
) -> None:
    bill = await shop.paid()
    await bank.trouble("refund", kind, count=1, acted=True)
    outcome = await bank.provider.refund(await shop.repayment(bill, 150000))
    assert await bank.repaid(bill) == [150000]
    assert isinstance(outcome, Declined)
    assert not proves(bank.provider.capabilities, outcome.refusal, outcome.code)


async def test_a_no_of_the_service_itself_is_proof_enough_for_another_try(
    bank: ApiPayBench, shop: Shop
) -> None:
    bill = await shop.paid()
    await bank.provider.refund(await shop.repayment(bill, 400000))
    outcome = await bank.provider.refund(await shop.repayment(bill, 200000, "refund-2"))
    assert isinstance(outcome, Declined)
    assert proves(bank.provider.capabilities, outcome.refusal, outcome.code)


async def test_what_is_not_paid_is_not_refunded(bank: ApiPayBench, shop: Shop) -> None:
    paid = await shop.paid()
    repayment = await shop.repayment(paid, 150000)
    unpaid = await shop.billed()
    outcome = await bank.provider.refund(replace(repayment, bill=unpaid))
    assert isinstance(outcome, Declined)
    assert outcome.refusal is RefundRefusal.NOT_CHARGED
    nameless = await bank.provider.refund(replace(repayment, bill=replace(paid, bank_id=None)))
    assert isinstance(nameless, Declined)


async def test_all_that_goes_back_never_goes_out_without_its_amount(bank: ApiPayBench, shop: Shop) -> None:
    bill = await shop.paid()
    await bank.provider.refund(await shop.repayment(bill))
    (asked,) = await bank.requests("refund")
    assert asked["body"] == {"amount": 5000, "reason": "Кофе остыл [refund-1]"}


async def test_a_refund_of_the_cabinet_shows_in_the_figures_when_it_is_done(
    bank: ApiPayBench, shop: Shop
) -> None:
    bill = await shop.paid()
    await bank.control("refund", external_order_id=bill.reference, amount=200000)
    assert (await bank.provider.balance(bill)).returned == Money(0, "KZT")
    bank.wait(bank.repaying_takes())
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.amount, seen.returned) == (Seen.PAID, bill.amount, Money(200000, "KZT"))


@pytest.mark.parametrize("generation", ["april", "september"])
async def test_the_balance_lists_each_refund_also_those_of_the_cabinet_that_are_in_no_sum_yet(
    bank: ApiPayBench, shop: Shop, generation: str
) -> None:
    await bank.control("configure", generation=generation)
    bill = await shop.paid()
    assert (await bank.provider.balance(bill)).refunds == ()
    begun = await bank.provider.refund(await shop.repayment(bill, 150000))
    assert isinstance(begun, Begun)
    bank.wait(bank.repaying_takes())
    await bank.control("refund", external_order_id=bill.reference, amount=120000)
    seen = await bank.provider.balance(bill)
    assert seen.returned == Money(150000, "KZT")
    assert seen.refunds is not None
    ours, cabinets = sorted(seen.refunds, key=lambda refund: refund.bank_id)
    assert (ours.bank_id, ours.amount.minor, ours.state) == (begun.bank_id, 150000, Returned.COMPLETED)
    assert (cabinets.amount.minor, cabinets.state) == (120000, Returned.PENDING)
    assert cabinets.made_at is not None
    assert abs(cabinets.made_at - bank.now()) < timedelta(minutes=1)
