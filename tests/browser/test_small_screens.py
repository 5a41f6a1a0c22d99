"""At 360 pixels nothing is cut: the chat, the bank's app and the payment page, in three languages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Opening
from tests.browser.theatre import LOCALES, Theatre

PHONE = {"width": 360, "height": 740}
ALBUM = os.environ.get("ALBUM")  # a folder: what the tests saw is kept there to be looked at
CUT = """buttons => buttons.filter(b => b.offsetParent
    && (b.scrollWidth > b.clientWidth + 1 || b.scrollHeight > b.clientHeight + 1)).map(b => b.textContent)"""
WRAPPED = """buttons => buttons.filter(b => b.offsetParent).filter(b => {
    if (b.parentElement.children.length === 1) return false;
    const words = document.createRange();
    words.selectNodeContents(b);
    return new Set([...words.getClientRects()].map(line => line.top)).size > 1;
}).map(b => b.textContent)"""
pytestmark = pytest.mark.browser


async def nothing_is_cut(page: Page, name: str) -> None:
    """No sideways scrolling, each button has room for its words, and those in a pair for one line of them."""
    if ALBUM:
        await page.screenshot(path=str(Path(ALBUM) / f"{name}.png"))
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
    assert await page.locator("button, a.button").evaluate_all(CUT) == [], name
    assert await page.get_by_test_id("button").evaluate_all(WRAPPED) == [], name


async def stands_whole_in(box: Locator, part: Locator) -> bool:
    """Whether the part can be seen at once in the box that scrolls."""
    await part.scroll_into_view_if_needed()
    inner, outer = await part.bounding_box(), await box.bounding_box()
    assert inner
    assert outer
    below = inner["y"] + inner["height"] <= outer["y"] + outer["height"] + 1
    return below and inner["y"] >= outer["y"] - 1 and inner["x"] + inner["width"] <= PHONE["width"]


async def shows_its_qr(play: Theatre, chat: str) -> bool:
    """The picture of the newest card can be seen, and scanned, at once."""
    card = getattr(play, chat).cards.last
    return await stands_whole_in(play.page.get_by_test_id(f"{chat}-messages"), card.get_by_test_id("picture"))


@pytest.mark.slice(1)
@pytest.mark.parametrize("language", LOCALES)
async def test_a_phone_shows_the_story_with_nothing_cut(theatre: Opening, language: str) -> None:
    play = await theatre(language, PHONE)
    await expect(play.page.get_by_test_id("merchant-start")).to_be_visible()
    await nothing_is_cut(play.page, f"{language}-1-empty")
    await play.opened_shop()
    await nothing_is_cut(play.page, f"{language}-2-hello")
    await play.issue("5000 Coffee")
    log = play.page.get_by_test_id("merchant-messages")
    assert await stands_whole_in(log, play.merchant.cards.last), "held out to the customer in one piece"
    await nothing_is_cut(play.page, f"{language}-3-issued")

    await play.share()
    assert await shows_its_qr(play, "customer")
    await nothing_is_cut(play.page, f"{language}-4-to-pay")
    await play.open_bank()
    await nothing_is_cut(play.page, f"{language}-5-bank")
    await play.press_at_bank("reject")
    await play.show("customer")
    said = play.words("refusal-in-words", said="refused by the payer")
    await expect(play.customer.last).to_contain_text(said)
    await nothing_is_cut(play.page, f"{language}-6-declined")

    await play.try_again()
    await play.open_bank()
    await play.press_at_bank("pay")
    await play.show("customer")
    await play.customer.says(play.words("receipt-thanks", amount="5 000 ₸"))
    await nothing_is_cut(play.page, f"{language}-7-receipt")
    await play.show("merchant")
    await play.merchant.says(play.words("cashier", name=""))
    await nothing_is_cut(play.page, f"{language}-8-paid")


@pytest.mark.slice(1)
@pytest.mark.parametrize("language", LOCALES)
async def test_the_payment_page_fits_a_phone(theatre: Opening, language: str) -> None:
    play = await theatre(language, PHONE)
    await play.opened_shop()
    await play.issue("12500.50 Ремонт кофемашины с выездом мастера")
    title = play.merchant.cards.last.locator("a[href*='start=inv_']").first
    token = str(await title.get_attribute("href")).split("inv_")[1]
    await play.page.goto(f"{play.demo.public_url}/pay/{token}")
    code = play.page.locator("img.code")
    await expect(code).to_be_visible()
    assert await stands_whole_in(play.page.locator("body"), code)
    await nothing_is_cut(play.page, f"{language}-page")
    if ALBUM:
        await play.page.screenshot(path=str(Path(ALBUM) / f"{language}-page-whole.png"), full_page=True)


async def test_whoever_presses_a_button_further_up_sees_what_comes_of_it(theatre: Opening) -> None:
    play = await theatre("en", PHONE)
    words, customer = play.words, play.customer
    await play.opened_shop()
    await play.offer("5000 Coffee")
    await play.share(words("hint-choose-payer"))
    log = play.page.get_by_test_id("customer-messages")
    assert (
        await log.evaluate("log => { log.scrollTop = 0; return log.scrollHeight - log.clientHeight }") > 100
    )
    await customer.button(words("bank-apipay")).evaluate("button => button.click()")  # where it stands
    asked = await customer.says(words("phone-ask", bank="Kaspi"))
    await expect(asked).to_be_in_viewport(ratio=0.9)
