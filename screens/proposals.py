"""Refunds that somebody proposes: what is read about them. Imports no chat framework."""

from __future__ import annotations

from billing.cards import CardView
from billing.models import Attention, Refund
from billing.states import RefundState
from screens import format as fmt
from screens import phrases
from screens.reader import Reader


def of_item(view: CardView, item: Attention) -> Refund | None:
    """The refund that an item is about: the one that waits, else the one that was decided about last."""
    mine = [r for r in view.refunds if r.payment_id == item.payment_id]
    proposed = [r for r in mine if r.state is RefundState.PROPOSED]
    decided = [r for r in mine if r.state is RefundState.DECLINED or r.decided_by is not None]
    return next(iter([*proposed, *reversed(decided)]), None)


def told(view: CardView, refund: Refund, reader: Reader) -> str:
    """What is proposed, by whom and why; or what was decided, and by whom."""
    return phrases.lines(
        [
            f"<b>{_first(refund, reader)}</b>",
            phrases.about_number_first(view, reader),
            phrases.pieces(view.pieces.get(refund.id, ())),
            reader.words.html("refund-reason", reason=refund.reason) if refund.reason else "",
            reader.words.html("refund-proposed-by", who=_name(refund.person_id, view, reader)),
            _decision(view, refund, reader),
        ]
    )


def _first(refund: Refund, reader: Reader) -> str:
    amount = phrases.sum_of(refund.amount, reader)
    match refund.state:
        case RefundState.PROPOSED:
            return reader.words("attention-proposal", amount=amount)
        case RefundState.DECLINED:
            return reader.words("refund-not-to-be", amount=amount)
    return reader.words("refund-agreed", amount=amount)


def _decision(view: CardView, refund: Refund, reader: Reader) -> str:
    words = reader.words
    if refund.state is RefundState.PROPOSED:
        return words("refund-waits" if refund.person_id == reader.person_id else "decide-proposal")
    if refund.decided_by is None:
        return words("refund-outdated-why")
    key = "refund-declined-by" if refund.state is RefundState.DECLINED else "refund-approved-by"
    if refund.decided_by == refund.person_id and refund.state is RefundState.DECLINED:
        return words("refund-taken-back")
    return words.html(key, who=_name(refund.decided_by, view, reader))


def _name(person_id: int | None, view: CardView, reader: Reader) -> str:
    known = fmt.clean(view.askers.get(person_id or 0, ""), 32)
    return known or reader.words("team-unnamed", id=str(person_id or ""))
