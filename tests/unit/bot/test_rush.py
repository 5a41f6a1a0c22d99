"""While webhooks pour in they are acknowledged first: few are settled meanwhile, all of them afterwards."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any, cast

import pytest

from billing.answers import Seen
from billing.records import StoredDelivery
from bot.banks import FEW, RUSH, Settling
from tests.support.noon import NOON


class Slow:
    """Stands for what settles: holds each delivery until all may go on, and counts those in its hands."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.in_hand = self.most = self.done = 0

    async def settle(self, delivery: StoredDelivery) -> None:
        """One of them."""
        self.in_hand += 1
        self.most = max(self.most, self.in_hand)
        await self.go.wait()
        self.in_hand -= 1
        self.done += 1


def delivery(number: int, at: datetime = NOON) -> StoredDelivery:
    return StoredDelivery(number, "bank", number, Seen.PAID, at, 0)


@pytest.mark.parametrize(("many", "at_once"), [(RUSH - 1, RUSH - 1), (RUSH * 2, FEW)])
async def test_in_a_rush_few_are_settled_at_once_and_none_is_forgotten(many: int, at_once: int) -> None:
    slow = Slow()
    settling = Settling(cast("Any", None), cast("Any", slow))
    for number in range(many):
        settling.soon(delivery(number))
    for _ in range(3):
        await asyncio.sleep(0)
    assert slow.most == at_once
    slow.go.set()
    await settling._crew.drain(10)
    assert slow.done == many
