"""What check-status says of one row of the list of operations: pure.

The list names a state only by an unpublished UUID, so by itself it proves nothing. check-status is asked by
invoice number, and speaks of the row only where operation, terminal, currency and sum are the row's own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from billing.answers import Observation, Seen
from billing.money import Money
from billing.questions import Bill
from billing.statement import Ledger, Operation
from providers.halyk import verdicts
from providers.halyk.wire import StatusAnswer, Transaction

ANSWERED = "100"
_REFUSED = frozenset({"104", "109"})  # our terminal or our rights: not about the invoice
_INVOICE = re.compile(r"[0-9]{6,15}")


def invoice_of(operation: Operation) -> str | None:
    """By what check-status can be asked about it; transfers are no payments of an invoice."""
    if operation.ledger is Ledger.TRANSFERS or not _INVOICE.fullmatch(operation.invoice):
        return None
    return operation.invoice


def seen_of(
    told: StatusAnswer, operation: Operation, terminals: frozenset[str], asked_at: datetime
) -> Observation | None:
    """``None``: nothing is known. ``Seen.UNCLEAR``: the bank speaks of something else.

    Raises ``BankRefusesUs`` for 104 and 109, ``BankSilent`` where nothing follows.
    """
    if told.result_code != ANSWERED and told.result_code not in _REFUSED:
        return None
    seen = verdicts.seen_by_status(told, _as_bill(operation, told, asked_at), terminals, asked_at)
    money = told.transaction
    if money is None:
        return seen
    if money.id and operation.id and money.id.casefold() != operation.id.casefold():
        return _unclear(seen, f"{money.status_name} of another operation")
    if seen.amount is not None and operation.total is not None and seen.amount not in _sums(operation):
        return _unclear(seen, f"{money.status_name} of another sum")
    return seen


def _as_bill(operation: Operation, told: StatusAnswer, asked_at: datetime) -> Bill:
    """What we would have asked for, had it been a payment of ours."""
    return Bill(
        payment_id=0,
        reference=operation.invoice,
        amount=_expected(operation, told.transaction) or Money(0, "KZT"),
        description="",
        language="",
        account="",
        paid_url="",
        failed_url="",
        created_at=operation.happened_at or asked_at,
        has_instruction=True,
    )


def _expected(operation: Operation, money: Transaction | None) -> Money | None:
    """The sum before refunds where check-status tells it apart, else as the row stands."""
    for whole in _sums(operation):
        if money is not None and money.org_amount is not None and money.org_amount == whole.major:
            return whole
    return operation.total


def _sums(operation: Operation) -> list[Money]:
    """What was paid: the row's amount, which a refund may or may not have made smaller."""
    if operation.total is None:
        return []
    refunded = operation.refunded
    return [operation.total] + ([operation.total + refunded] if refunded is not None else [])


def _unclear(seen: Observation, word: str) -> Observation:
    return replace(seen, seen=Seen.UNCLEAR, amount=None, bank_id=None, word=word)
