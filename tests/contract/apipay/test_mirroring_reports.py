"""Reports of ApiPay about subscriptions: late, twice, in another order, forged, lost, or of nobody's."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from billing.answers import Delivery, Forged, Kind, Seen
from billing.subscriptions.models import PeriodState, State
from billing.subscriptions.records import Subscription
from tests.contract.apipay.mirror import CUSTOMER, DAY, HOUR, MINUTE, OWNER, Studio


@pytest.fixture(autouse=True)
async def _a_day_between_attempts(studio: Studio) -> None:
    await studio.bank.control("configure", reissue="interval")


async def report(studio: Studio, event: str, subscription: Subscription, **beside: object) -> None:
    """A report that the bank has signed, whatever has happened."""
    body = {"subscription": {"id": int(subscription.bank_id or 0), "status": "active"}, **beside}
    await studio.bank.control("event", event=f"subscription.{event}", body=body)
    await studio.settle()


@pytest.mark.parametrize("mode", ["doubled", "reordered", "late"])
async def test_reports_that_come_twice_late_or_in_another_order_tell_each_thing_once(
    studio: Studio, mode: str
) -> None:
    await studio.made()
    for _ in range(3):
        await studio.bank.control("webhooks", mode=mode, count=4, seconds=600)
        await studio.passes(DAY + HOUR, 13 * HOUR)
    await studio.passes(4 * DAY, DAY)
    assert await studio.kinds() == ["sub-failed", "sub-grace", "sub-expired"]


async def test_forged_reports_are_told_apart(studio: Studio) -> None:
    subscription = await studio.made()
    await studio.bank.control("webhooks", mode="forged", count=1)
    body = {"subscription": {"id": int(subscription.bank_id or 0), "status": "expired"}}
    await studio.bank.control("event", event="subscription.expired", body=body)
    (forged,) = (await studio.bank.delivers())[studio.heard :]
    assert isinstance(studio.bank.provider.read_webhook(forged.headers, forged.body), Forged)


async def test_reports_of_nobodys_subscriptions_are_kept_and_nothing_follows(studio: Studio) -> None:
    subscription = await studio.made()
    asked = len(await studio.bank.requests("subscription"))
    due = (await studio.fresh(subscription)).next_due
    body = {"subscription": {"id": 99999, "external_subscriber_id": "nobody", "status": "expired"}}
    await studio.bank.control("event", event="subscription.expired", body=body)
    await studio.settle()
    assert len(await studio.bank.requests("subscription")) == asked
    assert (await studio.fresh(subscription)).next_due == due
    assert await studio.kinds() == []


async def test_one_that_surely_was_not_there_is_cancelled_when_it_reports_itself(studio: Studio) -> None:
    await studio.bank.trouble("subscribe", "500", count=1)
    subscription = await studio.agreed()
    await studio.mirrors()
    await studio.desk.subscriptions.cancel(await studio.person(CUSTOMER), subscription.id)
    await studio.passes(12 * MINUTE, MINUTE)
    assert (await studio.fresh(subscription)).ended_for_certain
    await studio.bank_makes(subscription)
    await studio.passes(10 * MINUTE, MINUTE)
    assert [row["status"] for row in await studio.there()] == ["cancelled"]
    assert (await studio.fresh(subscription)).ended_for_certain
    assert (await studio.kinds()).count("sub-ended") == 1


async def test_a_report_makes_the_bank_asked_at_once(studio: Studio) -> None:
    subscription = await studio.made()
    asked = len(await studio.bank.requests("subscription"))
    await report(studio, "payment_failed", subscription, invoice_id=1, attempt_number=1)
    assert len(await studio.bank.requests("subscription")) == asked + 1
    assert await studio.kinds() == []


@pytest.mark.parametrize(
    "event", ["payment_failed", "grace_period_started", "expired", "cancelled", "paused"]
)
async def test_what_the_bank_does_not_show_is_not_told(studio: Studio, event: str) -> None:
    subscription = await studio.made()
    until = (studio.clock.now() + 3 * DAY).isoformat()
    more = {"expires_at": until} if event == "grace_period_started" else {}
    more |= {"reason": "payer_refused"} if event == "cancelled" else {}
    await report(studio, event, subscription, **more)
    fresh = await studio.fresh(subscription)
    assert (fresh.state, fresh.grace_until, fresh.ended_by) == (State.ACTIVE, None, None)
    assert await studio.kinds() == []


async def test_a_grace_period_that_is_reported_after_the_payment_is_not_told(studio: Studio) -> None:
    subscription = await studio.made()
    await studio.passes(DAY + HOUR, 13 * HOUR)
    await studio.passes(DAY, 12 * HOUR)
    await studio.pay()
    await studio.settle()
    assert [row.state for row in await studio.rows(subscription)] == [PeriodState.PAID]
    until = (studio.clock.now() + 2 * DAY).isoformat()
    await report(studio, "grace_period_started", subscription, expires_at=until)
    assert (await studio.fresh(subscription)).grace_until is None
    assert await studio.kinds() == ["sub-failed", "sub-paid"]


async def test_a_grace_period_of_an_older_bill_is_not_that_of_the_newest(studio: Studio) -> None:
    subscription = await studio.made()
    await studio.passes(DAY + HOUR, 13 * HOUR)
    now = studio.clock.now()
    body = {
        "event": "subscription.grace_period_started",
        "subscription": {"id": subscription.bank_id, "status": "active"},
        "expires_at": (now + DAY).isoformat(),
        "timestamp": (now - 2 * DAY).isoformat(),
    }
    delivery = Delivery(Kind.SUBSCRIPTION, "late", None, Seen.UNCLEAR)
    await studio.hear(delivery, json.dumps(body).encode())
    await studio.settle()
    assert (await studio.fresh(subscription)).grace_until is None
    assert await studio.kinds() == ["sub-failed"]


async def test_a_failure_that_is_reported_after_the_end_is_not_told(studio: Studio) -> None:
    subscription = await studio.made()
    studio.deaf = True
    await studio.passes(7 * DAY, DAY)
    assert (await studio.kinds())[-1] == "sub-expired"
    studio.deaf, studio.heard = False, 0
    await studio.settle()
    assert (await studio.kinds())[-1] == "sub-expired"
    assert (await studio.fresh(subscription)).state is State.EXPIRED


@pytest.mark.parametrize("told", ["moment", "date"], ids=["with its hour", "with its day alone"])
async def test_a_new_bill_is_found_soon_after_its_time_without_any_report(studio: Studio, told: str) -> None:
    await studio.bank.control("configure", next_billing=told)
    subscription = await studio.made()
    await studio.pay()
    await studio.settle()
    assert (await studio.fresh(subscription)).bank_next_timed is (told == "moment")
    studio.deaf = True
    soon, late = (2 * MINUTE, timedelta()) if told == "moment" else (HOUR, 2 * MINUTE)
    next_at = datetime.fromisoformat((await studio.there())[0]["next_at"])
    studio.clock.move(next_at - 2 * HOUR - studio.clock.now())
    await studio.settle()
    await studio.passes(2 * HOUR + soon, HOUR / 2)
    await studio.passes(late)
    assert len(await studio.invoices(subscription)) == 2


async def test_ten_days_without_us_are_one_look_and_no_old_news(studio: Studio) -> None:
    subscription = await studio.made()
    studio.deaf = True
    studio.clock.move(10 * DAY)
    await studio.settle()
    await studio.passes(HOUR, 20 * MINUTE)
    assert (await studio.fresh(subscription)).state is State.EXPIRED
    assert await studio.kinds() == ["sub-expired"]
    assert [row.state for row in await studio.rows(subscription)] == [PeriodState.FAILED]
    assert len(await studio.invoices(subscription)) == 2
    assert "alert-evidence-old" not in await studio.kinds(OWNER)


async def test_a_bill_that_was_made_and_paid_while_we_were_away_is_settled(studio: Studio) -> None:
    subscription = await studio.made()
    await studio.pay()
    await studio.settle()
    studio.deaf = True
    studio.clock.move(29 * DAY)
    await studio.bank.control("books")
    await studio.bank.control("pay", invoice=(await studio.bills())[-1]["invoice"])
    studio.clock.move(20 * HOUR)
    await studio.settle()
    assert [row.state for row in await studio.rows(subscription)] == [PeriodState.PAID] * 2
    assert [row.period.number for row in await studio.rows(subscription)] == [0, 1]
    assert (await studio.kinds())[-1] == "sub-paid"
    assert "alert-evidence-old" not in await studio.kinds(OWNER)
