"""The card of a bill that a bank made by itself: it is confirmed there, and nothing else is offered."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pytest

from billing.models import Audience, Instruction, InstructionKind, Refusal
from billing.states import PaymentState
from screens import cards, notices
from tests.unit.screens.samples import LOCALES, labels, notice, payment, reader, view

OWN = payment(provider="apipay", reference="bank-41", instruction=Instruction(InstructionKind.CONFIRM))
WAYS = ["apipay", "halyk"]
ENDINGS = (
    OWN,
    replace(OWN, state=PaymentState.CANCELLED),
    replace(OWN, state=PaymentState.REJECTED, refusal=Refusal.PHONE, refusal_final=True),
)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("audience", [Audience.PAYER, Audience.ISSUER])
@pytest.mark.parametrize("made", ENDINGS)
def test_it_can_be_asked_about_and_that_is_all(made: object, audience: Audience, locale: str) -> None:
    shown = replace(view(locale, made), payments=(made,))  # type: ignore[arg-type]
    drawn, words = cards.draw(shown, audience, reader(locale), WAYS), reader(locale).words
    assert [*chain(*labels(drawn.keyboard))] == [words("btn-check"), words("btn-question")]


def test_a_refused_one_is_told_without_a_try_again() -> None:
    shown = replace(view("en", ENDINGS[-1]), payments=ENDINGS[-1:])
    assert notices.tell(notice("declined"), shown, None, reader("en"), WAYS).keyboard is None
