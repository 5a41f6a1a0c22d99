"""What the core needs from outside: a bank, a clock, chance. The books are in ``billing.books``.

What a bank is told is in ``billing.questions``, what it answers in ``billing.answers``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from billing.answers import Delivery, Forged, Health, Observation, Outcome, RefundOutcome, RefundSeen, Seen
from billing.models import Payment
from billing.questions import Bill, Repayment
from billing.statement import Ledger, Operation, Query, Shape


class Clock(Protocol):
    """The time, always in UTC."""

    def now(self) -> datetime:
        """An aware moment."""


class Ids(Protocol):
    """Chance, handed in."""

    def token(self) -> str:
        """128 random bits in base64url: 22 characters that nobody guesses."""

    def receipt(self) -> str:
        """By what a receipt's code begins, in its alphabet: ``7K2M-94QD``."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a bank can do; the chat offers only that."""

    currencies: frozenset[str] = frozenset({"KZT"})
    minor_units: bool = True  # takes amounts with tiyn
    needs_phone: bool = False
    kazakh_phones: bool = False  # bills only numbers of Kazakhstan
    cancel: bool = False
    capture: bool = False  # held money can be captured or released
    refund: bool = False
    least_refund: int = 1  # smallest part that goes back, in minor units
    refund_proofs: frozenset[str] | None = None
    """Which of our reasons, or its codes, in a no to a refund prove that no money moved; ``None``: any."""
    lists_refunds: bool = False  # each refund of a payment, those made in its cabinet as well
    batch: int = 1  # so many payments may be asked about with one call
    signs: bool = False  # its reports are signed, and come to one address for all payments
    sends_tests: bool = False  # its cabinet sends a report by which that address is tried
    production: bool = True  # money is real there
    least: int = 1  # smallest amount in minor units
    most: int | None = None
    redirects: bool = False  # the payer is sent to a page of the bank, and back to ours
    keeps_methods: bool = False  # a payer may let the shop keep the way to pay, see ``Kept``
    wants: frozenset[str] = frozenset()  # names of ``Payer`` fields without which it bills nobody
    bills_lines: bool = False  # has a catalog of its own, and makes bills out of its items
    parts_by_lines: bool = False  # of such a bill a part goes back by its items only


Keep = Callable[[str, datetime], Awaitable[None]]
"""Commits a bank's token for this payment, and its end, before the bank is asked with it."""


class Provider(Protocol):
    """A bank. Refusals are values in our words, breakage is a ``BankError``."""

    slug: str
    capabilities: Capabilities

    def reference(self, ordinal: int) -> str:
        """Our number for the bank, made from a counter that never repeats."""

    def next_look(self, payment: Payment, now: datetime) -> datetime | None:
        """When to ask again; ``None``: no more."""

    async def create(self, bill: Bill, keep: Keep) -> Outcome:
        """Bill the payer. Never raises for what the bank or the line did: that is what outcomes are for."""

    async def fetch(self, bill: Bill, claim: Seen | None = None) -> Observation:
        """Ask the bank; ``claim`` (what a webhook said) hints where to look first. Raises ``BankError``."""

    async def fetch_many(self, bills: Sequence[Bill]) -> Mapping[int, Observation]:
        """Ask about several with one call, by payment id; who is left out is to be asked about alone.

        Raises ``BankError``.
        """

    async def balance(self, bill: Bill) -> Observation:
        """What was taken and returned, by the bank's better source only. Raises ``BankError``."""

    async def refund(self, repayment: Repayment) -> RefundOutcome:
        """Send money back, once. Never raises for what the bank or the line did."""

    async def fetch_refund(self, repayment: Repayment) -> RefundSeen:
        """Ask what became of a refund. Raises ``BankError``."""

    async def cancel(self, bill: Bill) -> RefundOutcome:
        """Take a bill back that nobody has paid. ``Begun`` is not the end: it may be paid all the same.

        Never raises for what the bank or the line did.
        """

    async def capture(self, bill: Bill) -> RefundOutcome:
        """Take held money. Never raises for what the bank or the line did."""

    async def release(self, bill: Bill) -> RefundOutcome:
        """Let held money go. Never raises for what the bank or the line did."""

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Delivery | Forged:
        """Verify raw bytes, then read them. Pure."""

    async def check(self) -> Health:
        """One harmless authorised call."""

    def let_down(self) -> None:
        """The program is about to end: a call that still waits for its turn is not sent, and says so.

        So a bill that was never sent is not taken for one whose answer was lost. Calls under way go on.
        """

    async def close(self) -> None:
        """Let go of connections."""


class StatementProvider(Protocol):
    """A bank whose list of operations can be asked for."""

    slug: str

    def shape(self, ledger: Ledger) -> Shape | None:
        """What may be asked; ``None``: the bank keeps no such list."""

    def missing(self, ledger: Ledger) -> str:
        """The setting without which the list cannot be asked for, or nothing."""

    def operations(self, query: Query) -> AsyncIterator[Operation]:
        """Every row of the period, each once. Raises ``QueryWrong`` before sending, ``BankError`` after."""

    async def confirm(self, operation: Operation) -> Observation | None:
        """Ask the bank what this one operation is; ``None``: it cannot be asked about, or nothing is known.

        Raises ``BankError``.
        """


Names = Callable[[str, int], Awaitable[Sequence[str]]]
"""Where a host's name leads: its addresses; none where it is unknown, or nobody answers in time."""
