"""Cards of payments at a bank that the shop has turned off: what can still be done, and no dead end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing.cards import CardView
from billing.models import Audience, Instruction, InstructionKind
from billing.settings.models import Rules
from screens.texts import words
from tests.unit.screens.samples import payment, reader, view
from tests.unit.screens.seen import card


def off(shown: CardView) -> CardView:
    """The same, with the bank of its payment turned off."""
    assert shown.payment is not None
    rules = Rules(off=frozenset({shown.payment.provider}))
    return replace(shown, merchant=replace(shown.merchant, rules=rules))


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
