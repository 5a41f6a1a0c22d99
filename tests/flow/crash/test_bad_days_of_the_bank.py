"""The bank's bad days through the whole program: never a second bill, never a lost payment, never silence."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest

from providers import http
from sandbox.client import SandboxError
from tests.support.stage import CUSTOMER, MERCHANT, PATIENCE, Stage, cards, last, qr_cards, said

ANSWERS = ("500", "html", "empty", "badjson", "429", "401", "reset_before", "reset_after")
QR_ALIVE = 20 * 60


async def billed_in_the_end(play: Stage) -> None:
    """The merchant reads how things stand; where the card offers it, a new try gives the QR."""
    await play.move(5)
    seen = await play.sandbox.wait_for(MERCHANT, cards, timeout=PATIENCE)
    card = last(seen)
    for _ in range(12):
        if qr_cards(seen):
            return
        await play.move(30)
        buttons = [b["text"] for row in card.get("reply_markup", {}).get("inline_keyboard", []) for b in row]
        for again in {"Try again", "New QR", "Get the QR"} & set(buttons):
            with suppress(SandboxError):  # the card has gone on since it was read
                await play.sandbox.tap(MERCHANT, MERCHANT, card["message_id"], again)
        await asyncio.sleep(0.5)
        seen = await play.sandbox.messages(MERCHANT)
        card = last(cards(seen))
    raise AssertionError(f"no QR: {card['caption']}")


async def one_bill_can_be_paid_and_is_told(play: Stage) -> None:
    """However many tries it took: one living bill, its money told once."""
    books = await play.sandbox.halyk("books")
    assert all(count == 1 for count in books["generated"].values())
    alive = [bill for bill in books["bills"] if bill["status"] in {"NEW", "SCANNED", "BLOCKED"}]
    assert len(alive) == 1
    await play.sandbox.halyk("pay", invoiceID=alive[0]["invoiceID"])
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Paid:"), timeout=PATIENCE)
    await play.quiet()
    paid = [row for row in await play.rows("payments") if row["state"] == "paid"]
    assert [row["reference"] for row in paid] == [alive[0]["invoiceID"]]
    assert len(said(await play.sandbox.messages(MERCHANT), "Paid:")) == 1


@pytest.mark.slice(4)
@pytest.mark.parametrize("endpoint", ["token", "generate"])
@pytest.mark.parametrize("kind", ANSWERS)
async def test_a_bill_that_went_wrong_becomes_one_bill(play: Stage, endpoint: str, kind: str) -> None:
    await play.sandbox.halyk("trouble", endpoint=endpoint, kind=kind, count=1)
    await play.sandbox.send(MERCHANT, "/invoice 5000 Coffee")

    await billed_in_the_end(play)
    await one_bill_can_be_paid_and_is_told(play)


@pytest.mark.slice(2)
@pytest.mark.parametrize("endpoint", ["token", "generate"])
@pytest.mark.parametrize("kind", ["silence_before", "silence_after"])
async def test_a_bank_that_says_nothing_bills_once(
    play: Stage, monkeypatch: pytest.MonkeyPatch, endpoint: str, kind: str
) -> None:
    short = http.Patience(place=1, connect=1, read=1, whole=2, look=5)
    monkeypatch.setattr(http, "Patience", lambda: short)
    await play.close()
    await play.open()
    await play.sandbox.halyk("trouble", endpoint=endpoint, kind=kind, count=1)
    await play.sandbox.send(MERCHANT, "/invoice 5000 Coffee")

    await play.sandbox.wait_for(MERCHANT, cards, timeout=PATIENCE)
    await billed_in_the_end(play)
    await one_bill_can_be_paid_and_is_told(play)


@pytest.mark.slice(2)
@pytest.mark.parametrize("kind", ["500", "html", "empty", "badjson"])
async def test_a_bill_that_was_made_behind_a_bad_answer_is_the_one_that_is_paid(
    play: Stage, kind: str
) -> None:
    await play.sandbox.halyk("trouble", endpoint="generate", kind=kind, count=1, acted=True)
    await play.sandbox.send(MERCHANT, "/invoice 5000 Coffee")

    await billed_in_the_end(play)
    assert len(await play.bills()) == 1
    await one_bill_can_be_paid_and_is_told(play)


@pytest.mark.slice(3)
@pytest.mark.parametrize("kind", ANSWERS)
async def test_money_that_came_while_the_bank_was_unwell_is_told_when_it_is_well(
    play: Stage, kind: str
) -> None:
    await play.open_link(await play.issue())
    for endpoint in ("qr", "status"):
        await play.sandbox.halyk("trouble", endpoint=endpoint, kind=kind)
    await play.pay_all()
    await play.sandbox.halyk("drain")
    await play.until(lambda: asked(play))
    assert not said(await play.sandbox.messages(MERCHANT), "Paid:")

    await play.sandbox.halyk("trouble", kind="none")
    await play.move(QR_ALIVE)
    for person in (MERCHANT, CUSTOMER):
        await play.sandbox.wait_for(person, lambda ms: said(ms, "Paid:"), timeout=PATIENCE)
    await play.quiet()
    assert [row["state"] for row in await play.rows("payments")] == ["paid"]


async def asked(play: Stage) -> bool:
    """Whether a webhook's settling has met the trouble."""
    return bool([row for row in await play.rows("deliveries") if row["tries"] and not row["finished_at"]])


