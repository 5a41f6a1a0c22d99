"""What only Halyk does when it is asked: two witnesses, and service tokens."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from billing.answers import Seen
from billing.errors import BankRefusesUs, BankSilent
from billing.money import Money
from billing.states import Step
from providers.http import Patience
from tests.contract.halyk.bench import HalykBench
from tests.contract.harness import Fate, Phase, Shop, Trouble
from tests.contract.standing import forgotten

LONG_SCOPE = "webapi usermanagement email_send verification statement statistics payment"
OTHER_TERMINAL = "0c4d4c3e-6a53-4d6c-8d0a-1d8a4f6d2b11"


# --- Two witnesses --------------------------------------------------------------------------------------


async def test_the_steps_of_the_payer_are_seen(bank: HalykBench, shop: Shop) -> None:
    bill = await shop.billed()
    assert (await bank.provider.fetch(bill)).step is None
    await bank.scans(bill)
    assert (await bank.provider.fetch(bill)).step is Step.SCANNED
    await bank.control("block", invoiceID=bill.reference)
    assert (await bank.provider.fetch(bill)).step is Step.BLOCKED


async def test_while_check_status_is_late_the_qr_is_weak_evidence(bank: HalykBench, shop: Shop) -> None:
    bill = await shop.billed(Fate.TELLS_LATE)
    await bank.pays(bill)
    seen = await bank.provider.fetch(bill, claim=Seen.PAID)
    assert (seen.seen, seen.weak, seen.source) == (Seen.PAID, True, "qr")
    assert (seen.amount, seen.bank_id) == (bill.amount, None)
    bank.wait(timedelta(minutes=3, seconds=1))
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.weak, seen.source) == (Seen.PAID, False, "check-status")


async def test_weak_evidence_also_where_check_status_is_down(bank: HalykBench, shop: Shop) -> None:
    bill = await shop.billed()
    await bank.pays(bill)
    await bank.control("trouble", endpoint="status", kind="500", count=1)
    assert (await bank.provider.fetch(bill)).weak


async def test_check_status_pays_where_the_qr_is_unwell(bank: HalykBench, shop: Shop) -> None:
    bill = await shop.billed()
    await bank.pays(bill)
    await bank.control("trouble", endpoint="qr", kind="html")
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.source) == (Seen.PAID, "check-status")


async def test_a_claim_is_looked_up_where_it_can_be_proven(bank: HalykBench, shop: Shop) -> None:
    bill = await shop.billed()
    await bank.pays(bill)
    seen = await bank.provider.fetch(bill, claim=Seen.PAID)
    assert (seen.seen, seen.source) == (Seen.PAID, "check-status")
    assert await bank.requests("qr") == []


async def test_bonuses_count_and_are_added_up(bank: HalykBench, shop: Shop) -> None:
    bill = await shop.billed(Fate.TAKES_BONUSES)
    await bank.pays(bill)
    (booked,) = (await bank.books())["bills"]
    assert booked["bonus"] > 0
    assert (await bank.provider.fetch(bill)).amount == bill.amount


async def test_a_failure_that_is_not_final_ends_paid(bank: HalykBench, shop: Shop) -> None:
    intent = replace(shop.intent(), amount=Money(500054, "KZT"))
    _, bill = await shop.create(intent)
    await bank.pays(bill)
    assert (await bank.provider.fetch(bill, claim=Seen.REJECTED)).seen is Seen.PENDING
    bank.wait(timedelta(seconds=61))
    assert (await bank.provider.fetch(bill)).seen is Seen.PAID


async def test_an_unknown_status_name_is_unclear(bank: HalykBench, shop: Shop) -> None:
    _, bill = await shop.create(replace(shop.intent(), amount=Money(500046, "KZT")))
    await bank.pays(bill)
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.word) == (Seen.UNCLEAR, "PARTIALLY_CHARGED")


@pytest.mark.parametrize("mode", ["reject", "102"])
async def test_an_unseen_qr_expires_however_the_bank_says_it(bank: HalykBench, shop: Shop, mode: str) -> None:
    await bank.control("configure", unseen_expiry=mode)
    bill = await shop.billed()
    bank.wait(timedelta(minutes=20, seconds=1))
    first = await bank.provider.fetch(bill)
    assert first.seen is (Seen.EXPIRED if mode == "reject" else Seen.PENDING)
    bank.wait(timedelta(minutes=10))
    assert (await bank.provider.fetch(bill)).seen is Seen.EXPIRED


async def test_after_the_tokens_end_only_check_status_is_asked(bank: HalykBench, shop: Shop) -> None:
    bill = await shop.billed()
    bank.wait(timedelta(minutes=19, seconds=31))
    await bank.provider.fetch(bill)
    assert await bank.requests("qr") == []
    assert len(await bank.requests("status")) == 1


async def test_an_outcome_never_learned_ends_expired_and_is_never_called_absent(
    bank: HalykBench, shop: Shop
) -> None:
    await bank.control("configure", unseen_expiry="102")
    bill = forgotten(await shop.billed())
    bank.wait(timedelta(minutes=21))
    with pytest.raises(BankSilent):
        await bank.provider.fetch(bill)
    bank.wait(timedelta(minutes=10))
    assert (await bank.provider.fetch(bill)).seen is Seen.EXPIRED


async def test_a_look_that_takes_too_long_in_all_is_silence(bank: HalykBench, shop: Shop) -> None:
    bill = await shop.billed()
    slow = bank.client(Patience(look=0.3))
    await bank.breaks(Phase.LOOK, Trouble.SILENT_IDLE, times=None)
    with pytest.raises(BankSilent, match="in time"):
        await slow.fetch(bill)
    await slow.close()


# --- Service tokens -------------------------------------------------------------------------------------


async def test_many_questions_share_one_service_token(bank: HalykBench, shop: Shop) -> None:
    intents = [shop.intent() for _ in range(20)]
    await asyncio.gather(*(bank.provider.fetch(intent) for intent in intents))
    assert len(await bank.requests("token")) == 1
    assert len(await bank.requests("status")) == 20


async def test_a_service_token_that_the_bank_dropped_is_renewed_once(bank: HalykBench, shop: Shop) -> None:
    await bank.provider.fetch(shop.intent())
    await bank.control("trouble", endpoint="status", kind="401", count=1)
    assert (await bank.provider.fetch(shop.intent())).seen is Seen.ABSENT
    assert len(await bank.requests("token")) == 2
    await bank.control("trouble", endpoint="status", kind="401", count=2)
    with pytest.raises(BankRefusesUs):
        await bank.provider.fetch(shop.intent())
    assert len(await bank.requests("token")) == 3


async def test_another_clients_terminal_is_named_by_the_check(bank: HalykBench, shop: Shop) -> None:
    await bank.control(
        "configure", other={"client_id": "other", "client_secret": "s", "terminal": OTHER_TERMINAL}
    )
    wrong = bank.client(status_terminal=OTHER_TERMINAL)
    health = await wrong.check()
    assert not health.ok
    assert "109" in health.text
    with pytest.raises(BankRefusesUs) as refusal:
        await wrong.fetch(shop.intent())
    assert refusal.value.code == "109"
    await wrong.close()


async def test_statuses_may_be_read_with_credentials_of_their_own(bank: HalykBench, shop: Shop) -> None:
    await bank.control(
        "configure", status={"client_id": "reader", "client_secret": "s", "terminal": OTHER_TERMINAL}
    )
    bank.provider = bank.client(
        status_client_id="reader", status_client_secret="s", status_terminal=OTHER_TERMINAL
    )
    assert (await bank.provider.check()).ok
    bill = await shop.billed()
    await bank.pays(bill)
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.weak) == (Seen.PAID, False)
