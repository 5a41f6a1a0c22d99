"""Capture, release and refund, by the bank's transaction id."""

import pytest


async def paid(bench, amount: str = "2000") -> tuple[str, str]:
    invoice, _, _ = await bench.bill(amount)
    done = await bench.control("pay", invoiceID=invoice)
    return invoice, done["transaction"]


async def operate(
    bench, id_: str, verb: str, query: str = "", token: str | None = None, **how
) -> tuple[int, object]:
    headers = {"Authorization": f"Bearer {token or await bench.service()}"}
    url = f"{bench.base}/halyk/api/operation/{id_}/{verb}{query}"
    async with bench.http.post(url, headers=headers, **how) as answer:
        return answer.status, await answer.json() if await answer.read() else None


async def transaction(bench, invoice: str) -> dict:
    return (await bench.check(invoice))[1]["transaction"]


async def test_a_full_refund_is_begun_and_done_later(bench) -> None:
    invoice, id_ = await paid(bench)
    assert await operate(bench, id_, "refund") == (
        200,
        {"code": 3225, "externalID": "", "message": "in progress"},
    )
    assert (await transaction(bench, invoice))["payoutAmount"] == 0
    bench.wait(seconds=60)
    told = await transaction(bench, invoice)
    assert (told["statusName"], told["amount"], told["payoutAmount"], told["orgAmount"]) == (
        "REFUND",
        0,
        2000,
        2000,
    )
    assert (await bench.control("books"))["taken"] == 0


async def test_a_part_is_refunded_by_the_amount_in_the_query(bench) -> None:
    invoice, id_ = await paid(bench)
    await operate(bench, id_, "refund", "?amount=500.5&externalID=r1", json={"amount": 500.5, "purpose": "x"})
    bench.wait(seconds=60)
    told = await transaction(bench, invoice)
    assert (told["statusName"], told["amount"], told["payoutAmount"]) == ("CHARGE", 1499.5, 500.5)


async def test_an_amount_in_the_place_not_read_means_a_full_refund(bench) -> None:
    _, id_ = await paid(bench)
    await operate(bench, id_, "refund", json={"amount": 500})
    bench.wait(seconds=60)
    assert (await bench.control("books"))["taken"] == 0
    await bench.control("configure", refund_reads="body")
    _, id_ = await paid(bench)
    await operate(bench, id_, "refund", "?amount=500")
    bench.wait(seconds=60)
    assert (await bench.control("books"))["taken"] == 0


async def test_the_same_external_id_refunds_twice(bench) -> None:
    _, id_ = await paid(bench)
    for _ in range(2):
        assert (await operate(bench, id_, "refund", "?amount=500&externalID=r1"))[0] == 200
    bench.wait(seconds=60)
    assert (await bench.control("books"))["taken"] == 100000


@pytest.mark.parametrize(
    ("query", "how"),
    [
        ("?amount=9.99", {}),
        ("?amount=2000.01", {}),
        ("?amount=0", {}),
        ("?amount=-5", {}),
        ("?amount=100", {"json": {"amount": 200}}),
        ("?amount=100&purpose=x", {}),
        ("?amount=100&amount=100", {}),
        ("?amount=100", {"json": {"amount": 100, "reason": "x"}}),
        ("?amount=100", {"data": {"amount": "100"}}),
    ],
)
async def test_a_wrong_refund_is_refused(bench, query, how) -> None:
    _, id_ = await paid(bench)
    status, answer = await operate(bench, id_, "refund", query, **how)
    assert (status, answer["code"] in (100, 1531)) == (400, True)
    bench.wait(seconds=60)
    assert (await bench.control("books"))["taken"] == 200000


async def test_open_refunds_count_against_the_rest(bench) -> None:
    _, id_ = await paid(bench)
    assert (await operate(bench, id_, "refund", "?amount=1500"))[0] == 200
    assert (await operate(bench, id_, "refund", "?amount=1500"))[0] == 400


async def test_only_the_transaction_id_is_known_to_operations(bench) -> None:
    invoice, id_ = await paid(bench)
    assert (await operate(bench, invoice, "refund"))[0] == 400
    assert (await operate(bench, id_, "refund", token=await bench.token()))[0] == 400
    assert (await operate(bench, id_, "refund", token="nonsense"))[0] == 401
    assert (await operate(bench, id_, "refund", token=await bench.service(terminal=None)))[0] == 400


async def test_a_refund_can_exceed_the_limit_or_vanish(bench) -> None:
    _, id_ = await paid(bench)
    assert (await operate(bench, id_, "refund", "?amount=100.61"))[1]["code"] == 3141
    assert (await operate(bench, id_, "refund", "?amount=100.62"))[1]["code"] == 3225
    bench.wait(hours=1)
    assert (await bench.control("books"))["taken"] == 200000


async def test_the_pending_answer_can_come_as_400(bench) -> None:
    await bench.control("configure", refund_http="400")
    _, id_ = await paid(bench)
    status, answer = await operate(bench, id_, "refund")
    assert (status, answer["code"]) == (400, 3225)


async def test_the_cabinet_can_do_the_same(bench) -> None:
    invoice, _ = await paid(bench)
    done = await bench.control("refund", invoiceID=invoice, amount=50000)
    assert (done["refunded"], done["taken"]) == (50000, 150000)
    held, _ = await paid(bench, "500.41")
    assert (await bench.control("charge", invoiceID=held))["statusName"] == "CHARGE"
    held, _ = await paid(bench, "500.41")
    assert (await bench.control("cancel", invoiceID=held))["statusName"] == "CANCEL"
    status, _ = await bench.post("/sandbox/halyk/cancel", json={"invoiceID": held})
    assert status == 409
