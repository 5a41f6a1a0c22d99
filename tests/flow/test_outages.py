"""Kaspi's connection is lost and comes back, the whole program at work: cards, alerts, restarts, doctor."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.doctor import examine
from sandbox.apipay import API_KEY, WEBHOOK_SECRET
from tests.support import PATIENCE
from tests.support.books import new_books
from tests.support.stage import MERCHANT, Stage, bank_variables, cards, last, said
from tests.support.stage import stage as set_up

Json = dict[str, Any]
PHONE = "87071234567"
LOST = "kaspi_session_invalid"
TAKES_NONE, AGAIN = "Kaspi takes no bills now", "Kaspi works again"


@pytest.fixture
async def kaspi(sandbox_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """A shop that takes nothing but Kaspi."""
    async with set_up(sandbox_url, new_books(tmp_path), monkeypatch) as stage:
        for name in bank_variables(sandbox_url):
            monkeypatch.delenv(name)
        monkeypatch.setenv("APIPAY_API_KEY", API_KEY)
        monkeypatch.setenv("APIPAY_WEBHOOK_SECRET", WEBHOOK_SECRET)
        monkeypatch.setenv("APIPAY_BASE_URL", f"{sandbox_url}/apipay/api/v1")
        address = f"{stage.public_url}/webhooks/apipay"
        await stage.sandbox.apipay("configure", generation="september", webhook_url=address)
        await stage.open()
        await stage.greet(MERCHANT)
        yield stage


async def card(stage: Stage, words: str, chat: int = MERCHANT) -> Json:
    """The newest card there that says this."""

    def find(messages: list[Json]) -> Json | None:
        return last(m for m in cards(messages) if words in m.get("caption", "").replace("\u00a0", " "))

    return await stage.sandbox.wait_for(chat, find, timeout=PATIENCE)


async def heard(stage: Stage, words: str, chat: int = MERCHANT) -> list[Json]:
    """The messages that say this, once there is one."""
    return await stage.sandbox.wait_for(chat, lambda ms: said(ms, words), timeout=PATIENCE)


async def told(stage: Stage, words: str, chat: int = MERCHANT) -> int:
    return len(said(await stage.sandbox.messages(chat), words))


async def lose(stage: Stage, kind: str = LOST) -> Json:
    """The connection breaks; the first bill finds out."""
    await stage.sandbox.apipay("trouble", endpoint="create", kind=kind)
    await stage.sandbox.send(MERCHANT, f"/invoice 5000 {PHONE} Coffee")
    return await card(stage, "The bank took no bill")


async def findings(stage: Stage) -> tuple[bool, str]:
    lines: list[str] = []
    return await examine(stage.settings(), lines.append), "\n".join(lines)


async def until_well(stage: Stage) -> None:
    """Time goes on until the loop has found out."""

    async def back() -> bool:
        await stage.move(60)
        return not stage.program.banking.away.at(stage.clock.now())

    await stage.until(back)


async def test_the_cards_lose_the_bank_and_get_it_back_and_each_is_told_once(kaspi: Stage) -> None:
    await lose(kaspi)
    (alert,) = await heard(kaspi, TAKES_NONE)
    assert "Kaspi has logged the cashier out" in alert["text"]
    for nth in range(3):
        await kaspi.sandbox.send(MERCHANT, f"/invoice {6000 + nth} {PHONE} Tea")
    shown = await card(kaspi, "6 002 ₸")
    assert "No way to pay yet" in shown["caption"]
    assert "Kaspi does not take payments for this shop right now" in shown["caption"]
    assert "Kaspi" not in [b["text"] for row in shown["reply_markup"]["inline_keyboard"] for b in row]
    await heard(kaspi, "not sent to the phone: the bank that does it takes no bills right now")
    await kaspi.quiet()
    await kaspi.close()
    await kaspi.open()
    await kaspi.sandbox.send(MERCHANT, "/invoice 7000 Cake")
    await card(kaspi, "No way to pay yet: 7 000 ₸")
    await kaspi.sandbox.apipay("trouble", endpoint="*", kind="none")
    await until_well(kaspi)
    await heard(kaspi, AGAIN)
    await card(kaspi, "Waiting: 7 000 ₸")
    assert (await told(kaspi, TAKES_NONE), await told(kaspi, AGAIN)) == (1, 1)


async def test_bills_that_fail_together_are_one_alert(kaspi: Stage) -> None:
    await kaspi.sandbox.apipay("creations", next=LOST, count=4)
    for nth in range(4):
        await kaspi.sandbox.send(MERCHANT, f"/invoice {5000 + nth} {PHONE} Coffee")
    for nth in range(4):
        await card(kaspi, f"5 00{nth} ₸")

    async def all_failed() -> bool:
        await kaspi.move(5)
        return await kaspi.has(4, "payments", state="rejected")

    await kaspi.until(all_failed)
    await heard(kaspi, TAKES_NONE)
    await kaspi.quiet()
    assert await told(kaspi, TAKES_NONE) == 1
    assert len(await kaspi.rows("outages")) == 1


async def test_a_tap_on_a_button_from_before_is_answered(kaspi: Stage) -> None:
    await kaspi.sandbox.send(MERCHANT, "/invoice 5000 Coffee")
    before = await card(kaspi, "Waiting: 5 000 ₸")
    button = before["reply_markup"]["inline_keyboard"][0][0]["text"]
    await lose(kaspi)
    answer = await kaspi.sandbox.tap(MERCHANT, MERCHANT, before["message_id"], button)
    assert "does not take payments for the shop right now" in str(answer.get("text"))


async def test_a_limit_is_told_with_its_end_and_ends_by_itself(kaspi: Stage) -> None:
    await lose(kaspi, "kyc_daily_limit_reached")
    (alert,) = await heard(kaspi, "Kaspi: no more bills until")
    assert "Finish the verification" in alert["text"]
    await kaspi.sandbox.send(MERCHANT, "/settings")
    (shown,) = await heard(kaspi, "Shop settings")
    assert "Kaspi: no more bills until" in shown["text"]
    await kaspi.sandbox.apipay("trouble", endpoint="*", kind="none")
    await kaspi.move(24 * 3600)
    await until_well(kaspi)
    await kaspi.sandbox.send(MERCHANT, f"/invoice 6000 {PHONE} Tea")
    await card(kaspi, "Waiting: 6 000 ₸")
    assert await told(kaspi, AGAIN) == 0


async def test_settings_asks_the_bank_and_puts_it_back(kaspi: Stage) -> None:
    await lose(kaspi)
    await heard(kaspi, TAKES_NONE)
    await kaspi.sandbox.send(MERCHANT, "/settings")
    (shown,) = await heard(kaspi, "Kaspi: takes no bills since")
    await kaspi.sandbox.tap(MERCHANT, MERCHANT, shown["message_id"], "Check now")
    await heard(kaspi, "Checked:")
    await kaspi.sandbox.apipay("trouble", endpoint="*", kind="none")
    await kaspi.move(20)
    await kaspi.sandbox.tap(MERCHANT, MERCHANT, shown["message_id"], "Check now")
    await heard(kaspi, "Kaspi: works")
    await heard(kaspi, AGAIN)


async def test_doctor_says_how_the_bank_is_and_what_became_of_the_test_from_its_cabinet(kaspi: Stage) -> None:
    _, words = await findings(kaspi)
    assert f"no test has arrived so far; set {kaspi.public_url}/webhooks/apipay in its cabinet" in words
    await kaspi.sandbox.apipay("rotate", secret="whsec_another")
    assert (await kaspi.sandbox.apipay("test"))["answers"] == [401]
    good, words = await findings(kaspi)
    assert not good
    assert "one was turned away: another secret has signed it" in words
    assert "Compare APIPAY_WEBHOOK_SECRET" in words
    await kaspi.sandbox.apipay("rotate", secret=WEBHOOK_SECRET)
    assert (await kaspi.sandbox.apipay("test"))["answers"] == [200]
    await lose(kaspi)
    good, words = await findings(kaspi)
    assert not good
    assert "✓ apipay reports: the last test arrived, rightly signed" in words
    assert "turned away" not in words
    assert "off the cards, kaspi_session_expired, since" in words
