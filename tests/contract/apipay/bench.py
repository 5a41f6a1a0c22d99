"""ApiPay on the contract's bench: the real client against the simulator, over a socket, as of two dates."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta

from billing.models import Refusal
from billing.money import Money
from billing.questions import Bill
from providers.apipay import ApiPayProvider, ApiPaySettings, opened
from providers.http import Patience
from sandbox.apipay import API_KEY, WEBHOOK_SECRET, attach
from sandbox.clock import Clock
from tests.contract.harness import Fate, Phase
from tests.contract.standing import BankBench, Json, standing

AMOUNTS = {  # in tenge; the simulator's books say what each does
    Fate.UNKNOWN_WORD: 770006,
    Fate.TAKES_LESS: 770004,
    Fate.TAKES_MORE: 770005,
}
UNKNOWN_THERE = frozenset(
    {
        Phase.PREPARE,  # a key in each call, no token before it
        Fate.SHOWS_ANOTHER_AMOUNT,  # nothing is shown: the payer's app knows the bill by itself
        Fate.SHOWS_ANOTHER_CURRENCY,
        Fate.SHOWS_A_BROKEN_CODE,
        Fate.TAKES_ANOTHER_CURRENCY,  # tenge only
        Fate.TAKES_BONUSES,
        Fate.HOLDS,
    }
)
PHONE, NOBODYS = "+77001234567", "+77770000002"
ENDPOINTS = {
    Phase.BILL: ("create",),
    Phase.LOOK: ("list", "invoice", "check", "invoice_refunds"),
    Phase.REPAY: ("refund",),
}


class ApiPayBench(BankBench[ApiPayProvider]):
    """Simulator, webhook receiver and client of one test."""

    slug = "apipay"
    endpoints = ENDPOINTS
    production = True
    refusal = Refusal.PHONE

    def settings(self, **changes: object) -> ApiPaySettings:
        """What stands in the cabinet, as settings."""
        given: Json = {
            "api_key": API_KEY,
            "webhook_secret": WEBHOOK_SECRET,
            "base_url": f"{self.base}/apipay/api/v1",
            "_env_file": None,
        }
        return ApiPaySettings(**(given | changes))

    def opened(self, patience: Patience, **changes: object) -> ApiPayProvider:
        return opened(self.settings(**changes), self.clock, patience)

    def life(self) -> timedelta:
        return timedelta(hours=24)

    def proof(self) -> timedelta:
        return timedelta(minutes=3)

    def amount(self, fate: Fate) -> Money:
        return Money(AMOUNTS.get(fate, 5000) * 100, "KZT")

    def phone(self, fate: Fate) -> str:
        return NOBODYS if fate is Fate.REFUSED else PHONE

    def hook(self, payment_id: int) -> str:
        return ""

    async def scans(self, bill: Bill) -> None:
        """There is nothing to scan."""

    async def reaches(self) -> None:
        """Kaspi has taken what was billed, or found that it cannot."""
        self.wait(timedelta(seconds=3))
        await self.control("books")

    async def pays(self, bill: Bill) -> None:
        """Whoever has the phone; where nobody has it, nothing is paid."""
        await self.reaches()
        if (await self.invoice(bill))["status"] == "pending":
            await self.control("pay", external_order_id=bill.reference)

    async def declines(self, bill: Bill) -> None:
        await self.reaches()
        await self.control("refuse", external_order_id=bill.reference)

    async def says_its_word(self, bill: Bill) -> None:
        """Once it is paid."""
        await self.pays(bill)

    async def pays_late(self, bill: Bill) -> None:
        await self.control("late", external_order_id=bill.reference)

    async def bills_made(self, bill: Bill) -> int:
        return len(await self.invoices(bill))

    async def repaid(self, bill: Bill) -> list[int]:
        return [refund["amount"] for refund in (await self.invoice(bill))["refunds"]]

    def repaying_takes(self) -> timedelta:
        return timedelta(seconds=11)

    async def invoices(self, bill: Bill) -> list[Json]:
        """What the service has written down under our reference."""
        told = await self.control("books")
        return [one for one in told["invoices"] if one["external_order_id"] == bill.reference]

    async def invoice(self, bill: Bill) -> Json:
        """The newest of them."""
        return (await self.invoices(bill))[-1]


@asynccontextmanager
async def bench(clock: Clock | None = None, **configured: object) -> AsyncIterator[ApiPayBench]:
    """A bank, fresh for each test."""
    async with standing(ApiPayBench, attach, clock=clock) as made:
        await made.control("configure", **configured, webhook_url=f"{made.base}/shop")
        yield made


def april() -> AbstractAsyncContextManager[ApiPayBench]:
    """As the service was documented first."""
    return bench(generation="april")


def september() -> AbstractAsyncContextManager[ApiPayBench]:
    """As its pages say now."""
    return bench(generation="september")
