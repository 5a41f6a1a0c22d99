"""A cashier proposes a refund, and who decides says yes or no: as both see it in the chat."""

from __future__ import annotations

import asyncio

import pytest

from billing.models import Person, Role
from billing.money import Money
from screens.refund_buttons import Approve
from tests.flow.handlers.rig import CASHIER, OWNER, Message, Rig, buttons, spoken
from tests.flow.handlers.test_refunding import STARTED, bank_finishes, refunds_at_bank, with_button
from tests.flow.handlers.test_taps import tapped, toasted
from tests.flow.handlers.test_team import open_team

MANAGER = 503


@pytest.fixture
async def paid(rig: Rig) -> Rig:
    """The cashier's invoice #1 of 5 000, paid."""
    await rig.sandbox.send(CASHIER, "/invoice 5000 Чай")
    await rig.said(CASHIER, "#1")
    await rig.pay(1)
    return rig


async def manager(rig: Rig) -> None:
    at = rig.desk.clock.now()
    await rig.database.write(lambda books: books.save_person(Person(MANAGER, role=Role.MANAGER), at))
    await rig.sandbox.person(MANAGER, "Ержан", "ru")
    await rig.sandbox.start(MANAGER)


async def proposed(rig: Rig, typed: str = "/refund 1 1500 остыл <чай>", who: int = CASHIER) -> Message:
    """What is said to who decides."""
    await rig.sandbox.send(who, typed)
    sure = await with_button(rig, who, "Да, предложить")
    await rig.tap(who, who, sure, "Да, предложить 1\u00a0500\u00a0₸")
    await rig.said(who, "возврат предложен. Напишем, что решили.")
    return await rig.said(OWNER if who != OWNER else MANAGER, "Предложен возврат: 1\u00a0500\u00a0₸")


async def test_a_cashier_proposes_from_the_card_and_the_owner_approves(paid: Rig) -> None:
    card = await with_button(paid, CASHIER, "Вернуть деньги")
    await paid.tap(CASHIER, CASHIER, card, "Вернуть деньги")
    question = await with_button(paid, CASHIER, "Всё: 5\u00a0000\u00a0₸")
    assert "Вы предлагаете возврат, решает менеджер или владелец." in spoken(question)
    await paid.tap(CASHIER, CASHIER, question, "Всё: 5\u00a0000\u00a0₸")
    sure = await with_button(paid, CASHIER, "Да, предложить")
    toast = await paid.tap(CASHIER, CASHIER, sure, "Да, предложить 5\u00a0000\u00a0₸")
    assert toast == "Предложено. Напишем, что решили."
    asked = await paid.said(OWNER, "Предложен возврат: 5\u00a0000\u00a0₸")
    assert "Предложил сотрудник Марат." in spoken(asked)
    assert buttons(asked) == ["Одобрить: 5\u00a0000\u00a0₸", "Отклонить", "Решить позже"]
    await paid.tap(OWNER, OWNER, asked, "Одобрить: 5\u00a0000\u00a0₸")
    sure = await paid.said(OWNER, "Вернуть покупателю 5\u00a0000\u00a0₸? Отменить возврат будет нельзя.")
    assert await refunds_at_bank(paid) == []
    assert await paid.tap(OWNER, OWNER, sure, "Да, вернуть 5\u00a0000\u00a0₸") == "Спрашиваем банк…"
    for who in (CASHIER, OWNER):
        await paid.said(who, f"{STARTED} 5\u00a0000\u00a0₸")
    approved = await paid.said(CASHIER, "👍 Возврат одобрен: 5\u00a0000\u00a0₸")
    assert "Одобрил" in spoken(approved)
    await bank_finishes(paid)
    for who in (CASHIER, OWNER):
        await paid.said(who, "↩️ Возвращено: 5\u00a0000\u00a0₸ · счёт #1")


async def test_who_proposed_it_takes_it_back_from_the_list_and_is_offered_no_yes(paid: Rig) -> None:
    await manager(paid)
    owner = await paid.desk.person(OWNER)
    assert owner is not None
    await paid.desk.refunds.choose_alone_most(owner, Money(100_000, "KZT"))
    await proposed(paid, who=OWNER)
    await paid.sandbox.send(OWNER, "/attention")
    mine = await paid.said(OWNER, "Предложен возврат: 1\u00a0500\u00a0₸")
    assert buttons(mine) == ["Отозвать", "Решить позже"]
    assert "решает менеджер или владелец" in spoken(mine)
    await paid.tap(OWNER, OWNER, mine, "Отозвать")
    await paid.said(OWNER, "Возврата не будет: 1\u00a0500\u00a0₸")


