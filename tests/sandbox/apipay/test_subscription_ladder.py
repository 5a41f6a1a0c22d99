"""The ladder of unpaid bills, rung by rung, on a moved clock."""

import pytest

from sandbox.apipay import WEBHOOK_SECRET
from sandbox.apipay.events import HEADER, signature
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

NEW = {"max_retry_attempts": 2, "retry_interval_hours": 6, "grace_period_days": 2, "bill_immediately": True}


async def test_a_paid_bill_is_told_and_the_next_one_comes(bench) -> None:
    await begin(bench)
    number = await subscribed(bench, external_subscriber_id="C-1", bill_immediately=True)
    invoice = await last_bill(bench, number)
    await bench.control("pay", invoice=invoice)
    body = await newest(bench, "payment_succeeded")
    assert list(body) == ["event", "subscription", "invoice_id", "amount", "paid_at", "source", "timestamp"]
    assert (body["invoice_id"], body["amount"], body["source"]) == (invoice, "5000.00", "My API Key")
    assert body["subscription"] == {
        "id": number,
        "external_subscriber_id": "C-1",
        "phone_number": "87001234567",
        "subscriber_name": None,
        "amount": "5000.00",
        "billing_period": "monthly",
        "status": "active",
        "next_billing_at": "2026-03-01T00:00:00+05:00",
        "failed_attempts": 0,
        "in_grace_period": False,
        "is_sandbox": False,
    }
    headers, raw, _ = bench.shop.received[-1]
    assert headers[HEADER] == signature(raw, WEBHOOK_SECRET)
    assert bench.shop.words == ["pending", "paid"]
    bench.wait(days=28)
    assert await bills(bench, number) == [(1, "paid"), (1, "pending")]


@pytest.mark.parametrize(("generation", "wait"), [("april", 6), ("august", 6), ("september", 0)])
async def test_a_bill_that_ran_out_is_issued_again(bench, generation, wait) -> None:
    await begin(bench, generation)
    number = await subscribed(bench, **NEW)
    await bench.control("expire", invoice=await last_bill(bench, number))
    body = await newest(bench, "payment_failed")
    assert (body["attempt_number"], body["reason"]) == (1, "Invoice expired")
    assert set(body["subscription"]) == {
        *("id", "phone_number", "amount", "billing_period", "status"),
        *("failed_attempts", "in_grace_period", "is_sandbox"),
    }
    assert (body["subscription"]["failed_attempts"], body["subscription"]["status"]) == (1, "active")
    if wait:
        bench.wait(hours=wait - 1)
        assert await bills(bench, number) == [(1, "failed")]
        bench.wait(hours=1)
    assert await bills(bench, number) == [(1, "failed"), (2, "pending")]
    rows = (await kept(bench, number))["bills"]
    assert rows[0]["start"] == rows[1]["start"] == "2026-02-01"


async def test_the_whole_ladder_rung_by_rung(bench) -> None:
    await begin(bench)
    number = await subscribed(bench, **NEW)
    for _ in range(2):
        bench.wait(hours=30)
        await last_bill(bench, number)
    assert await told(bench) == ["payment_failed", "payment_failed", "grace_period_started"]
    assert (await newest(bench, "payment_failed"))["attempt_number"] == 2
    body = await newest(bench, "grace_period_started")
    assert (body["grace_period_days"], body["expires_at"][:13]) == (2, "2026-02-05T15")
    assert (body["subscription"]["status"], body["subscription"]["in_grace_period"]) == ("active", True)
    assert "next_billing_at" not in body["subscription"]
    assert (await bench.get(f"/subscriptions/{number}"))["subscription"]["status"] == "active"
    bench.wait(hours=47)
    body = await newest(bench, "expired")
    assert (body["subscription"]["status"], body["subscription"]["next_billing_at"]) == ("expired", None)
    assert (body["subscription"]["failed_attempts"], body["subscription"]["in_grace_period"]) == (2, False)
    bench.wait(days=60)
    assert await bills(bench, number) == [(1, "failed"), (2, "failed")]


async def test_a_jump_of_ten_days_is_ten_days_one_by_one(bench) -> None:
    await begin(bench, "september")
    number = await subscribed(bench, bill_immediately=True)
    bench.wait(days=10)
    assert await bills(bench, number) == [(attempt, "failed") for attempt in (1, 2, 3)]
    await bench.control("drain")
    events = [body for _, _, body in bench.shop.received if body["event"].startswith("subscription.")]
    assert [body["event"].split(".")[1] for body in events] == [
        *("created", "payment_failed", "payment_failed", "payment_failed"),
        *("grace_period_started", "expired"),
    ]
    assert [body["timestamp"][:10] for body in events] == [f"2026-02-0{day}" for day in (1, 2, 3, 4, 4, 7)]


async def test_money_in_the_grace_period_lifts_it(bench) -> None:
    await begin(bench)
    number = await subscribed(bench, **NEW | {"max_retry_attempts": 1})
    invoice = await last_bill(bench, number)
    await bench.control("expire", invoice=invoice)
    assert (await kept(bench, number))["grace_until"] is not None
    await bench.control("late", invoice=invoice)
    assert (await told(bench))[-1] == "payment_succeeded"
    row = await kept(bench, number)
    assert (row["failed_attempts"], row["grace_until"], row["retry_at"]) == (0, None, None)
    bench.wait(days=20)
    assert (await kept(bench, number))["status"] == "active"


async def test_money_after_the_end_is_told_and_brings_nothing_back(bench) -> None:
    await begin(bench)
    number = await subscribed(bench, **NEW | {"max_retry_attempts": 1})
    invoice = await last_bill(bench, number)
    bench.wait(days=4)
    await bench.control("late", invoice=invoice)
    body = await newest(bench, "payment_succeeded")
    assert (body["invoice_id"], body["subscription"]["status"]) == (invoice, "expired")
    assert await bills(bench, number) == [(1, "paid")]


