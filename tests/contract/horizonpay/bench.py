"""HorizonPay on the contract's bench: the real client against the simulator, over a socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from functools import partial

from billing.answers import Accepted
from billing.models import Refusal
from billing.money import Money
from billing.questions import Bill
from providers.horizonpay import HorizonPayProvider, HorizonPaySettings, opened
from providers.http import Patience
from sandbox.clock import Clock
from sandbox.horizonpay import SECRET_KEY, SHOP_ID, attach
from tests.contract.harness import Fate, Phase, Shop
from tests.contract.standing import BankBench, Json, Stand, standing

AMOUNTS = {  # in tiyn; the last two digits choose the story
    Fate.PLAIN: 500000,
    Fate.UNKNOWN_WORD: 500034,
    Fate.SHOWS_ANOTHER_AMOUNT: 500031,
    Fate.SHOWS_ANOTHER_CURRENCY: 500033,
    Fate.REFUSED: 500084,
    Fate.TAKES_LESS: 500042,
    Fate.TAKES_MORE: 500043,
    Fate.TAKES_ANOTHER_CURRENCY: 500047,
    Fate.TELLS_LATE: 500044,
}
UNKNOWN_THERE = frozenset(
    {
        Phase.PREPARE,  # the secret goes along with each call, no token before it
        Fate.SHOWS_A_BROKEN_CODE,  # a form that leads nowhere is a matter of the method, not of the sum
        Fate.TAKES_BONUSES,
        Fate.HOLDS,
    }
)
ENDPOINTS = {
    Phase.BILL: ("create",),
    Phase.LOOK: ("get", "tracking"),
    Phase.REPAY: ("refund",),
}


class HorizonPayBench(BankBench[HorizonPayProvider]):
    """Simulator, receiver of notifications and client of one test."""

    slug = "horizonpay"
    endpoints = ENDPOINTS
    production = True
    refusal = Refusal.FUNDS

    def __init__(self, stand: Stand, method: str) -> None:
        self.method = method
        super().__init__(stand)

    def settings(self, **changes: object) -> HorizonPaySettings:
        """What stands in the back office, as settings."""
        given: Json = {
            "shop_id": SHOP_ID,
            "secret_key": SECRET_KEY,
            "method": self.method,
            "base_url": f"{self.base}/horizonpay/beyag",
            "_env_file": None,
        }
        return HorizonPaySettings(**(given | changes))

    def opened(self, patience: Patience, **changes: object) -> HorizonPayProvider:
        return opened(self.settings(**changes), self.clock, patience)

    def life(self) -> timedelta:
        return timedelta(hours=1)

    def proof(self) -> timedelta:
        return timedelta(minutes=2)

    def amount(self, fate: Fate) -> Money:
        return Money(AMOUNTS[fate], "KZT")

    def phone(self, fate: Fate) -> str:
        return ""

    def hook(self, payment_id: int) -> str:
        return f"{self.base}/shop"

    async def scans(self, bill: Bill) -> None:
        """There is nothing to scan."""

    async def pays(self, bill: Bill) -> None:
        await self.control("approve", tracking_id=bill.reference)

    async def declines(self, bill: Bill) -> None:
        await self.control("decline", tracking_id=bill.reference)

    async def says_its_word(self, bill: Bill) -> None:
        """Once it is paid."""
        await self.pays(bill)

    async def pays_late(self, bill: Bill) -> None:
        await self.control("late", tracking_id=bill.reference)

    async def bills_made(self, bill: Bill) -> int:
        return len(await self.transactions(bill))

    async def repaid(self, bill: Bill) -> list[int]:
        return [refund["amount"] for refund in (await self.transaction(bill))["refunds"]]

    def repaying_takes(self) -> timedelta:
        return timedelta(seconds=11)

    async def transactions(self, bill: Bill) -> list[Json]:
        """What the bank has written down under our reference."""
        told = await self.control("books")
        return [one for one in told["transactions"] if one["tracking_id"] == bill.reference]

    async def transaction(self, bill: Bill) -> Json:
        """The newest of them."""
        return (await self.transactions(bill))[-1]

    async def asked(self) -> Json:
        """The only request for a payment so far."""
        (one,) = await self.requests("create")
        return dict(one["body"]["request"])


@asynccontextmanager
async def bench(
    method: str = "card", clock: Clock | None = None, **configured: object
) -> AsyncIterator[HorizonPayBench]:
    """A bank, fresh for each test."""
    async with standing(partial(HorizonPayBench, method=method), attach, clock=clock) as made:
        if configured:
            await made.control("configure", **configured)
        yield made


def by_link() -> AbstractAsyncContextManager[HorizonPayBench]:
    """A method whose form is a link."""
    return bench("card")


def by_form() -> AbstractAsyncContextManager[HorizonPayBench]:
    """A method whose form must be sent, at an installation that is sparing with words."""
    return bench("card_post", uids="uuid", times="zulu", errors="list", type_key="payment_method_type")


async def accepted(shop: Shop, bill: Bill) -> tuple[Accepted, Bill]:
    """The bank has taken the bill in, and this is what the books know of it then."""
    outcome, stored = await shop.create(bill)
    assert isinstance(outcome, Accepted), outcome
    return outcome, stored
