"""Greetings, languages, lists, privacy: what is said to whom."""

from __future__ import annotations

import pytest

from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, Rig, buttons, spoken
from tests.support import PATIENCE
from tests.support.until import until

LANGUAGES = ["Қазақша", "Русский", "English"]
GROUP = -1001


async def test_the_first_start_greets_by_role_and_offers_languages(rig: Rig) -> None:
    for person, name, language in ((640, "Meruert", "en"), (641, "Асхат", "kk")):
        await rig.sandbox.person(person, name, language)
    for person in (OWNER, 640, 641):
        await rig.sandbox.start(person)
    member = await rig.said(OWNER, "касса магазина «Дана»")
    customer = await rig.said(640, "Here you pay the invoices of Дана")
    assert buttons(member) == buttons(customer) == LANGUAGES
    await rig.said(641, "«Дана» дүкенінің шоттарын")


async def test_a_chosen_language_wins_and_the_menu_follows(rig: Rig) -> None:
    await rig.sandbox.start(CUSTOMER)
    greeting = await rig.said(CUSTOMER, "Here you pay")
    assert await rig.tap(CUSTOMER, CUSTOMER, greeting, "Қазақша") == "Енді қазақша жазамыз."
    await rig.said(CUSTOMER, "шоттарын төлеп")
    await rig.sandbox.start(CUSTOMER)
    again = await rig.said(CUSTOMER, "шоттарын төлеп", nth=2)
    assert buttons(again) == []
    menu = await rig.sandbox.menu(CUSTOMER)
    assert {"command": "language", "description": "Тіл"} in menu


async def test_who_comes_by_links_is_asked_for_the_language_once(rig: Rig) -> None:
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    newcomer = 640
    await rig.sandbox.person(newcomer, "Meruert", "en")
    for nth in (1, 2):
        await rig.sandbox.send(OWNER, f"{nth}00 Tea")
        await rig.said(OWNER, f"#{nth}")
        token = (await rig.desk.invoice_by_number(nth, owner)).token
        await rig.sandbox.start(newcomer, f"inv_{token}")
        await rig.said(newcomer, f"invoice #{nth}")
    await rig.sandbox.send(newcomer, "/help")  # answered in order: nothing is on its way
    await rig.said(newcomer, "Paying at Дана")
    asked = [message for message in await rig.ours(newcomer) if buttons(message) == LANGUAGES]
    assert len(asked) == 1


async def test_members_and_customers_get_the_help_that_is_theirs(rig: Rig) -> None:
    for person in (OWNER, CASHIER, CUSTOMER):
        await rig.sandbox.send(person, "/help")
    assert {"/attention", "/developers"} <= set(spoken(await rig.said(OWNER, "Что можно продавать")).split())
    assert "/attention" not in spoken(await rig.said(CASHIER, "Что можно продавать"))
    assert "/invoice" not in spoken(await rig.said(CUSTOMER, "Paying at Дана"))


@pytest.mark.parametrize(
    ("payload", "answer"),
    [
        ("inv_nobodyknowsthistoken", "We can't find this invoice"),
        ("split_abc", "We can't find this invoice"),
        ("rcpt_abc", "There is a slip in this receipt code"),
        ("rcpt_", "There is a slip in this receipt code"),
        ("shop", "Nothing is for sale here yet"),
        ("zzz", "Here you pay"),
    ],
)
async def test_links_that_lead_nowhere_are_explained(rig: Rig, payload: str, answer: str) -> None:
    before = len(await rig.ours(CUSTOMER))
    await rig.sandbox.start(CUSTOMER, payload)
    await rig.sandbox.wait_for(
        CUSTOMER, lambda ms: len([m for m in ms if m.get("from", {}).get("is_bot")]) > before
    )
    assert answer in spoken((await rig.ours(CUSTOMER))[-1])


async def test_invoices_are_paged_and_filtered_by_state(rig: Rig) -> None:
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    for nth in range(10):
        await rig.sandbox.send(OWNER, f"{100 + nth} Tea")
    await rig.sandbox.wait_for(
        OWNER, lambda ms: len([m for m in ms if "Отменить счёт" in buttons(m)]) == 10, timeout=PATIENCE
    )
    await rig.desk.cancel(3, owner)
    await rig.sandbox.send(OWNER, "/invoices")
    page = await rig.said(OWNER, "Счета: 10")
    assert "#10 · 109" in spoken(page)
    assert "#2 · 101" not in spoken(page)
    await rig.tap(OWNER, OWNER, page, "Раньше")
    older = await rig.said(OWNER, "#2 · 101")
    assert older["message_id"] == page["message_id"]
    await rig.tap(OWNER, OWNER, older, "Отменено: 1")
    cancelled = await rig.said(OWNER, "#3 · 102")
    assert "#10 · 109" not in spoken(cancelled)
    assert "Все: 10" in buttons(cancelled)


