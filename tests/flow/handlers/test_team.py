"""Who belongs to the shop, as its people see and change it in the chat."""

from __future__ import annotations

import re

from billing.models import Role
from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, STRANGER, Rig, buttons, spoken


async def role(rig: Rig, person_id: int) -> Role | None:
    person = await rig.desk.person(person_id)
    return person and person.role


async def open_team(rig: Rig) -> dict[str, object]:
    await rig.sandbox.send(OWNER, "/team")
    return await rig.said(OWNER, "Команда магазина")


async def open_member(rig: Rig, name: str = "Марат") -> dict[str, object]:
    team = await open_team(rig)
    await rig.tap(OWNER, OWNER, team, name)
    return await rig.said(OWNER, "Можно выставлять счета, видеть свои и предлагать по ним возвраты")


async def link(rig: Rig, as_a: str) -> str:
    """What an invitation's link carries."""
    team = await open_team(rig)
    await rig.tap(OWNER, OWNER, team, "Пригласить")
    question = await rig.said(OWNER, "Кого приглашаете")
    await rig.tap(OWNER, OWNER, question, as_a)
    found = re.search(r"start=(join_\S+)", spoken(await rig.said(OWNER, "Приглашение, роль")))
    assert found is not None
    return found[1]


async def test_who_opens_an_invitation_works_here_and_the_owner_hears_of_it(rig: Rig) -> None:
    payload = await link(rig, "Менеджер")
    await rig.sandbox.start(STRANGER, payload)
    await rig.said(STRANGER, "дүкеніне қош келдіңіз! Рөліңіз: менеджер")
    await rig.said(OWNER, "В команде новый сотрудник")
    assert await role(rig, STRANGER) is Role.MANAGER
    assert {"command": "statement", "description": "Банк үзіндісі"} in await rig.sandbox.menu(STRANGER)
    await rig.sandbox.start(CUSTOMER, payload)
    await rig.said(CUSTOMER, "This invitation is over")
    assert await role(rig, CUSTOMER) is None


async def test_who_comes_first_by_an_invitation_chooses_a_language_above_the_welcome(rig: Rig) -> None:
    payload, newcomer = await link(rig, "Кассир"), 640
    await rig.sandbox.person(newcomer, "Meruert", "en")
    await rig.sandbox.start(newcomer, payload)
    welcome = await rig.said(newcomer, "Welcome to")
    asked = await rig.said(newcomer, "Which language")
    assert asked["message_id"] < welcome["message_id"]
    assert buttons(asked) == ["Қазақша", "Русский", "English"]


async def test_an_invitation_cannot_be_passed_on_but_by_its_button_and_can_be_taken_back(rig: Rig) -> None:
    payload = await link(rig, "Кассир")
    said = await rig.said(OWNER, "Приглашение, роль")
    assert said["has_protected_content"]
    assert buttons(said) == ["Отправить приглашение"]
    team = await rig.said(OWNER, "Команда магазина")
    (taking_back,) = [text for text in buttons(team) if text.startswith("Отозвать: кассир")]
    await rig.tap(OWNER, OWNER, team, taking_back)
    await rig.sandbox.start(STRANGER, payload)
    await rig.said(STRANGER, "Бұл шақыру енді жарамайды")
    assert await role(rig, STRANGER) is None


async def test_a_role_is_changed_with_one_tap_and_that_of_an_owner_is_asked_for(rig: Rig) -> None:
    member = await open_member(rig)
    assert await rig.tap(OWNER, OWNER, member, "Сделать менеджером") == "Готово."
    await rig.said(CASHIER, "Ваша новая роль: менеджер")
    assert await role(rig, CASHIER) is Role.MANAGER
    member = await rig.said(OWNER, "Можно выставлять и отменять счета")
    await rig.tap(OWNER, OWNER, member, "Сделать владельцем")
    question = await rig.said(OWNER, "Сделать владельцем: Марат?")
    assert await role(rig, CASHIER) is Role.MANAGER
    await rig.tap(OWNER, OWNER, question, "Да, сделать владельцем")
    assert await role(rig, CASHIER) is Role.OWNER


async def test_a_cashier_with_a_limit_is_told_whom_to_ask_for_more(rig: Rig) -> None:
    await rig.tap(OWNER, OWNER, await open_member(rig), "Лимит счёта")
    await rig.said(OWNER, "До какой суммы может быть один счёт")
    await rig.sandbox.send(OWNER, "пятьсот")
    await rig.said(OWNER, "Напишите только сумму")
    await rig.sandbox.send(OWNER, "500")
    await rig.said(OWNER, "счёт до 500")
    await rig.sandbox.send(CASHIER, "501 Tea")
    await rig.said(CASHIER, "Ваш счёт может быть до 500")
    await rig.sandbox.send(CASHIER, "500 Tea")
    await rig.said(CASHIER, "#1")


async def test_who_is_removed_after_a_question_issues_no_more(rig: Rig) -> None:
    await rig.tap(OWNER, OWNER, await open_member(rig), "Убрать из команды")
    question = await rig.said(OWNER, "Убрать из команды: Марат?")
    assert await role(rig, CASHIER) is Role.CASHIER
    await rig.tap(OWNER, OWNER, question, "Да, убрать")
    await rig.said(CASHIER, "Вы больше не в команде")
    await rig.sandbox.send(CASHIER, "100 Tea")
    await rig.said(CASHIER, "счета выставляют сотрудники магазина")


