"""A member picks items for a customer: counts, own prices, a discount; then the link or the phone."""

from __future__ import annotations

import pytest

from billing.catalog.models import CartKind, Item
from billing.models import Person
from billing.money import Money
from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, Message, Rig, buttons, spoken
from tests.flow.handlers.test_kaspi import confirmed, kaspi
from tests.flow.handlers.test_phones import MASKED, reads
from tests.flow.handlers.test_shop import offers, press, says, seen, sold, tapped
from tests.flow.handlers.test_taps import toasted


async def begun(rig: Rig, who: int = OWNER) -> Message:
    """The list of items, as a member comes to it by /invoice."""
    await rig.sandbox.send(who, "/invoice")
    asked = await seen(rig, who, offers("Из каталога"))
    await press(rig, asked, "Из каталога", who)
    return await seen(rig, who, says("Что берёт покупатель?"))


async def filled(rig: Rig, *items: Item, who: int = OWNER) -> Message:
    """A member's cart with one of each."""
    person = await rig.desk.person(who)
    assert person is not None
    for number, item in enumerate(items):
        await rig.desk.catalog.put(person, item.id, 1, f"tap {number}", CartKind.TILL)
    listed = await begun(rig, who)
    (cart,) = (text for text in buttons(listed) if text.startswith("Корзина"))
    await rig.tap(who, who, listed, cart)
    return await seen(rig, who, says("Для покупателя"))


