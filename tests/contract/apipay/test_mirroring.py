"""Subscriptions that ApiPay runs, mirrored in our books: real client, books and simulator; time is moved."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from billing.errors import Closed
from billing.states import AttentionKind, InvoiceState, PaymentState
from billing.subscriptions.banking import ADOPTED
from billing.subscriptions.mirror import minding
from billing.subscriptions.models import PeriodState, State
from billing.subscriptions.records import End, Wish
from tests.contract.apipay.bench import PHONE
from tests.contract.apipay.mirror import CUSTOMER, DAY, HOUR, MINUTE, OWNER, PRICE, YOGA, Studio

STEP = 12 * HOUR


async def test_it_is_made_once_and_its_first_bill_is_ours_to_settle(studio: Studio) -> None:
    subscription = await studio.made()
    (there,) = await studio.there()
    assert (there["external_subscriber_id"], there["amount"]) == (subscription.token, PRICE.minor)
    assert subscription.wish is None
    ((invoice, (payment,)),) = await studio.invoices(subscription)
    assert payment.reference == f"{ADOPTED}{there['bills'][0]['invoice']}"
    assert (invoice.state, payment.state) == (InvoiceState.OPEN, PaymentState.PENDING)
    assert invoice.customer_id == CUSTOMER
    await studio.pay()
    await studio.settle()
    assert [row.state for row in await studio.rows(subscription)] == [PeriodState.PAID]
    assert await studio.kinds() == ["sub-paid"]
    assert await studio.kinds(OWNER) == ["sub-agreed-member", "sub-billed-member", "sub-paid-member"]


async def test_its_bill_is_paid_at_the_bank_and_by_no_other_way(studio: Studio) -> None:
    """A second bill beside it would be paid as well: the bank makes its own anew until it is paid."""
    subscription = await studio.made()
    ((invoice, _),) = await studio.invoices(subscription)
    with pytest.raises(Closed):
        await studio.desk.pay(invoice.id, phone=PHONE)
    view = await studio.desk.view(invoice.id)
    assert view.by_bank
    assert len(view.payments) == 1


# --- made


@pytest.mark.parametrize("kind", ["reset_after", "silence_after"])
async def test_one_whose_answer_was_lost_is_found_by_its_key(studio: Studio, kind: str) -> None:
    studio.impatient()
    await studio.bank.trouble("subscribe", kind, count=1)
    subscription = await studio.agreed()
    await studio.passes(2 * MINUTE, MINUTE)
    assert len(await studio.there()) == 1
    assert (await studio.fresh(subscription)).bank_id is not None
    assert len(await studio.bank.requests("subscribe")) == 1


async def test_one_that_never_arrived_is_asked_for_again_when_that_is_proven_twice(studio: Studio) -> None:
    await studio.bank.trouble("subscribe", "500", count=1)
    subscription = await studio.agreed()
    await studio.passes(4 * MINUTE, 10 * timedelta(seconds=1))
    assert await studio.there() == []
    assert len(await studio.bank.requests("subscribe")) == 1
    await studio.passes(6 * MINUTE, MINUTE)
    assert (await studio.fresh(subscription)).bank_id is not None
    assert len(await studio.bank.requests("subscribe")) == 2
    searches = await studio.bank.requests("subscriptions")
    assert len(searches) >= 2
    assert len(await studio.there()) == 1


async def test_one_proof_is_none_however_often_it_is_looked_for_meanwhile(studio: Studio) -> None:
    await studio.bank.trouble("subscribe", "500", count=1)
    subscription = await studio.agreed()
    await studio.mirrors()
    studio.clock.move(4 * MINUTE)
    for _ in range(5):
        await studio.hurry(subscription)
        await studio.mirrors()
        studio.clock.move(timedelta(seconds=20))
    assert len(await studio.bank.requests("subscribe")) == 1


async def test_a_refused_one_ends_and_both_sides_hear_why(studio: Studio) -> None:
    await studio.bank.trouble("subscribe", "422", count=1)
    subscription = await studio.agreed()
    await studio.settle()
    ended = await studio.fresh(subscription)
    assert (ended.state, ended.ended_by, ended.ended_for_certain) == (State.CANCELLED, End.NOT_MADE, True)
    assert await studio.kinds() == ["sub-not-made"]
    assert (await studio.kinds(OWNER))[-1] == "sub-not-made-member"


async def test_a_bank_that_bills_nobody_now_makes_it_later(studio: Studio) -> None:
    await studio.bank.trouble("subscribe", "tariff_inactive", count=1)
    subscription = await studio.agreed()
    await studio.settle()
    assert (await studio.fresh(subscription)).wish is Wish.MAKE
    assert "alert-bank-lost" in await studio.kinds(OWNER)
    await studio.passes(HOUR, 15 * MINUTE)
    assert (await studio.fresh(subscription)).bank_id is not None


async def test_a_busy_bank_is_asked_again_and_again(studio: Studio) -> None:
    await studio.bank.trouble("subscribe", "429", count=3, seconds=1)
    subscription = await studio.agreed()
    await studio.passes(10 * MINUTE, MINUTE)
    assert (await studio.fresh(subscription)).bank_id is not None


async def test_of_two_that_were_made_the_first_stays(studio: Studio) -> None:
    await studio.bank.trouble("subscribe", "reset_after", count=1)
    subscription = await studio.agreed()
    await studio.mirrors()
    (first,) = await studio.there()
    await studio.bank_makes(subscription)
    await studio.passes(2 * MINUTE, MINUTE)
    kept, double = await studio.there()
    assert (kept["status"], double["status"]) == ("active", "cancelled")
    assert (await studio.fresh(subscription)).bank_id == str(first["subscription"])
    assert "alert-sub-double" in await studio.kinds(OWNER)


async def test_a_second_one_that_comes_up_later_is_ended_as_well(studio: Studio) -> None:
    subscription = await studio.made()
    await studio.bank_makes(subscription)
    await studio.passes(HOUR, 30 * MINUTE)
    assert [row["status"] for row in await studio.there()] == ["active", "cancelled"]


async def test_one_that_comes_up_after_a_late_making_is_ended_as_well(studio: Studio) -> None:
    """The bank could not be asked for hours after the subscriber had agreed."""
    await studio.bank.trouble("subscribe", "tariff_inactive", count=1)
    subscription = await studio.agreed()
    await studio.settle()
    studio.clock.move(5 * HOUR)
    await studio.passes(HOUR, 15 * MINUTE)
    assert (await studio.fresh(subscription)).bank_id is not None
    await studio.bank_makes(subscription)
    await studio.passes(HOUR, 30 * MINUTE)
    assert [row["status"] for row in await studio.there()] == ["active", "cancelled"]


async def test_what_one_replica_has_proven_says_nothing_of_what_another_asks_meanwhile(
    studio: Studio,
) -> None:
    await studio.bank.trouble("subscribe", "500", count=1)
    subscription = await studio.agreed()
    await studio.mirrors()
    before = (await studio.fresh(subscription)).asked_at
    assert before is not None
    again = before + 10 * MINUTE
    await studio.database.write(lambda books: books.amend_subscription(subscription.id, asked_at=again))
    await studio.database.write(lambda books: minding.never_made(books, subscription.id, before, again))
    assert (await studio.fresh(subscription)).asked_at == again


async def test_of_two_replicas_one_makes_it(studio: Studio) -> None:
    await studio.agreed()
    await asyncio.gather(studio.mirroring.turn(), studio.another("other").turn())
    assert len(await studio.bank.requests("subscribe")) == 1


async def test_one_that_replaces_another_waits_until_that_is_over_for_certain(studio: Studio) -> None:
    former = await studio.made()
    owner = await studio.person(OWNER)
    later = await studio.desk.subscriptions.add_by_phone(
        owner, YOGA, "+77001234568", source="s:2", after_id=former.id
    )
    await studio.passes(HOUR, 10 * MINUTE)
    assert (await studio.fresh(later)).bank_id is None
    await studio.desk.subscriptions.cancel(owner, former.id)
    await studio.passes(HOUR, 10 * MINUTE)
    assert (await studio.fresh(former)).ended_for_certain
    assert (await studio.fresh(later)).bank_id is not None


async def test_one_that_was_cancelled_while_its_answer_was_lost_is_ended_there(studio: Studio) -> None:
    await studio.bank.trouble("subscribe", "reset_after", count=1)
    subscription = await studio.agreed()
    await studio.mirrors()
    await studio.desk.subscriptions.cancel(await studio.person(CUSTOMER), subscription.id)
    await studio.passes(2 * MINUTE, MINUTE)
    assert [row["status"] for row in await studio.there()] == ["cancelled"]
    ended = await studio.fresh(subscription)
    assert (ended.ended_for_certain, ended.ended_by) == (True, End.CUSTOMER)


async def test_one_that_was_cancelled_and_never_arrived_is_over_when_that_is_proven(studio: Studio) -> None:
    await studio.bank.trouble("subscribe", "500", count=1)
    subscription = await studio.agreed()
    await studio.mirrors()
    await studio.desk.subscriptions.cancel(await studio.person(CUSTOMER), subscription.id)
    await studio.passes(2 * MINUTE, MINUTE)
    assert not (await studio.fresh(subscription)).ended_for_certain
    await studio.passes(10 * MINUTE, MINUTE)
    assert (await studio.fresh(subscription)).ended_for_certain
    assert len(await studio.bank.requests("subscribe")) == 1


# --- the ladder there


@pytest.mark.parametrize("deaf", [False, True], ids=["with its reports", "all reports lost"])
@pytest.mark.parametrize("generation", ["april", "september"])
async def test_a_bill_that_nobody_pays_fails_is_made_again_and_ends_it(
    studio: Studio, generation: str, *, deaf: bool
) -> None:
    studio.deaf = deaf
    await studio.bank.control("configure", generation=generation, reissue="interval", rate_limit=0)
    subscription = await studio.made()
    await studio.passes(DAY + HOUR, STEP)
    assert await studio.kinds() == ["sub-failed"]
    assert (await studio.fresh(subscription)).failed == 1
    await studio.passes(DAY, STEP)
    assert len(await studio.invoices(subscription)) == 2
    await studio.passes(DAY + HOUR, STEP)
    assert await studio.kinds() == ["sub-failed", "sub-grace"]
    (there,) = await studio.there()
    in_grace = await studio.fresh(subscription)
    assert in_grace.state is State.ACTIVE
    assert in_grace.grace_until is not None
    told = datetime.fromisoformat(there["grace_until"])
    assert (told if deaf else in_grace.grace_until) >= in_grace.grace_until > told - MINUTE
    await studio.passes(3 * DAY + HOUR, STEP)
    ended = await studio.fresh(subscription)
    assert (ended.state, ended.ended_by) == (State.EXPIRED, End.UNPAID)
    assert await studio.kinds() == ["sub-failed", "sub-grace", "sub-expired"]
    assert [row.state for row in await studio.rows(subscription)] == [PeriodState.FAILED]


async def test_money_after_the_end_is_taken_and_put_before_a_person(studio: Studio) -> None:
    subscription = await studio.made()
    await studio.passes(7 * DAY, STEP)
    assert (await studio.fresh(subscription)).state is State.EXPIRED
    await studio.bank.control("late", invoice=(await studio.bills())[-1]["invoice"])
    await studio.passes(HOUR, 15 * MINUTE)
    assert [row.state for row in await studio.rows(subscription)] == [PeriodState.PAID]
    assert (await studio.kinds(OWNER))[-2:] == ["sub-expired-member", "sub-late-member"]
    assert [each.kind for each in await studio.attentions()] == [AttentionKind.LATE]
    assert (await studio.fresh(subscription)).state is State.EXPIRED
