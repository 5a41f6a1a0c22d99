"""Statements and transfers in the chat, against the practice bank: pages, files, the menu, what fails."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from billing.models import Role
from screens.texts import words
from tests.flow.handlers import rig as chat
from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, Rig, buttons
from tests.support import PATIENCE
from tests.support.bank import ObedientBank
from tests.support.books import give_role

GROUP = -1001
Message = dict[str, Any]


def spoken(message: Message) -> str:
    """With plain spaces, as this file writes them."""
    return chat.spoken(message).replace("\u00a0", " ")


async def fill(rig: Rig, count: int, **more: Any) -> Message:
    """So many rows at the bank, from the last hours."""
    return await rig.sandbox.halyk("operations_bulk", count=count, **more)


async def ask(rig: Rig, text: str, person: int = OWNER) -> Message:
    """The answer to a command: the newest message of the bot once it is no longer asking."""
    before = len(await rig.ours(person))
    await rig.sandbox.send(person, text)
    return await settled(rig, before, person)


async def settled(rig: Rig, before: int, person: int = OWNER) -> Message:
    def find(messages: list[Message]) -> Message | None:
        ours = [m for m in messages if m.get("from", {}).get("is_bot") and not m.get("deleted")]
        return ours[-1] if len(ours) > before and "Спрашиваем банк" not in spoken(ours[-1]) else None

    return await rig.sandbox.wait_for(person, find, timeout=PATIENCE)


async def turned(rig: Rig, message: Message, words: str) -> Message:
    """The same message once it has these words."""

    def find(messages: list[Message]) -> Message | None:
        same = [m for m in messages if m["message_id"] == message["message_id"] and words in spoken(m)]
        return same[0] if same else None

    return await rig.sandbox.wait_for(OWNER, find, timeout=PATIENCE)


async def test_a_statement_of_today_shows_what_is_proved_and_what_is_not(rig: Rig) -> None:
    await rig.sandbox.halyk("operation", amount=500000, invoiceID="700001", description="Coffee <b>")
    await rig.sandbox.halyk("operation", amount=70000, description="Tea")
    said = spoken(await ask(rig, "/statement"))
    assert "Операций: 2" in said
    assert "Деньги: 5 000 ₸" in said
    assert "Не наши счета, деньги подтвердил банк: 1 · 5 000 ₸" in said
    assert "Не подтверждено, поэтому не посчитано: 1 · 700 ₸" in said
    assert "Coffee <b>" in said


async def test_our_own_payment_is_recognised_by_its_number(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "5000 Coffee")
    card = await rig.said(OWNER, "QR действует")
    bill = (await rig.sandbox.halyk("books"))["bills"][0]
    await rig.sandbox.halyk("pay", invoiceID=bill["invoiceID"])
    await rig.tap(OWNER, OWNER, card, "Проверить оплату")
    await rig.said(OWNER, "Оплачено", nth=2)
    said = spoken(await ask(rig, "/statement"))
    assert "Деньги: 5 000 ₸" in said
    assert "№1 · Coffee" in said
    assert "❗" not in said
    assert "Не подтверждено" not in said


async def test_pages_turn_in_the_same_message(rig: Rig) -> None:
    await fill(rig, 20)
    first = await ask(rig, "/statement week")
    assert "Операций: 20" in spoken(first)
    assert "Страница 1 из 3" in spoken(first)
    assert "◀" not in buttons(first)
    await rig.tap(OWNER, OWNER, first, "▶")
    second = await turned(rig, first, "Страница 2 из 3")
    await rig.tap(OWNER, OWNER, second, "▶")
    third = await turned(rig, first, "Страница 3 из 3")
    assert "▶" not in buttons(third)
    rows = [line for page in (first, second, third) for line in spoken(page).split("\n\n")[1].splitlines()]
    assert len(rows) == 20
    assert len(set(rows)) == 20


async def test_a_file_comes_as_a_document_and_holds_every_row(rig: Rig) -> None:
    await fill(rig, 20)
    page = await ask(rig, "/statement week")
    assert await rig.tap(OWNER, OWNER, page, "XLSX") == "Пришлём файл, как только он будет готов."
    sent = await rig.sandbox.wait_for(
        OWNER, lambda ms: next((m for m in ms if m.get("document")), None), timeout=PATIENCE
    )
    assert sent["document"]["file_name"].startswith("statement-")
    book = openpyxl.load_workbook(BytesIO(await rig.sandbox.file(sent["document"]["file_id"])))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) >= 22


async def test_words_and_filters_reach_the_bank(rig: Rig) -> None:
    await rig.sandbox.halyk("operation", amount=500000, description="Coffee", payerPhone="77071234567")
    await rig.sandbox.halyk("operation", amount=70000, description="Tea", payerPhone="77077654321")
    for question in ("Coffee", "amount:>=1000", "+7 707 123 45 67", "amount:1000..6000", "5000"):
        said = spoken(await ask(rig, f"/statement {question}"))
        assert "Операций: 1" in said, question
        assert "Coffee" in said


async def test_a_bank_that_gives_no_list_is_named(rig: Rig) -> None:
    providers = rig.desk.banking.providers
    providers["horizonpay"] = ObedientBank("horizonpay")  # type: ignore[index]
    await rig.sandbox.send(OWNER, "/statement")
    await rig.said(OWNER, "Списка платежей не даёт: HorizonPay")
    await rig.said(OWNER, "Выписка Halyk")
    await rig.sandbox.send(OWNER, "/transfers")
    await rig.said(OWNER, "Переводы Halyk")
    said = [message for message in await rig.ours(OWNER) if "Списка платежей не даёт" in spoken(message)]
    assert len(said) == 1


async def test_the_menu_leads_to_other_periods_and_to_what_is_looked_for(rig: Rig) -> None:
    await rig.sandbox.halyk("operation", amount=500000, description="Coffee")
    await rig.sandbox.halyk("operation", amount=70000, description="Tea")
    page = await ask(rig, "/statement")
    before = len(await rig.ours(OWNER))
    await rig.tap(OWNER, OWNER, page, "Другой период или фильтр")
    menu = await settled(rig, before)
    assert buttons(menu) == [
        *("Сегодня", "Вчера", "Этот месяц", "Прошлый месяц"),
        *("По сумме", "По телефону", "По карте"),
    ]
    before += 1
    await rig.tap(OWNER, OWNER, menu, "Вчера")
    assert "ничего не показывает" in spoken(await settled(rig, before))
    before += 1
    await rig.tap(OWNER, OWNER, menu, "По сумме")
    question = await settled(rig, before)
    assert buttons(question) == ["Назад"]
    unread = spoken(await ask(rig, "много"))
    assert unread == f"{words('ru')('statement-unread')} {words('ru')('statement-ask-amount')}"
    assert "Операций: 1" in spoken(await ask(rig, "700"))
    assert await rig.count() == 0


async def test_what_is_no_phone_is_answered_without_names_of_fields(rig: Rig) -> None:
    page = await ask(rig, "/statement")
    before = len(await rig.ours(OWNER))
    await rig.tap(OWNER, OWNER, page, "Другой период или фильтр")
    menu = await settled(rig, before)
    await rig.tap(OWNER, OWNER, menu, "По телефону")
    await settled(rig, before + 1)
    unread = spoken(await ask(rig, "Даниярдың"))
    assert unread == f"{words('ru')('statement-unread')} {words('ru')('statement-ask-phone')}"
    assert "телефон: …7071234567" in spoken(await ask(rig, "8 707 123 45 67"))


async def test_tomorrow_has_not_come(rig: Rig) -> None:
    for day in ("завтра", "tomorrow", "ертең"):
        assert "ещё не начался" in spoken(await ask(rig, f"/statement {day}"))


async def test_back_leaves_the_question_and_an_amount_is_an_invoice_again(rig: Rig) -> None:
    page = await ask(rig, "/statement")
    before = len(await rig.ours(OWNER))
    await rig.tap(OWNER, OWNER, page, "Другой период или фильтр")
    menu = await settled(rig, before)
    await rig.tap(OWNER, OWNER, menu, "По сумме")
    question = await settled(rig, before + 1)
    await rig.tap(OWNER, OWNER, question, "Назад")
    await rig.said(OWNER, "Выписка выше остаётся")
    await rig.sandbox.send(OWNER, "700 Tea")
    await rig.said(OWNER, "QR действует")
    assert await rig.count() == 1


@pytest.mark.slice(3)
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("2098-01-01", "ещё не начался"),
        ("2024-01-01 2026-01-01", "самое большее 366 дней"),
        ("2026-02-02 2026-01-01", "раньше, чем начинается"),
        ("2026-13-45", "не получается прочитать 2026-13-45"),
        ("amount:", "После amount: нет значения"),
        ("colour:red", "Фильтра colour нет"),
        ("amount:between:1", "слишком мало или слишком много"),
        ("amount:many", "Напишите сумму"),
        ("sort:colour", "Сортировать по colour нельзя"),
        ("<b>: 1", "ничего не показывает"),
    ],
)
async def test_a_question_that_cannot_be_asked_is_explained(rig: Rig, question: str, answer: str) -> None:
    assert answer.casefold() in spoken(await ask(rig, f"/statement {question}")).casefold()


async def test_an_unknown_filter_names_those_that_exist(rig: Rig) -> None:
    said = spoken(await ask(rig, "/statement colour:red"))
    assert all(name in said for name in ("amount", "payer_phone", "installment_id", "description"))


async def test_transfers_show_both_cards_and_count_only_what_went_through(rig: Rig) -> None:
    await rig.sandbox.halyk(
        "transfer", amount=300000, senderCardMask="4003********9821", receiverCardMask="5578********0613"
    )
    await rig.sandbox.halyk("transfer", amount=90000, code="05", reason="declined")
    said = spoken(await ask(rig, "/transfers"))
    assert "Операций: 2" in said
    assert "•• 9821 → •• 0613" in said
    assert "Деньги: 3 000 ₸" in said
    assert "Не прошло: 1" in said
    assert "3 900" not in said


@pytest.mark.parametrize("person", [CASHIER, CUSTOMER])
async def test_others_get_a_kind_word(rig: Rig, person: int) -> None:
    words = await rig.read(person)
    for command in ("/statement", "/transfers"):
        assert spoken(await ask(rig, command, person)) == words("statement-for-managers")


async def test_in_a_group_there_is_only_the_way_to_the_private_chat(rig: Rig) -> None:
    await rig.sandbox.group(GROUP, "Shop", [OWNER])
    await rig.sandbox.send(OWNER, "/statement@tolem_demo_bot", chat=GROUP)
    await rig.said(GROUP, "В группах это не показываем")


async def test_a_role_that_ended_turns_no_pages(rig: Rig) -> None:
    await fill(rig, 20)
    page = await ask(rig, "/statement week")
    await rig.database.write(lambda books: give_role(books, OWNER, Role.CASHIER))
    toast = await rig.tap(OWNER, OWNER, page, "▶")
    assert toast == (await rig.read(OWNER))("staff-only")
    assert "Страница 1 из 3" in spoken(await turned(rig, page, "Страница"))


async def test_a_bank_that_is_down_is_said_and_asked_again_on_a_tap(rig: Rig) -> None:
    await rig.sandbox.halyk("operation", amount=500000)
    await rig.sandbox.halyk("trouble", endpoint="operations", kind="500")
    page = await ask(rig, "/statement")
    assert "сейчас не отвечает" in spoken(page)
    assert buttons(page) == ["Попробовать ещё раз"]
    await rig.sandbox.halyk("trouble", endpoint="operations", kind="none")
    await rig.tap(OWNER, OWNER, page, "Попробовать ещё раз")
    await turned(rig, page, "Операций: 1")
