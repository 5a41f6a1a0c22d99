"""What only ApiPay shows: batches, words that come back, bills that are taken back, a call limit."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from billing.answers import Begun, Declined, Seen, Unknown, Unreachable
from billing.errors import BankSilent
from billing.models import RefundRefusal
from billing.questions import Bill
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.harness import Phase, Shop, Trouble
from tests.contract.standing import forgotten

SHAPES = ["count", "invoices", "list"]


async def bulk(bank: ApiPayBench, shop: Shop, number: int) -> list[Bill]:
    """Paid ones, as they stand in our books."""
    told = await bank.control("paid_bulk", count=number, amount=500000)
    bills = [shop.intent() for _ in told["ids"]]
    return [
        replace(bill, bank_id=str(id_), reference=f"bulk-{at}", has_instruction=True)
        for at, (bill, id_) in enumerate(zip(bills, told["ids"], strict=True))
    ]


@pytest.mark.parametrize("shape", SHAPES)
async def test_many_are_asked_about_at_once_and_those_that_moved_are_left_out(
    bank: ApiPayBench, shop: Shop, shape: str
) -> None:
    await bank.control("configure", status_check=shape)
    waiting = [await shop.billed() for _ in range(4)]
    paid = await shop.billed()
    await bank.pays(paid)
    seen = await bank.provider.fetch_many([*waiting, paid])
    assert {id_: one.seen for id_, one in seen.items()} == {bill.payment_id: Seen.PENDING for bill in waiting}
    assert len(await bank.requests("check")) == 1
    assert await bank.requests("invoice") == []
    assert len(await bank.requests("list")) == (1 if shape == "count" else 0)


async def test_of_a_few_that_are_only_promised_a_look_no_list_is_read(bank: ApiPayBench, shop: Shop) -> None:
    await bank.control("configure", status_check="count")
    assert await bank.provider.fetch_many([await shop.billed() for _ in range(3)]) == {}
    assert await bank.requests("list") == []


async def test_when_its_time_is_over_a_bill_is_asked_about_alone(bank: ApiPayBench, shop: Shop) -> None:
    """The word of many may be an old one for ever, and nobody would hear that it was paid."""
    bills = [await shop.billed() for _ in range(2)]
    bank.wait(timedelta(hours=25))
    assert await bank.provider.fetch_many(bills) == {}
    assert await bank.requests("check") == []


async def test_a_list_is_read_once_for_all_who_ask_meanwhile(bank: ApiPayBench, shop: Shop) -> None:
    await bank.control("configure", status_check="count")
    waiting = [await shop.billed() for _ in range(8)]
    asked = await asyncio.gather(*(bank.provider.fetch_many(some) for some in (waiting[:4], waiting[4:])))
    assert [len(seen) for seen in asked] == [4, 4]
    assert len(await bank.requests("check")) == 2
    assert len(await bank.requests("list")) == 1
    await bank.provider.fetch_many(waiting)
    assert len(await bank.requests("list")) == 2


async def test_a_hundred_go_into_one_question(bank: ApiPayBench, shop: Shop) -> None:
    await bank.control("configure", generation="september", rate_limit=0)
    bills = await bulk(bank, shop, 205)
    bank.provider = bank.client(rate_limit=1000)
    assert await bank.provider.fetch_many(bills) == {}, "all of them are paid"
    sizes = [len(one["body"]["invoice_ids"]) for one in await bank.requests("check")]
    assert sizes == [100, 100, 5]


async def test_of_what_the_service_does_not_know_nothing_is_told(bank: ApiPayBench, shop: Shop) -> None:
    await bank.control("configure", generation="september")
    mine, lost = await shop.billed(), forgotten(await shop.billed())
    strangers = replace(await shop.billed(), bank_id="99999")
    assert set(await bank.provider.fetch_many([mine, lost, strangers])) == {mine.payment_id}


@pytest.mark.parametrize("kind", ["500", "html", "429"])
async def test_silence_about_many_is_no_word_about_any(bank: ApiPayBench, shop: Shop, kind: str) -> None:
    bills = [await shop.billed(), await shop.billed()]
    await bank.trouble("check", kind)
    with pytest.raises(BankSilent):
        await bank.provider.fetch_many(bills)


@pytest.mark.parametrize("ending", ["expire", "refuse"])
async def test_what_had_ended_may_be_paid_after_all(bank: ApiPayBench, shop: Shop, ending: str) -> None:
    bill = await shop.billed()
    await bank.reaches()
    await bank.control(ending, external_order_id=bill.reference)
    assert (await bank.provider.fetch(bill)).seen in (Seen.EXPIRED, Seen.CANCELLED)
    await bank.control("late", external_order_id=bill.reference)
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.amount) == (Seen.PAID, bill.amount)


async def test_what_had_failed_may_come_to_life(bank: ApiPayBench, shop: Shop) -> None:
    _, bill = await shop.create(replace(shop.intent(), phone="+77770000010"))
    await bank.reaches()
    assert (await bank.provider.fetch(bill)).seen is Seen.REJECTED
    bank.wait(timedelta(seconds=61))
    assert (await bank.provider.fetch(bill)).seen is Seen.PENDING


async def test_a_bill_that_kaspi_does_not_have_yet_is_pending(bank: ApiPayBench, shop: Shop) -> None:
    await bank.control("configure", created="processing")
    _, bill = await shop.create(replace(shop.intent(), phone="+77770000009"))
    bank.wait(timedelta(hours=1))
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.word) == (Seen.PENDING, "processing")


# --- taken back -----------------------------------------------------------------------------------------


async def test_a_promise_to_cancel_is_no_cancellation(bank: ApiPayBench, shop: Shop) -> None:
    bill = await shop.billed()
    await bank.reaches()
    assert isinstance(await bank.provider.cancel(bill), Begun)
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.word) == (Seen.PENDING, "cancelling")
    bank.wait(timedelta(seconds=4))
    assert (await bank.provider.fetch(bill)).seen is Seen.CANCELLED


async def test_in_the_sandbox_it_is_cancelled_at_once(bank: ApiPayBench, shop: Shop) -> None:
    await bank.control("configure", environment="sandbox")
    bank.provider = bank.client(test=True)
    bill = await shop.billed()
    await bank.reaches()
    assert isinstance(await bank.provider.cancel(bill), Begun)
    assert (await bank.provider.fetch(bill)).seen is Seen.CANCELLED


async def test_a_cancellation_may_fall_back_and_the_bill_be_paid(bank: ApiPayBench, shop: Shop) -> None:
    bill = await shop.billed()
    await bank.reaches()
    await bank.control("cancels", next="paid")
    assert isinstance(await bank.provider.cancel(bill), Begun)
    bank.wait(timedelta(seconds=4))
    assert (await bank.provider.fetch(bill)).seen is Seen.PENDING
    bank.wait(timedelta(seconds=10))
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.amount) == (Seen.PAID, bill.amount)


async def test_what_is_paid_is_not_cancelled(bank: ApiPayBench, shop: Shop) -> None:
    bill = await shop.billed()
    await bank.pays(bill)
    outcome = await bank.provider.cancel(bill)
    assert isinstance(outcome, Declined)
    assert outcome.refusal is RefundRefusal.UNSAID
    assert "cannot be cancelled" in outcome.text


@pytest.mark.parametrize(
    ("kind", "answer"),
    [("500", Unknown), ("reset_after", Unknown), ("429", Unreachable), ("401", Declined), ("html", Unknown)],
)
async def test_trouble_with_a_cancellation(
    bank: ApiPayBench, shop: Shop, kind: str, answer: type[object]
) -> None:
    bill = await shop.billed()
    await bank.trouble("cancel", kind, count=1)
    assert isinstance(await bank.provider.cancel(bill), answer)


async def test_a_bill_whose_number_was_lost_is_not_cancelled_blindly(bank: ApiPayBench, shop: Shop) -> None:
    bill = forgotten(await shop.billed())
    assert isinstance(await bank.provider.cancel(bill), Unreachable)
    assert await bank.requests("cancel") == []


async def test_nothing_is_ever_held(bank: ApiPayBench, shop: Shop) -> None:
    bill = await shop.billed()
    assert isinstance(await bank.provider.capture(bill), Declined)
    assert isinstance(await bank.provider.release(bill), Declined)


async def test_silence_about_refunds_does_not_hide_that_it_is_paid(bank: ApiPayBench, shop: Shop) -> None:
    bill = await shop.paid()
    await bank.provider.refund(await shop.repayment(bill, 150000))
    bank.wait(bank.repaying_takes())
    await bank.trouble("invoice_refunds", "500")
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.returned) == (Seen.PAID, None)


async def test_a_webhook_signed_by_the_simulator_is_read(bank: ApiPayBench, shop: Shop) -> None:
    await bank.control("configure", webhook_json="escaped")
    bill = await shop.billed()
    await bank.breaks(Phase.LOOK, Trouble.SERVER_ERROR)
    await bank.pays(bill)
    assert {type(bank.provider.read_webhook(w.headers, w.body)).__name__ for w in await bank.delivers()} == {
        "Delivery"
    }
