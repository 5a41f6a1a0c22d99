"""Giving money back: what may be asked for, and what becomes of it. No network here."""

from datetime import datetime, timedelta

from sandbox.horizonpay import magic, refusals
from sandbox.horizonpay.books import Books
from sandbox.horizonpay.transactions import Transaction

FATED = {magic.REFUND_REFUSED: "refuse", magic.REFUND_STAYS: "stays", magic.REFUND_FAILS: "failed"}


def begin(
    books: Books,
    parent: Transaction,
    amount: int | None,
    reason: str,
    tracking_id: str | None,
    now: datetime,
) -> Transaction:
    """Start a refund, of all that is left where no sum is named; RefusedError where it cannot be."""
    if parent.status != "successful" or not parent.method.refunds:
        raise refusals.no_refund()
    wanted = parent.left if amount is None else amount
    fate = books.troubles.fate("refund") or (FATED.get(wanted % 100, "") if parent.tail >= 0 else "")
    if not 0 < wanted <= parent.left or fate == "refuse":
        raise refusals.no_refund(
            "Amount is greater than the available one" if fate != "refuse" else "Refused"
        )
    refund = _child(books, "refund", parent, wanted, reason, tracking_id, now)
    if fate == "stays":
        refund.become("pending", now)
        books.tell(refund)
    elif books.config.refund_seconds == 0 or fate == "successful":
        _finish(books, refund, fate, now)
    else:
        refund.become("pending", now)
        books.tell(refund)
        due = now + timedelta(seconds=books.config.refund_seconds)
        books.later(due, lambda at: _finish(books, refund, fate, at))
    return refund


def charge_back(books: Books, parent: Transaction, amount: int | None, now: datetime) -> Transaction:
    """The payer's bank takes the money back, and nobody asks the shop."""
    wanted = parent.left if amount is None else amount
    if not 0 < wanted <= parent.left:
        raise refusals.no_refund()
    child = _child(books, "chargeback", parent, wanted, "Received from service", None, now)
    _finish(books, child, "", now)
    return child


def end(books: Books, refund: Transaction, word: str, now: datetime) -> None:
    """A refund that is pending ends as somebody decides."""
    _finish(books, refund, word, now)


def _child(
    books: Books,
    kind: str,
    parent: Transaction,
    amount: int,
    reason: str,
    tracking_id: str | None,
    now: datetime,
) -> Transaction:
    made = books.enter(parent.shop, kind, parent.wish, amount, parent.method, parent.origin, now, plain=True)
    made.parent, made.reason = parent, reason
    made.tracking_id = tracking_id or parent.tracking_id
    parent.children.append(made)
    return made


def _finish(books: Books, refund: Transaction, fate: str, now: datetime) -> None:
    if refund.status not in ("pending", "initial"):
        return
    good = fate != "failed"
    refund.code = "S.0000" if good else "F.0999"
    refund.message = refund.said = magic.SAID[refund.code]
    if good:
        refund.paid_at, refund.rrn = now, f"{books.chance.randrange(10**12):012d}"
    refund.become("successful" if good else "failed", now)
    books.tell(refund)
