"""Money goes back in the chat: asked, confirmed once, sent once; wrong hands, late taps, odd sums."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from billing.models import Person, Role
from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, STRANGER, Message, Rig, buttons, spoken
from tests.flow.handlers.test_taps import issued, opened_by, tapped, toasted
from tests.support import PATIENCE

MANAGER = 503
TITLE = "Возврат по счёту #1"
ASKED = "Сколько вернуть?"
STARTED = "Банк принял заявку на возврат"


@pytest.fixture
async def paid(rig: Rig) -> Rig:
    """The owner's invoice #1 of 5 000, opened and paid by the customer."""
    await issued(rig)
    await opened_by(rig, CUSTOMER)
    await rig.pay(1)
    return rig


async def refunds_at_bank(rig: Rig) -> list[Any]:
    """Amounts and states in the bank's own books."""
    books = await rig.sandbox.halyk("books")
    return [(r["amount"], r["state"]) for bill in books["bills"] for r in bill["refunds"]]


async def bank_finishes(rig: Rig) -> None:
    """A minute passes at the bank, and we ask about what is under way."""
    await rig.sandbox.move_clock(61)
    for refund in (await rig.desk.view(1)).refunds:
        await rig.desk.refunds.repaying.look(refund)


async def with_button(rig: Rig, chat: int, text: str, *, nth: int = -1) -> Message:
    """The last message there that has such a button."""

    def find(messages: list[Message]) -> Message | None:
        found = [m for m in messages if any(text in label for label in buttons(m))]
        return found[nth] if found else None

    return await rig.sandbox.wait_for(chat, find, timeout=PATIENCE)


async def asked(rig: Rig, text: str = "/refund 1", who: int = OWNER) -> Message:
    await rig.sandbox.send(who, text)
    return await with_button(rig, who, "Другую сумму")


async def confirming(rig: Rig, text: str = "/refund 1 1500 много молока", who: int = OWNER) -> Message:
    await rig.sandbox.send(who, text)
    return await with_button(rig, who, "Да, вернуть")


async def test_a_part_goes_back_from_the_card_to_the_customer(paid: Rig) -> None:
    card = await with_button(paid, OWNER, "Вернуть деньги")
    await paid.tap(OWNER, OWNER, card, "Вернуть деньги")
    question = await with_button(paid, OWNER, "Всё: 5\u00a0000\u00a0₸")
    assert spoken(question).replace("\u00a0", " ") == (
        "↩️ Возврат по счёту #1\nПолучено 5 000 ₸, возвращено 0 ₸. Сколько вернуть?"
    )
    await paid.tap(OWNER, OWNER, question, "Другую сумму")
    await paid.said(OWNER, "Не меньше 10\u00a0₸, не больше 5\u00a0000\u00a0₸")
    await paid.sandbox.send(OWNER, "1500")
    sure = await paid.said(OWNER, "Вернуть покупателю 1\u00a0500\u00a0₸? Отменить возврат будет нельзя.")
    assert await refunds_at_bank(paid) == []
    assert await paid.tap(OWNER, OWNER, sure, "Да, вернуть 1\u00a0500\u00a0₸") == "Спрашиваем банк…"
    await paid.said(OWNER, f"{STARTED} 1\u00a0500\u00a0₸")
    assert await refunds_at_bank(paid) == [(150000, "open")]
    await bank_finishes(paid)
    done = await paid.said(OWNER, "↩️ Возвращено: 1\u00a0500\u00a0₸ · счёт #1")
    assert "Осталось: 3\u00a0500\u00a0₸." in spoken(done)
    assert done["silent"]
    theirs = await paid.said(CUSTOMER, "Returned to you: 1\u00a0500\u00a0₸")
    assert not theirs["silent"]
    await paid.said(OWNER, "Возвращено: 1\u00a0500\u00a0₸", nth=1)
    assert await paid.count() == 1, "the typed answer is no invoice"
    await paid.sandbox.send(CUSTOMER, "/payments")
    await paid.said(CUSTOMER, "returned 1\u00a0500\u00a0₸")
    card = await paid.sandbox.wait_for(
        CUSTOMER, lambda ms: next((m for m in ms if "photo" in m and "Returned: " in spoken(m)), None)
    )
    await paid.tap(CUSTOMER, CUSTOMER, card, "Receipt")
    receipt = await paid.said(CUSTOMER, "Receipt code", nth=2)
    assert "Returned: 1\u00a0500\u00a0₸" in spoken(receipt)


