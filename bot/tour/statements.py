"""The step in which the banks' lists are asked for; one names money that the shop's books do not have."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo import MERCHANT
from bot.tour import kaspi, reading
from bot.tour.reading import Message
from bot.tour.scene import Scene
from screens.report_buttons import File

STRANGE = 7_700_00
RRN = "320518074777"


async def strange_money(scene: Scene) -> None:
    """Statements of both banks: every payment of the day, and one that the shop's books do not have"""
    await scene.sandbox.halyk("operation", amount=STRANGE, invoiceID="770077", reference=RRN)
    asked = await scene.says(MERCHANT, f"/statement {await _two_days(scene)}")
    ours = [bill for bill in (await scene.books())["bills"] if _is_money(bill)]
    money = sum(bill["taken"] + bill["refunded"] for bill in ours) + STRANGE
    shown = await _summary(
        scene, asked, "the merchant gets the statement, its sum is what the bank took", money
    )
    marked = [line for line in reading.said(shown).split("\n") if line.startswith(reading.ATTENTION)]
    scene.check("it marks what is not in our books", any(STRANGE in _sums(line) for line in marked))
    scene.check("what went back is added up", sum(b["refunded"] for b in ours) in reading.sums(shown))
    bills = (await kaspi.books(scene))["invoices"]
    taken = sum(kaspi.taken(bill) for bill in bills)
    theirs = await _summary(scene, asked, "and that of Kaspi, with what Kaspi took", taken)
    scene.check("all of it is in our books", reading.ATTENTION not in reading.said(theirs))
    scene.check("what went back there is added up", sum(b["refunded"] for b in bills) in reading.sums(theirs))
    await scene.taps(MERCHANT, shown, File)
    await scene.sees(
        MERCHANT,
        "the same comes as a spreadsheet",
        lambda ms: [m for m in ms if m.get("document", {}).get("file_name", "").endswith(".xlsx")],
    )


async def _summary(scene: Scene, asked: int, claim: str, money: int) -> Message:
    def pick(messages: list[Message]) -> Message | None:
        shown = [m for m in messages if m["message_id"] > asked and reading.button(m, File)]
        return next((m for m in shown if money in reading.sums(m)), None)

    return await scene.sees(MERCHANT, claim, pick)


async def _two_days(scene: Scene) -> str:
    """The days around now in the shop's zone: the story may be played at midnight."""
    now = (await scene.sandbox.clock()).astimezone(ZoneInfo(scene.program.settings.timezone))
    return f"{now - timedelta(days=1):%Y-%m-%d} {now:%Y-%m-%d}"


def _is_money(bill: dict[str, Any]) -> bool:
    return bill["statusName"] in {"CHARGE", "REFUND"}


def _sums(line: str) -> list[int]:
    return reading.sums({"text": line})
