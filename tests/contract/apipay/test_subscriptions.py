"""ApiPay's subscriptions against its simulator: what is sent, word for word, and their whole life."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from billing.models import RefundRefusal
from billing.money import Money
from billing.ports import Begun, Declined, Rejected
from billing.subscriptions.banking import BankState, BankStats, Subscribed
from billing.subscriptions.models import Cycle, PeriodState, Rules
from providers.registry import with_subscriptions
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.apipay.goods import item, sold
from tests.contract.apipay.subscribing import (
    GENERATIONS,
    PLAIN,
    again,
    begin,
    kept,
    lines,
    port,
    subscribed,
    terms,
)
from tests.contract.standing import Json

FULL = terms(
    day=10,
    name="Айгерим",
    rules=Rules(attempts=10, retry_hours=168, grace_days=30),
    metadata={"plan": "7"},
)
POSTED: Json = {
    "phone_number": "87001234567",
    "billing_period": "monthly",
    "amount": 5000,
    "description": "Йога",
    "subscriber_name": "Айгерим",
    "external_subscriber_id": "tolem-s-1",
    "metadata": {"plan": "7"},
    "billing_time": "10:00",
    "max_retry_attempts": 10,
    "retry_interval_hours": 168,
    "grace_period_days": 30,
    "billing_day": 10,
    "started_at": "2026-01-10",
    "bill_immediately": False,
    "first_billing_at": "2026-02-10",
}


async def posted(bank: ApiPayBench) -> Json:
    body: Json = (await bank.requests("subscribe"))[-1]["body"]
    return body


async def put(bank: ApiPayBench) -> list[Json]:
    return [asked["body"] for asked in await bank.requests("subscription_change")]


async def test_the_registry_knows_who_runs_subscriptions(bank: ApiPayBench) -> None:
    assert list(with_subscriptions({"apipay": bank.provider})) == ["apipay"]
    bounds = port(bank).bounds
    assert (bounds.least, bounds.most, bounds.day_most) == (100_00, 1_000_000_00, 28)


# --- 15


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_all_that_was_agreed_is_sent_and_written_down_by_the_bank(
    bank: ApiPayBench, generation: str
) -> None:
    await begin(bank, generation)
    outcome = await port(bank).subscribe(FULL)
    assert isinstance(outcome, Subscribed)
    assert await posted(bank) == POSTED
    row = await kept(bank, outcome.shown)
    assert {name: row[name] for name in ("phone", "name", "description", "amount", "period", "day")} == {
        "phone": "87001234567",
        "name": "Айгерим",
        "description": "Йога",
        "amount": 500000,
        "period": "monthly",
        "day": 10,
    }
    assert (row["external_subscriber_id"], row["metadata"]) == ("tolem-s-1", {"plan": "7"})
    assert (row["attempts"], row["wait_hours"], row["grace_days"]) == (10, 168, 30)
    assert (row["status"], row["bills"]) == ("active", [])


async def test_the_least_that_can_be_agreed_says_all_that_a_server_would_choose_otherwise(
    bank: ApiPayBench,
) -> None:
    await begin(bank, "april")
    await subscribed(bank, description="", rules=Rules(), at=time(23))
    optional = {"description", "subscriber_name", "metadata", "billing_time"}
    assert await posted(bank) == {
        **{name: value for name, value in POSTED.items() if name not in optional},
        "max_retry_attempts": 3,
        "retry_interval_hours": 24,
        "grace_period_days": 3,
    }


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("cycle", list(Cycle))
async def test_each_cycle_is_billed_first_on_the_day_that_was_agreed_and_then_a_cycle_later(
    bank: ApiPayBench, generation: str, cycle: Cycle
) -> None:
    await begin(bank, generation)
    made = await subscribed(bank, cycle=cycle)
    assert (await posted(bank))["billing_period"] == cycle.value
    assert (made.cycle, made.next_at) == (cycle, await due(bank, generation, date(2026, 2, 10)))
    assert made.next_at is not None
    bank.wait(made.next_at - bank.now() + timedelta(hours=22))
    later = {
        Cycle.DAILY: date(2026, 2, 11),
        Cycle.WEEKLY: date(2026, 2, 17),
        Cycle.BIWEEKLY: date(2026, 2, 24),
        Cycle.MONTHLY: date(2026, 3, 10),
        Cycle.QUARTERLY: date(2026, 5, 10),
        Cycle.YEARLY: date(2027, 2, 10),
    }
    assert (await again(bank, made)).next_at == await due(bank, generation, later[cycle])
    (bill,) = await port(bank).bills(made.bank_id)
    assert (bill.first_day, bill.last_day) == (date(2026, 2, 10), later[cycle] - timedelta(days=1))


async def due(bank: ApiPayBench, generation: str, day: date) -> datetime:
    """That day, at the hour of the contract; April tells no hour."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=5)
    return midnight + timedelta(hours={"april": 0, "august": 5, "september": 10}[generation])


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize(
    ("cycle", "day", "first"),
    [
        (Cycle.MONTHLY, 15, date(2026, 2, 15)),
        (Cycle.MONTHLY, 5, date(2026, 3, 5)),
        (Cycle.WEEKLY, 4, date(2026, 2, 12)),
        (Cycle.WEEKLY, 2, date(2026, 2, 10)),
        (Cycle.BIWEEKLY, 1, date(2026, 2, 16)),
        (Cycle.YEARLY, 28, date(2026, 2, 28)),
    ],
)
async def test_a_day_of_the_month_or_of_the_week_is_sent_and_never_billed_earlier(
    bank: ApiPayBench, generation: str, cycle: Cycle, day: int, first: date
) -> None:
    """Who is told no first day bills on the first wished day from there on."""
    await begin(bank, generation)
    made = await subscribed(bank, cycle=cycle, day=day)
    assert (await posted(bank))["billing_day"] == day
    assert made.day == day
    if generation == "september":
        assert made.next_at == await due(bank, generation, date(2026, 2, 10))
    else:
        assert made.next_at == await due(bank, generation, first)


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("at_once", [False, True])
async def test_the_first_bill_comes_at_once_only_where_that_was_agreed(
    bank: ApiPayBench, generation: str, at_once: bool
) -> None:
    await begin(bank, generation)
    made = await subscribed(bank, first=date(2026, 2, 1), at_once=at_once, day=1)
    body = await posted(bank)
    assert body["bill_immediately"] is at_once
    assert ("first_billing_at" in body) is not at_once
    assert len((await kept(bank, made))["bills"]) == int(at_once)
    if at_once:
        assert body["started_at"] == "2026-02-01"
        assert made.next_at == await due(bank, generation, date(2026, 3, 1))