async def test_all_goes_back_and_there_is_nothing_left_to_press(paid: Rig) -> None:
    question = await asked(paid)
    await paid.tap(OWNER, OWNER, question, "Всё: 5\u00a0000\u00a0₸")
    sure = await with_button(paid, OWNER, "Да, вернуть")
    await paid.tap(OWNER, OWNER, sure, "Да, вернуть 5\u00a0000\u00a0₸")
    await paid.said(OWNER, STARTED)
    await bank_finishes(paid)
    card = await paid.sandbox.wait_for(
        OWNER, lambda ms: next((m for m in ms if "photo" in m and spoken(m).startswith("↩️")), None)
    )
    assert buttons(card) == ["Квитанция"]
    await paid.sandbox.send(OWNER, "/refund 1")
    await paid.said(OWNER, "Всё уже возвращено")


async def test_the_command_takes_amount_and_reason_at_once(paid: Rig) -> None:
    sure = await confirming(paid, "/refund #1 1 500,50 остыл <кофе>")
    assert "Причина: остыл <кофе>" in spoken(sure)
    await paid.tap(OWNER, OWNER, sure, "Да, вернуть 1\u00a0500,50\u00a0₸")
    await paid.said(OWNER, STARTED)
    books = await paid.sandbox.halyk("books")
    (refund,) = [r for bill in books["bills"] for r in bill["refunds"]]
    assert (refund["amount"], refund["purpose"]) == (150050, "остыл <кофе>")
    await paid.sandbox.send(OWNER, "/refund 1")
    standing = await paid.said(OWNER, "принято банком")
    assert "остыл <кофе>" in spoken(standing)


async def test_the_command_alone_asks_for_the_number(paid: Rig) -> None:
    await paid.sandbox.send(OWNER, "/refund")
    await paid.said(OWNER, "По какому счёту вернуть деньги?")
    await paid.sandbox.send(OWNER, "кофе")
    await paid.said(OWNER, "По какому счёту вернуть деньги?", nth=2)
    await paid.sandbox.send(OWNER, "#1 700")
    await with_button(paid, OWNER, "Да, вернуть 700")
    assert await paid.count() == 1


async def test_a_number_that_is_not_there_is_asked_for_again(paid: Rig) -> None:
    await paid.sandbox.send(OWNER, "/refund")
    await paid.said(OWNER, "По какому счёту вернуть деньги?")
    await paid.sandbox.send(OWNER, "777")
    await paid.said(OWNER, "Не нашли такой счёт")
    await paid.sandbox.send(OWNER, "1")
    await with_button(paid, OWNER, "Всё: 5\u00a0000\u00a0₸")
    assert await paid.count() == 1


async def test_back_and_any_command_leave_the_question(paid: Rig) -> None:
    await paid.sandbox.send(OWNER, "/refund")
    question = await paid.said(OWNER, "По какому счёту вернуть деньги?")
    await paid.tap(OWNER, OWNER, question, "Назад")
    await paid.said(OWNER, "ничего не возвращено")
    await paid.tap(OWNER, OWNER, await asked(paid), "Другую сумму")
    await paid.sandbox.send(OWNER, "/help")
    await paid.said(OWNER, "/attention")
    await paid.sandbox.send(OWNER, "700")
    await paid.said(OWNER, "Ждём оплату: 700")


async def test_no_leaves_the_money_where_it_is(paid: Rig) -> None:
    sure = await confirming(paid)
    await paid.tap(OWNER, OWNER, sure, "Нет")
    await paid.said(OWNER, "ничего не возвращено")
    assert await refunds_at_bank(paid) == []


@pytest.mark.slice(2)
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9", "Банк возвращает не меньше 10\u00a0₸"),
        ("5000,01", "Вернуть можно не больше 5\u00a0000\u00a0₸"),
        ("много", "Напишите сумму цифрами"),
        ("0", "Напишите сумму цифрами"),
        ("$5", "Напишите сумму цифрами"),
    ],
)
async def test_a_wrong_amount_is_refused_with_its_reason_and_asked_again(
    paid: Rig, typed: str, said: str
) -> None:
    await paid.tap(OWNER, OWNER, await asked(paid), "Другую сумму")
    await paid.said(OWNER, "не больше")
    await paid.sandbox.send(OWNER, typed)
    await paid.said(OWNER, said)
    await paid.sandbox.send(OWNER, "1500")
    await with_button(paid, OWNER, "Да, вернуть 1\u00a0500")
    assert await refunds_at_bank(paid) == []


