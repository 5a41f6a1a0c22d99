"""The moments after money came, word for word, in three languages.

`|` is a new line. Spaces inside amounts do not break there; they are written plainly here.
"""

from __future__ import annotations

import pytest

from billing.models import Audience
from billing.states import AttentionKind, InvoiceState
from screens.notices import tell
from tests.unit.screens.samples import (
    CODE,
    CUSTOMER,
    LOCALES,
    attention,
    clock,
    notice,
    paid_view,
    plain,
    reader,
)
from tests.unit.screens.seen import Seen, card, told

ISSUER, PAYER = Audience.ISSUER, Audience.PAYER

PAID = {
    "en": "✅ Paid: 5 000 ₸ | Coffee · invoice #1042 | Halyk, 14:07 · cashier Aigerim",
    "ru": "✅ Оплачено: 5 000 ₸ | Кофе · счёт #1042 | Halyk, 14:07 · кассир Айгерим",
    "kk": "✅ Төленді: 5 000 ₸ | Кофе · #1042 шот | Halyk, 14:07 · кассир Айгерім",
}
RECEIPT_BUTTON = {"en": "[Receipt]", "ru": "[Квитанция]", "kk": "[Түбіртек]"}


@pytest.mark.parametrize("locale", LOCALES)
def test_paid(locale: str) -> None:
    assert card(paid_view(locale), ISSUER, reader(locale)) == Seen(PAID[locale], RECEIPT_BUTTON[locale])
    code = reader(locale).words("receipt-code", code=CODE)
    assert told("paid", paid_view(locale), reader(locale)) == Seen(f"{PAID[locale]} | {code}", "")


RECEIPT = {
    "en": Seen(
        "✅ Thank you! Paid: 5 000 ₸ | Dana · Coffee | 22 November 2026, 14:07 · Halyk · invoice #1042 | "
        "Receipt code: 7K2M-94QD-5VXA | This is a payment receipt. The fiscal one comes from the seller.",
        "[Receipt as PDF] / [A question about it]",
    ),
    "ru": Seen(
        "✅ Спасибо! Оплачено: 5 000 ₸ | «Дана» · Кофе | 22 ноября 2026, 14:07 · Halyk · счёт #1042 | "
        "Код квитанции: 7K2M-94QD-5VXA | Это квитанция об оплате. Фискальный чек выдаёт продавец.",
        "[Квитанция PDF] [Вопрос по оплате]",
    ),
    "kk": Seen(
        "✅ Рақмет! Төленді: 5 000 ₸ | «Дана» · Кофе | 2026 ж. 22 қараша, 14:07 · Halyk · #1042 шот | "
        "Түбіртек коды: 7K2M-94QD-5VXA | Бұл — төлем түбіртегі. Фискалдық чекті сатушы береді.",
        "[PDF түбіртек] / [Төлем туралы сұрақ]",
    ),
}


@pytest.mark.parametrize("locale", LOCALES)
def test_receipt(locale: str) -> None:
    assert told("receipt", paid_view(locale), reader(locale, person_id=CUSTOMER)) == RECEIPT[locale]


LATE = {
    "en": (
        (
            "❗ Late money: 5 000 ₸ | Invoice #1042 · Coffee | Cancelled at 13:10, money came at 14:07 "
            "through Halyk. | The money is with you. What shall we do?"
        ),
        "[Accept] / [Decide later]",
        (
            "Your 5 000 ₸ came when the invoice was no longer open. "
            "The money is safe: the shop will accept it or send it back."
        ),
    ),
    "ru": (
        (
            "❗ Поздняя оплата: 5 000 ₸ | Счёт #1042 · Кофе | Отменён в 13:10, деньги пришли в 14:07 через "
            "Halyk. | Деньги уже у вас. Что с ними сделать?"
        ),
        "[Принять] / [Решить позже]",
        (
            "Ваши 5 000 ₸ пришли, когда счёт уже не действовал. "
            "Деньги не потеряны: магазин примет оплату или вернёт их."
        ),
    ),
    "kk": (
        (
            "❗ Кешіккен төлем: 5 000 ₸ | #1042 шот · Кофе | Күші жойылған уақыты: 13:10. Ақша түскен "
            "уақыты: 14:07, Halyk. | Ақша сізге түсті. Не істейміз?"
        ),
        "[Қабылдау] / [Кейін шешу]",
        (
            "Сіз жіберген 5 000 ₸ шот жарамсыз болғаннан кейін түсті. "
            "Ақшаңыз жоғалған жоқ: дүкен төлемді қабылдайды немесе қайтарады."
        ),
    ),
}


@pytest.mark.parametrize("locale", LOCALES)
def test_late_money(locale: str) -> None:
    words, keys, customer = LATE[locale]
    cancelled = {"late": True, "before_late": InvoiceState.CANCELLED, "ended_at": clock("13:10")}
    shown = paid_view(locale, attention(AttentionKind.LATE), **cancelled)
    owner = told("attention-late", shown, reader(locale, staff=True, details=True))
    assert owner.words.startswith(words)
    assert owner.buttons == keys
    assert told("customer-late", shown, reader(locale)).words.startswith(customer)
    assert customer in card(shown, PAYER, reader(locale)).words


STANDING = {
    "en": "❗ Waiting for your decision: 3 | "
    "The oldest has waited since 20 November, 10:40: invoice #1042. | See and decide: /attention",
    "ru": "❗ Ждёт вашего решения: 3 | Дольше всего ждёт счёт #1042: с 20 ноября, 10:40. | "
    "Посмотреть и решить: /attention",
    "kk": "❗ Шешіміңізді күтуде: 3 | Ең ұзақ күткені: #1042 шот, басталған уақыты: 20 қараша, 10:40. | "
    "Көріп, шешу үшін: /attention",
}


@pytest.mark.parametrize("locale", LOCALES)
def test_what_has_waited_since_an_earlier_day(locale: str) -> None:
    daily = notice("decisions-wait", count="3", number="1042", since="2026-11-20T05:40:00+00:00")
    assert plain(tell(daily, None, None, reader(locale, staff=True)).text) == STANDING[locale]


PAID_TWICE = {"en": "❗ Paid twice", "ru": "❗ Оплачено дважды", "kk": "❗ Екі рет төленді"}


@pytest.mark.parametrize("locale", LOCALES)
def test_paid_twice(locale: str) -> None:
    shown = paid_view(locale, attention(AttentionKind.SECOND, payment_id=32))
    assert told("attention-second", shown, reader(locale)).words.startswith(PAID_TWICE[locale])
