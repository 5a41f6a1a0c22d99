"""``/invoice`` in all its forms, as people type them."""

from __future__ import annotations

import asyncio

import pytest

from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, Rig, buttons, spoken

GROUP = -1001


@pytest.mark.parametrize(
    "typed", ["/invoice 5000 Coffee", "5000 Coffee", "/invoice@tolem_demo_bot 5 000 ₸ Coffee"]
)
async def test_an_amount_and_words_become_a_card(rig: Rig, typed: str) -> None:
    await rig.sandbox.send(OWNER, typed)
    card = await rig.said(OWNER, "5\u00a0000\u00a0₸")
    assert "Coffee" in spoken(card)
    assert "photo" in card


async def test_an_update_that_comes_twice_makes_one_invoice(rig: Rig) -> None:
    update = {
        "message": {
            "message_id": 900,
            "date": 1,
            "chat": {"id": OWNER, "type": "private", "first_name": "Айгерим"},
            "from": {"id": OWNER, "is_bot": False, "first_name": "Айгерим", "language_code": "ru"},
            "text": "700 Tea",
        }
    }
    await rig.sandbox.raw_update(update)
    await rig.sandbox.raw_update(update)
    await rig.said(OWNER, "Tea")
    await rig.sandbox.send(OWNER, "/help")
    await rig.said(OWNER, "/invoices")
    assert await rig.count() == 1


