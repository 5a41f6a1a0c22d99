"""Money back: every bank begins a refund at most once per call, and its end is found by asking."""

from __future__ import annotations

import pytest

from billing.answers import Begun, Declined, Returned, Seen, Unknown, Unreachable
from billing.money import Money
from tests.contract.harness import Bench, Fate, Phase, Shop, Trouble


async def test_a_part_is_pending_until_the_bank_shows_it(bank: Bench, shop: Shop) -> None:
    bill = await shop.paid()
    repayment = await shop.repayment(bill, 150000)
    assert isinstance(await bank.provider.refund(repayment), Begun)
    assert (await bank.provider.fetch_refund(repayment)).seen is Returned.PENDING
    bank.wait(bank.repaying_takes())
    seen = await bank.provider.fetch_refund(repayment)
    assert seen.seen is Returned.COMPLETED
    assert seen.total in (None, Money(150000, bank.currency))  # of this refund alone, or of the payment
    assert await bank.repaid(bill) == [150000]


async def test_all_goes_back(bank: Bench, shop: Shop) -> None:
    bill = await shop.paid()
    repayment = await shop.repayment(bill)
    await bank.provider.refund(repayment)
    bank.wait(bank.repaying_takes())
    assert (await bank.provider.fetch_refund(repayment)).seen is Returned.COMPLETED
    assert await bank.repaid(bill) == [bill.amount.minor]


async def test_a_paid_payment_stays_paid_with_its_whole_sum_after_refunds(bank: Bench, shop: Shop) -> None:
    bill = await shop.paid()
    await bank.provider.refund(await shop.repayment(bill, 150000))
    bank.wait(bank.repaying_takes())
    seen = await bank.provider.balance(bill)
    assert (seen.seen, seen.amount, seen.returned) == (Seen.PAID, bill.amount, Money(150000, bank.currency))


async def test_second_parts_are_told_from_first_ones(bank: Bench, shop: Shop) -> None:
    bill = await shop.paid()
    await bank.provider.refund(await shop.repayment(bill, 150000))
    bank.wait(bank.repaying_takes())
    second = await shop.repayment(bill, 150000, key="refund-2")
    await bank.provider.refund(second)
    assert (await bank.provider.fetch_refund(second)).seen is Returned.PENDING
    bank.wait(bank.repaying_takes())
    assert (await bank.provider.fetch_refund(second)).seen is Returned.COMPLETED


async def test_more_than_came_is_declined_by_the_bank(bank: Bench, shop: Shop) -> None:
    bill = await shop.paid()
    await bank.provider.refund(await shop.repayment(bill, 400000))
    bank.wait(bank.repaying_takes())
    assert isinstance(await bank.provider.refund(await shop.repayment(bill, 200000, "refund-2")), Declined)
    assert await bank.repaid(bill) == [400000]


@pytest.mark.parametrize("trouble", [Trouble.SERVER_ERROR, Trouble.HTML, Trouble.BAD_JSON])
async def test_an_unreadable_answer_is_unknown(bank: Bench, shop: Shop, trouble: Trouble) -> None:
    repayment = await shop.repayment(await shop.paid(), 150000)
    await bank.breaks(Phase.REPAY, trouble)
    assert isinstance(await bank.provider.refund(repayment), Unknown)


@pytest.mark.parametrize("trouble", [Trouble.RESET_DONE, Trouble.RESET_IDLE])
async def test_a_lost_answer_is_unknown_and_the_call_is_not_repeated(
    bank: Bench, shop: Shop, trouble: Trouble
) -> None:
    bill = await shop.paid()
    repayment = await shop.repayment(bill, 150000)
    await bank.breaks(Phase.REPAY, trouble)
    assert isinstance(await bank.provider.refund(repayment), Unknown)
    assert len(await bank.repaid(bill)) == (1 if trouble is Trouble.RESET_DONE else 0)


async def test_silence_is_unknown(bank: Bench, shop: Shop) -> None:
    repayment = await shop.repayment(await shop.paid(), 150000)
    bank.impatient()
    await bank.breaks(Phase.REPAY, Trouble.SILENT_DONE)
    assert isinstance(await bank.provider.refund(repayment), Unknown)


@pytest.mark.needs(Phase.PREPARE)
async def test_without_a_token_surely_nothing_was_sent(bank: Bench, shop: Shop) -> None:
    bill = await shop.paid()
    repayment = await shop.repayment(bill, 150000)
    bank.impatient()
    await bank.breaks(Phase.PREPARE, Trouble.SERVER_ERROR)
    assert isinstance(await bank.provider.refund(repayment), Unreachable)
    assert await bank.repaid(bill) == []


async def test_too_many_calls_means_that_nothing_was_done(bank: Bench, shop: Shop) -> None:
    repayment = await shop.repayment(await shop.paid(), 150000)
    await bank.breaks(Phase.REPAY, Trouble.TOO_MANY)
    assert isinstance(await bank.provider.refund(repayment), Unreachable)


async def test_a_bank_that_is_away_got_nothing(bank: Bench, shop: Shop) -> None:
    repayment = await shop.repayment(await shop.paid(), 150000)
    bank.impatient()
    await bank.goes_away()
    assert isinstance(await bank.provider.refund(repayment), Unreachable)


@pytest.mark.needs(Fate.HOLDS)
async def test_held_money_is_taken(bank: Bench, shop: Shop) -> None:
    bill = await shop.paid(Fate.HOLDS)
    assert (await bank.provider.balance(bill)).seen is Seen.AUTHORIZED
    assert isinstance(await bank.provider.capture(bill), Begun)
    assert (await bank.provider.balance(bill)).seen is Seen.PAID
    assert isinstance(await bank.provider.capture(bill), Declined)


@pytest.mark.needs(Fate.HOLDS)
async def test_held_money_is_let_go(bank: Bench, shop: Shop) -> None:
    bill = await shop.paid(Fate.HOLDS)
    assert isinstance(await bank.provider.release(bill), Begun)
    assert (await bank.provider.balance(bill)).seen is Seen.CANCELLED


@pytest.mark.needs(Fate.HOLDS)
async def test_what_is_only_held_is_not_refunded(bank: Bench, shop: Shop) -> None:
    bill = await shop.paid(Fate.HOLDS)
    held = await bank.provider.balance(bill)
    assert held.returned is None
