"""What the contract's tests of ApiPay's subscriptions share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from aiohttp import web

from billing.money import Money
from billing.questions import Bill, BillLine
from billing.subscriptions.banking import (
    ADOPTED,
    BankBill,
    BankSubscription,
    BankTerms,
    Subscribed,
    SubscriptionProvider,
)
from billing.subscriptions.models import Cycle, Rules
from providers.apipay import ApiPaySettings, opened
from tests.contract.apipay.bench import PHONE, ApiPayBench
from tests.contract.harness import Shop
from tests.contract.standing import PATIENT, Json

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

FULL = replace(
    PLAIN,
    day=10,
    name="Айгерим",
    rules=Rules(attempts=10, retry_hours=168, grace_days=30),
    metadata={"plan": "7"},
)
POSTED: Json = {
    "phone_number": "87001234567",
    "billing_period": "monthly",
    "amount": 5000,
    "description": "Йога",
    "subscriber_name": "Айгерим",
    "external_subscriber_id": "tolem-s-1",
    "metadata": {"plan": "7"},
    "billing_time": "10:00",
    "max_retry_attempts": 10,
    "retry_interval_hours": 168,
    "grace_period_days": 30,
    "billing_day": 10,
    "started_at": "2026-01-10",
    "bill_immediately": False,
    "first_billing_at": "2026-02-10",
}


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


@asynccontextmanager
async def server(
    bank: ApiPayBench, *pages: Json, path: str = "/subscriptions"
) -> AsyncIterator[SubscriptionProvider]:
    """One that answers with these pages, whatever is asked; the last one for ever."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.query_string)
        return web.json_response(pages[min(len(asked), len(pages)) - 1])

    app = web.Application()
    app.router.add_route("*", path, answer)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    settings = ApiPaySettings(
        api_key="k", webhook_secret="s", base_url=f"http://127.0.0.1:{runner.addresses[0][1]}", _env_file=None
    )  # type: ignore[call-arg]
    client = opened(settings, bank.clock, PATIENT)
    yield client.subscriptions
    await client.close()
    await runner.cleanup()


def due(generation: str, day: date) -> datetime:
    """That day, at the hour of the contract; April tells no hour."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=5)
    return midnight + timedelta(hours={"april": 0, "august": 5, "september": 10}[generation])