async def test_no_after_the_question_brings_the_proposal_back(paid: Rig) -> None:
    asked = await proposed(paid)
    assert "Причина: остыл <чай>" in spoken(asked)
    await paid.tap(OWNER, OWNER, asked, "Одобрить: 1\u00a0500\u00a0₸")
    sure = await paid.said(OWNER, "Отменить возврат будет нельзя")
    await paid.tap(OWNER, OWNER, sure, "Нет")
    await paid.said(OWNER, "Вернуть эти деньги покупателю?")
    assert await refunds_at_bank(paid) == []


async def test_a_declined_one_is_told_to_who_proposed_it(paid: Rig) -> None:
    asked = await proposed(paid)
    assert "не возвращаем" in await paid.tap(OWNER, OWNER, asked, "Отклонить")
    declined = await paid.said(CASHIER, "Отклонил сотрудник Айгерим: деньги не возвращаем.")
    assert spoken(declined).startswith("🚫 Возврата не будет: 1\u00a0500\u00a0₸")
    assert buttons(declined) == []
    await paid.said(OWNER, "Отклонил сотрудник Айгерим")
    await paid.sandbox.send(OWNER, "/attention")
    await paid.said(OWNER, "Ничего не ждёт решения")
    await paid.sandbox.send(CASHIER, "/refund 1")
    question = await with_button(paid, CASHIER, "Другую сумму")
    assert "🚫 1\u00a0500\u00a0₸ · отклонён" in spoken(question)


async def test_who_proposed_it_sees_that_it_waits_and_takes_it_back(paid: Rig) -> None:
    asked = await proposed(paid)
    await paid.sandbox.send(CASHIER, "/refund 1")
    standing = await with_button(paid, CASHIER, "Отозвать")
    assert "решает менеджер или владелец" in spoken(standing)
    assert buttons(standing) == ["Отозвать", "Назад"]
    await paid.tap(CASHIER, CASHIER, standing, "Отозвать")
    await paid.said(CASHIER, "Предложение отозвано")
    assert "Решение уже принято" in await paid.tap(OWNER, OWNER, asked, "Одобрить: 1\u00a0500\u00a0₸")
    await paid.said(OWNER, "Предложение отозвано")
    assert await refunds_at_bank(paid) == []


async def test_a_proposal_waits_on_the_list_and_can_be_decided_there(paid: Rig) -> None:
    await proposed(paid)
    await paid.sandbox.send(OWNER, "/attention")
    listed = await paid.said(OWNER, "Предложен возврат: 1\u00a0500\u00a0₸", nth=2)
    assert "Остаётся" in await paid.tap(OWNER, OWNER, listed, "Решить позже")
    await paid.tap(OWNER, OWNER, listed, "Одобрить: 1\u00a0500\u00a0₸")
    sure = await paid.said(OWNER, "Отменить возврат будет нельзя")
    await paid.tap(OWNER, OWNER, sure, "Да, вернуть 1\u00a0500\u00a0₸")
    await paid.said(CASHIER, STARTED)
    assert await refunds_at_bank(paid) == [(150000, "open")]


async def test_of_two_who_say_yes_at_once_the_second_is_told_that_it_is_decided(paid: Rig) -> None:
    await manager(paid)
    mine = await proposed(paid)
    theirs = await paid.said(MANAGER, "Предложен возврат")
    sure = []
    for who, asked in ((OWNER, mine), (MANAGER, theirs)):
        await paid.tap(who, who, asked, "Одобрить: 1\u00a0500\u00a0₸")
        sure.append((who, await paid.said(who, "Отменить возврат будет нельзя")))
    answers = await asyncio.gather(
        *(paid.tap(who, who, asked, "Да, вернуть 1\u00a0500\u00a0₸") for who, asked in sure)
    )
    assert sorted(answers) == ["Решение уже принято. Больше ничего не изменилось.", "Спрашиваем банк…"]
    late = sure[0][0] if answers[0].startswith("Решение") else sure[1][0]
    await paid.said(late, "Одобрил сотрудник")
    await paid.said(CASHIER, STARTED)
    assert len(await refunds_at_bank(paid)) == 1


