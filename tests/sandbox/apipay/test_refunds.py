"""Giving money back: how much, how long it takes, and what is said of it in each generation."""

import pytest


async def refunds(bench, number: int) -> list[tuple[object, object]]:
    rows = (await bench.get(f"/invoices/{number}/refunds"))["refunds"]
    return [(row["amount"], row["status"]) for row in rows]


async def test_a_refund_goes_by_way_of_processing_to_completed(bench) -> None:
    await bench.listen()
    number = await bench.paid(10000)
    status, answer = await bench.post(f"/invoices/{number}/refund", amount=4000, reason="Возврат")
    assert status == 201
    assert (answer["refund"]["status"], answer["refund"]["initiated_by"]) == ("pending", "api")
    assert answer["invoice"] == {
        "id": number,
        "amount": "10000.00",
        "status": "partially_refunded",
        "total_refunded": "4000.00",
        "pending_refund_amount": 4000,
        "available_for_refund": 6000,
    }
    assert (await bench.get(f"/invoices/{number}"))["total_refunded"] == "0.00"
    seen = [await refunds(bench, number)]
    for _ in range(2):
        bench.wait(seconds=5)
        seen.append(await refunds(bench, number))
    assert seen == [[("4000.00", "pending")], [("4000.00", "processing")], [("4000.00", "completed")]]
    assert (await bench.get(f"/invoices/{number}"))["total_refunded"] == "4000.00"


async def test_august_counts_only_what_has_gone_back(bench) -> None:
    await bench.control("configure", generation="august")
    number = await bench.paid(10000)
    _, answer = await bench.post(f"/invoices/{number}/refund", amount=4000)
    shown = answer["invoice"]
    assert (shown["total_refunded"], shown["pending_refund_amount"], "status" in shown) == (
        "0.00",
        4000,
        False,
    )


async def test_refunds_cannot_be_more_than_what_is_left(bench) -> None:
    number = await bench.paid(10000)
    assert (await bench.post(f"/invoices/{number}/refund", amount=6000.5))[0] == 201
    status, answer = await bench.post(f"/invoices/{number}/refund", amount=3999.51)
    assert (status, answer["message"]) == (400, "Refund amount exceeds available amount")
    assert (await bench.post(f"/invoices/{number}/refund"))[0] == 201
    assert [row["amount"] for row in (await bench.get("/refunds"))["data"]] == ["3999.50", "6000.50"]
    assert (await bench.post(f"/invoices/{number}/refund"))[0] == 400


async def test_the_same_refund_twice_is_two_refunds(bench) -> None:
    number = await bench.paid(10000)
    for _ in range(2):
        await bench.post(f"/invoices/{number}/refund", amount=3000, reason="same")
    bench.wait(seconds=10)
    assert await refunds(bench, number) == [("3000.00", "completed")] * 2


@pytest.mark.parametrize("amount", [0, -5, "100", 0.001])
async def test_a_refund_of_no_sum_is_invalid_not_full(bench, amount) -> None:
    number = await bench.paid()
    status, answer = await bench.post(f"/invoices/{number}/refund", amount=amount)
    assert (status, list(answer["errors"])) == (422, ["amount"])
    assert await refunds(bench, number) == []


async def test_a_reason_has_a_limit_and_items_need_a_cart(bench) -> None:
    number = await bench.paid()
    _, answer = await bench.post(f"/invoices/{number}/refund", reason="r" * 501, return_items=[])
    assert set(answer["errors"]) == {"reason", "return_items"}


@pytest.mark.parametrize("step", [None, "refuse", "expire"])
async def test_only_money_can_go_back(bench, step) -> None:
    number = await bench.pending()
    if step:
        await bench.control(step, invoice=number)
    status, answer = await bench.post(f"/invoices/{number}/refund")
    assert (status, answer["message"]) == (400, "Invoice is not refundable")


async def words_after(bench, number: int, *parts: int) -> list[object]:
    seen = []
    for part in parts:
        await bench.post(f"/invoices/{number}/refund", amount=part)
        bench.wait(seconds=10)
        looked = await bench.get(f"/invoices/{number}")
        seen.append((looked["status"], looked["is_fully_refunded"]))
    return seen


@pytest.mark.parametrize(
    ("switches", "in_parts", "at_once"),
    [
        ({"generation": "april"}, ["partially_refunded", "refunded"], "refunded"),
        ({"generation": "august"}, ["partially_refunded", "partially_refunded"], "paid"),
        ({"refunded_word": "paid"}, ["paid", "paid"], "paid"),
    ],
)
async def test_nobody_agrees_on_the_word_after_a_refund(bench, switches, in_parts, at_once) -> None:
    await bench.control("configure", **switches)
    first, second = await bench.paid(1000), await bench.paid(1000)
    assert await words_after(bench, first, 400, 600) == [(in_parts[0], False), (in_parts[1], True)]
    assert await words_after(bench, second, 1000) == [(at_once, True)]


