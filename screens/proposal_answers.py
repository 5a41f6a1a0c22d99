"""What those who decide press about a refund that somebody proposes, and the one question before the yes."""

from __future__ import annotations

from aiogram.enums import ButtonStyle

from billing.access import Action, may
from billing.cards import CardView
from billing.models import Attention, Person, Refund
from billing.states import RefundState
from screens import phrases
from screens import refund_buttons as rb
from screens.buttons import Later, Row, Text, keyboard, press
from screens.reader import Reader


def answers(refund: Refund, reader: Reader, item: Attention | None = None) -> list[Row]:
    """*Approve*, *Decline*; of the reader's own *Take it back*; on the list also *Decide later*."""
    return _answers(refund, reader, item, mine=refund.person_id == reader.person_id)


def _answers(refund: Refund, reader: Reader, item: Attention | None, *, mine: bool) -> list[Row]:
    words = reader.words
    if refund.state is not RefundState.PROPOSED:
        return []
    later = [press(words("btn-later"), Later(attention=item.id))] if item is not None else []
    if mine:
        return [[press(words("btn-refund-take-back"), rb.Decline(refund=refund.id)), *later]]
    amount = phrases.sum_of(refund.amount, reader)
    approve = press(
        words("btn-refund-approve", amount=amount), rb.Approve(refund=refund.id), ButtonStyle.SUCCESS
    )
    decline = press(words("btn-refund-decline"), rb.Decline(refund=refund.id), ButtonStyle.DANGER)
    return [[approve], [decline, *later]]


def sure(view: CardView, refund: Refund, reader: Reader) -> Text:
    """The one question before money moves out."""
    amount = phrases.sum_of(refund.amount, reader)
    about = phrases.about_number_first(view, reader)
    text = phrases.lines([reader.words("refund-confirm", amount=amount), about])
    data = rb.Approve(refund=refund.id, sure=True)
    yes = press(reader.words("btn-refund-yes", amount=amount), data, ButtonStyle.DANGER)
    no = press(reader.words("btn-refund-no"), rb.SeeProposal(refund=refund.id))
    return text, keyboard([[yes], [no]])


def standing(refund: Refund, person: Person, reader: Reader) -> list[Row]:
    """Under the question of a refund, while another one is proposed: what this person may do about it."""
    mine = refund.person_id == person.id
    return _answers(refund, reader, None, mine=mine) if mine or may(person, Action.REFUND) else []
