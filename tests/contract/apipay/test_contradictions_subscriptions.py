"""Where ApiPay's documents contradict each other about subscriptions: a test for each, named after it.

Those of the table have its numbers; the others are of the list of endpoints, 15 to 22.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest

from billing.answers import Begun, Declined, Rejected, Unreachable
from billing.errors import BankRefusesUs
from billing.models import Refusal
from billing.money import Money
from billing.subscriptions.banking import BankState, BankStats, BankSubscription, Event, Subscribed
from billing.subscriptions.models import PeriodState, Rules
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.apipay.goods import item, sold
from tests.contract.apipay.subscribing import (
    GENERATIONS,
    PLAIN,
    again,
    begin,
    kept,
    lines,
    port,
    subscribed,
    terms,
)


async def paid_once(bank: ApiPayBench, **changes: object) -> BankSubscription:
    made = await subscribed(bank, first=bank.now().date(), at_once=True, **changes)
    bank.wait(timedelta(seconds=3))
    await bank.control("pay", invoice=(await kept(bank, made))["bills"][-1]["invoice"])
    return made


@pytest.mark.parametrize("shape", ["wrapped", "flat"])
async def test_contradiction_03_a_new_subscription_stands_under_its_name_or_alone(
    bank: ApiPayBench, shape: str
) -> None:
    await begin(bank, "august", subscription_answer=shape)
    made, runs = await subscribed(bank), port(bank)
    assert (made.key, made.amount, made.state) == (PLAIN.key, PLAIN.amount, BankState.ACTIVE)
    for step in (runs.pause, runs.resume, runs.cancel):
        assert await step(made.bank_id) == Begun(made.bank_id)
    other = await subscribed(bank)
    assert await runs.change(other.bank_id, terms(description="Пилатес"), PLAIN) == Begun(other.bank_id)
    assert (await again(bank, other)).description == "Пилатес"


@pytest.mark.parametrize("shape", ["beside", "flat", "inside"])
async def test_contradiction_03_figures_stand_beside_it_in_it_or_at_the_root(
    bank: ApiPayBench, shape: str
) -> None:
    await begin(bank, "august", subscription_look=shape)
    made = await paid_once(bank)
    shown = await again(bank, made)
    assert shown.stats == BankStats(1, 1, 0, PLAIN.amount)
    assert shown.last is not None
    assert (shown.last.amount, shown.last.state) == (PLAIN.amount, PeriodState.PAID)
    assert shown.last.paid_at is not None


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_contradiction_04_a_phone_is_sent_with_8_and_shown_with_plus_7(
    bank: ApiPayBench, generation: str
) -> None:
    await begin(bank, generation)
    made = await subscribed(bank, phone="+7 700 123-45-67")
    (asked,) = await bank.requests("subscribe")
    assert asked["body"]["phone_number"] == "87001234567"
    assert made.phone == (await again(bank, made)).phone == "+77001234567"


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_contradiction_05_a_list_names_its_last_page_and_a_history_does_not(
    bank: ApiPayBench, generation: str
) -> None:
    await begin(bank, generation)
    made = await paid_once(bank)
    assert [one.bank_id async for one in port(bank).listed()] == [made.bank_id]
    assert [bill.state for bill in await port(bank).bills(made.bank_id)] == [PeriodState.PAID]
    asked = await bank.requests("subscriptions", "subscription_invoices")
    assert [one["query"] for one in asked] == ["page=1&per_page=100"] * 2, "no empty page is asked for"


@pytest.mark.parametrize("throttle", ["retry_after", "header", "retry_after_seconds"])
async def test_contradiction_08_the_wait_is_said_in_three_ways(bank: ApiPayBench, throttle: str) -> None:
    await begin(bank, "august", throttle=throttle)
    await bank.trouble("subscribe", "429", count=1, seconds=25)
    assert isinstance(await port(bank).subscribe(PLAIN), Unreachable)
    bank.wait(timedelta(seconds=10))
    assert isinstance(await port(bank).subscribe(PLAIN), Unreachable)
    bank.wait(timedelta(seconds=16))
    assert isinstance(await port(bank).subscribe(PLAIN), Subscribed)
    assert len(await bank.requests("subscribe")) == 2


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_contradiction_09_only_whole_tenge_from_a_hundred_to_a_million_are_agreed(
    bank: ApiPayBench, generation: str
) -> None:
    """A fraction is taken by the server, and in September each of its bills fails."""
    await begin(bank, generation)
    for minor in (500001, 9999, 99_00, 1_000_000_01, 1_000_001_00):
        outcome = await port(bank).subscribe(terms(amount=Money(minor, "KZT")))
        assert isinstance(outcome, Rejected)
        assert outcome.refusal is Refusal.OUR_REQUEST
    assert await bank.requests("subscribe") == []
    await subscribed(bank, amount=Money(100_00, "KZT"))
    (asked,) = await bank.requests("subscribe")
    assert asked["body"]["amount"] == 100
    assert isinstance(asked["body"]["amount"], int)


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_contradiction_10_the_payer_sees_sixty_characters(bank: ApiPayBench, generation: str) -> None:
    await begin(bank, generation)
    made = await subscribed(bank, description="Қ" * 61)
    assert made.description == "Қ" * 59 + "…"
    await port(bank).change(made.bank_id, terms(description="Ә" * 300), terms(description="Қ" * 61))
    assert (await again(bank, made)).description == "Ә" * 59 + "…"
    assert (await subscribed(bank, description="Ғ" * 60)).description == "Ғ" * 60


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("at_once", [False, True])
async def test_contradiction_16_whether_the_first_bill_comes_at_once_is_never_left_to_the_bank(
    bank: ApiPayBench, generation: str, at_once: bool
) -> None:
    """The seed says that it does, later pages that by default it does not."""
    await begin(bank, generation)
    made = await subscribed(bank, first=bank.now().date(), at_once=at_once)
    (asked,) = await bank.requests("subscribe")
    assert asked["body"]["bill_immediately"] is at_once
    assert len(await port(bank).bills(made.bank_id)) == int(at_once)


@pytest.mark.parametrize("form", ["root", "data"])
async def test_contradiction_17_an_event_stands_at_the_root_or_under_data(
    bank: ApiPayBench, form: str
) -> None:
    await begin(bank, "april", subscription_event=form)
    made = await paid_once(bank)
    (bill,) = await port(bank).bills(made.bank_id)
    raw = next(one for one in await bank.delivers() if b'"subscription.' in one.body)
    assert ("data" in json.loads(raw.body)) is (form == "data")
    told = port(bank).told(raw.body)
    assert told is not None
    assert (told.event, told.bank_id, told.bill) == (Event.SUCCEEDED, made.bank_id, bill.bank_id)


@pytest.mark.parametrize("errors", ["message", "error"])
@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("organization_not_verified", "organization_not_found_or_not_verified"),
        ("kaspi_session_not_configured", "kaspi_session_not_configured"),
        ("kaspi_session_expired", "kaspi_session_expired"),
    ],
)
async def test_contradiction_18_what_the_merchant_must_mend_has_one_name_whatever_its_status(
    bank: ApiPayBench, errors: str, kind: str, code: str
) -> None:
    """403 "Organization not verified" here, 400 or 403 "not found or not verified" for bills: one outage."""
    await begin(bank, "august", errors=errors)
    for endpoint in ("subscribe", "create", "subscriptions"):
        await bank.trouble(endpoint, kind, count=1)
    outcome = await port(bank).subscribe(PLAIN)
    assert isinstance(outcome, Rejected)
    assert outcome.refusal is Refusal.SETUP
    assert outcome.halt is not None
    assert outcome.halt.code == code
    with pytest.raises(BankRefusesUs) as refused:
        await port(bank).found(PLAIN.key)
    assert refused.value.halt is not None
    assert refused.value.halt.code == code


@pytest.mark.parametrize("errors", ["message", "error"])
async def test_contradiction_19_that_there_is_none_stands_under_message_or_error(
    bank: ApiPayBench, errors: str
) -> None:
    await begin(bank, "august", errors=errors)
    assert await port(bank).shown("99") is None
    declined = await port(bank).cancel("99")
    assert isinstance(declined, Declined)
    assert "Subscription not found" in declined.text
    bank.provider = bank.client(api_key="another")
    with pytest.raises(BankRefusesUs):
        await port(bank).shown("99")


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_contradiction_20_an_expired_one_can_be_resumed_or_it_is_declined_and_made_anew(
    bank: ApiPayBench, generation: str
) -> None:
    await begin(bank, generation)
    made = await subscribed(
        bank, first=bank.now().date(), at_once=True, rules=Rules(attempts=1, retry_hours=1, grace_days=1)
    )
    bank.wait(timedelta(hours=25))
    await bank.books()
    bank.wait(timedelta(hours=25))
    assert (await again(bank, made)).state is BankState.EXPIRED
    outcome = await port(bank).resume(made.bank_id)
    if generation == "september":
        assert outcome == Begun(made.bank_id)
        assert (await again(bank, made)).state is BankState.ACTIVE
    else:
        assert isinstance(outcome, Declined)
        assert outcome.halt is None
        assert (await again(bank, made)).state is BankState.EXPIRED
        assert (await subscribed(bank, key="tolem-s-2")).state is BankState.ACTIVE


@pytest.mark.parametrize("code", ["tariff_inactive", "kyc_daily_limit_reached", "tariff_limit_reached"])
async def test_contradiction_23_limits_that_were_not_advertised_are_said_with_their_end(
    bank: ApiPayBench, code: str
) -> None:
    await bank.trouble("subscribe", code, count=1)
    outcome = await port(bank).subscribe(PLAIN)
    assert isinstance(outcome, Rejected)
    assert outcome.code == code
    assert outcome.halt is not None
    assert (outcome.halt.until is not None) is ("limit" in code)


@pytest.mark.parametrize("with_lines", [False, True])
async def test_contradiction_24_either_an_amount_is_sent_or_a_cart(
    bank: ApiPayBench, with_lines: bool
) -> None:
    await begin(bank, "september")
    (coffee,) = await sold(bank, item())
    cart = {"lines": lines((coffee, 1)), "amount": Money(180000, "KZT")} if with_lines else {}
    made = await subscribed(bank, **cart)
    told = terms(rules=Rules(grace_days=5), **cart)
    await port(bank).change(made.bank_id, told)
    for endpoint in ("subscribe", "subscription_change"):
        (asked,) = await bank.requests(endpoint)
        assert {"amount", "cart_items"} & asked["body"].keys() == {"cart_items" if with_lines else "amount"}
        assert all(
            line.keys() == {"catalog_item_id", "count"} for line in asked["body"].get("cart_items", ())
        )


# --- of the list of endpoints


@pytest.mark.parametrize(
    ("shape", "timed", "hour"), [("date", False, 0), ("moment", True, 10)], ids=["date", "moment"]
)
async def test_contradiction_of_15_the_next_bill_has_a_day_or_a_moment(
    bank: ApiPayBench, shape: str, timed: bool, hour: int
) -> None:
    """A day alone is Almaty's, whatever day it is in UTC."""
    await begin(bank, "september", next_billing=shape)
    made = await subscribed(bank)
    expected = datetime(2026, 2, 10, tzinfo=UTC) + timedelta(hours=hour - 5)
    for shown in (made, await again(bank, made), (await port(bank).found(PLAIN.key))[0]):
        assert (shown.next_at, shown.next_timed) == (expected, timed)


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_contradiction_of_15_what_only_newer_servers_know_is_not_seen_by_others(
    bank: ApiPayBench, generation: str
) -> None:
    await begin(bank, generation)
    made = await subscribed(bank, first=date(2026, 2, 20), at=time(21, 30))
    assert made.next_at is not None
    almaty = made.next_at + timedelta(hours=5)
    assert almaty.date() == date(2026, 2, 20)
    assert (almaty.hour, almaty.minute) == {"april": (0, 0), "august": (5, 0), "september": (21, 30)}[
        generation
    ]


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_contradiction_of_16_filters_that_may_not_exist_are_not_used(
    bank: ApiPayBench, generation: str
) -> None:
    await begin(bank, generation)
    made = await subscribed(bank)
    assert [one.bank_id for one in await port(bank).found(PLAIN.key)] == [made.bank_id]
    (asked,) = await bank.requests("subscriptions")
    assert asked["query"] == "external_subscriber_id=tolem-s-1&page=1&per_page=100"


@pytest.mark.parametrize("reissue", ["interval", "at_once"])
async def test_contradiction_of_the_ladder_a_bill_that_ran_out_comes_again_at_once_or_later(
    bank: ApiPayBench, reissue: str
) -> None:
    await begin(bank, "september", reissue=reissue)
    made = await subscribed(bank, first=bank.now().date(), at_once=True)
    bank.wait(timedelta(hours=24, seconds=3))
    attempts = [(bill.attempt, bill.state) for bill in await port(bank).bills(made.bank_id)]
    again_at_once = [(2, PeriodState.PENDING)] if reissue == "at_once" else []
    assert attempts == [(1, PeriodState.FAILED), *again_at_once]
