"""A merchant returns a part of the money, as a person does it on the page, in Russian."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Opening

pytestmark = pytest.mark.browser


async def test_a_part_of_the_money_goes_back_to_the_customer(theatre: Opening) -> None:
    play = await theatre("ru")
    merchant, customer = play.merchant, play.customer
    await play.opened_shop()
    await play.issue("5000 Кофе")
    await play.share()
    await play.open_bank()
    await play.press_at_bank("pay")
    await merchant.card("✅ Оплачено: 5 000 ₸")

    await merchant.press("Вернуть деньги")
    await merchant.says("Получено 5 000 ₸, возвращено 0 ₸. Сколько вернуть?")
    await merchant.press("Другую сумму")
    await merchant.says("Не меньше 10 ₸, не больше 5 000 ₸.")
    await merchant.write("9")
    await merchant.says("Банк возвращает не меньше 10 ₸.")
    await merchant.write("1500 остыл")
    sure = await merchant.says("Вернуть покупателю 1 500 ₸? Отменить возврат будет нельзя.")
    await expect(sure).to_contain_text("Причина: остыл")
    await merchant.press("Да, вернуть 1 500 ₸")
    await merchant.says("Банк принял заявку на возврат 1 500 ₸.")
    await expect(merchant.button("Да, вернуть 1 500 ₸")).to_have_count(0)

    await play.later()
    done = await merchant.says("↩️ Возвращено: 1 500 ₸ · счёт #1")
    await expect(done).to_contain_text("Осталось: 3 500 ₸.")
    await customer.says("↩️ Вам вернули: 1 500 ₸")
    for chat in (merchant, customer):
        await expect(chat.cards.last).to_contain_text("Возвращено: 1 500 ₸")
    assert await merchant.cards.count() == 1, "what was typed as an answer is no invoice"
