"""ApiPay's subscriptions against its simulator: what is sent, word for word, and their whole life."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from billing.answers import Rejected
from billing.money import Money
from billing.subscriptions import calendar
from billing.subscriptions.banking import BankState, BankStats, Subscribed
from billing.subscriptions.models import Cycle, PeriodState, Rules
from providers.registry import with_subscriptions
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


async def posted(bank: ApiPayBench) -> Json:
    body: Json = (await bank.requests("subscribe"))[-1]["body"]
    return body


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
    assert (made.cycle, made.next_at) == (cycle, due(generation, date(2026, 2, 10)))
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
    assert (await again(bank, made)).next_at == due(generation, later[cycle])
    (bill,) = await port(bank).bills(made.bank_id)
    assert (bill.first_day, bill.last_day) == (date(2026, 2, 10), later[cycle] - timedelta(days=1))


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
        assert made.next_at == due(generation, date(2026, 2, 10))
    else:
        assert made.next_at == due(generation, first)


@pytest.mark.parametrize(("at_once", "started"), [(False, "2026-03-15"), (True, "2026-04-15")])
async def test_a_first_payment_late_in_the_month_may_be_followed_by_another_day(
    bank: ApiPayBench, at_once: bool, started: str
) -> None:
    await begin(bank, "april")
    bank.wait(timedelta(days=58))
    await subscribed(bank, first=date(2026, 3, 31), day=15, at_once=at_once)
    assert (await posted(bank))["started_at"] == started


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
        assert made.next_at == due(generation, date(2026, 3, 1))


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize(
    ("cycle", "day", "second"),
    [
        (Cycle.MONTHLY, 1, date(2026, 4, 1)),
        (Cycle.MONTHLY, 20, date(2026, 3, 20)),
        (Cycle.QUARTERLY, 5, date(2026, 6, 5)),
        (Cycle.WEEKLY, 1, date(2026, 2, 23)),
        (Cycle.BIWEEKLY, 1, date(2026, 3, 2)),
        (Cycle.BIWEEKLY, 2, date(2026, 2, 24)),
        (Cycle.BIWEEKLY, None, date(2026, 2, 24)),
        (Cycle.DAILY, None, date(2026, 2, 11)),
    ],
)
async def test_a_bill_at_once_is_for_a_whole_period_as_our_own_engine_has_it(
    bank: ApiPayBench, generation: str, cycle: Cycle, day: int | None, second: date
) -> None:
    """Paid on Tuesday the tenth, whatever day is wished from then on."""
    await begin(bank, generation)
    bank.wait(timedelta(days=9))
    made = await subscribed(bank, cycle=cycle, day=day, at_once=True)
    assert made.next_at == due(generation, second)
    (bill,) = await port(bank).bills(made.bank_id)
    assert (bill.first_day, bill.last_day) == (date(2026, 2, 10), second - timedelta(days=1))
    agreed = calendar.agreed(cycle, "Asia/Almaty", date(2026, 2, 10), PLAIN.at, day)
    assert calendar.period(agreed, 1).first_day == second


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
