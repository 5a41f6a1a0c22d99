"""The page in a real browser: the payer's thumb, and the shop's view of it."""

import pytest
from playwright.async_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
async def phone(chrome: Browser) -> Page:
    return await chrome.new_page(viewport={"width": 360, "height": 640}, locale="ru-RU")


async def test_a_payer_opens_the_link_and_pays(bench, phone) -> None:
    _, token, made = await bench.bill("5000")
    await phone.goto(made["homebankLink"])
    await expect(phone.get_by_test_id("bank-state")).to_have_attribute("data-state", "scanned")
    assert (await bench.qr(token))["status"] == "SCANNED"
    await phone.get_by_test_id("bank-pay").click()
    await expect(phone.get_by_test_id("bank-state")).to_have_text("Оплачено")
    await expect(phone.get_by_test_id("bank-pay")).to_be_hidden()
    assert (await bench.qr(token))["status"] == "PAID"
    seen = [step["status"] for step in (await bench.control("books"))["bills"][0]["history"]]
    assert seen == ["NEW", "SCANNED", "BLOCKED", "PAID"]


async def test_a_payer_refuses(bench, phone) -> None:
    _, token, made = await bench.bill("5000")
    await phone.goto(made["onlinebankLink"] + "&lang=kk")
    await phone.get_by_test_id("bank-reject").click()
    await expect(phone.get_by_test_id("bank-state")).to_have_text("Төлем өтпеді")
    assert (await bench.qr(token))["status"] == "REJECTED"


async def test_an_open_page_notices_that_time_is_over(bench, phone) -> None:
    _, _, made = await bench.bill("5000")
    await phone.goto(made["homebankLink"])
    bench.wait(minutes=20)
    await expect(phone.get_by_test_id("bank-state")).to_have_attribute("data-state", "expired")


async def test_a_pasted_code_can_be_paid(bench, phone) -> None:
    _, _, made = await bench.bill("5000")
    await phone.goto(f"{bench.base}/halyk/app/scan?lang=en")
    await phone.get_by_test_id("bank-payload").fill("nonsense")
    await phone.get_by_test_id("bank-scan").click()
    await expect(phone.get_by_test_id("bank-error")).to_have_text("The code cannot be read")
    await phone.get_by_test_id("bank-payload").fill(made["qrcode"])
    await phone.get_by_test_id("bank-scan").click()
    await phone.get_by_test_id("bank-pay").click()
    await expect(phone.get_by_test_id("bank-state")).to_have_text("Paid")


async def test_the_page_works_inside_a_frame_and_fits_360_pixels(bench, phone) -> None:
    complaints: list[str] = []
    phone.on("console", lambda line: complaints.append(line.text))
    _, _, made = await bench.bill("999999999999.15")
    await phone.goto(f"{bench.base}/halyk/app/scan")
    await phone.evaluate(
        "at => document.body.replaceChildren(Object.assign(document.createElement('iframe'), {src: at}))",
        made["homebankLink"],
    )
    inside = phone.frame_locator("iframe")
    await inside.get_by_test_id("bank-pay").click()
    await expect(inside.get_by_test_id("bank-state")).to_have_attribute("data-state", "paid")
    await phone.goto(made["homebankLink"])
    assert await phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert complaints == []
