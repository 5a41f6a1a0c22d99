"""How a subscription at ApiPay is changed, paused, resumed and ended: what is sent, word for word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from billing.answers import Begun, Declined
from billing.models import RefundRefusal
from billing.money import Money
from billing.subscriptions.banking import BankState, Subscribed
from billing.subscriptions.models import Cycle, Rules
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.apipay.goods import item, sold
from tests.contract.apipay.subscribing import (
    FULL,
    GENERATIONS,
    PLAIN,
    POSTED,
    again,
    begin,
    due,
    kept,
    lines,
    port,
    subscribed,
    terms,
)
from tests.contract.standing import Json


async def put(bank: ApiPayBench) -> list[Json]:
    return [asked["body"] for asked in await bank.requests("subscription_change")]


# --- 18


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_change_tells_only_what_differs(bank: ApiPayBench, generation: str) -> None:
    await begin(bank, generation)
    made = await subscribed(bank)
    dearer = terms(amount=Money(600000, "KZT"), rules=Rules(grace_days=5))
    assert await port(bank).change(made.bank_id, dearer, PLAIN) == Begun(made.bank_id)
    assert await put(bank) == [{"amount": 6000, "grace_period_days": 5}]
    assert (await again(bank, made)).amount == dearer.amount
    assert await port(bank).change(made.bank_id, dearer, dearer) == Begun(made.bank_id)
    assert len(await put(bank)) == 1


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_change_of_which_nothing_is_known_tells_all_that_may_be_changed(
    bank: ApiPayBench, generation: str
) -> None:
    """One of the bank's cabinet gets our key by it."""
    await begin(bank, generation)
    body = {"phone_number": "87001234567", "amount": 100, "billing_period": "monthly"}
    told = await bank.control("subscription_make", body=body)
    there = str(told["subscription"])
    assert await port(bank).change(there, replace(FULL, day=12)) == Begun(there)
    unchangeable = {"phone_number", "billing_period", "started_at", "bill_immediately", "first_billing_at"}
    assert await put(bank) == [
        {name: value for name, value in POSTED.items() if name not in unchangeable} | {"billing_day": 12}
    ]
    (found,) = await port(bank).found(FULL.key)
    assert (found.bank_id, found.amount, found.day) == (there, FULL.amount, 12)


@pytest.mark.parametrize(
    ("changes", "sent"),
    [
        ({"amount": Money(600000, "KZT")}, {"amount": 6000}),
        ({"day": 12}, {"billing_day": 12}),
        ({"description": "Пилатес"}, {"description": "Пилатес"}),
        ({"name": "Дана"}, {"subscriber_name": "Дана"}),
        ({"key": "tolem-s-2"}, {"external_subscriber_id": "tolem-s-2"}),
        ({"metadata": {"plan": "8"}}, {"metadata": {"plan": "8"}}),
        ({"at": time(12, 30)}, {"billing_time": "12:30"}),
        ({"rules": Rules(attempts=4)}, {"max_retry_attempts": 4}),
        ({"rules": Rules(retry_hours=12)}, {"retry_interval_hours": 12}),
        ({"rules": Rules(grace_days=7)}, {"grace_period_days": 7}),
    ],
)
async def test_each_field_of_a_change_is_sent_alone_and_kept(
    bank: ApiPayBench, changes: Json, sent: Json
) -> None:
    await begin(bank, "september")
    made = await subscribed(bank)
    before = await kept(bank, made)
    assert isinstance(await port(bank).change(made.bank_id, terms(**changes), PLAIN), Begun)
    assert await put(bank) == [sent]
    assert await kept(bank, made) != before


@pytest.mark.parametrize(
    ("cycle", "was", "day", "sent"),
    [
        (Cycle.MONTHLY, None, 10, []),  # the first payment's own day was told when it was made
        (Cycle.MONTHLY, 10, None, []),
        (Cycle.WEEKLY, None, 2, []),
        (Cycle.BIWEEKLY, None, 2, []),
        (Cycle.BIWEEKLY, 2, 4, [{"billing_day": 4}]),
        (Cycle.BIWEEKLY, 4, 2, [{"billing_day": 2}]),
        (Cycle.DAILY, None, None, []),
    ],
)
async def test_a_day_that_stays_is_not_told_anew(
    bank: ApiPayBench, cycle: Cycle, was: int | None, day: int | None, sent: list[Json]
) -> None:
    """Told a weekday anew, a bill of every other week may come in the wrong one."""
    await begin(bank, "september")
    made = await subscribed(bank, cycle=cycle, day=was)
    before = terms(cycle=cycle, day=was)
    assert isinstance(await port(bank).change(made.bank_id, replace(before, day=day), before), Begun)
    assert await put(bank) == sent
    if not sent:
        assert (await again(bank, made)).next_at == made.next_at


