"""Setting up subscriptions: by one line, step by step, by a plan, from a cart; what cannot be is told."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from billing.catalog.models import CartKind
from billing.models import Person
from billing.money import Money
from billing.subscriptions.models import Cycle, Rules, State
from billing.subscriptions.records import Listed, Offer, Plan
from tests.flow.handlers.catalog import made as items_made
from tests.flow.handlers.catalog import with_button
from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, STRANGER, Message, Rig, buttons, spoken
from tests.flow.handlers.test_taps import tapped, told
from tests.support import PATIENCE
from tests.support.noon import Afternoon


@pytest.fixture
def clock() -> Afternoon:
    """The afternoon of 22 November 2026."""
    return Afternoon()


NB = "\u00a0"


async def member(rig: Rig, who: int = OWNER) -> Person:
    found = await rig.desk.person(who)
    assert found is not None
    return found


async def all_of(rig: Rig, who: int = OWNER) -> list[Listed]:
    return await rig.desk.subscriptions.listed(await member(rig, who))


async def only(rig: Rig) -> Listed:
    (found,) = await all_of(rig)
    return found


async def plans(rig: Rig) -> list[Plan]:
    return await rig.desk.subscriptions.plans(await member(rig), closed=True)


async def language(rig: Rig, who: int, code: str) -> None:
    await rig.desk.choose_locale(who, code)


def today(rig: Rig) -> date:
    return rig.desk.clock.now().astimezone(ZoneInfo("Asia/Almaty")).date()


async def newest(rig: Rig, text: str, who: int = OWNER) -> Message:
    """The last message there with this text."""

    def find(messages: list[Message]) -> Message | None:
        found = [m for m in messages if m.get("from", {}).get("is_bot") and text in spoken(m)]
        return found[-1] if found else None

    return await rig.sandbox.wait_for(who, find, timeout=PATIENCE)


async def replied(rig: Rig, who: int = OWNER) -> Message:
    """The answer to what was sent last."""

    def find(messages: list[Message]) -> Message | None:
        return messages[-1] if messages[-1].get("from", {}).get("is_bot") else None

    return await rig.sandbox.wait_for(who, find, timeout=PATIENCE)


async def answer(rig: Rig, question: str, by: str, who: int = OWNER) -> None:
    """Tap, or write it where no button has it."""
    asked = await newest(rig, question, who)
    if by in buttons(asked):
        await rig.tap(who, who, asked, by)
    else:
        await rig.sandbox.send(who, by)


LINES = {
    "en": ("/subscribe 5000 monthly Coffee for a month", "Is it right?", "every month", "Make it"),
    "ru": ("/subscribe 5 000 ежемесячно Кофе на месяц", "Всё верно?", "каждый месяц", "Создать"),
    "kk": ("/subscribe 5к ай сайын Айлық кофе", "Бәрі дұрыс па?", "ай сайын", "Жасау"),
}


async def test_one_line_leads_to_a_summary_and_make_it_to_a_link_in_each_language(rig: Rig) -> None:
    for number, (code, (line, question, cycle, make)) in enumerate(LINES.items()):
        await language(rig, OWNER, code)
        await rig.sandbox.send(OWNER, line)
        summary = await rig.said(OWNER, question)
        assert f"5{NB}000{NB}₸ · {cycle}" in spoken(summary)
        assert len(await all_of(rig)) == number
        await rig.tap(OWNER, OWNER, summary, make)
        subscription = (await all_of(rig))[0].subscription
        made = await newest(rig, f"?start=sub_{subscription.token}")
        assert made["message_id"] == summary["message_id"]
        offer = subscription.offer
        assert (offer.amount, offer.cycle) == (Money(500000, "KZT"), Cycle.MONTHLY)
        assert (offer.day, offer.first) == (None, None)
        assert (subscription.state, subscription.issuer_id) == (State.OFFERED, OWNER)
    assert await rig.count() == 0


async def test_make_it_tapped_twice_makes_one(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/subscribe 5000 ежемесячно Кофе")
    summary = await rig.said(OWNER, "Всё верно?")
    taps = [rig.tap(OWNER, OWNER, summary, "Создать") for _ in range(2)]
    assert {told[:24] for told in await asyncio.gather(*taps)} == {"", "Этот вопрос уже закрыт. "}
    made = await newest(rig, "Предложение готово")
    assert buttons(made) == ["Отправить ссылку", "К подписке"]
    assert len(await all_of(rig)) == 1


STEPS = {
    "en": [
        ("A new subscription", "One person, by a link"),
        ("What shall we call", "Aigerim <b>"),
        ("How much is one payment", "7 500"),
        ("What is it for?", "Yoga & tea"),
        ("How often?", "Every three months"),
        ("On which day of the month", "31"),
        ("When is the first payment", "tomorrow"),
        ("What if nobody pays?", "2 12 5"),
        ("When shall we remind", "7 1"),
    ],
    "ru": [
        ("Новая подписка", "Одному человеку, ссылкой"),
        ("Как назвать подписчика", "Aigerim <b>"),
        ("Сколько стоит один платёж", "7 500"),
        ("За что подписка?", "Yoga & tea"),
        ("Как часто?", "раз в 3 месяца"),
        ("В какой день месяца", "31"),
        ("Когда первый платёж", "завтра"),
        ("Что делать, если не платят", "2 12 5"),
        ("Когда напоминать", "7 1"),
    ],
    "kk": [
        ("Жаңа жазылым", "Бір адамға, сілтемемен"),
        ("Жазылушыны қалай атайық", "Aigerim <b>"),
        ("Бір төлем қанша", "7 500"),
        ("Жазылым не үшін", "Yoga & tea"),
        ("Қаншалықты жиі", "Үш ай сайын"),
        ("Айдың қай күні", "31"),
        ("Бірінші төлем қашан", "ертең"),
        ("Төлем келмесе не істейміз", "2 12 5"),
        ("Төлемді қашан еске салайық", "7 1"),
    ],
}
RIGHT = {
    "en": ("Is it right?", "Make it"),
    "ru": ("Всё верно?", "Создать"),
    "kk": ("Бәрі дұрыс па?", "Жасау"),
}


async def test_step_by_step_each_thing_is_asked_for_and_kept_in_each_language(rig: Rig) -> None:
    for code, steps in STEPS.items():
        await language(rig, OWNER, code)
        await rig.sandbox.send(OWNER, "/subscribe")
        for question, by in steps:
            await answer(rig, question, by)
        question, make = RIGHT[code]
        summary = await newest(rig, question)
        assert "Yoga & tea" in spoken(summary)
        assert "Aigerim <b>" in spoken(summary)
        await rig.tap(OWNER, OWNER, summary, make)
        subscription = (await all_of(rig))[0].subscription
        await newest(rig, f"?start=sub_{subscription.token}")
        assert subscription.name == "Aigerim <b>"
        assert subscription.offer == Offer(
            "Yoga & tea",
            Money(750000, "KZT"),
            Cycle.QUARTERLY,
            day=31,
            first=today(rig) + timedelta(days=1),
            rules=Rules(2, 12, 5),
            reminders=(7, 1),
        )
    assert len(await all_of(rig)) == 3
    assert await rig.count() == 0, "no number that answers a question is an invoice"


MADE_UP = {
    "Новая подписка": "to:x",
    "Как часто?": "cycle:x",
    "В какой день месяца": "day:x",
    "Когда напоминать": "remind:x,y",
}


async def test_a_made_up_button_answers_no_question(rig: Rig) -> None:
    pressed = 0
    await rig.sandbox.send(OWNER, "/subscribe")
    for question, by in STEPS["ru"]:
        if question in MADE_UP:
            asked, pressed = await newest(rig, question), pressed + 1
            tap = tapped(OWNER, asked, f"sus:{MADE_UP[question]}", f"9{pressed}")
            assert (await told(rig, tap)).startswith("Кнопка устарела")
        await answer(rig, question, by)
    await newest(rig, "Всё верно?")
    assert pressed == len(MADE_UP)


async def test_the_summary_shows_the_next_three_dates_of_the_calendar(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/subscribe 5000 ежемесячно Кофе")
    await rig.tap(OWNER, OWNER, await rig.said(OWNER, "Всё верно?"), "День")
    await answer(rig, "В какой день месяца", "31")
    await rig.tap(OWNER, OWNER, await newest(rig, "Всё верно?"), "Первый платёж")
    await answer(rig, "Когда первый платёж", "31.01.2027")
    shown = spoken(await newest(rig, "Всё верно?"))
    assert "31 января 2027; 28 февраля 2027; 31 марта 2027" in shown.replace(NB, " ")
    assert "Число месяца: 31 · в коротких месяцах" in shown


async def test_back_from_a_change_leads_to_the_summary_and_from_there_out(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/subscribe 5000 ежемесячно Кофе")
    summary = await rig.said(OWNER, "Всё верно?")
    await rig.tap(OWNER, OWNER, summary, "Цена")
    await rig.tap(OWNER, OWNER, await newest(rig, "Сколько стоит один платёж"), "Назад")
    summary = await newest(rig, "Всё верно?")
    await rig.tap(OWNER, OWNER, summary, "Не создавать")
    await newest(rig, "Хорошо, ничего не создано")
    await rig.sandbox.send(OWNER, "700 Чай")
    await rig.said(OWNER, "Ждём оплату: 700")
    assert await all_of(rig) == []


WRONG = [
    ("/subscribe 99 ежемесячно Кофе", "от 100 до"),
    ("/subscribe 1000001 ежемесячно Кофе", "от 100 до"),
    ("/subscribe Кофе", "Напишите сумму цифрами"),
    ("/subscribe $50 ежемесячно Кофе", "только в валюте магазина"),
    ("/subscribe 5000 ежемесячно Кофе 870712345", "прочитать номер телефона"),
    ("/subscribe 5000 каждые 10 дней Кофе", "Такого периода нет. Их шесть: каждый день"),
]
UNFIT = [
    ("Первый платёж", "Когда первый платёж", "вчера", "с сегодняшнего дня"),
    ("Первый платёж", "Когда первый платёж", "01.01.2020", "с сегодняшнего дня"),
    ("Первый платёж", "Когда первый платёж", "когда-нибудь", "Не получилось прочитать дату"),
    ("День", "В какой день месяца", "0", "от 1 до 31"),
    ("День", "В какой день месяца", "32", "от 1 до 31"),
    ("Как часто", "Как часто?", "раз в десять дней", "Такого периода нет. Их шесть"),
    ("Если не платят", "Что делать, если не платят", "3 24", "Напишите три числа"),
    ("Если не платят", "Что делать, если не платят", "11 24 3", "от 1 до 10"),
    ("Цена", "Сколько стоит один платёж", "50", "от 100 до"),
    ("Цена", "Сколько стоит один платёж", "5000 Кофе", "Напишите сумму цифрами"),
    ("Название", "За что подписка", "Я" * 61, "помещается 60 знаков"),
    ("Напоминания", "Когда напоминать", "28", "апоминани"),
    ("Напоминания", "Когда напоминать", "никогда", "за сколько дней"),
]


async def test_a_line_that_cannot_be_is_answered_with_what_can(rig: Rig) -> None:
    for line, said in WRONG:
        await rig.sandbox.send(OWNER, line)
        assert said in spoken(await replied(rig))
    assert await all_of(rig) == []


async def test_what_cannot_be_is_told_and_asked_for_again(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/subscribe 5000 ежемесячно Кофе")
    for change, question, typed, said in UNFIT:
        await rig.tap(OWNER, OWNER, await newest(rig, "Всё верно?"), change)
        asked = await newest(rig, question)
        await rig.sandbox.send(OWNER, typed)
        refused = await replied(rig)
        assert said in spoken(refused), typed
        assert buttons(refused) == buttons(asked), "the choices stand with the question that stays"
        assert buttons(refused)[-1] == "Назад"
        await rig.tap(OWNER, OWNER, refused, "Назад")
    await rig.tap(OWNER, OWNER, await newest(rig, "Всё верно?"), "Создать")
    offer = (await only(rig)).subscription.offer
    assert offer == Offer("Кофе", Money(500000, "KZT"), Cycle.MONTHLY)


async def test_a_sticker_gets_the_question_once_more_and_a_command_leaves_it(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/subscribe")
    await answer(rig, "Новая подписка", "Одному человеку, ссылкой")
    old = await newest(rig, "Как назвать подписчика")
    assert buttons(old)[-1] == "Не создавать", "what was entered is thrown away"
    await rig.sandbox.send_sticker(OWNER)
    await rig.said(OWNER, "Как назвать подписчика", nth=2)
    await rig.sandbox.send(OWNER, "/help")
    await rig.said(OWNER, "/subscribers")
    assert "Этот вопрос уже закрыт" in await rig.tap(OWNER, OWNER, old, "Без имени")
    await rig.sandbox.send(OWNER, "/subscribe 700 ежемесячно Чай")
    await rig.said(OWNER, "Всё верно?")
    assert await all_of(rig) == []


async def test_a_question_of_an_earlier_one_answers_nothing_of_the_next(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/subscribe 5000 Кофе")
    first = await rig.said(OWNER, "Как часто?")
    await rig.sandbox.send(OWNER, "/subscribe 700 Чай")
    second = await rig.said(OWNER, "Как часто?", nth=2)
    assert "Этот вопрос уже закрыт" in await rig.tap(OWNER, OWNER, first, "Каждый день")
    await rig.tap(OWNER, OWNER, second, "Каждую неделю")
    assert "700" in spoken(await newest(rig, "Всё верно?"))


async def test_make_it_of_a_summary_that_was_left_says_where_to_begin_again(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/subscribe 5000 ежемесячно Кофе")
    left = await rig.said(OWNER, "Всё верно?")
    await rig.sandbox.send(OWNER, "/subscribe 700 ежемесячно Чай")
    await rig.said(OWNER, "Всё верно?", nth=2)
    assert "если нет, начните снова: /subscribe" in await rig.tap(OWNER, OWNER, left, "Создать")
    assert await all_of(rig) == []


async def test_a_daily_one_has_no_day_and_reminds_on_the_day_only(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/subscribe 500 Обед 8 707 123 45 67 Дана")
    await rig.tap(OWNER, OWNER, await rig.said(OWNER, "Как часто?"), "Каждый день")
    summary = await newest(rig, "Всё верно?")
    assert "День" not in buttons(summary)
    assert "Напоминания: в день оплаты" in spoken(summary)
    await rig.tap(OWNER, OWNER, summary, "Ссылкой")
    await rig.tap(OWNER, OWNER, await with_button(rig, OWNER, "Создать"), "Создать")
    subscription = (await only(rig)).subscription
    assert (subscription.name, subscription.phone) == ("Дана", "")
    assert subscription.offer.reminders == (0,)


async def test_a_weekday_is_tapped_or_named(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/subscribe 500 еженедельно Йога")
    await rig.tap(OWNER, OWNER, await rig.said(OWNER, "Всё верно?"), "День")
    await rig.tap(OWNER, OWNER, await newest(rig, "В какой день недели"), "По пятницам")
    await rig.tap(OWNER, OWNER, await newest(rig, "Всё верно?"), "День")
    await answer(rig, "В какой день недели", "среда")
    await rig.tap(OWNER, OWNER, await newest(rig, "Всё верно?"), "Создать")
    assert (await only(rig)).subscription.offer.day == 3


async def test_the_cart_of_a_member_becomes_what_each_bill_is_made_of(rig: Rig) -> None:
    owner = await member(rig)
    latte, tea = await items_made(rig, "Латте", "Чай")
    await rig.desk.catalog.put(owner, latte.id, 2, "1", CartKind.TILL)
    await rig.desk.catalog.put(owner, tea.id, 1, "2", CartKind.TILL)
    await rig.sandbox.send(OWNER, "/subscribe")
    await answer(rig, "Новая подписка", "Одному человеку, ссылкой")
    await answer(rig, "Как назвать", "Без имени")
    await answer(rig, "Сколько стоит", f"Из корзины: 2{NB}700{NB}₸")
    await answer(rig, "За что подписка", "Латте × 2, Чай")
    await answer(rig, "Как часто", "Каждую неделю")
    await answer(rig, "В какой день недели", "Как первый платёж")
    await answer(rig, "Когда первый", "В день согласия")
    await answer(rig, "Что делать, если", "Как обычно")
    asked = await newest(rig, "Когда напоминать")
    await rig.tap(OWNER, OWNER, asked, buttons(asked)[0])
    summary = await newest(rig, "Всё верно?")
    assert "Латте × 2" in spoken(summary)
    await rig.tap(OWNER, OWNER, summary, "Создать")
    await newest(rig, "Предложение готово")
    offer = (await only(rig)).subscription.offer
    assert [(line.name, line.count, line.total) for line in offer.lines] == [
        ("Латте", 2, 180000),
        ("Чай", 1, 90000),
    ]
    assert (offer.amount.minor, offer.title, offer.reminders) == (270000, "Латте × 2, Чай", (1, 0))
    emptied = await rig.desk.catalog.filled(owner, CartKind.TILL)
    assert emptied is not None
    assert emptied.lines == ()


async def test_a_plan_is_made_shown_changed_closed_and_opened(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/plans")
    empty = await rig.said(OWNER, "Планов пока нет")
    assert buttons(empty) == ["Новый план"], "nothing is closed"
    await rig.tap(OWNER, OWNER, empty, "Новый план")
    await answer(rig, "Сколько стоит", "5000")
    await answer(rig, "За что подписка", "Кофе <b>")
    await answer(rig, "Как часто", "Каждый месяц")
    await answer(rig, "В какой день месяца", "Как первый платёж")
    await answer(rig, "Что делать, если", "Как обычно")
    asked = await newest(rig, "Когда напоминать")
    await rig.tap(OWNER, OWNER, asked, buttons(asked)[0])
    summary = await newest(rig, "План. Всё верно?")
    assert "Первый платёж" not in buttons(summary)
    taps = [rig.tap(OWNER, OWNER, summary, "Создать") for _ in range(2)]
    assert "" in await asyncio.gather(*taps)
    card = await newest(rig, "Ссылка для всех")
    (plan,) = await plans(rig)
    assert f"?start=sub_{plan.token}" in spoken(card)
    await rig.tap(OWNER, OWNER, card, "Цена")
    assert "Только для новых подписчиков" in spoken(await newest(rig, "Какая цена теперь?"))
    await rig.sandbox.send(OWNER, "99")
    await rig.said(OWNER, "от 100 до")
    await rig.sandbox.send(OWNER, "6000")
    await rig.said(OWNER, "Это для новых подписчиков")
    card = await newest(rig, "Ссылка для всех")
    await rig.tap(OWNER, OWNER, card, "Название")
    await answer(rig, "как назвать?", "Кофе и чай")
    card = await newest(rig, "Кофе и чай\n")
    await rig.tap(OWNER, OWNER, card, "Закрыть")
    closed = await newest(rig, "Закрыт: больше никто")
    (plan,) = await plans(rig)
    assert (plan.offer.amount.minor, plan.offer.title, plan.closed) == (600000, "Кофе и чай", True)
    await rig.sandbox.send(OWNER, "/plans")
    assert "И закрытые" in buttons(await rig.said(OWNER, "Планов пока нет", nth=2))
    await rig.tap(OWNER, OWNER, closed, "Открыть снова")
    await newest(rig, "Ссылка для всех")
    assert [each.closed for each in await plans(rig)] == [False]


async def test_who_was_slower_with_a_plan_sees_how_it_is_now(rig: Rig) -> None:
    owner = await member(rig)
    offer = Offer("Кофе", Money(500000, "KZT"), Cycle.MONTHLY)
    plan = await rig.desk.subscriptions.add_plan(owner, offer)
    await rig.sandbox.send(OWNER, "/plans")
    await rig.tap(OWNER, OWNER, await rig.said(OWNER, "Планы"), f"Кофе · 5{NB}000{NB}₸")
    await rig.tap(OWNER, OWNER, await newest(rig, "Ссылка для всех"), "Цена")
    await newest(rig, "Какая цена теперь?")
    dearer = replace(offer, amount=Money(700000, "KZT"))
    await rig.desk.subscriptions.change_plan(owner, plan.id, plan.version, dearer)
    await rig.sandbox.send(OWNER, "6000")
    await rig.said(OWNER, "Ваша правка не сохранена")
    assert f"7{NB}000{NB}₸" in spoken(await newest(rig, "Ссылка для всех"))


async def test_one_person_is_offered_an_existing_plan(rig: Rig) -> None:
    owner = await member(rig)
    offer = Offer("Кофе", Money(500000, "KZT"), Cycle.MONTHLY, day=5)
    plan = await rig.desk.subscriptions.add_plan(owner, offer)
    await rig.sandbox.send(CASHIER, "/subscribe")
    await answer(rig, "Новая подписка", "По плану", CASHIER)
    await answer(rig, "Какой план", f"Кофе · 5{NB}000{NB}₸", CASHIER)
    await answer(rig, "Как назвать", "Айгерим", CASHIER)
    summary = await newest(rig, "Всё верно?", CASHIER)
    assert "Цена" not in buttons(summary)
    await rig.tap(CASHIER, CASHIER, summary, "Создать")
    await newest(rig, "Предложение готово", CASHIER)
    subscription = (await only(rig)).subscription
    assert (subscription.plan_id, subscription.offer, subscription.issuer_id) == (plan.id, offer, CASHIER)


async def test_cashiers_keep_no_plans_and_customers_set_nothing_up(rig: Rig) -> None:
    await rig.sandbox.send(CASHIER, "/plans")
    assert "Новый план" not in buttons(await rig.said(CASHIER, "Планов пока нет"))
    for command in ("/subscribe 5000 monthly Coffee", "/subscribers", "/plans"):
        await rig.sandbox.send(CUSTOMER, command)
        assert "by the shop's staff" in spoken(await replied(rig, CUSTOMER))
    await rig.sandbox.send(STRANGER, "/subscribe 5000")
    assert "дүкен қызметкерлері" in spoken(await replied(rig, STRANGER))
    await rig.sandbox.group(-1001, "Кофейня", [OWNER])
    await rig.sandbox.send(OWNER, "/subscribe@tolem_demo_bot 5000 ежемесячно Кофе", chat=-1001)
    await rig.said(-1001, "В группах это не показываем")
    assert await all_of(rig) == []
