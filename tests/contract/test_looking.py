"""Looking: what the bank shows is read as it stands, and silence is never taken for news."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from billing.answers import Seen
from billing.errors import BankSilent
from tests.contract.harness import Bench, Fate, Phase, Shop, Trouble

A_MINUTE = timedelta(minutes=1)


async def test_an_unpaid_bill_is_pending(bank: Bench, shop: Shop) -> None:
    bill = await shop.billed()
    assert (await bank.provider.fetch(bill)).seen is Seen.PENDING


async def test_paid_is_seen_with_its_sum_its_operation_and_its_time(bank: Bench, shop: Shop) -> None:
    bill = await shop.billed()
    await bank.pays(bill)
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.weak, seen.amount) == (Seen.PAID, False, bill.amount)
    assert seen.bank_id
    assert seen.details.reference
    assert seen.occurred_at is not None
    assert abs(seen.occurred_at - bank.now()) < A_MINUTE


async def test_declined_says_why_in_our_words(bank: Bench, shop: Shop) -> None:
    bill = await shop.billed(Fate.REFUSED)
    await bank.pays(bill)
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.refusal, seen.final) == (Seen.REJECTED, bank.refusal, True)


async def test_a_refusal_names_no_operation_that_would_shut_out_the_next_try(bank: Bench, shop: Shop) -> None:
    bill = await shop.billed(Fate.REFUSED)
    await bank.pays(bill)
    assert (await bank.provider.fetch(bill)).bank_id is None


async def test_an_unpaid_bill_expires(bank: Bench, shop: Shop) -> None:
    bill = await shop.billed()
    bank.wait(bank.life() + timedelta(minutes=11))
    assert (await bank.provider.fetch(bill)).seen is Seen.EXPIRED


async def test_an_unknown_word_is_unclear_and_kept(bank: Bench, shop: Shop) -> None:
    bill = await shop.billed(Fate.UNKNOWN_WORD)
    await bank.says_its_word(bill)
    seen = await bank.provider.fetch(bill)
    assert seen.seen is Seen.UNCLEAR
    assert seen.word


@pytest.mark.parametrize(
    "trouble",
    [Trouble.HTML, Trouble.BAD_JSON, Trouble.EMPTY, Trouble.TOO_MANY, Trouble.SERVER_ERROR],
)
async def test_a_garbled_answer_is_silence(bank: Bench, shop: Shop, trouble: Trouble) -> None:
    bill = await shop.billed()
    await bank.breaks(Phase.LOOK, trouble, times=None)
    with pytest.raises(BankSilent):
        await bank.provider.fetch(bill)
    await bank.mends()
    bank.wait(A_MINUTE + timedelta(seconds=1))
    assert (await bank.provider.fetch(bill)).seen is Seen.PENDING


async def test_not_found_everywhere_is_silence(bank: Bench, shop: Shop) -> None:
    bill = await shop.billed()
    await bank.breaks(Phase.LOOK, Trouble.NOT_FOUND, times=None)
    bank.wait(2 * A_MINUTE)
    with pytest.raises(BankSilent):
        await bank.provider.fetch(bill)


@pytest.mark.parametrize(
    "trouble", [Trouble.SILENT_IDLE, Trouble.SILENT_DONE, Trouble.RESET_IDLE, Trouble.RESET_DONE]
)
async def test_no_answer_is_silence(bank: Bench, shop: Shop, trouble: Trouble) -> None:
    bill = await shop.billed()
    bank.impatient()
    await bank.breaks(Phase.LOOK, trouble, times=None)
    with pytest.raises(BankSilent):
        await bank.provider.fetch(bill)


async def test_a_refused_connection_is_silence(bank: Bench, shop: Shop) -> None:
    bill = await shop.billed()
    await bank.goes_away()
    bank.impatient()
    with pytest.raises(BankSilent):
        await bank.provider.fetch(bill)


@pytest.mark.parametrize(
    ("fate", "difference"), [(Fate.TAKES_LESS, -100), (Fate.TAKES_MORE, 100), (Fate.TAKES_BONUSES, 0)]
)
async def test_the_sum_is_the_one_that_was_really_taken(
    bank: Bench, shop: Shop, fate: Fate, difference: int
) -> None:
    bill = await shop.billed(fate)
    await bank.pays(bill)
    seen = await bank.provider.fetch(bill)
    assert seen.seen is Seen.PAID
    assert seen.amount == replace(bill.amount, minor=bill.amount.minor + difference)


@pytest.mark.needs(Fate.TAKES_ANOTHER_CURRENCY)
async def test_another_currency_is_reported_as_it_is(bank: Bench, shop: Shop) -> None:
    bill = await shop.billed(Fate.TAKES_ANOTHER_CURRENCY)
    await bank.pays(bill)
    seen = await bank.provider.fetch(bill)
    assert seen.amount is not None
    assert seen.amount.currency != bank.currency


@pytest.mark.needs(Fate.HOLDS)
async def test_money_on_hold_is_not_paid(bank: Bench, shop: Shop) -> None:
    bill = await shop.billed(Fate.HOLDS)
    await bank.pays(bill)
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.amount) == (Seen.AUTHORIZED, bill.amount)


async def test_late_money_is_seen_after_the_end(bank: Bench, shop: Shop) -> None:
    bill = await shop.billed()
    bank.wait(bank.life() + A_MINUTE)
    assert (await bank.provider.fetch(bill)).seen is Seen.EXPIRED
    await bank.pays_late(bill)
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.amount) == (Seen.PAID, bill.amount)


async def test_one_call_about_several_tells_only_what_is_sure(bank: Bench, shop: Shop) -> None:
    paid, open_one = await shop.billed(), await shop.billed()
    await bank.pays(paid)
    seen = await bank.provider.fetch_many([paid, open_one])
    assert paid.payment_id not in seen
    assert {one.seen for one in seen.values()} <= {Seen.PENDING}


async def test_an_intent_that_never_reached_the_bank_is_proven_absent(bank: Bench, shop: Shop) -> None:
    intent = shop.intent()
    bank.wait(bank.proof())
    assert (await bank.provider.fetch(intent)).seen is Seen.ABSENT


async def test_a_check_shows_that_the_bank_knows_us(bank: Bench) -> None:
    health = await bank.provider.check()
    assert (health.ok, health.production) == (True, bank.production)


async def test_a_check_of_a_bank_that_is_away_says_what_to_do(bank: Bench) -> None:
    await bank.goes_away()
    health = await bank.provider.check()
    assert not health.ok
    assert health.advice
