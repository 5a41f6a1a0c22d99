"""The sample of the texts page: shop «Дана», invoice 1042, 5 000 ₸, Coffee, 22 November 2026."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

from aiogram.types import InlineKeyboardMarkup

from billing.cards import CardView
from billing.models import (
    AppLink,
    Attention,
    Details,
    Instruction,
    InstructionKind,
    Invoice,
    Merchant,
    Notice,
    Origin,
    Payment,
    Place,
    Refund,
    Refusal,
)
from billing.money import Money
from billing.states import AttentionKind, AttentionState, InvoiceState, PaymentState, RefundState
from screens.reader import Reader, Site
from screens.texts import words

LOCALES = ("en", "ru", "kk")
ZONE = ZoneInfo("Asia/Almaty")
SITE = Site("dana_bot", "https://pay.example")
SHOP = {"en": "Dana", "ru": "Дана", "kk": "Дана"}
COFFEE = {"en": "Coffee", "ru": "Кофе", "kk": "Кофе"}
CASHIER = {"en": "Aigerim", "ru": "Айгерим", "kk": "Айгерім"}
AMOUNT = Money(500000, "KZT")
CUSTOMER = 77
CODE = "7K2M-94QD-5VXA"
WAYS = ("halyk", "other")


def clock(text: str, day: int = 22) -> datetime:
    """A moment of the shop's day."""
    hour, minute = map(int, text.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


NOW = clock("14:09")


def reader(locale: str = "en", **changes: object) -> Reader:
    return replace(Reader(words(locale), ZONE, SITE), **changes)  # type: ignore[arg-type]


def invoice(locale: str = "en", **changes: object) -> Invoice:
    made = Invoice(
        id=12,
        merchant_id=1,
        number=1042,
        token="k3J9x0Qm2Zr7Yb5Lw8NtAg",
        amount=AMOUNT,
        description=COFFEE[locale],
        state=InvoiceState.OPEN,
        issuer_id=5,
        issuer_name=CASHIER[locale],
        created_at=clock("14:05"),
        deadline=clock("18:00"),
        customer_id=CUSTOMER,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


QR = Instruction(
    InstructionKind.SCAN,
    qr="00020101021226",
    links=(AppLink("homebank", "https://homebank.example/1"), AppLink("onlinebank", "onlinebank://1")),
)


def payment(**changes: object) -> Payment:
    made = Payment(
        id=31,
        merchant_id=1,
        invoice_id=12,
        provider="halyk",
        reference="100000000031",
        amount=AMOUNT,
        state=PaymentState.PENDING,
        hook_token="h",
        created_at=clock("14:05"),
        asked_at=clock("14:05"),
        expires_at=clock("14:25"),
        instruction=QR,
        next_look=clock("14:10"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def paid(**changes: object) -> Payment:
    made = payment(
        state=PaymentState.PAID,
        taken=AMOUNT,
        settled_at=clock("14:07"),
        receipt="7K2M-94QD",
        details=Details(),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def rejected(refusal: Refusal, *, final: bool = True, **changes: object) -> Payment:
    made = payment(
        state=PaymentState.REJECTED, refusal=refusal, refusal_final=final, settled_at=clock("14:08")
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def view(
    locale: str = "en",
    pay: Payment | None = None,
    *attentions: Attention,
    at: datetime = NOW,
    **changes: object,
) -> CardView:
    merchant = Merchant(1, SHOP[locale], "KZT", locale, "Asia/Almaty")
    return CardView(merchant, invoice(locale, **changes), pay, attentions, at)


def paid_view(locale: str = "en", *attentions: Attention, **changes: object) -> CardView:
    settled = {"state": InvoiceState.PAID, "paid_payment_id": 31, "ended_at": clock("14:07")}
    shown = view(locale, paid(), *attentions, **{**settled, **changes})  # type: ignore[arg-type]
    return replace(shown, receipts={31: CODE})


def attention(kind: AttentionKind, **changes: object) -> Attention:
    made = Attention(9, 12, 31, kind, AttentionState.OPEN, clock("14:07") + timedelta(seconds=1))
    return replace(made, **changes)  # type: ignore[arg-type]


def notice(kind: str, **values: str) -> Notice:
    return Notice(1, kind, kind, Place(5), 5, True, 12, 31, 9, values, NOW, NOW)


def plain(html: str) -> str:
    """What a person sees of the HTML, its lines as the texts page writes them."""
    return unescape(re.sub(r"<[^>]+>", "", html)).replace("\n", " | ")


def labels(keyboard: InlineKeyboardMarkup | None) -> list[list[str]]:
    """The words on the buttons, row by row."""
    return [[button.text for button in row] for row in keyboard.inline_keyboard] if keyboard else []


def refund(**changes: object) -> Refund:
    made = Refund(
        id=51,
        merchant_id=1,
        invoice_id=12,
        payment_id=31,
        amount=Money(150000, "KZT"),
        state=RefundState.PENDING,
        origin=Origin.SHOP,
        key="k",
        created_at=clock("15:10"),
        person_id=5,
        asked_at=clock("15:10"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def returned_view(locale: str = "en", *refunds: Refund, **changes: object) -> CardView:
    """Paid, and these refunds of it."""
    shown = paid_view(locale, **changes)
    return replace(shown, payments=(paid(),), refunds=refunds, at=clock("15:30"))
