"""What is done to a subscription in ApiPay's cabinet, and by its payer: noticed, told, put before people."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from billing.models import Place
from billing.states import AttentionKind, InvoiceState, PaymentState
from billing.subscriptions.banking import BankState, BankSubscription
from billing.subscriptions.mirror import adopting
from billing.subscriptions.models import PeriodState, State
from billing.subscriptions.records import End
from tests.contract.apipay.bench import PHONE
from tests.contract.apipay.mirror import DAY, HOUR, MINUTE, OWNER, PRICE, Studio


async def test_a_pause_and_a_resumption_in_the_cabinet_are_noticed(studio: Studio) -> None:
    studio.deaf = True
    subscription = await studio.made()
    key = {"external_subscriber_id": subscription.token}
    await studio.bank.control("subscription_pause", **key)
    await studio.passes(HOUR, 20 * MINUTE)
    assert (await studio.fresh(subscription)).state is State.PAUSED
    await studio.bank.control("subscription_resume", **key)
    await studio.passes(7 * HOUR, 7 * HOUR)
    assert (await studio.fresh(subscription)).state is State.ACTIVE
    assert await studio.kinds() == ["sub-paused", "sub-resumed"]
    assert {"sub-paused-member", "sub-resumed-member"} <= set(await studio.kinds(OWNER))


@pytest.mark.parametrize("deaf", [False, True])
async def test_a_cancellation_in_the_cabinet_ends_it_here_as_well(studio: Studio, *, deaf: bool) -> None:
    studio.deaf = deaf
    subscription = await studio.made()
    await studio.bank.control("subscription_cancel", external_subscriber_id=subscription.token)
    await studio.passes(20 * MINUTE, 20 * MINUTE)
    ended = await studio.fresh(subscription)
    assert (ended.state, ended.ended_by, ended.ended_for_certain) == (State.CANCELLED, End.BANK, True)
    assert await studio.kinds() == ["sub-ended"]


async def test_a_payer_who_refuses_ends_it_and_that_is_told_as_it_was(studio: Studio) -> None:
    subscription = await studio.made()
    await studio.bank.control("configure", refusal="cancels")
    studio.clock.move(timedelta(seconds=3))
    await studio.bank.control("refuse", invoice=(await studio.bills())[0]["invoice"])
    await studio.passes(2 * MINUTE, MINUTE)
    ended = await studio.fresh(subscription)
    assert (ended.state, ended.ended_by) == (State.CANCELLED, End.REFUSED)
    assert await studio.kinds() == ["sub-refused"]
    assert [row.state for row in await studio.rows(subscription)] == [PeriodState.CANCELLED]


async def test_a_price_that_was_changed_in_the_cabinet_is_put_before_a_person(studio: Studio) -> None:
    subscription = await studio.made()
    await studio.pay()
    await studio.bank.control(
        "subscription_change", external_subscriber_id=subscription.token, body={"amount": 7000}
    )
    await studio.passes(29 * DAY, 5 * DAY)
    await studio.passes(MINUTE)
    invoice, (payment,) = (await studio.invoices(subscription))[-1]
    assert (invoice.amount.minor, payment.amount.minor) == (500000, 700000)
    assert "alert-sub-price" in await studio.kinds(OWNER)
    await studio.pay()
    await studio.settle()
    assert [each.kind for each in await studio.attentions()] == [AttentionKind.OVER]


async def test_a_grace_period_that_begins_sooner_there_is_told_as_the_bank_reports_it(studio: Studio) -> None:
    subscription = await studio.made()
    key = {"external_subscriber_id": subscription.token}
    await studio.bank.control("subscription_change", **key, body={"max_retry_attempts": 1})
    await studio.passes(DAY + HOUR, 13 * HOUR)
    assert await studio.kinds() == ["sub-grace"]


async def test_a_period_that_is_paid_twice_is_put_before_a_person(studio: Studio) -> None:
    subscription = await studio.made()
    await studio.passes(DAY + 2 * HOUR, HOUR * 13)
    first, second = await studio.bills()
    assert second["status"] == "pending"
    await studio.bank.control("pay", invoice=second["invoice"])
    await studio.settle()
    await studio.bank.control("late", invoice=first["invoice"])
    await studio.passes(2 * HOUR, 20 * MINUTE)
    assert [each.kind for each in await studio.attentions()] == [AttentionKind.LATE]
    assert [row.state for row in await studio.rows(subscription)] == [PeriodState.PAID]


async def test_a_bill_that_is_another_ones_is_left_there_and_hinders_nothing(studio: Studio) -> None:
    """Listed here, and known as the bill of another subscription, or as one that we asked the bank for."""
    first = await studio.made()
    second = await studio.made(source="s:2")
    (one,) = await studio.mirroring.provider.bills(first.bank_id or "")
    (own,) = await studio.mirroring.provider.bills(second.bank_id or "")
    invoice = await studio.desk.issue(
        await studio.person(OWNER), PRICE, "Mat", source="i:1", place=Place(OWNER), phone=PHONE
    )
    await asyncio.gather(*studio.work)
    (asked,) = await studio.database.read(lambda books: books.payments_of(invoice.id))
    assert asked.bank_id is not None
    strange = replace(own, bank_id=asked.bank_id)
    again = replace(one, bank_id="77", attempt=2)
    at, listed = studio.clock.now(), [one, strange, replace(one, attempt=2), again]
    ids = studio.ids
    await studio.database.write(lambda books: adopting.adopt(books, second, listed, DAY, ids, at))
    found = [payment.bank_id for _, (payment,) in await studio.invoices(second)]
    assert found == [own.bank_id, "77"]
    assert len(await studio.invoices(first)) == 1


async def test_a_late_payment_of_the_first_bill_takes_the_second_back(studio: Studio) -> None:
    subscription = await studio.made()
    await studio.passes(DAY + 2 * HOUR, HOUR * 13)
    first = (await studio.bills())[0]
    await studio.bank.control("late", invoice=first["invoice"])
    await studio.passes(5 * MINUTE, MINUTE)
    (_, (paid,)), (closed, (taken_back,)) = await studio.invoices(subscription)
    assert (paid.state, taken_back.state) == (PaymentState.PAID, PaymentState.CANCELLED)
    assert closed.state is InvoiceState.CANCELLED
    assert (await studio.bills())[1]["status"] == "cancelled"
    assert (await studio.fresh(subscription)).failed == 0


async def test_a_word_that_we_do_not_know_is_told_once_and_changes_nothing(studio: Studio) -> None:
    subscription = await studio.made()
    provider = studio.bank.provider.subscriptions
    shown = provider.shown

    async def puzzling(bank_id: str) -> BankSubscription | None:
        found = await shown(bank_id)
        return replace(found, state=BankState.UNCLEAR) if found else None

    provider.shown = puzzling  # type: ignore[method-assign]
    await studio.passes(DAY, 6 * HOUR)
    assert (await studio.fresh(subscription)).state is State.ACTIVE
    assert (await studio.kinds(OWNER)).count("alert-sub-unclear") == 1


async def test_subscriptions_of_the_cabinet_are_left_alone(studio: Studio) -> None:
    subscription = await studio.made()
    body = {"phone_number": "87001234567", "amount": 900, "billing_period": "daily", "bill_immediately": True}
    await studio.bank.control("subscription_make", body=body)
    await studio.passes(2 * DAY, 12 * HOUR)
    assert (await studio.there())[1]["status"] == "active"
    assert len(await studio.rows(subscription)) == 1