async def test_above_the_owners_amount_the_owner_proposes_and_a_manager_says_yes(paid: Rig) -> None:
    await manager(paid)
    team = await open_team(paid)
    assert "Возвраты: решает один человек." in spoken(team)
    await paid.tap(OWNER, OWNER, team, "Возвраты вдвоём")
    await paid.said(OWNER, "Возврат больше какой суммы")
    await paid.sandbox.send(OWNER, "много")
    await paid.said(OWNER, "Напишите только сумму")
    await paid.sandbox.send(OWNER, "1000")
    await paid.said(OWNER, "Возвраты больше 1\u00a0000\u00a0₸: нужно согласие второго человека.")
    await paid.sandbox.send(OWNER, "/refund 1 1000")
    await with_button(paid, OWNER, "Да, вернуть 1\u00a0000\u00a0₸")
    asked = await proposed(paid, "/refund 1 1500", OWNER)
    await paid.sandbox.send(OWNER, "/attention")
    own = await paid.said(OWNER, "Предложен возврат")
    made_up = tapped(OWNER, own, Approve(refund=1, sure=True).pack())
    before = sum(call["method"] == "answerCallbackQuery" for call in await paid.sandbox.calls())
    await paid.sandbox.raw_update(made_up)
    assert "предложили вы сами" in (await toasted(paid, before + 1))["text"]
    await paid.tap(MANAGER, MANAGER, asked, "Одобрить: 1\u00a0500\u00a0₸")
    sure = await paid.said(MANAGER, "Отменить возврат будет нельзя")
    await paid.tap(MANAGER, MANAGER, sure, "Да, вернуть 1\u00a0500\u00a0₸")
    await paid.said(OWNER, STARTED)
    assert await refunds_at_bank(paid) == [(150000, "open")]


async def test_an_owner_alone_is_told_that_nobody_else_may_say_yes(paid: Rig) -> None:
    await paid.tap(OWNER, OWNER, await open_team(paid), "Возвраты вдвоём")
    await paid.sandbox.send(OWNER, "1000")
    await paid.said(OWNER, "Одобрить возврат пока больше некому")
    await manager(paid)
    await paid.tap(OWNER, OWNER, await open_team(paid), "Возвраты вдвоём")
    await paid.sandbox.send(OWNER, "1000")
    await paid.said(OWNER, "нужно согласие второго человека")
    owner = await paid.desk.person(OWNER)
    assert owner is not None
    await paid.desk.team.remove(owner, MANAGER)
    await paid.sandbox.send(OWNER, "/refund 1")
    assert "Решить пока некому" in spoken(await with_button(paid, OWNER, "Другую сумму"))
    team = await open_team(paid)
    await paid.tap(OWNER, OWNER, team, "Возвраты вдвоём")
    question = await paid.said(OWNER, "Сейчас: больше 1\u00a0000\u00a0₸.")
    await paid.tap(OWNER, OWNER, question, "Достаточно одного")
    await paid.said(OWNER, "Возвраты: решает один человек.")


async def test_whose_role_changed_since_the_question_cannot_say_yes_any_more(paid: Rig) -> None:
    await manager(paid)
    await proposed(paid)
    theirs = await paid.said(MANAGER, "Предложен возврат")
    owner = await paid.desk.person(OWNER)
    assert owner is not None
    await paid.desk.team.change(owner, MANAGER, Role.CASHIER)
    assert "менеджеры и владельцы" in await paid.tap(MANAGER, MANAGER, theirs, "Одобрить: 1\u00a0500\u00a0₸")
    await paid.desk.team.remove(owner, MANAGER)
    assert "только сотрудник" in await paid.tap(MANAGER, MANAGER, theirs, "Отклонить")
    await paid.sandbox.send(OWNER, "/attention")
    await paid.said(OWNER, "Предложен возврат", nth=2)


async def test_a_cashier_finds_no_invoice_of_others_to_propose_from(paid: Rig) -> None:
    await paid.sandbox.send(OWNER, "/invoice 700 Сок")
    await paid.said(OWNER, "#2")
    await paid.pay(2)
    await paid.sandbox.send(CASHIER, "/refund 2")
    await paid.said(CASHIER, "Не нашли такой счёт")
