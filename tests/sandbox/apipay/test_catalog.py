"""The catalog: how goods are made, changed and deleted, and what each contract refuses."""

import pytest

from tests.sandbox.apipay.goods import card, change, delete, offered, row, sold

GENERATIONS = ["april", "august", "september"]


async def test_units_have_names_in_two_languages_and_ids_with_gaps(bench) -> None:
    units = (await bench.get("/catalog/units"))["data"]
    assert {"id": 1, "name": "шт", "name_kaz": "дана"} in units
    ids = [unit["id"] for unit in units]
    assert ids == sorted(set(ids)) != list(range(1, len(ids) + 1))


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_an_item_is_pending_until_kaspi_has_it(bench, generation) -> None:
    await bench.listen(generation=generation)
    status, answer = await offered(bench, card(" Кофе ", 1800.5, barcode="4870001"))
    (made,) = answer["data"]
    assert (status, made["status"]) == (202, "pending")
    assert (made["name"], made["selling_price"], made["unit_id"]) == ("Кофе", 1800.5, 1)
    assert (made["barcode"], made["image_url"]) == ("4870001", None)
    assert ("rejected" in answer, "sellable" in made) == (generation != "april", generation == "september")
    bench.wait(seconds=3)
    (listed,) = (await bench.get("/catalog"))["data"]
    assert (listed["id"], listed["status"]) == (made["id"], "active")
    await bench.heard()
    events = [body["catalog_item"]["status"] for _, _, body in bench.shop.received]
    assert events == ([] if generation == "april" else ["active"])


async def test_april_shows_what_the_seed_shows_and_no_more(bench) -> None:
    await offered(bench, card())
    page = await bench.get("/catalog")
    fields = {"id", "name", "selling_price", "unit_id", "barcode", "image_url", "status", "created_at"}
    assert set(page["data"][0]) == fields
    assert page["meta"] == {"current_page": 1, "last_page": 1, "per_page": 50, "total": 1}


@pytest.mark.parametrize(("generation", "made"), [("april", 201), ("august", 201), ("september", 202)])
async def test_practice_is_done_at_once(bench, generation, made) -> None:
    await bench.control("configure", generation=generation, environment="sandbox")
    status, answer = await offered(bench, card())
    assert (status, answer["data"][0]["status"]) == (made, "active")
    number = answer["data"][0]["id"]
    assert await change(bench, number, name="Чай") == (
        200,
        {"message": "Catalog item updated", "catalog_item_id": number},
    )
    assert (await bench.get("/catalog"))["data"][0]["name"] == "Чай"
    assert await delete(bench, number) == (
        200,
        {"message": "Catalog item deleted", "catalog_item_id": number},
    )
    assert (await bench.get("/catalog?statuses[]=deleted"))["data"] == []
    assert (await delete(bench, number))[0] == 404


async def test_a_change_is_seen_at_once_and_reaches_kaspi_later(bench) -> None:
    await bench.listen(generation="september")
    (number,) = await sold(bench, 100)
    assert await change(bench, number, selling_price=120, unit_id=3, barcode="7") == (
        202,
        {"message": "Catalog item update queued", "catalog_item_id": number},
    )
    (seen,) = (await bench.get("/catalog"))["data"]
    assert (seen["selling_price"], seen["unit_id"], seen["barcode"]) == (120, 3, "7")
    assert (seen["status"], seen["operation"]) == ("active", "update")
    assert (await change(bench, number, selling_price=130))[0] == 202
    bench.wait(seconds=3)
    assert (await bench.get("/catalog"))["data"][0]["operation"] is None
    await bench.heard()
    events = [body["catalog_item"]["operation"] for _, _, body in bench.shop.received]
    assert events == [None, None]


async def test_a_deletion_goes_by_way_of_deleting(bench) -> None:
    await bench.listen(generation="august")
    (number,) = await sold(bench, 100)
    assert await delete(bench, number) == (
        202,
        {"message": "Catalog item deletion queued", "catalog_item_id": number},
    )
    assert (await bench.get("/catalog"))["data"] == []
    assert [row["id"] for row in (await bench.get("/catalog?statuses[]=deleting"))["data"]] == [number]
    bench.wait(seconds=3)
    (gone,) = (await bench.get("/catalog?statuses[]=active&statuses[]=deleted"))["data"]
    assert gone["status"] == "deleted"
    await bench.heard()
    events = [body["catalog_item"]["status"] for _, _, body in bench.shop.received]
    assert events == ["active", "deleted"]
    assert set(bench.shop.received[-1][2]) == {"event", "catalog_item", "timestamp"}


async def test_april_lists_all_that_is_not_deleted(bench) -> None:
    going, gone, kept = await sold(bench, 1, 2, 3)
    await delete(bench, gone)
    bench.wait(seconds=3)
    await delete(bench, going)
    waiting = (await offered(bench, card()))[1]["data"][0]["id"]
    listed = {row["id"]: row["status"] for row in (await bench.get("/catalog?statuses[]=deleted"))["data"]}
    assert listed == {waiting: "pending", kept: "active", going: "deleting"}


