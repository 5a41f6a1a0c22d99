"""What becomes of the jobs that take goods to Kaspi, what the cabinet does by hand, and bad days."""

import asyncio

import aiohttp
import pytest

from tests.sandbox.apipay.goods import card, change, delete, offered, row, sold


async def test_a_job_may_fail_and_a_patch_sends_it_again(bench) -> None:
    await bench.listen(generation="september")
    await bench.control("jobs", next="catalog_item_duplicate")
    number = (await offered(bench, card()))[1]["data"][0]["id"]
    bench.wait(seconds=3)
    (failed,) = (await bench.get("/catalog?statuses[]=failed"))["data"]
    assert (failed["error_code"], failed["operation"]) == ("catalog_item_duplicate", "create")
    assert failed["error_message"]
    assert failed["failed_at"]
    await bench.heard()
    told = bench.shop.received[-1][2]["catalog_item"]
    assert (told["status"], told["error_code"]) == ("failed", "catalog_item_duplicate")
    assert (await change(bench, number, name="Другой"))[0] == 202
    assert (await row(bench, number))["status"] == "pending"
    bench.wait(seconds=3)
    assert (await row(bench, number))["status"] == "active"


async def test_a_change_and_a_deletion_may_fail_too(bench) -> None:
    await bench.control("configure", generation="september")
    first, second = await sold(bench, 1, 2)
    await bench.control("jobs", next="unknown_error", count=2)
    await change(bench, first, name="x")
    await delete(bench, second)
    bench.wait(seconds=3)
    failed = (await bench.get("/catalog?statuses[]=failed"))["data"]
    assert [(row["operation"], row["sellable"]) for row in failed] == [("delete", False), ("update", True)]
    assert (await delete(bench, second))[0] == 202
    bench.wait(seconds=3)
    assert (await row(bench, second))["status"] == "deleted"


async def test_jobs_may_take_long_stay_and_be_ended_by_hand(bench) -> None:
    await bench.control("configure", catalog_seconds=600)
    slow = (await offered(bench, card()))[1]["data"][0]["id"]
    await bench.control("jobs", next="stays")
    stays = (await offered(bench, card()))[1]["data"][0]["id"]
    bench.wait(seconds=599)
    assert (await row(bench, slow))["status"] == "pending"
    bench.wait(seconds=1)
    assert (await row(bench, slow))["status"] == "active"
    bench.wait(days=9)
    assert (await row(bench, stays))["status"] == "pending"
    await bench.control("item_settle", item=stays, code="unknown_error")
    assert (await row(bench, stays))["status"] == "failed"
    for what, body in (
        ("item_settle", {"item": stays}),
        ("item_settle", {"item": 1}),
        ("item_make", {"name": "x", "price": 5, "unit_id": 2}),
        ("totals", {"next": "double"}),
    ):
        async with bench.http.post(f"{bench.base}/sandbox/apipay/{what}", json=body) as no:
            assert no.status == 400, what


async def test_the_cabinet_does_the_same_by_hand_and_tells_nobody(bench) -> None:
    await bench.listen(generation="august")
    made = await bench.control("item_make", name="Из кабинета", price=150000, unit_id=3, barcode="7")
    number = made["item"]
    (listed,) = (await bench.get("/catalog"))["data"]
    assert (listed["id"], listed["selling_price"], listed["barcode"]) == (number, 1500, "7")
    await bench.control("item_change", item=number, name="Иначе", price=160000, unit_id=4, barcode=None)
    (listed,) = (await bench.get("/catalog"))["data"]
    assert (listed["name"], listed["selling_price"], listed["unit_id"], listed["barcode"]) == (
        "Иначе",
        1600,
        4,
        None,
    )
    await bench.control("item_delete", item=number)
    assert (await bench.get("/catalog"))["data"] == []
    bench.wait(hours=1)
    assert await bench.heard() == []
    assert bench.shop.received == []


@pytest.mark.parametrize("kind", ["reset_after", "silence_after", "reset_before"])
async def test_an_answer_may_be_lost_when_the_item_is_made(bench, kind) -> None:
    await bench.control("trouble", endpoint="catalog_create", kind=kind, count=1)
    with pytest.raises((aiohttp.ClientError, TimeoutError)):
        async with asyncio.timeout(0.3):
            await offered(bench, card())
    assert len((await bench.control("books"))["items"]) == (kind != "reset_before")


@pytest.mark.parametrize(
    ("endpoint", "method", "path"),
    [
        ("units", "GET", "/units"),
        ("catalog", "GET", ""),
        ("catalog_create", "POST", ""),
        ("upload_image", "POST", "/upload-image"),
        ("catalog_change", "PATCH", "/{}"),
        ("catalog_delete", "DELETE", "/{}"),
    ],
)
async def test_each_address_has_its_bad_days_and_is_counted(bench, endpoint, method, path) -> None:
    (number,) = await sold(bench, 100)
    for kind, status in (("502", 502), ("404", 404), ("429", 429), ("catalog_busy", 409)):
        await bench.control("trouble", endpoint=endpoint, kind=kind, count=1)
        answered, body, _ = await bench.ask(method, f"/catalog{path.format(number)}")
        assert (answered, "Invoice" in str(body)) == (status, False)
    assert (await bench.control("books"))["requests"][endpoint] >= 4


async def test_goods_share_the_limit_of_requests(bench) -> None:
    await bench.control("configure", rate_limit=2)
    await bench.get("/catalog/units")
    assert (await offered(bench, card()))[0] == 202
    assert (await bench.ask("GET", "/catalog"))[0] == 429
