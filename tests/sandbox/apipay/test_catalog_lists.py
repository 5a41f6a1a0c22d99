"""GET /catalog, and what August makes of goods that it has already."""

import pytest

from tests.sandbox.apipay.goods import card, change, delete, offered, sold

# Repeated goods


async def test_in_april_a_repeated_item_is_a_second_one(bench) -> None:
    for reference in ("a", "a" * 192):
        await offered(bench, card(barcode="7", external_ref=reference))
    assert len((await bench.get("/catalog"))["data"]) == 2


async def test_since_august_a_repeated_item_is_recognized(bench) -> None:
    await bench.control("configure", generation="august")
    cards = [card("A", 100, external_ref="a"), card("B", 200, barcode="7")]
    first = [made["id"] for made in (await offered(bench, *cards))[1]["data"]]
    bench.wait(seconds=3)
    assert (await offered(bench, *cards))[1]["data"][0]["status"] == "active"
    again = (await offered(bench, card("A2", 110, external_ref="a"), card("B", 210, barcode="7")))[1]["data"]
    assert [made["id"] for made in again] == first
    assert [(made["name"], made["selling_price"]) for made in again] == [("A2", 110), ("B", 210)]
    (other,) = (await offered(bench, card("C", 300, barcode="7")))[1]["data"]
    assert (other["id"], other["name"], other["selling_price"]) == (first[1], "B", 210)
    assert (other["matched_existing"], other["name_differs"]) == (True, True)


async def test_a_failed_item_is_recognized_and_only_a_patch_sends_it_again(bench) -> None:
    await bench.control("configure", generation="august")
    await bench.control("jobs", next="unknown_error")
    number = (await offered(bench, card(external_ref="a")))[1]["data"][0]["id"]
    bench.wait(seconds=3)
    (again,) = (await offered(bench, card("Другой", external_ref="a")))[1]["data"]
    assert (again["id"], again["status"], again["name"]) == (number, "failed", "Кофе")
    assert (await change(bench, number, name="Другой"))[0] == 202


async def test_an_item_on_its_way_out_comes_back_by_its_barcode_and_name(bench) -> None:
    await bench.control("configure", generation="august")
    (made,) = (await offered(bench, card(barcode="7")))[1]["data"]
    bench.wait(seconds=3)
    await delete(bench, made["id"])
    (again,) = (await offered(bench, card(barcode="7")))[1]["data"]
    assert (again["id"], again["status"]) == (made["id"], "active")


async def test_an_item_comes_back_by_its_reference(bench) -> None:
    await bench.control("configure", generation="august")
    (made,) = (await offered(bench, card(external_ref="a", barcode="7")))[1]["data"]
    bench.wait(seconds=3)
    await delete(bench, made["id"])
    assert (await offered(bench, card(external_ref="a")))[1]["data"][0]["status"] == "active"
    await delete(bench, made["id"])
    bench.wait(seconds=3)
    (again,) = (await offered(bench, card(external_ref="a")))[1]["data"]
    assert (again["id"], again["status"], again["kaspi_item_id"]) == (made["id"], "pending", None)
    bench.wait(seconds=3)
    await delete(bench, made["id"])
    bench.wait(seconds=3)
    assert (await offered(bench, card(barcode="7")))[1]["data"][0]["id"] != made["id"]


# Lists


async def test_goods_are_searched_filtered_and_paged(bench) -> None:
    cards = [card("Кофе", barcode="71"), card("кофеин"), card("Әже шай"), card("Шай")]
    ids = [made["id"] for made in (await offered(bench, *cards))[1]["data"]]
    for query, wanted in {
        "": [3, 2, 1, 0],
        "search=КОФЕ": [1, 0],
        "search=шай": [3, 2],
        "first_char=ә": [2],
        "barcode=71": [0],
        "barcode=7": [],
        "per_page=3": [3, 2, 1],
        "per_page=3&page=2": [0],
        "page=9": [],
    }.items():
        found = (await bench.get(f"/catalog?{query}"))["data"]
        assert [row["id"] for row in found] == [ids[place] for place in wanted], query
    for wrong in ("page=0", "per_page=0", "per_page=201", "per_page=x"):
        assert (await bench.ask("GET", f"/catalog?{wrong}"))[0] == 422


async def test_august_shows_what_is_active_unless_it_is_told_otherwise(bench) -> None:
    await bench.control("configure", generation="august")
    active = await sold(bench, 1, 2)
    (waiting,) = (await offered(bench, card("Ждёт", barcode="7", external_ref="a")))[1]["data"]
    page = await bench.get("/catalog?per_page=1")
    assert [row["id"] for row in page["data"]] == [active[1]]
    assert (page["meta"]["total"], page["links"]["next"][-7:]) == (2, "?page=2")
    found = await bench.get("/catalog?statuses[]=pending&statuses[]=active")
    assert [row["id"] for row in found["data"]] == [waiting["id"], *reversed(active)]
    for wrong in ("statuses[]=gone", "statuses=active", "cursor=x", "updated_after=soon", "ids[]=x"):
        assert (await bench.ask("GET", f"/catalog?{wrong}"))[0] == 422, wrong


@pytest.mark.parametrize(("generation", "any_status"), [("august", False), ("september", True)])
async def test_single_items_are_asked_for(bench, generation, any_status) -> None:
    await bench.control("configure", generation=generation)
    first, _ = await sold(bench, 1, 2)
    (waiting,) = (await offered(bench, card("Ждёт", barcode="7", external_ref="a")))[1]["data"]
    for asked in (f"ids[]={waiting['id']}", "barcodes[]=7", "external_refs[]=a"):
        page = await bench.get(f"/catalog?{asked}&ids[]={first}")
        assert set(page) == {"data"}
        wanted = [first, waiting["id"]] if any_status else [first]
        assert [row["id"] for row in page["data"]] == wanted
        page = await bench.get(f"/catalog?{asked}&statuses[]=pending")
        assert [row["id"] for row in page["data"]] == [waiting["id"]]
    many = "&".join(f"ids[]={number}" for number in range(201))
    status, answer, _ = await bench.ask("GET", f"/catalog?{many}")
    assert (status, answer["error_code"]) == (422, "catalog_match_overflow")


async def test_what_has_changed_since_is_asked_for(bench) -> None:
    await bench.control("configure", generation="august")
    _, second, third = await sold(bench, 1, 2, 3)
    bench.wait(seconds=5)
    since = bench.clock.now().isoformat(timespec="seconds").replace("+00:00", "Z")
    bench.wait(seconds=10)
    await change(bench, second, name="Иначе")
    await delete(bench, third)
    bench.wait(seconds=3)
    path = f"/catalog?updated_after={since}"
    assert [row["id"] for row in (await bench.get(path))["data"]] == [second]
    both = await bench.get(f"{path}&statuses[]=active&statuses[]=deleted")
    assert [row["id"] for row in both["data"]] == [third, second]
