"""Subscribers in the chat of the staff: listed, paused, priced anew, moved to a bank; what the shop hears."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from billing.errors import BankSilent
from billing.money import Money
from billing.ports import Capabilities
from billing.subscriptions.banking import BankState, BankStats, BankSubscription, Bounds
from billing.subscriptions.engines import Engines
from billing.subscriptions.models import Cycle, State
from billing.subscriptions.offering import Way
from billing.subscriptions.records import OURS, Offer, Subscription, Wish
from screens.texts import words
from tests.flow.handlers.catalog import with_button
from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, Message, Rig, buttons, spoken
from tests.flow.handlers.test_subscribers import NB, language, member, newest, replied
from tests.support.bank import ObedientBank
from tests.support.books import give_role
from tests.support.noon import Afternoon

COFFEE = Offer("Кофе", Money(500000, "KZT"), Cycle.MONTHLY)
PHONE = "+77071234567"


@pytest.fixture
def clock() -> Afternoon:
    """The afternoon of 22 November 2026."""
    return Afternoon()


class PhoneBills(ObedientBank):
    """Bills by phone and runs subscriptions, as far as the chat sees it."""

    bounds = Bounds(least=100_00, most=1_000_000_00)

    def __init__(self) -> None:
        super().__init__("phonebank")
        self.capabilities = Capabilities(needs_phone=True, kazakh_phones=True)
        self.silent = False

    async def shown(self, bank_id: str) -> BankSubscription | None:
        """With its figures."""
        if self.silent:
            raise BankSilent("no answer")
        stats = BankStats(payments=7, successful=5, failed=2, collected=Money(2500000, "KZT"))
        state, amount = BankState.ACTIVE, COFFEE.amount
        return BankSubscription(bank_id, "", state, amount, Cycle.MONTHLY, None, PHONE, stats=stats)


@pytest.fixture
def bank(rig: Rig) -> PhoneBills:
    """The bank that bills by phone."""
    bank, subscriptions = PhoneBills(), rig.desk.subscriptions
    rig.desk.banking.providers[bank.slug] = bank  # type: ignore[index]
    subscriptions.banks = Engines(rig.desk.banking, {bank.slug: bank})  # type: ignore[dict-item]
    return bank


async def offered(rig: Rig, number: int = 1, who: int = OWNER, offer: Offer = COFFEE) -> Subscription:
    issuer = await member(rig, who)
    return await rig.desk.subscriptions.offer_to(issuer, offer, source=f"s:{number}", name=f"Имя {number:02}")


async def agreed(rig: Rig, number: int = 1, who: int = OWNER, offer: Offer = COFFEE) -> Subscription:
    made = await offered(rig, number, who, offer)
    return await rig.desk.subscriptions.agree(await member(rig, CUSTOMER), made.id, Way())


async def now(rig: Rig, subscription: Subscription) -> Subscription:
    found = await rig.database.read(lambda books: books.subscription(subscription.id))
    assert found is not None
    return found


async def opened(rig: Rig, name: str = "Имя 01", who: int = OWNER, back: str = "Все подписчики") -> Message:
    """A subscription, opened just now from the list; its screen stands in the list's place."""
    await rig.sandbox.send(who, "/subscribers")
    listed = await with_button(rig, who, name)
    label = next(text for text in buttons(listed) if name in text)
    await rig.tap(who, who, listed, label)
    return await same(rig, listed, back, who)


async def same(rig: Rig, message: Message, button: str, who: int = OWNER) -> Message:
    """That message, once it has this button."""

    def find(messages: list[Message]) -> Message | None:
        here = (m for m in messages if m["message_id"] == message["message_id"])
        return next((m for m in here if button in buttons(m)), None)

    return await rig.sandbox.wait_for(who, find)


LISTED = {
    "ru": ("активны: 1", "Приносят в месяц: 5 000 ₸", "22 декабря", "Предложены", "Цифры"),
    "en": ("active: 1", "They bring in a month: 5 000 ₸", "22 December", "Offered", "Figures"),
    "kk": ("белсенді: 1", "Айына әкелетіні: 5 000 ₸", "22 желтоқсан", "Ұсынылған", "Сандар"),
}