async def test_a_wrong_amount_in_the_command_is_refused_above_the_question(paid: Rig) -> None:
    await paid.sandbox.send(OWNER, "/refund 1 6000")
    refused = await paid.said(OWNER, "Вернуть можно не больше")
    assert ASKED in spoken(refused)
    await paid.sandbox.send(OWNER, "/refund один")
    await paid.said(OWNER, "/refund 1042 1500")
    await paid.sandbox.send(OWNER, "/refund 99")
    await paid.said(OWNER, "Не нашли такой счёт")


async def test_two_taps_on_yes_at_once_send_one_refund(paid: Rig) -> None:
    sure = await confirming(paid)
    data = sure["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    answers = await asyncio.gather(
        *(paid.sandbox.tap(OWNER, OWNER, sure["message_id"], data) for _ in range(2))
    )
    assert sorted(answer["text"] for answer in answers) == ["Спрашиваем банк…", "Уже выполняем."]
    await paid.said(OWNER, STARTED)
    assert await refunds_at_bank(paid) == [(150000, "open")]


@pytest.mark.parametrize("typed", ["/refund 1 1500", "/refund 1 5000"])
async def test_a_yes_that_is_handled_again_once_the_money_is_back_says_so_and_asks_for_no_more(
    paid: Rig, typed: str
) -> None:
    """A process is killed between the refund and its word in the chat, and the bank is quick."""
    sure = await confirming(paid, typed)
    data = sure["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await paid.sandbox.tap(OWNER, OWNER, sure["message_id"], data)
    await paid.said(OWNER, STARTED)
    await bank_finishes(paid)
    await paid.said(OWNER, "↩️ Возвращено")
    tapped = {"id": "again", "from": sure["chat"] | {"is_bot": False}, "chat_instance": "1"}
    await paid.sandbox.raw_update({"callback_query": tapped | {"message": sure, "data": data}})

    def find(messages: list[Message]) -> Message | None:
        (now,) = [m for m in messages if m["message_id"] == sure["message_id"]]
        return now if spoken(now).startswith("↩️ Возвращено") and not buttons(now) else None

    await paid.sandbox.wait_for(OWNER, find, timeout=PATIENCE)
    assert len(await refunds_at_bank(paid)) == 1


async def test_two_managers_at_once_send_one_refund(paid: Rig) -> None:
    at = paid.desk.clock.now()
    await paid.database.write(lambda books: books.save_person(Person(MANAGER, role=Role.MANAGER), at))
    await paid.sandbox.person(MANAGER, "Ержан", "ru")
    await paid.sandbox.start(MANAGER)
    mine = await confirming(paid, "/refund 1 1500")
    theirs = await confirming(paid, "/refund 1 2000", who=MANAGER)
    answers = await asyncio.gather(
        paid.tap(OWNER, OWNER, mine, "Да, вернуть 1\u00a0500\u00a0₸"),
        paid.tap(MANAGER, MANAGER, theirs, "Да, вернуть 2\u00a0000\u00a0₸"),
    )
    assert sorted(answers) == ["Кнопка устарела. Показываем, как сейчас.", "Спрашиваем банк…"]
    late = MANAGER if answers[1].startswith("Кнопка") else OWNER
    await paid.said(late, TITLE)
    await with_button(paid, late, "Спросить банк")
    await paid.sandbox.wait_for(OWNER if late == MANAGER else MANAGER, lambda ms: STARTED in str(ms))
    assert len(await refunds_at_bank(paid)) == 1


async def test_a_question_from_before_another_refund_is_old(paid: Rig) -> None:
    question = await asked(paid)
    sure = await confirming(paid)
    await paid.tap(OWNER, OWNER, sure, "Да, вернуть 1\u00a0500\u00a0₸")
    await paid.said(OWNER, STARTED)
    assert "Кнопка устарела" in await paid.tap(OWNER, OWNER, question, "Всё: 5\u00a0000\u00a0₸")
    standing = await with_button(paid, OWNER, "Спросить банк")
    assert standing["message_id"] == question["message_id"]
    await bank_finishes(paid)
    assert len(await refunds_at_bank(paid)) == 1


async def test_only_the_newest_confirmation_counts(paid: Rig) -> None:
    first = await confirming(paid, "/refund 1 1500")
    await confirming(paid, "/refund 1 2000")
    assert "Кнопка устарела" in await paid.tap(OWNER, OWNER, first, "Да, вернуть 1\u00a0500\u00a0₸")
    assert await refunds_at_bank(paid) == []


async def test_a_refund_under_way_is_asked_about_by_hand(paid: Rig) -> None:
    sure = await confirming(paid)
    await paid.tap(OWNER, OWNER, sure, "Да, вернуть 1\u00a0500\u00a0₸")
    await paid.said(OWNER, STARTED)
    await paid.sandbox.send(OWNER, "/refund 1")
    standing = await with_button(paid, OWNER, "Спросить банк")
    assert "ещё не закончил" in await paid.tap(OWNER, OWNER, standing, "Спросить банк")
    await paid.said(OWNER, "Проверили в ")
    await paid.sandbox.move_clock(61)
    assert "деньги вернулись" in await paid.tap(OWNER, OWNER, standing, "Спросить банк")
    again = await with_button(paid, OWNER, "Всё: 3\u00a0500\u00a0₸")
    assert "✅ 1\u00a0500\u00a0₸ · возвращено" in spoken(again)


async def test_a_refusal_says_why_and_the_money_can_be_tried_again(paid: Rig) -> None:
    sure = await confirming(paid, "/refund 1 1500,61")
    await paid.tap(OWNER, OWNER, sure, "Да, вернуть 1\u00a0500,61\u00a0₸")
    failed = await paid.said(OWNER, "Возврат не сделан: 1\u00a0500,61\u00a0₸")
    assert "Исчерпан лимит возвратов" in spoken(failed)
    assert "Halyk: 3141" in spoken(failed)
    assert not failed["silent"]
    assert await refunds_at_bank(paid) == []
    await confirming(paid, "/refund 1 1500")


async def test_a_lost_answer_is_said_and_not_sent_again(paid: Rig) -> None:
    sure = await confirming(paid)
    await paid.sandbox.halyk("trouble", endpoint="operation", kind="reset_after", count=1)
    await paid.tap(OWNER, OWNER, sure, "Да, вернуть 1\u00a0500\u00a0₸")
    await paid.said(OWNER, "Не повторяйте его")
    await bank_finishes(paid)
    await paid.said(OWNER, "↩️ Возвращено: 1\u00a0500\u00a0₸")
    assert await refunds_at_bank(paid) == [(150000, "done")]


async def test_a_cashier_is_sent_to_a_manager_with_what_others_issued(paid: Rig) -> None:
    await paid.sandbox.send(CASHIER, "300 Чай")
    card = await paid.said(CASHIER, "Чай")
    await paid.sandbox.raw_update(tapped(CASHIER, card, "rfd:1"))
    assert "Не нашли такой счёт" in (await toasted(paid, 1))["text"]
    for nth, data in enumerate(("rfp:1:0:a:0", "rfy:1:0:a:1", "rfc:1", "rfv:1:1", "hld:1:capture"), 2):
        await paid.sandbox.raw_update(tapped(CASHIER, card, data))
        assert "Обратитесь к одному из них" in (await toasted(paid, nth))["text"]
    await paid.sandbox.send(CASHIER, "/refund 1")
    await paid.said(CASHIER, "Не нашли такой счёт")
    assert await refunds_at_bank(paid) == []


async def test_a_stranger_and_the_customer_cannot(paid: Rig) -> None:
    card = await paid.said(CUSTOMER, "Paid: ")
    for nth, who in enumerate((STRANGER, CUSTOMER), 1):
        await paid.sandbox.raw_update(tapped(who, card, "rfd:1"))
        assert (await toasted(paid, nth))["show_alert"]
        await paid.sandbox.send(who, "/refund 1 1500")
    await paid.said(CUSTOMER, "/paysupport")
    await paid.said(STRANGER, "/paysupport")
    assert await refunds_at_bank(paid) == []


async def test_before_the_money_there_is_nothing_to_return(rig: Rig) -> None:
    await issued(rig)
    await rig.sandbox.send(OWNER, "/refund 1")
    await rig.said(OWNER, "деньги не пришли")


async def test_a_group_gets_the_way_to_the_private_chat_and_no_sums(paid: Rig) -> None:
    await paid.sandbox.group(-1001, "Coffee club", [OWNER, CUSTOMER])
    await paid.sandbox.send(OWNER, "/refund@tolem_demo_bot 1 1500", chat=-1001)
    answer = await paid.said(-1001, "В группах это не показываем")
    assert answer["reply_markup"]["inline_keyboard"][0][0]["url"].startswith("https://t.me/")
    await paid.sandbox.raw_update(tapped(OWNER, answer, "rfd:1"))
    assert (await toasted(paid, 1))["show_alert"]
