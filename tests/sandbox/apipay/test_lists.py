"""GET /invoices and POST /invoices/status/check: filters, order, pages, and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.apipay.moments import ALMATY


async def ids(bench, query: str = "") -> list[object]:
    return [row["id"] for row in (await bench.get(f"/invoices{query}"))["data"]]


async def test_april_has_meta_and_phones_with_seven(bench) -> None:
    for _ in range(3):
        await bench.made()
    page = await bench.get("/invoices?per_page=2")
    assert page["meta"] == {"current_page": 1, "last_page": 2, "per_page": 2, "total": 3}
    assert {row["phone"] for row in page["data"]} == {"77001234567"}
    assert "total_refunded" not in page["data"][0]
    assert len((await bench.get("/invoices?per_page=2&page=2"))["data"]) == 1
    assert (await bench.get("/invoices?page=9"))["data"] == []


async def test_august_is_flat_and_does_not_tell_the_last_page(bench) -> None:
    await bench.control("configure", generation="august")
    await bench.made()
    page = await bench.get("/invoices")
    assert set(page) == {"current_page", "data", "total"}
    row = page["data"][0]
    assert (row["phone"], row["total_refunded"], row["is_fully_refunded"]) == ("87001234567", "0.00", False)


async def test_statuses_are_an_array_of_known_words(bench) -> None:
    waiting, paid = await bench.pending(), await bench.paid()
    ended = await bench.pending()
    await bench.control("expire", invoice=ended)
    assert await ids(bench, "?status[]=paid&status[]=expired") == [ended, paid]
    assert await ids(bench, "?status[]=pending") == [waiting]
    assert (await bench.ask("GET", "/invoices?status=paid"))[0] == 422


@pytest.mark.parametrize(
    ("generation", "word", "status"),
    [
        ("april", "processing", 422),
        ("april", "partially_refunded", 422),
        ("august", "processing", 200),
        ("august", "error", 422),
        ("august", "refunded", 422),
    ],
)
async def test_each_generation_has_its_words(bench, generation, word, status) -> None:
    await bench.control("configure", generation=generation)
    assert (await bench.ask("GET", f"/invoices?status[]={word}"))[0] == status


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=x",
        "per_page=0",
        "per_page=101",
        "search=" + "x" * 101,
        "date_from=01.02.2026",
        "date_from=2026-02-30",
        "date_from=2026-02-02&date_to=2026-02-01",
        "date_from=2026-02-02T10:00",
        "sort_by=phone",
        "sort_by=paid_at",
        "sort_order=up",
    ],
)
async def test_what_april_does_not_know_is_invalid(bench, query) -> None:
    status, answer, _ = await bench.ask("GET", f"/invoices?{query}")
    assert status == 422
    assert answer["errors"]


async def test_days_are_those_of_almaty_and_both_ends_count(bench) -> None:
    now = datetime.now(UTC)
    midnight = now.astimezone(ALMATY).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=2)
    made = []
    for at in (
        midnight - timedelta(seconds=30),
        midnight + timedelta(seconds=30),
        midnight + timedelta(days=1),
    ):
        bench.clock.move(at - bench.clock.now())
        made.append(await bench.made())
    day = f"{midnight:%Y-%m-%d}"
    assert await ids(bench, f"?date_from={day}&date_to={day}") == [made[1]]
    assert await ids(bench, f"?date_from={day}") == [made[2], made[1]]
    assert await ids(bench, f"?date_to={day}") == [made[1], made[0]]


async def test_august_takes_times_and_asks_by_payment(bench) -> None:
    await bench.control("configure", generation="august")
    await bench.made()
    paid = await bench.paid(700)
    await bench.paid(300)
    since = bench.clock.now().astimezone(ALMATY) - timedelta(hours=1)
    order = "date_field=paid_at&sort_by=paid_at&sort_order=asc&with_summary=1"
    query = f"?date_from={since:%Y-%m-%dT%H:%M:%S}&{order}"
    page = await bench.get(f"/invoices{query}")
    assert (page["total"], page["data"][0]["id"]) == (2, paid)
    assert page["summary"] == {"count": 2, "total_amount": "1000.00"}


async def test_the_order_is_chosen(bench) -> None:
    low, high = await bench.made(100), await bench.made(900)
    middle = await bench.made(500)
    assert await ids(bench) == [middle, high, low]
    assert await ids(bench, "?sort_by=amount&sort_order=asc") == [low, middle, high]
    assert await ids(bench, "?sort_by=id&sort_order=asc") == [low, high, middle]


@pytest.mark.parametrize("search", ["ORDER_1", "кофе", "70012345", "Айгерим"])
async def test_a_search_finds_parts_of_many_texts(bench, search) -> None:
    wanted = await bench.pending(description="Кофе", external_order_id="order_12", phone="87001234565")
    await bench.pending(description="tea", external_order_id="x", phone="87077654321")
    assert await ids(bench, f"?search={search}") == [wanted]


async def test_a_list_shows_ones_own_only(bench) -> None:
    await bench.control("configure", other="other-key")
    number = await bench.paid()
    await bench.post(f"/invoices/{number}/refund")
    for path in ("/invoices", "/refunds"):
        assert (await bench.get(path, key="other-key"))["data"] == []
    for method, path in (("GET", ""), ("POST", "/cancel"), ("POST", "/refund"), ("GET", "/refunds")):
        status, answer, _ = await bench.ask(method, f"/invoices/{number}{path}", key="other-key")
        assert (status, answer) == (404, {"message": "Invoice not found"})


@pytest.mark.parametrize("form", ["invoices", "list"])
async def test_a_status_check_tells_of_what_it_knows(bench, form) -> None:
    await bench.control("configure", status_check=form, other="other-key")
    number = await bench.paid()
    status, answer, _ = await bench.ask(
        "POST", "/invoices/status/check", json={"invoice_ids": [number, 9999, number]}
    )
    rows = answer["invoices"] if form == "invoices" else answer
    assert (status, [(row["id"], row["status"], row["amount"]) for row in rows]) == (
        200,
        [(number, "paid", "5000.00")],
    )
    assert rows[0]["updated_at"].endswith("+06:00")
    body = {"invoice_ids": [number]}
    _, answer, _ = await bench.ask("POST", "/invoices/status/check", key="other-key", json=body)
    assert not (answer["invoices"] if form == "invoices" else answer)


async def test_april_only_counts_what_it_will_check(bench) -> None:
    number = await bench.made()
    status, answer = await bench.post("/invoices/status/check", invoice_ids=[number, 9999])
    assert (status, answer) == (200, {"message": "Status check jobs dispatched", "count": 1})


@pytest.mark.parametrize("wrong", [None, [], "41", ["41"], [True], list(range(101))])
async def test_a_status_check_takes_a_hundred_numbers(bench, wrong) -> None:
    assert (await bench.post("/invoices/status/check", invoice_ids=wrong))[0] == 422
    assert (await bench.post("/invoices/status/check", invoice_ids=list(range(100))))[0] == 200