async def test_without_a_catalog_invoice_asks_for_the_sum_alone(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/invoice")
    assert buttons(await rig.said(OWNER, "Какая сумма?")) == ["Назад"]


async def test_a_cashier_picks_items_with_one_tap_each_and_issues_an_invoice_with_its_link(rig: Rig) -> None:
    latte = await sold(rig, "Латте")
    await sold(rig, "Чай", 500)
    await sold(rig, "Чизкейк", 1500)
    listed = await begun(rig, CASHIER)
    assert await press(rig, listed, "Латте · 900 ₸", CASHIER) == "В корзине: 1. Вся корзина: 900 ₸"
    again = await seen(rig, CASHIER, offers("Латте × 1 · 900 ₸", "Корзина: 900 ₸"))
    assert again["message_id"] == listed["message_id"]
    await press(rig, again, "Латте × 1 · 900 ₸", CASHIER)
    await press(rig, again, "Найти", CASHIER)
    await rig.sandbox.send(CASHIER, "ча")
    found = await seen(rig, CASHIER, says("Нашли по словам «ча»"))
    await press(rig, found, "Чай · 500 ₸", CASHIER)
    await press(rig, await seen(rig, CASHIER, offers("Корзина: 2 300 ₸")), "Корзина: 2 300 ₸", CASHIER)
    cart = await seen(rig, CASHIER, says("1. Латте × 2 = 1 800 ₸", "2. Чай × 1 = 500 ₸", "Итого: 2 300 ₸"))
    assert await rig.count() == 0
    await press(rig, cart, "Выставить 2 300 ₸", CASHIER)
    card = await seen(rig, CASHIER, lambda m: says("2 300 ₸", "Латте × 2 = 1 800 ₸")(m) and "photo" in m)
    assert "Отправить покупателю" in buttons(card)
    assert "Заказ самого покупателя" not in spoken(card)
    await seen(rig, CASHIER, says("Счёт #1 готов: 2 300 ₸"))
    view = await rig.desk.view(1)
    assert (view.invoice.issuer_id, view.invoice.customer_id, view.invoice.self_service) == (
        CASHIER,
        None,
        False,
    )
    await rig.sandbox.start(CUSTOMER, f"inv_{view.invoice.token}")
    await seen(rig, CUSTOMER, says("Waiting: 2 300 ₸", "Латте × 2 = 1 800 ₸"))
    assert view.lines[0].item_id == latte.id


async def test_a_price_of_its_own_holds_for_this_once_and_may_be_taken_back(rig: Rig) -> None:
    cart = await filled(rig, await sold(rig, "Латте"))
    await press(rig, cart, "1", OWNER)
    line = await seen(rig, OWNER, offers("Своя цена"))
    assert "Цена каталога" not in buttons(line)
    await press(rig, line, "Своя цена", OWNER)
    await rig.said(OWNER, "Сколько в этот раз стоит «Латте»?")
    for nth, typed in enumerate(("даром", "0", "-5", "800 Кофе"), 1):
        await rig.sandbox.send(OWNER, typed)
        await rig.said(OWNER, "Напишите цену цифрами", nth=nth)
    await rig.sandbox.send(OWNER, "750,50")
    line = await seen(rig, OWNER, says("Латте: 750,50 ₸", "750,50 ₸ вместо 900 ₸"))
    await press(rig, line, "Назад", OWNER)
    await seen(rig, OWNER, says("1. Латте × 1 = 750,50 ₸ · 750,50 ₸ вместо 900 ₸", "Итого: 750,50 ₸"))
    await rig.sandbox.raw_update(tapped(OWNER, line, "shr:1:0"))
    await seen(rig, OWNER, lambda m: says("Латте: 900 ₸")(m) and "вместо" not in spoken(m))
    assert await rig.count() == 0


async def test_a_count_is_typed_for_a_line_and_0_takes_it_out(rig: Rig) -> None:
    cart = await filled(rig, await sold(rig, "Латте"), await sold(rig, "Чай", 500))
    await press(rig, cart, "1", OWNER)
    await press(rig, await seen(rig, OWNER, offers("Своя цена")), "1", OWNER)
    await rig.said(OWNER, "Сколько «Латте»?")
    await rig.sandbox.send(OWNER, "12")
    line = await seen(rig, OWNER, says("× 12 = 10 800 ₸"))
    await press(rig, line, "✕", OWNER)
    await seen(rig, OWNER, says("1. Чай × 1", "Итого: 500 ₸"))


async def test_a_discount_is_tapped_or_typed_and_0_takes_it_away(rig: Rig) -> None:
    cart = await filled(rig, await sold(rig, "Латте"), await sold(rig, "Чай", 550))
    await press(rig, cart, "Скидка", OWNER)
    asked = await seen(rig, OWNER, says("Какая скидка"))
    assert buttons(asked) == ["5 %", "10 %", "15 %", "20 %", "Назад"]
    await press(rig, asked, "10 %", OWNER)
    cart = await seen(rig, OWNER, says("Скидка 10 %: −145 ₸", "Итого: 1 305 ₸"))
    await press(rig, cart, "Скидка", OWNER)
    await seen(rig, OWNER, offers("Без скидки"))
    for nth, typed in enumerate(("100", "-1", "5,5", "много"), 1):
        await rig.sandbox.send(OWNER, typed)
        await rig.said(OWNER, "Скидка — целое число от 1 до 99", nth=nth)
    await rig.sandbox.send(OWNER, "99 %")
    await seen(rig, OWNER, says("Скидка 99 %", "Итого: 14 ₸"))
    await press(rig, await seen(rig, OWNER, offers("Скидка")), "Скидка", OWNER)
    question = await rig.said(OWNER, "Какая скидка", nth=2)
    await rig.sandbox.send(OWNER, "0")
    below = question["message_id"]
    cart = await seen(rig, OWNER, lambda m: offers("Выставить 1 450 ₸")(m) and m["message_id"] > below)
    await rig.desk.catalog.set_discount(await owner(rig), 20)
    await press(rig, cart, "Выставить 1 450 ₸", OWNER)  # the other phone gave one meanwhile: shown first
    cart = await seen(rig, OWNER, says("Корзина тем временем изменилась", "Итого: 1 160 ₸"))
    await press(rig, cart, "Выставить 1 160 ₸", OWNER)
    await seen(rig, OWNER, says("Ждём оплату: 1 160 ₸", "Скидка 20 %: −290 ₸"))


async def owner(rig: Rig) -> Person:
    person = await rig.desk.person(OWNER)
    assert person is not None
    return person


async def test_the_bill_goes_to_the_customers_phone_at_once_and_is_made_once(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    latte = await sold(rig, "Латте")
    kaspi(rig, monkeypatch)
    cart = await filled(rig, latte)
    await press(rig, cart, "На телефон", OWNER)
    await rig.said(OWNER, "На какой телефон отправить счёт?")
    await rig.sandbox.send(OWNER, "12 34")
    await rig.said(OWNER, "Не получилось прочитать номер")
    await rig.sandbox.send(OWNER, "+447911123456")
    await seen(rig, OWNER, says("только на мобильные номера Казахстана"))
    assert await rig.count() == 0
    await rig.sandbox.send(OWNER, "8 707 123 45 67")
    await reads(rig, OWNER, f"Счёт отправлен в Kaspi: {MASKED}")
    await confirmed(rig)
    await press(rig, cart, "На телефон", OWNER)  # an old button: here is the invoice
    await seen(rig, OWNER, says("Счёт #1 готов: 900 ₸"))
    assert await rig.count() == 1


async def test_questions_of_the_till_are_left_by_back_and_by_any_command(rig: Rig) -> None:
    cart = await filled(rig, await sold(rig, "Латте"))
    await press(rig, cart, "Скидка", OWNER)
    asked = await seen(rig, OWNER, says("Какая скидка"))
    await press(rig, asked, "Назад", OWNER)
    await rig.said(OWNER, "корзина осталась как была")
    await rig.sandbox.send(OWNER, "50 Чай")  # an invoice again, no discount
    await rig.said(OWNER, "Чай · счёт #1")
    cart_now = await rig.desk.catalog.cart(await owner(rig), CartKind.TILL)
    assert cart_now is not None
    assert cart_now.cart.discount == 0


async def test_a_customer_is_shown_no_till_and_sets_no_discount(rig: Rig) -> None:
    item = await sold(rig, "Latte")
    person = await rig.desk.person(CUSTOMER)
    assert person is not None
    await rig.desk.catalog.put(person, item.id, 1, "tap")
    await rig.sandbox.send(CUSTOMER, "/cart")
    cart = await seen(rig, CUSTOMER, says("Your cart"))
    made_up = ("shl:till:::", "shd:50", "shr:1:0", "shq:d:till:", "shc:till:0", "shv:1:0", "shx:till:1")
    for nth, data in enumerate(made_up, 1):
        await rig.sandbox.raw_update(tapped(CUSTOMER, cart, data, nth))
    refused = [await toasted(rig, nth) for nth in range(1, len(made_up) + 1)]
    assert {answer.get("text") for answer in refused} == {"Only the shop's staff can press this."}
    now = await rig.desk.catalog.cart(person)
    assert now is not None
    assert now.cart.discount == 0
    assert await rig.desk.catalog.filled(await owner(rig), CartKind.TILL) is None
    assert Money(90000, "KZT") == now.cart.lines[0].price
