"""The counter's number pad on a phone: a sum by taps, the QR, and the next sum in one tap."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Opening
from tests.browser.test_small_screens import PHONE, nothing_is_cut
from tests.browser.theatre import LOCALES

pytestmark = pytest.mark.browser


@pytest.mark.slice(1)
@pytest.mark.parametrize("language", LOCALES)
async def test_a_sum_is_tapped_and_the_next_one_is_a_tap_away(theatre: Opening, language: str) -> None:
    play = await theatre(language, PHONE)
    words, till = play.words, play.merchant
    await play.opened_shop()
    await till.write("/till")
    await expect(till.button(words("keypad-show"))).to_be_visible()
    for key in "1250":
        await till.press(key)
    await expect(till.toast).to_contain_text("1 250 ₸")
    await till.says("🧮 1 250 ₸")
    await nothing_is_cut(play.page, f"{language}-till-1-typed")
    await till.press(words("keypad-show"))
    await till.card("1 250 ₸")
    await nothing_is_cut(play.page, f"{language}-till-2-issued")
    await play.page.get_by_test_id("merchant-keyboard").get_by_text(words("keypad-next")).click()
    await till.says("🧮 0 ₸")
    await expect(till.last).to_contain_text("🧮 0 ₸")
    await expect(till.button("7")).to_be_in_viewport()
    await nothing_is_cut(play.page, f"{language}-till-3-next")
