"""The process dies between the order of a statement and its answer: the next one does it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from billing.reporting import Reporting
from bot import reports
from bot.messenger import Messenger
from tests.support.halting import Halt
from tests.support.stage import LEASES_END, MERCHANT, PATIENCE, Stage, said

Held = Callable[[Halt], None]


def statement(_: Any, told: Any, *__: Any) -> bool:
    """The answer, not the word that the bank is being asked."""
    return "Operations:" in told.text


POINTS: dict[str, tuple[Held, int]] = {
    "ordered and leased, bank not asked": (lambda h: h.before(Reporting, "draw_up"), 1),
    "bank answered, nothing sent": (lambda h: h.after(Reporting, "draw_up"), 1),
    "sent, not marked": (lambda h: h.after(Messenger, "put", statement), 2),
}


@pytest.mark.slice(2)
@pytest.mark.parametrize("at", POINTS)
async def test_a_statement_that_was_cut_short_comes_after_the_next_start(
    stage: Stage, halt: Halt, at: str
) -> None:
    await stage.open()
    await stage.greet(MERCHANT)
    await stage.sandbox.halyk("operation", amount=500000, invoiceID="700001")
    hold, most = POINTS[at]
    hold(halt)
    await stage.sandbox.send(MERCHANT, "/statement week")

    await halt.reached()
    await stage.crash()
    await stage.move(LEASES_END)
    await stage.open()

    await stage.until(lambda: stage.has(1, "reports", due_at=None))
    messages = await stage.sandbox.messages(MERCHANT)
    assert 1 <= len(said(messages, "Operations: 1")) <= most
    assert await stage.count("reports") == 1


async def test_a_statement_whose_asking_was_told_becomes_the_answer_after_the_next_start(
    stage: Stage, halt: Halt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "PATIENCE", 0.05)
    await stage.open()
    await stage.greet(MERCHANT)
    await stage.sandbox.halyk("operation", amount=500000, invoiceID="700001")
    halt.before(Reporting, "draw_up", each=True)  # the word itself may have to be said again
    await stage.sandbox.send(MERCHANT, "/statement week")
    (asking,) = await stage.sandbox.wait_for(
        MERCHANT, lambda ms: said(ms, "Asking the bank…"), timeout=PATIENCE
    )

    async def kept() -> bool:
        return (await stage.rows("reports"))[0]["message_id"] == asking["message_id"]

    await stage.until(kept)
    await stage.crash()
    halt.over()
    await stage.move(LEASES_END)
    await stage.open()

    (answer,) = await stage.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Operations: 1"), timeout=PATIENCE)
    assert answer["message_id"] == asking["message_id"]
