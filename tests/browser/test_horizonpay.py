"""HorizonPay in the demo: from the card through our form to the page of the method, and back to the chat."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Opening
from tests.browser.test_small_screens import PHONE, nothing_is_cut
from tests.browser.theatre import WIDE, Theatre

SCREENS = {"wide": WIDE, "phone": PHONE}
pytestmark = pytest.mark.browser


async def gone_there(play: Theatre) -> Page:
    """The method's page in a browser of its own, to which the card's button leads."""
    async with play.page.context.expect_page() as opening:
        await play.customer.press(play.words("link-page"))
    page = await opening.value
    await expect(page.get_by_test_id("hp-approve")).to_be_visible()
    return page


async def chosen(play: Theatre) -> None:
    """The customer has the card and has chosen HorizonPay; its page waits."""
    await play.opened_shop()
    await play.offer("5000 Coffee")
    await play.share(play.words("hint-choose-payer"))
    await play.customer.press(play.words("way-horizonpay"))
    await expect(play.customer.button(play.words("link-page"))).to_be_visible()


async def looked_at(page: Page, name: str) -> None:
    """On a phone nothing is cut."""
    if page.viewport_size == PHONE:
        await nothing_is_cut(page, name)


@pytest.mark.slice(1)
@pytest.mark.parametrize(("language", "screen"), [("ru", "wide"), ("kk", "phone"), ("en", "phone")])
async def test_a_customer_pays_on_the_method_s_page_and_comes_back(
    theatre: Opening, language: str, screen: str
) -> None:
    play = await theatre(language, SCREENS[screen])
    words, customer = play.words, play.customer
    await chosen(play)
    card = await customer.card(words("practice-money"))
    await looked_at(play.page, f"{language}-horizonpay-1-waiting")
    there = await gone_there(play)
    await there.get_by_test_id("hp-approve").click()
    await expect(there.get_by_role("heading")).to_have_text(words("page-state-paid"))
    await expect(there.get_by_text(words("practice-money"))).to_be_visible()
    await looked_at(there, f"{language}-horizonpay-2-back")
    back = there.get_by_role("link", name=words("page-telegram-back"))
    assert (await back.get_attribute("href") or "").startswith("https://t.me/")
    await there.close()
    receipt = await customer.says(words("receipt-thanks", amount="5 000 ₸"))
    await expect(receipt).to_contain_text(words("practice-money"))
    await expect(receipt.get_by_role("link", name=words("receipt-of-bank"))).to_be_visible()
    await expect(card).to_contain_text(words("card-paid", amount="5 000 ₸"))
    await looked_at(play.page, f"{language}-horizonpay-3-receipt")


async def test_a_decline_on_the_method_s_page_is_told_in_the_chat(theatre: Opening) -> None:
    play = await theatre("ru")
    await chosen(play)
    there = await gone_there(play)
    await there.get_by_test_id("hp-decline").click()
    await expect(there.get_by_role("heading")).to_have_text("Оплата не прошла")
    await there.close()
    await play.customer.card(play.words("card-declined"))
    await expect(play.customer.button(play.words("btn-try-again"))).to_be_visible()
