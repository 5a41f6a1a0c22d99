"""The moments before money comes, word for word, in three languages.

`|` is a new line. Spaces inside amounts do not break there; they are written plainly here.
"""

from __future__ import annotations

import pytest

from billing.models import Audience, Refusal
from billing.states import InvoiceState, PaymentState, Step
from tests.unit.screens.samples import (
    LOCALES,
    clock,
    payment,
    reader,
    rejected,
    view,
)
from tests.unit.screens.seen import Seen, card, told

ISSUER, PAYER = Audience.ISSUER, Audience.PAYER

ISSUED = {
    "en": Seen(
        "⏳ Waiting: 5 000 ₸ | Coffee · invoice #1042 · QR valid until 14:25 | "
        "Show the QR to your customer or send the link.",
        "[Share] [Check payment] / [Cancel invoice]",
    ),
    "ru": Seen(
        "⏳ Ждём оплату: 5 000 ₸ | Кофе · счёт #1042 · QR действует до 14:25 | "
        "Покажите QR покупателю или отправьте ему ссылку.",
        "[Отправить покупателю] / [Проверить оплату] / [Отменить счёт]",
    ),
    "kk": Seen(
        "⏳ Төлем күтілуде: 5 000 ₸ | Кофе · #1042 шот · QR мерзімі: 14:25 | "
        "QR-кодты сатып алушыға көрсетіңіз немесе сілтемесін жіберіңіз.",
        "[Сатып алушыға жіберу] / [Төлемді тексеру] / [Шоттың күшін жою]",
    ),
}


@pytest.mark.parametrize("locale", LOCALES)
def test_issued(locale: str) -> None:
    assert card(view(locale, payment()), ISSUER, reader(locale)) == ISSUED[locale]


WAITING = {
    "en": Seen(
        "⏳ Waiting: 5 000 ₸ | Coffee · invoice #1042 · QR valid until 14:25 | Invoice from Dana. "
        "On this phone tap your bank's button; from another phone scan the QR.",
        "[Open Halyk] / [Open Onlinebank] / [Check payment] [Another way]",
    ),
    "ru": Seen(
        "⏳ Ждём оплату: 5 000 ₸ | Кофе · счёт #1042 · QR действует до 14:25 | Счёт от магазина «Дана». "
        "С этого телефона нажмите кнопку своего банка, с другого — отсканируйте QR.",
        "[Открыть Halyk] / [Открыть Onlinebank] / [Проверить оплату] [Другой способ]",
    ),
    "kk": Seen(
        "⏳ Төлем күтілуде: 5 000 ₸ | Кофе · #1042 шот · QR мерзімі: 14:25 | «Дана» дүкенінен шот келді. "
        "Осы телефоннан төлеу үшін банкіңіздің түймесін басыңыз, басқа телефоннан QR-кодты сканерлеңіз.",
        "[Halyk қосымшасын ашу] / [Onlinebank ашу] / [Төлемді тексеру] [Басқа тәсіл]",
    ),
}


@pytest.mark.parametrize("locale", LOCALES)
def test_waiting(locale: str) -> None:
    assert card(view(locale, payment()), PAYER, reader(locale)) == WAITING[locale]


SCANNED = {
    "en": (
        "📲 QR scanned: 5 000 ₸ | Coffee · invoice #1042 | ",
        "Confirm the payment in the bank's app.",
        "The customer has scanned the QR and is confirming.",
        "[Check payment]",
    ),
    "ru": (
        "📲 QR отсканирован: 5 000 ₸ | Кофе · счёт #1042 | ",
        "Подтвердите оплату в приложении банка.",
        "Покупатель отсканировал QR и подтверждает оплату.",
        "[Проверить оплату]",
    ),
    "kk": (
        "📲 QR сканерленді: 5 000 ₸ | Кофе · #1042 шот | ",
        "Төлемді банк қосымшасында растаңыз.",
        "Сатып алушы QR-кодты сканерледі, төлемді растап жатыр.",
        "[Төлемді тексеру]",
    ),
}


@pytest.mark.parametrize("locale", LOCALES)
def test_scanned(locale: str) -> None:
    first, customer, member, check = SCANNED[locale]
    shown = view(locale, payment(step=Step.SCANNED))
    assert card(shown, PAYER, reader(locale)) == Seen(first + customer, check)
    assert card(shown, ISSUER, reader(locale)).words == first + member


