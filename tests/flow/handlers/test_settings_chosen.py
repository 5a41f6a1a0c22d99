"""What the shop decides about itself in the chat: taps, typed words, wrong ones, old buttons."""

from __future__ import annotations

from datetime import timedelta

import pytest

from billing.models import Role
from billing.ports import Capabilities
from billing.settings.models import Topic
from screens.texts import LOCALES, words
from tests.flow.handlers.catalog import picture
from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, Message, Rig, buttons, spoken
from tests.support.bank import ObedientBank
from tests.support.books import give_role

MANAGER = 503
RU = words("ru")


@pytest.fixture
def other(rig: Rig) -> ObedientBank:
    """A second bank that bills without a question."""
    bank = ObedientBank("otherbank")
    bank.capabilities = Capabilities(refund=True)
    rig.desk.banking.providers[bank.slug] = bank  # type: ignore[index]
    return bank


async def opened(rig: Rig, button: str, who: int = OWNER) -> Message:
    """One of the small pages, in the message of the settings."""
    await rig.sandbox.send(who, "/settings")
    shown = await rig.said(who, "Настройки магазина")
    await rig.tap(who, who, shown, button)
    return shown


async def newest(rig: Rig, message: Message, who: int = OWNER) -> Message:
    return next(m for m in await rig.ours(who) if m["message_id"] == message["message_id"])


@pytest.mark.parametrize("locale", LOCALES)
async def test_each_page_opens_and_leads_back_in_each_language(
    rig: Rig, other: ObedientBank, locale: str
) -> None:
    told = words(locale)
    await rig.sandbox.person(OWNER, "Aigerim", locale)
    await rig.sandbox.send(OWNER, "/settings")
    shown = await rig.said(OWNER, told("settings-title"))
    for part in ("name", "language", "deadline", "way", "banks", "quiet", "news"):
        await rig.tap(OWNER, OWNER, shown, told(f"btn-settings-{part}"))
        page = await rig.said(OWNER, told(f"settings-title-{part}"))
        assert page["message_id"] == shown["message_id"]
        await rig.tap(OWNER, OWNER, shown, told("btn-back"))
        await rig.said(OWNER, told("settings-title"))


async def test_a_name_is_typed_and_seen_as_on_a_card(rig: Rig) -> None:
    shown = await opened(rig, "Название")
    await rig.tap(OWNER, OWNER, shown, "Написать другое")
    await rig.said(OWNER, "Напишите название")
    await rig.sandbox.send(OWNER, "Кофейня\nДана")
    wrong = await rig.said(OWNER, "Название пишут одной строкой")
    assert buttons(wrong) == ["Назад"]
    await rig.sandbox.send(OWNER, "Кофейня <b>Дана")
    page = await rig.said(OWNER, "Сейчас: Кофейня <b>Дана")
    assert "Счёт #1042 · «Кофейня <b>Дана»" in spoken(page)
    assert "Выбрано в чате. При запуске бота было задано: Дана" in spoken(page)
    await rig.tap(OWNER, OWNER, page, "Как было: Дана")
    await rig.said(OWNER, "Сейчас: Дана")
    assert rig.desk.merchant.name == "Дана"


@pytest.mark.parametrize(
    ("page", "button", "question"),
    [
        ("Название", "Написать другое", "Напишите название"),
        ("Срок счёта", "Другой срок", "Какой срок?"),
        ("Тихие часы", "Другие часы", "С какого до какого"),
    ],
)
async def test_a_picture_in_a_question_brings_the_question_again(
    rig: Rig, page: str, button: str, question: str
) -> None:
    shown = await opened(rig, page)
    await rig.tap(OWNER, OWNER, shown, button)
    await rig.said(OWNER, question)
    await rig.sandbox.send_photo(OWNER, picture())
    again = await rig.said(OWNER, question, nth=2)
    assert buttons(again) == ["Назад"]


