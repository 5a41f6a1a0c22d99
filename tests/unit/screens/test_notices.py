"""Notices: each kind that the core tells has its words; decisions have honest answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing.models import Details, Notice, Place, Refusal
from billing.money import Money
from billing.states import AttentionKind, InvoiceState, PaymentState
from billing.troubles import Trouble
from screens import format as fmt
from screens import notices
from screens.keys import FAMILIES
from screens.receipts import receipt
from tests.unit.screens.samples import (
    CODE,
    CUSTOMER,
    LOCALES,
    attention,
    clock,
    labels,
    notice,
    paid,
    paid_view,
    payment,
    plain,
    reader,
    rejected,
    view,
)

ABOUT_CARDS = ("paid", "paid-group", "receipt", "paid-other", "declined", "declined-member", "expired")
ALERTS = (
    "alert-bank-refuses",
    "alert-unknown-word",
    "alert-evidence-old",
    "alert-evidence-other",
    "alert-evidence-bound",
    "alert-set-aside",
    "set-aside",
    *(kind.value for kind in Trouble if kind is not Trouble.LISTS_DIFFER),
    *(kind.over for kind in Trouble),
)
VALUES = {"bank": "halyk", "code": "999", "refusal": "setup", "number": "1042", "word": "<WORD>"}
VALUES |= {"since": "2026-11-22T09:00:00+00:00", "part": "<WORD>", "why": "<WORD>"}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", [*ABOUT_CARDS, "expired-member", "cancelled"])
def test_each_fact_is_told_from_the_newest_state(
    kind: str, locale: str, caplog: pytest.LogCaptureFixture
) -> None:
    for shown in (view(locale, payment()), view(locale, rejected(Refusal.FUNDS)), paid_view(locale)):
        told = notices.tell(notice(kind), shown, None, reader(locale))
        assert told.text.startswith("<b><a href=")
    assert caplog.messages == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", ALERTS)
def test_each_alert_needs_no_invoice(kind: str, locale: str, caplog: pytest.LogCaptureFixture) -> None:
    told = notices.tell(notice(kind, **VALUES), None, None, reader(locale, details=True))
    assert told.text
    assert "<WORD>" not in told.text
    assert caplog.messages == []


def test_a_kind_that_nobody_knows_is_a_mistake() -> None:
    with pytest.raises(LookupError):
        notices.tell(notice("gossip"), None, None, reader())


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", AttentionKind)
def test_each_decision_has_its_words_and_answers(
    kind: AttentionKind, locale: str, caplog: pytest.LogCaptureFixture
) -> None:
    item = attention(kind, note="Where is my <receipt>?" * 99)
    told = notices.tell(notice(f"attention-{kind}"), paid_view(locale, item), item, reader(locale))
    assert "<receipt>" not in told.text
    assert fmt.units(plain(told.text)) <= 4096
    assert reader(locale).words("btn-later") in str(labels(told.keyboard))
    assert all(len(text) <= 22 for row in labels(told.keyboard) if len(row) > 1 for text in row)
    assert caplog.messages == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", FAMILIES["customer-"])
def test_a_customer_hears_that_the_money_is_safe(kind: str, locale: str) -> None:
    shown = view(locale, paid(), attention(AttentionKind(kind)))
    told = notices.tell(notice(f"customer-{kind}"), shown, None, reader(locale))
    assert len(plain(told.text)) > 60
    assert labels(told.keyboard) == [[reader(locale).words("btn-question")]]


def test_a_second_payment_is_best_returned() -> None:
    item = attention(AttentionKind.SECOND, payment_id=32)
    second = paid(id=32)
    shown = replace(paid_view("en", item), payments=(paid(), second), repaying=frozenset({"halyk"}))
    told = notices.tell(notice("attention-second"), shown, item, reader())
    assert "It is best returned to the customer." in plain(told.text)
    assert "Money came at 14:07 through Halyk." in plain(told.text)
    assert labels(told.keyboard) == [["Refund 5\u00a0000\u00a0₸", "Accept"], ["Decide later"]]


def test_another_sum_is_told_even_when_the_payment_is_out_of_sight() -> None:
    item = attention(AttentionKind.SHORT, payment_id=32)
    told = notices.tell(notice("attention-short"), paid_view("en", item), item, reader())
    assert plain(told.text).startswith("❗ Another sum came: the invoice is for")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ended_at": clock("14:07")}, "Cancelled earlier, money came at 14:07 through Halyk."),
        ({"ended_at": clock("13:10", day=21)}, "Cancelled on 21 November at 13:10, money came at 14:07"),
        (
            {"before_late": InvoiceState.EXPIRED, "deadline": clock("13:00")},
            "Expired at 13:00, money came at 14:07 through Halyk.",
        ),
    ],
)
def test_late_money_says_since_when_it_is_late(changes: dict[str, object], said: str) -> None:
    item = attention(AttentionKind.LATE, created_at=clock("14:07"))
    late = {"late": True, "before_late": InvoiceState.CANCELLED, **changes}
    told = notices.tell(notice("attention-late"), paid_view("en", item, **late), item, reader())
    assert said in plain(told.text)


def test_a_question_comes_with_the_way_to_the_customer() -> None:
    item = attention(AttentionKind.QUESTION, note="Where is it?", payment_id=None)
    told = notices.tell(notice("attention-question"), paid_view("en", item), item, reader())
    assert "<blockquote>Where is it?</blockquote>" in told.text
    assert f'<a href="tg://user?id={CUSTOMER}">' in told.text
    assert labels(told.keyboard) == [["Show the invoice"], ["Done", "Decide later"]]


def test_a_refusal_that_was_overtaken_by_money_says_how_things_stand() -> None:
    told = notices.tell(notice("declined"), paid_view("en"), None, reader())
    assert plain(told.text).startswith("✅ Paid")
    assert told.keyboard is None


def test_a_refusal_is_answered_with_one_tap() -> None:
    told = notices.tell(notice("declined"), view("en", rejected(Refusal.FUNDS)), None, reader())
    assert labels(told.keyboard) == [["Try again"]]


def test_later_openers_of_a_link_learn_only_that_it_is_settled() -> None:
    told = notices.tell(notice("paid-other"), paid_view("en"), None, reader())
    assert "7K2M" not in told.text
    assert "Nothing more to pay on this invoice." in told.text


def test_a_group_never_sees_card_reference_or_receipt_code() -> None:
    secret = paid(details=Details(reference="320518074000", card_mask="440043...9821"))
    told = notices.tell(notice("paid-group"), replace(paid_view("en"), payment=secret), None, reader())
    assert all(word not in told.text for word in ("9821", "320518074000", "7K2M", "Aigerim"))


def test_the_shop_hears_the_receipt_code_in_private_and_in_no_group() -> None:
    here, group = notice("paid"), replace(notice("paid"), place=Place(-1001))
    assert f"Receipt code: {CODE}" in notices.tell(here, paid_view("en"), None, reader()).text
    assert CODE not in notices.tell(group, paid_view("en"), None, reader()).text
    for told in (here, replace(here, kind="declined"), replace(here, kind="cancelled")):
        assert CODE not in notices.tell(told, view("en", payment()), None, reader()).text, "not paid"


def test_the_receipt_of_a_second_payment_that_was_kept_is_its_own() -> None:
    second = paid(id=32, taken=Money(700000, "KZT"))
    shown = replace(paid_view("en"), payments=(paid(), second), receipts={31: CODE, 32: "ABCD-EFGH-JK2Y"})
    mine = reader(person_id=CUSTOMER)
    of_first = notices.tell(notice("receipt"), shown, None, mine)
    of_second = notices.tell(replace(notice("receipt"), payment_id=32), shown, None, mine)
    assert CODE in of_first.text
    assert "ABCD-EFGH-JK2Y" in of_second.text
    assert "7\u00a0000\u00a0₸" in of_second.text
    assert CODE not in of_second.text


def test_several_at_once_have_their_codes_in_private_and_in_no_group() -> None:
    shown = [paid_view("en", number=number) for number in (1, 2, 3)]
    here, group = notice("paid"), replace(notice("paid-group"), place=Place(-1001))
    assert notices.tell_many([here] * 3, shown, reader()).text.count(CODE) == 3
    assert CODE not in notices.tell_many([group] * 3, shown, reader()).text


def test_a_receipt_names_the_card_and_the_banks_number() -> None:
    shown = replace(
        paid_view("en"), payment=paid(details=Details(reference="320518074000", card_mask="440043...9821"))
    )
    customer = plain(receipt(shown, reader())).replace("\u00a0", " ")
    assert " | Card •• 9821 · bank's number 320518074000 | Receipt code: 7K2M-94QD-5VXA | " in customer
    staff = plain(receipt(shown, reader(), staff=True)).replace("\u00a0", " ")
    assert staff.startswith(
        "✅ Paid: 5 000 ₸ | Coffee · invoice #1042 | 22 November 2026, 14:07 · Halyk · cashier"
    )
    assert "fiscal" not in staff


def test_there_is_no_receipt_before_the_money_fits() -> None:
    assert receipt(view("en", payment()), reader()) == ""
    assert receipt(paid_view("en", attention(AttentionKind.LATE), late=True), reader()) == ""
    assert receipt(view("en", paid(taken=Money(1, "KZT"))), reader()) == ""


@pytest.mark.parametrize(
    ("locale", "count", "first", "last"),
    [
        ("en", 2, "✅ Paid: 2 invoices", "Total: 10 000 ₸"),
        ("ru", 2, "✅ Оплачено: 2 счёта", "Всего: 10 000 ₸"),
        ("ru", 5, "✅ Оплачено: 5 счетов", "Всего: 25 000 ₸"),
        ("ru", 21, "✅ Оплачено: 21 счёт", "Всего: 105 000 ₸"),
        ("kk", 5, "✅ Төленді: 5 шот", "Барлығы: 25 000 ₸"),
    ],
)
def test_many_payments_are_one_message_with_a_sum(locale: str, count: int, first: str, last: str) -> None:
    told = notices.tell_many(_many(count), [paid_view(locale)] * count, reader(locale))
    lines = plain(told.text).replace("\u00a0", " ").split(" | ")
    assert (lines[0], lines[-1], len(lines)) == (first, last, count + 2)


def test_very_many_payments_still_fit_into_a_message() -> None:
    shown = paid_view("en", description="👨‍👩‍👧‍👦" * 200)
    told = notices.tell_many(_many(500), [shown] * 500, reader())
    assert "and 470 more" in told.text
    assert fmt.units(plain(told.text)) <= 4096


def test_one_of_many_is_told_as_one() -> None:
    told = notices.tell_many(_many(1), [paid_view("en")], reader())
    assert told == notices.tell(notice("paid"), paid_view("en"), None, reader())


def test_sums_of_several_currencies_are_not_added_up() -> None:
    dollars = replace(paid_view("en"), payment=paid(taken=Money(1000, "USD")))
    told = notices.tell_many(_many(2), [paid_view("en"), dollars], reader())
    assert plain(told.text).replace("\u00a0", " ").endswith("Total: 5 000 ₸ + 10 $")


def test_an_alert_about_a_known_code_says_what_to_do() -> None:
    alert = notice("alert-bank-refuses", bank="halyk", code="219", refusal="setup")
    text = plain(notices.tell(alert, None, None, reader(details=True)).text)
    assert text.startswith("❗ Halyk refuses our requests | QR payments are switched off for your terminal.")
    assert text.endswith("The bank's code: 219")


def test_a_trouble_says_since_when_what_to_do_and_when_it_is_over() -> None:
    stuck = {"since": clock("13:00").isoformat(), "part": "watch"}
    begun = plain(notices.tell(notice("alert-part-stuck", **stuck), None, None, reader()).text)
    assert begun.startswith("❗ A part of the bot stands still | Since 13:00. | Its name is watch.")
    over = plain(notices.tell(notice("alert-part-stuck-over", **stuck), None, None, reader()).text)
    assert over.startswith("✅ A part of the bot works again: watch | It lasted since 13:00.")
    refused = notice("alert-bank-refuses-over", bank="halyk", **stuck)
    assert plain(notices.tell(refused, None, None, reader()).text).startswith(
        "✅ Halyk takes our requests again"
    )


def test_an_alert_about_a_wrong_qr_sends_nobody_to_the_settings() -> None:
    alert = notice("alert-bank-refuses", bank="halyk", code="", refusal="qr-wrong")
    assert "settings" not in notices.tell(alert, None, None, reader()).text


def test_an_unknown_outcome_may_be_asked_for_by_hand() -> None:
    item = attention(AttentionKind.UNKNOWN)
    shown = view("en", payment(state=PaymentState.UNKNOWN), item)
    told = notices.tell(notice("attention-unknown"), shown, item, reader())
    assert labels(told.keyboard) == [["Check payment"], ["Done", "Decide later"]]


def test_where_nobody_asks_the_bank_any_more_nobody_is_promised_it() -> None:
    item = attention(AttentionKind.UNKNOWN)
    asked = view("en", payment(state=PaymentState.PENDING, next_look=clock("14:20")), item)
    given_up = view("en", payment(state=PaymentState.PENDING, next_look=None), item)
    for kind in ("attention-unknown", "customer-unknown"):
        assert "keep asking" in notices.tell(notice(kind), asked, item, reader()).text
        assert "keep asking" not in notices.tell(notice(kind), given_up, item, reader()).text


def _many(count: int) -> list[Notice]:
    return [notice("paid")] * count
