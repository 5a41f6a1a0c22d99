"""Reminders in three languages: what they say on which day, and their buttons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from billing.kept import KeptMethod
from billing.models import Merchant, Person
from billing.money import Money
from billing.states import InvoiceState
from billing.subscriptions.calendar import agreed, period
from billing.subscriptions.models import Cycle, Price, State
from billing.subscriptions.records import Offer, Subscription
from billing.subscriptions.viewing import SubscriptionView
from screens import notices, reminders
from screens import settings as settings_screen
from screens.keys import FAMILIES
from screens.reminder_keys import CHOICES, Chosen
from tests.unit.screens.samples import (
    AMOUNT,
    CUSTOMER,
    LOCALES,
    SHOP,
    clock,
    labels,
    notice,
    plain,
    reader,
    view,
)

TITLES = {"en": "Coffee for a month", "ru": "Кофе на месяц", "kk": "Айлық кофе"}
TERMS = agreed(Cycle.MONTHLY, "Asia/Almaty", date(2026, 11, 23), time(10))
CARD = KeptMethod(3, "testbank", CUSTOMER, "4405 •• 9821", clock("10:00"))


def told(locale: str = "en", days: int = 1, **changes: object) -> notices.Told:
    shown = subscribed(locale, days, **changes)
    values = {"subscription": "7", "number": "0", "days": str(days)}
    return notices.tell(notice("remind-subscription", **values), None, None, reader(locale), (), shown)


def subscribed(locale: str = "en", days: int = 1, **changes: object) -> SubscriptionView:
    """Its bill comes on 23 November at 10:00; so many days before that."""
    subscription = Subscription(
        id=7,
        merchant_id=1,
        number=3,
        token="k3J9x0Qm2Zr7Yb5Lw8NtAg",
        offer=Offer(TITLES[locale], AMOUNT, Cycle.MONTHLY),
        state=State.ACTIVE,
        issuer_id=5,
        version=1,
        created_at=clock("10:00", 1),
        customer_id=CUSTOMER,
        terms=TERMS,
    )
    of = {name: value for name, value in changes.items() if name in {"engine", "bank_next_at", "offer"}}
    method = changes.get("method")
    assert method is None or isinstance(method, KeptMethod)
    return SubscriptionView(
        subscription=replace(subscription, **of),  # type: ignore[arg-type]
        merchant=Merchant(1, str(changes.get("shop", SHOP[locale])), "KZT", locale, "Asia/Almaty"),
        at=clock("09:00" if days == 0 else "10:00", 23 - days),
        subscriber=Person(CUSTOMER, "Daniyar", started=True),
        plan=None,
        upcoming=period(TERMS, 0),
        unpaid=None,
        bill=None,
        may_ask=bool(changes.get("may_ask", True)),
        history=(),
        staff=False,
        method=method,
    )


def said(locale: str = "en", days: int = 1, **changes: object) -> str:
    return plain(told(locale, days, **changes).text).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        (
            "en",
            (
                "🔔 Tomorrow, 23 November: 5 000 ₸ | “Coffee for a month” · Dana | "
                "The bill comes tomorrow at 10:00. Nothing to do now."
            ),
        ),
        (
            "ru",
            (
                "🔔 Завтра, 23 ноября: 5 000 ₸ | «Кофе на месяц» · магазин «Дана» | "
                "Счёт придёт завтра в 10:00. Сейчас ничего делать не нужно."
            ),
        ),
        (
            "kk",
            (
                "🔔 Ертең, 23 қараша: 5 000 ₸ | «Айлық кофе» · «Дана» дүкені | "
                "Шотты ертең жібереміз, уақыты: 10:00. Қазір ештеңе істеудің қажеті жоқ."
            ),
        ),
    ],
)
def test_the_day_before(locale: str, words: str) -> None:
    assert said(locale) == words


@pytest.mark.parametrize(
    ("locale", "days", "words"),
    [
        ("en", 0, "🔔 Today, 23 November: 5 000 ₸"),
        ("ru", 0, "🔔 Сегодня, 23 ноября: 5 000 ₸"),
        ("kk", 0, "🔔 Бүгін, 23 қараша: 5 000 ₸"),
        ("en", 0, "The bill comes today at 10:00."),
        ("ru", 0, "Счёт придёт сегодня в 10:00."),
        ("kk", 0, "Шотты бүгін жібереміз, уақыты: 10:00."),
        ("en", 3, "🔔 In 3 days, 23 November: 5 000 ₸"),
        ("ru", 3, "🔔 Через 3 дня, 23 ноября: 5 000 ₸"),
        ("ru", 7, "🔔 Через 7 дней, 23 ноября: 5 000 ₸"),
        ("ru", 21, "🔔 Через 21 день, 23 ноября: 5 000 ₸"),
        ("kk", 3, "🔔 3 күннен кейін, 23 қараша: 5 000 ₸"),
        ("ru", 3, "Счёт придёт в этот день в 10:00."),
    ],
)
def test_other_days(locale: str, days: int, words: str) -> None:
    assert words in said(locale, days)


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", "It will be taken from your card •• 9821."),
        ("ru", "Спишем с вашей карты •• 9821."),
        ("kk", "Картаңыздан алынады: •• 9821."),
    ],
)
def test_a_card_that_is_charged_is_named_by_its_end_and_no_bill_is(locale: str, words: str) -> None:
    assert said(locale, method=CARD).endswith(f"| {words}")


def test_what_is_charged_and_has_no_number_is_named_as_its_owner_knows_it() -> None:
    assert "as you agreed: Some bank's card." in said(method=replace(CARD, label="Some bank's card"))
    assert "as you agreed: the remembered card." in said(method=replace(CARD, label=""))


def test_where_a_bank_bills_by_phone_it_is_the_bank_that_sends() -> None:
    shown = said(engine="apipay", bank_next_at=clock("12:00", 23), may_ask=False)
    assert shown.endswith("| Kaspi sends the bill to your phone tomorrow. Nothing to do now.")


def test_a_shop_without_a_name_and_words_that_look_like_html_break_nothing() -> None:
    offer = Offer("<b>Yoga & co", AMOUNT, Cycle.MONTHLY)
    assert "“&lt;b&gt;Yoga &amp; co”\n" in told(shop="", offer=offer).text


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", [["Pay now"], ["Pause", "Don't remind me"], ["Cancel subscription"]]),
        ("ru", [["Оплатить сейчас"], ["Приостановить", "Не напоминать"], ["Отменить подписку"]]),
        ("kk", [["Қазір төлеу"], ["Тоқтата тұру", "Еске салмау"], ["Жазылымнан бас тарту"]]),
    ],
)
def test_its_buttons(locale: str, words: list[list[str]]) -> None:
    assert labels(told(locale).keyboard) == words


def test_whoever_silenced_it_has_the_way_back_and_who_cannot_pay_here_no_button_for_it() -> None:
    silent = labels(reminders.under_subscription(subscribed(), reader(), silent=True))
    assert silent == [["Pay now"], ["Pause"], ["Remind me again"], ["Cancel subscription"]]
    assert ["Pay now"] not in labels(told(may_ask=False).keyboard)


# --- invoices


def of_invoice(locale: str = "en", days: int = 0, **changes: object) -> notices.Told:
    shown = view(locale, None, **changes)
    told = notice("remind-invoice", number="0", days=str(days))
    return notices.tell(told, shown, None, reader(locale))


@pytest.mark.parametrize(
    ("locale", "days", "words"),
    [
        (
            "en",
            0,
            (
                "🔔 Waiting for payment: 5 000 ₸ | Coffee · invoice #1042 · Dana | "
                "It can be paid today until 18:00."
            ),
        ),
        (
            "ru",
            0,
            "🔔 Ждём оплату: 5 000 ₸ | Кофе · счёт #1042 · магазин «Дана» | Оплатить можно сегодня до 18:00.",
        ),
        (
            "kk",
            0,
            "🔔 Төлем күтілуде: 5 000 ₸ | Кофе · #1042 шот · «Дана» дүкені | Төлеу мерзімі: бүгін, 18:00.",
        ),
        (
            "en",
            1,
            (
                "🔔 Waiting for payment: 5 000 ₸ | Coffee · invoice #1042 · Dana | "
                "It can be paid until tomorrow, 18:00."
            ),
        ),
        (
            "ru",
            5,
            (
                "🔔 Ждём оплату: 5 000 ₸ | Кофе · счёт #1042 · магазин «Дана» | "
                "Оплатить можно до 18:00, 22 ноября."
            ),
        ),
        (
            "en",
            -1,
            (
                "⌛ The invoice has expired: 5 000 ₸ | Coffee · invoice #1042 · Dana | "
                "If you still want to pay, ask for a new one: the amount is the same."
            ),
        ),
        (
            "ru",
            -1,
            (
                "⌛ Срок счёта истёк: 5 000 ₸ | Кофе · счёт #1042 · магазин «Дана» | "
                "Если ещё хотите оплатить, попросите новый: сумма та же."
            ),
        ),
        (
            "kk",
            -1,
            (
                "⌛ Шоттың мерзімі өтті: 5 000 ₸ | Кофе · #1042 шот · «Дана» дүкені | "
                "Әлі де төлегіңіз келсе, жаңа шот сұраңыз: сомасы өзгермейді."
            ),
        ),
    ],
)
def test_an_invoices_deadline(locale: str, days: int, words: str) -> None:
    state = {"state": InvoiceState.EXPIRED} if days < 0 else {}
    assert plain(of_invoice(locale, days, **state).text).replace("\u00a0", " ") == words


def test_its_button_pays_while_that_goes_asks_for_a_new_one_after_it_and_does_nothing_else() -> None:
    assert labels(of_invoice().keyboard) == [["Pay"], ["Don't remind me"]]
    over = of_invoice(days=-1, state=InvoiceState.EXPIRED)
    assert labels(over.keyboard) == [["Ask for a new one"], ["Don't remind me"]]
    assert labels(of_invoice(state=InvoiceState.PAID).keyboard) == [["Don't remind me"]]


# --- the shop


@pytest.mark.parametrize("locale", LOCALES)
def test_that_a_subscriber_cannot_be_reminded_is_said_by_name(
    locale: str, caplog: pytest.LogCaptureFixture
) -> None:
    gone = notice("sub-unreachable-member", subscription="7")
    shown = subscribed(locale)
    text = notices.tell(gone, None, None, reader(locale), (), shown).text
    assert "Daniyar" in text
    assert TITLES[locale] in text
    dearer = replace(shown.subscription, prices=(Price(0, AMOUNT), Price(1, Money(650000, "KZT"))))
    later = replace(shown, subscription=dearer, upcoming=period(TERMS, 1))
    assert "6\u00a0500\u00a0₸" in notices.tell(gone, None, None, reader(locale), (), later).text
    nameless = replace(shown, subscriber=None)
    assert "Daniyar" not in notices.tell(gone, None, None, reader(locale), (), nameless).text
    assert caplog.messages == []


@pytest.mark.parametrize("locale", LOCALES)
def test_each_choice_of_reminders_names_itself_and_offers_the_others(
    locale: str, caplog: pytest.LogCaptureFixture
) -> None:
    words = reader(locale).words
    for chosen, days in CHOICES.items():
        text, keyboard = settings_screen.reminders(days, reader(locale))
        assert words(f"reminders-choice-{chosen}") in text
        assert len(labels(keyboard)) == len(CHOICES)  # the others, and the way back
    assert FAMILIES["reminders-choice-"] == tuple(Chosen)
    assert caplog.messages == []