async def test_a_deadline_is_tapped_or_typed_and_an_amount_is_no_answer(rig: Rig) -> None:
    shown = await opened(rig, "Срок счёта")
    assert await rig.tap(OWNER, OWNER, shown, "3 ч") == "Готово."
    page = await rig.said(OWNER, "Сейчас: 3 ч")
    assert "3 ч" not in buttons(page)
    await rig.tap(OWNER, OWNER, shown, "Другой срок")
    await rig.said(OWNER, "Какой срок?")
    await rig.sandbox.send(OWNER, "5000")
    await rig.said(OWNER, "число с буквой, например 45м")
    await rig.sandbox.send(OWNER, "45м")
    await rig.said(OWNER, "Сейчас: 45 мин")
    assert rig.desk.invoice_ttl == timedelta(minutes=45)
    assert await rig.count() == 0


async def test_a_question_is_left_by_back_and_by_any_command(rig: Rig) -> None:
    shown = await opened(rig, "Тихие часы")
    await rig.tap(OWNER, OWNER, shown, "Другие часы")
    asked = await rig.said(OWNER, "С какого до какого")
    await rig.tap(OWNER, OWNER, asked, "Назад")
    back = await rig.said(OWNER, "Сейчас: 21:00–9:00", nth=2)
    assert back["message_id"] == asked["message_id"]
    await rig.tap(OWNER, OWNER, back, "Другие часы")
    await rig.said(OWNER, "С какого до какого")
    await rig.sandbox.send(OWNER, "/help")
    await rig.said(OWNER, "/attention")
    await rig.sandbox.send(OWNER, "22-8")
    await rig.sandbox.send(OWNER, "/settings")
    await rig.said(OWNER, "Тихие часы: 21:00–9:00")
    assert rig.desk.settings.in_force.chosen == frozenset()


