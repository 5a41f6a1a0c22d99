"""What only ApiPay does when it bills: one bill per reference, whatever becomes of the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from billing.answers import UNSENT, Accepted, Rejected, Seen, Unknown, Unreachable
from billing.errors import BankRefusesUs, BankSilent
from billing.models import InstructionKind, Refusal
from billing.money import Money
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.harness import Fate, Phase, Shop, Trouble
from tests.contract.standing import forgotten

ANOTHERS = "+77012223344"


async def test_the_payer_is_asked_in_the_app_for_a_day(bank: ApiPayBench, shop: Shop) -> None:
    outcome, bill = await shop.create(shop.intent())
    assert isinstance(outcome, Accepted)
    assert outcome.instruction.kind is InstructionKind.CONFIRM
    (made,) = await bank.invoices(bill)
    assert outcome.bank_id == str(made["invoice"])
    assert outcome.expires_at is not None
    assert outcome.expires_at - bank.now() > timedelta(hours=23, minutes=59)
    assert (made["phone"], made["amount"]) == ("87001234567", 500000)
    (asked,) = await bank.requests("create")
    assert asked["body"]["external_order_id_idempotency"] == bill.reference


async def test_each_attempt_has_its_own_number(bank: ApiPayBench, shop: Shop) -> None:
    first, second = await shop.billed(), await shop.billed()
    assert first.reference != second.reference
    assert first.bank_id != second.bank_id


@pytest.mark.parametrize("phone", [None, "+79161234567"])
async def test_a_stranger_is_never_billed(bank: ApiPayBench, shop: Shop, phone: str | None) -> None:
    outcome, _ = await shop.create(replace(shop.intent(), phone=phone))
    assert isinstance(outcome, Rejected)
    assert outcome.refusal is Refusal.PHONE
    assert await bank.requests() == []


async def test_tiyn_are_not_sent(bank: ApiPayBench, shop: Shop) -> None:
    outcome, _ = await shop.create(replace(shop.intent(), amount=Money(500050, "KZT")))
    assert isinstance(outcome, Rejected)
    assert outcome.code == UNSENT + "amount_must_be_whole_tenge"
    assert await bank.requests() == []


@pytest.mark.parametrize("trouble", [Trouble.SILENT_DONE, Trouble.RESET_DONE])
@pytest.mark.parametrize("generation", ["april", "september"])
async def test_a_bill_whose_answer_was_lost_is_found_by_our_number(
    bank: ApiPayBench, shop: Shop, trouble: Trouble, generation: str
) -> None:
    await bank.control("configure", generation=generation, created="processing")
    bank.impatient()
    await bank.breaks(Phase.BILL, trouble)
    outcome, bill = await shop.create(shop.intent())
    assert isinstance(outcome, Unknown)
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.word) == (Seen.PENDING, "processing")
    assert seen.bank_id == str((await bank.invoice(bill))["invoice"])
    assert seen.instruction is not None
    assert seen.expires_at is not None
    assert await bank.bills_made(bill) == 1


async def test_a_made_bill_behind_a_500_is_found_too(bank: ApiPayBench, shop: Shop) -> None:
    outcome, bill = await shop.create(replace(shop.intent(), amount=Money(77000800, "KZT")))
    assert isinstance(outcome, Unknown)
    assert (await bank.provider.fetch(bill)).seen is Seen.PENDING


async def test_it_is_found_also_behind_a_hundred_others(bank: ApiPayBench, shop: Shop) -> None:
    lost = forgotten(await shop.billed())
    await bank.control("paid_bulk", count=230, prefix=lost.reference)
    assert (await bank.provider.fetch(lost)).seen is Seen.PENDING
    pages = [one["query"].split("page=")[1][0] for one in await bank.requests("list")]
    assert pages == ["1", "2", "3"]


async def test_what_only_looks_like_our_number_is_not_ours(bank: ApiPayBench, shop: Shop) -> None:
    intent = shop.intent()
    await bank.control("paid_bulk", count=3, prefix=intent.reference)
    with pytest.raises(BankSilent):
        await bank.provider.fetch(intent)


async def test_absence_is_believed_only_after_three_minutes(bank: ApiPayBench, shop: Shop) -> None:
    """A gateway gives up after 100 seconds at most, while the server behind it may still make the bill."""
    await bank.breaks(Phase.BILL, Trouble.RESET_IDLE)
    outcome, bill = await shop.create(shop.intent())
    assert isinstance(outcome, Unknown)
    bank.wait(timedelta(minutes=2, seconds=50))
    with pytest.raises(BankSilent):
        await bank.provider.fetch(bill)
    bank.wait(timedelta(seconds=15))
    assert (await bank.provider.fetch(bill)).seen is Seen.ABSENT


async def test_a_repeated_key_takes_the_invoice_that_is_there(bank: ApiPayBench, shop: Shop) -> None:
    await bank.control("configure", generation="september")
    intent = shop.intent()
    first, bill = await shop.create(intent)
    again, _ = await shop.create(intent)
    assert isinstance(first, Accepted)
    assert isinstance(again, Accepted)
    assert first.bank_id == again.bank_id
    assert await bank.bills_made(bill) == 1


async def test_a_repeated_key_whose_invoice_is_not_shown_stays_unknown(bank: ApiPayBench, shop: Shop) -> None:
    await bank.control("configure", generation="september")
    intent = shop.intent()
    await shop.create(intent)
    await bank.trouble("invoice", "500", count=1)
    outcome, bill = await shop.create(intent)
    assert isinstance(outcome, Unknown)
    assert (await bank.provider.fetch(bill)).seen is Seen.PENDING


async def test_a_repeated_key_of_another_payers_bill_is_no_bill_of_ours(
    bank: ApiPayBench, shop: Shop
) -> None:
    """Books restored from a backup count again from there: the number stands on a bill that they forgot."""
    await bank.control("configure", generation="september")
    intent = shop.intent()
    _, forgotten_one = await shop.create(replace(intent, phone=ANOTHERS))
    outcome, bill = await shop.create(intent)
    assert isinstance(outcome, Rejected)
    assert outcome.code == "duplicate_idempotency_key"
    await bank.pays(forgotten_one)
    with pytest.raises(BankSilent):
        await bank.provider.fetch(bill)


async def test_an_old_bill_under_our_number_is_not_ours(bank: ApiPayBench, shop: Shop) -> None:
    intent = shop.intent()
    await shop.create(intent)
    bank.wait(timedelta(hours=13))
    with pytest.raises(BankSilent):
        await bank.provider.fetch(replace(intent, created_at=bank.now(), asked_at=bank.now()))


async def test_beside_another_payers_bill_ours_is_found_and_its_absence_is_not_believed(
    bank: ApiPayBench, shop: Shop
) -> None:
    await bank.control("configure", generation="april")
    intent = shop.intent()
    _, others = await shop.create(replace(intent, phone=ANOTHERS))
    await bank.pays(others)
    bank.wait(timedelta(minutes=4))
    with pytest.raises(BankSilent):
        await bank.provider.fetch(intent)
    await shop.create(intent)
    assert (await bank.provider.fetch(intent)).seen is Seen.PENDING


async def test_a_cap_on_bills_silences_nothing_else(bank: ApiPayBench, shop: Shop) -> None:
    await bank.trouble("create", "tariff_limit_reached", count=1)
    assert isinstance((await shop.create(shop.intent()))[0], Rejected)
    assert isinstance((await shop.create(shop.intent()))[0], Accepted)


async def test_a_wrong_key_is_the_merchants_to_mend(bank: ApiPayBench, shop: Shop) -> None:
    bank.provider = bank.client(api_key="another")
    outcome, bill = await shop.create(shop.intent())
    assert isinstance(outcome, Rejected)
    assert outcome.refusal is Refusal.SETUP
    with pytest.raises(BankRefusesUs):
        await bank.provider.fetch(bill)
    with pytest.raises(BankRefusesUs):
        await bank.provider.fetch_many([replace(bill, bank_id="42")])
    health = await bank.provider.check()
    assert not health.ok
    assert "APIPAY_API_KEY" in health.advice


async def test_practice_money_never_counts_in_a_real_shop(bank: ApiPayBench, shop: Shop) -> None:
    bill = await shop.billed()
    await bank.control("configure", environment="sandbox")
    toy = replace(await shop.billed(), bank_id=None)
    await bank.pays(toy)
    assert (await bank.provider.fetch(toy)).seen is Seen.UNCLEAR
    await bank.pays(bill)
    assert (await bank.provider.fetch(bill)).seen is Seen.PAID
    practising = bank.client(test=True)
    assert (await practising.fetch(toy)).seen is Seen.PAID


@pytest.mark.parametrize("generation", ["april", "september"])
@pytest.mark.parametrize("test", [True, False])
@pytest.mark.parametrize("environment", ["sandbox", "production"])
async def test_doctor_sees_when_the_worlds_are_mixed(
    bank: ApiPayBench, shop: Shop, generation: str, test: bool, environment: str
) -> None:
    await bank.control("configure", generation=generation, environment=environment)
    await shop.create(shop.intent())
    health = await bank.client(test=test).check()
    assert health.ok is (test is (environment == "sandbox"))
    assert ("APIPAY_TEST" in health.advice) is not health.ok
    assert health.production is not test


@pytest.mark.parametrize("test", [True, False])
async def test_before_the_first_bill_of_an_old_server_doctor_does_not_claim_to_know_the_world(
    bank: ApiPayBench, shop: Shop, test: bool
) -> None:
    await bank.control("configure", generation="april", environment="sandbox")
    health = await bank.client(test=test).check()
    assert (health.ok, "not proved yet" in health.text) == (True, True)
    await shop.create(shop.intent())
    health = await bank.client(test=test).check()
    assert (health.ok, "not proved yet" in health.text) == (test, False)


async def test_doctor_says_what_to_do_about_a_lost_cashier(bank: ApiPayBench) -> None:
    await bank.control("configure", generation="september")
    await bank.trouble("create", "kaspi_session_expired")
    health = await bank.provider.check()
    assert not health.ok
    assert "cashier" in health.advice


async def test_after_too_many_calls_nothing_is_sent_until_the_wait_is_over(
    bank: ApiPayBench, shop: Shop
) -> None:
    await bank.trouble("create", "429", count=1, seconds=30)
    outcome, bill = await shop.create(shop.intent())
    assert isinstance(outcome, Unreachable)
    again, _ = await shop.create(bill)
    assert isinstance(again, Unreachable)
    assert len(await bank.requests("create")) == 1
    bank.wait(timedelta(seconds=30))
    assert isinstance((await shop.create(bill))[0], Accepted)


async def test_takes_more_and_less_are_told_as_they_are(bank: ApiPayBench, shop: Shop) -> None:
    for fate in (Fate.TAKES_LESS, Fate.TAKES_MORE):
        bill = await shop.billed(fate)
        await bank.pays(bill)
        seen = await bank.provider.fetch(bill)
        assert seen.amount is not None
        assert abs(seen.amount.minor - bill.amount.minor) == 100
