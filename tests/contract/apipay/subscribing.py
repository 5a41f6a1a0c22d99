"""What the contract's tests of ApiPay's subscriptions share."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from billing.money import Money
from billing.ports import Bill, BillLine
from billing.subscriptions.banking import (
    ADOPTED,
    BankBill,
    BankSubscription,
    BankTerms,
    Subscribed,
    SubscriptionProvider,
)
from billing.subscriptions.models import Cycle
from tests.contract.apipay.bench import PHONE, ApiPayBench
from tests.contract.harness import Shop
from tests.contract.standing import Json

GENERATIONS = ["april", "august", "september"]
MORNING = datetime(2026, 2, 1, 4, 0, tzinfo=UTC)
"""A Sunday, nine o'clock in Almaty: later than April's bills of a day, earlier than the others'."""
FIRST = date(2026, 2, 10)
PLAIN = BankTerms(
    key="tolem-s-1",
    phone=PHONE,
    amount=Money(500000, "KZT"),
    cycle=Cycle.MONTHLY,
    day=None,
    first=FIRST,
    at=time(10),
    description="Йога",
)


def port(bank: ApiPayBench) -> SubscriptionProvider:
    return bank.provider.subscriptions


def terms(**changes: object) -> BankTerms:
    return replace(PLAIN, **changes)  # type: ignore[arg-type]


def lines(*counted: tuple[str, int], tenge: int = 1800) -> tuple[BillLine, ...]:
    return tuple(BillLine(there, count, Money(tenge * 100, "KZT")) for there, count in counted)


async def begin(bank: ApiPayBench, generation: str, **switches: object) -> None:
    """The contract of a month, and a fixed day."""
    bank.wait(MORNING - bank.now())
    await bank.control("configure", generation=generation, **switches)


async def subscribed(bank: ApiPayBench, **changes: object) -> BankSubscription:
    """One that the bank runs."""
    outcome = await port(bank).subscribe(terms(**changes))
    assert isinstance(outcome, Subscribed), outcome
    return outcome.shown


async def again(bank: ApiPayBench, one: BankSubscription) -> BankSubscription:
    """As the bank shows it now."""
    shown = await port(bank).shown(one.bank_id)
    assert shown is not None
    return shown


async def kept(bank: ApiPayBench, one: BankSubscription) -> Json:
    """What the bank has written down of it."""
    rows = (await bank.books())["subscriptions"]
    return next(row for row in rows if row["subscription"] == int(one.bank_id))


def adopted(shop: Shop, bill: BankBill, **changes: object) -> Bill:
    """A bill that the bank made by itself, as it stands in our books."""
    made = replace(
        shop.intent(),
        reference=ADOPTED + bill.bank_id,
        bank_id=bill.bank_id,
        amount=bill.amount,
        asked_at=None,
    )
    return replace(made, has_instruction=True, **changes)  # type: ignore[arg-type]