async def test_a_button_below_the_field_is_no_name(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/till")
    await rig.said(OWNER, "Касса открыта")
    shown = await opened(rig, "Название")
    await rig.tap(OWNER, OWNER, shown, "Написать другое")
    await rig.said(OWNER, "Напишите название")
    await rig.sandbox.send(OWNER, RU("keypad-close"))
    await rig.said(OWNER, RU("keypad-closed"))
    assert rig.desk.settings.in_force.chosen == frozenset()


async def test_what_is_no_text_is_no_name_and_is_answered(rig: Rig) -> None:
    shown = await opened(rig, "Название")
    await rig.tap(OWNER, OWNER, shown, "Написать другое")
    await rig.said(OWNER, "Напишите название")
    await rig.sandbox.send_sticker(OWNER)
    await rig.said(OWNER, "Напишите название", nth=2)
    assert rig.desk.settings.in_force.chosen == frozenset()
    await rig.sandbox.send(OWNER, "Дана 2")
    await rig.said(OWNER, "Сейчас: Дана 2")


async def test_quiet_hours_are_tapped_typed_and_turned_off(rig: Rig) -> None:
    shown = await opened(rig, "Тихие часы")
    await rig.tap(OWNER, OWNER, shown, "22:00–8:00")
    await rig.said(OWNER, "Сейчас: 22:00–8:00")
    await rig.tap(OWNER, OWNER, shown, "Другие часы")
    await rig.said(OWNER, "С какого до какого")
    await rig.sandbox.send(OWNER, "9:00-8:00")
    await rig.said(OWNER, "не меньше 6 часов")
    await rig.sandbox.send(OWNER, "23.30 - 7.15")
    page = await rig.said(OWNER, "Сейчас: 23:30–7:15")
    await rig.tap(OWNER, OWNER, page, "Писать в любое время")
    await rig.said(OWNER, "Сейчас: нет")


async def test_each_page_says_what_becomes_of_invoices_that_are_out(rig: Rig, other: ObedientBank) -> None:
    at_once = "Действует сразу, в том числе на карточках открытых счетов."
    for button, sentence, nth in (
        ("Название", at_once, 1),
        ("Язык", at_once, 2),
        ("Срок счёта", "у выставленных он прежний", 1),
        ("Способ оплаты", "Уже показанные QR остаются.", 1),
        ("Напоминания о счетах", "Если убрать день, это действует и для выставленных счетов", 1),
        ("Банки", "То, что там открыто, доводим до конца", 1),
    ):
        await opened(rig, button)
        await rig.said(OWNER, sentence, nth=nth)


async def test_the_shop_speaks_another_language_to_who_has_chosen_none(rig: Rig) -> None:
    shown = await opened(rig, "Язык")
    await rig.tap(OWNER, OWNER, shown, "Қазақша")
    await rig.said(OWNER, "Сейчас: Қазақша")
    await rig.sandbox.person(CUSTOMER, "Daniyar", "de")
    await rig.sandbox.send(CUSTOMER, "/settings")
    await rig.said(CUSTOMER, "Баптауларды дүкеннің иесі мен менеджерлері көреді.")


async def test_a_bank_is_turned_off_after_a_question_and_on_again_at_once(
    rig: Rig, other: ObedientBank
) -> None:
    shown = await opened(rig, "Банки")
    await rig.tap(OWNER, OWNER, shown, "Выключить: Halyk")
    asked = await rig.said(OWNER, "Больше не принимать новые оплаты через Halyk?")
    assert buttons(asked) == ["Да, выключить", "Назад"]
    assert rig.desk.merchant.rules.off == frozenset()
    await rig.tap(OWNER, OWNER, shown, "Да, выключить")
    await rig.said(OWNER, "⏸ Halyk: новые оплаты не принимает")
    last = await rig.tap(OWNER, OWNER, shown, "Выключить: Otherbank")
    assert last.startswith("Это последний банк")
    assert rig.desk.merchant.rules.off == {"halyk"}
    await rig.tap(OWNER, OWNER, shown, "Назад")
    await rig.said(OWNER, "⏸ Halyk: новые оплаты не принимает")
    await rig.tap(OWNER, OWNER, shown, "Банки")
    await rig.tap(OWNER, OWNER, shown, "Включить: Halyk")
    await rig.said(OWNER, "✅ Halyk: принимает новые оплаты")
    assert rig.desk.merchant.rules.off == frozenset()


async def test_the_usual_way_to_pay_is_one_bank_or_the_payers_choice(rig: Rig, other: ObedientBank) -> None:
    shown = await opened(rig, "Способ оплаты")
    assert buttons(await newest(rig, shown)) == ["Halyk", "Otherbank", "Назад"]
    await rig.tap(OWNER, OWNER, shown, "Halyk")
    await rig.said(OWNER, "Сейчас: сначала Halyk")
    await rig.sandbox.send(OWNER, "5000 Coffee")
    card = await rig.said(OWNER, "QR действует до")
    assert "Другой способ" in buttons(card)
    await rig.tap(OWNER, OWNER, shown, "Выбирает покупатель")
    await rig.said(OWNER, "Сейчас: выбирает покупатель")


async def test_a_usual_bank_that_is_off_is_still_named_as_chosen(rig: Rig, other: ObedientBank) -> None:
    rig.desk.banking.providers["thirdbank"] = ObedientBank("thirdbank")  # type: ignore[index]
    shown = await opened(rig, "Способ оплаты")
    await rig.tap(OWNER, OWNER, shown, "Halyk")
    await rig.tap(OWNER, OWNER, shown, "Назад")
    await rig.tap(OWNER, OWNER, shown, "Банки")
    await rig.tap(OWNER, OWNER, shown, "Выключить: Halyk")
    await rig.tap(OWNER, OWNER, shown, "Да, выключить")
    await rig.tap(OWNER, OWNER, shown, "Назад")
    first = await rig.said(OWNER, "Способ оплаты: сначала Halyk; пока он выключен, выбирает покупатель")
    assert "✅ Halyk: работает" not in spoken(first)
    assert "✅ Otherbank: работает" in spoken(first)
    await rig.tap(OWNER, OWNER, shown, "Банки")
    await rig.tap(OWNER, OWNER, shown, "Выключить: Otherbank")
    await rig.tap(OWNER, OWNER, shown, "Да, выключить")
    await rig.tap(OWNER, OWNER, shown, "Назад")
    await rig.tap(OWNER, OWNER, shown, "Способ оплаты")
    await rig.said(OWNER, "Включён только Thirdbank: выбирать не из чего")


async def test_where_there_is_one_bank_the_page_says_so(rig: Rig) -> None:
    shown = await opened(rig, "Способ оплаты")
    page = await newest(rig, shown)
    assert "Включён только Halyk" in spoken(page)
    assert buttons(page) == ["Назад"]


async def test_each_decides_for_themselves_what_they_hear(rig: Rig) -> None:
    shown = await opened(rig, "Новости для вас")
    await rig.tap(OWNER, OWNER, shown, "Включить: оплаты чужих счетов")
    await rig.tap(OWNER, OWNER, shown, "Выключить: чужие смены")
    await rig.tap(OWNER, OWNER, shown, "Включить: цифры за вчера по утрам")
    page = await rig.said(OWNER, "✅ Цифры за вчера по утрам")
    assert "➖ Чужие смены" in spoken(page)
    hears = rig.desk.merchant.rules.hears
    assert [hears(OWNER, each) for each in (Topic.PAYMENTS, Topic.SHIFTS)] == [True, False]
    assert hears(MANAGER, Topic.SHIFTS)
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    assert await rig.desk.figures.wants_morning(owner)


async def test_the_first_page_says_that_no_figures_come_in_the_morning(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/settings")
    shown = await rig.said(OWNER, "все, кроме: оплаты чужих счетов, цифры за вчера по утрам")
    await rig.tap(OWNER, OWNER, shown, "Новости для вас")
    await rig.tap(OWNER, OWNER, shown, "Включить: цифры за вчера по утрам")
    await rig.tap(OWNER, OWNER, shown, "Назад")
    page = await rig.said(OWNER, "все, кроме: оплаты чужих счетов")
    assert "цифры" not in spoken(page)


async def test_an_old_button_shows_what_somebody_else_has_decided_since(rig: Rig) -> None:
    await rig.sandbox.person(MANAGER, "Marat", "ru")
    await rig.sandbox.start(MANAGER)
    await rig.said(MANAGER, "Здравствуйте")
    await rig.database.write(lambda books: give_role(books, MANAGER, Role.MANAGER))
    mine, theirs = await opened(rig, "Срок счёта"), await opened(rig, "Срок счёта", MANAGER)
    await rig.tap(OWNER, OWNER, mine, "12 ч")
    await rig.tap(MANAGER, MANAGER, theirs, "30 мин")
    await rig.said(MANAGER, "Сейчас: 30 мин")
    await rig.tap(OWNER, OWNER, mine, "Назад")
    await rig.said(OWNER, "Срок счёта: 30 мин")


async def test_whose_role_has_ended_decides_nothing_by_tap_or_word(rig: Rig) -> None:
    shown = await opened(rig, "Срок счёта")
    await rig.tap(OWNER, OWNER, shown, "Другой срок")
    await rig.said(OWNER, "Какой срок?")
    await rig.database.write(lambda books: give_role(books, OWNER, Role.CASHIER))
    await rig.sandbox.send(OWNER, "45м")
    await rig.said(OWNER, "сотрудник")
    refused = await rig.tap(OWNER, OWNER, shown, "12 ч")
    assert refused == "Эту кнопку может нажать только сотрудник магазина."
    assert rig.desk.invoice_ttl == timedelta(hours=24)
    await rig.sandbox.send(OWNER, "5000 Coffee")
    await rig.said(OWNER, "Ждём оплату")


async def test_a_cashier_is_told_who_may(rig: Rig) -> None:
    await rig.sandbox.send(CASHIER, "/settings")
    await rig.said(CASHIER, "Настройки видят владелец и менеджеры магазина.")
