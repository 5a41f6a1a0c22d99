"""While webhooks pour in they are acknowledged first: few are settled meanwhile, all of them afterwards."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from billing.answers import Observation, Seen
from billing.questions import Bill
from billing.records import NewDelivery, StoredDelivery
from bot import banks
from bot.banks import FEW, Settling
from store.books import SqlBooks
from tests.support import PATIENCE
from tests.support.bank import ObedientBank
from tests.support.shop import Shop

RUSH = 5  # so many are one here, however slow the machine is
MINUTE = timedelta(minutes=1)
LATER = 5  # reads of the books, in which whoever may ask the bank, too, does so


class BusyBank(ObedientBank):
    """Shows each payment as paid once so many ask at once, and not before others had time to ask."""

    def __init__(self, shop: Shop, at_once: int) -> None:
        super().__init__(shop.bank.slug)
        self._shop = shop
        self._wanted = at_once
        self._all_there = asyncio.Event()
        self._asking = self.most = 0

    async def fetch(self, bill: Bill, claim: Seen | None = None) -> Observation:
        """Counts those who ask at once."""
        self._asking += 1
        self.most = max(self.most, self._asking)
        if self._asking == self._wanted:
            self._all_there.set()
        await self._all_there.wait()
        for _ in range(LATER):
            await self._shop.database.read(lambda books: books.outages())
        self._asking -= 1
        return Observation(Seen.PAID, "test", self._shop.clock.now(), amount=bill.amount)


async def reported(shop: Shop, many: int) -> list[StoredDelivery]:
    """So many payments, each of them with a webhook that says that it is paid."""
    now = shop.clock.now()

    def store(books: SqlBooks) -> list[StoredDelivery | None]:
        return books.add_deliveries(
            [
                NewDelivery(one.provider, f"{one.id}", one.id, Seen.PAID, b"paid", "test", now, now + MINUTE)
                for one in payments
            ]
        )

    payments = [await shop.payment(await shop.invoice(f"501:{nth}")) for nth in range(many)]
    shop.clock.move(1)
    return [one for one in await shop.database.write(store) if one is not None]


@pytest.mark.parametrize(("many", "at_once"), [(RUSH - 1, RUSH - 1), (RUSH + 3, FEW)])
async def test_in_a_rush_few_are_settled_at_once_and_none_is_forgotten(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, many: int, at_once: int
) -> None:
    monkeypatch.setattr(banks, "RUSH", RUSH)
    monkeypatch.setattr(banks, "RUSH_SECONDS", 3600.0)
    waiting = await reported(shop, many)
    bank = BusyBank(shop, at_once)
    shop.banking.providers[bank.slug] = bank  # type: ignore[index]
    settling = Settling(shop.database, shop.banking)
    for delivery in waiting:
        settling.soon(delivery)
    await settling.stop(PATIENCE)
    assert bank.most == at_once
    told = [kind for kind, *_ in await shop.notices() if kind == "paid"]
    assert len(told) == many
    assert not await shop.database.read(lambda books: books.has_due_deliveries(shop.clock.now() + MINUTE))
