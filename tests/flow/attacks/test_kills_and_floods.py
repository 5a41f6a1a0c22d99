"""Processes that die again and again, updates that cannot be written, webhooks in the middle of a bill."""

from __future__ import annotations

import asyncio
import itertools
from datetime import timedelta
from typing import Any

from billing.answers import Outcome, Seen
from billing.ports import Keep
from billing.questions import Bill
from billing.records import StoredDelivery
from bot.updates import TRIES, Inbox
from store.engine import Database
from tests.support.books import HeldClock
from tests.support.shop import Shop
from tests.support.until import until

EVE = 700
PROCESSES = itertools.count()


def message(number: int, text: str) -> dict[str, Any]:
    return {"update_id": number, "message": {"chat": {"id": EVE, "type": "private"}, "text": text}}


def inbox(database: Database, handle: Any) -> Inbox:
    return Inbox(database, HeldClock(), handle, lambda update: True, owner=f"process:{next(PROCESSES)}")


async def test_an_update_that_only_waited_while_processes_died_is_not_set_aside(database: Database) -> None:
    async def hang(update: dict[str, Any]) -> None:
        await asyncio.Event().wait()

    dying = inbox(database, hang)
    await dying.accept([message(1, "first"), message(2, "second")])
    await dying.stop(0)
    for _ in range(TRIES):
        dying = inbox(database, hang)
        await dying.resume()
        await dying.stop(0)

    handled: list[str] = []

    async def handle(update: dict[str, Any]) -> None:
        handled.append(update["message"]["text"])

    living = inbox(database, handle)
    await living.resume()
    await until(lambda: handled == ["second"])
    await living.stop(5)


async def test_half_a_surrogate_pair_does_not_stop_the_updates(database: Database) -> None:
    handled: list[int] = []

    async def handle(update: dict[str, Any]) -> None:
        handled.append(update["update_id"])

    living = inbox(database, handle)
    await living.accept([message(1, "\ud800"), message(2, "5000")])
    await until(lambda: handled == [1, 2])
    await living.stop(5)


async def test_a_webhook_in_the_middle_of_a_bill_leaves_its_lease_alone(shop: Shop) -> None:
    bill_now = shop.bank.create
    taken: list[bool] = []

    async def create(bill: Bill, keep: Keep) -> Outcome:
        now = shop.clock.now()
        await shop.banking.settle(StoredDelivery(1, shop.bank.slug, bill.payment_id, Seen.PAID, now, 0))
        until = now + timedelta(minutes=1)
        taken.append(
            await shop.database.write(lambda b: b.lease_payment(bill.payment_id, "another", now, until))
        )
        return await bill_now(bill, keep)

    shop.bank.create = create  # type: ignore[method-assign]
    invoice = await shop.invoice()
    assert taken == [False]
    assert (await shop.payment(invoice)).instruction is not None
