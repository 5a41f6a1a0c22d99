"""Refused, run out, cancelled, asked by hand: the person always sees what happened and what to do."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Opening
from tests.browser.test_story import is_silent, number_of
from tests.browser.theatre import Theatre

pytestmark = pytest.mark.browser


async def waiting(theatre: Opening, line: str = "2500 Чай") -> Theatre:
    """An invoice whose QR both of them see."""
    play = await theatre("ru")
    await play.opened_shop()
    await play.issue(line)
    await play.share()
    return play


async def test_who_refused_in_the_bank_s_app_tries_again_and_pays(theatre: Opening) -> None:
    play = await waiting(theatre)
    await play.open_bank()
    await play.press_at_bank("reject")
    await play.customer.card("Оплата не прошла")
    told = await play.customer.says("Спросите свой банк или выберите другой способ")
    assert not await is_silent(told)
    assert await is_silent(await play.merchant.says("Покупатель может попробовать ещё раз"))
    assert await number_of(told) == await number_of(play.customer.last)

    await play.try_again()
    assert await number_of(play.customer.last) == await number_of(play.customer.cards.last), (
        "the new QR is where the person looks"
    )
    await expect(play.customer.button("Попробовать ещё раз")).to_have_count(0)

    await play.open_bank()
    await play.press_at_bank("pay")
    await play.customer.says("Спасибо! Оплачено: 2 500 ₸")
    await play.merchant.card("Оплачено: 2 500 ₸")


async def test_when_the_qr_has_run_out_a_new_one_is_paid(theatre: Opening) -> None:
    play = await waiting(theatre)
    old = await number_of(await play.customer.card("QR действует до"))
    await play.later()
    await play.customer.card("QR больше не действует")
    await play.merchant.card("QR больше не действует")
    await expect(play.customer.button("Открыть Halyk")).to_have_count(0)

    await play.customer.press("Новый QR")
    assert await number_of(await play.customer.card("QR действует до")) == old
    await play.open_bank()
    await play.press_at_bank("pay")
    await play.customer.says("Спасибо! Оплачено: 2 500 ₸")
    await play.merchant.card("Оплачено: 2 500 ₸")


async def test_a_cancelled_invoice_leaves_nothing_to_pay(theatre: Opening) -> None:
    play = await waiting(theatre)
    await play.merchant.press("Отменить счёт")
    await expect(play.merchant.toast).to_contain_text("Счёт отменён.")
    await play.merchant.card("Счёт отменён: 2 500 ₸")
    await play.customer.card("Счёт отменён: 2 500 ₸")
    told = await play.customer.says("Магазин отменил счёт: платить не нужно.")
    assert await is_silent(told)
    await expect(play.customer.cards.last.get_by_test_id("button")).to_have_count(0)


async def test_a_check_by_hand_ends_in_something_to_see(theatre: Opening) -> None:
    play = await waiting(theatre)
    await play.customer.press("Проверить оплату")
    await expect(play.customer.toast).to_contain_text("Банк пока не видит оплату.")
    await play.customer.card("оплаты пока нет")


async def test_when_the_bank_s_callbacks_get_lost_a_check_finds_the_money(theatre: Opening) -> None:
    play = await waiting(theatre)
    await play.page.get_by_test_id("bank-callbacks").select_option("lost")
    await play.open_bank()
    await play.press_at_bank("pay")
    await play.merchant.press("Проверить оплату")
    await play.merchant.card("Оплачено: 2 500 ₸")
    await play.customer.says("Спасибо! Оплачено: 2 500 ₸")
