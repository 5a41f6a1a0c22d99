"""The demo's clock: the day beside the time, moved by minutes, days, weeks and months."""

from __future__ import annotations

from datetime import UTC, datetime

import aiohttp
import pytest
from playwright.async_api import expect

from tests.browser.conftest import Opening
from tests.browser.test_small_screens import PHONE, nothing_is_cut
from tests.browser.theatre import Theatre

NOON = datetime(2031, 1, 31, 7, 0, 30, tzinfo=UTC)  # in Almaty
DAYS = {
    "ru": ("31 января 2031", "28 февраля 2031", "7 марта 2031", "8 марта 2031"),
    "kk": ("2031 ж. 31 қаңтар", "2031 ж. 28 ақпан", "2031 ж. 7 наурыз", "2031 ж. 8 наурыз"),
    "en": ("31 January 2031", "28 February 2031", "7 March 2031", "8 March 2031"),
}
FINGER = 40  # pixels that a finger hits
pytestmark = pytest.mark.browser


async def set_to(play: Theatre, moment: datetime) -> None:
    """As if somebody had pressed for long."""
    offset = (moment - datetime.now(UTC)).total_seconds()
    address = f"{play.demo.sandbox_url}/sandbox/clock"
    async with aiohttp.ClientSession() as http, http.post(address, json={"offset": offset}) as answer:
        answer.raise_for_status()


async def test_a_phone_moves_minutes_days_weeks_and_months_in_three_languages(theatre: Opening) -> None:
    play = await theatre("ru", PHONE)
    date, time = play.page.get_by_test_id("clock-date"), play.page.locator(".clock time")
    for language, (first, next_month, next_week, next_day) in DAYS.items():
        await play.page.get_by_test_id(f"lang-{language}").click()
        await set_to(play, NOON)
        await expect(date).to_have_text(first)
        await expect(play.page.get_by_test_id("clock-month")).to_be_hidden()
        await play.page.get_by_test_id("clock").click()
        await nothing_is_cut(play.page, f"{language}-clock")
        for button in await play.page.locator(".jumps button, .bar .face, .languages button").all():
            box = await button.bounding_box()
            assert box
            assert box["height"] >= FINGER
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= PHONE["width"]
        await play.later("month")
        await expect(date).to_have_text(next_month)
        await play.later("week")
        await expect(date).to_have_text(next_week)
        await play.later("day")
        await expect(date).to_have_text(next_day)
        await play.later()
        await expect(time).to_have_text("12:20")
        await play.later("reset")
        await expect(play.page.get_by_test_id("clock-reset")).to_be_hidden()
        await play.page.get_by_test_id("clock").click()
        await play.page.get_by_test_id("tab-merchant").click()  # elsewhere: it folds again
        await expect(play.page.get_by_test_id("clock-month")).to_be_hidden()


async def test_a_jump_of_two_months_pressed_at_once_counts_each_from_where_the_other_ended(
    theatre: Opening,
) -> None:
    play = await theatre("en")
    await set_to(play, NOON)
    await expect(play.page.get_by_test_id("clock-date")).to_have_text("31 January 2031")
    await play.page.get_by_test_id("clock-month").dblclick()
    await expect(play.page.get_by_test_id("clock-date")).to_have_text("28 March 2031")
    await play.merchant.start()
    await play.later("day")
    await play.merchant.write("/help")
    day = play.merchant.box.locator(".day")
    await expect(day).to_have_text("29 March 2031")  # between what was said on different days
