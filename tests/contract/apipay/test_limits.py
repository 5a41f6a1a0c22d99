"""A thousand bills at a bank that takes sixty calls a minute: none too early, nobody forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from billing.ports import Bill, Seen
from providers.apipay.client import ApiPayProvider
from providers.http import Patience
from sandbox.apipay import API_KEY
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.harness import Shop
from tests.unit.apipay.support import payment

BILLS, BATCH, SECOND = 1000, 100, timedelta(seconds=1)
WATCHED_FOR = timedelta(minutes=5)
TURN = timedelta(seconds=3)  # a look goes out so soon after it is due


async def billed(bank: ApiPayBench, shop: Shop) -> list[Bill]:
    """Made before the test began, and not counted."""
    await bank.control("configure", generation="september", rate_limit=0, look_limit=0)

    async def one(bill: Bill) -> Bill:
        wish = {"phone_number": "87001234567", "amount": 5000, "external_order_id": bill.reference}
        headers = {"X-API-Key": API_KEY, "Accept": "application/json"}
        url = f"{bank.base}/apipay/api/v1/invoices"
        async with bank.http.post(url, json=wish, headers=headers) as answer:
            made = await answer.json()
        return replace(bill, bank_id=str(made["id"]), has_instruction=True)

    return list(await asyncio.gather(*(one(shop.intent()) for _ in range(BILLS))))


class Watch:
    """Looks at each bill when the bank's own schedule says so, and notes when it was answered."""

    def __init__(self, bank: ApiPayBench, bills: Sequence[Bill]) -> None:
        self.bank, self.bills, self.began = bank, bills, bank.now()
        self.provider: ApiPayProvider = bank.provider
        self.due = {bill.payment_id: self.next(bill) for bill in bills}
        self.late: list[timedelta] = []
        self.seen: dict[int, Seen] = {}
        self.tasks: set[asyncio.Task[None]] = set()

    def next(self, bill: Bill) -> datetime:
        due = self.provider.next_look(payment(asked_at=self.began, expires_at=None), self.bank.now())
        assert due is not None
        return due

    async def second(self) -> None:
        self.bank.wait(SECOND)
        self.provider.limiter.pump()
        ready = [
            bill
            for bill in self.bills
            if self.due.get(bill.payment_id, self.bank.now() + SECOND) <= self.bank.now()
        ]
        for at in range(0, len(ready), BATCH):
            task = asyncio.create_task(self.look(ready[at : at + BATCH]))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        async with asyncio.timeout(20):
            while len(self.tasks) > self.provider.limiter.waiting:  # the others are on the line
                await asyncio.sleep(0)

    async def look(self, bills: Sequence[Bill]) -> None:
        since = {bill.payment_id: self.due.pop(bill.payment_id) for bill in bills}
        seen = await self.provider.fetch_many(bills)
        assert set(seen) == set(since)
        for bill in bills:
            self.late.append(self.bank.now() - since[bill.payment_id])
            self.seen[bill.payment_id] = seen[bill.payment_id].seen
            self.due[bill.payment_id] = self.next(bill)


async def test_a_thousand_bills_are_watched_within_sixty_calls_a_minute(
    bank: ApiPayBench, shop: Shop
) -> None:
    bills = await billed(bank, shop)
    await bank.control("configure", rate_limit=60, look_limit=60)
    before = len(await bank.requests())
    watch = Watch(bank, bills)
    while bank.now() < watch.began + WATCHED_FOR:
        await watch.second()
    asked = (await bank.requests())[before:]
    assert {one["answer"] for one in asked} == {200}, "a call that comes too early is answered with 429"
    times = [datetime.fromisoformat(one["at"]) for one in asked]
    assert all(
        later - sooner > timedelta(seconds=60) for sooner, later in zip(times, times[60:], strict=False)
    )
    assert len(watch.seen) == BILLS
    assert set(watch.seen.values()) == {Seen.PENDING}
    assert max(watch.late) <= TURN
    assert all(due <= bank.now() + timedelta(seconds=60) for due in watch.due.values())


async def test_a_bill_goes_out_while_the_minute_is_full_of_looks(bank: ApiPayBench, shop: Shop) -> None:
    bank.provider = bank.client(Patience(place=100, connect=5, read=10, whole=10))
    waiting = [await shop.billed() for _ in range(3)]
    looks = [asyncio.create_task(bank.provider.fetch(waiting[at % 3])) for at in range(70)]
    async with asyncio.timeout(20):
        while bank.provider.limiter.waiting < 20:
            await asyncio.sleep(0)
    await shop.billed()
    assert len(await bank.requests("create")) == 4
    for look in looks:
        look.cancel()
    await asyncio.gather(*looks, return_exceptions=True)
