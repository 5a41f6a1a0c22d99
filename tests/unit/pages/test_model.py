"""What stands on the payment page in situations that a simulator seldom makes."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from subprocess import run
from zoneinfo import ZoneInfo

import pytest

from billing.cards import CardView
from billing.models import (
    AppLink,
    Attention,
    Instruction,
    InstructionKind,
    Invoice,
    Merchant,
    Payment,
)
from billing.money import Money
from billing.states import AttentionKind, AttentionState, InvoiceState, PaymentState, Step
from screens.pages import Ask, links_alive, pay_page, payment_page, payment_state, qr_alive
from screens.reader import Reader, Site
from screens.situations import Situation
from screens.texts import LOCALES, words

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ONE = Ask(ways=("halyk",))
LINKS = (AppLink("homebank", "https://bank.example/app"), AppLink("other", "otherbank://pay?x=1"))
INVOICE = Invoice(
    id=1,
    merchant_id=1,
    number=1042,
    token="T" * 22,
    amount=Money(500000, "KZT"),
    description="Кофе",
    state=InvoiceState.OPEN,
    issuer_id=501,
    issuer_name="Айгерим",
    created_at=NOW,
    deadline=NOW + timedelta(hours=24),
)
PAYMENT = Payment(
    id=7,
    merchant_id=1,
    invoice_id=1,
    provider="halyk",
    reference="123456",
    amount=INVOICE.amount,
    state=PaymentState.PENDING,
    hook_token="H" * 22,
    created_at=NOW,
    asked_at=NOW,
    expires_at=NOW + timedelta(minutes=20),
    instruction=Instruction(InstructionKind.SCAN, "000201", LINKS),
)
SHOP = Merchant(1, "Дана", "KZT", "ru", "Asia/Almaty")


def reader(locale: str = "en") -> Reader:
    return Reader(words(locale), ZoneInfo("Asia/Almaty"), Site("dana_bot", "https://pay.example.kz"))


def view(payment: Payment | None = PAYMENT, *waiting: AttentionKind, **invoice: object) -> CardView:
    items = tuple(
        Attention(n, 1, 7, kind, AttentionState.OPEN, NOW) for n, kind in enumerate(waiting, start=1)
    )
    return CardView(SHOP, replace(INVOICE, **invoice), payment, items, NOW)


def shown_as(state: PaymentState, **changes: object) -> CardView:
    return view(replace(PAYMENT, state=state, **changes))


VIEWS = {
    Situation.NO_WAY: view(None),
    Situation.PREPARING: shown_as(PaymentState.RESERVED, instruction=None),
    Situation.WAITING: view(),
    Situation.SCANNED: view(replace(PAYMENT, step=Step.SCANNED)),
    Situation.BLOCKED: view(replace(PAYMENT, step=Step.BLOCKED)),
    Situation.HELD: shown_as(PaymentState.AUTHORIZED),
    Situation.UNKNOWN: shown_as(PaymentState.UNKNOWN),
    Situation.DECLINED: shown_as(PaymentState.REJECTED),
    Situation.QR_OVER: shown_as(PaymentState.EXPIRED),
    Situation.EXPIRED: view(None, state=InvoiceState.EXPIRED),
    Situation.CANCELLED: view(state=InvoiceState.CANCELLED),
    Situation.PAID: view(replace(PAYMENT, state=PaymentState.PAID), state=InvoiceState.PAID),
    Situation.DECIDING: view(replace(PAYMENT, state=PaymentState.PAID), AttentionKind.SHORT),
}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("situation", VIEWS)
def test_every_situation_has_its_page_in_every_language(
    situation: Situation, locale: str, caplog: pytest.LogCaptureFixture
) -> None:
    page = payment_page(VIEWS[situation], reader(locale), Ask())
    assert f'data-stage="{situation}"' in page.html
    assert caplog.text == ""


@pytest.mark.parametrize("situation", VIEWS)
def test_a_code_and_links_stand_only_where_they_lead_to_the_money(situation: Situation) -> None:
    alive = situation in {Situation.WAITING, Situation.SCANNED}
    assert bool(qr_alive(VIEWS[situation])) is alive
    assert bool(links_alive(VIEWS[situation])) is alive


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "//evil", "java\nscript:x", "", "x"],
)
def test_a_link_that_would_run_in_the_page_is_left_out(url: str) -> None:
    bad = replace(PAYMENT, instruction=Instruction(InstructionKind.OPEN, "", (AppLink("homebank", url),)))
    assert links_alive(view(bad)) == ()


def test_an_app_s_own_scheme_is_kept_and_a_strange_app_has_a_name_all_the_same() -> None:
    page = pay_page(view(), reader(), ONE)
    assert [(link.text, link.url) for link in page.links] == [
        ("Open Halyk", "https://bank.example/app"),
        ("Open the bank's app", "otherbank://pay?x=1"),
    ]


def test_one_way_to_pay_is_called_by_what_it_does_and_several_by_their_banks() -> None:
    assert [form.text for form in pay_page(view(None), reader(), ONE).forms] == ["Get the QR"]
    several = pay_page(view(None), reader(), Ask(ways=("halyk", "newbank")))
    assert [(form.text, form.provider) for form in several.forms] == [
        ("Halyk", "halyk"),
        ("newbank", "newbank"),
    ]


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        (InstructionKind.CONFIRM, "Open your bank's app and confirm the bill there."),
        (InstructionKind.OPEN, "Tap the button and pay on the bank's page."),
    ],
)
def test_a_way_without_a_code_says_what_to_do(kind: InstructionKind, hint: str) -> None:
    page = pay_page(view(replace(PAYMENT, instruction=Instruction(kind, "", LINKS))), reader(), ONE)
    assert (page.code, page.hint) == (None, hint)


def test_a_second_payment_is_said_to_be_safe() -> None:
    twice = view(replace(PAYMENT, state=PaymentState.PAID), AttentionKind.SECOND, state=InvoiceState.PAID)
    assert "The money is safe" in pay_page(twice, reader(), ONE).hint


def test_the_page_of_a_bearer_names_neither_card_nor_receipt() -> None:
    paid = replace(PAYMENT, state=PaymentState.PAID, receipt="7K2M-94QD", settled_at=NOW, bank_id="op-9821")
    html = payment_page(view(paid, state=InvoiceState.PAID), reader(), ONE).html
    for private in ("7K2M", "9821", "Айгерим", PAYMENT.reference, PAYMENT.hook_token):
        assert private not in html


def test_the_script_looks_often_while_the_payer_is_at_it_and_never_after_the_end() -> None:
    assert pay_page(VIEWS[Situation.WAITING], reader(), ONE).poll == 2
    assert pay_page(VIEWS[Situation.DECLINED], reader(), ONE).poll == 10
    assert pay_page(VIEWS[Situation.EXPIRED], reader(), ONE).poll == 0


def test_a_cancelled_invoice_is_watched_while_its_old_code_could_still_be_paid() -> None:
    assert pay_page(VIEWS[Situation.CANCELLED], reader(), ONE).poll == 10


def test_the_version_changes_with_what_is_seen_and_only_then() -> None:
    first = payment_state(view(), reader(), ONE).version
    assert payment_state(replace(view(), at=NOW + timedelta(minutes=5)), reader(), ONE).version == first
    assert payment_state(VIEWS[Situation.SCANNED], reader(), ONE).version != first
    assert payment_state(view(), reader("kk"), ONE).version != first


def test_pages_need_no_chat_framework() -> None:
    said = "import sys, screens.pages, web.app; sys.exit(any(m.startswith('aiogram') for m in sys.modules))"
    assert run([sys.executable, "-c", said], check=False).returncode == 0


def test_a_way_that_asks_for_a_phone_is_for_the_chat() -> None:
    by_phone = frozenset({"push"})
    both = pay_page(replace(view(None), by_phone=by_phone), reader(), Ask(("push", "halyk")))
    assert [form.provider for form in both.forms] == ["halyk"]
    alone = pay_page(replace(view(None), by_phone=by_phone), reader(), Ask(("push",)))
    assert (alone.forms, alone.hint) == ((), words("en")("page-hint-phone"))


def test_a_bill_on_a_phone_is_no_code_on_the_page() -> None:
    over = replace(PAYMENT, phone="+77071234567", provider="push", state=PaymentState.EXPIRED)
    page = pay_page(replace(view(over), by_phone=frozenset({"push"})), reader(), Ask(("push",)))
    assert (page.headline, page.hint) == ("This bill is no longer valid", words("en")("page-hint-phone"))


def test_an_invoice_whose_bill_is_being_cancelled_is_watched() -> None:
    wished = replace(PAYMENT, cancel_wished=True, expires_at=None)
    cancelled = view(wished, state=InvoiceState.CANCELLED)
    assert pay_page(cancelled, reader(), Ask()).poll == 0
    assert pay_page(replace(cancelled, withdrawing=frozenset({wished.provider})), reader(), Ask()).poll > 0
