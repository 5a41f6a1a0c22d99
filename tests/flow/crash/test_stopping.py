"""The program is told to stop while nobody outside answers: it ends in time, and the next one finishes."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta
from typing import cast

import pytest

from bot.program import Without
from bot.settings import Wrong
from bot.wiring import build
from providers.apipay.client import ApiPayProvider
from providers.apipay.limiter import WINDOW, Busy, Rank
from sandbox.apipay import API_KEY, WEBHOOK_SECRET
from tests.support import PATIENCE
from tests.support.stage import MERCHANT, Stage, qr_cards

WITHIN = 10  # seconds, as an operator is promised
SOON = 15  # seconds: worth waiting for
SLACK = 2  # times: this machine has other work


@pytest.mark.slice(1)
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
    with pytest.raises(Wrong, match=r"A program works on .*tolem\.db already: stop it first"):
        await build(play.settings(http_port=0), clock=play.clock)
    assert await play.has(1, "leases", name="under work")


async def test_a_bill_that_still_waits_for_its_turn_at_the_bank_is_not_taken_for_a_lost_answer(
    play: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await play.close()
    monkeypatch.setenv("APIPAY_API_KEY", API_KEY)
    monkeypatch.setenv("APIPAY_WEBHOOK_SECRET", WEBHOOK_SECRET)
    monkeypatch.setenv("APIPAY_BASE_URL", f"{play.sandbox.base_url}/apipay/api/v1")
    monkeypatch.setenv("APIPAY_RATE_LIMIT", "10")
    await play.sandbox.apipay("configure", generation="september")
    await play.open()
    await play.sandbox.send(MERCHANT, "/invoice 1000 87071234567 Coffee")
    await play.until(lambda: play.has(1, "payments", state="pending"))
    limiter = cast("ApiPayProvider", play.program.providers["apipay"]).limiter
    with contextlib.suppress(Busy):
        while True:  # others use up the minute
            with limiter.on_its_way(await limiter.turn(Rank.PERSON, 0)):
                pass
    play.clock.offset += timedelta(seconds=WINDOW - SOON)
    await play.sandbox.send(MERCHANT, "/invoice 2000 87071234567 Coffee")

    async def waits() -> bool:
        return await play.has(2, "payments") and limiter.waiting > 0

    await play.until(waits)

    await play.close()

    await play.open(without=Without(watching=True))
    states = [(row["state"], row["asked_at"]) for row in await play.rows("payments")]
    assert states[1] == ("reserved", None)
