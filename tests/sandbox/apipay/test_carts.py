"""`cart_items`: what a cart comes to, what is refused, and how its lines are shown."""

import pytest

from tests.sandbox.apipay.goods import card, cart, delete, line, offered, sold


async def test_a_cart_is_its_lines_and_amount_beside_it_is_not_seen(bench) -> None:
    first, second = await sold(bench, 1800, 250.5)
    status, answer = await cart(bench, line(first, 2, price=1700), line(second, 3), amount="nonsense")
    assert (status, answer["amount"], "subtotal" in answer) == (201, "4151.50", False)
    looked = await bench.get(f"/invoices/{answer['id']}")
    assert looked["items"] == [
        {
            "id": answer["id"] * 1000 + 1,
            "invoice_id": answer["id"],
            "catalog_item_id": first,
            "name": "Item 0",
            "price": "1700.00",
            "count": 2,
            "unit_id": 1,
            "original_price": "1800.00",
            "discount": None,
        },
        {
            "id": answer["id"] * 1000 + 2,
            "invoice_id": answer["id"],
            "catalog_item_id": second,
            "name": "Item 1",
            "price": "250.50",
            "count": 3,
            "unit_id": 1,
            "discount": None,
        },
    ]
    assert (await bench.get("/invoices"))["data"][0]["items"] == looked["items"]


@pytest.mark.parametrize(("generation", "percent"), [("april", "10"), ("august", 10)])
async def test_a_discount_is_of_the_whole_receipt(bench, generation, percent) -> None:
    await bench.control("configure", generation=generation)
    first, second = await sold(bench, 1000, 500)
    status, answer = await cart(bench, line(first), line(second, 2), discount_percentage=10)
    told = [answer[name] for name in ("amount", "subtotal", "discount_sum", "discount_percentage")]
    assert (status, told) == (201, ["1800.00", "2000.00", "200.00", percent])
    looked = await bench.get(f"/invoices/{answer['id']}")
    assert (looked["amount"], looked["subtotal"]) == ("1800.00", "2000.00")
    assert [row["discount"] for row in looked["items"]] == ["100.00", "100.00"]


@pytest.mark.parametrize(
    ("rounding", "amount", "shares"),
    [
        ("total", "0.35", ["0.01", "0.02", "0.01"]),
        ("lines", "0.36", ["0.01", "0.01", "0.01"]),
        ("tenge", "0.39", [None, None, None]),
    ],
)
async def test_a_discount_is_rounded_in_one_of_three_ways(bench, rounding, amount, shares) -> None:
    await bench.control("configure", cart_rounding=rounding)
    numbers = await sold(bench, 0.13, 0.13, 0.13)
    _, answer = await cart(bench, *(line(number) for number in numbers), discount_percentage=10)
    looked = await bench.get(f"/invoices/{answer['id']}")
    assert (looked["amount"], [row["discount"] for row in looked["items"]]) == (amount, shares)


async def test_september_takes_no_total_with_tiyn(bench) -> None:
    await bench.control("configure", generation="september")
    (number,) = await sold(bench, 1005)
    status, answer = await cart(bench, line(number), discount_percentage=10)
    assert (status, answer["errors"]) == (422, {"cart_items": ["amount_must_be_whole_tenge"]})
    assert (await cart(bench, line(number, 2), discount_percentage=10))[1]["amount"] == "1809.00"
    assert (await cart(bench, line(number, price=0.5)))[0] == 422
    await bench.control("configure", cart_rounding="tenge")
    assert (await cart(bench, line(number), discount_percentage=10))[1]["amount"] == "904.00"


@pytest.mark.parametrize(("word", "amount"), [("more", "1801.00"), ("less", "1799.00")])
async def test_the_bank_may_miscount_by_a_tenge(bench, word, amount) -> None:
    (number,) = await sold(bench, 1800)
    await bench.control("totals", next=word)
    assert (await bench.create(1800))[1]["amount"] == "1800.00"
    status, answer = await cart(bench, line(number))
    assert (status, answer["amount"]) == (201, amount)
    assert (await bench.get(f"/invoices/{answer['id']}"))["amount"] == amount
    assert (await cart(bench, line(number)))[1]["amount"] == "1800.00"


