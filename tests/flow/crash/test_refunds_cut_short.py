"""The refund row of the crash table: the process dies between any two steps, and money goes back once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from billing.money import Money
from billing.refund_desk import RefundDesk
from billing.refunding import Wish
from billing.repaying import Repaying
from providers.http import Line
from tests.flow.crash.test_every_step import Point, call
from tests.support.halting import Halt
from tests.support.stage import LEASES_END, MERCHANT, PATIENCE, Stage, said

PART = 150000
HOUR = 3700

SENT_ONCE = {
    "asked for, nothing done": Point(lambda h: h.before(Repaying, "send")),
    "figure asked, not kept": Point(lambda h: h.after(Line, "send", call("check-status"))),
    "sent, answer not written down": Point(lambda h: h.after(Line, "send", call("refund"))),
}
PERHAPS_SENT = Point(lambda h: h.before(Line, "send", call("refund")))


async def paid_shop(stage: Stage) -> None:
    await stage.open()
    await stage.greet(MERCHANT)
    await stage.issue()
    await stage.pay_all()
    await stage.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Paid:"), timeout=PATIENCE)
    await stage.quiet()


def desk(stage: Stage) -> RefundDesk:
    return RefundDesk(stage.program.watch.repaying, stage.program.asking.spawn)


async def give_back(stage: Stage) -> None:
    owner = await stage.program.database.read(lambda books: books.person(MERCHANT))
    wish = Wish(1, Money(PART, "KZT"), "cold", "refund:1:0")
    await desk(stage).request(owner, wish)


async def at_the_bank(stage: Stage) -> list[tuple[int, str]]:
    bill = (await stage.sandbox.halyk("books"))["bills"][0]
    return [(refund["amount"], refund["state"]) for refund in bill["refunds"]]


async def as_time_goes_by(stage: Stage, step: float, look: Callable[[], Awaitable[bool]]) -> None:
    """Minutes pass until it has come about."""

    async def moved_on() -> bool:
        await stage.move(step)
        return await look()

    await stage.until(moved_on)


async def state(stage: Stage) -> str:
    return (await stage.rows("refunds"))[0]["state"]


@pytest.mark.slice(2)
@pytest.mark.parametrize("at", SENT_ONCE)
async def test_a_refund_that_was_cut_short_goes_back_once(stage: Stage, halt: Halt, at: str) -> None:
    await paid_shop(stage)
    SENT_ONCE[at].hold(halt)
    await give_back(stage)

    await halt.reached()
    await stage.crash()
    await stage.move(LEASES_END)
    await stage.open()

    await as_time_goes_by(stage, 10, lambda: _is(stage, "completed"))
    await give_back(stage)  # the same tap, told again
    assert await at_the_bank(stage) == [(PART, "done")]
    assert len(await stage.rows("refunds")) == 1


async def test_a_refund_of_which_nobody_knows_is_not_sent_again_but_shown_to_a_person(
    stage: Stage, halt: Halt
) -> None:
    await paid_shop(stage)
    PERHAPS_SENT.hold(halt)
    await give_back(stage)

    await halt.reached()
    await stage.crash()
    await stage.move(LEASES_END)
    await stage.open()

    await as_time_goes_by(stage, 10, lambda: _is(stage, "unknown"))
    await as_time_goes_by(stage, 300, lambda: _asks_a_person(stage))
    assert await at_the_bank(stage) == []

    await stage.move(HOUR)
    owner = await stage.program.database.read(lambda books: books.person(MERCHANT))
    await desk(stage).send_again(1, owner)
    await as_time_goes_by(stage, 10, lambda: _is(stage, "completed"))
    assert await at_the_bank(stage) == [(PART, "done")]


async def _is(stage: Stage, wanted: str) -> bool:
    return await state(stage) == wanted


async def _asks_a_person(stage: Stage) -> bool:
    return [row["kind"] for row in await stage.rows("attentions")] == ["refund"]
