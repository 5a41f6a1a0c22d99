"""The payer's app in a real browser: pushes come by themselves, and a thumb pays or refuses."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.sandbox.apipay.goods import cart, line, sold
from tests.sandbox.apipay.standing import last_bill, subscribed

pytestmark = pytest.mark.browser


@pytest.fixture
async def phone(chrome: Browser) -> Page:
    return await chrome.new_page(viewport={"width": 360, "height": 640}, locale="ru-RU")


async def test_a_push_appears_by_itself_and_is_paid(bench, phone) -> None:
    complaints: list[str] = []
    phone.on("console", lambda line: complaints.append(line.text))
    await phone.goto(f"{bench.base}/apipay/app?phone=87001234567")
    await expect(phone.get_by_test_id("kaspi-empty")).to_be_visible()
    number = await bench.pending(99999999, description="К" * 60)
    push = phone.locator(f"[data-invoice='{number}']")
    await expect(push.get_by_test_id("kaspi-amount")).to_have_text("99\u00a0999\u00a0999\u00a0₸")
    await push.get_by_test_id("kaspi-pay").click()
    await expect(push.get_by_test_id("kaspi-state")).to_have_text("Оплачено")
    await expect(push.get_by_test_id("kaspi-pay")).to_be_hidden()
    assert await bench.status(number) == "paid"
    assert await phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert complaints == []


async def test_a_payer_types_the_number_and_refuses_a_regular_bill(bench, phone) -> None:
    number = await last_bill(bench, await subscribed(bench, bill_immediately=True))
    await phone.goto(f"{bench.base}/apipay/app?lang=kk")
    await phone.get_by_test_id("kaspi-phone").fill("12")
    await phone.get_by_test_id("kaspi-open").click()
    await expect(phone.get_by_test_id("kaspi-error")).to_have_text("Бұл Қазақстан нөмірі емес")
    await phone.get_by_test_id("kaspi-phone").fill("+7 700 123-45-67")
    await phone.get_by_test_id("kaspi-open").click()
    await expect(phone.get_by_test_id("kaspi-recurring")).to_have_text("Тұрақты шот: ай сайын")
    await phone.get_by_test_id("kaspi-refuse").click()
    await expect(phone.get_by_test_id("kaspi-state")).to_have_text("Шот жойылды")
    assert await bench.status(number) == "cancelled"


async def test_too_little_money_is_said_and_the_bill_goes_on(bench, phone) -> None:
    (item,) = await sold(bench, 256667)
    _, made = await cart(bench, line(item, 3))
    number = made["id"]
    bench.wait(seconds=2)
    await phone.goto(f"{bench.base}/apipay/app?phone=87001234567&lang=en")
    await expect(phone.get_by_test_id("kaspi-goods")).to_have_text(
        "Item 03 × 256\u00a0667\u00a0₸770\u00a0001\u00a0₸"
    )
    await expect(phone.get_by_test_id("kaspi-discount")).to_be_hidden()
    await expect(phone.get_by_test_id("kaspi-recurring")).to_be_hidden()
    await phone.get_by_test_id("kaspi-pay").click()
    await expect(phone.get_by_test_id("kaspi-problem")).to_have_text("Too little money. Nothing was taken.")
    assert await bench.status(number) == "pending"