@pytest.mark.parametrize(("at", "said"), [(time(6), "06:00"), (time(22), "22:00"), (time(22, 1), None)])
async def test_the_hour_is_said_where_the_service_takes_it(
    bank: ApiPayBench, at: time, said: str | None
) -> None:
    await begin(bank, "september")
    made = await subscribed(bank, at=at)
    assert (await posted(bank)).get("billing_time") == said
    assert made.next_at is not None
    assert (made.next_at + timedelta(hours=5)).hour == (at.hour if said else 13)


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_lines_go_without_prices_and_without_an_amount(bank: ApiPayBench, generation: str) -> None:
    await begin(bank, generation)
    coffee, cake = await sold(bank, item(), item("Торт", 700))
    cart = lines((coffee, 2), (cake, 1))
    made = await subscribed(bank, amount=Money(430000, "KZT"), lines=cart)
    body = await posted(bank)
    assert "amount" not in body
    assert body["cart_items"] == [
        {"catalog_item_id": int(coffee), "count": 2},
        {"catalog_item_id": int(cake), "count": 1},
    ]
    assert made.amount == Money(430000, "KZT")


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_what_the_bank_shows_is_read_field_by_field(bank: ApiPayBench, generation: str) -> None:
    await begin(bank, generation)
    outcome = await port(bank).subscribe(FULL)
    assert isinstance(outcome, Subscribed)
    made = outcome.shown
    assert made.made_at is not None
    assert (made.key, made.phone, made.amount) == (FULL.key, FULL.phone, FULL.amount)
    assert (made.state, made.cycle, made.day) == (BankState.ACTIVE, Cycle.MONTHLY, 10)
    assert (made.description, made.name, made.practice) == ("Йога", "Айгерим", False)
    assert (made.stats, made.last) == (None, None)
    shown = await again(bank, made)
    assert shown == replace(made, stats=BankStats(0, 0, 0, Money(0, "KZT")))


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
        await due(bank, generation, date(2026, 3, 10)),
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


