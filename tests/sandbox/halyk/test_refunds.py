"""Refunds: many parts of one payment, ends that come later, and answers that say little."""

import asyncio

import aiohttp
import pytest

PENDING = {"code": 3225, "externalID": "", "message": "in progress"}


async def paid(bench, amount: str = "2000") -> tuple[str, str]:
    invoice, _, _ = await bench.bill(amount)
    return invoice, (await bench.control("pay", invoiceID=invoice))["transaction"]


async def refund(bench, id_: str, amount: str | None = None, purpose: str = "x") -> tuple[int, object]:
    """As a careful client asks: the amount in both places."""
    headers = {"Authorization": f"Bearer {await bench.service()}"}
    query = f"?amount={amount}&externalID=r1" if amount else ""
    body = {"amount": float(amount), "purpose": purpose} if amount else {"purpose": purpose}
    url = f"{bench.base}/halyk/api/operation/{id_}/refund{query}"
    async with bench.http.post(url, headers=headers, json=body) as answer:
        return answer.status, await answer.json() if await answer.read() else None


async def told(bench, invoice: str) -> dict:
    return (await bench.check(invoice))[1]["transaction"]


async def entries(bench, invoice: str) -> list[dict]:
    """The refunds in the books."""
    bills = (await bench.control("books"))["bills"]
    return next(bill["refunds"] for bill in bills if bill["invoiceID"] == invoice)


async def test_many_parts_go_back_until_nothing_is_left(bench) -> None:
    invoice, id_ = await paid(bench)
    for amount, left, status_name in (("500", 1500, "CHARGE"), ("10", 1490, "CHARGE"), ("1490", 0, "REFUND")):
        assert await refund(bench, id_, amount) == (200, PENDING)
        bench.wait(seconds=60)
        told_ = await told(bench, invoice)
        assert (told_["amount"], told_["payoutAmount"]) == (left, 2000 - left)
        assert (told_["orgAmount"], told_["statusName"]) == (2000, status_name)
    assert (await refund(bench, id_, "10"))[0] == 400
    assert (await refund(bench, id_))[0] == 400


async def test_the_rest_goes_back_without_an_amount(bench) -> None:
    invoice, id_ = await paid(bench, "2000.15")
    await refund(bench, id_, "500")
    bench.wait(seconds=60)
    assert (await refund(bench, id_))[0] == 200
    bench.wait(seconds=60)
    answer = await told(bench, invoice)
    assert (answer["statusName"], answer["payoutAmount"], answer["amountBonus"]) == (
        "REFUND",
        2000.15,
        1400.1,
    )
    assert [entry["amount"] for entry in await entries(bench, invoice)] == [50000, 150015]


async def test_a_refund_moves_nothing_before_its_end(bench) -> None:
    await bench.control("configure", refund_seconds=300)
    invoice, id_ = await paid(bench)
    await refund(bench, id_, "500")
    bench.wait(seconds=298)
    assert (await told(bench, invoice))["payoutAmount"] == 0
    bench.wait(seconds=2)
    assert (await told(bench, invoice))["payoutAmount"] == 500


async def test_a_refund_can_be_done_at_once(bench) -> None:
    await bench.control("configure", refund_seconds=0)
    invoice, id_ = await paid(bench)
    await refund(bench, id_, "500")
    assert (await told(bench, invoice))["payoutAmount"] == 500


async def test_several_refunds_may_be_under_way_or_only_one(bench) -> None:
    _, id_ = await paid(bench)
    assert (await refund(bench, id_, "500"))[0] == 200
    assert (await refund(bench, id_, "500"))[0] == 200
    await bench.control("configure", refunds_at_once="one")
    assert await refund(bench, id_, "500") == (400, {"code": 100, "message": ""})
    bench.wait(seconds=60)
    assert (await refund(bench, id_, "500"))[0] == 200


async def test_a_refund_for_a_card_is_answered_with_nothing(bench) -> None:
    await bench.control("configure", refund_body="empty", refund_http="400")
    invoice, id_ = await paid(bench)
    assert await refund(bench, id_, "500") == (200, None)
    bench.wait(seconds=60)
    assert (await told(bench, invoice))["payoutAmount"] == 500


async def test_a_part_may_change_the_status_name(bench) -> None:
    await bench.control("configure", refund_status="refund")
    invoice, id_ = await paid(bench)
    await refund(bench, id_, "500")
    bench.wait(seconds=60)
    answer = await told(bench, invoice)
    assert (answer["statusName"], answer["amount"], answer["payoutAmount"]) == ("REFUND", 1500, 500)
    assert (await refund(bench, id_, "1500"))[0] == 200
    bench.wait(seconds=60)
    assert (await told(bench, invoice))["payoutAmount"] == 2000
    assert (await refund(bench, id_, "10"))[0] == 400


async def test_the_amount_may_stay_whole_in_check_status(bench) -> None:
    await bench.control("configure", refund_shrinks=False)
    invoice, id_ = await paid(bench)
    await refund(bench, id_, "500")
    bench.wait(seconds=60)
    answer = await told(bench, invoice)
    assert (answer["amount"], answer["payoutAmount"], "orgAmount" in answer) == (2000, 500, False)


@pytest.mark.parametrize(("amount", "code"), [("2000.01", 100), ("9.99", 100), ("100.61", 3141)])
async def test_the_bank_refuses_what_it_cannot_return(bench, amount, code) -> None:
    invoice, id_ = await paid(bench)
    assert await refund(bench, id_, amount) == (400, {"code": code, "message": ""})
    assert await entries(bench, invoice) == []


async def test_the_limit_of_a_contract_can_be_switched_off(bench) -> None:
    await bench.control("configure", magic=False)
    _, id_ = await paid(bench)
    assert (await refund(bench, id_, "100.61"))[0] == 200


