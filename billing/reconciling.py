"""A bank's list beside our books: how each row stands, what is missing, what it adds up to. Pure.

A row counts as money only where our books say so, or where the bank, asked about that one operation, did. A
transfer's code is such an answer: 00 went through, anything else did not.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from billing.answers import Observation, Seen
from billing.money import Money
from billing.statement import Ledger, Operation, Row, Standing

EDGE = timedelta(hours=1)  # so near to the ends of a period a payment may stand on the other side of them
DONE = "00"  # a transfer's code; another one is not money

_FAILED = frozenset({Seen.REJECTED, Seen.EXPIRED, Seen.CANCELLED, Seen.AUTHORIZED})


@dataclass(frozen=True, slots=True)
class Entry:
    """A payment in our books, as far as a bank's list can be compared with it."""

    payment_id: int
    number: int  # of its invoice
    reference: str  # ours, for the bank
    created_at: datetime
    bank_id: str | None = None
    rrn: str = ""  # the bank's own number of the operation
    taken: Money | None = None  # ``None``: our books know of no money
    settled_at: datetime | None = None


class Comparison:
    """Learns our payments and the bank's rows, then says how each row stands.

    All rows claim their payments first (``claim``), because two operations may carry one number of ours: an
    attempt that failed and the one that worked. Only then are they judged (``judge``).
    """

    def __init__(self) -> None:
        self._entries: dict[int, Entry] = {}
        self._by_bank_id: dict[str, Entry] = {}
        self._by_rrn: dict[str, Entry] = {}
        self._by_reference: dict[str, Entry] = {}
        self._claimed: dict[int, int] = {}  # payment id → which row has it

    def know(self, entries: Iterable[Entry]) -> None:
        """Payments of ours; the same ones may come again."""
        for entry in entries:
            self._entries[entry.payment_id] = entry
            self._by_reference[entry.reference] = entry
            if entry.bank_id:
                self._by_bank_id[entry.bank_id] = entry
            if entry.rrn and entry.taken is not None:
                self._by_rrn[entry.rrn] = entry

    def knows(self, operation: Operation) -> bool:
        """Whether a payment is known that it may be."""
        return self._sure(operation) is not None or operation.invoice in self._by_reference

    def claim(self, at: int, operation: Operation) -> None:
        """The row ``at`` is surely this payment, by the bank's id or its reference."""
        entry = self._sure(operation)
        if entry is not None and not _failed(operation):
            self._claimed.setdefault(entry.payment_id, at)

    def judge(self, at: int, operation: Operation) -> Row:
        """How the row stands; what is ``UNCONFIRMED`` now is still to be asked at the bank."""
        if _failed(operation):
            return Row(operation, self._number(operation), Standing.NOT_MONEY, None)
        entry = self._of(at, operation)
        if entry is None or entry.taken is None:
            proved = _went_through(operation)
            standing = Standing.CONFIRMED if proved else Standing.UNCONFIRMED
            return Row(operation, self._number(operation), standing, operation.total if proved else None)
        standing = Standing.OURS if _same(operation, entry.taken) else Standing.DIFFERS
        return Row(operation, entry.number, standing, entry.taken)

    def missing(self, ledger: Ledger, since: datetime, until: datetime) -> list[Row]:
        """Payments of ours that the bank must list between the two moments, and does not; oldest first.

        The bank cannot know of a payment before we asked for it, nor later than we saw its money.
        """
        gone = [
            entry
            for entry in self._entries.values()
            if entry.taken is not None
            and entry.settled_at is not None
            and entry.payment_id not in self._claimed
            and entry.created_at >= since
            and entry.settled_at <= until - EDGE
        ]
        return [_absent(ledger, entry) for entry in sorted(gone, key=lambda entry: entry.payment_id)]

    def _sure(self, operation: Operation) -> Entry | None:
        by_id = self._by_bank_id.get(operation.id) if operation.id else None
        return by_id or (self._by_rrn.get(operation.reference) if operation.reference else None)

    def _of(self, at: int, operation: Operation) -> Entry | None:
        """The payment that this row is, and no other row."""
        entry = self._sure(operation)
        if entry is None:
            entry = self._by_reference.get(operation.invoice) if operation.invoice else None
            if entry is None or not self._may_be(operation, entry):
                return None
        return entry if self._claimed.setdefault(entry.payment_id, at) == at else None

    def _may_be(self, operation: Operation, entry: Entry) -> bool:
        """Our number alone: where we know the bank's id of it, only with the same sum."""
        return entry.bank_id is None or (entry.taken is not None and _same(operation, entry.taken))

    def _number(self, operation: Operation) -> int | None:
        entry = self._sure(operation) or self._by_reference.get(operation.invoice)
        return entry.number if entry else None


