"""Endpoints 15 to 17: what each contract takes, refuses and answers."""

import pytest

from tests.sandbox.apipay.goods import line, sold
from tests.sandbox.apipay.standing import begin, bills, kept, put, step, subscribe, subscribed

GENERATIONS = ["april", "august", "september"]
APRIL = {
    *("id", "amount", "phone_number", "subscriber_name", "external_subscriber_id", "description"),
    *("billing_period", "billing_day", "status", "next_billing_at", "is_sandbox", "created_at"),
}
SEPTEMBER = APRIL | {
    *("billing_day_from_end", "billing_time", "total_cycles", "cycles_paid", "bill_until_paid"),
    *("next_billing_in_days", "next_billing_label"),
}


# 15


@pytest.mark.parametrize(
    ("generation", "due", "fields"),
    [
        ("april", "2026-03-01", APRIL),
        ("august", "2026-03-01T00:00:00+00:00", APRIL),
        ("september", "2026-03-01T08:00:00+00:00", SEPTEMBER),
    ],
)
async def test_a_new_subscription_is_active_and_its_first_bill_comes_later(
    bench, generation, due, fields
) -> None:
    await begin(bench, generation)
    status, answer = await subscribe(
        bench, subscriber_name="Иван", external_subscriber_id="C-1", billing_day=1
    )
    made = answer["subscription"]
    assert (status, answer["message"], set(made)) == (201, "Subscription created", fields)
    assert (made["amount"], made["status"], made["next_billing_at"]) == ("5000.00", "active", due)
    assert await bills(bench, made["id"]) == []


async def test_it_may_stand_flat(bench) -> None:
    await begin(bench, subscription_answer="flat", subscription_look="flat")
    status, made = await subscribe(bench)
    assert (status, made["status"], "subscription" in made) == (201, "active", False)
    changed = await put(bench, made["id"], amount=200)
    assert (changed[1]["id"], changed[1]["amount"]) == (made["id"], "200.00")
    assert (await step(bench, made["id"], "pause"))[1] == {"id": made["id"], "status": "paused"}
    assert (await bench.get(f"/subscriptions/{made['id']}"))["stats"]["total_payments"] == 0


async def test_the_first_bill_is_issued_at_once_only_where_that_is_asked_for(bench) -> None:
    await begin(bench)
    later, at_once = await subscribed(bench), await subscribed(bench, bill_immediately=True)
    assert (await bills(bench, later), await bills(bench, at_once)) == ([], [(1, "pending")])
    assert (await kept(bench, later))["next_at"] == (await kept(bench, at_once))["next_at"]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        *(("phone_number", value) for value in (None, "77001234567", "8700123456", 87001234567)),
        *(("billing_period", value) for value in (None, "", "hourly", "Monthly", 1)),
        *(("amount", value) for value in (None, 99.99, 1_000_000.01, "5000", 100.001, True)),
        *(("billing_day", value) for value in (0, 29, 1.5, "1", True)),
        *(("description", value) for value in ("x" * 256, 1)),
        *(("subscriber_name", value) for value in ("x" * 256, 1)),
        *(("external_subscriber_id", value) for value in ("x" * 256, 1)),
        *(("started_at", value) for value in ("01.02.2026", "2026-02-30", 20260201, "9999-12-31")),
        *(("max_retry_attempts", value) for value in (0, 11, "3")),
        *(("retry_interval_hours", value) for value in (0, 169, 1.5)),
        *(("grace_period_days", value) for value in (0, 31, True)),
        *(("metadata", value) for value in ([], "x", 1)),
        *(("bill_immediately", value) for value in (1, "true")),
    ],
)
async def test_each_wrong_field_is_named(bench, name, wrong) -> None:
    await begin(bench)
    status, answer = await subscribe(
        bench, **{name: wrong} if name != "billing_period" else {"period": wrong}
    )
    assert (status, list(answer["errors"])) == (422, [name])
    assert (await bench.control("books"))["subscriptions"] == []


async def test_all_that_is_wrong_is_named_at_once(bench) -> None:
    await begin(bench)
    assert set((await bench.post("/subscriptions"))[1]["errors"]) == {
        "phone_number",
        "billing_period",
        "amount",
    }


async def test_the_edges_are_in(bench) -> None:
    await begin(bench)
    edges = {
        "billing_day": 28,
        "description": "я" * 255,
        "max_retry_attempts": 10,
        "retry_interval_hours": 168,
        "grace_period_days": 30,
        "metadata": {"plan": {"id": 1}},
    }
    low, high = await subscribed(bench, 100, **edges), await subscribed(bench, 1_000_000)
    assert [(await kept(bench, number))["amount"] for number in (low, high)] == [10_000, 100_000_000]
    row = await kept(bench, low)
    assert (row["attempts"], row["wait_hours"], row["grace_days"]) == (10, 168, 30)
    assert row["metadata"] == {"plan": {"id": 1}}


@pytest.mark.parametrize(
    ("generation", "wrong"),
    [
        ("april", {"description": "x" * 256}),
        ("september", {"description": "x" * 61}),
        ("september", {"period": "weekly", "billing_day": 8}),
        ("september", {"period": "biweekly", "billing_day": 8}),
        ("september", {"billing_time": "05:59"}),
        ("september", {"billing_time": "22:01"}),
        ("september", {"billing_time": "9:00"}),
        ("september", {"billing_day_from_end": 28}),
        ("september", {"billing_day_from_end": 0, "billing_day": 1}),
        ("september", {"period": "weekly", "billing_day_from_end": 0}),
        ("september", {"first_billing_at": "2026-01-31"}),
        ("september", {"first_billing_at": "2028-02-03"}),
        ("september", {"first_billing_at": "2026-02-03", "bill_immediately": True}),
        ("september", {"total_cycles": 0}),
        ("september", {"total_cycles": 601}),
        ("september", {"bill_until_paid": 1}),
        ("september", {"bill_until_paid": True, "max_retry_attempts": 3}),
    ],
)
async def test_what_only_some_contracts_refuse(bench, generation, wrong) -> None:
    await begin(bench, generation)
    assert (await subscribe(bench, **wrong))[0] == 422
    others = {name: name for name in GENERATIONS if name != generation and generation == "september"}
    for other in others:
        await bench.control("configure", generation=other, rate_limit=0)
        assert (await subscribe(bench, **wrong))[0] == 201


