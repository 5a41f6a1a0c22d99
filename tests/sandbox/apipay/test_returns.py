"""`return_items`: what goods on their way back come to, and what is refused."""

import pytest

from tests.sandbox.apipay.goods import cart, delete, line, sold


async def bought(bench, *lines: dict[str, object], **more: object) -> int:
    """A paid invoice with these lines."""
    status, answer = await cart(bench, *lines, **more)
    assert status == 201, answer
    bench.wait(seconds=2)
    await bench.control("pay", invoice=answer["id"])
    return int(answer["id"])


async def back(bench, number: int, *lines: dict[str, object], **more: object) -> tuple[int, dict]:
    """Ask for goods back."""
    return await bench.post(f"/invoices/{number}/refund", return_items=list(lines), **more)


async def rows(bench, number: int) -> list[dict]:
    return (await bench.get(f"/invoices/{number}/refunds"))["refunds"]


async def test_pieces_are_their_part_of_the_line_after_its_discount(bench) -> None:
    first, second = await sold(bench, 10.01, 500)
    number = await bought(bench, line(first, 3), line(second), discount_percentage=10)
    amounts = []
    for given in (line(first), line(first), line(first), line(second)):
        status, answer = await back(bench, number, given, reason="Возврат")
        assert status == 201, answer
        amounts.append(answer["refund"]["amount"])
    assert amounts == ["9.01", "9.01", "9.01", "450.00"]
    assert (await bench.get(f"/invoices/{number}"))["amount"] == "477.03"
    bench.wait(seconds=10)
    looked = await bench.get(f"/invoices/{number}")
    assert (looked["total_refunded"], looked["is_fully_refunded"]) == ("477.03", True)


async def test_all_pieces_together_are_exactly_the_line(bench) -> None:
    (item,) = await sold(bench, 1)
    number = await bought(bench, line(item, 3), discount_percentage=33)
    amounts = [(await back(bench, number, line(item)))[1]["refund"]["amount"] for _ in range(3)]
    assert amounts == ["0.67", "0.67", "0.67"]
    other = await bought(bench, line(item, 3, price=0.11), discount_percentage=50)
    amounts = [(await back(bench, other, line(item)))[1]["refund"]["amount"] for _ in range(3)]
    assert (amounts, (await bench.get(f"/invoices/{other}"))["amount"]) == (["0.05", "0.06", "0.05"], "0.16")


@pytest.mark.parametrize("generation", ["april", "august"])
async def test_lists_name_what_went_back(bench, generation) -> None:
    await bench.listen(generation=generation)
    first, second = await sold(bench, 1000, 700)
    number = await bought(bench, line(first, 2), line(second, 2))
    _, answer = await back(bench, number, line(second, 2), line(first))
    assert answer["refund"]["amount"] == "2400.00"
    (refund,) = await rows(bench, number)
    assert refund["items"] == [
        {
            "id": 1000 * refund["id"] + place,
            "refund_id": refund["id"],
            "invoice_item_id": number * 1000 + at,
            "catalog_item_id": item,
            "name": name,
            "price": price,
            "count": count,
            "amount": amount,
        }
        for place, at, item, name, price, count, amount in (
            (1, 2, second, "Item 1", "700.00", 2, "1400.00"),
            (2, 1, first, "Item 0", "1000.00", 1, "1000.00"),
        )
    ]
    assert (await bench.get("/refunds"))["data"][0]["items"] == refund["items"]
    assert ("items" in answer["refund"]) is (generation == "august")
    bench.wait(seconds=10)
    await bench.heard()
    told = next(body for _, _, body in bench.shop.received if body["event"] == "invoice.refunded")
    counts = [(row["catalog_item_id"], row["count"]) for row in told["refund"].get("items", [])]
    assert counts == ([(second, 2), (first, 1)] if generation == "august" else [])


async def test_a_part_of_an_items_sum_may_go_back_since_august(bench) -> None:
    await bench.control("configure", generation="august")
    (item,) = await sold(bench, 10000)
    number = await bought(bench, line(item), discount_percentage=10)
    status, answer = await back(bench, number, line(item, None, amount=4000))
    assert (status, answer["refund"]["amount"]) == (201, "4000.00")
    assert [(row["count"], row["amount"]) for row in answer["refund"]["items"]] == [(0, "4000.00")]
    status, answer = await back(bench, number, line(item, None, amount=5000.01))
    assert (status, list(answer["errors"])) == (422, ["return_items.0.amount"])
    status, answer = await back(bench, number, line(item))
    assert (status, list(answer["errors"])) == (422, ["return_items.0.count"])
    assert (await back(bench, number, line(item, None, amount=5000)))[0] == 201
    (dear,) = await sold(bench, 30_000_000)
    number = await bought(bench, line(dear))
    assert (await back(bench, number, line(dear, None, amount=10_000_000)))[0] == 422
    assert (await back(bench, number, line(dear, None, amount=9_999_999.99)))[0] == 201


