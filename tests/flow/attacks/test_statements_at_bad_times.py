"""Statements and comparisons while roles end and clocks jump."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import reports
from tests.flow.test_statements import HOUR, next_hour, searches
from tests.support.books import give_role
from tests.support.stage import MERCHANT, PATIENCE, Stage, said

YEARS = timedelta(days=800)


async def test_whose_role_ends_while_the_bank_is_asked_gets_no_statement(
    play: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "PATIENCE", 0.05)
    await play.sandbox.halyk("operation", amount=500000, invoiceID="700001")
    await play.sandbox.halyk("trouble", endpoint="operations", kind="slow", seconds=2, count=1)
    await play.sandbox.send(MERCHANT, "/statement week")
    await play.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Asking the bank…"), timeout=PATIENCE)
    await play.program.database.write(lambda books: give_role(books, MERCHANT, None))

    await play.until(lambda: play.has(1, "reports", due_at=None))
    assert said(await play.sandbox.messages(MERCHANT), "Operations:") == []


async def test_after_a_clock_that_was_years_ahead_the_lists_are_compared_again(play: Stage) -> None:
    await next_hour(play)
    play.clock.offset += YEARS
    before = len(await searches(play))

    async def asked() -> bool:
        play.program.comparing.loop.wake()
        return len(await searches(play)) > before and len(play.program.comparing) == 0

    await play.until(asked)
    play.clock.offset -= YEARS
    before = len(await searches(play))
    await play.move(2 * HOUR)
    await play.until(asked)
