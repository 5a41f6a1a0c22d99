"""A day of a small café: two cashiers, a shift each, all ways to sell, a refund, receipts, the morning."""

from __future__ import annotations

import io
import re
from datetime import time

import openpyxl
import pytest
from playwright.async_api import expect

from billing.receipts.codes import LINK, bare, signed
from sandbox.app import USERNAME
from screens.pictures.qr import qr_png
from tests.browser.cafe import DANIYAR, DINA, MARAT, OWNER, SAULE, YERLAN, Cafe
from tests.browser.conftest import Opening
from tests.browser.test_small_screens import PHONE
from tests.browser.theatre import WIDE, exactly

FORGED = signed("7K2M-94QD", b"\x07" * 32)
pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("language", "screen"),
    [
        pytest.param("ru", WIDE, id="ru"),
        pytest.param("kk", PHONE, id="kk-phone", marks=pytest.mark.long),
        pytest.param("en", PHONE, id="en-phone", marks=pytest.mark.long),
    ],
)
async def test_a_day_of_a_cafe(theatre: Opening, language: str, screen: dict[str, int]) -> None:
    cafe = Cafe(await theatre(language, screen))
    await cafe.opens_at(time(10))
    await cafe.play.opened_shop()
    marat, _ = await cafe.hires(MARAT), await cafe.hires(SAULE)

    await cafe.begins_shift(MARAT)
    await cafe.begins_shift(SAULE)
    await cafe.sells(MARAT, "5000 Breakfast", DANIYAR)
    await cafe.sells_anywhere(SAULE, "3000 Cake", DINA)
    await cafe.issues_in_group(MARAT, "1200 Tea")
    await cafe.pays_in_group(YERLAN)
    await cafe.issues_in_group(SAULE, "6000 Pizza")
    await cafe.splits(SAULE, 2)
    await cafe.pays_share(DANIYAR)
    await cafe.pays_share(DINA)
    await it_is_seen_who_paid_which_share(cafe)
    await cafe.issues_in_group(SAULE, "700 Bun")

    await a_part_goes_back(cafe, marat)
    await receipts_are_told_apart(cafe)
    await the_till_is_counted(cafe, marat)
    await the_morning_tells_it_all(cafe)


async def it_is_seen_who_paid_which_share(cafe: Cafe) -> None:
    await cafe.hands("customer", YERLAN, group=True)
    whole = await cafe.guest.card(cafe.words("card-paid", amount="6 000 ₸"))
    await expect(whole).to_contain_text(
        re.compile("✅ D[a-z]+.*✅ D[a-z]+|✅ Д[а-я]+.*✅ Д[а-я]+", re.DOTALL)
    )
    await cafe.look("split")


async def a_part_goes_back(cafe: Cafe, marat: str) -> None:
    """Proposed by the cashier who sold it, approved by the owner."""
    words, staff, amount = cafe.words, cafe.staff, "1 500 ₸"
    await cafe.hands("merchant", MARAT)
    await staff.write("/refund 1 1500 cold")
    await staff.press(words("btn-refund-propose", amount=amount))
    await staff.says(words("refund-proposed", amount=amount, number="1"))
    await cafe.hands("merchant", OWNER)
    asked = await staff.says(words("attention-proposal", amount=amount))
    await expect(asked).to_contain_text(words("refund-proposed-by", who=marat))
    await cafe.look("proposal")
    await staff.press(words("btn-refund-approve", amount=amount))
    await staff.press(words("btn-refund-yes", amount=amount))
    await staff.says(words("refund-started", amount=amount))
    await cafe.play.later()
    await staff.says(words("refund-done", amount=amount))


async def receipts_are_told_apart(cafe: Cafe) -> None:
    """By code and by photo: one of which a part went back, one that is whole, a forged one."""
    words = cafe.words
    whole, photo = await cafe.receipt(DINA)
    await cafe.hands("merchant", SAULE)
    genuine = words("proof-practice", amount="3 000 ₸")  # as the money of the demo is
    await cafe.asks_about(whole, genuine)
    await cafe.asks_about(photo, genuine)
    await cafe.asks_about(FORGED, words("proof-none"))
    await cafe.asks_about(qr_png(f"https://t.me/{USERNAME}?start={LINK}{bare(FORGED)}"), words("proof-none"))
    await cafe.look("receipts")
    part, photo = await cafe.receipt(DANIYAR)
    await cafe.hands("merchant", SAULE)
    for what in (part, photo):
        answer = await cafe.asks_about(what, words("proof-practice", amount="5 000 ₸"))
        await expect(answer).to_contain_text(words("proof-returned", amount="1 500 ₸"))


async def the_till_is_counted(cafe: Cafe, marat: str) -> None:
    """Each closes the shift with a Z report; the owner is told, and a file holds the same."""
    words = cafe.words
    report = await cafe.ends_shift(MARAT)
    await expect(report).to_contain_text(words("shift-z-title", number="1", who=marat))
    await expect(report).to_contain_text("Halyk: 6 200 ₸ · 2")
    await expect(report).to_contain_text(words("shift-net", sum="4 700 ₸"))
    await cafe.look("z-report")
    report = await cafe.ends_shift(SAULE)
    await expect(report).to_contain_text("Halyk: 9 000 ₸ · 3")
    await expect(report).to_contain_text(f"{words('shift-what-open')}: 700 ₸ · 1")
    await cafe.staff.press(words("btn-deeds-file"))
    book = openpyxl.load_workbook(io.BytesIO(await cafe.file(cafe.staff, "xlsx")))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row]
    assert 9000 in cells
    await cafe.hands("merchant", OWNER)
    await cafe.staff.says(words("told-shift-closed", number="1", who=marat))


async def the_morning_tells_it_all(cafe: Cafe) -> None:
    """What the owner asks for in the evening comes in the morning, compared with the bank's list."""
    words, staff = cafe.words, cafe.staff
    await staff.write("/stats")
    today = await staff.says(words("stats-turnover", sum="15 200 ₸"))
    await expect(today).to_contain_text(words("stats-refunds", sum="1 500 ₸"))
    await staff.press(words("btn-stats-morning-on"))
    said = cafe.play.page.get_by_test_id("merchant-alert")
    await expect(said).to_contain_text(words("stats-morning-chosen"))
    await said.locator("button").click()
    await expect(staff.button(words("btn-stats-morning-off"))).to_be_visible()
    await cafe.play.later("day")
    morning = await staff.says("🌅")
    await expect(morning).to_contain_text(words("stats-turnover", sum="15 200 ₸"))
    await expect(morning).to_contain_text(words("stats-payments", count=5))
    await expect(morning).to_contain_text(
        exactly_within(words("morning-list-agrees", bank="Halyk", listed=5))
    )
    await cafe.look("morning")


def exactly_within(text: str) -> re.Pattern[str]:
    """Anywhere in a longer one, whatever kind of space it has."""
    return re.compile(exactly(text).pattern.removeprefix(r"^\s*").removesuffix(r"\s*$"))