async def test_april_knows_counts_only(bench) -> None:
    (item,) = await sold(bench, 10000)
    number = await bought(bench, line(item))
    for given in (line(item, None, amount=4000), line(item, 1, amount=4000), line(item, None)):
        assert (await back(bench, number, given))[0] == 422, given
    assert await rows(bench, number) == []


async def test_a_wrong_return_is_named_and_nothing_goes_back(bench) -> None:
    await bench.control("configure", generation="august", rate_limit=0)
    first, second, unsold = await sold(bench, 100, 100, 100)
    number = await bought(bench, line(first, 2), line(second))
    wrong = {
        "0.catalog_item_id": [line(unsold), line(1), line(str(first)), line(None), {"count": 1}],
        "0.count": [line(first, no) for no in (0, -1, 1.5, "1", True, 3)]
        + [line(first, None), line(first, 1, amount=5)],
        "0.amount": [line(first, None, amount=no) for no in (0, -1, "5", 0.001, 200.01, 10_000_000, True)],
        "0": ["x"],
    }
    for field, lines in wrong.items():
        for given in lines:
            status, answer = await back(bench, number, given)
            assert (status, list(answer["errors"])) == (422, [f"return_items.{field}"]), given
    status, answer = await back(bench, number, line(first), line(first))
    assert (status, list(answer["errors"])) == (422, ["return_items.1.catalog_item_id"])
    for lines in ([], {}, "x", [line(first)] * 101):
        status, answer = await bench.post(f"/invoices/{number}/refund", return_items=lines)
        assert (status, list(answer["errors"])) == (422, ["return_items"]), lines
    assert (await back(bench, number, line(first), amount=100))[0] == 422
    assert await rows(bench, number) == []
    assert (await back(bench, number, line(first, 2), line(second)))[0] == 201


async def test_no_more_goes_back_than_was_bought(bench) -> None:
    (item,) = await sold(bench, 100)
    number = await bought(bench, line(item, 3))
    assert (await back(bench, number, line(item, 2)))[0] == 201
    assert (await back(bench, number, line(item, 2)))[0] == 422
    assert (await back(bench, number, line(item)))[0] == 201
    status, answer = await back(bench, number, line(item))
    assert (status, answer["errors"]) == (422, {"return_items.0.count": ["Only 0 can be returned."]})
    other = await bought(bench, line(item, 3))
    await bench.control("refunds", next="unknown_error")
    await back(bench, other, line(item, 3))
    assert (await back(bench, other, line(item)))[0] == 422
    bench.wait(seconds=10)
    assert (await back(bench, other, line(item, 3)))[0] == 201


async def test_a_refund_of_the_rest_takes_all_that_is_left(bench) -> None:
    first, second = await sold(bench, 100, 50)
    number = await bought(bench, line(first, 2), line(second))
    await back(bench, number, line(first))
    status, answer = await bench.post(f"/invoices/{number}/refund")
    assert (status, answer["refund"]["amount"]) == (201, "150.00")
    assert [row["items"] for row in await rows(bench, number)][1] == []
    assert (await back(bench, number, line(second)))[0] == 422


async def test_since_august_a_part_of_a_cart_needs_its_items(bench) -> None:
    (item,) = await sold(bench, 100)
    number = await bought(bench, line(item, 2))
    assert (await bench.post(f"/invoices/{number}/refund", amount=30))[0] == 201
    await bench.control("configure", generation="august")
    number = await bought(bench, line(item, 2))
    status, answer = await bench.post(f"/invoices/{number}/refund", amount=100)
    assert (status, answer["error_code"]) == (422, "partial_refund_requires_return_items")
    assert (await bench.post(f"/invoices/{number}/refund", amount=200))[0] == 201
    plain = await bench.paid(200)
    assert (await bench.post(f"/invoices/{plain}/refund", amount=100))[0] == 201


async def test_an_item_off_sale_goes_back_unless_its_row_is_gone(bench) -> None:
    (item,) = await sold(bench, 100)
    number = await bought(bench, line(item, 2))
    await delete(bench, item)
    bench.wait(seconds=3)
    assert (await back(bench, number, line(item)))[0] == 201
    await bench.control("configure", environment="sandbox")
    (item,) = await sold(bench, 100)
    number = await bought(bench, line(item, 2))
    await delete(bench, item)
    assert (await back(bench, number, line(item)))[0] == 422
    assert (await bench.post(f"/invoices/{number}/refund"))[0] == 201