def _failed(operation: Operation) -> bool:
    """A transfer says by its code that it did not go through."""
    return operation.ledger is Ledger.TRANSFERS and operation.code not in {"", DONE}


def _went_through(operation: Operation) -> bool:
    """Of a transfer the bank's code is its own answer, and no other call tells more."""
    return operation.ledger is Ledger.TRANSFERS and operation.code == DONE and operation.total is not None


def _same(operation: Operation, taken: Money) -> bool:
    """The sum with its bonuses, or what is left of it where the bank takes refunds off its amount."""
    total, refunded = operation.total, operation.refunded
    if total is None or total == taken:
        return True
    if refunded is None or refunded.currency != total.currency:
        return False
    return total + refunded == taken


def _absent(ledger: Ledger, entry: Entry) -> Row:
    lacking = Operation(
        ledger,
        id=entry.bank_id or "",
        happened_at=entry.settled_at,
        amount=entry.taken,
        invoice=entry.reference,
        account=str(entry.number),
        reference=entry.rrn,
    )
    return Row(lacking, entry.number, Standing.MISSING, None)


def told_by_bank(row: Row, seen: Observation | None) -> Row:
    """The row after the bank was asked about this one operation; unchanged where it proved nothing.

    An answer about another operation under the same number proves nothing about this one. Held money is not
    the shop's yet.
    """
    if seen is None or (seen.bank_id and row.operation.id and seen.bank_id != row.operation.id):
        return row
    if seen.seen is Seen.PAID and not seen.weak:
        money = seen.amount or row.operation.total
        return replace(row, standing=Standing.CONFIRMED, money=money)
    if seen.seen in _FAILED and seen.final:
        return replace(row, standing=Standing.NOT_MONEY)
    return row


def worth_asking(rows: Sequence[Row], most: int) -> list[int]:
    """Which rows to ask the bank about: those of which our books know nothing first, newest first.

    Rows without an invoice's number come last: few banks can be asked about them at all.
    """
    open_rows = [at for at, row in enumerate(rows) if row.standing is Standing.UNCONFIRMED]

    def place(at: int) -> tuple[bool, bool, float]:
        row = rows[at]
        happened = row.operation.happened_at
        moment = happened.timestamp() if happened else 0.0
        return not row.operation.invoice, row.number is not None, -moment

    return heapq.nsmallest(most, open_rows, key=place)


Sums = dict[str, Money]
"""One sum for each currency."""


@dataclass
class Summary:
    """What a statement adds up to; grows row by row."""

    listed: int = 0  # rows of the bank
    money: Sums = field(default_factory=dict)  # proved, bonuses included
    unproved: Sums = field(default_factory=dict)  # what the bank lists beside that
    refunded: Sums = field(default_factory=dict)
    fees: Sums = field(default_factory=dict)
    missing: Sums = field(default_factory=dict)  # what our books have and the bank's list lacks
    foreign: Sums = field(default_factory=dict)  # proved, and not in our books
    counts: dict[Standing, int] = field(default_factory=dict)

    def count(self, standing: Standing) -> int:
        """How many rows stand so."""
        return self.counts.get(standing, 0)

    def add(self, rows: Iterable[Row]) -> None:
        """Add up; refunds and fees of what is money only."""
        for row in rows:
            self.counts[row.standing] = self.count(row.standing) + 1
            if row.standing is Standing.MISSING:
                _add(self.missing, row.operation.amount)
                continue
            self.listed += 1
            if row.standing is Standing.UNCONFIRMED:
                _add(self.unproved, row.operation.total)
            if row.standing is Standing.CONFIRMED:
                _add(self.foreign, row.money)
            if row.money is not None:
                _add(self.money, row.money)
                _add(self.refunded, row.operation.refunded)
                _add(self.fees, row.operation.fee)


def _add(sums: Sums, more: Money | None) -> None:
    if more is not None and more.minor:
        known = sums.get(more.currency)
        sums[more.currency] = more if known is None else known + more
