"""Goods on the demo's page: added with a photo, put into a cart, paid by Kaspi and by Halyk."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import expect

from tests.browser.conftest import Opening
from tests.browser.test_kaspi import SCREENS, push
from tests.browser.test_small_screens import PHONE, nothing_is_cut
from tests.browser.theatre import Theatre

pytestmark = pytest.mark.browser


async def looked_at(play: Theatre, name: str) -> None:
    """On a phone nothing is cut."""
    if play.page.viewport_size == PHONE:
        await nothing_is_cut(play.page, f"{play.language}-{name}")


async def fill_the_shelf(play: Theatre, tmp_path: Path) -> None:
    """The merchant adds a coffee with a photo, and a cake in words."""
    photo = BytesIO()
    Image.new("RGB", (640, 480), "#6f4e37").save(photo, "JPEG")
    (tmp_path / "cup.jpg").write_bytes(photo.getvalue())
    await play.opened_shop()
    await play.merchant.write("/catalog")
    await expect(play.merchant.button(play.words("btn-catalog-add"))).to_be_visible()
    await play.page.get_by_test_id("merchant-input").fill("Raf 900")
    await play.page.get_by_test_id("merchant-photo").set_input_files(str(tmp_path / "cup.jpg"))
    await play.merchant.card(play.words("catalog-item", name="Raf", price="900 ₸"))
    await looked_at(play, "goods-1-item")
    await play.merchant.write("/catalog Cake 700")
    await play.merchant.card(play.words("catalog-item", name="Cake", price="700 ₸"))


async def fill_the_cart(play: Theatre) -> None:
    """The customer looks at the coffee, takes two, and a cake."""
    customer, words = play.customer, play.words
    await play.show("customer")
    await customer.start()
    await customer.write("/shop")
    await customer.press("Cake · 700 ₸")
    await customer.press(words("btn-put-in"))
    await customer.press(words("btn-cart-sum", sum="700 ₸"))
    await customer.press(words("btn-shop"))
    await customer.press("Raf · 900 ₸")
    await expect(customer.button(words("btn-put-in"))).to_be_visible()
    await looked_at(play, "goods-2-looked-at")
    picture = customer.cards.last.get_by_test_id("picture")
    brown = await picture.evaluate(
        "async image => { await image.decode(); const canvas = document.createElement('canvas');"
        " canvas.width = canvas.height = 1; const pen = canvas.getContext('2d');"
        " pen.drawImage(image, image.naturalWidth / 2, image.naturalHeight / 2, 1, 1, 0, 0, 1, 1);"
        " return [...pen.getImageData(0, 0, 1, 1).data] }"
    )
    assert all(abs(seen - sent) < 12 for seen, sent in zip(brown, (0x6F, 0x4E, 0x37), strict=False)), brown
    await customer.press(words("btn-put-in"))
    await expect(customer.button("1")).to_be_visible()
    await customer.press("+")
    await customer.press(words("btn-cart-sum", sum="2 500 ₸"))
    await expect(customer.button(words("btn-pay-sum", sum="2 500 ₸"))).to_be_visible()
    await looked_at(play, "goods-3-cart")
    await customer.press(words("btn-pay-sum", sum="2 500 ₸"))
    await customer.card(words("hint-choose-payer"))
    await looked_at(play, "goods-4-order")


async def both_see_it_paid(play: Theatre) -> None:
    """The card says so to both, with what was bought."""
    paid = play.words("card-paid", amount="2 500 ₸")
    await play.show("customer")
    await play.customer.says(play.words("receipt-thanks", amount="2 500 ₸"))
    card = await play.customer.card(paid)
    await expect(card).to_contain_text("Raf × 2")
    await looked_at(play, "goods-6-receipt")
    await play.show("merchant")
    theirs = await play.merchant.card(paid)
    await expect(theirs).to_contain_text("Raf × 2")
    await looked_at(play, "goods-7-merchant")


@pytest.mark.parametrize(("language", "screen"), [("ru", "phone")])
async def test_a_customer_fills_a_cart_and_pays_it_by_kaspi(
    theatre: Opening, tmp_path: Path, language: str, screen: str
) -> None:
    play = await theatre(language, SCREENS[screen])
    await fill_the_shelf(play, tmp_path)
    await fill_the_cart(play)
    customer, words = play.customer, play.words
    await customer.press(words("bank-apipay"))
    await customer.says(words("phone-ask", bank="Kaspi"))
    await play.page.get_by_test_id("customer-keyboard").get_by_text(words("phone-share")).click()
    await customer.card(words("apipay-billed", phone="+7 707 ••• 06 01"))
    await play.open_kaspi()
    bill = push(play, "2 500 ₸")
    await expect(bill).to_be_visible()
    await looked_at(play, "goods-5-kaspi")
    await bill.get_by_test_id("kaspi-pay").click()
    await both_see_it_paid(play)


@pytest.mark.parametrize(("language", "screen"), [("kk", "phone")])
async def test_a_customer_fills_a_cart_and_pays_it_by_halyk(
    theatre: Opening, tmp_path: Path, language: str, screen: str
) -> None:
    play = await theatre(language, SCREENS[screen])
    await fill_the_shelf(play, tmp_path)
    await fill_the_cart(play)
    await play.customer.press(play.words("bank-halyk"))
    await play.open_bank()
    await looked_at(play, "goods-5-halyk")
    await play.press_at_bank("pay")
    await both_see_it_paid(play)
