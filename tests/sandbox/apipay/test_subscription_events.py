"""What is called out of subscriptions, what the cabinet does, and what the payer sees."""

import pytest

from tests.sandbox.apipay.standing import (
    begin,
    bills,
    kept,
    last_bill,
    newest,
    step,
    subscribe,
    subscribed,
    told,
)

NEW = {"max_retry_attempts": 1, "grace_period_days": 2, "bill_immediately": True}


# Events


@pytest.mark.parametrize("generation", ["april", "august"])
async def test_steps_are_called_out_since_august(bench, generation) -> None:
    await begin(bench, generation)
    number = await subscribed(bench)
    for word in ("pause", "resume", "cancel"):
        await step(bench, number, word)
    heard = await told(bench)
    assert heard == ([] if generation == "april" else ["created", "paused", "resumed", "cancelled"])
    if heard:
        body = await newest(bench, "cancelled")
        assert list(body) == ["event", "subscription", "source", "timestamp"]
        assert (body["subscription"]["status"], body["subscription"]["next_billing_at"][:10]) == (
            "cancelled",
            "2026-03-01",
        )


async def test_the_first_form_stands_under_data(bench) -> None:
    await begin(bench, subscription_event="data")
    number = await subscribed(bench, **NEW)
    invoice = await last_bill(bench, number)
    await bench.control("expire", invoice=invoice)
    body = await newest(bench, "payment_failed")
    assert (body["source"], body["data"]) == (
        "subscription",
        {"subscription": {"id": number, "status": "active"}, "reason": "Invoice expired"},
    )
    grace = (await newest(bench, "grace_period_started"))["data"]["subscription"]
    assert grace == {"id": number, "grace_period_days": 2, "retry_attempts_remaining": 0}
    await bench.control("late", invoice=invoice)
    body = await newest(bench, "payment_succeeded")
    assert body["data"]["invoice"] == {"id": invoice, "amount": "5000.00", "status": "paid"}
    assert list(body) == ["event", "data", "source", "timestamp"]


async def test_events_of_practice_subscriptions_are_tried_eleven_times(bench) -> None:
    await begin(bench, "august", environment="sandbox")
    await subscribed(bench, bill_immediately=True)
    bench.wait(seconds=2)
    await bench.control("drain")
    pauses = {call.event: len(call.pauses) for call in bench.bank.webhooks.calls}
    assert pauses == {"subscription.created": 10, "invoice.status_changed": 2}


# The cabinet and the app


async def test_the_cabinet_makes_and_changes_the_same_things(bench) -> None:
    await begin(bench, "august")
    body = {
        "phone_number": "87001234567",
        "amount": 300,
        "billing_period": "weekly",
        "external_subscriber_id": "C-9",
    }
    made = await bench.control("subscription_make", body=body)
    who = {"external_subscriber_id": "C-9"}
    assert (await bench.control("subscription_change", body={"amount": 400}, **who))["amount"] == 40000
    assert (await bench.control("subscription_pause", **who))["status"] == "paused"
    assert (await bench.control("subscription_resume", **who))["status"] == "active"
    billed = await bench.control("subscription_bill", **who)
    assert [bill["attempt"] for bill in billed["bills"]] == [1]
    assert (await bench.control("subscription_cancel", subscription=made["subscription"]))[
        "status"
    ] == "cancelled"
    assert await told(bench) == ["created", "paused", "resumed", "cancelled"]
    row = await kept(bench, made["subscription"])
    assert [step["status"] for step in row["history"]] == ["active", "paused", "active", "cancelled"]
    assert row["events"] == [f"subscription.{word}" for word in await told(bench)]


@pytest.mark.parametrize(
    ("what", "body", "status"),
    [
        ("subscription_make", {"body": {}}, 409),
        ("subscription_make", {}, 400),
        ("subscription_pause", {"subscription": 99}, 400),
        ("subscription_pause", {"external_subscriber_id": "nobody"}, 400),
        ("subscription_resume", {"subscription": 10}, 409),
        ("subscription_bill", {"subscription": 10}, 409),
    ],
)
async def test_a_step_of_the_cabinet_that_does_not_follow_says_why(bench, what, body, status) -> None:
    await begin(bench)
    await subscribed(bench, bill_immediately=True)
    async with bench.http.post(f"{bench.base}/sandbox/apipay/{what}", json=body) as answer:
        assert (answer.status, (await answer.json())["ok"]) == (status, False)


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Regular bill: every month"), ("ru", "Регулярный счёт: каждый месяц")]
)
async def test_the_app_shows_a_regular_bill_as_one_and_pays_it(bench, lang, words) -> None:
    await begin(bench)
    number = await subscribed(bench, bill_immediately=True)
    await bench.pending()
    address = f"{bench.base}/apipay/app/pushes?phone=87001234567&lang={lang}"
    async with bench.http.get(address) as answer:
        shown = (await answer.json())["pushes"]
    assert [push["recurring"] for push in shown] == ["", words]
    assert shown[1]["purpose"] == f"Оплата подписки №{number}"
    pay = f"{bench.base}/apipay/app/invoices/{shown[1]['id']}/pay?lang={lang}"
    async with bench.http.post(pay, json={"phone": "87001234567"}) as answer:
        assert answer.status == 200
    assert await bills(bench, number) == [(1, "paid")]


async def test_unknown_fields_are_not_seen(bench) -> None:
    await begin(bench)
    status, answer = await subscribe(bench, webhook_id=7, total_cycles="many", nonsense=True)
    assert (status, "total_cycles" in answer["subscription"]) == (201, False)
