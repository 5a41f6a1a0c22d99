"""Endpoints 18 to 22: changes, steps and the history; practice bills; bad days."""

import pytest

from tests.sandbox.apipay.goods import line, sold
from tests.sandbox.apipay.standing import (
    begin,
    bills,
    kept,
    last_bill,
    put,
    step,
    subscribe,
    subscribed,
    told,
)

GENERATIONS = ["april", "august", "september"]
APRIL = {
    *("id", "amount", "phone_number", "subscriber_name", "external_subscriber_id", "description"),
    *("billing_period", "billing_day", "status", "next_billing_at", "is_sandbox", "created_at"),
}
SEPTEMBER = APRIL | {
    *("billing_day_from_end", "billing_time", "total_cycles", "cycles_paid", "bill_until_paid"),
    *("next_billing_in_days", "next_billing_label"),
}


# 18


async def test_terms_are_changed_for_the_next_bill(bench) -> None:
    await begin(bench)
    number = await subscribed(bench, bill_immediately=True)
    status, answer = await put(
        bench, number, amount=7000, description="Дороже", grace_period_days=5, max_retry_attempts=None
    )
    assert (status, answer["message"], answer["subscription"]["amount"]) == (
        200,
        "Subscription updated",
        "7000.00",
    )
    await bench.control("pay", invoice=await last_bill(bench, number))
    bench.wait(days=28)
    row = await kept(bench, number)
    amounts = [(await bench.get(f"/invoices/{bill['invoice']}"))["amount"] for bill in row["bills"]]
    assert (amounts, row["grace_days"], row["attempts"]) == (["5000.00", "7000.00"], 5, 3)
    assert (await put(bench, number))[0] == 200


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"phone_number": "87001234567"}, "phone_number"),
        ({"billing_period": "daily"}, "billing_period"),
        ({"amount": 1}, "amount"),
        ({"billing_day": 29}, "billing_day"),
        ({"metadata": 1}, "metadata"),
    ],
)
async def test_a_change_is_checked_as_a_creation_and_some_things_stay(bench, fields, wrong) -> None:
    await begin(bench)
    number = await subscribed(bench)
    status, answer = await put(bench, number, **fields)
    assert (status, list(answer["errors"])) == (422, [wrong])


async def test_another_day_moves_the_next_date_and_not_the_period(bench) -> None:
    await begin(bench, next_billing="moment")
    number = await subscribed(bench, billing_day=1)
    answer = (await put(bench, number, billing_day=20))[1]["subscription"]
    assert (answer["billing_day"], answer["next_billing_at"]) == (20, "2026-03-19T19:00:00Z")


async def test_a_cart_is_changed_as_a_whole(bench) -> None:
    await begin(bench)
    coffee, cake = await sold(bench, 1800, 700)
    number = await subscribed(bench, None, cart_items=[line(coffee)])
    assert (await put(bench, number, amount=200))[0] == 422
    assert (await put(bench, number, cart_items=[line(cake, 2)]))[1]["subscription"]["amount"] == "1400.00"


# 19 to 21


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_steps_follow_from_states_and_nothing_else(bench, generation) -> None:
    await begin(bench, generation)
    number = await subscribed(bench)
    for word, status, after in (
        ("resume", 400, None),
        ("pause", 200, "paused"),
        ("pause", 400, None),
        ("resume", 200, "active"),
        ("cancel", 200, "cancelled"),
        ("cancel", 400, None),
        ("resume", 400, None),
        ("pause", 400, None),
    ):
        told, answer = await step(bench, number, word)
        assert (told, answer.get("subscription", {}).get("status")) == (status, after)
    assert (await put(bench, number, amount=200))[0] == 400
    assert (await kept(bench, number))["next_at"] is not None


async def test_nothing_is_billed_while_it_is_paused_and_nothing_of_that_later(bench) -> None:
    await begin(bench)
    number = await subscribed(bench, period="daily")
    await step(bench, number, "pause")
    bench.wait(days=10)
    assert await bills(bench, number) == []
    await step(bench, number, "resume")
    assert (await kept(bench, number))["next_at"] == "2026-02-12T00:00:00+05:00"
    bench.wait(days=1)
    assert await bills(bench, number) == [(1, "pending")]


async def test_after_cancelling_nothing_is_billed(bench) -> None:
    await begin(bench)
    number = await subscribed(bench, period="daily", bill_immediately=True)
    await step(bench, number, "cancel")
    bench.wait(days=10)
    assert await bills(bench, number) == [(1, "failed")]


# 22