# --- 17 and 22


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_statistics_and_the_history_tell_what_became_of_each_bill(
    bank: ApiPayBench, generation: str
) -> None:
    await begin(bank, generation, reissue="interval")
    made = await subscribed(bank, first=date(2026, 2, 1), day=1, at_once=True)
    (open_one,) = await port(bank).bills(made.bank_id)
    assert (open_one.state, open_one.attempt, open_one.amount) == (PeriodState.PENDING, 1, PLAIN.amount)
    assert (open_one.made_at, open_one.paid_at) == (made.made_at, None)
    bank.wait(timedelta(hours=25))
    bank.wait(timedelta(hours=24))
    failed, tried = await port(bank).bills(made.bank_id)
    assert (failed.bank_id, failed.state, failed.reason) == (
        open_one.bank_id,
        PeriodState.FAILED,
        "Invoice expired",
    )
    assert (tried.attempt, tried.first_day) == (2, failed.first_day)
    bank.wait(timedelta(seconds=3))
    await bank.control("pay", invoice=int(tried.bank_id))
    shown = await again(bank, made)
    assert shown.stats == BankStats(2, 1, 1, PLAIN.amount)
    assert shown.last is not None
    assert (shown.last.amount, shown.last.state) == (PLAIN.amount, PeriodState.PAID)
    paid = (await port(bank).bills(made.bank_id))[1]
    assert (paid.state, paid.paid_at) == (PeriodState.PAID, shown.last.paid_at)
    assert paid.paid_at is not None


# --- what is not sent


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": Money(9900, "KZT")}, "amount"),
        ({"amount": Money(100000100, "KZT")}, "amount"),
        ({"amount": Money(500050, "KZT")}, "amount_must_be_whole_tenge"),
        ({"amount": Money(500000, "USD")}, "currency"),
        ({"phone": "+79161234567"}, "phone_number"),
        ({"phone": ""}, "phone_number"),
        ({"day": 0}, "billing_day"),
        ({"day": 29}, "billing_day"),
        ({"cycle": Cycle.WEEKLY, "day": 8}, "billing_day"),
        ({"cycle": Cycle.DAILY, "day": 1}, "billing_day"),
        ({"first": date(2026, 3, 29)}, "billing_day"),
        ({"key": ""}, "external_subscriber_id"),
        ({"key": "k" * 256}, "external_subscriber_id"),
        ({"key": "a\nb"}, "external_subscriber_id"),
    ],
)
async def test_what_the_bank_would_refuse_or_never_bill_is_not_sent(
    bank: ApiPayBench, changes: Json, code: str
) -> None:
    await begin(bank, "april")
    outcome = await port(bank).subscribe(terms(**changes))
    assert isinstance(outcome, Rejected)
    assert outcome.code == f"unsent-{code}"
    assert await bank.requests("subscribe") == []


@pytest.mark.parametrize("edge", [100_00, 1_000_000_00])
async def test_the_edges_of_an_amount_are_taken(bank: ApiPayBench, edge: int) -> None:
    await begin(bank, "september")
    made = await subscribed(bank, amount=Money(edge, "KZT"), key="k" * 255, name="и" * 300)
    assert made.amount == Money(edge, "KZT")
    assert (made.key, len(made.name)) == ("k" * 255, 255)


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
