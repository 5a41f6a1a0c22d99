"""The list of operations as it is searched: every filter, every method, orders and pages."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from tests.sandbox.halyk.searching import EVER, ago, ask, authorised, body, by, ids, listed, written

# Filters: each is compared with what its column in the answer shows

COLUMNS: dict[str, Callable[[dict], object]] = {
    "created_date": lambda row: datetime.fromisoformat(row["createdDate"]),
    "shop_id": lambda row: row["shopID"],
    "invoice_id": lambda row: row["invoiceId"],
    "account_id": lambda row: row["accountId"],
    "payer_phone": lambda row: row["payerPhone"],
    "payer_email": lambda row: row["payerEmail"],
    "reference": lambda row: row["reference"],
    "post_link": lambda row: row["postLink"],
    "amount": lambda row: Decimal(str(row["amount"])),
    "card_mask": lambda row: row["cardMask"],
    "client": lambda row: row["client"],
    "installment_id": lambda row: row["installmentID"],
    "transaction_type_id": lambda row: row["transactionTypeID"],
    "payout_amount": lambda row: Decimal(str(row["payoutAmount"])),
    "description": lambda row: row["description"],
}


async def many(bench) -> list[dict]:
    """Sixty rows of eight days."""
    await bench.control("configure", page_cap=1000)
    await bench.control("operations_bulk", count=60, seed=11, since=ago(days=9), until=ago(days=1))
    return await listed(bench, size=1000)


def as_parameter(value: object) -> str:
    return written(value) if isinstance(value, datetime) else str(value)


@pytest.mark.parametrize("name", COLUMNS)
async def test_every_filter_finds_what_its_column_shows(bench, name) -> None:
    rows = await many(bench)
    of = COLUMNS[name]
    wanted = of(rows[31])
    if isinstance(wanted, datetime):
        wanted = wanted.replace(microsecond=0)
        among = {row["id"] for row in rows if wanted <= of(row) <= wanted + timedelta(days=1)}
        found = await ids(bench, by(name, "between", written(wanted), written(wanted + timedelta(days=1))))
    else:
        among = {row["id"] for row in rows if of(row) == wanted}
        found = await ids(bench, by(name, "=", as_parameter(wanted)))
    assert set(found) == among
    assert among
    assert name == "shop_id" or len(among) < len(rows)


@pytest.mark.parametrize("name", [name for name in COLUMNS if name not in ("post_link", "created_date")])
@pytest.mark.parametrize("method", ["in", "<", ">", "<=", ">=", "between"])
async def test_every_method_compares_as_its_name_says(bench, name, method) -> None:
    rows = await many(bench)
    of = COLUMNS[name]
    values = sorted((of(rows[20]), of(rows[41])))
    taken = values if method in ("in", "between") else values[:1]
    right = {
        "in": lambda value: value in values,
        "<": lambda value: value < values[0],
        ">": lambda value: value > values[0],
        "<=": lambda value: value <= values[0],
        ">=": lambda value: value >= values[0],
        "between": lambda value: values[0] <= value <= values[1],
    }[method]
    found = await ids(bench, by(name, method, *map(as_parameter, taken)), size=1000)
    assert set(found) == {row["id"] for row in rows if right(of(row))}


async def test_the_date_of_a_refund_is_found_and_no_refund_is_not(bench) -> None:
    rows = await many(bench)
    refunded = [row for row in rows if row["payoutAmount"]]
    assert set(await ids(bench, by("payout_date", "between", *EVER))) == {row["id"] for row in refunded}
    first = min(datetime.fromisoformat(row["payoutDate"]) for row in refunded) + timedelta(seconds=1)
    early = await ids(bench, by("payout_date", "<", written(first)))
    assert 0 < len(early) < len(refunded)


async def test_filters_are_joined_by_and(bench) -> None:
    rows = await many(bench)
    found = await ids(
        bench, by("post_link", "=", "true"), by("amount", ">=", "10000"), by("client", "like", "%Payer 1%")
    )
    right = [
        row["id"]
        for row in rows
        if row["postLink"] == "true" and row["amount"] >= 10000 and "Payer 1" in row["client"]
    ]
    assert found == right
    assert right
    assert await ids(bench, by("amount", "=", "1"), by("amount", "=", "2")) == []


async def test_the_shop_is_that_of_the_terminal(bench) -> None:
    rows = await many(bench)
    shop = (await bench.control("configure"))["shop_id"]
    assert {row["shopID"] for row in rows} == {shop}
    assert len(await ids(bench, by("shop_id", "=", shop))) == 60


# Order and pages


async def test_the_oldest_come_first_unless_ordered(bench) -> None:
    rows = await many(bench)
    times = [datetime.fromisoformat(row["createdDate"]) for row in rows]
    assert times == sorted(times)


async def test_rows_are_sorted_by_several_fields(bench) -> None:
    rows = await many(bench)
    found = await listed(bench, orders=[("client", "DESC"), ("amount", "ASC"), ("id", "DESC")], size=1000)
    expected = sorted(rows, key=lambda row: row["id"], reverse=True)
    expected.sort(key=lambda row: row["amount"])
    expected.sort(key=lambda row: row["client"], reverse=True)
    assert found == expected


@pytest.mark.parametrize("way", ["ASC", "DESC"])
async def test_rows_without_a_value_come_last(bench, way) -> None:
    rows = await many(bench)
    refunded = sum(row["payoutAmount"] > 0 for row in rows)
    found = await listed(bench, orders=[("payout_date", way)], size=1000)
    dates = [datetime.fromisoformat(row["payoutDate"]) for row in found[:refunded]]
    assert dates == sorted(dates, reverse=way == "DESC")
    assert {row["payoutAmount"] for row in found[refunded:]} == {0}


@pytest.mark.parametrize("name", [*COLUMNS, "payout_date", "id"])
async def test_every_field_can_be_sorted_by(bench, name) -> None:
    await bench.control("operations_bulk", count=3)
    assert len(await listed(bench, orders=[(name, "ASC")])) == 3


async def test_page_is_a_number_of_records_to_skip(bench) -> None:
    made = await bench.control("operations_bulk", count=10)
    assert await ids(bench, page=1, size=2) == made["ids"][1:3]
    assert await ids(bench, page=9, size=2) == made["ids"][9:]
    assert await ids(bench, page=10, size=2) == []


async def test_page_can_be_the_number_of_a_page(bench) -> None:
    await bench.control("configure", paging="pages")
    made = await bench.control("operations_bulk", count=10)
    assert await ids(bench, page=0, size=4) == made["ids"][:4]
    assert await ids(bench, page=1, size=4) == made["ids"][4:8]
    assert await ids(bench, page=2, size=4) == made["ids"][8:]


async def test_a_page_is_never_longer_than_the_cap(bench) -> None:
    made = await bench.control("operations_bulk", count=132)
    _, answer = await ask(bench, body(by("created_date", "between", *EVER), size=5000))
    assert (answer["totalCount"], len(answer["records"])) == (132, 100)
    await bench.control("configure", page_cap=7, paging="pages")
    assert await ids(bench, page=1, size=5000) == made["ids"][7:14]


async def test_a_trouble_meets_the_list_only(bench) -> None:
    await bench.control("trouble", endpoint="operations", kind="html", count=1)
    asked, headers = body(by("created_date", "between", *EVER)), await authorised(bench, "operations")
    async with bench.http.post(bench.base + "/halyk/api/operations", json=asked, headers=headers) as answer:
        assert answer.content_type == "text/html"
    assert (await ask(bench, asked))[0] == 200
    assert (await bench.control("books"))["requests"]["operations"] == 2
