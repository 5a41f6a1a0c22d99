"""The searches take what is documented and refuse everything else with code 232."""

import json

import pytest

from tests.sandbox.halyk.searching import EVER, LISTS, PERIODS, ask, authorised, body, by, listed

MESSAGES = {"operations": "Search Method Unavailable", "transfers": "There is no search method"}


async def refused(bench, which: str, given: object) -> bool:
    status, answer = await ask(bench, given, which)
    return (status, answer) == (400, {"code": 232, "message": MESSAGES[which]})


def period(which: str) -> dict:
    return by(PERIODS[which], "between", *EVER)


@pytest.fixture(params=LISTS)
def which(request) -> str:
    return request.param


@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("between", []),
        ("between", ["1"]),
        ("between", ["1", "2", "3"]),
        ("in", []),
        ("like", []),
        ("like", ["1%", "2%"]),
        ("like", ["100001"]),
        *[(method, values) for method in ("=", "<", ">", "<=", ">=") for values in ([], ["1", "2"])],
        ("==", ["1"]),
        ("!=", ["1"]),
        ("LIKE", ["1%"]),
        ("ilike", ["1%"]),
        ("", ["1"]),
    ],
)
async def test_a_method_takes_its_own_number_of_parameters(bench, which, method, values) -> None:
    assert await refused(bench, which, body(period(which), by("invoice_id", method, *values)))


@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("between", ["1", "2"]),
        ("in", ["1"]),
        ("in", ["1", "2", "3"]),
        ("like", ["%1%"]),
        *[(method, ["1"]) for method in ("=", "<", ">", "<=", ">=")],
    ],
)
async def test_the_eight_methods_are_taken(bench, which, method, values) -> None:
    assert (await ask(bench, body(period(which), by("invoice_id", method, *values)), which))[0] == 200


@pytest.mark.parametrize("value", [1, 1.5, True, None, ["1"]])
async def test_parameters_are_texts(bench, which, value) -> None:
    assert await refused(bench, which, body(period(which), by("invoice_id", "=", value)))


async def test_parameters_stand_in_a_list(bench, which) -> None:
    wrong = {"name": "invoice_id", "method": "=", "searchParameter": "100001"}
    assert await refused(bench, which, body(period(which), wrong))


async def test_the_period_is_mandatory(bench, which) -> None:
    assert await refused(bench, which, body())
    assert await refused(bench, which, body(by("invoice_id", "=", "1")))


@pytest.mark.parametrize("method", ["like", "in", "<", "<=", ">", ">="])
async def test_a_period_has_two_ends(bench, which, method) -> None:
    assert await refused(bench, which, body(by(PERIODS[which], method, EVER[0])))


async def test_a_period_may_be_two_bounds(bench, which) -> None:
    name = PERIODS[which]
    assert (await ask(bench, body(by(name, ">=", EVER[0]), by(name, "<", EVER[1])), which))[0] == 200


@pytest.mark.parametrize(
    "date",
    [
        "2026-11-01",
        "2026-11-01T00:00:00",
        "2026-11-01 00:00:00Z",
        "2026-11-01T00:00:00+05:00",
        "2026-11-01T00:00:00.000Z",
        "2026-13-01T00:00:00Z",
        "2026-11-31T00:00:00Z",
        "٢026-11-01T00:00:00Z",
        "1793491200",
        "",
    ],
)
async def test_dates_are_written_in_one_way(bench, which, date) -> None:
    assert await refused(bench, which, body(by(PERIODS[which], "between", date, EVER[1])))


async def test_each_list_has_its_own_name_for_the_period(bench) -> None:
    assert await refused(bench, "operations", body(by("created_at", "between", *EVER)))
    assert await refused(bench, "transfers", body(by("created_date", "between", *EVER)))
    await bench.control("configure", p2p_period="created_date")
    assert await refused(bench, "transfers", body(by("created_at", "between", *EVER)))
    asked = body(by("created_date", "between", *EVER), orders=[("created_date", "DESC")])
    assert (await ask(bench, asked, "transfers"))[0] == 200


@pytest.mark.parametrize("name", ["invoiceId", "invoiceID", "status", "id", "cardCVC", "", "Invoice_id"])
async def test_an_unknown_field_is_not_searched(bench, which, name) -> None:
    assert await refused(bench, which, body(period(which), by(name, "=", "1")))


@pytest.mark.parametrize("name", ["shop_id", "payer_phone", "amount", "description", "card_mask"])
async def test_transfers_have_fewer_fields(bench, name) -> None:
    assert await refused(bench, "transfers", body(period("transfers"), by(name, "=", "1")))


