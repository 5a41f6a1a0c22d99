"""The moments of the texts page, word for word, in three languages.

`|` is a new line. Spaces inside amounts do not break there; they are written plainly here.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from billing.cards import CardView
from billing.models import Audience, Refusal
from billing.states import AttentionKind, InvoiceState, PaymentState, Step
from screens import cards, notices
from screens.reader import Reader
from tests.unit.screens.samples import (
    CUSTOMER,
    LOCALES,
    WAYS,
    attention,
    clock,
    labels,
    notice,
    paid_view,
    payment,
    plain,
    reader,
    rejected,
    view,
)

ISSUER, PAYER, GROUP = Audience.ISSUER, Audience.PAYER, Audience.GROUP


@dataclass(frozen=True)
class Seen:
    """Caption and buttons as the page writes them."""

    words: str
    buttons: str


def card(
    shown: CardView, audience: Audience, to: Reader, ways: tuple[str, ...] = WAYS, *, retired: bool = False
) -> Seen:
    drawn = cards.draw(shown, audience, to, ways, retired=retired)
    return _seen(drawn.caption, labels(drawn.keyboard))


def told(kind: str, shown: CardView, to: Reader, ways: tuple[str, ...] = WAYS) -> Seen:
    item = next(iter(shown.attentions), None)
    message = notices.tell(notice(kind), shown, item, to, ways)
    return _seen(message.text, labels(message.keyboard))


def _seen(html: str, rows: list[list[str]]) -> Seen:
    keys = " / ".join(" ".join(f"[{text}]" for text in row) for row in rows)
    return Seen(plain(html).replace("\u00a0", " "), keys)


ISSUED = {
    "en": Seen(
        "⏳ Waiting: 5 000 ₸ | Coffee · invoice #1042 · QR valid until 14:25 | "
        "Show the QR to your customer or send the link.",
        "[Share] [Check payment] / [Cancel invoice]",
    ),
    "ru": Seen(
        "⏳ Ждём оплату: 5 000 ₸ | Кофе · счёт #1042 · QR действует до 14:25 | "
        "Покажите QR покупателю или отправьте ему ссылку.",
        "[Отправить покупателю] [Проверить оплату] / [Отменить счёт]",
    ),
    "kk": Seen(
        "⏳ Төлем күтілуде: 5 000 ₸ | Кофе · #1042 шот · QR мерзімі: 14:25 | "
        "QR-кодты сатып алушыға көрсетіңіз немесе сілтемесін жіберіңіз.",
        "[Сатып алушыға жіберу] [Төлемді тексеру] / [Шоттың күшін жою]",
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


PAID = {
    "en": "✅ Paid: 5 000 ₸ | Coffee · invoice #1042 | Halyk, 14:07 · cashier Aigerim",
    "ru": "✅ Оплачено: 5 000 ₸ | Кофе · счёт #1042 | Halyk, 14:07 · кассир Айгерим",
    "kk": "✅ Төленді: 5 000 ₸ | Кофе · #1042 шот | Halyk, 14:07 · кассир Айгерім",
}
RECEIPT_BUTTON = {"en": "[Receipt]", "ru": "[Квитанция]", "kk": "[Түбіртек]"}


@pytest.mark.parametrize("locale", LOCALES)
def test_paid(locale: str) -> None:
    assert card(paid_view(locale), ISSUER, reader(locale)) == Seen(PAID[locale], RECEIPT_BUTTON[locale])
    assert told("paid", paid_view(locale), reader(locale)) == Seen(PAID[locale], "")


RECEIPT = {
    "en": Seen(
        "✅ Thank you! Paid: 5 000 ₸ | Dana · Coffee | 22 November 2026, 14:07 · Halyk · invoice #1042 | "
        "Receipt code: 7K2M-94QD | This is a payment receipt. The fiscal one comes from the seller.",
        "[A question about it]",
    ),
    "ru": Seen(
        "✅ Спасибо! Оплачено: 5 000 ₸ | «Дана» · Кофе | 22 ноября 2026, 14:07 · Halyk · счёт #1042 | "
        "Код квитанции: 7K2M-94QD | Это квитанция об оплате. Фискальный чек выдаёт продавец.",
        "[Вопрос по оплате]",
    ),
    "kk": Seen(
        "✅ Рақмет! Төленді: 5 000 ₸ | «Дана» · Кофе | 2026 ж. 22 қараша, 14:07 · Halyk · #1042 шот | "
        "Түбіртек коды: 7K2M-94QD | Бұл — төлем түбіртегі. Фискалдық чекті сатушы береді.",
        "[Төлем туралы сұрақ]",
    ),
}


@pytest.mark.parametrize("locale", LOCALES)
def test_receipt(locale: str) -> None:
    assert told("receipt", paid_view(locale), reader(locale, person_id=CUSTOMER)) == RECEIPT[locale]


DECLINED = {
    "en": Seen(
        "⚠️ Payment declined | 5 000 ₸ · Coffee · invoice #1042 | Not enough money on the card. "
        "Nothing was taken. | Top up or choose another way; the invoice is open until 18:00.",
        "[Try again] [Another way]",
    ),
    "ru": Seen(
        "⚠️ Оплата не прошла | 5 000 ₸ · Кофе · счёт #1042 | На карте не хватило денег. "
        "Деньги не списаны. | Пополните карту или выберите другой способ: счёт открыт до 18:00.",
        "[Попробовать ещё раз] [Другой способ]",
    ),
    "kk": Seen(
        "⚠️ Төлем өтпеді | 5 000 ₸ · Кофе · #1042 шот | Картадағы ақша жетпеді. "
        "Картадан ақша алынған жоқ. | Картаны толықтырыңыз немесе басқа тәсілді таңдаңыз. "
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


LATE = {
    "en": (
        (
            "❗ Late money: 5 000 ₸ | Invoice #1042 · Coffee | Cancelled at 13:10, money came at 14:07 through "
            "Halyk. | The money is with you. What shall we do?"
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
            "❗ Кешіккен төлем: 5 000 ₸ | #1042 шот · Кофе | Күші жойылған уақыты: 13:10. Ақша түскен уақыты: "
            "14:07, Halyk. | Ақша сізге түсті. Не істейміз?"
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


PAID_TWICE = {"en": "❗ Paid twice", "ru": "❗ Оплачено дважды", "kk": "❗ Екі рет төленді"}


@pytest.mark.parametrize("locale", LOCALES)
def test_paid_twice(locale: str) -> None:
    shown = paid_view(locale, attention(AttentionKind.SECOND, payment_id=32))
    assert told("attention-second", shown, reader(locale)).words.startswith(PAID_TWICE[locale])


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