DECLINED = {
    "en": Seen(
        "⚠️ Payment declined | 5 000 ₸ · Coffee · invoice #1042 | Not enough money on the card. "
        "Nothing was taken. | Top up or choose another way; the invoice is open until 18:00.",
        "[Try again] [Another way]",
    ),
    "ru": Seen(
        "⚠️ Оплата не прошла | 5 000 ₸ · Кофе · счёт #1042 | На карте не хватило денег. "
        "Деньги не списаны. | Пополните карту или выберите другой способ: счёт открыт до 18:00.",
        "[Попробовать ещё раз] / [Другой способ]",
    ),
    "kk": Seen(
        "⚠️ Төлем өтпеді | 5 000 ₸ · Кофе · #1042 шот | Картадағы ақша жетпеді. "
        "Ақша алынған жоқ. | Картаны толықтырыңыз немесе басқа тәсілді таңдаңыз. "
        "Шоттың мерзімі: 18:00.",
        "[Қайталап көру] [Басқа тәсіл]",
    ),
}


@pytest.mark.parametrize("locale", LOCALES)
def test_declined(locale: str) -> None:
    shown = view(locale, rejected(Refusal.FUNDS))
    assert card(shown, PAYER, reader(locale)) == DECLINED[locale]
    assert told("declined", shown, reader(locale)) == DECLINED[locale]


OVER = {
    "en": Seen(
        "⌛ This QR has expired | 5 000 ₸ · Coffee · invoice #1042 | "
        "Please don't scan the old picture. A new QR works for 20 minutes.",
        "[New QR] / [Another way]",
    ),
    "ru": Seen(
        "⌛ QR больше не действует | 5 000 ₸ · Кофе · счёт #1042 | "
        "Старую картинку не сканируйте. Новый QR действует 20 минут.",
        "[Новый QR] / [Другой способ]",
    ),
    "kk": Seen(
        "⌛ QR-кодтың уақыты бітті | 5 000 ₸ · Кофе · #1042 шот | "
        "Ескі суретті сканерлемеңіз. Жаңа QR 20 минут жарамды.",
        "[Жаңа QR] / [Басқа тәсіл]",
    ),
}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_qr_ran_out(locale: str) -> None:
    assert card(view(locale, payment(state=PaymentState.EXPIRED)), PAYER, reader(locale)) == OVER[locale]


EXPIRED = {
    "en": "⌛ The invoice has expired | 5 000 ₸ · Coffee · invoice #1042 | Ask the shop for a new one.",
    "ru": "⌛ Срок счёта истёк | 5 000 ₸ · Кофе · счёт #1042 | Попросите магазин выставить новый.",
    "kk": "⌛ Шоттың мерзімі өтті | 5 000 ₸ · Кофе · #1042 шот | Дүкеннен жаңа шот сұраңыз.",
}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_invoice_ended(locale: str) -> None:
    shown = view(locale, payment(state=PaymentState.EXPIRED), state=InvoiceState.EXPIRED)
    assert told("expired", shown, reader(locale)) == Seen(EXPIRED[locale], "")


PREPARING = {"en": "Preparing the QR…", "ru": "Готовим QR…", "kk": "QR дайындап жатырмыз…"}


@pytest.mark.parametrize("locale", LOCALES)
def test_preparing(locale: str) -> None:
    reserved = payment(state=PaymentState.RESERVED, instruction=None, expires_at=None)
    seen = card(view(locale, reserved), PAYER, reader(locale))
    assert seen.words.endswith(PREPARING[locale])
    assert seen.buttons == ""


CHOOSE = {
    "en": "How will the customer pay?",
    "ru": "Как оплатит покупатель?",
    "kk": "Сатып алушы қалай төлейді?",
}


@pytest.mark.parametrize("locale", LOCALES)
def test_several_banks_and_none_chosen(locale: str) -> None:
    seen = card(view(locale), ISSUER, reader(locale))
    assert seen.words.endswith(CHOOSE[locale])
    assert seen.buttons.startswith("[Halyk] / ")


def test_checked_by_hand_in_vain() -> None:
    shown = view("en", payment(checked_at=clock("14:09")))
    assert card(shown, PAYER, reader()).words.endswith("Checked at 14:09: no payment yet.")


def test_a_card_that_moved_below_keeps_neither_buttons_nor_a_time() -> None:
    seen = card(view("en", payment()), PAYER, reader(), retired=True)
    assert seen.words.startswith("⬇️ Moved below: 5 000 ₸ | ")
    assert seen.buttons == ""
    assert "14:25" not in seen.words
