"""Halyk on the contract's bench: the real client against the simulator, over a socket."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from datetime import timedelta

from billing.models import Refusal
from billing.money import Money
from billing.questions import Bill
from providers.halyk import HalykProvider, HalykSettings, opened
from providers.http import Patience
from sandbox.halyk import CLIENT_ID, CLIENT_SECRET, PASSWORD, TERMINAL, USERNAME, attach
from tests.contract.harness import Fate, Phase
from tests.contract.standing import BankBench, Json, standing

AMOUNTS = {  # in tiyn; the last two digits choose the story
    Fate.PLAIN: 500000,
    Fate.UNKNOWN_WORD: 500034,
    Fate.SHOWS_ANOTHER_AMOUNT: 500031,
    Fate.SHOWS_ANOTHER_CURRENCY: 500033,
    Fate.SHOWS_A_BROKEN_CODE: 500032,
    Fate.REFUSED: 500084,
    Fate.TAKES_LESS: 500042,
    Fate.TAKES_MORE: 500043,
    Fate.TAKES_ANOTHER_CURRENCY: 500047,
    Fate.TAKES_BONUSES: 500015,
    Fate.HOLDS: 500041,
    Fate.TELLS_LATE: 500044,
}
ENDPOINTS = {
    Phase.PREPARE: ("token",),
    Phase.BILL: ("generate",),
    Phase.LOOK: ("qr", "status"),
    Phase.REPAY: ("operation",),
}


class HalykBench(BankBench[HalykProvider]):
    """Simulator, callback receiver and client of one test."""

    slug = "halyk"
    endpoints = ENDPOINTS
    production = False
    refusal = Refusal.FUNDS

    def settings(self, **changes: str | None) -> HalykSettings:
        """The bank's letter, as settings."""
        given: Json = {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "terminal": TERMINAL,
            "oauth_url": f"{self.base}/halyk/oauth2/token",
            "api_url": f"{self.base}/halyk/api",
            "username": USERNAME,
            "password": PASSWORD,
            "_env_file": None,
        }
        return HalykSettings(**(given | changes))

    def opened(self, patience: Patience, **changes: object) -> HalykProvider:
        return opened(self.settings(**changes), self.clock, patience)

    def life(self) -> timedelta:
        return timedelta(minutes=20)

    def proof(self) -> timedelta:
        return timedelta(minutes=2)

    def amount(self, fate: Fate) -> Money:
        return Money(AMOUNTS[fate], "KZT")

    def phone(self, fate: Fate) -> str:
        return "+77000000000"

    def hook(self, payment_id: int) -> str:
        return f"{self.base}/shop/{payment_id}"

    async def scans(self, bill: Bill) -> None:
        await self.control("scan", invoiceID=bill.reference)

    async def pays(self, bill: Bill) -> None:
        await self.control("pay", invoiceID=bill.reference)

    async def declines(self, bill: Bill) -> None:
        await self.control("reject", invoiceID=bill.reference, reasonCode=484)

    async def says_its_word(self, bill: Bill) -> None:
        """From the first."""

    async def pays_late(self, bill: Bill) -> None:
        await self.control("late", invoiceID=bill.reference)

    async def bills_made(self, bill: Bill) -> int:
        return len([one for one in (await self.books())["bills"] if one["invoiceID"] == bill.reference])

    async def repaid(self, bill: Bill) -> list[int]:
        bills = (await self.books())["bills"]
        mine = next(one for one in bills if one["invoiceID"] == bill.reference)
        return [refund["amount"] for refund in mine["refunds"]]

    def repaying_takes(self) -> timedelta:
        return timedelta(seconds=61)


def bench() -> AbstractAsyncContextManager[HalykBench]:
    """A bank, fresh for each test."""
    return standing(HalykBench, attach, hook="/shop/{payment}")