async def test_the_shop_is_handed_over_after_a_question(rig: Rig) -> None:
    await rig.tap(OWNER, OWNER, await open_member(rig), "Передать магазин")
    question = await rig.said(OWNER, "Передать магазин: Марат?")
    await rig.tap(OWNER, OWNER, question, "Да, передать")
    assert (await role(rig, OWNER), await role(rig, CASHIER)) == (Role.MANAGER, Role.OWNER)
    await rig.said(CASHIER, "Ваша новая роль: владелец")


async def test_the_last_owner_is_told_why_they_stay(rig: Rig) -> None:
    await rig.tap(OWNER, OWNER, await open_team(rig), "Уйти из команды")
    question = await rig.said(OWNER, "Уйти из команды?")
    assert "нужен владелец" in (await rig.tap(OWNER, OWNER, question, "Да, уйти") or "")
    assert await role(rig, OWNER) is Role.OWNER


async def test_a_cashier_sees_who_belongs_to_the_team_and_may_leave_it(rig: Rig) -> None:
    await rig.sandbox.send(CASHIER, "/team")
    team = await rig.said(CASHIER, "Команда магазина")
    assert buttons(team) == ["Уйти из команды"]
    await rig.tap(CASHIER, CASHIER, team, "Уйти из команды")
    await rig.tap(CASHIER, CASHIER, await rig.said(CASHIER, "Уйти из команды?"), "Да, уйти")
    await rig.said(CASHIER, "Спасибо за работу")
    await rig.said(OWNER, "больше не в команде, по своему желанию")
    assert await role(rig, CASHIER) is None


async def test_a_customer_who_asks_for_the_team_hears_what_is_theirs(rig: Rig) -> None:
    await rig.sandbox.send(CUSTOMER, "/team")
    await rig.said(CUSTOMER, "This shows the shop's staff")


async def test_an_owners_button_in_another_hand_does_nothing(rig: Rig) -> None:
    member = await open_member(rig)
    await rig.tap(OWNER, OWNER, member, "Сделать менеджером")
    member = await rig.said(OWNER, "Можно выставлять и отменять счета")
    await rig.desk.team.hand_over(await rig.desk.person(OWNER), CASHIER)  # type: ignore[arg-type]
    assert "сотрудник" in (await rig.tap(OWNER, OWNER, member, "Убрать из команды") or "")
    assert await role(rig, CASHIER) is Role.OWNER


async def test_markup_in_a_members_name_stays_words(rig: Rig) -> None:
    cashier = await rig.desk.person(CASHIER)
    assert cashier is not None
    await rig.desk.meet(CASHIER, "<b>Марат</b> & Co", cashier.telegram_locale, private=True)
    assert "<b>Марат</b> & Co · кассир" in spoken(await open_team(rig))


async def test_the_owner_reads_what_was_done_by_all_and_by_one_also_older(rig: Rig) -> None:
    for n in range(1, 13):
        await rig.sandbox.send(CASHIER, f"{n}00 Чай")
        await rig.said(CASHIER, f"#{n}")
    await rig.tap(OWNER, OWNER, await open_team(rig), "Что сделано")
    first = await rig.said(OWNER, "Что сделано в магазине")
    assert "Марат · выставлен счёт · #12 · 1\u00a0200\u00a0₸" in spoken(first)
    assert "#2 ·" not in spoken(first)
    assert buttons(first) == ["Раньше ›", "Файлом (XLSX)", "Назад"]
    await rig.tap(OWNER, OWNER, first, "Раньше ›")
    older = await rig.said(OWNER, "#2 · 200\u00a0₸")
    await rig.tap(OWNER, OWNER, older, "‹ Последнее")
    await rig.said(OWNER, "#12 · 1\u00a0200\u00a0₸")
    await rig.tap(OWNER, OWNER, await open_member(rig), "Что сделано")
    mine = await rig.said(OWNER, "Что сделано: Марат")
    assert "· выставлен счёт · #12" in spoken(mine)
    assert "Марат ·" not in spoken(mine)
    await rig.tap(OWNER, OWNER, mine, "Назад")
    await rig.said(OWNER, "предлагать по ним возвраты")


async def test_what_was_done_is_for_owners_only(rig: Rig) -> None:
    team = await open_team(rig)
    await rig.tap(OWNER, OWNER, team, "Что сделано")
    page = await rig.said(OWNER, "Что сделано в магазине")
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    await rig.desk.team.change(owner, CASHIER, Role.OWNER)
    await rig.desk.team.hand_over(owner, CASHIER)
    assert await rig.tap(OWNER, OWNER, page, "Назад") == ""
    await rig.sandbox.raw_update(
        {
            "callback_query": {
                "id": "9",
                "from": {"id": OWNER, "is_bot": False, "first_name": "A"},
                "chat_instance": "1",
                "data": "tmd::",
                "message": page,
            }
        }
    )
    await rig.said(OWNER, "Команда магазина")
    assert "Что сделано в магазине" not in str(await rig.ours(OWNER))
