"""The settings on a phone, in three languages: the name, the deadline, a bank off, the quiet hours."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Opening
from tests.browser.test_small_screens import PHONE, nothing_is_cut
from tests.browser.theatre import LOCALES, Chat, Theatre, exactly

pytestmark = pytest.mark.browser


@pytest.mark.slice(1)
@pytest.mark.parametrize("language", LOCALES)
async def test_a_shop_is_set_up_on_a_phone_and_its_next_card_shows_it(
    theatre: Opening, language: str
) -> None:
    play = await theatre(language, PHONE)
    words, owner = play.words, play.merchant
    await play.opened_shop()
    await owner.write("/settings")
    await owner.says(words("settings-title"))
    await nothing_is_cut(play.page, f"{language}-settings-1-all")
    await typed(owner, play, "name", "Дана 2", "Дана 2")
    await nothing_is_cut(play.page, f"{language}-settings-2-name")
    await owner.press(words("btn-back"))
    await typed(owner, play, "deadline", "45m", words("settings-minutes", count="45"))
    await nothing_is_cut(play.page, f"{language}-settings-3-deadline")
    await owner.press(words("btn-back"))
    await typed(owner, play, "quiet", "23:30-7:15", "23:30–7:15")
    await nothing_is_cut(play.page, f"{language}-settings-4-quiet")
    await owner.press(words("btn-back"))
    await turned_off(owner, play, language)
    await owner.write("5000 Coffee")
    card = await owner.card("Coffee")
    await expect(card.get_by_test_id("button")).not_to_have_count(0)
    await expect(card.get_by_test_id("button").filter(has_text=exactly(words("bank-halyk")))).to_have_count(0)
    await nothing_is_cut(play.page, f"{language}-settings-8-card")


async def typed(owner: Chat, play: Theatre, part: str, text: str, now: str) -> None:
    """Out of the first page into a small one, and by a question to another value."""
    await owner.press(play.words(f"btn-settings-{part}"))
    await owner.says(play.words(f"settings-title-{part}"))
    await owner.press(play.words(f"btn-settings-type-{part}"))
    await owner.says(play.words(f"settings-{part}-ask"))
    await owner.write(text)
    await owner.says(play.words("settings-now", value=now))


async def turned_off(owner: Chat, play: Theatre, language: str) -> None:
    """The first of the banks, after its question."""
    words = play.words
    await owner.press(words("btn-settings-banks"))
    await owner.says(words("settings-title-banks"))
    await nothing_is_cut(play.page, f"{language}-settings-5-banks")
    await owner.press(words("btn-settings-bank-off", bank="Halyk"))
    await owner.says(words("settings-bank-off-ask", bank="Halyk"))
    await nothing_is_cut(play.page, f"{language}-settings-6-sure")
    await owner.press(words("btn-settings-bank-off-yes"))
    await expect(owner.button(words("btn-settings-bank-on", bank="Halyk"))).to_be_visible()
    await nothing_is_cut(play.page, f"{language}-settings-7-off")
    await owner.press(words("btn-back"))
    await owner.press(words("btn-settings-news"))
    await owner.says(words("settings-title-news"))
