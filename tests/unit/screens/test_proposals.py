"""Refunds that somebody proposes: what is read and pressed about them, in three languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing.cards import CardView
from billing.models import Refund
from billing.states import AttentionKind, AttentionState, RefundState
from screens import notices, proposal_answers
from screens.attentions import to_decide
from tests.unit.screens.samples import (
    LOCALES,
    attention,
    labels,
    notice,
    plain,
    reader,
    refund,
    returned_view,
)

CASHIER, OWNER = 5, 501
PROPOSED = refund(state=RefundState.PROPOSED, asked_at=None, reason="<i>cold</i>")
DECLINED = replace(PROPOSED, state=RefundState.DECLINED, decided_by=OWNER)
ITEM = attention(AttentionKind.PROPOSAL)


def view(locale: str, *made: Refund) -> CardView:
    names = {CASHIER: "<b>Marat</b>", OWNER: "Aigerim"}
    return replace(returned_view(locale, *made), askers=names)


def said(html: str) -> str:
    return plain(html).replace("\u00a0", " ")


ASKED = {
    "en": "🙋 Refund proposed: 1 500 ₸ | Invoice #1042 · Coffee | Reason: <i>cold</i> | "
    "Proposed by <b>Marat</b>. | Shall it go back to the customer?",
    "ru": "🙋 Предложен возврат: 1 500 ₸ | Счёт #1042 · Кофе | Причина: <i>cold</i> | "
    "Предложил сотрудник <b>Marat</b>. | Вернуть эти деньги покупателю?",
    "kk": "🙋 Ақша қайтару ұсынылды: 1 500 ₸ | #1042 шот · Кофе | Себебі: <i>cold</i> | "
    "Ұсынған қызметкер: <b>Marat</b>. | Бұл ақшаны сатып алушыға қайтарайық па?",
}
ANSWERS = {
    "en": [["Approve: 1 500 ₸"], ["Decline", "Decide later"]],
    "ru": [["Одобрить: 1 500 ₸"], ["Отклонить", "Решить позже"]],
    "kk": [["Келісу: 1 500 ₸"], ["Келіспеу", "Кейін шешу"]],
}
ENDED = {
    "en": "🚫 No refund: 1 500 ₸ | Invoice #1042 · Coffee | Reason: <i>cold</i> | "
    "Proposed by <b>Marat</b>. | Declined by Aigerim: no money goes back.",
    "ru": "🚫 Возврата не будет: 1 500 ₸ | Счёт #1042 · Кофе | Причина: <i>cold</i> | "
    "Предложил сотрудник <b>Marat</b>. | Отклонил сотрудник Aigerim: деньги не возвращаем.",
    "kk": "🚫 Ақша қайтарылмайды: 1 500 ₸ | #1042 шот · Кофе | Себебі: <i>cold</i> | "
    "Ұсынған қызметкер: <b>Marat</b>. | Келіспеген қызметкер: Aigerim. Ақша қайтарылмайды.",
}


@pytest.mark.parametrize("locale", LOCALES)
def test_who_decides_reads_how_much_for_what_and_by_whom_and_may_answer(locale: str) -> None:
    told = notices.tell(notice("attention-proposal"), view(locale, PROPOSED), ITEM, reader(locale))
    assert said(told.text) == ASKED[locale]
    keys = [[text.replace("\u00a0", " ") for text in row] for row in labels(told.keyboard)]
    assert keys == ANSWERS[locale]


@pytest.mark.parametrize("locale", LOCALES)
def test_who_proposed_it_reads_who_said_no(locale: str) -> None:
    told = notices.tell(notice("refund-declined", refund="51"), view(locale, DECLINED), None, reader(locale))
    assert said(told.text) == ENDED[locale]
    assert labels(told.keyboard) == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("refund", "key"),
    [
        (replace(DECLINED, decided_by=CASHIER), "refund-taken-back"),
        (replace(DECLINED, decided_by=None), "refund-outdated-why"),
    ],
)
def test_one_that_was_taken_back_or_no_longer_fits_says_so(refund: Refund, key: str, locale: str) -> None:
    decided = replace(ITEM, state=AttentionState.ACCEPTED)
    told = notices.tell(notice("attention-proposal"), view(locale, refund), decided, reader(locale))
    assert said(told.text).endswith(reader(locale).words(key))
    assert told.keyboard is None


def test_an_approved_one_names_who_said_yes_and_offers_no_answer() -> None:
    approved = replace(PROPOSED, state=RefundState.PENDING, decided_by=OWNER)
    told = to_decide(view("en", approved), replace(ITEM, state=AttentionState.ACCEPTED), reader())
    assert said(told).endswith("Approved by Aigerim.")
    assert proposal_answers.answers(approved, reader(), ITEM) == []


def test_the_one_that_waits_is_shown_and_not_an_older_one() -> None:
    older = replace(DECLINED, id=50)
    told = to_decide(view("en", older, PROPOSED), ITEM, reader())
    assert "Shall it go back" in told


@pytest.mark.parametrize("locale", LOCALES)
def test_before_money_moves_it_is_asked_once(locale: str) -> None:
    text, keys = proposal_answers.sure(view(locale, PROPOSED), PROPOSED, reader(locale))
    words = reader(locale).words
    assert said(text).startswith(words("refund-confirm", amount="1 500 ₸"))
    assert labels(keys)[0][0].replace("\u00a0", " ") == words("btn-refund-yes", amount="1 500 ₸")
    assert labels(keys)[1] == [words("btn-refund-no")]


def test_a_member_whose_name_is_not_known_is_named_by_number() -> None:
    told = to_decide(replace(view("en", PROPOSED), askers={}), ITEM, reader())
    assert "Proposed by member 5." in plain(told)
