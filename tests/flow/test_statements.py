"""Statements in the running program: a slow bank, a missing setting, and the comparison of every hour."""

from __future__ import annotations

from typing import Any

import pytest

from bot import reports
from tests.support.stage import CUSTOMER, MERCHANT, PATIENCE, Stage, from_bot, said

HOUR = 3600.0
DIFFER = "Please compare with Halyk"


async def alerts(stage: Stage) -> list[str]:
    """What the merchant was told of differences."""
    await stage.quiet()
    return [m["text"].replace("\u00a0", " ") for m in said(await stage.sandbox.messages(MERCHANT), DIFFER)]


async def next_hour(stage: Stage) -> None:
    """The comparison of the next hour is over."""
    before = len(await searches(stage))
    await stage.move(HOUR + 60)

    async def asked() -> bool:
        return len(await searches(stage)) > before and len(stage.program.comparing) == 0

    await stage.until(asked)


async def searches(stage: Stage) -> list[Any]:
    """The calls of the list of operations so far."""
    requests = (await stage.sandbox.halyk("requests"))["requests"]
    return [request for request in requests if request["endpoint"] == "operations"]


async def test_who_waits_is_told_that_the_bank_is_asked_and_gets_the_answer_there(
    play: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "PATIENCE", 0.05)
    await play.sandbox.halyk("operation", amount=500000, invoiceID="700001")
    await play.sandbox.halyk("trouble", endpoint="operations", kind="slow", seconds=1, count=1)
    await play.sandbox.send(MERCHANT, "/statement week")
    (asking,) = await play.sandbox.wait_for(
        MERCHANT, lambda ms: said(ms, "Asking the bank…"), timeout=PATIENCE
    )
    (answer,) = await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Operations: 1"), timeout=PATIENCE)
    assert answer["message_id"] == asking["message_id"]


async def test_without_the_cabinets_user_the_setting_is_named(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HALYK_USERNAME")
    monkeypatch.delenv("HALYK_PASSWORD")
    await stage.open()
    await stage.greet(MERCHANT)
    await stage.sandbox.send(MERCHANT, "/statement")
    await stage.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "HALYK_USERNAME"), timeout=PATIENCE)
    assert await stage.count("reports") == 0


async def test_each_hour_the_lists_are_compared_and_a_difference_is_told_once(play: Stage) -> None:
    await next_hour(play)
    assert await alerts(play) == []
    await play.sandbox.halyk("operation", amount=500000, invoiceID="700001", reference="320518074001")
    await next_hour(play)
    (told,) = await alerts(play)
    assert "5 000 ₸" in told
    assert "RRN 320518074001" in told
    assert "The money is with you" in told
    await next_hour(play)
    assert len(await alerts(play)) == 1
    messages = await play.sandbox.messages(CUSTOMER)
    assert said(messages, DIFFER) == []


async def test_a_refund_made_in_the_banks_cabinet_is_found_within_the_hour(play: Stage) -> None:
    await play.issue()
    await play.pay_all()
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Paid:"), timeout=PATIENCE)
    bill = (await play.bills())[0]
    await play.sandbox.halyk("refund", invoiceID=bill["invoiceID"], amount=120000)

    await play.move(HOUR)
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "1\u00a0200"), timeout=PATIENCE)
    assert [(r["origin"], r["amount"], r["state"]) for r in await play.rows("refunds")] == [
        ("bank", 120000, "completed")
    ]
    await play.move(HOUR)
    await play.quiet()
    assert len(await play.rows("refunds")) == 1


async def test_a_refund_of_an_old_payment_made_in_the_banks_cabinet_is_found_too(play: Stage) -> None:
    await play.issue()
    await play.pay_all()
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Paid:"), timeout=PATIENCE)
    await play.move(30 * 24 * HOUR)
    bill = (await play.bills())[0]
    await play.sandbox.halyk("refund", invoiceID=bill["invoiceID"], amount=120000)
    await play.move(HOUR)
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "1\u00a0200"), timeout=PATIENCE)


async def test_a_payment_of_ours_that_the_list_lacks_is_told(play: Stage) -> None:
    await play.issue()
    await play.pay_all()
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Paid:"), timeout=PATIENCE)
    await play.sandbox.halyk("forget_operation", invoiceID=(await play.bills())[0]["invoiceID"])
    await next_hour(play)
    await next_hour(play)
    (told,) = await alerts(play)
    assert "the bank's list lacks it" in told
    assert "#1" in told


async def test_a_bank_that_is_silent_is_compared_later(play: Stage) -> None:
    await next_hour(play)
    await play.sandbox.halyk("operation", amount=500000, invoiceID="700001")
    await play.sandbox.halyk("trouble", endpoint="operations", kind="500")
    await next_hour(play)
    assert await alerts(play) == []
    await play.sandbox.halyk("trouble", endpoint="operations", kind="none")
    await play.move(11 * 60)
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, DIFFER), timeout=PATIENCE)


async def test_a_bank_whose_lists_we_may_not_read_is_left_alone(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HALYK_USERNAME")
    monkeypatch.delenv("HALYK_PASSWORD")
    await stage.open()
    await stage.greet(MERCHANT)
    await stage.sandbox.halyk("operation", amount=500000, invoiceID="700001")
    await stage.move(2 * HOUR)
    await stage.until(lambda: stage.has(1, "leases", name="compare:halyk"))
    assert await searches(stage) == []
    assert said(from_bot(await stage.sandbox.messages(MERCHANT)), DIFFER) == []