async def test_lists_are_for_those_whom_they_concern(rig: Rig) -> None:
    for command in ("/invoices", "/attention", "/payments", "/paysupport"):
        await rig.sandbox.send(CUSTOMER, command)
    await rig.said(CUSTOMER, "This list is for the shop's staff")
    await rig.said(CUSTOMER, "Owners and managers of the shop decide here. Your own payments")
    await rig.said(CUSTOMER, "No payments yet")
    await rig.said(CUSTOMER, "There are no payments of yours")
    await rig.sandbox.send(CASHIER, "/attention")
    await rig.said(CASHIER, "решают владелец и менеджеры магазина. Ваши счета: /invoices")


async def test_a_question_that_is_written_before_its_payment_is_chosen_is_kept(rig: Rig) -> None:
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    await rig.sandbox.send(OWNER, "500 Tea")
    await rig.said(OWNER, "#1")
    await rig.sandbox.start(CUSTOMER, f"inv_{(await rig.desk.invoice_by_number(1, owner)).token}")
    await rig.said(CUSTOMER, "#1")
    await rig.sandbox.send(CUSTOMER, "/paysupport")
    await rig.said(CUSTOMER, "Which payment")
    await rig.sandbox.send(CUSTOMER, "Where is <my> money?")
    kept = await rig.said(CUSTOMER, "Your question is kept")
    await rig.tap(CUSTOMER, CUSTOMER, kept, next(text for text in buttons(kept) if text.startswith("#1")))
    await rig.said(CUSTOMER, "The shop has your question")
    await rig.said(OWNER, "Where is <my> money?")


async def test_lists_asked_for_in_a_group_lead_to_the_private_chat(rig: Rig) -> None:
    await rig.sandbox.group(GROUP, "Coffee club", [OWNER, CUSTOMER])
    await rig.sandbox.send(OWNER, "/invoices@tolem_demo_bot", chat=GROUP)
    answer = await rig.said(GROUP, "В группах это не показываем")
    assert buttons(answer) == ["Открыть бота"]


async def test_delete_my_data_asks_once_and_forgets(rig: Rig) -> None:
    await rig.sandbox.send(CUSTOMER, "/privacy")
    page = await rig.said(CUSTOMER, "What is kept about you")
    await rig.tap(CUSTOMER, CUSTOMER, page, "Delete my data")
    question = await rig.said(CUSTOMER, "cannot be undone")
    await rig.tap(CUSTOMER, CUSTOMER, question, "Yes, delete")
    await rig.said(CUSTOMER, "Deleted.")
    forgotten = await rig.desk.person(CUSTOMER)
    assert forgotten is None or forgotten.name == ""


async def test_staff_are_not_deleted_by_themselves(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/privacy")
    page = await rig.said(OWNER, "Что мы о вас храним")
    assert "попросите владельца" in await rig.tap(OWNER, OWNER, page, "Удалить мои данные")


async def test_whatever_else_is_sent_is_answered_kindly(rig: Rig) -> None:
    await rig.sandbox.send_sticker(OWNER)
    await rig.said(OWNER, "Я читаю только слова и числа")
    await rig.sandbox.send_voice(CUSTOMER)
    await rig.said(CUSTOMER, "I read only words")
    for typed in ("/frobnicate", "good morning"):
        await rig.sandbox.send(CUSTOMER, typed)
    await rig.said(CUSTOMER, "There is no such command")
    await rig.said(CUSTOMER, "I don't understand this yet")


async def test_an_edited_message_gets_one_hint(rig: Rig) -> None:
    sent = await rig.sandbox.send(OWNER, "какая погода")
    await rig.said(OWNER, "Напишите сумму цифрами")
    await rig.sandbox.edit(OWNER, OWNER, sent["message_id"], "5000 Coffee")
    await rig.said(OWNER, "Правки в отправленных сообщениях")
    assert await rig.count() == 0


async def test_who_blocks_us_is_known_as_blocked_until_they_are_back(rig: Rig) -> None:
    await rig.sandbox.block(CUSTOMER)
    await until_reachable(rig, CUSTOMER, expected=False)
    await rig.sandbox.unblock(CUSTOMER)
    await until_reachable(rig, CUSTOMER, expected=True)
    await rig.sandbox.start(CUSTOMER)
    await rig.said(CUSTOMER, "Here you pay")


async def until_reachable(rig: Rig, person_id: int, *, expected: bool) -> None:
    """Wait until the desk knows."""

    async def known() -> bool:
        person = await rig.desk.person(person_id)
        return person is not None and person.reachable is expected

    await until(known)


async def test_inline_mode_leads_others_than_members_into_the_bot(rig: Rig) -> None:
    answer = await rig.sandbox.inline(CUSTOMER, "5000 Coffee")
    assert answer["results"] == []
    assert answer["button"]["text"] == "Open the bot"


async def test_nothing_personal_is_logged(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    await rig.sandbox.send(OWNER, "/invoice 5000 87001234567 Croissant")
    await rig.said(OWNER, "Croissant")
    await rig.sandbox.send(CUSTOMER, "my card is 4400")
    await rig.said(CUSTOMER, "I don't understand this yet")
    written = caplog.text
    for personal in ("7001234567", "Croissant", "Айгерим", "Daniyar", "my card is"):
        assert personal not in written