@pytest.mark.parametrize(
    "orders", [[("nonsense", "ASC")], [("id", "asc")], [("id", "")], [("id", "ASC"), ("id", "DESC")]]
)
async def test_a_wrong_order_is_refused(bench, which, orders) -> None:
    assert await refused(bench, which, body(period(which), orders=orders))


async def test_an_order_has_two_keys(bench, which) -> None:
    for order in ({"field": "id"}, {"typeOrder": "ASC"}, {"field": "id", "typeOrder": "ASC", "x": 1}, "id"):
        assert await refused(bench, which, body(period(which), orderParameters=[order]))


@pytest.mark.parametrize(
    "paging",
    [
        {"page": -1, "size": 1},
        {"page": 0, "size": 0},
        {"page": 0, "size": -5},
        {"page": "0", "size": "20"},
        {"page": 0},
        {"size": 20},
        {"page": 0, "size": 20, "total": 1},
        {"page": True, "size": 20},
        {"page": 0.5, "size": 20},
        [0, 20],
        None,
    ],
)
async def test_wrong_paging_is_refused(bench, which, paging) -> None:
    given = {**body(period(which)), "paging": paging}
    assert await refused(bench, which, given)


@pytest.mark.parametrize("block", ["paging", "searchParameters", "orderParameters"])
async def test_the_three_blocks_are_needed(bench, which, block) -> None:
    assert await refused(bench, which, body(period(which), **{block: None}))


@pytest.mark.parametrize(
    "changes",
    [
        {"extra": 1},
        {"searchParameters": {}},
        {"searchParameters": ["created_date"]},
        {"orderParameters": {}},
        {"orderParameters": ""},
    ],
)
async def test_other_shapes_are_refused(bench, which, changes) -> None:
    assert await refused(bench, which, body(period(which), **changes))


@pytest.mark.parametrize("key", ["name", "method", "searchParameter"])
async def test_a_filter_has_three_keys(bench, which, key) -> None:
    short = {name: value for name, value in period(which).items() if name != key}
    assert await refused(bench, which, body(short))
    assert await refused(bench, which, body({**period(which), "value": "1"}))


async def test_a_body_is_an_object_of_json(bench, which) -> None:
    good = json.dumps(body(period(which)))
    assert (await ask(bench, good, which))[0] == 200
    twice = good[:-1] + ', "paging": {"page": 0, "size": 5}}'
    for bad in (good[:-1], "[]", "", twice):
        assert await refused(bench, which, bad)


async def test_a_body_says_that_it_is_json(bench, which) -> None:
    headers = {**await authorised(bench, which), "Content-Type": "text/plain"}
    status, answer = await bench.post(LISTS[which], headers=headers, data=json.dumps(body(period(which))))
    assert (status, answer["code"]) == (400, 232)


async def test_a_search_is_a_post_without_query(bench, which) -> None:
    headers = await authorised(bench, which)
    async with bench.http.get(bench.base + LISTS[which], headers=headers) as answer:
        assert answer.status == 405
    url = LISTS[which] + "?size=5"
    status, answer = await bench.post(url, headers=headers, json=body(period(which)))
    assert (status, answer["code"]) == (400, 232)


async def test_a_refusal_tells_its_reason_beside_the_answer(bench) -> None:
    headers = await authorised(bench, "operations")
    url = bench.base + LISTS["operations"]
    async with bench.http.post(url, headers=headers, json=body()) as answer:
        assert answer.headers["X-Sandbox-Why"] == "the period is missing: created_date"


@pytest.mark.parametrize(
    ("name", "method", "values"),
    [
        ("amount", "like", ["1%"]),
        ("amount", "=", ["1,50"]),
        ("amount", "=", ["-1"]),
        ("amount", "=", ["1.505"]),
        ("payout_amount", "=", ["many"]),
        ("payout_date", "=", ["today"]),
        ("payout_date", "like", ["2026%"]),
        ("post_link", "=", ["1"]),
        ("post_link", "=", ["True"]),
        ("post_link", "<", ["true"]),
        ("post_link", "like", ["t%"]),
        ("post_link", "between", ["false", "true"]),
    ],
)
async def test_a_value_is_of_its_fields_kind(bench, name, method, values) -> None:
    assert await refused(bench, "operations", body(period("operations"), by(name, method, *values)))


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (["%"], {"Coffee", "coffee to go", "a_b", "acb", "10% off"}),
        (["C%"], {"Coffee"}),
        (["%coffee%"], {"coffee to go"}),
        (["a_b%"], {"a_b", "acb"}),
        (["%o%o%"], {"coffee to go"}),
        (["%.%"], set()),
    ],
)
async def test_like_is_that_of_sql(bench, given, found) -> None:
    for text in ("Coffee", "coffee to go", "a_b", "acb", "10% off"):
        await bench.control("operation", description=text)
    records = await listed(bench, by("description", "like", *given))
    assert {record["description"] for record in records} == found
