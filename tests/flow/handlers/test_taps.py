"""The buttons of a card, pressed by the right hand, the wrong one, twice, and too late."""

from __future__ import annotations

import asyncio

import pytest

from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, STRANGER, Message, Rig, buttons
from tests.support.until import until

NOTHING_YET = "The bank sees no payment yet"


async def issued(rig: Rig, who: int = OWNER, text: str = "5000 Coffee") -> Message:
    """An invoice with its QR on the card."""
    await rig.sandbox.send(who, text)
    await rig.sandbox.wait_for(who, lambda ms: [m for m in ms if "Отменить счёт" in buttons(m)])
    return await rig.said(who, "Ждём оплату")


async def cards(rig: Rig, chat: int, number: int) -> list[Message]:
    """The cards in this chat, as soon as there are so many."""

    def find(messages: list[Message]) -> list[Message] | None:
        found = [m for m in messages if "photo" in m]
        return found if len(found) == number else None

    return await rig.sandbox.wait_for(chat, find)


async def opened_by(rig: Rig, who: int, number: int = 1) -> Message:
    """The invoice's card in the chat of somebody who opened its link."""
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    token = (await rig.desk.invoice_by_number(number, owner)).token
    await rig.sandbox.start(who, f"inv_{token}")
    return await rig.sandbox.wait_for(
        who, lambda ms: next((m for m in ms if "photo" in m and buttons(m)), None)
    )


async def test_a_check_without_money_says_so_in_the_toast_and_on_the_card(rig: Rig) -> None:
    await issued(rig)
    card = await opened_by(rig, CUSTOMER)
    assert NOTHING_YET in await rig.tap(CUSTOMER, CUSTOMER, card, "Check payment")
    await rig.said(CUSTOMER, "no payment yet")


async def test_cancel_is_said_at_once_and_shown_on_all_cards(rig: Rig) -> None:
    card = await issued(rig)
    await opened_by(rig, CUSTOMER)
    assert await rig.tap(OWNER, OWNER, card, "Отменить счёт") == "Счёт отменён."
    await rig.said(OWNER, "Счёт отменён")
    await rig.said(CUSTOMER, "Invoice cancelled")


async def test_two_taps_on_cancel_at_once_cancel_once(rig: Rig) -> None:
    card = await issued(rig)
    data = card["reply_markup"]["inline_keyboard"][-1][0]["callback_data"]
    taps = (rig.sandbox.tap(OWNER, OWNER, card["message_id"], data) for _ in range(2))
    answers = await asyncio.gather(*taps)
    assert all("timeout" not in answer for answer in answers)
    await rig.said(OWNER, "Счёт отменён")


async def test_somebody_else_s_button_is_refused_with_an_alert(rig: Rig) -> None:
    await issued(rig)
    card = await opened_by(rig, CUSTOMER)
    await rig.sandbox.raw_update(tapped(CUSTOMER, card, "cnl:1"))
    answer = await toasted(rig, 1)
    assert answer["text"] == "Эту кнопку может нажать только сотрудник магазина."
    assert answer["show_alert"]
    assert (await rig.desk.view(1)).invoice.state == "open"


async def test_a_cashier_cannot_cancel_the_owner_s_invoice(rig: Rig) -> None:
    await issued(rig)
    await rig.sandbox.send(CASHIER, "300 Tea")
    card = await rig.said(CASHIER, "Tea")
    await rig.sandbox.raw_update(tapped(CASHIER, card, "cnl:1"))
    await toasted(rig, 1)
    assert (await rig.desk.view(1)).invoice.state == "open"


async def test_a_slow_bank_is_answered_for_in_two_seconds_and_the_card_shows_the_end(rig: Rig) -> None:
    card = await issued(rig)
    await rig.sandbox.halyk("trouble", endpoint="*", kind="slow", seconds=4)
    started = asyncio.get_running_loop().time()
    assert await rig.tap(OWNER, OWNER, card, "Проверить оплату") == "Спрашиваем банк…"
    assert 1.5 < asyncio.get_running_loop().time() - started < 3.5
    await rig.said(OWNER, "оплаты пока нет")


async def test_a_refusal_that_comes_after_the_toast_becomes_a_message(rig: Rig) -> None:
    card = await issued(rig)
    view = await rig.desk.view(1)
    assert view.payment is not None
    await rig.sandbox.halyk("scan", invoiceID=view.payment.reference)
    await rig.sandbox.halyk("trouble", endpoint="*", kind="slow", seconds=3)
    assert await rig.tap(OWNER, OWNER, card, "Отменить счёт") == "Спрашиваем банк…"
    await rig.said(OWNER, "Покупатель сейчас подтверждает оплату")
    assert (await rig.desk.view(1)).invoice.state == "open"