async def test_the_history_tells_no_last_page(bench) -> None:
    await begin(bench)
    number = await subscribed(bench, 100, bill_immediately=True)
    invoice = await last_bill(bench, number)
    await bench.control("pay", invoice=invoice)
    page = await bench.get(f"/subscriptions/{number}/invoices")
    assert page["meta"] == {"current_page": 1, "total": 1, "per_page": 20}
    (row,) = page["data"]
    assert row["invoice"]["id"] == row["invoice_id"] == invoice
    assert (row["status"], row["attempt_number"], row["amount"]) == ("paid", 1, "100.00")
    assert (row["billing_period_start"], row["billing_period_end"]) == ("2026-02-01", "2026-02-28")
    assert set(row) == {
        *("id", "invoice_id", "billing_period_start", "billing_period_end", "billing_period_label", "amount"),
        *("attempt_number", "status", "status_label", "status_color", "paid_at", "failure_reason", "invoice"),
        "created_at",
    }
    answer = await bench.get(f"/subscriptions/{number}")
    assert answer["stats"]["total_collected"] == "100.00"
    assert answer["last_payment"] == {"amount": "100.00", "status": "paid", "paid_at": row["paid_at"]}
    assert (await bench.get("/invoices"))["data"][0]["is_recurring"] is True


async def test_the_history_is_paged_the_newest_first(bench) -> None:
    await begin(bench, "september", reissue="interval")
    number = await subscribed(
        bench, period="daily", max_retry_attempts=5, retry_interval_hours=1, bill_immediately=True
    )
    bench.wait(days=5)
    first = await bench.get(f"/subscriptions/{number}/invoices?per_page=2")
    second = await bench.get(f"/subscriptions/{number}/invoices?per_page=2&page=2")
    attempts = [row["attempt_number"] for row in first["data"] + second["data"]]
    assert attempts == [5, 4, 3, 2]
    assert (await bench.get(f"/subscriptions/{number}/invoices?per_page=500"))["meta"]["per_page"] == 100


# Practice


async def test_a_practice_bill_needs_half_a_minute_between(bench) -> None:
    await begin(bench, "august", environment="sandbox")
    number = await subscribed(bench)
    address = f"/subscriptions/{number}/simulate-invoice"
    status, answer = await bench.post(address)
    assert (status, await bills(bench, number)) == (201, [(1, "pending")])
    assert (await bench.post(address))[0] == 429
    bench.wait(seconds=30)
    assert (await bench.post(address))[0] == 400
    await bench.post(f"/invoices/{answer['invoice']['id']}/simulate-status", status="paid")
    assert (await bench.post(address))[0] == 201


async def test_practice_bills_of_one_day_are_of_several_periods(bench) -> None:
    await begin(bench, "august", environment="sandbox")
    number = await subscribed(bench)
    for word in ("paid", "expired"):
        await bench.post(f"/subscriptions/{number}/simulate-invoice")
        invoice = await last_bill(bench, number)
        await bench.post(f"/invoices/{invoice}/simulate-status", status=word)
        bench.wait(seconds=30)
    assert await told(bench) == ["created", "payment_succeeded", "payment_failed"]


async def test_it_is_for_practice_and_since_august(bench) -> None:
    await begin(bench, "august")
    number = await subscribed(bench)
    assert (await bench.post(f"/subscriptions/{number}/simulate-invoice"))[0] == 403
    await bench.control("configure", generation="april")
    assert (await bench.post(f"/subscriptions/{number}/simulate-invoice"))[0] == 404


# Bad days


async def test_an_answer_may_be_lost_before_or_after_acting(bench) -> None:
    await begin(bench)
    for acted in (False, True):
        await bench.control("trouble", endpoint="subscribe", kind="502", count=1, acted=acted)
        assert (await subscribe(bench))[0] == 502
    assert len((await bench.control("books"))["subscriptions"]) == 1
    await bench.control("trouble", endpoint="subscription_cancel", kind="500", count=1, acted=True)
    assert (await step(bench, 10, "cancel"))[0] == 500
    assert (await kept(bench, 10))["status"] == "cancelled"


async def test_sums_choose_such_an_outcome_too(bench) -> None:
    await begin(bench)
    assert [(await subscribe(bench, amount))[0] for amount in (770007, 770008)] == [502, 500]
    assert len((await bench.control("books"))["subscriptions"]) == 1


async def test_refusals_name_the_subscription(bench) -> None:
    await begin(bench)
    await bench.control("trouble", endpoint="subscription", kind="404", count=1)
    assert (await bench.ask("GET", "/subscriptions/10"))[1] == {"message": "Subscription not found"}
    await bench.control("trouble", endpoint="subscribe", kind="organization_not_verified", count=1)
    status, answer = await subscribe(bench)
    assert (status, answer["error"]) == (403, "Organization not verified")
    names = {row["endpoint"] for row in (await bench.control("requests"))["requests"]}
    assert names == {"subscription", "subscribe"}
