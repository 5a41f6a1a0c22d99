"""What may follow what: cancellations that fail, money that comes late, and practice moves."""

import pytest


async def history(bench, number: int) -> list[str]:
    rows = (await bench.control("books"))["invoices"]
    return [step["status"] for row in rows if row["invoice"] == number for step in row["history"]]


async def test_a_cancellation_in_production_is_only_queued(bench) -> None:
    await bench.listen()
    number = await bench.pending()
    assert await bench.post(f"/invoices/{number}/cancel") == (
        202,
        {"message": "Invoice cancellation queued", "invoice_id": number},
    )
    assert await bench.status(number) == "cancelling"
    assert (await bench.post(f"/invoices/{number}/cancel"))[0] == 400
    assert await bench.heard() == ["pending"]
    bench.wait(seconds=3)
    assert await bench.status(number) == "cancelled"
    assert await bench.heard() == ["pending", "cancelled"]


async def test_what_kaspi_does_not_have_is_cancelled_at_once(bench) -> None:
    number = await bench.made()
    status, answer = await bench.post(f"/invoices/{number}/cancel")
    assert (status, answer["invoice"]["status"]) == (200, "cancelled")
    bench.wait(seconds=5)
    assert await bench.status(number) == "cancelled"


async def test_a_practice_cancellation_is_done_at_once(bench) -> None:
    await bench.control("configure", environment="sandbox")
    number = await bench.pending()
    assert (await bench.post(f"/invoices/{number}/cancel"))[0] == 200
    looked = await bench.get(f"/invoices/{number}")
    assert (looked["status"], looked["is_sandbox"]) == ("cancelled", True)


async def test_a_payer_wins_against_a_cancellation(bench) -> None:
    await bench.listen()
    number = await bench.pending()
    await bench.post(f"/invoices/{number}/cancel")
    await bench.control("pay", invoice=number)
    assert await bench.status(number) == "cancelling"
    bench.wait(seconds=3)
    assert await bench.status(number) == "pending"
    assert await bench.heard() == ["pending"]
    bench.wait(seconds=5)
    assert await bench.status(number) == "paid"
    assert await bench.heard() == ["pending", "paid"]
    assert (await bench.control("books"))["invoices"][0]["money_at_kaspi"] is False


async def test_a_cancellation_refused_at_the_very_end_leaves_an_expired_invoice(bench) -> None:
    number = await bench.pending()
    bench.wait(hours=24, seconds=-4)
    await bench.control("cancels", next="pending")
    assert (await bench.post(f"/invoices/{number}/cancel"))[0] == 202
    bench.wait(seconds=10)
    assert await bench.status(number) == "expired"


@pytest.mark.parametrize(
    ("word", "seen"),
    [
        ("pending", ["pending", "pending"]),
        ("paid", ["pending", "paid"]),
        ("stays", ["cancelling", "cancelling"]),
    ],
)
async def test_a_control_decides_a_cancellation(bench, word, seen) -> None:
    await bench.control("cancels", next=word)
    number = await bench.pending()
    await bench.post(f"/invoices/{number}/cancel")
    bench.wait(seconds=3)
    first = await bench.status(number)
    bench.wait(seconds=5)
    assert [first, await bench.status(number)] == seen


async def test_a_magic_sum_is_paid_instead_of_cancelled(bench) -> None:
    number = await bench.pending(770002)
    await bench.post(f"/invoices/{number}/cancel")
    bench.wait(seconds=8)
    assert await history(bench, number) == ["processing", "pending", "cancelling", "pending", "paid"]


@pytest.mark.parametrize("step", ["pay", "refuse", "expire"])
async def test_what_has_ended_cannot_be_cancelled(bench, step) -> None:
    number = await bench.pending()
    await bench.control(step, invoice=number)
    status, answer = await bench.post(f"/invoices/{number}/cancel")
    assert (status, answer["message"]) == (400, "Invoice cannot be cancelled")


async def test_an_invoice_lives_a_day(bench) -> None:
    await bench.listen()
    number = await bench.pending()
    bench.wait(hours=24, seconds=-10)
    assert await bench.status(number) == "pending"
    bench.wait(seconds=10)
    assert await bench.status(number) == "expired"
    assert await bench.heard() == ["pending", "expired"]
    told = bench.shop.received[1][2]["invoice"]
    assert ("expired_at" in told, "paid_at" in told) == (True, False)


@pytest.mark.parametrize("end", ["expire", "refuse"])
async def test_the_last_second_may_bring_money(bench, end) -> None:
    await bench.listen()
    number = await bench.pending()
    await bench.control(end, invoice=number)
    await bench.control("late", invoice=number)
    assert await bench.status(number) == "paid"
    assert (await bench.heard())[-1] == "paid"


async def test_a_magic_sum_is_paid_after_it_expired(bench) -> None:
    number = await bench.pending(770003)
    bench.wait(hours=24)
    assert await bench.status(number) == "expired"
    bench.wait(seconds=60)
    assert await bench.status(number) == "paid"


@pytest.mark.parametrize(("amount", "told"), [(770004, "770003.00"), (770005, "770006.00")])
async def test_a_magic_sum_is_told_wrong_once_it_is_paid(bench, amount, told) -> None:
    number = await bench.pending(amount)
    assert (await bench.get(f"/invoices/{number}"))["amount"] == f"{amount}.00"
    await bench.control("pay", invoice=number)
    assert (await bench.get(f"/invoices/{number}"))["amount"] == told


async def test_a_magic_sum_has_a_word_that_nobody_knows(bench) -> None:
    number = await bench.paid(770006)
    assert await bench.status(number) == "settling"


@pytest.mark.parametrize("step", ["pay", "fail", "late", "refuse"])
async def test_what_is_paid_stays_paid(bench, step) -> None:
    number = await bench.paid()
    async with bench.http.post(f"{bench.base}/sandbox/apipay/{step}", json={"invoice": number}) as no:
        assert no.status == 409
    assert await bench.status(number) == "paid"


@pytest.mark.parametrize("target", ["paid", "cancelled", "expired", "error", "qr_scanned"])
async def test_practice_invoices_can_be_moved_from_pending(bench, target) -> None:
    await bench.control("configure", generation="august", environment="sandbox")
    number = await bench.pending()
    status, answer = await bench.post(f"/invoices/{number}/simulate-status", status=target)
    wanted = "pending" if target == "qr_scanned" else target
    assert (status, answer["invoice"]["status"]) == (200, wanted)
    if wanted != "pending":
        status, answer = await bench.post(f"/invoices/{number}/simulate-status", status="paid")
        assert (status, answer["error"]) == (400, "invalid_status_transition")


async def test_real_invoices_cannot_be_moved_and_april_does_not_know_how(bench) -> None:
    number = await bench.pending()
    assert (await bench.post(f"/invoices/{number}/simulate-status", status="paid"))[0] == 404
    await bench.control("configure", generation="august")
    status, answer = await bench.post(f"/invoices/{number}/simulate-status", status="paid")
    assert (status, answer["error"]) == (403, "not_sandbox")
    assert (await bench.post(f"/invoices/{number}/simulate-status", status="refunded"))[0] == 422