async def test_a_webhook_of_april_keeps_paid_and_writes_sums_as_texts(bench) -> None:
    await bench.listen()
    number = await bench.paid(5000)
    await bench.post(f"/invoices/{number}/refund", amount=2000)
    bench.wait(seconds=10)
    assert await bench.heard() == ["pending", "paid", "partially_refunded", "paid"]
    body = bench.shop.received[-1][2]
    assert body["event"] == "invoice.refunded"
    assert (body["refund"]["amount"], body["refund"]["status"]) == ("2000.00", "completed")
    assert body["invoice"]["available_for_refund"] == "3000.00"
    assert body["invoice"]["total_refunded"] == "2000.00"


async def test_only_the_first_part_changes_the_status_aloud(bench) -> None:
    await bench.listen()
    number = await bench.paid(1000)
    await words_after(bench, number, 300, 300)
    await bench.heard()
    events = [body["event"] for _, _, body in bench.shop.received]
    assert events.count("invoice.refunded") == 2
    assert events.count("invoice.status_changed") == 3


@pytest.mark.parametrize(
    ("form", "has_refund", "left"), [("bare", False, "3000.00"), ("numbers", True, 3000)]
)
async def test_a_webhook_may_lack_the_refund_or_write_numbers(bench, form, has_refund, left) -> None:
    await bench.listen(refund_event=form)
    number = await bench.paid(5000)
    await bench.post(f"/invoices/{number}/refund", amount=2000)
    bench.wait(seconds=10)
    await bench.heard()
    body = bench.shop.received[-1][2]
    assert ("refund" in body, body["invoice"]["available_for_refund"]) == (has_refund, left)
    assert body["invoice"]["status"] == "partially_refunded"


async def test_a_failed_refund_is_told_with_its_code_and_can_be_asked_for_again(bench) -> None:
    await bench.listen(generation="august")
    number = await bench.paid(5000)
    await bench.control("refunds", next="kaspi_session_expired")
    await bench.post(f"/invoices/{number}/refund")
    bench.wait(seconds=10)
    await bench.heard()
    refund = bench.shop.received[-1][2]["refund"]
    assert (refund["status"], refund["error_code"]) == ("failed", "kaspi_session_expired")
    assert refund["kaspi_refund_id"] is None
    assert await bench.status(number) == "paid"
    assert (await bench.post(f"/invoices/{number}/refund"))[0] == 201


async def test_after_two_weeks_a_refund_is_taken_and_fails(bench) -> None:
    numbers = [await bench.paid(), await bench.paid()]
    bench.wait(days=14, seconds=-5)
    await bench.post(f"/invoices/{numbers[0]}/refund")
    bench.wait(seconds=10)
    await bench.post(f"/invoices/{numbers[1]}/refund")
    bench.wait(seconds=10)
    assert await refunds(bench, numbers[0]) == [("5000.00", "completed")]
    rows = (await bench.get(f"/invoices/{numbers[1]}/refunds"))["refunds"]
    assert (rows[0]["status"], rows[0]["error_message"]) == ("failed", "The refund window has expired.")


@pytest.mark.parametrize(("amount", "word"), [(771, "failed"), (772, "processing")])
async def test_magic_refunds_fail_or_stay(bench, amount, word) -> None:
    number = await bench.paid()
    await bench.post(f"/invoices/{number}/refund", amount=amount)
    bench.wait(days=1)
    assert await refunds(bench, number) == [(f"{amount}.00", word)]


async def test_a_magic_refund_is_refused(bench) -> None:
    number = await bench.paid()
    assert (await bench.post(f"/invoices/{number}/refund", amount=773))[0] == 400
    assert await refunds(bench, number) == []


async def test_a_refund_of_the_dashboard_is_told_apart(bench) -> None:
    number = await bench.paid()
    await bench.control("refund", invoice=number, amount=100000, reason="by hand")
    rows = (await bench.get("/refunds"))["data"]
    assert (rows[0]["initiated_by"], rows[0]["amount"]) == ("dashboard", "1000.00")


async def test_refunds_are_filtered_and_paged(bench) -> None:
    first, second = await bench.paid(), await bench.paid()
    for number in (first, second, second):
        await bench.post(f"/invoices/{number}/refund", amount=771 if number == first else 100)
    bench.wait(seconds=10)
    found = await bench.get("/refunds?status[]=completed&per_page=1")
    assert ([row["id"] for row in found["data"]], found["meta"]["total"]) == ([3], 2)
    found = await bench.get(f"/refunds?invoice_id={first}")
    assert [row["invoice_id"] for row in found["data"]] == [first]
    assert (await bench.ask("GET", "/refunds?status[]=paid"))[0] == 422
    assert (await bench.ask("GET", "/refunds?invoice_id=x"))[0] == 422