async def test_of_every_other_week_the_day_of_the_start_is_not_told_to_one_of_which_nothing_is_known(
    bank: ApiPayBench,
) -> None:
    await begin(bank, "september")
    for day, told in ((2, False), (None, False), (4, True)):
        made = await subscribed(bank, cycle=Cycle.BIWEEKLY, day=day)
        await port(bank).change(made.bank_id, terms(cycle=Cycle.BIWEEKLY, day=day))
        assert ("billing_day" in (await put(bank))[-1]) is told


async def test_what_became_empty_stays_as_it_is(bank: ApiPayBench) -> None:
    await begin(bank, "april")
    made = await subscribed(bank)
    assert isinstance(await port(bank).change(made.bank_id, terms(description=""), PLAIN), Begun)
    assert await put(bank) == []


async def test_other_lines_and_other_prices_of_the_same_are_told_anew(bank: ApiPayBench) -> None:
    """The bank keeps the prices of the day on which the lines were told."""
    await begin(bank, "september")
    (coffee,) = await sold(bank, item())
    one = terms(amount=Money(180000, "KZT"), lines=lines((coffee, 1)))
    made = await port(bank).subscribe(one)
    assert isinstance(made, Subscribed)
    there = made.shown.bank_id
    two = replace(one, amount=Money(360000, "KZT"), lines=lines((coffee, 2)))
    assert isinstance(await port(bank).change(there, two, one), Begun)
    await bank.control("item_change", item=int(coffee), price=200000)
    dearer = replace(two, amount=Money(400000, "KZT"), lines=lines((coffee, 2), tenge=2000))
    assert isinstance(await port(bank).change(there, dearer, two), Begun)
    row = {"catalog_item_id": int(coffee), "count": 2}
    assert await put(bank) == [{"cart_items": [row]}, {"cart_items": [row]}]
    assert (await again(bank, made.shown)).amount == dearer.amount
    refused = await port(bank).change(there, PLAIN, dearer)
    assert isinstance(refused, Declined), "from lines back to an amount the bank does not go"


# --- 19 to 21


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_it_is_paused_resumed_and_ended(bank: ApiPayBench, generation: str) -> None:
    await begin(bank, generation)
    made, runs = await subscribed(bank), port(bank)
    assert await runs.pause(made.bank_id) == Begun(made.bank_id)
    assert (await again(bank, made)).state is BankState.PAUSED
    bank.wait(timedelta(days=20))
    assert await runs.bills(made.bank_id) == []
    assert await runs.resume(made.bank_id) == Begun(made.bank_id)
    resumed = await again(bank, made)
    assert (resumed.state, resumed.next_at) == (
        BankState.ACTIVE,
        due(generation, date(2026, 3, 10)),
    )
    assert await runs.cancel(made.bank_id) == Begun(made.bank_id)
    assert (await again(bank, made)).state is BankState.CANCELLED
    bank.wait(timedelta(days=60))
    assert await runs.bills(made.bank_id) == []


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_step_that_does_not_follow_is_declined_and_changes_nothing(
    bank: ApiPayBench, generation: str
) -> None:
    await begin(bank, generation)
    made, runs = await subscribed(bank), port(bank)
    active = await runs.resume(made.bank_id)
    await runs.cancel(made.bank_id)
    for declined in (
        active,
        await runs.pause(made.bank_id),
        await runs.resume(made.bank_id),
        await runs.cancel(made.bank_id),
        await runs.change(made.bank_id, terms(amount=Money(600000, "KZT")), PLAIN),
    ):
        assert isinstance(declined, Declined)
        assert (declined.refusal, declined.halt) == (RefundRefusal.UNSAID, None)
        assert "Subscription cannot be" in declined.text
    assert (await again(bank, made)).state is BankState.CANCELLED


async def test_a_change_to_what_cannot_be_is_not_sent_either(bank: ApiPayBench) -> None:
    await begin(bank, "april")
    made = await subscribed(bank)
    refused = await port(bank).change(made.bank_id, terms(amount=Money(500050, "KZT")), PLAIN)
    assert isinstance(refused, Declined)
    assert (refused.refusal, refused.code) == (
        RefundRefusal.OUR_REQUEST,
        "unsent-amount_must_be_whole_tenge",
    )
    assert await put(bank) == []