async def test_a_cart_makes_the_sum_and_has_no_prices_of_its_own(bench) -> None:
    await begin(bench)
    coffee, cake = await sold(bench, 1800, 700)
    number = await subscribed(bench, None, cart_items=[line(coffee, 2), line(cake)], bill_immediately=True)
    invoice = await bench.get(f"/invoices/{(await kept(bench, number))['bills'][0]['invoice']}")
    assert (invoice["amount"], [row["count"] for row in invoice["items"]]) == ("4300.00", [2, 1])
    assert (await subscribe(bench, 100, cart_items=[line(coffee)]))[1]["subscription"]["amount"] == "1800.00"
    for wrong in (
        [],
        [line(cake, price=1)],
        [line(cake, 0)],
        [line(1)],
        [line(cake), line(cake)],
        [line(coffee, 600)],
    ):
        assert (await subscribe(bench, None, cart_items=wrong))[0] == 422
    await bench.control("configure", has_catalog=False)
    assert (await subscribe(bench, None, cart_items=[line(cake)]))[0] == 422


async def test_a_practice_organization_has_ten(bench) -> None:
    await begin(bench, environment="sandbox")
    for _ in range(10):
        await subscribed(bench)
    assert (await subscribe(bench))[1]["error"] == "sandbox_subscription_limit"
    assert (await kept(bench, 10))["is_sandbox"] is True


# 17


@pytest.mark.parametrize(
    ("generation", "keys"),
    [
        ("april", {"subscription", "stats", "last_payment"}),
        ("august", APRIL | {"stats", "last_payment"}),
        ("september", {"subscription"}),
    ],
)
async def test_statistics_stand_in_three_places(bench, generation, keys) -> None:
    await begin(bench, generation)
    number = await subscribed(bench)
    answer = await bench.get(f"/subscriptions/{number}")
    assert set(answer) == keys
    inside = answer["subscription"] if generation == "september" else answer
    assert inside["stats"] == {
        "total_payments": 0,
        "successful_payments": 0,
        "failed_payments": 0,
        "total_collected": "0.00",
    }
    assert inside["last_payment"] is None


@pytest.mark.parametrize(("generation", "body"), [("april", "message"), ("august", "error")])
async def test_nobodys_and_somebody_elses_are_not_found(bench, generation, body) -> None:
    await begin(bench, generation)
    number = await subscribed(bench)
    await bench.control("configure", other="other-key")
    assert (await bench.ask("GET", "/subscriptions", key="other-key"))[1]["data"] == []
    for path, key in (("/subscriptions/99", "sandbox-apipay-key"), (f"/subscriptions/{number}", "other-key")):
        for method, more in (("GET", ""), ("PUT", ""), ("POST", "/cancel"), ("GET", "/invoices")):
            status, answer, _ = await bench.ask(method, path + more, key=key)
            assert (status, answer) == (404, {body: "Subscription not found"})


# 16


async def test_lists_have_meta_and_pages_of_each_contract(bench) -> None:
    await begin(bench)
    for _ in range(21):
        await subscribed(bench)
    page = await bench.get("/subscriptions?page=3")
    assert page["meta"] == {"current_page": 3, "last_page": 3, "per_page": 10, "total": 21}
    assert [row["id"] for row in page["data"]] == [10]
    assert (await bench.ask("GET", "/subscriptions?per_page=101"))[0] == 422
    await bench.control("configure", generation="august", rate_limit=0)
    page = await bench.get("/subscriptions")
    assert (len(page["data"]), page["links"]["next"][-7:]) == (20, "?page=2")
    assert (await bench.ask("GET", "/subscriptions?per_page=101"))[0] == 422
    await bench.control("configure", generation="september", rate_limit=0)
    assert (await bench.get("/subscriptions?per_page=101"))["meta"]["per_page"] == 100


async def test_filters_and_what_became_of_them(bench) -> None:
    await begin(bench)
    mine = await subscribed(bench, 300, external_subscriber_id="C-1", subscriber_name="Анна")
    weekly = await subscribed(bench, 200, "weekly", phone_number="87007654321")
    await step(bench, weekly, "pause")

    async def found(query: str) -> list[int]:
        return [row["id"] for row in (await bench.get(f"/subscriptions?{query}"))["data"]]

    assert await found("status=paused") == await found("phone_number=87007654321") == [weekly]
    assert await found("external_subscriber_id=C-1") == await found("search=анн") == [mine]
    assert await found("billing_period=weekly") == [weekly]
    assert await found("sort_by=amount&sort_order=asc") == [weekly, mine]
    for wrong in ("status=gone", "billing_period=hourly", "sort_by=phone", "sort_order=up", "page=0"):
        assert (await bench.ask("GET", f"/subscriptions?{wrong}"))[0] == 422
    await bench.control("configure", generation="august", rate_limit=0)
    assert await found("search=анн&sort_by=amount&billing_period=yearly") == [weekly, mine]
    assert (await bench.ask("GET", "/subscriptions?status=gone"))[0] == 422