async def test_show_puts_the_card_below_once_more(rig: Rig) -> None:
    await issued(rig)
    await rig.sandbox.send(OWNER, "/invoices")
    page = await rig.said(OWNER, "Счета: 1")
    await rig.tap(OWNER, OWNER, page, "#1")
    await rig.said(OWNER, "ниже")
    cards = [m for m in await rig.ours(OWNER) if "photo" in m]
    assert len(cards) == 2
    assert "Отменить счёт" in buttons(cards[1])
    assert buttons(cards[0]) == []


async def test_an_invoice_is_found_by_its_number_by_who_may_see_it(rig: Rig) -> None:
    await issued(rig)
    for nth, typed in enumerate(("/invoices 1", "#1", "№ 1"), start=2):
        await rig.sandbox.send(OWNER, typed)
        await cards(rig, OWNER, nth)
    await rig.sandbox.send(STRANGER, "#1")
    await rig.said(STRANGER, "Мұндай шот табылмады")
    assert not [m for m in await rig.ours(STRANGER) if "photo" in m]


async def test_a_button_of_another_version_shows_how_things_stand(rig: Rig) -> None:
    card = await issued(rig)
    await rig.sandbox.raw_update(tapped(OWNER, card, "oldpay:1"))
    await cards(rig, OWNER, 2)
    await rig.sandbox.raw_update(tapped(OWNER, card, "what is this"))
    await rig.sandbox.send(OWNER, "/help")
    await rig.said(OWNER, "/attention")


async def test_the_banks_are_shown_on_the_card_and_back_draws_it_again(rig: Rig) -> None:
    card = await issued(rig)
    await rig.sandbox.raw_update(tapped(OWNER, card, "way:1"))
    asking = await with_buttons(rig, ["Halyk", "Назад"])
    await rig.tap(OWNER, OWNER, asking, "Назад")
    await with_buttons(rig, buttons(card))
    await rig.sandbox.raw_update(tapped(OWNER, card, "way:1"))
    asking = await with_buttons(rig, ["Halyk", "Назад"])
    assert await rig.tap(OWNER, OWNER, asking, "Halyk") == "Уже выполняем."


async def with_buttons(rig: Rig, expected: list[str]) -> Message:
    """The owner's message that has exactly these."""
    return await rig.sandbox.wait_for(
        OWNER, lambda messages: next((m for m in messages if buttons(m) == expected), None)
    )


async def test_try_again_under_the_news_brings_the_card_down_to_it(rig: Rig) -> None:
    await issued(rig)
    above = await opened_by(rig, CUSTOMER)
    view = await rig.desk.view(1)
    assert view.payment is not None
    await rig.sandbox.halyk("reject", invoiceID=view.payment.reference)
    await rig.desk.check(1)
    news = await rig.sandbox.wait_for(
        CUSTOMER, lambda ms: next((m for m in ms if "photo" not in m and "Try again" in buttons(m)), None)
    )
    await rig.tap(CUSTOMER, CUSTOMER, news, "Try again")
    below = await rig.sandbox.wait_for(
        CUSTOMER, lambda ms: next((m for m in ms[-1:] if "photo" in m and "Open Halyk" in buttons(m)), None)
    )
    assert below["message_id"] > news["message_id"] > above["message_id"]
    moved = await rig.said(CUSTOMER, "Moved below")
    assert moved["message_id"] == above["message_id"]
    assert not [m for m in await rig.ours(CUSTOMER) if "Try again" in buttons(m)]


async def test_issued_again_twice_is_one_new_invoice(rig: Rig) -> None:
    card = await issued(rig)
    view = await rig.desk.view(1)
    assert view.payment is not None
    await rig.sandbox.halyk("reject", invoiceID=view.payment.reference)  # nobody can pay the old code now
    await rig.desk.check(1)
    await rig.tap(OWNER, OWNER, card, "Отменить счёт")
    for _ in range(2):
        await rig.sandbox.raw_update(tapped(OWNER, card, "agn:1"))
    await rig.said(OWNER, "Coffee · счёт #2")
    await toasted(rig, 3)
    assert await rig.count() == 2


