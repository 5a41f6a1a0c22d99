"""Held money of a two-step terminal: captured, in whole or in part, or released; nothing else may be done."""

import pytest

from tests.sandbox.halyk.searching import listed


async def held(bench, amount: str = "500") -> tuple[str, str]:
    """The invoice and the transaction of a payment that stopped at AUTH."""
    await bench.control("configure", two_step=True)
    invoice, _, _ = await bench.bill(amount)
    done = await bench.control("pay", invoiceID=invoice)
    assert (done["statusName"], done["taken"]) == ("AUTH", 0)
    return invoice, done["transaction"]


async def operate(bench, id_: str, verb: str, query: str = "", token: str | None = None, **how):
    headers = {"Authorization": f"Bearer {token or await bench.service()}"}
    url = f"{bench.base}/halyk/api/operation/{id_}/{verb}{query}"
    async with bench.http.post(url, headers=headers, **how) as answer:
        return answer.status, await answer.json() if await answer.read() else None


async def told(bench, invoice: str) -> dict:
    return (await bench.check(invoice))[1]["transaction"]


async def test_all_of_it_is_captured_without_an_amount(bench) -> None:
    invoice, id_ = await held(bench)
    assert await operate(bench, id_, "charge") == (200, None)
    answer = await told(bench, invoice)
    assert (answer["id"], answer["statusName"], answer["amount"]) == (id_, "CHARGE", 500)
    assert (await bench.control("books"))["taken"] == 50000


async def test_a_part_of_it_is_captured(bench) -> None:
    invoice, id_ = await held(bench)
    assert (await told(bench, invoice))["statusName"] == "AUTH"
    assert await operate(bench, id_, "charge", json={"amount": 400.5}) == (200, None)
    answer = await told(bench, invoice)
    assert (answer["statusName"], answer["amount"], answer["orgAmount"]) == ("CHARGE", 400.5, 400.5)


async def test_it_is_released(bench) -> None:
    invoice, id_ = await held(bench)
    assert await operate(bench, id_, "cancel") == (200, None)
    assert (await told(bench, invoice))["statusName"] == "CANCEL"
    assert (await bench.control("books"))["taken"] == 0


async def test_captured_money_can_be_returned_and_is_listed(bench) -> None:
    _, id_ = await held(bench)
    assert await listed(bench) == []
    await operate(bench, id_, "charge")
    assert [record["id"] for record in await listed(bench)] == [id_]
    assert (await operate(bench, id_, "refund", "?amount=100"))[1]["code"] == 3225


WRONG_CAPTURES = [
    ("", {"json": {"amount": 500.01}}),
    ("", {"json": {"amount": 0}}),
    ("", {"json": {"amount": -1}}),
    ("", {"json": {"amount": 1.005}}),
    ("", {"json": {"amount": "all"}}),
    ("", {"json": {"amount": True}}),
    ("", {"json": {"amount": None}}),
    ("", {"json": {"amount": 100, "purpose": "x"}}),
    ("", {"json": {"Amount": 100}}),
    ("", {"json": [100]}),
    ("", {"data": {"amount": "100"}}),
    ("", {"data": '{"amount": 100, "amount": 200}', "headers": {"Content-Type": "application/json"}}),
    ("?amount=100", {}),
    ("?externalID=1", {}),
]


@pytest.mark.parametrize(("query", "how"), WRONG_CAPTURES)
async def test_a_wrong_capture_is_refused(bench, query, how) -> None:
    invoice, id_ = await held(bench)
    how = {**how, "headers": {**how.get("headers", {}), "Authorization": f"Bearer {await bench.service()}"}}
    url = f"{bench.base}/halyk/api/operation/{id_}/charge{query}"
    async with bench.http.post(url, **how) as answer:
        assert answer.status == 400
        assert (await answer.json())["code"] in (100, 1531)
    assert (await told(bench, invoice))["statusName"] == "AUTH"


@pytest.mark.parametrize(
    ("query", "how"), [("?amount=1", {}), ("", {"json": {}}), ("", {"data": {"a": "1"}})]
)
async def test_a_release_takes_no_parameters(bench, query, how) -> None:
    invoice, id_ = await held(bench)
    assert await operate(bench, id_, "cancel", query, **how) == (400, {"code": 100, "message": ""})
    assert (await told(bench, invoice))["statusName"] == "AUTH"


async def test_held_money_is_not_refunded(bench) -> None:
    invoice, id_ = await held(bench)
    assert (await operate(bench, id_, "refund"))[0] == 400
    assert (await told(bench, invoice))["statusName"] == "AUTH"


@pytest.mark.parametrize("first", ["charge", "cancel"])
@pytest.mark.parametrize("then", ["charge", "cancel"])
async def test_what_is_decided_is_decided(bench, first, then) -> None:
    _, id_ = await held(bench)
    await operate(bench, id_, first)
    before = (await bench.control("books"))["bills"]
    assert await operate(bench, id_, then) == (400, {"code": 100, "message": ""})
    assert (await bench.control("books"))["bills"] == before


async def test_released_money_is_not_refunded(bench) -> None:
    _, id_ = await held(bench)
    await operate(bench, id_, "cancel")
    assert (await operate(bench, id_, "refund"))[0] == 400


@pytest.mark.parametrize("verb", ["charge", "cancel"])
async def test_money_that_was_taken_at_once_is_not_held(bench, verb) -> None:
    invoice, _, _ = await bench.bill()
    id_ = (await bench.control("pay", invoiceID=invoice))["transaction"]
    assert (await operate(bench, id_, verb))[0] == 400
    assert (await told(bench, invoice))["statusName"] == "CHARGE"


@pytest.mark.parametrize("verb", ["charge", "cancel", "refund"])
async def test_an_operation_needs_a_service_token_of_the_terminal(bench, verb) -> None:
    _, id_ = await held(bench)
    for token in (await bench.token(), await bench.service(terminal=None), await bench.user()):
        assert (await operate(bench, id_, verb, token=token))[0] == 400
    assert (await operate(bench, id_, verb, token="nonsense"))[0] == 401
    assert (await bench.control("books"))["bills"][0]["held"] == 50000


@pytest.mark.parametrize("verb", ["charge", "cancel", "refund"])
async def test_an_operation_knows_no_invoice_number(bench, verb) -> None:
    invoice, _ = await held(bench)
    assert (await operate(bench, invoice, verb))[0] == 400
    assert (await operate(bench, "b9d46313-264e-41ec-814c-728dd51eb97f", verb))[0] == 400


@pytest.mark.parametrize("verb", ["charge", "cancel", "refund"])
async def test_an_operation_is_a_post_to_the_singular_address(bench, verb) -> None:
    _, id_ = await held(bench)
    headers = {"Authorization": f"Bearer {await bench.service()}"}
    async with bench.http.get(f"{bench.base}/halyk/api/operation/{id_}/{verb}", headers=headers) as answer:
        assert answer.status == 405
    async with bench.http.post(f"{bench.base}/halyk/api/operations/{id_}/{verb}", headers=headers) as answer:
        assert answer.status == 404


@pytest.mark.parametrize(("verb", "after"), [("charge", "CHARGE"), ("cancel", "CANCEL")])
@pytest.mark.parametrize("acted", [False, True])
async def test_a_bad_answer_may_hide_what_was_done(bench, verb, after, acted) -> None:
    invoice, id_ = await held(bench)
    await bench.control("trouble", endpoint="operation", kind="500", count=1, acted=acted)
    assert (await operate(bench, id_, verb))[0] == 500
    assert (await told(bench, invoice))["statusName"] == (after if acted else "AUTH")