@pytest.mark.parametrize("id_", ["b9d46313-264e-41ec-814c-728dd51eb97f", "1", "100001"])
async def test_an_id_that_is_none_is_refused(bench, id_) -> None:
    await paid(bench)
    assert await refund(bench, id_) == (400, {"code": 100, "message": ""})


@pytest.mark.parametrize(("amount", "control"), [("2000", "reject"), ("500.41", "pay")])
async def test_money_that_was_not_taken_is_not_returned(bench, amount, control) -> None:
    invoice, _, _ = await bench.bill(amount)
    id_ = (await bench.control(control, invoiceID=invoice))["transaction"]
    assert (await refund(bench, id_, "100"))[0] == 400
    assert await entries(bench, invoice) == []


async def test_the_next_refund_can_come_to_nothing(bench) -> None:
    invoice, id_ = await paid(bench)
    await bench.control("refunds", next="fail")
    assert await refund(bench, id_, "500") == (200, PENDING)
    assert await refund(bench, id_, "300") == (200, PENDING)
    bench.wait(hours=5)
    answer = await told(bench, invoice)
    assert (answer["statusName"], answer["payoutAmount"]) == ("CHARGE", 300)
    assert [entry["state"] for entry in await entries(bench, invoice)] == ["failed", "done"]
    assert (await refund(bench, id_, "1700"))[0] == 200


@pytest.mark.parametrize(("acted", "returned"), [(False, 0), (True, 500)])
async def test_the_next_refund_can_be_refused_with_any_code(bench, acted, returned) -> None:
    invoice, id_ = await paid(bench)
    await bench.control("refunds", next="refuse", code=690, acted=acted)
    assert await refund(bench, id_, "500") == (400, {"code": 690, "message": ""})
    bench.wait(seconds=60)
    assert (await told(bench, invoice))["payoutAmount"] == returned
    assert (await refund(bench, id_, "100"))[0] == 200


async def test_an_order_waits_for_a_refund_that_could_have_begun(bench) -> None:
    _, id_ = await paid(bench)
    await bench.control("refunds", next="refuse", code=3141, count=2)
    assert (await refund(bench, id_, "5000"))[1]["code"] == 100
    assert [(await refund(bench, id_, "500"))[1]["code"] for _ in range(3)] == [3141, 3141, 3225]
    await bench.control("refunds", next="refuse")
    await bench.control("refunds", next="normal")
    assert (await refund(bench, id_, "500"))[0] == 200


async def lose(bench, kind: str, id_: str) -> None:
    await bench.control("trouble", endpoint="operation", kind=kind, count=1)
    with pytest.raises((aiohttp.ClientError, TimeoutError)):
        async with asyncio.timeout(0.3):
            await refund(bench, id_, "500")


@pytest.mark.parametrize(
    ("kind", "returned"),
    [("silence_before", 0), ("reset_before", 0), ("silence_after", 500), ("reset_after", 500)],
)
async def test_a_lost_answer_may_hide_a_refund(bench, kind, returned) -> None:
    invoice, id_ = await paid(bench)
    await lose(bench, kind, id_)
    bench.wait(seconds=60)
    assert (await told(bench, invoice))["payoutAmount"] == returned
    assert [entry["amount"] for entry in await entries(bench, invoice)] == [50000][: bool(returned)]


@pytest.mark.parametrize("kind", ["500", "html", "empty", "badjson", "429", "401", "404"])
@pytest.mark.parametrize(("acted", "returned"), [(False, 0), (True, 500)])
async def test_a_bad_answer_may_hide_a_refund(bench, kind, acted, returned) -> None:
    invoice, id_ = await paid(bench)
    await bench.control("trouble", endpoint="operation", kind=kind, count=1, acted=acted)
    headers = {"Authorization": f"Bearer {await bench.service()}"}
    url = f"{bench.base}/halyk/api/operation/{id_}/refund?amount=500"
    async with bench.http.post(url, headers=headers) as answer:
        assert b"3225" not in await answer.read()
    bench.wait(seconds=60)
    assert (await told(bench, invoice))["payoutAmount"] == returned


async def test_the_books_say_of_each_refund_how_it_was_asked_for(bench) -> None:
    invoice, id_ = await paid(bench)
    await refund(bench, id_, "500", "cold coffee")
    await bench.control("refund", invoiceID=invoice, amount=20000)
    await refund(bench, id_)
    entry, cabinet = await entries(bench, invoice)
    assert (entry["amount"], entry["externalID"], entry["purpose"]) == (50000, "r1", "cold coffee")
    assert (entry["state"], entry["amountIn"]) == ("open", ["query", "body"])
    assert (cabinet["amount"], cabinet["state"], cabinet["amountIn"]) == (20000, "done", [])
    bench.wait(seconds=60)
    [bill] = (await bench.control("books"))["bills"]
    assert (bill["refunds"][0]["state"], bill["refunded"], bill["taken"]) == ("done", 70000, 130000)


async def test_the_books_say_where_the_amount_stood(bench) -> None:
    invoice, id_ = await paid(bench)
    headers = {"Authorization": f"Bearer {await bench.service()}"}
    url = f"{bench.base}/halyk/api/operation/{id_}/refund"
    async with bench.http.post(f"{url}?amount=100", headers=headers) as answer:
        assert answer.status == 200
    bench.wait(seconds=60)
    async with bench.http.post(url, headers=headers, json={"amount": 100}) as answer:
        assert answer.status == 200
    assert [(entry["amount"], entry["amountIn"]) for entry in await entries(bench, invoice)] == [
        (10000, ["query"]),
        (190000, ["body"]),
    ]
