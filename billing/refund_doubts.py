"""Refunds whose answer was lost, and what a person may do about them: send again what provably never moved,
or call off what never happened.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from billing import deciding, people
from billing.access import Action, require
from billing.answers import Declined
from billing.books import Books
from billing.errors import Closed, NotFound, Refused
from billing.models import Person, Refund, RefundRefusal
from billing.refund_moves import move
from billing.returned import fail, is_late
from billing.states import UNDER_WAY, AttentionKind, AttentionState, RefundState

UNMOVED_FOR = timedelta(hours=1)
"""How long the bank's figures must have stood still before a person may send a lost refund again."""

FRESH = timedelta(minutes=5)  # … seen so short a while ago


def send_again(books: Books, refund_id: int, person: Person, at: datetime) -> Refund:
    """``Refused`` while the bank's figures have not stood still for long enough to prove that nothing moved.

    ``before`` stays: should the figure have grown by then after all, the refund is done and not sent again.
    """
    require(people.now(books, person), Action.REFUND)
    refund = _open_refund(books, refund_id)
    if refund.state is not RefundState.UNKNOWN or refund.asked_at is None:
        raise Closed("button-old")
    if at - refund.asked_at < UNMOVED_FOR or refund.unmoved_at is None or at - refund.unmoved_at > FRESH:
        raise Refused("refund-not-proven")
    changes: dict[str, object] = {"asked_at": None, "next_look": at, "created_at": at}
    actor = f"person:{person.id}"
    if not move(books, refund, RefundState.REQUESTED, at, "send again", changes, actor):
        raise Closed("button-old")
    deciding.over(books, refund, AttentionKind.REFUND, AttentionState.ACCEPTED, person.id, at)
    return books.refund(refund_id) or refund


def give_up(books: Books, refund_id: int, person: Person, at: datetime) -> Refund:
    """A person found out that it never happened. Where it shows up later, it is counted after all."""
    refund = _open_refund(books, refund_id)
    if refund.asked_at is None or not is_late(refund, at):
        raise Refused("refund-not-proven")
    why = Declined(RefundRefusal.NOT_MOVED)
    if not fail(books, refund, why, at, f"person:{person.id}"):
        raise Closed("button-old")
    deciding.over(books, refund, AttentionKind.REFUND, AttentionState.ACCEPTED, person.id, at)
    return books.refund(refund_id) or refund


def _open_refund(books: Books, refund_id: int) -> Refund:
    refund = books.refund(refund_id)
    if refund is None:
        raise NotFound
    if refund.state not in UNDER_WAY:
        raise Closed("button-old")
    return refund
