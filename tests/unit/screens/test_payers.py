"""Whom the bank names as the payer: on the shop's own card and receipt, safe to read, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing.cards import CardView
from billing.models import Audience, Details, Payment
from billing.states import InvoiceState, PaymentState
from screens.buttons import Found
from screens.cards import choose, draw
from screens.notices import tell
from screens.pages import model
from screens.reader import Reader
from screens.receipts import receipt
from tests.unit.screens.samples import (
    CUSTOMER,
    LOCALES,
    clock,
    notice,
    paid,
    payment,
    plain,
    reader,
    view,
)

NAME, NUMBER = "Айгерим А.", "13234689513"
PAYER = {"en": f"Payer: {NAME}", "ru": f"Плательщик: {NAME}", "kk": f"Төлеуші: {NAME}"}
KNOWN_AS = {"en": "ank's number", "ru": "омер в банке", "kk": "анктегі нөмірі"}
BILLED = {
    "provider": "apipay",
    "phone": "+77071234567",
    "instruction": None,
    "payer": NAME,
    "details": Details(reference=NUMBER),
}
STATES = [PaymentState.PENDING, PaymentState.PAID, PaymentState.CANCELLED, PaymentState.UNKNOWN]


def shown(pay: Payment, locale: str = "en", **invoice: object) -> CardView:
    made = view(locale, pay, **invoice)  # type: ignore[arg-type]
    return replace(made, payments=(pay,), by_phone=frozenset({"apipay"}))


def settled(locale: str = "en", **changes: object) -> CardView:
    ended = {"state": InvoiceState.PAID, "paid_payment_id": 31, "ended_at": clock("14:07")}
    return shown(paid(**{**BILLED, **changes}), locale, **ended)


def card(made: CardView, audience: Audience, to: Reader) -> str:
    return plain(draw(made, audience, to, ("apipay", "halyk")).caption)


def staff(locale: str = "en") -> Reader:
    return reader(locale, staff=True)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("state", STATES)
def test_the_shops_card_names_the_payer_and_the_banks_number(state: PaymentState, locale: str) -> None:
    made = settled(locale) if state is PaymentState.PAID else shown(payment(**BILLED, state=state), locale)
    said = card(made, Audience.ISSUER, staff(locale))
    assert PAYER[locale] in said.split(" | ")
    assert f"{KNOWN_AS[locale]} {NUMBER}" in said


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("audience", "to"),
    [
        (Audience.PAYER, reader(person_id=CUSTOMER)),
        (Audience.PAYER, reader(person_id=CUSTOMER, staff=True)),
        (Audience.PAYER, reader(person_id=CUSTOMER + 1)),
        (Audience.GROUP, reader()),
        (Audience.GROUP, reader(staff=True, details=True)),
        (Audience.ISSUER, reader()),  # whose role has ended
    ],
)
def test_nobody_else_reads_the_name(state: PaymentState, audience: Audience, to: Reader) -> None:
    made = settled() if state is PaymentState.PAID else shown(payment(**BILLED, state=state))
    drawn = [card(made, audience, to), plain(choose(made, audience, to, ("apipay", "halyk")).caption)]
    assert not [said for said in drawn if NAME in said]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_shops_receipt_names_the_payer_and_the_customers_only_the_number(locale: str) -> None:
    theirs = plain(receipt(settled(locale), staff(locale), staff=True))
    assert PAYER[locale] in theirs.split(" | ")
    own = plain(receipt(settled(locale), reader(locale, person_id=CUSTOMER)))
    assert NAME not in own
    for said in (theirs, own):
        assert f"{KNOWN_AS[locale]} {NUMBER}" in said


@pytest.mark.parametrize("kind", ["receipt", "paid-other", "declined", "paid"])
def test_no_news_to_a_customer_or_a_group_name_the_payer(kind: str) -> None:
    for to in (reader(person_id=CUSTOMER), reader()):
        assert NAME not in plain(tell(notice(kind), settled(), None, to).text)


def test_the_payment_page_names_nobody() -> None:
    assert NAME not in repr(model.pay_page(settled(), reader(), model.Ask()))


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("<b>Иван</b> & Co", "<b>Иван</b> & Co"),
        ("Иван\u202e\u2066 вонавИ", "Иван вонавИ"),
        ("a\nb\tc\x00", "a b c"),
        ("👩‍👧 Дана", "👩‍👧 Дана"),
        ("محمد", "محمد"),
    ],
)
def test_a_name_is_one_line_of_text_and_nothing_else(said: str, read: str) -> None:
    for html in (
        draw(settled(payer=said), Audience.ISSUER, staff(), ()).caption,
        receipt(settled(payer=said), staff(), staff=True),
    ):
        assert f"Payer: {read}" in plain(html).split(" | ")
        assert "<b>И" not in html


def test_a_name_as_long_as_a_book_is_cut_and_the_card_can_be_sent() -> None:
    said = card(settled(payer="🙂я" * 500), Audience.ISSUER, staff())
    (line,) = (line for line in said.split(" | ") if line.startswith("Payer"))
    assert len(line.encode("utf-16-le")) // 2 <= 64 + len("Payer: ")
    assert line.endswith("…")


def test_where_the_bank_names_nobody_the_card_has_no_empty_line() -> None:
    for name in ("", "\u202e \u200d"):
        said = draw(settled(payer=name, details=Details()), Audience.ISSUER, staff(), ()).caption
        assert "Payer" not in said
        assert "\n\n" not in said


def test_a_card_of_a_bank_that_bills_by_code_says_no_number() -> None:
    coded = settled(provider="halyk", phone="", payer="")
    assert NUMBER not in card(coded, Audience.ISSUER, staff())
    assert NUMBER in plain(receipt(coded, staff(), staff=True))


@pytest.mark.parametrize("typed", ["нурсултан бекмухамбетов", "Иван 👍", "x" * 50])
def test_what_was_sought_comes_back_with_its_button(typed: str) -> None:
    data = Found(typed=typed, before=1_000_000)
    assert len(data.pack().encode()) <= 64
    assert Found.unpack(data.pack()) == data
