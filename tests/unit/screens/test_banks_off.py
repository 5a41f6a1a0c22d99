"""Cards of payments at a bank that the shop has turned off: what can still be done, and no dead end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing.cards import CardView
from billing.models import Audience, Instruction, InstructionKind, Refusal
from billing.settings.models import Rules
from billing.states import PaymentState
from screens.pages import Ask
from screens.pages.model import pay_page
from screens.situations import Situation, situation
from screens.texts import LOCALES, words
from tests.unit.screens.samples import payment, reader, rejected, view
from tests.unit.screens.seen import card


def off(shown: CardView) -> CardView:
    """The same, with the bank of its payment turned off."""
    assert shown.payment is not None
    rules = Rules(off=frozenset({shown.payment.provider}))
    return replace(shown, merchant=replace(shown.merchant, rules=rules))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("audience", "hint"), [(Audience.PAYER, "hint-no-way-payer"), (Audience.ISSUER, "hint-no-way-staff")]
)
def test_where_no_other_bank_takes_the_sum_an_expired_qr_leads_to_the_shop(
    locale: str, audience: Audience, hint: str
) -> None:
    expired = view(locale, payment(state=PaymentState.EXPIRED))
    told = reader(locale, staff=audience is Audience.ISSUER)
    assert situation(expired, ()) is Situation.QR_OVER
    assert words(locale)(hint) not in card(expired, audience, told, ()).words
    assert words(locale)(hint) in card(off(expired), audience, told, ()).words
    other = card(off(expired), audience, told, ("kaspi",))
    assert words(locale)("btn-another-way") in other.buttons


@pytest.mark.parametrize("audience", [Audience.PAYER, Audience.ISSUER])
def test_a_bill_on_a_phone_goes_to_no_other_number_where_nothing_new_is_made(audience: Audience) -> None:
    billed = payment(phone="+77051112233", instruction=Instruction(InstructionKind.CONFIRM), expires_at=None)
    shown = replace(
        view("en", billed),
        by_phone=frozenset({"halyk"}),
        withdrawing=frozenset({"halyk"}),
        payments=(billed,),
    )
    told = reader(staff=audience is Audience.ISSUER)
    assert "[Another number]" in card(shown, audience, told).buttons
    found = card(off(shown), audience, told, ("other",)).buttons
    assert "[Another number]" not in found
    assert "[Check" in found
    assert words("en")("btn-another-way") in found


@pytest.mark.parametrize("elsewhere", ["by_phone", "wanting"])
def test_the_page_leads_to_no_bank_that_is_off(elsewhere: str) -> None:
    declined = replace(view("en", rejected(Refusal.FUNDS)), **{elsewhere: frozenset({"halyk"})})  # type: ignore[arg-type]
    told = {words("en")("page-hint-phone"), words("en")("page-hint-particulars")}
    assert pay_page(declined, reader(), Ask()).hint in told
    assert pay_page(off(declined), reader(), Ask()).hint not in told
