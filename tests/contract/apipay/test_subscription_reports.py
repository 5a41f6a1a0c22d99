"""What ApiPay's simulator calls out of a subscription, from its first bill to its end, as we read it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from billing.answers import Kind
from billing.subscriptions.banking import BankState, BankSubscription, Event, Told
from billing.subscriptions.models import Rules
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.apipay.subscribing import GENERATIONS, again, begin, kept, port, subscribed
from tests.contract.test_webhooks import read


async def heard(bank: ApiPayBench) -> list[Told]:
    """Each report once, in the order in which they came."""
    found = {}
    for webhook in await bank.delivers():
        delivery = read(bank, webhook)
        if delivery.kind is Kind.SUBSCRIPTION:
            told = port(bank).told(webhook.body)
            assert told is not None
            found.setdefault(delivery.key, told)
    return list(found.values())


async def billed_at_once(bank: ApiPayBench, **changes: object) -> BankSubscription:
    made = await subscribed(bank, first=bank.now().date(), at_once=True, **changes)
    bank.wait(timedelta(seconds=3))
    await bank.books()
    return made


async def last_bill(bank: ApiPayBench, one: BankSubscription) -> int:
    bill: int = (await kept(bank, one))["bills"][-1]["invoice"]
    return bill


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_bill_that_is_paid(bank: ApiPayBench, generation: str) -> None:
    await begin(bank, generation)
    made = await billed_at_once(bank)
    bill = await last_bill(bank, made)
    await bank.control("pay", invoice=bill)
    told = await heard(bank)
    assert [one.event for one in told] == [
        *([Event.CREATED] if generation != "april" else []),
        Event.SUCCEEDED,
    ]
    assert (told[-1].bank_id, told[-1].key, told[-1].bill) == (made.bank_id, "tolem-s-1", str(bill))
    assert told[-1].at is not None


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_the_whole_ladder_down_to_the_end(bank: ApiPayBench, generation: str) -> None:
    """A bill that nobody pays, its second attempt, the grace period, and nothing more."""
    await begin(bank, generation)
    made = await billed_at_once(bank, rules=Rules(attempts=2, retry_hours=1, grace_days=2))
    first = await last_bill(bank, made)
    await bank.control("expire", invoice=first)
    bank.wait(timedelta(hours=1))
    second = await last_bill(bank, made)
    assert second != first
    bank.wait(timedelta(seconds=3))
    await bank.control("expire", invoice=second)
    shown = await again(bank, made)
    assert shown.state is BankState.ACTIVE, "in grace, too"
    bank.wait(timedelta(days=2))
    assert (await again(bank, made)).state is BankState.EXPIRED
    told = [one for one in await heard(bank) if one.event is not Event.CREATED]
    assert [one.event for one in told] == [Event.FAILED, Event.FAILED, Event.GRACE, Event.EXPIRED]
    assert [(one.bill, one.attempt, one.reason) for one in told[:2]] == [
        (str(first), 1, "Invoice expired"),
        (str(second), 2, "Invoice expired"),
    ]
    grace, end = told[2], told[3]
    assert grace.at is not None
    assert grace.grace_until is not None
    assert end.at is not None
    assert timedelta(days=2) - timedelta(seconds=2) < grace.grace_until - grace.at <= timedelta(days=2)
    assert end.at >= grace.grace_until - timedelta(seconds=1)


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_payer_who_says_no(bank: ApiPayBench, generation: str) -> None:
    """Since September that ends it; before, it is as if the time of the bill had run out."""
    await begin(bank, generation)
    made = await billed_at_once(bank)
    bill = await last_bill(bank, made)
    await bank.control("refuse", invoice=bill)
    told = (await heard(bank))[-1]
    if generation == "september":
        assert (told.event, told.bill, told.reason) == (Event.CANCELLED, str(bill), "payer_refused")
        assert (await again(bank, made)).state is BankState.CANCELLED
    else:
        assert (told.event, told.attempt, told.reason) == (Event.FAILED, 1, "Invoice cancelled")
        assert (await again(bank, made)).state is BankState.ACTIVE


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_steps_of_the_shop_or_of_its_cabinet(bank: ApiPayBench, generation: str) -> None:
    await begin(bank, generation)
    made = await subscribed(bank)
    await port(bank).pause(made.bank_id)
    await bank.control("subscription_resume", subscription=int(made.bank_id))
    await bank.control("subscription_cancel", subscription=int(made.bank_id))
    told = await heard(bank)
    steps = [Event.CREATED, Event.PAUSED, Event.RESUMED, Event.CANCELLED]
    assert [one.event for one in told] == ([] if generation == "april" else steps)
    assert {one.bank_id for one in told} <= {made.bank_id}


async def test_the_first_form_of_all_says_the_same_as_far_as_it_says_it(bank: ApiPayBench) -> None:
    await begin(bank, "april", subscription_event="data")
    made = await billed_at_once(bank, rules=Rules(attempts=1, grace_days=2))
    await bank.control("expire", invoice=await last_bill(bank, made))
    told = await heard(bank)
    assert [(one.event, one.bank_id, one.bill) for one in told] == [
        (Event.FAILED, made.bank_id, ""),
        (Event.GRACE, made.bank_id, ""),
    ]
    assert told[1].at is not None
    assert told[1].grace_until == told[1].at + timedelta(days=2)


async def test_a_report_with_another_signature_is_nobodys(bank: ApiPayBench) -> None:
    await begin(bank, "september")
    await subscribed(bank)
    (webhook,) = await bank.delivers()
    wrong = dict(webhook.headers) | {"X-Webhook-Signature": "sha256=" + "0" * 64}
    assert type(bank.provider.read_webhook(wrong, webhook.body)).__name__ == "Forged"