async def test_the_list_has_totals_states_and_a_picture_in_each_language(rig: Rig) -> None:
    await agreed(rig)
    await offered(rig, 2)
    for code, (active, monthly, next_bill, offers, figures) in LISTED.items():
        await language(rig, OWNER, code)
        await rig.sandbox.send(OWNER, "/subscribers")
        listed = await newest(rig, active)
        told = spoken(listed).replace(NB, " ")
        assert monthly in told
        assert next_bill in told
        await rig.tap(OWNER, OWNER, listed, offers)
        narrowed = await same(rig, listed, words(code)("btn-subs-all"))
        assert not any("Имя 01" in text for text in buttons(narrowed))
        await rig.tap(OWNER, OWNER, narrowed, figures)
        drawn = await newest(rig, words(code)("subs-figures"))
        assert "photo" in drawn
        assert f"2026 · {active}" in spoken(drawn)


async def test_a_long_list_is_turned_and_a_cashier_has_their_own(rig: Rig) -> None:
    for number in range(1, 9):
        await offered(rig, number)
    await offered(rig, 9, CASHIER)
    await rig.sandbox.send(OWNER, "/subscribers")
    listed = await with_button(rig, OWNER, "Имя 09")
    await rig.tap(OWNER, OWNER, listed, "▶")
    turned = await same(rig, listed, f"Имя 01 · 5{NB}000{NB}₸")
    assert "▶" not in buttons(turned)
    await rig.sandbox.send(CASHIER, "/subscribers")
    theirs = await with_button(rig, CASHIER, "Имя 09")
    assert not any("Имя 08" in text for text in buttons(theirs))
    assert "Цифры" not in buttons(theirs)
    assert "в месяц" not in spoken(theirs)


async def test_paused_resumed_and_cancelled_after_one_question(rig: Rig) -> None:
    subscription = await agreed(rig)
    card = await opened(rig)
    assert await rig.tap(OWNER, OWNER, card, "Приостановить") == (
        "На паузе: счета не придут, пока её не возобновят."
    )
    card = await same(rig, card, "Возобновить")
    assert (await now(rig, subscription)).state is State.PAUSED
    await rig.tap(OWNER, OWNER, card, "Возобновить")
    card = await same(rig, card, "Приостановить")
    await rig.tap(OWNER, OWNER, card, "Отменить подписку")
    asked = await same(rig, card, "Да, отменить")
    assert (await now(rig, subscription)).state is State.ACTIVE
    await rig.tap(OWNER, OWNER, asked, "Да, отменить")
    over = await same(rig, card, "Все подписчики")
    assert "Завершена магазином" in spoken(over)
    assert "Отменить подписку" not in buttons(over)
    assert (await now(rig, subscription)).state is State.CANCELLED


PRICES = {
    "ru": ("Цена", "Какая цена теперь?", "22 декабря", "Да, 6\u00a000"),
    "en": ("Price", "What is the new price?", "22 December", "Yes, 6\u00a000"),
    "kk": ("Бағасы", "Жаңа баға қандай?", "22 желтоқсан", "Иә, 6\u00a000"),
}


async def test_another_price_counts_from_the_next_period_which_is_said_first(rig: Rig) -> None:
    subscription = await agreed(rig)
    for tenge, (code, (price, question, day, yes)) in enumerate(PRICES.items(), 6000):
        await language(rig, OWNER, code)
        before = (await now(rig, subscription)).price(1)
        card = await opened(rig, back=words(code)("btn-subs-list"))
        await rig.tap(OWNER, OWNER, card, price)
        await newest(rig, question)
        await rig.sandbox.send(OWNER, "99")
        assert len(buttons(await replied(rig))) == 1
        await rig.sandbox.send(OWNER, str(tenge))
        asked = await with_button(rig, OWNER, f"{yes}{tenge % 10}")
        assert day in spoken(asked)
        assert (await now(rig, subscription)).price(1) == before
        label = buttons(asked)[0]
        await asyncio.gather(*[rig.tap(OWNER, OWNER, asked, label) for _ in range(2)])
        changed = await now(rig, subscription)
        assert (changed.price(0), changed.price(1)) == (COFFEE.amount, Money(tenge * 100, "KZT"))
    assert await rig.count() == 1, "the first bill; no number that answers a question is an invoice"


async def test_another_day_says_its_first_date_and_what_short_months_mean(rig: Rig) -> None:
    subscription = await agreed(rig)
    await rig.tap(OWNER, OWNER, await opened(rig), "День")
    await newest(rig, "В какой день месяца теперь?")
    for wrong in ("0", "32"):
        await rig.sandbox.send(OWNER, wrong)
        assert "от 1 до 31" in spoken(await replied(rig))
    await rig.sandbox.send(OWNER, "31")
    asked = await with_button(rig, OWNER, "Да, так")
    assert "31 декабря" in spoken(asked)
    assert "в коротких месяцах" in spoken(asked)
    await rig.tap(OWNER, OWNER, asked, "Да, так")
    await same(rig, asked, "Все подписчики")
    terms = (await now(rig, subscription)).terms
    assert terms is not None
    assert (terms.legs[-1].day, terms.legs[-1].starts) == (31, date(2026, 12, 31))


