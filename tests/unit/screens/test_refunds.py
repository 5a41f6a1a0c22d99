"""The questions by which money goes back, and what cards, receipts and the page show of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from billing.answers import RefundListed, Returned
from billing.cards import CardView
from billing.models import Audience, Origin, Person, Refund, Role
from billing.money import Money
from billing.ports import Capabilities
from billing.refund_view import RefundView
from billing.returned import not_ours, sums
from billing.states import AttentionKind, Hold, InvoiceState, PaymentState, RefundState
from screens import format as fmt
from screens import refunds
from screens.pages import rendering
from screens.pages.model import Ask, pay_page
from screens.receipts import receipt
from screens.refund_buttons import Part
from screens.refunds import Asking
from screens.texts import words
from tests.unit.screens.samples import (
    AMOUNT,
    CUSTOMER,
    LOCALES,
    attention,
    clock,
    invoice,
    labels,
    paid,
    paid_view,
    payment,
    plain,
    reader,
    refund,
    returned_view,
    view,
)
from tests.unit.screens.seen import Seen, card, told

ISSUER, PAYER, GROUP = Audience.ISSUER, Audience.PAYER, Audience.GROUP
NOW = clock("15:30")
OWNER, CASHIER = Person(501, role=Role.OWNER), Person(502, role=Role.CASHIER)
DONE = refund(state=RefundState.COMPLETED, settled_at=clock("15:20"))
ALL_BACK = replace(DONE, amount=AMOUNT)
BANKS = frozenset({"halyk"})


def asked(locale: str, *made: Refund, who: Person = OWNER, alone_most: Money | None = None) -> RefundView:
    can = Capabilities(refund=True, least_refund=1000)
    money = sums(paid(), list(made))
    return RefundView(who, invoice(locale), paid(), money, made, can, alone_most=alone_most)


def shown(asking: Asking) -> Seen:
    keys = " / ".join(" ".join(f"[{text}]" for text in row) for row in labels(asking.keyboard))
    return Seen(plain(asking.text).replace("\u00a0", " "), keys.replace("\u00a0", " "))


ASKED = {
    "en": Seen(
        "↩️ Refund, invoice #1042 | Received 5 000 ₸, returned 0 ₸. How much shall we return?",
        "[All: 5 000 ₸] / [Another amount] [Back]",
    ),
    "ru": Seen(
        "↩️ Возврат по счёту #1042 | Получено 5 000 ₸, возвращено 0 ₸. Сколько вернуть?",
        "[Всё: 5 000 ₸] / [Другую сумму] [Назад]",
    ),
    "kk": Seen(
        "↩️ Ақша қайтару, #1042 шот | Түскені: 5 000 ₸, қайтарылғаны: 0 ₸. Қанша қайтарамыз?",
        "[Бәрін: 5 000 ₸] / [Басқа сома] [Артқа]",
    ),
}
SURE = {
    "en": (
        "Return 1 500 ₸ to the customer? This cannot be undone.",
        "[Yes, refund 1 500 ₸] / [No]",
    ),
    "ru": (
        "Вернуть покупателю 1 500 ₸? Отменить возврат будет нельзя.",
        "[Да, вернуть 1 500 ₸] / [Нет]",
    ),
    "kk": (
        "Сатып алушыға 1 500 ₸ қайтарайық па? Кейін өзгерту мүмкін болмайды.",
        "[Иә, 1 500 ₸ қайтару] / [Жоқ]",
    ),
}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_question_and_the_one_confirmation(locale: str) -> None:
    assert shown(refunds.question(asked(locale), reader(locale), NOW)) == ASKED[locale]
    part = Money(150000, "KZT")
    sure = shown(refunds.confirmation(asked(locale), part, "<b>", Part.TYPED, 7, reader(locale)))
    assert (sure.words.split(" | ")[0], sure.buttons) == SURE[locale]
    assert "<b>" in sure.words, "the reason is shown as it was typed"


@pytest.mark.parametrize("locale", LOCALES)
def test_who_gives_back_a_sum_that_went_back_before_is_asked_whether_once_more(locale: str) -> None:
    warned = reader(locale).words("refund-same-again")
    for amount, before in ((DONE.amount, True), (Money(DONE.amount.minor + 1, "KZT"), False)):
        sure = refunds.confirmation(asked(locale, DONE), amount, "", Part.TYPED, 7, reader(locale))
        assert (warned in shown(sure).words) is before


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("state", RefundState)
def test_refunds_so_far_are_listed_with_their_states(
    state: RefundState, locale: str, caplog: pytest.LogCaptureFixture
) -> None:
    made = refund(state=state, reason="<i>milk</i>", origin=Origin.BANK)
    words = shown(refunds.question(asked(locale, made), reader(locale), NOW, checked=True)).words
    assert "1 500 ₸" in words.split(" | ")[1]
    assert "<i>milk</i>" in words
    assert caplog.messages == []


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_left_after_a_part(locale: str) -> None:
    asking = shown(refunds.question(asked(locale, DONE), reader(locale), NOW))
    assert "3 500 ₸" in asking.buttons
    assert reader(locale).words("refund-left", left="3 500 ₸") in asking.words


@pytest.mark.parametrize(
    ("state", "age", "buttons"),
    [
        (RefundState.REQUESTED, timedelta(days=9), "[Ask the bank] / [Back]"),
        (RefundState.PENDING, timedelta(days=2), "[Ask the bank] / [Back]"),
        (RefundState.PENDING, timedelta(days=3), "[Ask the bank] / [It did not happen] / [Back]"),
        (RefundState.UNKNOWN, timedelta(minutes=14), "[Ask the bank] / [Back]"),
        (
            RefundState.UNKNOWN,
            timedelta(minutes=15),
            "[Ask the bank] [Send again] / [It did not happen] / [Back]",
        ),
    ],
)
def test_under_way_there_is_nothing_to_send_before_its_time(
    state: RefundState, age: timedelta, buttons: str
) -> None:
    made = refund(state=state, asked_at=NOW - age)
    assert shown(refunds.question(asked("en", made), reader(), NOW)).buttons == buttons


@pytest.mark.parametrize("locale", LOCALES)
def test_many_long_reasons_fit_into_a_message(locale: str) -> None:
    made = [replace(DONE, id=n, amount=Money(1000, "KZT"), reason="&" * 200) for n in range(90)]
    asking = refunds.question(asked(locale, *made), reader(locale), NOW)
    assert fmt.units(plain(asking.text)) <= 4096


# --- who else has to say yes ------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LOCALES)
def test_a_cashier_proposes_and_reads_so_before_and_after(locale: str) -> None:
    words, part = reader(locale).words, Money(150000, "KZT")
    view = asked(locale, who=CASHIER)
    assert words("refund-you-propose") in shown(refunds.question(view, reader(locale), NOW)).words
    sure = shown(refunds.confirmation(view, part, "", Part.TYPED, 7, reader(locale)))
    amount = "1 500 ₸"
    assert sure.words.startswith(words("refund-propose", amount=amount))
    assert sure.buttons.startswith(f"[{words('btn-refund-propose', amount=amount)}]")


@pytest.mark.parametrize("locale", LOCALES)
def test_above_the_owners_amount_the_question_and_the_confirmation_say_who_else_decides(locale: str) -> None:
    words, most = reader(locale).words, Money(150000, "KZT")
    view = asked(locale, alone_most=most)
    told = words("refund-two-people", most="1 500 ₸")
    assert told in shown(refunds.question(view, reader(locale), NOW)).words
    for minor, proposes in ((most.minor, False), (most.minor + 1, True)):
        asking = refunds.confirmation(view, Money(minor, "KZT"), "", Part.TYPED, 7, reader(locale))
        key = "btn-refund-propose" if proposes else "btn-refund-yes"
        assert (
            words(key, amount=fmt.money(Money(minor, "KZT"), locale)).replace("\u00a0", " ")
            in shown(asking).buttons
        )
    lonely = replace(view, others_decide=False)
    assert words("refund-nobody-else") in shown(refunds.question(lonely, reader(locale), NOW)).words


def test_what_is_proposed_already_is_decided_under_the_question_by_who_may() -> None:
    waits = refund(state=RefundState.PROPOSED, person_id=CASHIER.id, asked_at=None)
    mine = shown(refunds.question(asked("en", waits, who=CASHIER), reader(), NOW))
    assert mine.buttons == "[Take it back] / [Back]"
    theirs = shown(refunds.question(asked("en", waits), reader(), NOW)).buttons
    assert theirs.startswith("[Approve: 1 500 ₸] / [Decline] / [All: 5 000 ₸]")
    other = Person(503, role=Role.CASHIER)
    assert shown(refunds.question(asked("en", waits, who=other), reader(), NOW)).buttons == "[Back]"


# --- cards ------------------------------------------------------------------------------------------------


def returned(locale: str, *made: Refund, **changes: object) -> CardView:
    return replace(returned_view(locale, *made, **changes), repaying=BANKS)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_part_that_went_back_is_a_line_on_the_cards_of_the_two(locale: str) -> None:
    line = reader(locale).words("hint-returned", amount="1 500 ₸")
    part = returned(locale, DONE)
    assert line in card(part, ISSUER, reader(locale)).words
    assert line in card(part, PAYER, reader(locale, person_id=CUSTOMER)).words
    for others in (
        card(part, GROUP, reader(locale)),
        card(part, PAYER, reader(locale, person_id=CUSTOMER + 1)),
    ):
        assert "1 500" not in others.words
        assert others.words == card(returned(locale), GROUP, reader(locale)).words


@pytest.mark.parametrize("locale", LOCALES)
def test_all_that_went_back_changes_the_first_line_for_the_two_only(locale: str) -> None:
    whole = returned(locale, ALL_BACK)
    words = reader(locale).words
    first = words("card-returned", amount="5 000 ₸")
    assert card(whole, ISSUER, reader(locale, details=True)).words.startswith(first)
    assert card(whole, PAYER, reader(locale, person_id=CUSTOMER)).words.startswith(first)
    assert card(whole, GROUP, reader(locale)).words.startswith(words("card-paid", amount="5 000 ₸"))


def test_refund_stands_where_it_may_be_pressed() -> None:
    deciders = reader(details=True, staff=True)
    assert card(returned("en"), ISSUER, deciders).buttons == "[Receipt] [Refund]"
    assert card(returned("en", DONE), ISSUER, deciders).buttons == "[Receipt] [Refund]"
    assert card(returned("en", ALL_BACK), ISSUER, deciders).buttons == "[Receipt]"
    cashiers = reader(staff=True)
    assert card(returned("en"), ISSUER, cashiers).buttons == "[Receipt] [Refund]", "they propose it"
    assert card(returned("en"), ISSUER, reader(details=True)).buttons == "[Receipt]", "no longer theirs"
    assert card(paid_view("en"), ISSUER, deciders).buttons == "[Receipt]", "that bank returns nothing"
    assert "Refund" not in card(returned("en"), PAYER, reader(details=True, person_id=CUSTOMER)).buttons
    assert "Refund" not in card(returned("en"), GROUP, deciders).buttons


def test_a_second_payment_that_went_back_is_not_taken_for_the_first() -> None:
    second = replace(DONE, payment_id=32, amount=AMOUNT)
    both = replace(returned("en", second), payments=(paid(), paid(id=32)))
    words = card(both, ISSUER, reader(details=True)).words
    assert words.startswith("✅ Paid: 5 000 ₸")
    assert "Returned of another payment: 5 000 ₸" in words
    assert "Returned of another payment" in plain(receipt(both, reader()))


def test_what_was_never_accepted_and_went_back_can_be_issued_again() -> None:
    short = replace(view("en", paid(taken=Money(499900, "KZT"))), repaying=BANKS)
    back = replace(short, refunds=(replace(DONE, amount=Money(499900, "KZT")),))
    assert card(back, ISSUER, reader(details=True)).buttons == "[Issue again]"
    assert receipt(back, reader()) == ""
    assert card(back, GROUP, reader()).words.endswith("There is nothing to pay now.")


# --- what waits for a decision ------------------------------------------------------------------------------


def deciding(kind: AttentionKind, taken: int = 500000, *made: Refund) -> CardView:
    item, came = attention(kind), paid(taken=Money(taken, "KZT"))
    return replace(view("en", came, item), payments=(came,), refunds=made, repaying=BANKS)


@pytest.mark.parametrize(
    ("kind", "taken", "buttons"),
    [
        (AttentionKind.LATE, 500000, "[Accept] [Refund 5 000 ₸] / [Decide later]"),
        (AttentionKind.SHORT, 400000, "[Accept] [Refund 4 000 ₸] / [Decide later]"),
        (AttentionKind.SECOND, 500000, "[Refund 5 000 ₸] [Accept] / [Decide later]"),
        (
            AttentionKind.OVER,
            600000,
            "[Accept] [Refund 1 000 ₸] / [Refund 6 000 ₸] / [Decide later]",
        ),
    ],
)
def test_money_that_does_not_fit_may_go_back(kind: AttentionKind, taken: int, buttons: str) -> None:
    seen = told(f"attention-{kind}", deciding(kind, taken), reader(details=True))
    assert seen.buttons.replace("\u00a0", " ") == buttons


def test_no_part_is_offered_where_a_bank_that_was_billed_by_lines_has_added_up_otherwise() -> None:
    waits = deciding(AttentionKind.OVER, 500100)
    came = replace(waits.payments[0], by_lines=True)
    waits = replace(waits, payment=came, payments=(came,))
    seen = told("attention-over", waits, reader(details=True))
    assert seen.buttons.replace("\u00a0", " ") == "[Accept] / [Refund 5 001 ₸] / [Decide later]"


@pytest.mark.parametrize("kind", [AttentionKind.LATE, AttentionKind.SECOND, AttentionKind.OVER])
def test_no_refund_is_offered_beside_one_that_is_under_way(kind: AttentionKind) -> None:
    seen = told(f"attention-{kind}", deciding(kind, 600000, refund()), reader(details=True))
    assert "Refund" not in seen.buttons


@pytest.mark.parametrize(
    ("wish", "able", "buttons"),
    [
        (None, BANKS, "[Take the money] [Let it go] / [Check payment] [Decide later]"),
        (None, frozenset(), "[Check payment] [Decide later]"),
        (Hold.CAPTURE, BANKS, "[Check payment] [Decide later]"),
    ],
)
def test_held_money_is_decided_where_the_bank_takes_a_word(
    wish: Hold | None, able: frozenset[str], buttons: str
) -> None:
    held = payment(state=PaymentState.AUTHORIZED, hold_wish=wish)
    waits = replace(view("en", held, attention(AttentionKind.HELD)), payments=(held,), holding=able)
    assert told("attention-held", waits, reader(details=True)).buttons == buttons
    own = card(waits, ISSUER, reader(details=True, staff=True))
    assert ("[Take the money]" in own.buttons) is (wish is None and bool(able))
    assert ("being told" in own.words) is (wish is not None)
    assert card(waits, ISSUER, reader(staff=True)).buttons == "[Check payment]"


# --- receipts and the page ----------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LOCALES)
def test_a_receipt_says_what_went_back(locale: str) -> None:
    words = reader(locale).words
    part = plain(receipt(returned(locale, DONE), reader(locale))).replace("\u00a0", " ")
    assert words("hint-returned", amount="1 500 ₸") in part
    whole = plain(receipt(returned(locale, ALL_BACK), reader(locale))).replace("\u00a0", " ")
    assert words("receipt-returned-all", amount="5 000 ₸") in whole
    assert words("hint-returned-at", at=words("at-today", time="15:20")) in whole


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_shows_what_went_back(locale: str) -> None:
    words = reader(locale).words
    part = pay_page(returned(locale, DONE), reader(locale), Ask())
    assert words("hint-returned", amount="1\u00a0500\u00a0₸") in part.facts
    assert (part.poll, part.stage) == (0, "paid")
    whole = pay_page(returned(locale, ALL_BACK), reader(locale), Ask())
    assert (whole.stage, whole.headline) == ("returned", words("page-state-returned"))
    open_ = pay_page(returned(locale, refund()), reader(locale), Ask())
    assert open_.poll > 0, "it will change by itself"
    versions = {
        rendering.payment_state(returned(locale, *made), reader(locale), Ask()).version
        for made in ((), (DONE,), (ALL_BACK,))
    }
    assert len(versions) == 3


def test_an_invoice_without_a_payment_has_nothing_to_return() -> None:
    cancelled = view("en", None, state=InvoiceState.CANCELLED)
    assert not cancelled.all_back
    assert cancelled.returned_of_others.minor == 0


@pytest.mark.parametrize("locale", LOCALES)
def test_what_the_bank_lists_stands_in_the_place_of_what_we_found_out_in_sum(locale: str) -> None:
    found = replace(DONE, origin=Origin.BANK, amount=Money(200000, "KZT"))
    mine = refund(id=52, state=RefundState.COMPLETED, amount=Money(50000, "KZT"), settled_at=NOW)
    listed = (
        RefundListed("8", Money(120000, "KZT"), Returned.COMPLETED, clock("15:01")),
        RefundListed("9", Money(80000, "KZT"), Returned.PENDING, clock("15:20")),
    )
    asking = replace(asked(locale, found, mine), at_bank=listed)
    said = plain(refunds.question(asking, reader(locale), NOW).text).replace("\u00a0", " ")
    lines = said.split(" | ")[1:4]
    sums_shown = [line.split(" · ")[0] for line in lines]
    assert sums_shown == ["✅ 1 200 ₸", "✅ 500 ₸", "⏳ 800 ₸"]
    assert [words(locale)("refund-line-at-bank") in line for line in lines] == [True, False, True]
    assert lines[0].endswith("15:01")


def test_what_is_ours_is_told_from_the_banks_list_by_its_id_or_where_that_was_lost_by_its_sum() -> None:
    known = refund(bank_id="7", amount=Money(100, "KZT"))
    lost = refund(id=52, bank_id=None, amount=Money(200, "KZT"))
    never_sent = refund(id=53, bank_id=None, amount=Money(300, "KZT"), asked_at=None)
    listed = [
        RefundListed(str(number), Money(minor, "KZT"), Returned.COMPLETED)
        for number, minor in enumerate((100, 200, 200, 300), start=7)
    ]
    others = not_ours([known, lost, never_sent], listed)
    assert [each.bank_id for each in others] == ["9", "10"]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_question_for_a_sum_names_the_least_only_where_it_is_more_than_the_smallest_coin(
    locale: str,
) -> None:
    bound = asked(locale)
    free = replace(bound, can=replace(bound.can, least_refund=1))
    assert "10 ₸" in shown(refunds.amount_question(bound, reader(locale))).words
    text = shown(refunds.amount_question(free, reader(locale))).words
    assert "0,01" not in text
    assert "0.01" not in text
    assert "5 000 ₸" in text
