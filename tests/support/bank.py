"""A bank that does as it is told: for the core's rules, which must hold for any bank."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from billing.errors import BankSilent
from billing.models import AppLink, Instruction, InstructionKind, Payment
from billing.ports import (
    Accepted,
    Bill,
    Capabilities,
    Delivery,
    Forged,
    Health,
    Keep,
    Observation,
    Outcome,
    Seen,
)


class ObedientBank:
    """``outcomes`` are what it answers to bills, in turn; ``shows`` is what it answers when asked."""

    def __init__(self, slug: str = "testbank") -> None:
        self.slug = slug
        self.capabilities = Capabilities()
        self.outcomes: list[Outcome | Exception] = []
        self.shows: dict[str, Callable[[Bill], Observation]] = {}
        self.billed: list[Bill] = []
        self.asked: list[Bill] = []
        self.keeps = True
        self.gives_up_at: datetime | None = None

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
        """One by one."""
        return {bill.payment_id: await self.fetch(bill) for bill in bills}

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Delivery | Forged:
        """Nothing comes in by itself."""
        return Forged("this bank does not call")

    async def check(self) -> Health:
        """Always well."""
        return Health(ok=True, text="well", production=False)

    async def close(self) -> None:
        """Nothing is held."""
