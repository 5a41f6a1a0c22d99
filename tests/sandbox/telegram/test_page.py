"""The chat page in a real browser."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, expect

from sandbox.apipay.app_texts import TEXTS
from sandbox.client import Sandbox
from tests.sandbox.telegram.conftest import AIGERIM, DANIYAR, Bot

LINK = "https://t.me/tolem_demo_bot?start=inv_x"
pytestmark = pytest.mark.browser


@pytest.fixture
async def page(sandbox: Sandbox, chrome: Browser) -> Page:
    page = await chrome.new_page(viewport={"width": 1300, "height": 800})
    await page.goto(sandbox.base_url)
    return page


async def test_a_merchant_writes_taps_and_shares_and_the_customer_starts(
    sandbox: Sandbox, bot: Bot, page: Page
) -> None:
    await page.fill("[data-testid=merchant-input]", "5000 Кофе")
    await page.press("[data-testid=merchant-input]", "Enter")
    assert (await bot.updates(timeout=10))[0]["message"]["text"] == "5000 Кофе"
    share = {"text": "Share", "url": f"https://t.me/share/url?url={LINK}"}
    check = {"text": "Check", "callback_data": "check"}
    await bot.send("<b>Waiting</b>", parse_mode="HTML", reply_markup={"inline_keyboard": [[share, check]]})

    await page.click("[data-testid=merchant-chat] >> text=Check")
    query = (await bot.updates(timeout=10))[0]["callback_query"]
    await bot("answerCallbackQuery", callback_query_id=query["id"], text="Not yet")
    await page.wait_for_selector("[data-testid=merchant-toast] >> text=Not yet")

    await page.click("[data-testid=merchant-chat] >> text=Share")
    await page.click("[data-testid=merchant-share] button[value=send]")
    await page.click(f"[data-testid=customer-chat] a[href='{LINK}']")
    start = (await bot.updates(timeout=10))[0]["message"]
    assert (start["from"]["id"], start["text"]) == (DANIYAR, "/start inv_x")


async def test_a_bank_link_opens_in_the_banks_pane(sandbox: Sandbox, bot: Bot, page: Page) -> None:
    link = {"text": "Open", "url": f"{sandbox.base_url}/halyk/app/scan"}
    await bot.send("Card", reply_markup={"inline_keyboard": [[link]]})
    await page.click("[data-testid=merchant-chat] >> text=Open")
    frame = page.locator("[data-testid=bank-frame]")
    assert await frame.get_attribute("src") == f"{sandbox.base_url}/halyk/app/scan?lang=ru"


async def test_bills_by_phone_are_a_tap_away(sandbox: Sandbox, page: Page) -> None:
    await page.click("[data-testid=lang-kk]")
    await page.click("[data-testid=bank-kaspi]")
    kaspi = page.frame_locator("[data-testid=bank-frame]")
    assert await kaspi.locator("[data-testid=kaspi-phone]").inner_text() == "87070000601"
    assert await kaspi.locator("[data-testid=kaspi-empty]").inner_text() == TEXTS["kk"]["empty"]


async def test_a_link_back_to_the_bot_leads_from_the_banks_pane_to_the_customers_chat(
    sandbox: Sandbox, bot: Bot, page: Page
) -> None:
    async def leave(_: web.Request) -> web.Response:
        return web.Response(
            text='<a href="https://t.me/tolem_demo_bot">Back to the chat</a>', content_type="text/html"
        )

    shop = web.Application()
    shop.router.add_get("/return", leave)
    async with TestServer(shop) as server:
        link = {"text": "Open", "url": str(server.make_url("/return"))}
        await bot.send("Card", reply_markup={"inline_keyboard": [[link]]})
        await page.set_viewport_size({"width": 400, "height": 700})
        await page.click("[data-testid=merchant-chat] >> text=Open")
        pane = page.frame_locator("[data-testid=bank-frame]")
        await pane.get_by_role("link", name="Back to the chat").click()
        await page.wait_for_selector("[data-testid=customer-chat]", state="visible")


async def test_the_language_is_that_of_the_people(sandbox: Sandbox, bot: Bot, page: Page) -> None:
    await page.click("[data-testid=lang-kk]")
    await page.wait_for_url("**/?lang=kk")
    await expect(page.get_by_test_id("customer-who").locator("option:checked")).to_have_text(
        "Сатып алушы · Данияр"
    )
    await sandbox.start(AIGERIM)
    assert (await bot.updates())[0]["message"]["from"]["language_code"] == "kk"


async def test_on_a_small_phone_there_are_tabs_and_nothing_sticks_out(page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 700})
    await page.click("[data-testid=tab-customer]")
    assert await page.is_visible("[data-testid=customer-chat]")
    assert not await page.is_visible("[data-testid=merchant-chat]")
    assert await page.evaluate("document.documentElement.scrollWidth") == 360


async def test_a_contact_button_shares_the_phone(bot: Bot, page: Page) -> None:
    keyboard = {"keyboard": [[{"text": "My phone", "request_contact": True}]], "one_time_keyboard": True}
    await bot.send("Your phone?", reply_markup=keyboard)
    await page.click("[data-testid=merchant-keyboard] >> text=My phone")
    assert (await bot.updates(timeout=10))[0]["message"]["contact"]["user_id"] == AIGERIM
    await bot.send("Thanks", reply_markup={"remove_keyboard": True})
    await page.wait_for_selector("[data-testid=merchant-keyboard]", state="hidden")


async def test_inline_results_are_offered_and_sent(bot: Bot, page: Page) -> None:
    await page.fill("[data-testid=merchant-input]", "@tolem_demo_bot 5000 Coffee")
    query = (await bot.updates(timeout=10))[0]["inline_query"]
    result = {
        "type": "article",
        "id": "1",
        "title": "5 000 ₸",
        "input_message_content": {"message_text": "Card"},
        "reply_markup": {"inline_keyboard": [[{"text": "Show QR", "callback_data": "qr"}]]},
    }
    await bot("answerInlineQuery", inline_query_id=query["id"], results=[result])
    await page.click("[data-testid=merchant-results] >> text=5 000 ₸")
    await page.wait_for_selector("[data-testid=customer-chat] >> text=Show QR")