async def test_a_bare_command_asks_for_amount_and_then_words(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/invoice")
    await rig.said(OWNER, "Какая сумма?")
    await rig.sandbox.send(OWNER, "5000")
    asked = await rig.said(OWNER, "за что?")
    assert buttons(asked) == ["Без описания", "Назад"]
    assert await rig.count() == 0
    await rig.sandbox.send(OWNER, "2000")  # an answer, not another invoice
    card = await rig.said(OWNER, "Ждём оплату")
    assert "2000" in spoken(card)
    assert "5\u00a0000\u00a0₸" in spoken(card)
    assert await rig.count() == 1


async def test_words_may_be_left_out_and_the_second_tap_finds_the_first_invoice(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/invoice")
    await rig.said(OWNER, "Какая сумма?")
    await rig.sandbox.send(OWNER, "5к")
    asked = await rig.said(OWNER, "за что?")
    skip = asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    first = rig.sandbox.tap(OWNER, OWNER, asked["message_id"], skip)
    second = rig.sandbox.tap(OWNER, OWNER, asked["message_id"], skip)
    await asyncio.gather(first, second)
    await rig.said(OWNER, "Ждём оплату")
    assert await rig.count() == 1


async def test_back_and_any_command_leave_the_question(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/invoice")
    asked = await rig.said(OWNER, "Какая сумма?")
    await rig.tap(OWNER, OWNER, asked, "Назад")
    await rig.said(OWNER, "счёт не выставлен")
    await rig.sandbox.send(OWNER, "/invoice")
    await rig.said(OWNER, "Какая сумма?")
    await rig.sandbox.send(OWNER, "/help")
    await rig.sandbox.send(OWNER, "какая погода")
    await rig.said(OWNER, "Напишите сумму цифрами")
    assert await rig.count() == 0


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/invoice 0 Coffee", "Напишите сумму цифрами"),
        ("/invoice -5000", "Напишите сумму цифрами"),
        ("/invoice NaN", "Напишите сумму цифрами"),
        ("/invoice 5000.555", "Напишите сумму цифрами"),
        ("/invoice 1000000000", "Слишком большая сумма"),
        ("/invoice 100 $", "в валюте магазина"),
        ("5️⃣", "Напишите сумму цифрами"),
    ],
)
async def test_what_is_no_amount_gets_a_clear_word_and_no_invoice(rig: Rig, typed: str, answer: str) -> None:
    await rig.sandbox.send(OWNER, typed)
    await rig.said(OWNER, answer)
    assert await rig.count() == 0


async def test_html_in_the_words_stays_words(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "500 <b>Tea</b> & <script>")
    card = await rig.said(OWNER, "<b>Tea</b> & <script>")
    assert "photo" in card


async def test_a_less_clear_text_is_offered_with_one_button(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "kofe 5000")
    offer = await rig.said(OWNER, "Это счёт на")
    assert len(buttons(offer)) == 1
    assert await rig.count() == 0
    await rig.tap(OWNER, OWNER, offer, buttons(offer)[0])
    await rig.said(OWNER, "kofe · счёт")
    assert await rig.count() == 1
    assert buttons(await rig.said(OWNER, "Это счёт на")) == []


async def test_a_phone_is_read_and_politely_not_used(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/invoice 5000 87001234567 Coffee")
    card = await rig.said(OWNER, "Coffee · счёт")
    assert "700" not in spoken(card)
    await rig.said(OWNER, "номер не использован")


async def test_a_customer_who_tries_to_issue_gets_a_clear_word(rig: Rig) -> None:
    for typed in ("/invoice 5000 Coffee", "5000 Coffee"):
        await rig.sandbox.send(CUSTOMER, typed)
    await rig.said(CUSTOMER, "only the shop's staff issue invoices", nth=2)
    assert await rig.count() == 0


async def test_in_a_group_the_command_makes_a_payer_s_card_and_one_for_the_issuer(rig: Rig) -> None:
    await rig.sandbox.group(GROUP, "Coffee club", [OWNER, CUSTOMER, CASHIER])
    await rig.said(GROUP, "/invoice@tolem_demo_bot 5000 Кофе")
    await rig.sandbox.send(OWNER, "/invoice@tolem_demo_bot 5000 Coffee", chat=GROUP)
    card = await rig.said(GROUP, "Ждём оплату")
    assert "Отменить счёт" not in buttons(card)
    own = await rig.said(OWNER, "Ждём оплату")
    assert "Отменить счёт" in buttons(own)
    await rig.sandbox.send(CUSTOMER, "/invoice@tolem_demo_bot 5000 Coffee", chat=GROUP)
    await rig.said(GROUP, "счета выставляют сотрудники")
    await rig.sandbox.send(OWNER, "/invoice@tolem_demo_bot 1 Coffee", chat=GROUP, anonymous=True)
    await rig.said(GROUP, "от своего имени")
    assert await rig.count() == 1


async def test_in_a_group_the_amount_is_asked_for_and_answered_by_a_reply(rig: Rig) -> None:
    await rig.sandbox.group(GROUP, "Coffee club", [OWNER, CUSTOMER])
    await rig.sandbox.send(OWNER, "/invoice@tolem_demo_bot", chat=GROUP)
    asked = await rig.said(GROUP, "Ответьте на это сообщение")
    await rig.sandbox.send(OWNER, "5000 Coffee", chat=GROUP, reply_to=asked["message_id"])
    await rig.said(GROUP, "Ждём оплату")
    assert await rig.count() == 1


async def test_an_admin_bot_answers_only_what_is_addressed_to_it(rig: Rig) -> None:
    await rig.sandbox.group(GROUP, "Coffee club", [OWNER, CUSTOMER])
    await rig.said(GROUP, "/invoice@tolem_demo_bot 5000 Кофе")
    for nth, text in enumerate(("5000 Coffee", "/invoice@other_bot 5000", "/help", "hello")):
        await rig.sandbox.raw_update(group_message(text, 900 + nth))
    await rig.sandbox.raw_update(group_message("/frobnicate@tolem_demo_bot", 910))
    await rig.said(GROUP, "Такой команды нет")
    assert len(await rig.ours(GROUP)) == 2
    assert await rig.count() == 0


def group_message(text: str, number: int) -> dict[str, object]:
    """What an admin bot sees of a group's talk."""
    sender = {"id": OWNER, "is_bot": False, "first_name": "Айгерим", "language_code": "ru"}
    chat = {"id": GROUP, "type": "supergroup", "title": "Coffee club"}
    return {"message": {"message_id": number, "date": 1, "chat": chat, "from": sender, "text": text}}


async def test_a_sum_that_is_too_big_is_refused_before_the_words_are_asked_for(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/invoice")
    await rig.said(OWNER, "Какая сумма?")
    await rig.sandbox.send(OWNER, "999999999999")
    await rig.said(OWNER, "Слишком большая сумма")
    await rig.sandbox.send(OWNER, "5000")  # the question still waits
    await rig.said(OWNER, "за что?")
    await rig.sandbox.send(OWNER, "/help")  # any command leaves it
    await rig.sandbox.send(OWNER, "coffee 999999999999")
    await rig.said(OWNER, "Слишком большая сумма", nth=2)
    assert await rig.count() == 0
