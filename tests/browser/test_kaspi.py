"""Kaspi on the demo's page: billed by the member, and chosen by the customer; confirmed in the Kaspi app."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, expect

from tests.browser.conftest import Opening
from tests.browser.test_small_screens import PHONE, nothing_is_cut
from tests.browser.theatre import LOCALES, WIDE, Theatre

SCREENS = {"wide": WIDE, "phone": PHONE}
pytestmark = pytest.mark.browser


def push(play: Theatre, amount: str) -> Locator:
    """The bill in the Kaspi app, by its sum."""
    return play.bank.get_by_test_id("kaspi-push").filter(has_text=re.compile(amount.replace(" ", r"\s")))


async def looked_at(play: Theatre, name: str) -> None:
    """On a phone nothing is cut."""
    if play.page.viewport_size == PHONE:
        await nothing_is_cut(play.page, f"{play.language}-{name}")


@pytest.mark.slice(2)
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("language", LOCALES)
async def test_a_customer_shares_the_phone_and_pays_in_the_kaspi_app(
    theatre: Opening, language: str, screen: str
) -> None:
    play = await theatre(language, SCREENS[screen])
    words, customer = play.words, play.customer
    await play.opened_shop()
    await play.offer("5000 Coffee")
    await looked_at(play, "kaspi-1-offered")
    await play.share(words("hint-choose-payer"))
    await looked_at(play, "kaspi-2-to-choose")
    await customer.press(words("bank-apipay"))
    asked = await customer.says(words("phone-ask", bank="Kaspi"))
    await expect(asked).to_be_in_viewport(ratio=0.9)  # the keyboard does not hide what it answers
    await looked_at(play, "kaspi-3-which-number")
    await play.page.get_by_test_id("customer-keyboard").get_by_text(words("phone-share")).click()
    card = await customer.card(words("apipay-billed", phone="+7 707 ••• 06 01"))
    await expect(customer.button(words("btn-other-number"))).to_be_in_viewport()
    await looked_at(play, "kaspi-4-billed")

    await play.open_kaspi()
    bill = push(play, "5 000 ₸")
    await expect(bill).to_be_visible()
    await looked_at(play, "kaspi-5-push")
    await bill.get_by_test_id("kaspi-pay").click()
    await expect(bill.get_by_test_id("kaspi-pay")).to_be_hidden()
    await play.show("customer")
    await customer.says(words("receipt-thanks", amount="5 000 ₸"))
    await expect(card).to_contain_text(words("card-paid", amount="5 000 ₸"))
    await looked_at(play, "kaspi-6-receipt")
    await play.show("merchant")
    await play.merchant.says(words("cashier", name=""))
    await looked_at(play, "kaspi-7-paid")


@pytest.mark.slice(1)
@pytest.mark.parametrize("screen", SCREENS)
async def test_a_payer_refuses_the_bill_that_a_member_sent_and_pays_a_new_one(
    theatre: Opening, screen: str
) -> None:
    play = await theatre("ru", SCREENS[screen])
    merchant = play.merchant
    await play.opened_shop()
    await merchant.write("/invoice 5000 87070000601 Кофе")
    await merchant.card("Счёт отправлен в Kaspi: +7 707 ••• 06 01.")
    await looked_at(play, "kaspi-8-by-number")
    await play.open_kaspi()
    bill = push(play, "5 000 ₸")
    await bill.get_by_test_id("kaspi-refuse").click()
    await play.show("merchant")
    await merchant.card("Счёт в банке больше не действует")
    await looked_at(play, "kaspi-9-refused")
    await merchant.press(play.words("btn-new-bill"))
    await merchant.card("Счёт отправлен в Kaspi: +7 707 ••• 06 01.")
    await play.open_kaspi()
    again = bill.filter(has=play.page.locator("[data-testid=kaspi-pay]:visible"))
    await again.get_by_test_id("kaspi-pay").click()
    await play.show("merchant")
    await merchant.card("Оплачено: 5 000 ₸")
    await looked_at(play, "kaspi-10-paid-again")