async def test_a_wrong_line_is_named(bench) -> None:
    await bench.control("configure", rate_limit=0, other="other-key")
    good, going, gone = await sold(bench, 100, 100, 100)
    foreign = (await bench.control("item_make", name="Чужой", price=100, org="other"))["item"]
    waiting = (await offered(bench, card("Ждёт")))[1]["data"][0]["id"]
    await bench.control("item_delete", item=gone)
    await bench.control("jobs", next="stays")
    await delete(bench, going)
    wrong = {
        "0.catalog_item_id": [line(no) for no in (1, foreign, waiting, going, gone, "1", True, None)],
        "0.count": [line(good, wrong) for wrong in (0, -1, 1.5, "1", True, None)],
        "0.price": [line(good, price=wrong) for wrong in (0, -5, "5", 0.001, 100_000_000, True, 1e300)],
        "0.discount": [line(good, discount=5), line(good, discount=0)],
    }
    for field, lines in wrong.items():
        for given in lines:
            status, answer = await cart(bench, given)
            assert (status, list(answer["errors"])) == (422, [f"cart_items.{field}"]), given
    status, answer = await cart(bench, line(good), line(good))
    assert (status, list(answer["errors"])) == (422, ["cart_items.1.catalog_item_id"])
    for lines in ([], {}, "x", [line(good)] * 101, ["x"], [line(good, 100_000_000)]):
        status, answer = await bench.post("/invoices", phone_number="87001234567", cart_items=lines)
        assert status == 422, lines
        assert all(name.startswith("cart_items") for name in answer["errors"])
    assert (await cart(bench, line(good)))[0] == 201


async def test_a_cart_has_a_hundred_lines_at_most(bench) -> None:
    numbers = [number for _ in range(3) for number in await sold(bench, *[1] * 40)]
    lines = [line(number) for number in numbers]
    assert (await cart(bench, *lines[:101]))[1]["errors"].keys() == {"cart_items"}
    assert (await cart(bench, *lines[:100]))[1]["amount"] == "100.00"


async def test_a_cart_that_comes_to_nothing_is_refused(bench) -> None:
    (number,) = await sold(bench, 0.01)
    status, answer = await cart(bench, line(number), discount_percentage=99)
    assert (status, list(answer["errors"])) == (422, ["cart_items"])


async def test_all_that_is_wrong_with_a_cart_is_named_at_once(bench) -> None:
    body = {"phone_number": "x", "cart_items": [line(1, 0), "x"], "discount_percentage": 0}
    _, answer = await bench.post("/invoices", **body)
    fields = {"cart_items.0.catalog_item_id", "cart_items.0.count", "cart_items.1"}
    assert set(answer["errors"]) == {"phone_number", "discount_percentage"} | fields


async def test_a_line_keeps_what_it_was_sold_as(bench) -> None:
    (number,) = await sold(bench, 100)
    invoice = (await cart(bench, line(number)))[1]["id"]
    await bench.control("item_change", item=number, name="Другое", price=20000)
    (shown,) = (await bench.get(f"/invoices/{invoice}"))["items"]
    assert (shown["name"], shown["price"], shown["catalog_item_id"]) == ("Item 0", "100.00", number)


async def test_a_line_forgets_an_item_whose_row_is_gone(bench) -> None:
    await bench.control("configure", environment="sandbox")
    (number,) = await sold(bench, 100)
    invoice = (await cart(bench, line(number)))[1]["id"]
    assert (await delete(bench, number))[0] == 200
    (shown,) = (await bench.get(f"/invoices/{invoice}"))["items"]
    assert (shown["catalog_item_id"], shown["name"]) == (None, "Item 0")
