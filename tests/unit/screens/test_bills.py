"""Cards of bills by phone and of several bills at once: masked numbers, true words, no QR that is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing.cards import CardView
from billing.models import Audience, Details, Instruction, InstructionKind, Payment, Refusal
from billing.money import Money
from billing.states import InvoiceState, PaymentState
from screens import buttons, cards
from screens.texts import words
from tests.unit.screens.samples import CUSTOMER, LOCALES, clock, labels, paid, payment, plain, reader, view
from tests.unit.screens.seen import Seen, card

ISSUER, PAYER, GROUP = Audience.ISSUER, Audience.PAYER, Audience.GROUP
PHONE = "+77071234567"
BOTH = ("apipay", "halyk")
SENT = {
    "en": "We sent the bill to Kaspi: +7 707 ••• 45 67. Open Kaspi.kz and confirm it.",
    "ru": "Счёт отправлен в Kaspi: +7 707 ••• 45 67. Откройте Kaspi.kz и подтвердите оплату.",
    "kk": "Kaspi-ге шот жіберілді: +7 707 ••• 45 67. Kaspi.kz қосымшасын ашып, төлемді растаңыз.",
}
BUTTONS = {
    "en": "[Check payment] [Another number] / [Another way]",
    "ru": "[Проверить оплату] [Другой номер] / [Другой способ]",
    "kk": "[Төлемді тексеру] [Басқа нөмір] / [Басқа тәсіл]",
}


def bill(**changes: object) -> Payment:
    made = payment(
        id=32,
        provider="apipay",
        phone=PHONE,
        instruction=Instruction(InstructionKind.CONFIRM),
        expires_at=None,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def shown(locale: str = "en", pay: Payment | None = None, *others: Payment, **invoice: object) -> CardView:
    """A card of a shop with both banks; ``others`` were tried before."""
    tried = (*others, pay) if pay is not None else others
    made = view(locale, pay, **invoice)  # type: ignore[arg-type]
    able = frozenset({"apipay"})
    return replace(made, payments=tried, by_phone=able, withdrawing=able)


def seen(made: CardView, audience: Audience, locale: str = "en", ways: tuple[str, ...] = BOTH) -> Seen:
    person = {PAYER: CUSTOMER}.get(audience)
    return card(made, audience, reader(locale, person_id=person), ways)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_customer_sees_where_the_bill_went_and_what_to_do(locale: str) -> None:
    drawn = seen(shown(locale, bill()), PAYER, locale)
    assert drawn.words.endswith(SENT[locale])
    assert drawn.buttons == BUTTONS[locale]
    assert "QR" not in drawn.words


def test_a_bank_without_words_of_its_own_has_a_sentence_all_the_same() -> None:
    made = replace(shown("en", bill(provider="pushbank")), by_phone=frozenset({"pushbank"}))
    drawn = seen(made, PAYER)
    assert drawn.words.endswith(
        "We sent the bill to Pushbank: +7 707 ••• 45 67. Open its app and confirm it."
    )
    assert drawn.buttons == "[Check payment] [Another way]"


@pytest.mark.parametrize("locale", LOCALES)
def test_no_number_stands_where_others_read(locale: str) -> None:
    states = (*InvoiceState,)
    for state in states:
        for pay in (bill(), bill(cancel_wished=True), bill(expires_at=clock("14:25"))):
            made = shown(locale, pay, bill(id=30, cancel_wished=True), state=state)
            group = cards.draw(made, GROUP, reader(locale), BOTH)
            other = cards.draw(made, PAYER, reader(locale, person_id=CUSTOMER + 1), BOTH)
            mine = cards.draw(made, PAYER, reader(locale, person_id=CUSTOMER), BOTH)
            assert "•••" not in group.caption + other.caption
            assert PHONE[2:] not in group.caption + other.caption + mine.caption


def test_the_member_sees_the_masked_number_and_may_change_it() -> None:
    drawn = seen(shown("en", bill()), ISSUER)
    assert drawn.words.endswith("Kaspi: +7 707 ••• 45 67. The customer confirms it in the app.")
    assert drawn.buttons.startswith("[Another number] [Another way] / [Share] [Check payment] / ")


def test_a_member_s_card_with_a_qr_leads_to_the_bill_by_phone() -> None:
    assert seen(shown("en", payment()), ISSUER).buttons.startswith("[Share] / [Check payment] [Another way]")


def test_a_bill_that_ran_out_speaks_of_no_qr() -> None:
    drawn = seen(shown("en", bill(state=PaymentState.EXPIRED)), PAYER)
    assert drawn.words.startswith("⌛ This bill is no longer valid | ")
    assert drawn.buttons == "[New bill] [Another number] / [Another way]"
    assert "QR" not in drawn.words


def test_a_bill_that_the_bank_did_not_take_speaks_of_no_qr() -> None:
    refused = bill(state=PaymentState.REJECTED, refusal=Refusal.SETUP, refusal_final=True, instruction=None)
    assert seen(shown("en", refused), PAYER).words.startswith("⚠️ The bank took no bill | ")


NOBODY = {
    "en": "Ask the customer for another number and send the bill there.",
    "ru": "Спросите у покупателя другой номер и отправьте счёт на него.",
    "kk": "Сатып алушыдан басқа нөмір сұрап, шотты соған жіберіңіз.",
}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", ["client_not_found", "phone_number", "unsent-phone_number"])
def test_a_refused_number_asks_for_another_bill_of_the_same_invoice(locale: str, code: str) -> None:
    gone = bill(state=PaymentState.REJECTED, refusal=Refusal.PHONE, refusal_final=True)
    drawn = seen(shown(locale, replace(gone, details=Details(code=code))), ISSUER, locale)
    assert NOBODY[locale] in drawn.words
    assert drawn.words.startswith(words(locale)("card-no-bill"))
    assert drawn.buttons.startswith(f"[{words(locale)('btn-other-number')}] ")


def test_what_we_refuse_ourselves_is_not_put_into_the_bank_s_mouth() -> None:
    said = "not a number of Kazakhstan"
    ours = bill(
        state=PaymentState.REJECTED,
        refusal=Refusal.PHONE,
        refusal_final=True,
        details=Details(code="unsent-phone_number", text=said),
    )
    banks = replace(ours, details=Details(code="phone_number", text=said))
    assert said in card(shown("en", banks), ISSUER, reader("en", details=True), BOTH).words
    drawn = card(shown("en", ours), ISSUER, reader("en", details=True), BOTH).words
    assert said not in drawn
    assert "phone_number" not in drawn


def test_while_the_bill_is_sent_no_qr_is_promised() -> None:
    sending = bill(state=PaymentState.RESERVED, instruction=None)
    assert seen(shown("en", sending), PAYER).words.endswith("Sending the bill…")


def test_a_single_bank_that_bills_by_phone_is_one_button() -> None:
    drawn = seen(shown("en"), PAYER, ways=("apipay",))
    assert drawn.words.endswith("Press the button, and the bill comes to your phone.")
    assert drawn.buttons == "[Bill to a phone]"
    assert seen(shown("en"), ISSUER, ways=("apipay",)).words.endswith("write the customer's number.")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("audience", Audience)
def test_a_bank_that_takes_no_tiyn_is_not_offered_and_the_card_says_why(
    locale: str, audience: Audience
) -> None:
    made = replace(shown(locale, amount=Money(500050, "KZT")), whole_only=frozenset({"apipay"}))
    drawn = seen(made, audience, locale, ("halyk",))
    said = words(locale)("hint-whole-only", bank="Kaspi")
    assert said in drawn.words
    assert "Kaspi" not in drawn.buttons
    chosen = replace(made, payment=payment(), payments=(payment(),))
    assert said not in seen(chosen, audience, locale, ("halyk",)).words


def test_the_chooser_names_both_banks() -> None:
    drawn = cards.choose(shown("en", bill()), PAYER, reader(person_id=CUSTOMER), BOTH)
    assert labels(drawn.keyboard) == [["Kaspi"], ["Halyk"], ["Back"]]


def test_of_a_settled_invoice_the_shop_learns_until_when_an_old_qr_can_be_paid() -> None:
    settled = {"state": InvoiceState.PAID, "paid_payment_id": 32, "ended_at": clock("14:07")}
    made = shown("en", paid(id=32, provider="apipay", phone=PHONE), payment(cancel_wished=True), **settled)
    assert "Halyk can still take money by the old QR until 14:25" in seen(made, ISSUER).words
    assert seen(made, PAYER).words.endswith("Please don't scan the old QR of Halyk: nothing more is owed.")
    over = replace(made, at=clock("14:26"))
    assert "QR" not in seen(over, ISSUER).words + seen(over, PAYER).words


def test_of_a_settled_invoice_a_bill_that_is_taken_back_says_so_until_it_is() -> None:
    settled = {"state": InvoiceState.PAID, "paid_payment_id": 31, "ended_at": clock("14:07")}
    made = shown("en", paid(), bill(cancel_wished=True), **settled)
    assert (
        "We have asked Kaspi to cancel its bill. Until it has, money may still come."
        in seen(made, ISSUER).words
    )
    assert "The bill in Kaspi is being cancelled: please don't confirm it." in seen(made, PAYER).words
    assert "Kaspi" not in seen(made, GROUP).words
    done = shown("en", paid(), bill(cancel_wished=True, state=PaymentState.CANCELLED), **settled)
    assert "Kaspi" not in seen(done, ISSUER).words + seen(done, PAYER).words


def test_a_cancelled_invoice_is_cancelling_until_the_bank_says_so() -> None:
    made = shown("en", bill(cancel_wished=True), state=InvoiceState.CANCELLED)
    drawn = cards.draw(made, ISSUER, reader(), BOTH)
    assert plain(drawn.caption).startswith("⏳ Cancelling: ")
    assert drawn.picture.key.startswith("plain:")
    assert labels(drawn.keyboard) == [["Check payment"]]
    assert "Please don't confirm the bill" in seen(made, PAYER).words
    gone = bill(cancel_wished=True, state=PaymentState.CANCELLED)
    drawn = cards.draw(shown("en", gone, state=InvoiceState.CANCELLED), ISSUER, reader(), BOTH)
    assert plain(drawn.caption).startswith("🚫 Invoice cancelled: ")
    assert drawn.picture.key.startswith("stamp:cancelled:")


def test_a_bill_by_phone_that_no_bank_takes_back_is_named_with_its_time() -> None:
    made = shown("en", bill(cancel_wished=True, expires_at=clock("18:00")), state=InvoiceState.CANCELLED)
    made = replace(made, withdrawing=frozenset())
    assert "Kaspi can still take money by its bill until 18:00." in seen(made, ISSUER).words


def test_the_number_that_was_replaced_is_told_apart_from_the_new_one() -> None:
    old = bill(id=30, cancel_wished=True)
    drawn = seen(shown("en", bill(phone="+77012223344"), old), PAYER)
    assert "Kaspi: +7 701 ••• 33 44." in drawn.words
    assert "The bill to +7 707 ••• 45 67 is being cancelled" in drawn.words


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("audience", Audience)
def test_no_two_buttons_of_a_bill_beside_each_other_are_cut(locale: str, audience: Audience) -> None:
    for state in (PaymentState.PENDING, PaymentState.EXPIRED, PaymentState.REJECTED):
        drawn = cards.draw(
            shown(locale, bill(state=state)), audience, reader(locale, person_id=CUSTOMER), BOTH
        )
        rows = labels(drawn.keyboard)
        assert all(len(text) <= buttons.HALF_ROW for row in rows if len(row) > 1 for text in row)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("audience", Audience)
def test_no_card_of_a_bill_lacks_a_text(
    locale: str, audience: Audience, caplog: pytest.LogCaptureFixture
) -> None:
    old = (payment(cancel_wished=True), bill(id=30, cancel_wished=True, expires_at=clock("18:00")))
    for state in PaymentState:
        for invoice in InvoiceState:
            made = replace(shown(locale, bill(state=state), *old, state=invoice), whole_only=frozenset({"x"}))
            seen(made, audience, locale)
    assert caplog.messages == []
