"""A refund goes from one state to the next, with its audit row."""

from __future__ import annotations

from datetime import datetime

from billing.books import Books
from billing.models import Refund
from billing.states import REFUND_MOVES, RefundState


def move(
    books: Books,
    refund: Refund,
    to: RefundState,
    at: datetime,
    evidence: str,
    changes: dict[str, object] | None = None,
    actor: str = "bank",
) -> bool:
    """Compare and set, with its audit row; whether it moved."""
    allowed = frozenset(state for state, to_states in REFUND_MOVES.items() if to in to_states)
    fresh = books.refund(refund.id)
    if fresh is None or fresh.state not in allowed:
        return False
    if not books.move_refund(refund.id, fresh.state, to, changes):
        return False
    books.audit("refund", refund.id, fresh.state, to, actor, at, {"said": evidence[:200]})
    books.redraw(refund.invoice_id, at)
    return True