async def test_a_check_by_hand_while_the_bank_makes_the_qr_makes_no_second_one(play: Stage) -> None:
    await play.sandbox.halyk("trouble", endpoint="generate", kind="slow", count=1, seconds=4)
    await play.sandbox.send(MERCHANT, "/invoice 5000 Coffee")
    await play.until(lambda: play.has(1, "payments", state="reserved"))
    await play.until(lambda: under_way(play))
    (payment,) = await play.program.database.read(lambda books: books.open_payments())

    looked = await play.program.banking.look(payment)
    assert not looked.answered
    assert await play.has(1, "payments", state="reserved")
    await play.sandbox.wait_for(MERCHANT, qr_cards, timeout=PATIENCE)
    await one_bill_can_be_paid_and_is_told(play)
    assert list((await play.sandbox.halyk("books"))["asked"].values()) == [1]


async def under_way(play: Stage) -> bool:
    """Whether the bank has been asked for a QR and has not answered."""
    (payment,) = await play.rows("payments")
    return payment["access"] is not None


async def test_books_that_are_locked_refuse_webhooks_and_lose_nothing(play: Stage) -> None:
    await play.issue()
    await play.quiet()
    (bill,) = await play.bills()
    hands_off = sqlite3.connect(Path(play.database_url.removeprefix("sqlite+aiosqlite:///")))
    hands_off.execute("BEGIN IMMEDIATE")
    await play.sandbox.halyk("pay", invoiceID=bill["invoiceID"])
    await play.sandbox.send(MERCHANT, "/invoice 700 Tea")

    await play.until(lambda: refused(play), 15)
    hands_off.execute("ROLLBACK")
    hands_off.close()
    await play.sandbox.move_clock(5)  # the bank repeats its call after five seconds

    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Paid:"), timeout=PATIENCE)
    await play.sandbox.wait_for(MERCHANT, lambda ms: len(cards(ms)) == 2, timeout=PATIENCE)
    await play.quiet()
    assert await play.count("updates", state="aside") == 0
    (call,) = (await play.bills())[0]["callbacks"]
    assert (call["answers"][0], call["answers"][-1]) == (503, 200)


async def refused(play: Stage) -> bool:
    """Whether the bank was told to come again."""
    return 503 in (await play.bills())[0]["callbacks"][0]["answers"]


@pytest.mark.slice(2)
@pytest.mark.parametrize("copies", [1, 5, 50])
async def test_copies_of_one_webhook_at_once_are_one_settlement_and_one_message(
    stage: Stage, copies: int
) -> None:
    await stage.open()
    await stage.greet(MERCHANT)
    await stage.issue()
    await stage.sandbox.halyk("callbacks", mode="lost")
    await stage.pay_all()
    (bill,) = await stage.bills()

    done = await stage.sandbox.halyk("copies", invoiceID=bill["invoiceID"], n=copies, concurrency=copies)
    await stage.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Paid:"), timeout=PATIENCE)
    await stage.quiet()

    assert set(done["answers"]) == {200}
    assert len(said(await stage.sandbox.messages(MERCHANT), "Paid:")) == 1
    moves = [a for a in await stage.rows("audit") if a["subject"] == "payment" and a["now_is"] == "paid"]
    assert len(moves) == 1