async def test_what_is_being_done_to_an_item_is_not_disturbed(bench) -> None:
    waiting = (await offered(bench, card()))[1]["data"][0]["id"]
    for answer in (await change(bench, waiting, name="x"), await delete(bench, waiting)):
        assert (answer[0], answer[1]["error"]) == (409, "catalog_busy")
    bench.wait(seconds=3)
    await delete(bench, waiting)
    assert (await change(bench, waiting, name="x"))[0] == 409
    assert (await delete(bench, waiting))[0] == 409
    bench.wait(seconds=3)
    assert (await change(bench, waiting, name="x"))[0] == 404
    assert (await delete(bench, waiting))[0] == 404
    assert (await row(bench, waiting))["name"] == "Кофе"


@pytest.mark.parametrize(("generation", "name"), [("april", "message"), ("august", "error")])
async def test_a_foreign_item_is_none(bench, generation, name) -> None:
    await bench.control("configure", generation=generation, other="other-key")
    (number,) = await sold(bench, 100)
    for status, answer in (
        await change(bench, number, key="other-key", name="x"),
        await delete(bench, number, key="other-key"),
        await delete(bench, 1),
    ):
        assert (status, answer) == (404, {name: "Catalog item not found"})
    assert (await bench.get("/catalog", key="other-key"))["data"] == []


# What is refused

WRONG = {
    "name": [None, "", "  ", 5, "x" * 256],
    "selling_price": [None, 0, -1, "5", 0.001, 100_000_000, True, 1e300],
    "unit_id": [None, 2, "1", True, 1.5],
    "image_id": ["x", 5],
    "barcode": [4870001, "4" * 51],
}


async def test_april_takes_all_or_nothing(bench) -> None:
    await bench.control("configure", rate_limit=0)
    for field, values in WRONG.items():
        for value in values:
            status, answer = await offered(bench, card(), card() | {field: value})
            assert (status, list(answer["errors"])) == (422, [f"items.1.{field}"]), (field, value)
    assert (await offered(bench, card(), "x"))[1]["errors"].keys() == {"items.1"}
    assert (await bench.get("/catalog"))["data"] == []
    assert (await offered(bench, card("x" * 255, barcode="4" * 50)))[0] == 202


async def test_august_says_of_each_what_is_wrong_with_it(bench) -> None:
    await bench.control("configure", generation="august")
    for field, values in WRONG.items():
        for value in values:
            status, answer = await offered(bench, card() | {field: value})
            assert (status, answer["data"], len(answer["rejected"])) == (202, [], 1), (field, value)
    status, answer = await offered(bench, card("", 0), card("Чай"), card(barcode="4" * 33), "x")
    assert (status, [made["name"] for made in answer["data"]]) == (202, ["Чай"])
    told = [(no["index"], no["error_code"]) for no in answer["rejected"]]
    assert told == [(0, "catalog_item_invalid"), (2, "barcode_too_long"), (3, "catalog_item_invalid")]
    assert set(answer["rejected"][0]["errors"]) == {"name", "selling_price"}
    assert "errors" not in answer["rejected"][1]
    assert answer["rejected"][1]["barcode"] == "4" * 33
    assert (await offered(bench, card(barcode="4" * 32)))[1]["rejected"] == []


@pytest.mark.parametrize(("generation", "most"), [("april", 50), ("august", 100)])
async def test_so_many_items_come_at_once(bench, generation, most) -> None:
    await bench.control("configure", generation=generation)
    cards = [card(f"№ {place}") for place in range(most + 1)]
    for items in (None, [], {}, "x", cards):
        status, answer = await bench.post("/catalog", items=items)
        assert (status, list(answer["errors"])) == (422, ["items"])
    status, answer = await offered(bench, *cards[:-1])
    assert (status, len(answer["data"])) == (202, most)


async def test_a_wrong_change_changes_nothing(bench) -> None:
    await bench.control("configure", rate_limit=0)
    (number,) = await sold(bench, 100)
    before = await row(bench, number)
    for field, values in WRONG.items():
        for value in values:
            status, answer = await change(bench, number, **{field: value})
            assert (status, len(answer["errors"])) == (422, 1), (field, value)
    assert (await change(bench, number))[0] == 422
    assert (await change(bench, number, price=5))[0] == 422
    assert (await change(bench, number, name="Чай", selling_price=0))[0] == 422
    assert await row(bench, number) == before


async def test_an_organization_may_have_no_catalog(bench) -> None:
    (number,) = await sold(bench, 100)
    await bench.control("configure", has_catalog=False)
    for method, path in (
        ("GET", "/catalog/units"),
        ("GET", "/catalog"),
        ("POST", "/catalog"),
        ("POST", "/catalog/upload-image"),
        ("PATCH", f"/catalog/{number}"),
        ("DELETE", f"/catalog/{number}"),
    ):
        status, answer, _ = await bench.ask(method, path, json={})
        assert (status, answer["error"]) == (400, "catalog_not_supported"), path
        assert (await bench.ask(method, path, key="wrong"))[0] == 401
    await bench.control("configure", has_catalog=True)
    assert len((await bench.get("/catalog"))["data"]) == 1
    await bench.control("trouble", endpoint="catalog", kind="organization_not_verified", count=1)
    assert (await bench.ask("GET", "/catalog"))[0] == 404


async def test_a_practice_catalog_has_a_limit(bench) -> None:
    await bench.control("configure", environment="sandbox", catalog_limit=2)
    assert (await offered(bench, card(), card()))[0] == 201
    status, answer = await offered(bench, card())
    assert (status, answer["error"]) == (400, "sandbox_catalog_limit")
