"""`bill_until_paid`: a period is billed until it is paid, or until the next one begins."""

from tests.sandbox.apipay.standing import (
    begin,
    bills,
    kept,
    last_bill,
    newest,
    put,
    subscribed,
    told,
)

NEW = {"max_retry_attempts": 1, "grace_period_days": 2, "bill_immediately": True}
UNTIL = {"bill_until_paid": True, "bill_immediately": True}


async def test_until_paid_a_bill_is_issued_again_till_the_next_date(bench) -> None:
    await begin(bench, "september")
    number = await subscribed(bench, period="weekly", **UNTIL)
    bench.wait(days=6)
    bench.wait(hours=2)
    assert [attempt for attempt, _ in await bills(bench, number)] == [1, 2, 3, 4, 5, 6, 7]
    bench.wait(days=1, hours=4)
    assert (await bills(bench, number))[-1] == (1, "pending")
    assert "grace_period_started" not in await told(bench)


async def test_until_paid_a_number_without_kaspi_ends_it(bench) -> None:
    await begin(bench, "september")
    number = await subscribed(bench, phone_number="87770000002", **UNTIL)
    invoice = await last_bill(bench, number)
    body = await newest(bench, "cancelled")
    assert (body["reason"], body["invoice_id"], body["error_code"]) == (
        "payer_error",
        invoice,
        "client_not_found",
    )
    assert "payment_failed" not in await told(bench)


async def test_until_paid_can_be_turned_on_in_the_grace_period(bench) -> None:
    await begin(bench, "september")
    number = await subscribed(bench, **NEW)
    await bench.control("expire", invoice=await last_bill(bench, number))
    assert (await put(bench, number, bill_until_paid=True, max_retry_attempts=3))[0] == 422
    assert (await put(bench, number, bill_until_paid=True))[1]["subscription"]["bill_until_paid"] is True
    bench.wait(days=20)
    assert (await kept(bench, number))["status"] == "active"


async def test_an_old_bill_that_runs_out_in_the_next_period_fails_nothing(bench) -> None:
    await begin(bench, "september")
    number = await subscribed(bench, period="weekly", **UNTIL)
    bench.wait(days=7, hours=5)
    before = (await told(bench)).count("payment_failed")
    await bench.control("pay", invoice=await last_bill(bench, number))
    bench.wait(days=2)
    assert before == 7
    assert (await told(bench)).count("payment_failed") == before


async def test_until_paid_a_bill_that_the_shop_cancelled_closes_the_period(bench) -> None:
    await begin(bench, "september")
    number = await subscribed(bench, **UNTIL)
    await bench.post(f"/invoices/{await last_bill(bench, number)}/cancel")
    bench.wait(days=20)
    assert await bills(bench, number) == [(1, "cancelled")]
    bench.wait(days=9)
    assert (await bills(bench, number))[1:] == [(1, "pending")]


async def test_until_paid_an_error_of_the_service_is_tried_again_till_the_next_date(bench) -> None:
    await begin(bench, "september", "2026-02-01T13:00+05:00")
    number = await subscribed(bench, period="daily", phone_number="87770000003", **UNTIL)
    bench.wait(hours=26)
    rows = (await kept(bench, number))["bills"]
    starts = [row["start"] for row in rows]
    assert starts == sorted(starts)
    assert (rows[1]["attempt"], rows[1]["start"]) == (2, "2026-02-01")
    assert starts.count("2026-02-02") == 2


async def test_until_paid_the_next_date_ends_what_was_to_be_tried_again(bench) -> None:
    await begin(bench, "september", "2026-02-01T12:30+05:00")
    await bench.control("creations", next="kaspi_throttled")
    number = await subscribed(bench, period="daily", billing_time="13:00", **UNTIL)
    bench.wait(days=1)
    await bench.control("fail", invoice=(await kept(bench, number))["bills"][-1]["invoice"])
    bench.wait(hours=2)
    starts = [row["start"] for row in (await kept(bench, number))["bills"]]
    assert starts == ["2026-02-01", "2026-02-01", "2026-02-02"]
