"""The program is told to stop while nobody outside answers: it ends in time, and the next one finishes."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.settings import Wrong
from bot.wiring import build
from tests.support import PATIENCE
from tests.support.stage import MERCHANT, Stage, qr_cards

WITHIN = 10  # seconds, as an operator is promised
SLACK = 2  # times: this machine has other work


@pytest.mark.parametrize("who", ["the bank", "Telegram", "everybody"])
async def test_a_stop_waits_for_nobody_longer_than_ten_seconds(play: Stage, who: str) -> None:
    before = len(await play.calls())
    if who != "the bank":
        await play.sandbox.trouble("slow", method="sendPhoto", count=1, seconds=60)
    if who != "Telegram":
        await play.sandbox.halyk("trouble", endpoint="*", kind="silence_before")
    await play.sandbox.send(MERCHANT, "/invoice 5000 Coffee")
    await play.until(lambda: play.has(1, "payments"))

    async def hangs() -> bool:
        asked = bool(len(play.program.asking)) or who == "Telegram"
        return asked and (len(await play.calls()) > before or who == "the bank")

    await play.until(hangs)

    async with asyncio.timeout(WITHIN * SLACK):
        await play.close()

    await play.sandbox.halyk("trouble", kind="none")
    await play.open()
    await play.move(180)
    await play.sandbox.wait_for(MERCHANT, qr_cards, timeout=PATIENCE)
    assert len(await play.bills()) == 1


async def test_a_second_program_on_the_same_file_takes_nothing_from_the_one_that_runs(play: Stage) -> None:
    now = play.clock.now()
    await play.program.database.write(
        lambda books: books.take_lease(
            "under work", play.program.banking.owner, now, now + timedelta(hours=1)
        )
    )
    second = await build(play.settings(), clock=play.clock)
    with pytest.raises(Wrong, match="HTTP_PORT"):
        await second.start()
    assert await play.has(1, "leases", name="under work")
