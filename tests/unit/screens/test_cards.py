"""Cards keep their promises in every state: short, safe, honest about money, nothing that cannot be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from billing.cards import CardView
from billing.models import AppLink, Audience, Details, Instruction, InstructionKind, Refusal
from billing.money import Money
from billing.states import AttentionKind, InvoiceState, PaymentState, Step
from screens import buttons, cards
from screens import format as fmt
from screens.reader import Site
from tests.unit.screens.samples import (
    CUSTOMER,
    LOCALES,
    NOW,
    QR,
    WAYS,
    attention,
    clock,
    labels,
    paid,
    paid_view,
    payment,
    plain,
    reader,
    rejected,
    view,
)

ISSUER, PAYER, GROUP = Audience.ISSUER, Audience.PAYER, Audience.GROUP
UNPAID = (
    None,
    payment(state=PaymentState.RESERVED, instruction=None, expires_at=None),
    payment(),
    payment(instruction=None),
    payment(instruction=Instruction(InstructionKind.OPEN, links=(AppLink("x", "https://b.example"),))),
    payment(instruction=Instruction(InstructionKind.CONFIRM)),
    payment(step=Step.SCANNED),
    payment(step=Step.BLOCKED),
    payment(state=PaymentState.UNKNOWN, instruction=None, expires_at=None),
    payment(state=PaymentState.AUTHORIZED),
    payment(state=PaymentState.EXPIRED),
    payment(state=PaymentState.CANCELLED, expires_at=None),
    payment(expires_at=clock("14:08"), checked_at=NOW),
    *(rejected(refusal, final=final) for refusal in Refusal for final in (True, False)),
    rejected(Refusal.BANK_TROUBLE, instruction=None),
)


def unpaid_views(locale: str) -> Iterator[CardView]:
    for pay in UNPAID:
        for state in (InvoiceState.OPEN, InvoiceState.CANCELLED, InvoiceState.EXPIRED):
            yield view(locale, pay, state=state)
    yield view(locale, deadline=NOW - timedelta(hours=1))


def all_views(locale: str) -> Iterator[CardView]:
    yield from unpaid_views(locale)
    yield paid_view(locale)
    yield paid_view(locale, attention(AttentionKind.SECOND))
    yield paid_view(locale, attention(AttentionKind.LATE), late=True)
    yield paid_view(locale, late=True)
    for kind in (AttentionKind.SHORT, AttentionKind.OVER, AttentionKind.CURRENCY):
        yield view(locale, paid(taken=Money(1, "USD")), attention(kind))


PAID_WORD = re.compile(r"\bpaid\b|оплачен|оплатил|төленді|төленген", re.IGNORECASE)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("ways", [(), ("halyk",), WAYS])
def test_the_word_paid_stands_only_where_money_is_in(
    locale: str, audience: Audience, ways: tuple[str, ...]
) -> None:
    for shown in unpaid_views(locale):
        drawn = cards.draw(shown, audience, reader(locale, details=True), ways)
        assert not PAID_WORD.search(plain(drawn.caption) + str(labels(drawn.keyboard)))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("audience", Audience)
def test_no_card_lacks_a_text(locale: str, audience: Audience, caplog: pytest.LogCaptureFixture) -> None:
    for shown in all_views(locale):
        for ways in ((), ("halyk",), WAYS):
            cards.draw(shown, audience, reader(locale, details=True, person_id=CUSTOMER), ways)
    assert caplog.messages == []


@pytest.mark.slice(6)
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("audience", Audience)
def test_a_caption_fits_whatever_people_write(locale: str, audience: Audience) -> None:
    for base in all_views(locale):
        for hostile in ("<b>" * 300, "👨‍👩‍👧‍👦" * 300, "&" * 2000, "a\u0301" * 2000):
            shown = view(
                locale,
                base.payment,
                *base.attentions,
                state=base.invoice.state,
                description=hostile,
                issuer_name=hostile,
                amount=Money(99_999_999_99, "KZT"),
            )
            drawn = cards.draw(shown, audience, reader(locale, details=True), WAYS)
            assert fmt.units(plain(drawn.caption)) <= 1024
            assert drawn.caption.count("<b>") == 1


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("audience", Audience)
def test_two_buttons_beside_each_other_stay_readable(locale: str, audience: Audience) -> None:
    for shown in all_views(locale):
        keyboard = cards.draw(shown, audience, reader(locale, person_id=CUSTOMER), WAYS).keyboard
        wide = [text for row in labels(keyboard) if len(row) > 1 for text in row if len(text) > 22]
        assert wide == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("audience", Audience)
def test_the_first_line_is_bold_and_leads_to_the_living_card(locale: str, audience: Audience) -> None:
    link = '<b><a href="https://t.me/dana_bot?start=inv_k3J9x0Qm2Zr7Yb5Lw8NtAg">'
    for shown in all_views(locale):
        assert cards.draw(shown, audience, reader(locale), WAYS).caption.startswith(link)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("final", [True, False])
@pytest.mark.parametrize("refusal", Refusal)
def test_a_refusal_says_what_happened_where_the_money_is_and_what_to_do(
    refusal: Refusal, final: bool, locale: str
) -> None:
    words = reader(locale).words
    drawn = cards.draw(view(locale, rejected(refusal, final=final)), PAYER, reader(locale), ("halyk",))
    _, _, happened, remedy = plain(drawn.caption).split(" | ")
    money = words("nothing-taken" if final else "money-watched")
    assert happened == f"{words(f'refusal-{refusal}')} {money}"
    assert remedy.rstrip(".").endswith("18:00")
    assert labels(drawn.keyboard) == [[words("btn-try-again")]]


def test_a_group_is_not_told_whose_card_was_empty() -> None:
    drawn = cards.draw(view("en", rejected(Refusal.FUNDS)), GROUP, reader(), WAYS)
    assert "money on the card" not in plain(drawn.caption)
    assert "Nothing was taken. | You can try again" in plain(drawn.caption)


def test_who_opened_the_link_too_is_not_told_whose_card_was_empty() -> None:
    refused = view("en", rejected(Refusal.FUNDS))
    own = cards.draw(refused, PAYER, reader(person_id=CUSTOMER), WAYS)
    others = cards.draw(refused, PAYER, reader(person_id=CUSTOMER + 1), WAYS)
    assert "money on the card" in plain(own.caption)
    assert "money on the card" not in plain(others.caption)
    assert labels(others.keyboard) == labels(own.keyboard)


@pytest.mark.parametrize("locale", LOCALES)
def test_money_under_decision_is_the_customers_own_story(locale: str) -> None:
    words = reader(locale).words
    for kind, pay in (
        (AttentionKind.SHORT, paid(taken=Money(490000, "KZT"))),
        (AttentionKind.LATE, paid()),
        (AttentionKind.HELD, payment(state=PaymentState.AUTHORIZED)),
    ):
        state = InvoiceState.PAID if kind is AttentionKind.LATE else InvoiceState.OPEN
        shown = view(locale, pay, attention(kind), state=state)
        own = plain(cards.draw(shown, PAYER, reader(locale, person_id=CUSTOMER), WAYS).caption)
        assert not own.endswith(words("hint-deciding-other"))
        for audience, person in ((PAYER, CUSTOMER + 1), (GROUP, None)):
            told = cards.draw(shown, audience, reader(locale, person_id=person), WAYS)
            others = plain(told.caption).replace("\u00a0", " ")
            assert others.endswith(words("hint-deciding-other"))
            assert "4 900" not in others
            assert words("btn-question") not in str(labels(told.keyboard))


def test_the_shop_reads_what_the_banks_code_means_and_what_to_do() -> None:
    refused = rejected(Refusal.SETUP, instruction=None, details=Details(code="219"))
    words = plain(cards.draw(view("en", refused), ISSUER, reader(), WAYS).caption)
    assert "QR payments are switched off for your terminal. Ask Halyk to switch on QR" in words
    assert "219" not in words


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        ("kaspi_session_not_configured", "Not connected", "kaspi_session_not_configured · Not connected"),
        ("tariff_limit_reached", "tariff_limit_reached: used up", "tariff_limit_reached: used up"),
        ("", "No reason", "No reason"),
    ],
)
def test_a_bank_s_own_code_is_told_whole_and_once(code: str, text: str, said: str) -> None:
    refused = rejected(Refusal.FUNDS, details=Details(code=code, text=text))
    caption = cards.draw(view("en", refused), ISSUER, reader(details=True), WAYS).caption
    assert f"Halyk: {said}</blockquote>" in caption


def test_bank_codes_are_folded_away_for_those_who_may_see_them() -> None:
    refused = rejected(Refusal.FUNDS, details=Details(code="484", text="<Insufficient>"))
    caption = cards.draw(view("en", refused), ISSUER, reader(details=True), WAYS).caption
    folded = "Halyk: 484 · &lt;Insufficient&gt;\nNot enough money on the card"
    assert f"<blockquote expandable>{folded}</blockquote>" in caption
    for audience in (PAYER, GROUP):
        assert "484" not in cards.draw(view("en", refused), audience, reader(details=True), WAYS).caption


def test_a_bank_that_was_not_reached_is_told_as_such() -> None:
    drawn = cards.draw(view("en", rejected(Refusal.BANK_TROUBLE, instruction=None)), PAYER, reader(), WAYS)
    assert plain(drawn.caption).startswith("⚠️ The bank gave no QR | ")
    assert labels(drawn.keyboard) == [["Try again", "Another way"]]


@pytest.mark.parametrize("audience", [PAYER, ISSUER])
def test_where_our_own_turn_did_not_come_the_bank_is_not_blamed(audience: Audience) -> None:
    refused = rejected(Refusal.CROWDED, instruction=None)
    drawn = cards.draw(view("en", refused), audience, reader(), WAYS)
    happened = "Too many bills are going out just now. Nothing was taken."
    assert f"{happened} | Please try again in a minute" in plain(drawn.caption)
    assert "Try again" in str(labels(drawn.keyboard))


@pytest.mark.parametrize("step", Step)
def test_nothing_crosses_money_on_its_way(step: Step) -> None:
    for audience in Audience:
        keyboard = cards.draw(view("en", payment(step=step)), audience, reader(), WAYS).keyboard
        texts = {text for row in labels(keyboard) for text in row}
        assert "Check payment" in texts
        assert texts.isdisjoint({"Cancel invoice", "New QR", "Another way"})


def test_another_way_needs_another_bank() -> None:
    for pay in (payment(), payment(state=PaymentState.EXPIRED), rejected(Refusal.FUNDS)):
        keyboard = cards.draw(view("en", pay), PAYER, reader(), ("halyk",)).keyboard
        assert "Another way" not in str(labels(keyboard))


def test_other_ways_are_chosen_in_place_with_a_way_back() -> None:
    drawn = cards.choose(view("en", payment(state=PaymentState.EXPIRED)), PAYER, reader(), WAYS)
    assert labels(drawn.keyboard) == [["Halyk"], ["other"], ["Back"]]


def test_one_bank_needs_one_button_for_its_qr() -> None:
    assert labels(cards.draw(view("en"), PAYER, reader(), ("halyk",)).keyboard) == [["Get the QR"]]


def test_no_bank_is_no_dead_end() -> None:
    drawn = cards.draw(view("en"), PAYER, reader(), ())
    assert "Please ask the shop how to pay." in plain(drawn.caption)
    assert drawn.keyboard is None


def test_a_group_pays_in_private() -> None:
    keyboard = cards.draw(view("en", payment()), GROUP, reader(), ("halyk",)).keyboard
    assert keyboard is not None
    last = keyboard.inline_keyboard[-1][0]
    assert (last.text, last.url) == (
        "Pay in private",
        "https://t.me/dana_bot?start=inv_k3J9x0Qm2Zr7Yb5Lw8NtAg",
    )
    assert "Cancel invoice" not in str(labels(keyboard))


def test_without_a_public_address_only_web_links_stay() -> None:
    local = reader(site=Site("dana_bot"))
    keyboard = cards.draw(view("en", payment()), PAYER, local, ("halyk",)).keyboard
    assert labels(keyboard) == [["Open Halyk"], ["Check payment"]]


def test_without_any_link_the_words_speak_of_scanning_only() -> None:
    only_qr = payment(instruction=Instruction(InstructionKind.SCAN, qr=QR.qr))
    caption = plain(cards.draw(view("en", only_qr), PAYER, reader(), ("halyk",)).caption)
    assert caption.endswith("Invoice from Dana. Scan the QR with your bank's app.")


def test_a_cancelled_invoice_warns_the_shop_of_its_old_qr() -> None:
    shown = view("en", payment(cancel_wished=True), state=InvoiceState.CANCELLED)
    assert "by the old QR until 14:25" in plain(cards.draw(shown, ISSUER, reader(), WAYS).caption)
    assert "14:25" not in cards.draw(shown, PAYER, reader(), WAYS).caption


def test_a_warning_ends_with_the_old_qr() -> None:
    shown = view("en", payment(cancel_wished=True), state=InvoiceState.CANCELLED, at=clock("14:26"))
    assert "14:25" not in cards.draw(shown, ISSUER, reader(), WAYS).caption


def test_money_that_does_not_fit_is_neither_paid_nor_open() -> None:
    shown = view("en", paid(taken=Money(490000, "KZT")), attention(AttentionKind.SHORT))
    for audience in (ISSUER, PAYER):
        words = plain(cards.draw(shown, audience, reader(), WAYS).caption).replace("\u00a0", " ")
        assert words.startswith("❗ Too little came: 4 900 ₸ of 5 000 ₸ | ")
    assert labels(cards.draw(shown, ISSUER, reader(), WAYS).keyboard) == []
    assert labels(cards.draw(shown, ISSUER, reader(details=True), WAYS).keyboard) == [["Accept"]]


def test_late_money_that_was_accepted_is_paid_and_says_so() -> None:
    words = plain(cards.draw(paid_view("en", late=True), PAYER, reader(), WAYS).caption)
    assert words.startswith("✅ Paid")
    assert words.endswith("It came late, and the shop accepted it.")


def test_only_the_customer_gets_the_receipts_button() -> None:
    mine = cards.draw(paid_view("en"), PAYER, reader(person_id=CUSTOMER), WAYS).keyboard
    assert labels(mine) == [["Receipt"], ["A question about it"]]
    assert cards.draw(paid_view("en"), PAYER, reader(person_id=CUSTOMER + 1), WAYS).keyboard is None
    assert cards.draw(paid_view("en"), GROUP, reader(), WAYS).keyboard is None


def test_an_invoice_without_words_is_its_number() -> None:
    words = plain(cards.draw(view("en", payment(), description=" "), PAYER, reader(), WAYS).caption)
    assert " | Invoice #1042 · QR valid until 14:25 | " in words


def test_equal_pictures_have_equal_keys_and_others_do_not() -> None:
    waiting, scanned = view("en", payment()), view("en", payment(step=Step.SCANNED))
    keys = [
        cards.draw(waiting, PAYER, reader("en"), WAYS).picture.key,
        cards.draw(scanned, ISSUER, reader("en"), WAYS).picture.key,
        cards.draw(waiting, PAYER, reader("kk"), WAYS).picture.key,
        cards.draw(view("en"), PAYER, reader("en"), WAYS).picture.key,
        cards.draw(paid_view("en"), PAYER, reader("en"), WAYS).picture.key,
        cards.draw(waiting, PAYER, reader("en"), WAYS, retired=True).picture.key,
    ]
    assert keys == [
        "qr:31:en",
        "qr:31:en",
        "qr:31:kk",
        "plain:12:en",
        "stamp:paid:12:en",
        "stamp:moved:12:en",
    ]


@pytest.mark.parametrize("pay", [payment(), payment(state=PaymentState.EXPIRED), None])
def test_a_picture_is_a_png(pay: object) -> None:
    drawn = cards.draw(view("kk", pay), PAYER, reader("kk"), WAYS)  # type: ignore[arg-type]
    assert drawn.picture.make().startswith(b"\x89PNG")


def test_a_code_too_long_for_any_picture_leaves_a_plain_one() -> None:
    endless = payment(instruction=Instruction(InstructionKind.SCAN, qr="0" * 9000))
    assert cards.draw(view("en", endless), PAYER, reader(), WAYS).picture.make().startswith(b"\x89PNG")


def test_an_expired_invoice_can_be_issued_again_once_its_old_qr_is_dead() -> None:
    expired = view("en", payment(state=PaymentState.EXPIRED), state=InvoiceState.EXPIRED)
    drawn = cards.draw(expired, ISSUER, reader(), WAYS)
    again = buttons.Again(invoice=expired.invoice.id).pack()
    assert [b.callback_data for row in drawn.keyboard.inline_keyboard for b in row] == [again]
    of_subscription = replace(expired, invoice=replace(expired.invoice, by_subscription=True))
    assert cards.draw(of_subscription, ISSUER, reader(), WAYS).keyboard is None
    still = view("en", payment(), state=InvoiceState.EXPIRED)
    assert again not in str(cards.draw(still, ISSUER, reader(), WAYS).keyboard)


def test_a_card_whose_bank_is_asked_no_more_promises_nothing() -> None:
    for state, step in ((PaymentState.UNKNOWN, None), (PaymentState.PENDING, Step.BLOCKED)):
        over = view("en", payment(state=state, step=step, next_look=None))
        for audience in (Audience.ISSUER, Audience.PAYER):
            assert "never" in plain(cards.draw(over, audience, reader(), WAYS).caption)
