"""The crash table: the process dies between any two steps, is started again, and the story ends the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from billing.banking import Banking
from billing.desk import Desk
from bot.messenger import Messenger
from providers.http import Line
from tests.support.halting import Halt
from tests.support.stage import (
    CUSTOMER,
    LEASES_END,
    MERCHANT,
    PATIENCE,
    Stage,
    cards,
    last,
    link_of,
    qr_cards,
    said,
)

Held = Callable[[Halt], None]


def call(*names: str) -> Callable[..., bool]:
    """A call to the bank by its name."""
    return lambda one: one.name in names


def paid(_: Any, told: Any, **__: Any) -> bool:
    """The message that says *paid*."""
    return "Paid:" in told.text


@dataclass(frozen=True)
class Point:
    """Where the process dies; ``twice`` is what may be said a second time by it."""

    hold: Held
    twice: str = ""


WHILE_BILLING = {
    "update stored, not handled": Point(lambda h: h.before(Desk, "issue")),
    "invoice stored, update not marked": Point(lambda h: h.after(Desk, "issue")),
    "reserved, bank not asked": Point(lambda h: h.before(Banking, "ask")),
    "asking noted, no token": Point(lambda h: h.before(Line, "send", call("payment-token"))),
    "token given, not kept": Point(lambda h: h.after(Line, "send", call("payment-token"))),
    "token kept, no QR": Point(lambda h: h.before(Line, "send", call("generate"))),
    "QR made, not recorded": Point(lambda h: h.after(Line, "send", call("generate"))),
    "recorded, card not sent": Point(lambda h: h.before(Messenger, "show")),
    "card sent, not marked": Point(lambda h: h.after(Messenger, "show"), twice="card"),
}
WHILE_SETTLING = {
    "webhook stored, not settled": Point(lambda h: h.before(Banking, "settle")),
    "bank answered, nothing moved": Point(lambda h: h.after(Line, "send", call("check-status"))),
    "settled, not told": Point(lambda h: h.before(Messenger, "say", paid)),
    "told, not marked": Point(lambda h: h.after(Messenger, "say", paid), twice="notice"),
}


@pytest.mark.slice(4)
@pytest.mark.parametrize("at", WHILE_BILLING)
async def test_an_invoice_whose_billing_was_cut_short_is_billed_once_shown_and_paid(
    stage: Stage, halt: Halt, at: str
) -> None:
    await stage.open()
    await stage.greet(MERCHANT)
    WHILE_BILLING[at].hold(halt)
    await stage.sandbox.send(MERCHANT, "/invoice 5000 Coffee")

    await halt.reached()
    await stage.crash()
    await stage.move(LEASES_END)
    await stage.open()

    await stage.sandbox.wait_for(MERCHANT, qr_cards, timeout=PATIENCE)
    await stage.pay_all()
    await stage.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Paid:"), timeout=PATIENCE)
    await everything_once(stage, twice=WHILE_BILLING[at].twice)


@pytest.mark.slice(3)
@pytest.mark.parametrize("at", WHILE_SETTLING)
async def test_a_payment_whose_settling_was_cut_short_is_settled_and_told(
    stage: Stage, halt: Halt, at: str
) -> None:
    await stage.open()
    await stage.greet(MERCHANT)
    await stage.issue()
    await stage.quiet()
    WHILE_SETTLING[at].hold(halt)
    await stage.pay_all()

    await halt.reached()
    await stage.crash()
    await stage.move(LEASES_END)
    await stage.open()

    await stage.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Paid:"), timeout=PATIENCE)
    await everything_once(stage, twice=WHILE_SETTLING[at].twice)


async def test_a_customer_who_comes_while_the_program_is_dead_is_served_when_it_is_back(stage: Stage) -> None:
    await stage.open()
    await stage.greet(MERCHANT, CUSTOMER)
    card = await stage.issue()
    await stage.quiet()
    await stage.crash()

    await stage.sandbox.start(CUSTOMER, link_of(card))
    await stage.pay_all()
    await stage.open()

    await stage.sandbox.wait_for(CUSTOMER, cards, timeout=PATIENCE)
    await stage.sandbox.wait_for(MERCHANT, lambda ms: said(ms, "Paid:"), timeout=PATIENCE)
    await everything_once(stage)


async def everything_once(stage: Stage, twice: str = "") -> None:
    """One invoice, one bill, one settlement; the chat heard it once, or twice where the answer was lost."""
    await stage.quiet()
    books = await stage.sandbox.halyk("books")
    assert len(books["bills"]) == 1
    assert Counter(books["generated"].values()) == {1: 1}
    assert [i["state"] for i in await stage.rows("invoices")] == ["paid"]
    assert [(p["state"], p["taken"]) for p in await stage.rows("payments")] == [("paid", 500000)]
    moves = [a["now_is"] for a in await stage.rows("audit") if a["subject"] == "invoice"]
    assert [move for move in moves if move != "customer"] == ["open", "paid"]
    seen = await stage.sandbox.messages(MERCHANT)
    assert len(said(seen, "Paid:")) == (2 if twice == "notice" else 1)
    assert len(cards(seen)) == (2 if twice == "card" else 1)
    assert "Paid" in last(cards(seen))["caption"]
