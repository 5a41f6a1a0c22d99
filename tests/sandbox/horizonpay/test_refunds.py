"""Money back: transactions of their own, in parts, pending and ended, refused."""

import pytest

TAKES = 600
"""Seconds; long enough that no slow machine sees one end by itself."""


@pytest.fixture(autouse=True)
async def slowly(bench) -> None:
    await bench.control("configure", refund_seconds=TAKES)


async def test_a_refund_is_pending_and_then_told(bench) -> None:
    paid = await bench.paid(amount=500000)
    status, answer = await bench.refund(paid, 200000, tracking_id="r-1")
    refund = answer["transaction"]
    assert status == 200
    assert (refund["type"], refund["status"], refund["amount"]) == ("refund", "pending", 200000)
    assert (refund["parent_uid"], refund["reason"], refund["tracking_id"]) == (
        paid["uid"],
        "cold coffee",
        "r-1",
    )
    assert (refund["refund"]["status"], "payment" in refund, "form" in refund) == ("pending", False, False)
    await bench.heard()
    bench.wait(seconds=TAKES)
    assert (await bench.look(refund))["status"] == "successful"
    assert (await bench.heard())[-2:] == ["refund pending", "refund successful"]
    assert (await bench.look(paid))["status"] == "successful"


async def test_without_an_amount_all_that_is_left_goes_back(bench) -> None:
    paid = await bench.paid(amount=500000)
    await bench.refund(paid, 100000)
    assert (await bench.refund(paid))[1]["transaction"]["amount"] == 400000
    (row,) = (await bench.control("books"))["transactions"]
    assert (row["taken"], row["refunded"]) == (500000, 0)
    bench.wait(seconds=TAKES)
    assert (await bench.control("books"))["taken"] == 0


async def test_no_more_goes_back_than_is_left(bench) -> None:
    paid = await bench.paid(amount=500000)
    await bench.refund(paid, 300000)
    status, answer = await bench.refund(paid, 200100)
    assert (status, answer["message"]) == (422, "transaction can't be refunded")
    assert list(answer["errors"]) == ["base"]
    assert (await bench.refund(paid, 200000))[0] == 200
    assert (await bench.refund(paid))[0] == 422


async def test_what_failed_may_be_asked_for_again(bench) -> None:
    paid = await bench.paid(amount=500000)
    await bench.control("refunds", next="failed")
    _, answer = await bench.refund(paid)
    assert answer["transaction"]["status"] == "pending"
    await bench.heard()
    bench.wait(seconds=TAKES)
    assert (await bench.look(answer["transaction"]))["status"] == "failed"
    assert (await bench.heard())[-1] == "refund failed"
    assert (await bench.refund(paid))[0] == 200


async def test_a_refund_may_be_done_at_once(bench) -> None:
    await bench.control("configure", refund_seconds=0)
    _, answer = await bench.refund(await bench.paid())
    assert answer["transaction"]["status"] == "successful"


async def test_a_refund_may_wait_for_somebody_to_end_it(bench) -> None:
    paid = await bench.paid()
    await bench.control("refunds", next="stays")
    _, answer = await bench.refund(paid)
    refund = answer["transaction"]
    bench.wait(days=30)
    assert (await bench.look(refund))["status"] == "pending"
    await bench.control("end_refund", uid=refund["uid"])
    assert (await bench.look(refund))["status"] == "successful"


@pytest.mark.parametrize(("tail", "ends"), [(62, "pending"), (63, "failed")])
async def test_a_sum_chooses_how_a_refund_ends(bench, tail, ends) -> None:
    paid = await bench.paid(amount=500000)
    _, answer = await bench.refund(paid, 100000 + tail)
    bench.wait(seconds=TAKES)
    assert (await bench.look(answer["transaction"]))["status"] == ends


async def test_a_sum_chooses_that_a_refund_is_refused(bench) -> None:
    paid = await bench.paid(amount=500000)
    assert (await bench.refund(paid, 100061))[0] == 422


async def test_only_what_is_paid_goes_back(bench) -> None:
    assert (await bench.refund(await bench.made()))[0] == 422
    assert (await bench.refund(await bench.paid(method="voucher")))[0] == 422
    paid = await bench.paid()
    _, answer = await bench.refund(paid, 100)
    bench.wait(seconds=TAKES)
    assert (await bench.refund(answer["transaction"], 50))[0] == 422
    assert (await bench.refund({"uid": "2-0"}))[0] == 404


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"parent_uid": None}, "parent_uid"),
        ({"reason": None}, "reason"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 256}, "reason"),
        ({"amount": 0}, "amount"),
        ({"amount": "100"}, "amount"),
        ({"amount": 1.5}, "amount"),
        ({"currency": "KZT"}, "currency"),
    ],
)
async def test_a_refund_is_read_to_the_letter(bench, changes, name) -> None:
    paid = await bench.paid()
    status, answer = await bench.refund(paid, **changes)
    assert status == 422
    assert list(answer["errors"]["request"]) == [name]


async def test_a_refund_is_found_with_its_payment(bench) -> None:
    paid = await bench.paid()
    _, answer = await bench.refund(paid, 100)
    rows = await bench.tracked(paid["tracking_id"])
    assert [row["type"] for row in rows] == ["refund", "payment"]
    assert rows[0]["uid"] == answer["transaction"]["uid"]


async def test_the_back_office_and_the_payers_bank_may_move_money_too(bench) -> None:
    paid = await bench.paid(amount=500000)
    await bench.control("refund", uid=paid["uid"], amount=100000)
    await bench.heard()
    await bench.control("chargeback", uid=paid["uid"])
    assert (await bench.heard())[2:] == ["refund pending", "chargeback successful"]
    (row,) = (await bench.control("books"))["transactions"]
    assert [child["type"] for child in row["refunds"]] == ["refund", "chargeback"]
    assert row["refunded"] == 400000
