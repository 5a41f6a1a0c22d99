"""What is told of money that goes back, word for word, in three languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing.errors import AmountRefused
from billing.models import RefundRefusal
from billing.money import Money
from billing.states import AttentionKind, PaymentState, RefundState
from screens import notices, toasts
from screens.refund_news import KINDS
from screens.texts import words
from tests.unit.screens.samples import (
    LOCALES,
    attention,
    clock,
    labels,
    notice,
    paid,
    payment,
    plain,
    reader,
    refund,
    returned_view,
    view,
)

DONE = refund(state=RefundState.COMPLETED, settled_at=clock("15:20"))


def told(kind: str, locale: str, shown: object = DONE, **about: object) -> str:
    message = notices.tell(
        notice(kind, refund="51"), returned_view(locale, shown), None, reader(locale, **about)
    )
    return plain(message.text).replace("\u00a0", " ")


STARTED = {
    "en": "The bank has the refund of 1 500 ₸. We will write when it is done. | Invoice #1042 · Coffee",
    "ru": "Банк принял заявку на возврат 1 500 ₸. Напишем, когда деньги вернутся. | Счёт #1042 · Кофе",
    "kk": "Банк 1 500 ₸ қайтару өтінімін қабылдады. Ақша қайтарылғанда хабарлаймыз. | #1042 шот · Кофе",
}
FINISHED = {
    "en": "↩️ Refunded: 1 500 ₸ · invoice #1042 | Left: 3 500 ₸.",
    "ru": "↩️ Возвращено: 1 500 ₸ · счёт #1042 | Осталось: 3 500 ₸.",
    "kk": "↩️ Қайтарылды: 1 500 ₸ · #1042 шот | Қалғаны: 3 500 ₸.",
}
CUSTOMER = {
    "en": (
        "↩️ Returned to you: 1 500 ₸ | Dana · invoice #1042 · Halyk, 15:20 | "
        "The bank may show it on your card a little later."
    ),
    "ru": (
        "↩️ Вам вернули: 1 500 ₸ | «Дана» · счёт #1042 · Halyk, 15:20 | "
        "На карте деньги могут появиться не сразу."
    ),
    "kk": (
        "↩️ Сізге қайтарылды: 1 500 ₸ | «Дана» · #1042 шот · Halyk, 15:20 | "
        "Ақша картада бірден көрінбеуі мүмкін."
    ),
}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_four_moments_of_a_refund(locale: str) -> None:
    assert told("refund-started", locale, refund()) == STARTED[locale]
    assert told("refund-done", locale) == FINISHED[locale]
    assert told("refund-done-customer", locale) == CUSTOMER[locale]
    assert told("refund-by-bank", locale).count(" | ") == 2


WHOLE = {
    "en": "All of it is back with the customer.",
    "ru": "Возвращено полностью.",
    "kk": "Ақша толық қайтарылды.",
}


@pytest.mark.parametrize("locale", LOCALES)
def test_of_a_whole_refund_nobody_is_told_that_nothing_is_left(locale: str) -> None:
    whole = refund(amount=Money(500000, "KZT"), state=RefundState.COMPLETED, settled_at=clock("15:20"))
    assert told("refund-done", locale, whole).endswith(f" | {WHOLE[locale]}")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("refusal", RefundRefusal)
def test_a_failure_says_why_and_where_the_money_is(
    refusal: RefundRefusal, locale: str, caplog: pytest.LogCaptureFixture
) -> None:
    failed = refund(state=RefundState.FAILED, refusal=refusal, code="777", text="<no> & no")
    said = told("refund-failed", locale, failed)
    assert words(locale)(f"refund-refusal-{refusal}") in said
    assert words(locale)("refund-stayed") in said
    assert "777" not in said
    assert "Halyk: 777 · <no> & no" in told("refund-failed", locale, failed, details=True)
    assert caplog.messages == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_names_the_sum_and_the_invoice(kind: str, locale: str) -> None:
    said = told(kind, locale)
    assert "1 500 ₸" in said
    assert "#1042" in said


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("state", [RefundState.UNKNOWN, RefundState.PENDING])
def test_a_refund_in_doubt_names_its_own_sum(state: RefundState, locale: str) -> None:
    item = attention(AttentionKind.REFUND)
    shown = replace(returned_view(locale, refund(state=state)), attentions=(item,))
    message = notices.tell(notice("attention-refund"), shown, item, reader(locale))
    assert "1 500 ₸" in plain(message.text).replace("\u00a0", " ")
    key = "decide-refund-pending" if state is RefundState.PENDING else "decide-refund"
    assert words(locale)(key) in plain(message.text)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_hold_that_the_bank_kept_is_told_with_its_answers(locale: str) -> None:
    held = payment(state=PaymentState.AUTHORIZED)
    item = attention(AttentionKind.HELD)
    shown = replace(view(locale, held, item), payments=(held,))
    message = notices.tell(notice("hold-refused"), shown, None, reader(locale))
    assert words(locale)("hold-refused-hint") in plain(message.text)
    assert message.keyboard is not None
    charged = replace(held, state=PaymentState.PAID)
    later = notices.tell(
        notice("hold-refused"), replace(view(locale, charged), payments=(charged,)), None, reader(locale)
    )
    assert words(locale)("hold-refused-hint") not in plain(later.text)


@pytest.mark.parametrize("locale", LOCALES)
def test_sums_in_a_refusal_are_written_as_money(locale: str, caplog: pytest.LogCaptureFixture) -> None:
    error = AmountRefused("refund-too-much", left=Money(350000, "KZT"))
    assert "3\u00a0500\u00a0₸" in toasts.refused(error, words(locale))
    assert "3\u00a0500\u00a0₸" in toasts.refused_html(error, words(locale))
    assert caplog.messages == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_banks_own_number_is_said_in_the_managers_words(locale: str) -> None:
    limit = refund(state=RefundState.FAILED, refusal=RefundRefusal.LIMIT, code="3141")
    said = told("refund-failed", locale, limit, details=True)
    assert words(locale)("halyk-refund-3141") in said
    assert said.endswith("Halyk: 3141")
    unsaid = refund(state=RefundState.FAILED, refusal=RefundRefusal.UNSAID, code="484")
    assert said != told("refund-failed", locale, unsaid, details=True)
    assert told("refund-failed", locale, unsaid, details=True).endswith(words(locale)("halyk-reason-484"))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", ["refund_window_expired", "network_unavailable", "kaspi_throttled"])
def test_what_kaspi_says_of_a_refund_is_said_to_whom_it_concerns(code: str, locale: str) -> None:
    failed = refund(state=RefundState.FAILED, refusal=RefundRefusal.NOT_CHARGED, code=code)
    shown = replace(returned_view(locale, failed), payments=(paid(provider="apipay"),))
    message = notices.tell(notice("refund-failed", refund="51"), shown, None, reader(locale))
    assert words(locale)(f"apipay-refund-{code}") in plain(message.text)
    assert words(locale)("refund-stayed") in plain(message.text)


def test_a_hundred_means_no_to_a_refund_and_trouble_to_a_payment() -> None:
    said = told("refund-failed", "en", refund(state=RefundState.FAILED, code="100"), details=True)
    assert words("en")("halyk-refund-100") in said
    assert words("en")("halyk-open") not in said


def test_after_a_failure_another_try_is_offered_while_money_is_left() -> None:
    failed = refund(state=RefundState.FAILED)
    shown = replace(returned_view("en", failed), repaying=frozenset({"halyk"}))
    message = notices.tell(notice("refund-failed", refund="51"), shown, None, reader())
    assert labels(message.keyboard) == [["Try again"]]
    whole = refund(id=52, state=RefundState.COMPLETED, amount=Money(500000, "KZT"))
    gone = replace(shown, refunds=(failed, whole))
    assert notices.tell(notice("refund-failed", refund="51"), gone, None, reader()).keyboard is None