async def test_reminders_are_chosen_by_a_tap_or_typed(rig: Rig) -> None:
    subscription = await agreed(rig)
    card = await opened(rig)
    await rig.tap(OWNER, OWNER, card, "Напоминания")
    asked = await with_button(rig, OWNER, "Без напоминаний")
    await rig.tap(OWNER, OWNER, asked, "Без напоминаний")
    await same(rig, asked, "Все подписчики")
    assert (await now(rig, subscription)).offer.reminders == ()
    await rig.tap(OWNER, OWNER, card, "Напоминания")
    offered = buttons(await with_button(rig, OWNER, "Без напоминаний"))
    await rig.sandbox.send(OWNER, "28")
    assert buttons(await replied(rig)) == offered
    await rig.sandbox.send(OWNER, "7 1")
    await newest(rig, "Теперь напоминаем так")
    assert (await now(rig, subscription)).offer.reminders == (7, 1)


async def test_a_cashier_does_not_reach_what_another_member_made(rig: Rig) -> None:
    subscription = await agreed(rig, 1, CASHIER)
    card = await opened(rig, who=CASHIER)
    await rig.database.write(lambda books: give_role(books, CASHIER, None))
    assert "только сотрудник магазина" in await rig.tap(CASHIER, CASHIER, card, "Приостановить")
    assert (await now(rig, subscription)).state is State.ACTIVE


NEWS = {"ru": "Новый подписчик: Кофе", "en": "A new subscriber: Кофе", "kk": "Жаңа жазылушы: Кофе"}
SEE = {"ru": "К подписке", "en": "Subscription", "kk": "Жазылымды ашу"}


async def test_the_shop_hears_who_agreed_with_a_way_to_the_subscription(rig: Rig) -> None:
    for number, code in enumerate(NEWS, 1):
        await language(rig, OWNER, code)
        await agreed(rig, number)
        told = await rig.said(OWNER, NEWS[code])
        assert f"Имя {number:02}" in spoken(told)
        await rig.tap(OWNER, OWNER, told, SEE[code])
        card = await with_button(rig, OWNER, words(code)("btn-subs-list"))
        assert card["message_id"] > told["message_id"]


async def test_a_bill_by_phone_is_added_at_once_and_shown_as_beyond_reminders(
    rig: Rig, bank: PhoneBills
) -> None:
    await rig.sandbox.send(OWNER, "/subscribe 5000 ежемесячно Кофе 8 707 123 45 67 Дана")
    summary = await with_button(rig, OWNER, "Создать")
    await rig.tap(OWNER, OWNER, summary, "Создать")
    made = await newest(rig, "Известен только телефон")
    assert f"+7{NB}707{NB}•••{NB}45{NB}67" in spoken(made)
    ((listed),) = await rig.desk.subscriptions.listed(await member(rig))
    added = listed.subscription
    assert (added.engine, added.phone, added.name, added.wish) == ("phonebank", PHONE, "Дана", Wish.MAKE)


async def test_the_figures_of_its_bank_are_asked_for_and_a_silent_bank_is_said(
    rig: Rig, bank: PhoneBills
) -> None:
    owner = await member(rig)
    made = await rig.desk.subscriptions.add_by_phone(owner, COFFEE, PHONE, source="1", name="Имя 01")
    changes = {"bank_id": "b1", "wish": None}
    await rig.database.write(lambda books: books.amend_subscription(made.id, **changes))
    card = await opened(rig)
    await rig.tap(OWNER, OWNER, card, "Цифры phonebank")
    shown = await newest(rig, "По данным банка")
    assert "счетов: 7, оплачено: 5, не прошло: 2" in spoken(shown)
    assert f"собрано: 25{NB}000{NB}₸" in spoken(shown)
    bank.silent = True
    await rig.tap(OWNER, OWNER, shown, "Цифры phonebank")
    await newest(rig, "Банк сейчас не отвечает")


