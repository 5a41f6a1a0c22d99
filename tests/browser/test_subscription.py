"""A subscription on the demo's page, agreed to, reminded of, renewed, not paid, saved, ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Opening
from tests.browser.test_clock import set_to
from tests.browser.test_kaspi import looked_at, push
from tests.browser.test_small_screens import PHONE
from tests.browser.theatre import Theatre

NOON = datetime(2031, 3, 5, 7, 0, 30, tzinfo=UTC)  # in Almaty: by day, when people are told things
DAY = timedelta(days=1)
PRICE = "1 000 ₸"
pytestmark = pytest.mark.browser


async def offer_it(play: Theatre, rules: str = "") -> None:
    """The merchant makes it in one line and shares the link; the customer opens it and sees what is asked."""
    merchant, words = play.merchant, play.words
    await set_to(play, NOON)
    await play.opened_shop()
    await merchant.write("/subscribe 1000 monthly Tea")
    await merchant.says(words("subs-summary"))
    if rules:
        await merchant.press(words("btn-subs-edit-rules"))
        await merchant.says("3 24 3")  # an example of what to answer
        await merchant.write(rules)
        await merchant.says(words("subs-summary"))
    await looked_at(play, "sub-01-summary")
    await merchant.press(words("btn-subs-make"))
    await merchant.says(words("subs-made-link-then"))
    await looked_at(play, "sub-02-made")
    await merchant.press(words("btn-subs-share"))
    await play.page.get_by_test_id("merchant-share").locator("button[value=send]").click()
    await play.show("customer")
    await play.customer.start()
    link = play.customer.messages.filter(has_text="start=sub_").last.locator("a[href*='start=sub_']").first
    await link.click()
    await play.customer.says(words("sub-asked-of-you"))
    await looked_at(play, "sub-03-asked")


async def pay_at_halyk(play: Theatre, name: str) -> None:
    """The newest bill in the customer's chat is paid; both chats say so."""
    customer, words = play.customer, play.words
    await play.show("customer")
    await customer.card(words("hint-choose-payer"))
    await looked_at(play, f"{name}-a-bill")
    await customer.press(words("bank-halyk"))
    await play.open_bank()
    await play.press_at_bank("pay")
    await play.show("customer")
    await expect(customer.cards.last).to_contain_text(words("card-paid", amount=PRICE))
    await looked_at(play, f"{name}-b-paid")


async def heard(play: Theatre, text: str, name: str) -> None:
    """The merchant's newest message says it."""
    await play.show("merchant")
    await play.merchant.says(text)
    await looked_at(play, name)
    await play.show("customer")


async def test_a_subscription_is_paid_reminded_of_and_renews(theatre: Opening) -> None:
    play = await theatre("ru", PHONE)
    customer, words = play.customer, play.words
    await offer_it(play)
    await customer.press(words("btn-sub-agree"))
    await pay_at_halyk(play, "sub-04-first")
    await heard(play, "✅ Оплачено: 1 000 ₸ · Tea", "sub-05-heard")

    await set_to(play, NOON + 30 * DAY)  # a day before the month is over
    reminder = await customer.says("🔔 Завтра, 5 апреля: 1 000 ₸")
    await expect(reminder).to_contain_text("Счёт придёт завтра в 10:00. Сейчас ничего делать не нужно.")
    await expect(reminder.get_by_test_id("silent")).to_have_count(0)
    await looked_at(play, "sub-06-reminder")
    await play.later("day")
    await customer.card("Tea · 05.04.2031 – 04.05.2031")
    await pay_at_halyk(play, "sub-07-renewed")
    await customer.write("/subscriptions")
    await customer.press("Tea · 1 000 ₸")
    await customer.says("Следующий счёт: 5 мая")
    await looked_at(play, "sub-08-mine")
    await heard(play, "✅ Оплачено: 1 000 ₸ · Tea", "sub-09-renewal-heard")


async def test_an_unpaid_subscription_is_saved_in_its_grace_and_cancelled_in_two_taps(
    theatre: Opening,
) -> None:
    play = await theatre("ru", PHONE)
    customer, words = play.customer, play.words
    await offer_it(play, "1 24 3")
    await customer.press(words("btn-sub-agree"))
    await customer.card(words("hint-choose-payer"))
    await looked_at(play, "sub-10-billed")
    await play.later("day")
    grace = await customer.says("⏳ Ждём до 9 марта, 12:")
    await looked_at(play, "sub-11-grace")
    await heard(play, "⏳ Оплаты всё ещё нет: 1 000 ₸ · Tea", "sub-12-grace-heard")
    await grace.get_by_test_id("button").first.click()
    await customer.card(words("hint-choose-payer"), nth=1)
    await pay_at_halyk(play, "sub-13-saved")

    await customer.write("/subscriptions")
    await customer.press("Tea · 1 000 ₸")
    await customer.press(words("btn-sub-cancel"))
    await customer.says("Отменить подписку «Tea»?")
    await looked_at(play, "sub-15-surely")
    await customer.press(words("btn-sub-cancel-yes"))
    await customer.says("🚫 Закончилась")
    await looked_at(play, "sub-16-ended")
    await heard(play, "🚫 Завершена: Tea", "sub-17-ended-heard")


async def test_kaspi_bills_a_subscriber_s_phone_each_month(theatre: Opening) -> None:
    play = await theatre("kk", PHONE)
    customer, words = play.customer, play.words
    await offer_it(play)
    await customer.press(words("btn-sub-agree-phone", bank="Kaspi"))
    await customer.says(words("phone-ask", bank="Kaspi"))
    await play.page.get_by_test_id("customer-keyboard").get_by_text(words("phone-share")).click()
    await customer.says(words("sub-agreed", title="Tea"))
    await looked_at(play, "sub-20-agreed")
    await confirm_at_kaspi(play, "sub-21-first", 1)
    await heard(play, "✅ Төленді: 1 000 ₸ · Tea", "sub-22-heard")

    await play.later("month")
    await confirm_at_kaspi(play, "sub-23-renewed", 2)
    await heard(play, "✅ Төленді: 1 000 ₸ · Tea", "sub-24-renewal-heard")


async def confirm_at_kaspi(play: Theatre, name: str, times: int) -> None:
    """The bill that the bank sent is confirmed in its app; the customer is thanked."""
    await play.open_kaspi()
    bills = push(play, PRICE)
    await expect(bills).to_have_count(times)
    unpaid = bills.filter(has=play.page.locator("[data-testid=kaspi-pay]:visible"))
    await looked_at(play, f"{name}-a-push")
    await unpaid.get_by_test_id("kaspi-pay").click()
    await play.show("customer")
    thanks = play.customer.messages.filter(
        has_text=play.words("sub-told-paid", title="Tea", amount=PRICE, span="")
    )
    await expect(thanks).to_have_count(times)
    await looked_at(play, f"{name}-b-paid")