async def test_paid_gives_the_receipt_button_and_the_question_reaches_the_owner(rig: Rig) -> None:
    await issued(rig)
    await opened_by(rig, CUSTOMER)
    await rig.pay(1)
    card = await rig.sandbox.wait_for(
        CUSTOMER, lambda ms: next((m for m in ms if "photo" in m and "Receipt" in buttons(m)), None)
    )
    await rig.tap(CUSTOMER, CUSTOMER, card, "Receipt")
    await rig.said(CUSTOMER, "Receipt code", nth=2)
    await rig.tap(CUSTOMER, CUSTOMER, card, "A question about it")
    await rig.said(CUSTOMER, "What would you like to ask")
    await rig.sandbox.send(CUSTOMER, "Where is my coffee?")
    await rig.said(CUSTOMER, "The shop has your question")
    question = await rig.said(OWNER, "Where is my coffee?")
    assert "Готово" in buttons(question)
    await rig.sandbox.send(OWNER, "/attention")
    listed = await rig.said(OWNER, "Where is my coffee?", nth=2)
    assert await rig.tap(OWNER, OWNER, listed, "Готово") == "Готово. В списке этого больше нет."
    assert "уже принято" in await rig.tap(OWNER, OWNER, question, "Готово")
    await rig.sandbox.send(OWNER, "/attention")
    await rig.said(OWNER, "Ничего не ждёт решения")


async def toasted(rig: Rig, nth: int) -> Message:
    """How the nth tap was answered."""

    async def answered() -> list[Message]:
        calls = [c for c in await rig.sandbox.calls() if c["method"] == "answerCallbackQuery"]
        return [dict(call["params"]) for call in calls[nth - 1 :]]

    return (await until(answered))[0]


async def told(rig: Rig, tap: dict[str, object]) -> str:
    """The toast that a tap gets, with whatever stands in its update; those before it were answered."""
    before = sum(call["method"] == "answerCallbackQuery" for call in await rig.sandbox.calls())
    await rig.sandbox.raw_update(tap)
    return str((await toasted(rig, before + 1)).get("text", ""))


def tapped(person: int, card: Message, data: str, number: str = "77") -> dict[str, object]:
    """A tap with any data, as a changed app may send it."""
    sender = {"id": person, "is_bot": False, "first_name": "X", "language_code": "ru"}
    message = {key: card[key] for key in ("message_id", "date", "chat")}
    query = {"id": number, "from": sender, "chat_instance": "1", "data": data, "message": message}
    return {"callback_query": query}


async def test_a_group_that_gets_a_new_id_is_followed(rig: Rig) -> None:
    await rig.sandbox.group(-1001, "Coffee club", [OWNER, CUSTOMER], supergroup=False)
    await rig.sandbox.send(OWNER, "/invoice@tolem_demo_bot 5000 Coffee", chat=-1001)
    await rig.said(-1001, "Ждём оплату")
    own = await rig.said(OWNER, "Ждём оплату")
    await rig.sandbox.upgrade_group(-1001, -100200)
    await rig.said(-100200, "Ждём оплату")
    await rig.tap(OWNER, OWNER, own, "Отменить счёт")
    await rig.said(-100200, "Счёт отменён")


@pytest.mark.parametrize("button", ["pay:1:halyk", "new:1"])
async def test_a_tap_that_is_handled_again_makes_no_second_bill_also_where_the_first_was_refused(
    rig: Rig, button: str
) -> None:
    """A process is killed between the bill and its word in the chat, and the payer is quick."""
    card = await issued(rig)
    await refused(rig, 1)
    tap = tapped(OWNER, card, button)
    for times in (1, 2):
        await rig.sandbox.raw_update(tap)
        await toasted(rig, times)
        if times == 1:
            await refused(rig, 2)
    assert len((await rig.sandbox.halyk("books"))["bills"]) == 2
    await rig.sandbox.raw_update(tapped(OWNER, card, button, "78"))
    await toasted(rig, 3)
    assert len((await rig.desk.view(1)).payments) == 3, "another tap is another wish"


async def refused(rig: Rig, attempts: int) -> None:
    """The payer refuses the newest bill, which is the one of so many attempts."""
    payments = (await rig.desk.view(1)).payments
    assert len(payments) == attempts

    async def billed() -> bool:
        bills = (await rig.sandbox.halyk("books"))["bills"]
        return any(bill["invoiceID"] == payments[-1].reference for bill in bills)

    await until(billed)
    await rig.sandbox.halyk("reject", invoiceID=payments[-1].reference)
    await rig.desk.check(1)
    await rig.said(OWNER, "Оплата не прошла")
