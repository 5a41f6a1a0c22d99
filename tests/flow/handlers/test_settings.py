"""``/settings`` in the chat: who sees it, what its button does; a tap on a bank that is away is answered."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from billing.answers import Health, Rejected
from billing.halts import Halt
from billing.models import Refusal, Role
from screens.buttons import Pay
from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, STRANGER, Rig, buttons, spoken
from tests.flow.handlers.test_kept_methods import tapped
from tests.flow.handlers.test_phones import PushBank, card, chooser
from tests.flow.handlers.test_taps import toasted
from tests.support.bank import ObedientBank
from tests.support.books import give_role

GROUP = -1001
LOST = Halt("session_lost", "log in again")
CHECK, REMINDERS = "Проверить сейчас", "Напоминания о счетах"


class Held(ObedientBank):
    """It answers a check only when it is let."""

    def __init__(self) -> None:
        super().__init__("heldbank")
        self.let = asyncio.Event()

    async def check(self) -> Health:
        await self.let.wait()
        return await super().check()


@pytest.fixture
def push(rig: Rig) -> PushBank:
    """A second way to pay."""
    bank = PushBank()
    rig.desk.banking.providers[bank.slug] = bank  # type: ignore[index]
    return bank


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (CASHIER, "Настройки видят владелец и менеджеры магазина."),
        (CUSTOMER, "Settings are for the shop's owner and managers."),
        (STRANGER, "Баптауларды дүкеннің иесі мен менеджерлері көреді."),
    ],
)
async def test_whoever_may_not_see_them_is_told_who_may(rig: Rig, person: int, words: str) -> None:
    await rig.sandbox.send(person, "/settings")
    await rig.said(person, words)


async def test_in_a_group_it_leads_to_the_private_chat(rig: Rig) -> None:
    await rig.sandbox.group(GROUP, "Кофейня", [OWNER])
    await rig.sandbox.send(OWNER, "/settings@tolem_demo_bot", chat=GROUP)
    shown = await rig.said(GROUP, "В группах это не показываем")
    assert "Halyk" not in spoken(shown)


async def test_the_owner_sees_the_shop_and_checks_its_banks(rig: Rig, push: PushBank) -> None:
    await rig.sandbox.send(OWNER, "/settings")
    shown = await rig.said(OWNER, "Настройки магазина")
    assert "Halyk: работает" in spoken(shown)
    assert "Проверено" not in spoken(shown)
    assert {CHECK, REMINDERS} <= {*buttons(shown)}
    assert await rig.tap(OWNER, OWNER, shown, CHECK) == "Спрашиваем банк…"
    await rig.said(OWNER, "Проверено")
    assert push.checks == 1
    assert "Только что проверяли" in await rig.tap(OWNER, OWNER, shown, CHECK)
    assert push.checks == 1


async def test_what_a_check_finds_stands_there_and_is_told(rig: Rig, push: PushBank) -> None:
    push.health = Health(ok=False, text="lost", halt=LOST)
    await rig.sandbox.send(OWNER, "/settings")
    shown = await rig.said(OWNER, "Настройки магазина")
    await rig.tap(OWNER, OWNER, shown, CHECK)
    await rig.said(OWNER, "Pushbank: не принимает счета с")
    await rig.said(OWNER, "Pushbank сейчас не принимает счета")


@pytest.mark.parametrize("sends", [True, False])
async def test_a_test_is_awaited_from_banks_only_whose_cabinet_sends_one(
    rig: Rig, push: PushBank, sends: bool
) -> None:
    push.capabilities = replace(push.capabilities, signs=True, sends_tests=sends)
    await rig.sandbox.send(OWNER, "/settings")
    shown = spoken(await rig.said(OWNER, "✅ Pushbank: работает"))
    assert ("Проверка из кабинета банка ещё не приходила." in shown) is sends


async def test_the_owner_chooses_when_invoices_are_reminded_of(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/settings")
    shown = await rig.said(OWNER, "Напоминания о счетах: за день и в последний день")
    await rig.tap(OWNER, OWNER, shown, REMINDERS)
    asked = await rig.said(OWNER, "Сейчас: за день и в последний день")
    most = "За день, в последний день и днём позже"
    assert buttons(asked) == ["Никогда", "В последний день", most, "Назад"]
    assert await rig.tap(OWNER, OWNER, asked, most) == "Готово."
    await rig.said(OWNER, "Сейчас: за день, в последний день и днём позже")
    assert await rig.desk.reminders.days() == (1, 0, -1)
    await rig.tap(OWNER, OWNER, asked, "Назад")
    await rig.said(OWNER, "Напоминания о счетах: за день, в последний день и днём позже")


async def test_whose_role_has_ended_chooses_nothing_by_an_old_button(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/settings")
    shown = await rig.said(OWNER, "Настройки магазина")
    await rig.tap(OWNER, OWNER, shown, REMINDERS)
    asked = await rig.said(OWNER, "Сейчас:")
    await demote(rig)
    refused = await rig.tap(OWNER, OWNER, asked, "Никогда")
    assert refused == "Эту кнопку может нажать только сотрудник магазина."
    assert await rig.desk.reminders.days() == (1, 0)


async def demote(rig: Rig) -> None:
    """The owner is a cashier from now on."""
    await rig.database.write(lambda books: give_role(books, OWNER, Role.CASHIER))


async def test_a_bank_that_takes_its_time_holds_up_no_chat(rig: Rig) -> None:
    slow = Held()
    rig.desk.banking.providers[slow.slug] = slow  # type: ignore[index]
    await rig.sandbox.send(OWNER, "/settings")
    shown = await rig.said(OWNER, "Настройки магазина")
    assert await rig.tap(OWNER, OWNER, shown, CHECK) == "Спрашиваем банк…"
    await rig.sandbox.send(OWNER, "/help")
    await rig.said(OWNER, "/attention")
    slow.let.set()
    await rig.said(OWNER, "Проверено")


async def test_whose_role_has_ended_checks_nothing_by_an_old_button(rig: Rig, push: PushBank) -> None:
    await rig.sandbox.send(OWNER, "/settings")
    shown = await rig.said(OWNER, "Настройки магазина")
    await demote(rig)
    assert await rig.tap(OWNER, OWNER, shown, CHECK) == "Эту кнопку может нажать только сотрудник магазина."
    assert push.checks == 0


async def test_a_tap_on_a_bank_that_bills_nobody_now_is_answered(rig: Rig, push: PushBank) -> None:
    shown = await chooser(rig)
    push.outcomes = [Rejected(Refusal.SETUP, LOST.code, LOST.text, LOST)]
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    await rig.desk.pay(1, push.slug, phone="+77071234567")
    await rig.said(OWNER, "Pushbank сейчас не принимает счета")
    await tapped(rig, CUSTOMER, shown, Pay(invoice=1, provider=push.slug).pack())
    told = str((await toasted(rig, 1))["text"])
    assert told.startswith("This bank does not take payments for the shop right now. Nothing was taken.")
    shown = await card(rig, CUSTOMER, "Another way")
    assert "pushbank" not in buttons(shown)
    assert len(push.billed) == 1
