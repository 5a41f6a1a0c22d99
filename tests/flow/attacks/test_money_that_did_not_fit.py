"""More, less or other money came than was asked for, and a part of it goes back: the figures still speak."""

from __future__ import annotations

import pytest

from billing.money import Money
from billing.refund_desk import RefundDesk
from billing.refunding import Wish
from tests.support.stage import MERCHANT, PATIENCE, Stage

MOST = 300000  # more than half


@pytest.mark.slice(2)
@pytest.mark.parametrize("price", ["5000.42", "5000.43", "5000.47"])
@pytest.mark.parametrize("shrinks", [True, False])
async def test_most_of_money_that_did_not_fit_goes_back_and_is_seen(
    play: Stage, price: str, shrinks: bool
) -> None:
    await play.sandbox.halyk("configure", refund_shrinks=shrinks)
    await play.issue(f"{price} Coffee")
    await play.pay_all()
    await play.until(lambda: play.has(1, "payments", state="paid"), PATIENCE)
    (payment,) = await play.rows("payments")
    owner = await play.program.database.read(lambda books: books.person(MERCHANT))
    desk = RefundDesk(play.program.watch.repaying, play.program.asking.spawn)
    await desk.request(owner, Wish(1, Money(MOST, payment["taken_currency"]), "", "refund:1:0"))

    async def over() -> bool:
        await play.move(10)
        return await play.has(1, "refunds", state="completed")

    await play.until(over)
    assert [row["amount"] for row in await play.rows("refunds")] == [MOST]
