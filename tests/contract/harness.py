"""What the contract asks of a bank's test bench: its client, its simulator, and ways to play with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Protocol
from uuid import UUID

from billing.answers import Accepted, Outcome
from billing.models import Refusal
from billing.money import Money
from billing.ports import Provider
from billing.questions import Bill, Repayment


class Fate(Enum):
    """How the story of a bill goes; each bench knows an amount that makes its simulator tell it."""

    PLAIN = auto()
    UNKNOWN_WORD = auto()
    SHOWS_ANOTHER_AMOUNT = auto()
    SHOWS_ANOTHER_CURRENCY = auto()
    SHOWS_A_BROKEN_CODE = auto()
    REFUSED = auto()
    TAKES_LESS = auto()
    TAKES_MORE = auto()
    TAKES_ANOTHER_CURRENCY = auto()
    TAKES_BONUSES = auto()
    HOLDS = auto()
    TELLS_LATE = auto()


class Phase(Enum):
    """Which calls of ours go wrong: the preparing ones, the one that bills, those that look, that repay."""

    PREPARE = auto()
    BILL = auto()
    LOOK = auto()
    REPAY = auto()


class Trouble(Enum):
    """How they go wrong."""

    HTML = auto()
    BAD_JSON = auto()
    EMPTY = auto()
    NOT_FOUND = auto()
    TOO_MANY = auto()
    SERVER_ERROR = auto()
    SILENT_IDLE = auto()  # takes the call, does nothing, never answers
    SILENT_DONE = auto()  # does the work and never answers
    RESET_IDLE = auto()
    RESET_DONE = auto()


@dataclass(frozen=True, slots=True)
class Received:
    """A webhook as the simulator sent it."""

    headers: Mapping[str, str]
    body: bytes


class Bench(Protocol):
    """One bank and its simulator on a real socket."""

    currency: str
    production: bool  # what its settings say; some banks have one address for both worlds
    refusal: Refusal  # how ``Fate.REFUSED`` ends

    @property
    def provider(self) -> Provider: ...

    def now(self) -> datetime: ...
    def wait(self, time: timedelta) -> None: ...
    def amount(self, fate: Fate) -> Money: ...
    def phone(self, fate: Fate) -> str: ...
    def hook(self, payment_id: int) -> str: ...
    def received(self) -> list[Received]: ...
    def impatient(self) -> None: ...

    async def breaks(self, phase: Phase, trouble: Trouble, times: int | None = 1) -> None: ...
    async def mends(self) -> None: ...
    async def goes_away(self) -> None: ...
    async def scans(self, bill: Bill) -> None: ...
    async def pays(self, bill: Bill) -> None: ...
    async def declines(self, bill: Bill) -> None: ...
    async def says_its_word(self, bill: Bill) -> None: ...  # of ``Fate.UNKNOWN_WORD``
    async def pays_late(self, bill: Bill) -> None: ...
    async def delivers(self) -> list[Received]: ...
    async def bills_made(self, bill: Bill) -> int: ...
    async def repaid(self, bill: Bill) -> list[int]: ...  # every refund that the bank has begun, minor units

    def life(self) -> timedelta: ...
    def proof(self) -> timedelta: ...  # so long after it was asked, the bank proves that it has nothing
    def repaying_takes(self) -> timedelta: ...


Opener = Callable[[], AbstractAsyncContextManager[Bench]]


class Shop:
    """The little of the books that the contract needs: what we told the bank, what we kept of its answers."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.kept: list[str] = []
        self._ordinal = 0

    def intent(self, fate: Fate = Fate.PLAIN) -> Bill:
        """A payment that is reserved and about to be asked for."""
        self._ordinal += 1
        now = self.bench.now()
        return Bill(
            payment_id=self._ordinal,
            reference=self.bench.provider.reference(self._ordinal),
            amount=self.bench.amount(fate),
            description="Кофе и круассан",
            language="kk",
            account=str(1000 + self._ordinal),
            paid_url=self.bench.hook(self._ordinal),
            failed_url=self.bench.hook(self._ordinal),
            created_at=now,
            asked_at=now,
            phone=self.bench.phone(fate),
            key=str(UUID(int=self._ordinal, version=4)),
            page_url="https://shop.example/pay/invoice-token/return",
            notify_url=self.bench.hook(self._ordinal),
        )

    async def create(self, bill: Bill) -> tuple[Outcome, Bill]:
        """Ask the bank; the bill comes back as the books would hand it out next time."""
        stored = bill

        async def keep(access: str, until: datetime) -> None:
            nonlocal stored
            self.kept.append(access)
            stored = replace(stored, access=access, access_until=until)

        outcome = await self.bench.provider.create(bill, keep)
        if isinstance(outcome, Accepted):
            stored = replace(
                stored, has_instruction=True, expires_at=outcome.expires_at, bank_id=outcome.bank_id
            )
        return outcome, stored

    async def paid(self, fate: Fate = Fate.PLAIN) -> Bill:
        """A bill that the payer has paid, with the bank's id of the operation."""
        bill = await self.billed(fate)
        await self.bench.pays(bill)
        seen = await self.bench.provider.balance(bill)
        assert seen.bank_id is not None
        return replace(bill, bank_id=seen.bank_id)

    async def repayment(self, bill: Bill, minor: int | None = None, key: str = "refund-1") -> Repayment:
        """A part of it, or all; the bank's figure noted just before, as the core does."""
        seen = await self.bench.provider.balance(bill)
        assert seen.returned is not None
        amount = bill.amount if minor is None else Money(minor, bill.amount.currency)
        return Repayment(
            refund_id=1,
            key=key,
            bill=bill,
            amount=amount,
            taken=bill.amount,
            before=seen.returned,
            whole=minor is None,
            purpose="Кофе остыл",
            asked_at=self.bench.now(),
        )

    async def billed(self, fate: Fate = Fate.PLAIN) -> Bill:
        """A bill that the payer can act on."""
        outcome, bill = await self.create(self.intent(fate))
        assert isinstance(outcome, Accepted), outcome
        return bill
