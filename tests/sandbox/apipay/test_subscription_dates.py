"""The billing run: on which dates bills are issued, and when they are put off."""

from datetime import datetime

import pytest

from tests.sandbox.apipay.goods import change, line, sold
from tests.sandbox.apipay.standing import (
    begin,
    bills,
    kept,
    last_bill,
    newest,
    step,
    subscribed,
    told,
)


@pytest.mark.parametrize(
    ("period", "more", "dates"),
    [
        ("daily", {}, ["02-01", "02-02"]),
        ("weekly", {}, ["02-07", "02-14"]),
        ("weekly", {"billing_day": 1}, ["02-02", "02-09"]),
        ("biweekly", {"billing_day": 6}, ["02-07", "02-21"]),
        ("monthly", {}, ["02-28", "03-31", "04-30"]),
        ("monthly", {"billing_day": 5}, ["02-05", "03-05"]),
        ("monthly", {"billing_day_from_end": 1}, ["02-27", "03-30"]),
        ("quarterly", {}, ["04-30", "07-31"]),
        ("yearly", {}, ["01-31"]),
        ("monthly", {"first_billing_at": "2026-02-10"}, ["02-10", "03-10"]),
        ("monthly", {"started_at": "2026-02-15"}, ["03-15", "04-15"]),
    ],
)
async def test_dates_follow_the_calendar(bench, period, more, dates) -> None:
    await begin(bench, "september", "2026-01-31T09:00+05:00")
    number, seen = await subscribed(bench, period=period, **more), []
    for _ in dates:
        due = (await kept(bench, number))["next_at"]
        seen.append(due[5:10])
        bench.clock.move(datetime.fromisoformat(due) - bench.clock.now())
        await bench.control("pay", invoice=await last_bill(bench, number))
    assert seen == dates
    assert await bills(bench, number) == [(1, "paid")] * len(dates)


async def test_the_hour_is_the_contracts_or_ones_own(bench) -> None:
    await begin(bench, "september")
    assert (await kept(bench, await subscribed(bench)))["next_at"] == "2026-03-01T13:00:00+05:00"
    own = await subscribed(bench, billing_time="21:30")
    assert (await kept(bench, own))["next_at"] == "2026-03-01T21:30:00+05:00"


async def test_one_bill_at_a_time(bench) -> None:
    await begin(bench)
    number = await subscribed(
        bench, period="daily", bill_immediately=True, max_retry_attempts=2, retry_interval_hours=168
    )
    bench.wait(days=5)
    assert await bills(bench, number) == [(1, "failed")]


async def test_without_a_cashier_one_bill_comes_for_all_that_were_missed(bench) -> None:
    await begin(bench)
    number = await subscribed(bench, period="daily")
    await bench.control("configure", cashier=False)
    bench.wait(days=10)
    assert await bills(bench, number) == []
    assert (await kept(bench, number))["next_at"] == "2026-02-02T00:00:00+05:00"
    await bench.control("configure", cashier=True)
    bench.wait(hours=1)
    assert await bills(bench, number) == [(1, "pending")]
    assert (await kept(bench, number))["next_at"] == "2026-02-12T00:00:00+05:00"


async def test_a_bill_waits_for_an_item_that_is_off_sale(bench) -> None:
    await begin(bench)
    (cake,) = await sold(bench, 700)
    number = await subscribed(bench, None, "daily", cart_items=[line(cake)])
    await bench.control("item_delete", item=cake)
    bench.wait(days=2)
    assert await bills(bench, number) == []
    await bench.control("item_change", item=cake, price=90000)
    bench.wait(hours=1)
    assert await bills(bench, number) == [(1, "pending")]
    assert (await bench.get(f"/invoices/{await last_bill(bench, number)}"))["amount"] == "700.00"
    assert (await change(bench, cake, name="Торт"))[0] == 202


async def test_so_many_cycles_and_no_more(bench) -> None:
    await begin(bench, "september")
    number = await subscribed(bench, period="daily", total_cycles=1, bill_immediately=True)
    await bench.control("pay", invoice=await last_bill(bench, number))
    assert await told(bench) == ["created", "payment_succeeded", "expired"]
    body = await newest(bench, "expired")
    assert (body["reason"], body["cycles_paid"], body["total_cycles"]) == ("total_cycles_reached", 1, 1)
    assert (await step(bench, number, "resume"))[0] == 400


async def test_resuming_counts_from_then_and_the_old_date_passes(bench) -> None:
    await begin(bench)
    number = await subscribed(bench)
    bench.wait(days=9)
    await step(bench, number, "pause")
    await step(bench, number, "resume")
    bench.wait(days=20)
    assert await bills(bench, number) == []
    assert (await kept(bench, number))["next_at"][:10] == "2026-03-10"


async def test_resuming_keeps_to_the_day(bench) -> None:
    await begin(bench)
    number = await subscribed(bench, billing_day=15)
    await step(bench, number, "pause")
    bench.wait(days=37)
    await step(bench, number, "resume")
    assert (await kept(bench, number))["next_at"][:10] == "2026-03-15"


async def test_bills_of_a_practice_subscription_are_practice_bills_for_ever(bench) -> None:
    await begin(bench, environment="sandbox")
    number = await subscribed(bench, period="daily")
    await bench.control("configure", environment="production")
    bench.wait(days=1)
    invoice = await bench.get(f"/invoices/{await last_bill(bench, number)}")
    assert (invoice["is_sandbox"], invoice["description"]) == (True, f"Оплата подписки №{number} (песочница)")


@pytest.mark.parametrize(("generation", "day"), [("april", "02-08"), ("september", "02-05")])
async def test_a_day_of_the_week_counts_since_september(bench, generation, day) -> None:
    await begin(bench, generation)
    number = await subscribed(bench, period="weekly", billing_day=4)
    assert (await kept(bench, number))["next_at"][5:10] == day


async def test_a_bill_that_is_issued_again_waits_for_the_cashier_too(bench) -> None:
    await begin(bench)
    number = await subscribed(bench, retry_interval_hours=1, bill_immediately=True)
    await bench.control("expire", invoice=await last_bill(bench, number))
    await bench.control("configure", cashier=False)
    bench.wait(days=1)
    assert await bills(bench, number) == [(1, "failed")]
    await bench.control("configure", cashier=True)
    bench.wait(hours=1)
    assert await bills(bench, number) == [(1, "failed"), (2, "pending")]