async def test_from_the_chat_to_the_bank_the_new_one_waits_for_the_old_ones_end(
    rig: Rig, bank: PhoneBills
) -> None:
    old = await agreed(rig)
    card = await opened(rig)
    await rig.tap(OWNER, OWNER, card, "Счета через phonebank")
    await newest(rig, "На какой телефон")
    await rig.sandbox.send(OWNER, "8707")
    assert "прочитать номер телефона" in spoken(await replied(rig))
    await rig.sandbox.send(OWNER, "87071234567")
    asked = await with_button(rig, OWNER, "Да, сменить")
    assert (await now(rig, old)).state is State.ACTIVE
    taps = [rig.tap(OWNER, OWNER, asked, "Да, сменить") for _ in range(2)]
    await asyncio.gather(*taps)
    new = next(
        each.subscription
        for each in await rig.desk.subscriptions.listed(await member(rig))
        if each.subscription.id != old.id
    )
    assert (await now(rig, old)).state is State.CANCELLED
    assert (new.engine, new.after_id, new.phone, new.name) == ("phonebank", old.id, PHONE, "Имя 01")
    assert new.offer.first == date(2026, 12, 22)
    assert len(await rig.desk.subscriptions.listed(await member(rig))) == 2


async def test_a_subscriber_whom_a_bank_bills_from_now_on_is_told_so_and_keeps_it_in_hand(
    rig: Rig, bank: PhoneBills
) -> None:
    old, customer = await agreed(rig), await member(rig, CUSTOMER)
    card = await opened(rig)
    await rig.tap(OWNER, OWNER, card, "Счета через phonebank")
    await newest(rig, "На какой телефон")
    await rig.sandbox.send(OWNER, "87071234567")
    asked = await with_button(rig, OWNER, "Да, сменить")
    await rig.tap(OWNER, OWNER, asked, "Да, сменить")
    assert "напомнить в чате нельзя" not in spoken(await newest(rig, "✅ Добавлено"))
    told = await rig.said(CUSTOMER, "The shop has changed how the bills come: Кофе")
    assert "Phonebank sends the bills to +7" in spoken(told)
    assert "The first one comes on 22 December; Phonebank picks the hour" in spoken(told)
    mine = [each.subscription for each in await rig.desk.subscriptions.mine(customer)]
    assert [(each.engine, each.state) for each in mine if each.id != old.id] == [("phonebank", State.ACTIVE)]
    assert not [m for m in await rig.ours(CUSTOMER) if "Ended by the shop" in spoken(m)]


async def test_days_that_are_billed_already_are_not_billed_again_by_the_other_engine(
    rig: Rig, bank: PhoneBills
) -> None:
    """Also where nothing comes next: it is paused, or its bank has not told when."""
    paused = await agreed(rig)
    await rig.desk.subscriptions.pause(await member(rig), paused.id)
    card = await opened(rig)
    await rig.tap(OWNER, OWNER, card, "Счета через phonebank")
    await newest(rig, "На какой телефон")
    await rig.sandbox.send(OWNER, "87071234567")
    asked = await with_button(rig, OWNER, "Да, сменить")
    await rig.tap(OWNER, OWNER, asked, "Да, сменить")
    assert "первый: 22 декабря" in spoken(await newest(rig, "✅ Добавлено"))
    told = {"bank_id": "b1", "wish": None, "engine": "phonebank"}
    billed = await agreed(rig, 2)
    await rig.database.write(lambda books: books.amend_subscription(billed.id, **told))
    card = await opened(rig, "Имя 02")
    await rig.tap(OWNER, OWNER, card, "Счета в чате")
    await rig.tap(OWNER, OWNER, await same(rig, card, "Да, сменить"), "Да, сменить")
    await newest(rig, "?start=sub_")
    both = [each.subscription for each in await rig.desk.subscriptions.listed(await member(rig))]
    firsts = {each.after_id: each.offer.first for each in both}
    assert (firsts[paused.id], firsts[billed.id]) == (date(2026, 12, 22), date(2026, 12, 22))


async def test_from_the_bank_to_the_chat_the_subscriber_gets_a_link(rig: Rig, bank: PhoneBills) -> None:
    owner = await member(rig)
    old = await rig.desk.subscriptions.add_by_phone(owner, COFFEE, PHONE, source="1", name="Имя 01")
    await rig.database.write(lambda books: books.amend_subscription(old.id, bank_id="b1", wish=None))
    card = await opened(rig)
    await rig.tap(OWNER, OWNER, card, "Счета в чате")
    asked = await same(rig, card, "Да, сменить")
    await rig.tap(OWNER, OWNER, asked, "Да, сменить")
    made = await newest(rig, "?start=sub_")
    new = (await rig.desk.subscriptions.listed(owner))[0].subscription
    assert (new.engine, new.after_id, new.state) == (OURS, old.id, State.OFFERED)
    assert new.token in spoken(made)
    assert (await now(rig, old)).wish is Wish.CANCEL
