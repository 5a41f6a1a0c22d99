"""The payment page in a real browser on a phone's width."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from billing.models import Invoice
from tests.flow.web.receiver import Receiver
from tests.support.books import new_books

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One database is enough here."""
    return new_books(tmp_path)


class Phone:
    """Opens pages at a phone's width and keeps what they complain of."""

    def __init__(self, chrome: Browser, shop: Receiver) -> None:
        self._chrome, self._shop = chrome, shop
        self.complaints: list[str] = []
        self.asked: list[str] = []

    async def open(self, invoice: Invoice, locale: str = "en", **more: Any) -> Page:
        """The invoice's page."""
        context = await self._chrome.new_context(viewport=PHONE, locale=locale, **more)
        page = await context.new_page()
        page.on("console", lambda said: self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda sent: self.asked.append(sent.url))
        await page.goto(f"{self._shop.url}/pay/{invoice.token}")
        return page

    def had_no_trouble(self) -> bool:
        """Nothing in the console, and nobody else's host was asked."""
        return not self.complaints and all(url.startswith(self._shop.url) for url in self.asked)


@pytest.fixture
def phone(shop: Receiver, chrome: Browser) -> Phone:
    """The payer's."""
    return Phone(chrome, shop)


@pytest.mark.parametrize(
    ("locale", "waiting", "paid"),
    [
        ("ru-RU", "Ждём оплату", "Оплачено"),
        ("kk-KZ", "Төлем күтілуде", "Төленді"),
        ("en-GB", "Waiting for payment", "Paid"),
    ],
)
async def test_the_page_turns_paid_before_the_payer_s_eyes(
    shop: Receiver, phone: Phone, locale: str, waiting: str, paid: str
) -> None:
    invoice = await shop.issue(words="Ремонт кофемашины и замена уплотнителей с выездом мастера")
    page = await phone.open(invoice, locale)
    await expect(page.get_by_role("heading")).to_have_text(waiting)
    code = page.locator("img.code")
    assert await code.evaluate("picture => picture.decode().then(() => picture.naturalWidth > 300)")
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    await shop.halyk("pay", await shop.payment(invoice))
    await shop.looks(invoice)
    await expect(page.get_by_role("heading")).to_have_text(paid)
    await expect(code).to_have_count(0)
    await expect(page.locator("#say")).to_contain_text(paid)
    assert phone.had_no_trouble()


async def test_a_new_qr_comes_by_one_press(shop: Receiver, phone: Phone) -> None:
    invoice = await shop.issue()
    shop.bench.wait(timedelta(minutes=21))
    page = await phone.open(invoice, "en")
    await expect(page.get_by_role("heading")).to_have_text("This QR has expired")
    await page.get_by_role("button", name="New QR").click()
    await expect(page.get_by_role("heading")).to_have_text("Waiting for payment")
    await expect(page.locator("img.code")).to_be_visible()
    assert phone.had_no_trouble()


async def test_without_scripts_the_page_works_all_the_same(shop: Receiver, phone: Phone) -> None:
    invoice = await shop.issue()
    page = await phone.open(invoice, "en", java_script_enabled=False)
    await page.get_by_role("button", name="Check payment").click()
    await expect(page.get_by_text(": no payment yet.")).to_be_visible()
    await shop.halyk("pay", await shop.payment(invoice))
    await shop.looks(invoice)
    await expect(page.get_by_role("heading")).to_have_text("Paid")


async def test_a_lost_connection_is_said_and_the_page_comes_back(shop: Receiver, phone: Phone) -> None:
    invoice = await shop.issue()
    page = await phone.open(invoice, "en")
    await page.context.set_offline(True)
    await expect(page.locator("#offline")).to_be_visible()
    await page.context.set_offline(False)
    await expect(page.locator("#offline")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_code_stands_on_white_in_every_theme(shop: Receiver, phone: Phone, scheme: str) -> None:
    invoice = await shop.issue()
    page = await phone.open(invoice, "ru", color_scheme=scheme)
    ground = await page.locator("img.code").evaluate("code => getComputedStyle(code).backgroundColor")
    assert ground == "rgb(255, 255, 255)"


async def test_every_target_is_big_enough_for_a_thumb(shop: Receiver, phone: Phone) -> None:
    invoice = await shop.issue()
    page = await phone.open(invoice, "kk")
    for target in await page.locator("a, button").all():
        box = await target.bounding_box()
        assert box
        assert box["height"] >= 44, await target.inner_text()
