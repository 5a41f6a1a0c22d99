"""Five years of each period in the real books: pauses, payments, crashes, clocks that jump; one bill each."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from billing import invoicing
from billing.answers import Seen
from billing.books import Books
from billing.errors import Closed
from billing.models import Invoice, Place
from billing.money import Money
from billing.states import InvoiceState
from billing.subscriptions import running
from billing.subscriptions.models import Cycle, PeriodState, Rules
from billing.subscriptions.offering import Way
from billing.subscriptions.records import Offer, PeriodRow
from tests.support.shop import CUSTOMER, OWNER, Shop

FIVE_YEARS = timedelta(days=5 * 365 + 1)
LENGTH = {cycle: timedelta(days=cycle.days or 30 * cycle.months) for cycle in Cycle}
OFFER = Offer("Coffee", Money(500000, "KZT"), Cycle.MONTHLY, rules=Rules(2, 24, 3), reminders=(0,))


class Crash(Exception):
    """The process dies before anything is written."""


class Life:
    """One subscriber, one shop, a worker that dies now and then, and a clock that is wrong now and then."""

    def __init__(self, shop: Shop, cycle: Cycle, chance: Random, nth: int) -> None:
        self.shop, self.cycle, self.chance = shop, cycle, chance
        self.desk = shop.desk.subscriptions
        self.nth = nth
        self.true = shop.clock.now()

    async def begin(self) -> None:
        offer = replace(OFFER, cycle=self.cycle)
        offered = await self.desk.offer_to(await self.shop.person(OWNER), offer, source=f"s{self.nth}")
        self.id = (await self.desk.agree(await self.shop.person(CUSTOMER), offered.id, Way())).id

    async def one_step(self) -> None:
        self.wait(open_bill=await self.waits())
        now = self.shop.clock.now()
        await self.shop.database.write(lambda books: invoicing.expire_overdue(books, now))
        await self.work()
        if await self.over():
            return
        await self.somebody_acts()
        await self.shop.settle_down()

    async def waits(self) -> bool:
        """Whether a bill is open."""
        view = await self.desk.view(await self.shop.person(CUSTOMER), self.id)
        return view.bill is not None

    def wait(self, *, open_bill: bool) -> None:
        length = LENGTH[self.cycle]
        if open_bill and self.chance.random() < 0.9:
            length = min(length, timedelta(hours=20))
        if self.chance.random() < 0.02:
            self.true += max(timedelta(days=10), 2 * LENGTH[self.cycle])  # nobody is there
        self.true += length * self.chance.choice([0.3, 0.7, 1.0, 1.2])
        jump = length * self.chance.uniform(-2, 0.5) if self.chance.random() < 0.1 else timedelta()
        self.shop.clock.at = self.true + jump

    async def work(self) -> None:
        if self.chance.random() < 0.15:
            await self.die()
        if self.chance.random() < 0.2:
            await asyncio.gather(self.desk.turn(self.id), self.desk.turn(self.id))
        else:
            await self.desk.turn(self.id)

    async def die(self) -> None:
        now, ids = self.shop.clock.now(), self.shop.banking.ids

        def write(books: Books) -> None:
            running.turn(books, self.id, ids, lambda *_: None, now)
            raise Crash

        with pytest.raises(Crash):
            await self.shop.database.write(write)

    async def somebody_acts(self) -> None:
        customer, chance = await self.shop.person(CUSTOMER), self.chance.random()
        if chance < 0.75:
            await self.pay()
        elif chance < 0.8:
            await self.desk.pause(customer, self.id)
        elif chance < 0.9:
            await self.desk.resume(customer, self.id)
        elif chance < 0.95:
            with contextlib.suppress(Closed):
                await self.desk.pay_now(customer, self.id, Place(CUSTOMER))
        else:
            amount = Money(self.chance.randrange(100, 10_000) * 100, "KZT")
            await self.desk.set_price(await self.shop.person(OWNER), self.id, amount)

    async def pay(self) -> None:
        view = await self.desk.view(await self.shop.person(CUSTOMER), self.id)
        if view.bill is None or view.bill.deadline <= self.shop.clock.now():
            return
        payment = await self.shop.desk.pay(view.bill.id)
        await self.shop.settle_down()
        self.shop.sees(payment, Seen.PAID)
        await self.shop.look(payment)

    async def over(self) -> bool:
        found = await self.shop.database.read(lambda books: books.subscription(self.id))
        return found is not None and found.over

    async def check(self) -> Counter[str]:
        """What the books say in the end; how many periods of each kind."""

        def read(books: Books) -> tuple[list[PeriodRow], dict[int, list[Invoice]]]:
            rows = books.newest_periods(self.id, 10_000)[::-1]
            made = {row.period.number: books.bills_of(self.id, row.period.number) for row in rows}
            found = {
                number: [books.invoice(bills[n]) for n in sorted(bills)] for number, bills in made.items()
            }
            return rows, found

        rows, found = await self.shop.database.read(read)
        assert [row.period.number for row in rows] == list(range(len(rows))), (
            "each decided once, none left out"
        )
        for row in rows:
            bills = found[row.period.number]
            paid = [bill for bill in bills if bill.state is InvoiceState.PAID]
            assert bool(bills) != (row.state is PeriodState.SKIPPED)
            assert len(paid) == (row.state is PeriodState.PAID), row
            assert sum(bill.state is InvoiceState.OPEN for bill in bills) <= (
                row.state is PeriodState.PENDING
            )
            assert {bill.amount for bill in bills} <= {row.amount}
        return Counter(row.skip or row.state for row in rows)


async def lived(shop: Shop, cycle: Cycle, seed: int, how_long: timedelta) -> Counter[str]:
    """From the first day on; where a subscription ends before, another one is agreed to."""
    seen, until, nth = Counter[str](), shop.clock.now() + how_long, 0
    chance, now = Random(seed), shop.clock.now()
    while now < until:
        shop.clock.at = now
        life = Life(shop, cycle, chance, nth := nth + 1)
        await life.begin()
        while life.true < until and not await life.over():
            await life.one_step()
        await life.desk.turn(life.id)
        seen += await life.check()
        now = life.true + timedelta(hours=1)
    return seen


SHORT = {
    Cycle.DAILY: timedelta(days=60),
    Cycle.WEEKLY: timedelta(days=365),
    Cycle.BIWEEKLY: 2 * timedelta(days=365),
}
YEARS = [
    *(pytest.param(cycle, 1, SHORT.get(cycle, FIVE_YEARS), id=cycle) for cycle in Cycle),
    *(
        pytest.param(cycle, seed, FIVE_YEARS, marks=pytest.mark.long, id=f"{cycle}, all five, {seed}")
        for cycle in Cycle
        for seed in (1, 2, 3)
    ),
]
"""A slice of those that have many periods, each time; all five years of each where there is time."""


@pytest.mark.slice(3)
@pytest.mark.parametrize(("cycle", "seed", "how_long"), YEARS)
async def test_years_of_pauses_crashes_and_wrong_clocks_bring_one_bill_for_each_period(
    shop: Shop, cycle: Cycle, seed: int, how_long: timedelta
) -> None:
    seen = await lived(shop, cycle, seed, how_long)
    assert seen[PeriodState.PAID] >= how_long / LENGTH[cycle] / 10
