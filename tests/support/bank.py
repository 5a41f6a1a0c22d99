"""A bank that does as it is told: for the core's rules, which must hold for any bank."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from billing.answers import (
    Accepted,
    Begun,
    Delivery,
    Forged,
    Health,
    Observation,
    Outcome,
    RefundOutcome,
    RefundSeen,
    Returned,
    Seen,
)
from billing.errors import BankSilent
from billing.models import AppLink, Instruction, InstructionKind, Payment
from billing.money import Money
from billing.ports import Capabilities, Keep
from billing.questions import Bill, Repayment


class ObedientBank:
    """``outcomes`` are what it answers to bills, in turn; ``shows`` is what it answers when asked."""

    def __init__(self, slug: str = "testbank") -> None:
        self.slug = slug
        self.capabilities = Capabilities(capture=True, refund=True, least_refund=1_000)
        self.outcomes: list[Outcome | Exception] = []
        self.shows: dict[str, Callable[[Bill], Observation]] = {}
        self.billed: list[Bill] = []
        self.asked: list[Bill] = []
        self.keeps = True
        self.batches: list[int] = []  # about how many it was asked at once
        self.reads: Callable[[Mapping[str, str], bytes], Delivery | Forged] = lambda headers, body: Forged(
            "this bank does not call"
        )
        self.refund_outcomes: list[RefundOutcome | Exception] = []
        self.returned: dict[str, int] = {}
        self.repaid: list[Repayment] = []
        self.told: list[tuple[str, str]] = []
        self.moves = False  # whether a refund shows in the figures at once
        self.gives_up_at: datetime | None = None
        self.health = Health(ok=True, text="well", production=False)
        self.checks = 0  # how often it was asked how it is

    def reference(self, ordinal: int) -> str:
        """Plain counting."""
        return str(100000 + ordinal)

    def next_look(self, payment: Payment, now: datetime) -> datetime | None:
        """Every three seconds, until it is given up."""
        given_up = self.gives_up_at is not None and now >= self.gives_up_at
        return None if given_up else now + timedelta(seconds=3)

    async def create(self, bill: Bill, keep: Keep) -> Outcome:
        """As told, else accepted."""
        if self.keeps:
            await keep(f"access-{bill.reference}", bill.created_at + timedelta(minutes=20))
        self.billed.append(bill)
        outcome = self.outcomes.pop(0) if self.outcomes else self.accepted(bill)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def accepted(self, bill: Bill) -> Accepted:
        """The usual answer."""
        links = (AppLink("homebank", f"https://bank.example/{bill.reference}"),)
        qr = Instruction(InstructionKind.SCAN, f"QR{bill.reference}", links)
        return Accepted(qr, bill.created_at + timedelta(minutes=20))

    async def fetch(self, bill: Bill, claim: Seen | None = None) -> Observation:
        """As told, else silence."""
        self.asked.append(bill)
        if bill.reference not in self.shows:
            raise BankSilent("told to be silent")
        return self.shows[bill.reference](bill)

    async def fetch_many(self, bills: Sequence[Bill]) -> Mapping[int, Observation]:
        """Those that it was told to show; silent where there are none."""
        self.batches.append(len(bills))
        shown = [bill for bill in bills if bill.reference in self.shows]
        if not shown:
            raise BankSilent("told to be silent")
        return {bill.payment_id: await self.fetch(bill) for bill in shown}

    async def balance(self, bill: Bill) -> Observation:
        """As told, with what was returned so far."""
        seen = await self.fetch(bill)
        if seen.seen is not Seen.PAID or seen.returned is not None:
            return seen
        return replace(seen, returned=Money(self.returned.get(bill.reference, 0), bill.amount.currency))

    async def refund(self, repayment: Repayment) -> RefundOutcome:
        """As told, else begun; ``moves`` says what the figures show then."""
        self.repaid.append(repayment)
        outcome = self.refund_outcomes.pop(0) if self.refund_outcomes else Begun()
        if self.moves:
            self.give_back(repayment.bill.reference, repayment.amount.minor)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def give_back(self, reference: str, minor: int) -> None:
        """The bank's figure grows."""
        self.returned[reference] = self.returned.get(reference, 0) + minor

    async def fetch_refund(self, repayment: Repayment) -> RefundSeen:
        """By the figures, as at a bank that tells nothing else."""
        seen = await self.balance(repayment.bill)
        return RefundSeen(Returned.PENDING, "test", seen.asked_at, total=seen.returned)

    async def cancel(self, bill: Bill) -> RefundOutcome:
        """As told, else begun."""
        return self._held("cancel", bill)

    async def capture(self, bill: Bill) -> RefundOutcome:
        """As told, else begun."""
        return self._held("capture", bill)

    async def release(self, bill: Bill) -> RefundOutcome:
        """As told, else begun."""
        return self._held("release", bill)

    def _held(self, what: str, bill: Bill) -> RefundOutcome:
        self.told.append((what, bill.reference))
        outcome = self.refund_outcomes.pop(0) if self.refund_outcomes else Begun()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Delivery | Forged:
        """As told, else nothing comes in by itself."""
        return self.reads(headers, body)

    async def check(self) -> Health:
        """As told, else well."""
        self.checks += 1
        return self.health

    def let_down(self) -> None:
        """Nobody waits for a turn."""

    async def close(self) -> None:
        """Nothing is held."""