@pytest.mark.parametrize(("generation", "status"), [("april", 400), ("august", 400), ("september", 200)])
async def test_what_is_expired_may_go_on_since_september(bench, generation, status) -> None:
    await begin(bench, generation)
    number = await subscribed(bench, **NEW | {"max_retry_attempts": 1})
    bench.wait(days=4)
    assert (await kept(bench, number))["status"] == "expired"
    assert (await step(bench, number, "resume"))[0] == status
    row = await kept(bench, number)
    if status == 200:
        assert (row["status"], row["failed_attempts"], row["next_at"][:10]) == ("active", 0, "2026-03-05")


@pytest.mark.parametrize("generation", ["april", "september"])
async def test_the_payers_no_ends_it_since_september(bench, generation) -> None:
    await begin(bench, generation)
    number = await subscribed(bench, **NEW)
    invoice = await last_bill(bench, number)
    await bench.control("refuse", invoice=invoice)
    if generation == "april":
        body = await newest(bench, "payment_failed")
        assert (body["reason"], body["attempt_number"]) == ("Invoice cancelled", 1)
        bench.wait(hours=6)
        assert await bills(bench, number) == [(1, "cancelled"), (2, "pending")]
        return
    assert await told(bench) == ["created", "cancelled"]
    body = await newest(bench, "cancelled")
    assert (body["reason"], body["invoice_id"]) == ("payer_refused", invoice)
    assert body["subscription"]["next_billing_at"] is not None
    bench.wait(days=40)
    assert await bills(bench, number) == [(1, "cancelled")]


async def test_the_shops_cancellation_of_a_bill_is_no_refusal(bench) -> None:
    await begin(bench, "september")
    number = await subscribed(bench, **NEW)
    await bench.post(f"/invoices/{await last_bill(bench, number)}/cancel")
    bench.wait(seconds=3)
    assert await told(bench) == ["created", "payment_failed"]
    bench.wait(hours=6)
    assert await bills(bench, number) == [(1, "cancelled"), (2, "pending")]


@pytest.mark.parametrize("generation", ["april", "september"])
async def test_an_error_is_no_failure_and_is_tried_again(bench, generation) -> None:
    await begin(bench, generation)
    number = await subscribed(bench, phone_number="87770000002", **NEW)
    bench.wait(hours=7)
    bench.wait(seconds=5)
    rows = (await kept(bench, number))["bills"]
    assert [(row["attempt"], row["reason"]) for row in rows] == [
        (1, "client_not_found"),
        (2, "client_not_found"),
    ]
    assert "payment_failed" not in await told(bench)
    bench.wait(days=10)
    row = await kept(bench, number)
    assert (len(row["bills"]), row["status"], row["failed_attempts"]) == (2, "active", 0)


async def test_an_error_that_was_none_stops_the_retry(bench) -> None:
    await begin(bench)
    number = await subscribed(bench, phone_number="87770000010", **NEW)
    bench.wait(seconds=90)
    bench.wait(hours=7)
    assert await bills(bench, number) == [(1, "pending")]


async def test_where_only_whole_tenge_are_taken_every_bill_of_tiyn_fails(bench) -> None:
    await begin(bench, "september")
    number = await subscribed(bench, 5000.5, **NEW)
    invoice = await bench.get(f"/invoices/{await last_bill(bench, number)}")
    assert (invoice["status"], invoice["error_code"]) == ("error", "amount_must_be_whole_tenge")
    await bench.control("configure", whole_tenge=False)
    bench.wait(hours=6)
    assert await bills(bench, number) == [(1, "failed"), (2, "pending")]


async def test_the_grace_of_a_paused_one_does_not_run(bench) -> None:
    await begin(bench)
    number = await subscribed(bench, **NEW | {"max_retry_attempts": 1})
    await bench.control("expire", invoice=await last_bill(bench, number))
    await step(bench, number, "pause")
    bench.wait(days=10)
    assert (await kept(bench, number))["status"] == "paused"


async def test_an_open_bill_of_a_paused_one_can_be_paid_and_is_not_issued_again(bench) -> None:
    await begin(bench)
    paid, unpaid = await subscribed(bench, **NEW), await subscribed(bench, **NEW)
    invoice = await last_bill(bench, paid)
    for number in (paid, unpaid):
        await step(bench, number, "pause")
    await bench.control("pay", invoice=invoice)
    bench.wait(days=3)
    assert (await bills(bench, paid), await bills(bench, unpaid)) == ([(1, "paid")], [(1, "failed")])
    assert await told(bench) == ["payment_succeeded", "payment_failed"]


async def test_a_late_payment_leaves_the_newer_bill_open_and_settles_the_period(bench) -> None:
    await begin(bench, "september")
    number = await subscribed(bench, **NEW)
    first = await last_bill(bench, number)
    await bench.control("expire", invoice=first)
    second = await last_bill(bench, number)
    await bench.control("late", invoice=first)
    assert await bills(bench, number) == [(1, "paid"), (2, "pending")]
    assert await bench.status(second) == "pending"
    bench.wait(days=2)
    assert await bills(bench, number) == [(1, "paid"), (2, "failed")]
    assert await told(bench) == ["created", "payment_failed", "payment_succeeded"]
    assert (await kept(bench, number))["failed_attempts"] == 0


async def test_a_practice_cancellation_is_no_refusal(bench) -> None:
    await begin(bench, "september", environment="sandbox")
    number = await subscribed(bench, **NEW)
    await bench.post(f"/invoices/{await last_bill(bench, number)}/simulate-status", status="cancelled")
    assert (await kept(bench, number))["status"] == "active"
