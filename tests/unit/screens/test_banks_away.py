"""What is said of banks that bill nobody now: on cards, on the page, to owners, and in the settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from billing.answers import Health
from billing.cards import CardView
from billing.checking import BankState, Overview
from billing.halts import Outage
from billing.models import Audience, Merchant, Refusal
from screens import notices
from screens import settings as screen
from screens.pages.model import Ask, pay_page
from tests.unit.screens.samples import (
    CUSTOMER,
    LOCALES,
    NOW,
    clock,
    labels,
    notice,
    payment,
    plain,
    reader,
    rejected,
    view,
)
from tests.unit.screens.seen import Seen, card

ISSUER, PAYER, GROUP = Audience.ISSUER, Audience.PAYER, Audience.GROUP
KASPI, HALYK = "apipay", "halyk"
TOMORROW = clock("00:00", day=23)
SINCE = clock("13:40")


def away(pay: Any = None, until: datetime | None = None, locale: str = "en") -> CardView:
    """A card of a shop whose Kaspi bills nobody."""
    tried = (pay,) if pay else ()
    return replace(view(locale, pay), away={KASPI: until}, by_phone=frozenset({KASPI}), payments=tried)


def seen(shown: CardView, audience: Audience, ways: tuple[str, ...] = (), locale: str = "en") -> Seen:
    person = CUSTOMER if audience is PAYER else None
    return card(shown, audience, reader(locale, person_id=person), ways)


# --- cards

NOTHING_LEFT = {
    "en": (
        "⚠️ No way to pay yet: 5 000 ₸ | Coffee · invoice #1042 | "
        "Kaspi does not take payments for this shop right now. | "
        "Nothing was taken. Please try later, or ask the shop how else you can pay."
    ),
    "ru": (
        "⚠️ Пока нет способа оплаты: 5 000 ₸ | Кофе · счёт #1042 | "
        "Kaspi сейчас не принимает оплату для этого магазина. | "
        "Деньги не списаны. Попробуйте позже или спросите у магазина, как заплатить иначе."
    ),
    "kk": (
        "⚠️ Төлеу тәсілі әзірге жоқ: 5 000 ₸ | Кофе · #1042 шот | "
        "Kaspi қазір бұл дүкенге төлем қабылдамай тұр. | "
        "Ақша алынған жоқ. Кейінірек көріңіз немесе басқаша қалай төлеуге болатынын дүкеннен сұраңыз."
    ),
}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("audience", [PAYER, GROUP])
def test_a_card_without_another_way_says_why_and_what_to_do(locale: str, audience: Audience) -> None:
    assert seen(away(locale=locale), audience, locale=locale).words == NOTHING_LEFT[locale]


def test_the_shop_reads_where_more_is_said() -> None:
    shown = seen(away(), ISSUER)
    assert shown.words.endswith("The invoice stays open: the button comes back by itself. More: /settings")
    assert shown.buttons == "[Cancel invoice]"


def test_the_other_banks_stand_alone_on_the_card() -> None:
    shown = seen(away(), PAYER, (HALYK,))
    assert shown.words.endswith("Kaspi does not take payments for this shop right now.")
    assert shown.buttons == "[Get the QR]"


def test_a_limit_says_when_it_is_over() -> None:
    assert "Works again: 23 November, 00:00." in seen(away(until=TOMORROW), PAYER).words


def test_a_code_that_can_be_paid_is_not_disturbed() -> None:
    shown = seen(away(payment()), PAYER, (HALYK,))
    assert "Kaspi" not in shown.words


@pytest.mark.parametrize("audience", [ISSUER, PAYER])
@pytest.mark.parametrize("refusal", [Refusal.SETUP, Refusal.SHOP_LIMIT])
def test_after_a_refused_bill_the_other_way_is_offered(audience: Audience, refusal: Refusal) -> None:
    shown = seen(away(rejected(refusal, provider=KASPI)), audience, (HALYK,))
    assert "[Another way]" in shown.buttons
    assert "[Try again]" not in shown.buttons
    if audience is PAYER:
        assert "hoose another way" in shown.words


def test_after_a_refused_bill_without_another_way_no_button_promises_one() -> None:
    shown = seen(away(rejected(Refusal.SHOP_LIMIT, provider=KASPI), TOMORROW), PAYER)
    assert shown.buttons == ""
    assert "Please try later, or ask the shop for another way" in shown.words
    assert "Works again: 23 November, 00:00." in shown.words


@pytest.mark.parametrize(("ways", "buttons"), [((), ""), ((HALYK,), "[Another way]")])
def test_a_bill_that_ran_out_meanwhile_is_not_made_anew_there(ways: tuple[str, ...], buttons: str) -> None:
    over = payment(provider=KASPI, phone="+77071234567", expires_at=clock("14:00"))
    assert seen(away(over), PAYER, ways).buttons == buttons


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_says_the_same_and_sends_nobody_into_the_chat_for_it(locale: str) -> None:
    page = pay_page(away(locale=locale), reader(locale), Ask())
    assert page.hint in NOTHING_LEFT[locale].replace(" | ", " ").replace("\u00a0", " ")
    assert page.forms == ()


# --- owners and managers

VALUES = {"bank": KASPI, "code": "kaspi_session_expired", "since": SINCE.isoformat()}
LOST = {
    "en": (
        "❗ Kaspi takes no bills now | "
        "Kaspi has logged the cashier out. Connect the cashier again in ApiPay's cabinet. | "
        "Kaspi is off the cards. We keep checking and write when it works. To check at once: /settings"
    ),
    "ru": (
        "❗ Kaspi сейчас не принимает счета | "
        "Kaspi завершил сеанс кассира. Подключите кассира снова в кабинете ApiPay. | "
        "Kaspi убран с карточек. Мы проверяем дальше и напишем, когда он заработает. "
        "Проверить сразу: /settings"
    ),
    "kk": (
        "❗ Kaspi қазір шот қабылдамай тұр | "
        "Kaspi кассирді жүйеден шығарып жіберді. Кассирді ApiPay кабинетінде қайта қосыңыз. | "
        "Kaspi карточкалардан алынды. Тексере береміз, істегенде хабарлаймыз. "
        "Бірден тексеру: /settings"
    ),
}


def told(kind: str, locale: str = "en", **values: str) -> str:
    text = notices.tell(notice(kind, **{**VALUES, **values}), None, None, reader(locale)).text
    return plain(text).replace("\u00a0", " ")


@pytest.mark.parametrize("locale", LOCALES)
def test_owners_read_what_happened_and_what_to_do(locale: str) -> None:
    assert told("alert-bank-lost", locale) == LOST[locale]


def test_a_code_that_we_do_not_know_is_shown_to_those_who_may_see_it() -> None:
    alert = notice("alert-bank-lost", **{**VALUES, "code": "<new>"})
    text = plain(notices.tell(alert, None, None, reader(details=True)).text)
    assert "its settings need care" in text
    assert "The bank's code: <new>" in text


@pytest.mark.parametrize("locale", LOCALES)
def test_a_limit_and_its_end_are_told_with_their_times(locale: str, caplog: pytest.LogCaptureFixture) -> None:
    limit = told("alert-bank-limit", locale, until=TOMORROW.isoformat(), code="tariff_limit_reached")
    assert "00:00" in limit
    assert "ApiPay" in limit
    assert "13:40" in told("alert-bank-back", locale)
    assert caplog.messages == []


# --- /settings


def outage(**changes: Any) -> Outage:
    return replace(Outage(1, KASPI, "kaspi_session_expired", SINCE, SINCE, seen=True), **changes)


def settings(*banks: BankState, locale: str = "en", name: str = "Дана") -> str:
    shown = Overview(Merchant(1, name, "KZT", "ru", "Asia/Almaty"), NOW, banks)
    return plain(screen.settings(shown, reader(locale))).replace("\u00a0", " ")


def test_the_shop_and_its_banks_at_one_glance() -> None:
    assert settings(BankState(HALYK, True), BankState(KASPI, True, sends_tests=True)) == (
        "⚙️ Shop settings | Shop: Дана | Currency: KZT · language: Русский · time: 14:09 (Asia/Almaty) |  | "
        "Invoices can be paid for: 24 h | Way to pay: the payer chooses | Reminders of invoices: never | "
        "Quiet hours: 21:00–9:00 | "
        "News for you: all but payments of others' invoices, yesterday's figures each morning |  | "
        "Banks | ✅ Halyk: works |  | ✅ Kaspi: works | No test from the bank's cabinet has arrived yet."
    )


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"outage": outage()}, "❗ Kaspi: takes no bills since 13:40, off the cards | Kaspi has logged"),
        ({"outage": outage(until=TOMORROW)}, "⏳ Kaspi: no more bills until 23 November, 00:00"),
        ({"outage": outage(until=NOW - timedelta(minutes=1))}, "✅ Kaspi: works"),
        (
            {"outage": outage(trial_at=clock("14:01"))},
            "🔎 Kaspi: on the cards again since 14:01. The next bill",
        ),
        ({"health": Health(False, "HTTP 500"), "checked_at": NOW}, "⚠️ Kaspi: gives no answer"),
        (
            {"health": Health(True, "", used=3, most=30), "checked_at": NOW},
            "Bills today: 3 of 30. | Checked: 14:09",
        ),
        (
            {"health": Health(True, "", note="unverified")},
            "✅ Kaspi: works | ApiPay has not verified the shop yet",
        ),
        ({"health": Health(False, "", note="production")}, "already. Take APIPAY_TEST out"),
        ({"production": False}, "🧪 Kaspi: practice, no real money"),
        (
            {"sends_tests": True, "tested_at": clock("14:02")},
            "The test from the bank's cabinet arrived: 14:02.",
        ),
    ],
)
def test_each_state_of_a_bank_is_said_in_plain_words(state: dict[str, Any], words: str) -> None:
    assert words in settings(BankState(**{"slug": KASPI, "production": True, **state}))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_settings_are_whole_in_each_language(locale: str, caplog: pytest.LogCaptureFixture) -> None:
    states = [
        BankState(KASPI, False, outage(), Health(True, "", used=1, most=2), NOW, True, NOW),
        BankState(HALYK, True, outage(until=TOMORROW)),
        BankState("other", True, outage(trial_at=NOW), sends_tests=True),
        BankState("silent", True, None, Health(False, "")),
    ]
    for banks in (states, []):
        assert settings(*banks, locale=locale)
    assert caplog.messages == []


def test_a_shop_without_a_name_and_without_banks_is_told_so() -> None:
    told = settings(name="")
    assert "Shop:" not in told
    assert "None is switched on" in told
    buttons = screen.under(Overview(Merchant(1, "", "KZT", "ru", ""), NOW, ()), reader())
    assert ["Check now"] not in labels(buttons)


def test_a_shops_name_is_no_html() -> None:
    shown = Overview(Merchant(1, "<b>Дана", "KZT", "ru", "Asia/Almaty"), NOW, (BankState(KASPI, True),))
    assert "&lt;b&gt;Дана" in screen.settings(shown, reader())
    assert labels(screen.under(shown, reader())) == [
        ["Name", "Language"],
        ["Time to pay", "Way to pay"],
        ["Reminders of invoices"],
        ["Quiet hours", "News for you"],
        ["Banks"],
        ["Check now"],
    ]
