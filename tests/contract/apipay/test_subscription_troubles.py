"""What a lost answer, a refusal and a bad day at ApiPay mean for a subscription: never two of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from billing.answers import Begun, Declined, Rejected, Unknown, Unreachable
from billing.models import RefundRefusal, Refusal
from billing.money import Money
from billing.subscriptions.banking import BankState, Subscribed
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
    server,
    subscribed,
    terms,
)

DEARER = terms(amount=Money(600000, "KZT"))


async def made_there(bank: ApiPayBench) -> int:
    return len((await bank.books())["subscriptions"])


# --- answers that are lost


@pytest.mark.parametrize(
    ("generation", "kind"),
    [
        *((generation, kind) for generation in GENERATIONS for kind in ("reset_after", "500", "badjson")),
        *(("september", kind) for kind in ("silence_after", "502", "html", "empty")),
    ],
)
async def test_what_was_made_by_an_answer_that_was_lost_is_found_by_its_key(
    bank: ApiPayBench, generation: str, kind: str
) -> None:
    await begin(bank, generation)
    if kind == "silence_after":
        bank.impatient()
    after = {} if kind.endswith("after") else {"acted": True}
    await bank.trouble("subscribe", kind, count=1, **after)
    assert isinstance(await port(bank).subscribe(PLAIN), Unknown)
    bank.provider = bank.client()
    (found,) = await port(bank).found(PLAIN.key)
    assert (found.amount, found.phone, found.state) == (PLAIN.amount, PLAIN.phone, BankState.ACTIVE)
    assert await made_there(bank) == 1, "it is not repeated by us"


@pytest.mark.parametrize("kind", ["reset_before", "silence_before", "500", "502", "503", "html"])
async def test_what_was_lost_before_it_was_made_is_not_found(bank: ApiPayBench, kind: str) -> None:
    if kind == "silence_before":
        bank.impatient()
    await bank.trouble("subscribe", kind, count=1)
    assert isinstance(await port(bank).subscribe(PLAIN), Unknown)
    bank.provider = bank.client()
    assert await port(bank).found(PLAIN.key) == [], "it is not repeated by us"
    assert isinstance(await port(bank).subscribe(PLAIN), Subscribed)
    assert await made_there(bank) == 1


@pytest.mark.parametrize("tenge", [770007, 770008])
async def test_the_banks_own_failures_say_nothing_either(bank: ApiPayBench, tenge: int) -> None:
    """502 "Kaspi API error", and 500 after it was made."""
    lost = terms(amount=Money(tenge * 100, "KZT"))
    assert isinstance(await port(bank).subscribe(lost), Unknown)
    assert len(await port(bank).found(lost.key)) == int(tenge == 770008)


async def test_where_nobody_listens_surely_nothing_was_sent(bank: ApiPayBench) -> None:
    made = await subscribed(bank)
    await bank.goes_away()
    bank.provider = bank.client()
    runs = port(bank)
    assert isinstance(await runs.subscribe(PLAIN), Unreachable)
    for outcome in (await runs.pause(made.bank_id), await runs.change(made.bank_id, DEARER, PLAIN)):
        assert isinstance(outcome, Unreachable)


@pytest.mark.parametrize("acted", [False, True])
async def test_a_step_whose_answer_was_lost_is_unknown_and_seen_by_looking(
    bank: ApiPayBench, acted: bool
) -> None:
    made, runs = await subscribed(bank), port(bank)
    kind = "reset_after" if acted else "reset_before"
    for endpoint in ("subscription_change", "subscription_pause", "subscription_cancel"):
        await bank.trouble(endpoint, kind, count=1)
    assert isinstance(await runs.change(made.bank_id, DEARER, PLAIN), Unknown)
    assert (await again(bank, made)).amount == (DEARER if acted else PLAIN).amount
    assert isinstance(await runs.pause(made.bank_id), Unknown)
    assert (await again(bank, made)).state is (BankState.PAUSED if acted else BankState.ACTIVE)
    assert isinstance(await runs.cancel(made.bank_id), Unknown)
    assert (await again(bank, made)).state is (BankState.CANCELLED if acted else BankState.ACTIVE)


@pytest.mark.parametrize("kind", ["empty", "badjson", "html"])
async def test_an_answer_to_a_step_that_cannot_be_read_is_unknown(bank: ApiPayBench, kind: str) -> None:
    made = await subscribed(bank)
    await bank.trouble("subscription_pause", kind, count=1, acted=True)
    assert isinstance(await port(bank).pause(made.bank_id), Unknown)
    assert (await again(bank, made)).state is BankState.PAUSED


OTHER = {"id": 2, "status": "active", "amount": "5000.00", "external_subscriber_id": "C-1"}


@pytest.mark.parametrize("shape", ["flat", "wrapped"])
async def test_an_answer_about_another_subscription_is_unknown(bank: ApiPayBench, shape: str) -> None:
    answer = {"subscription": OTHER} if shape == "wrapped" else OTHER
    async with server(bank, answer) as runs:
        assert isinstance(await runs.subscribe(PLAIN), Unknown)
    async with server(bank, answer, path="/subscriptions/1/cancel") as runs:
        assert isinstance(await runs.cancel("1"), Unknown)
    async with server(bank, answer, path="/subscriptions/1") as runs:
        assert isinstance(await runs.change("1", DEARER, PLAIN), Unknown)


async def test_an_answer_that_names_no_key_is_of_the_one_that_was_asked_for(bank: ApiPayBench) -> None:
    async with server(bank, OTHER | {"external_subscriber_id": None}) as runs:
        assert isinstance(await runs.subscribe(PLAIN), Subscribed)


# --- refusals


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize(
    ("kind", "refusal", "code"),
    [
        ("organization_not_verified", Refusal.SETUP, "organization_not_verified"),
        ("401", Refusal.SETUP, "invalid_api_key"),
        ("403", Refusal.SETUP, "http_403"),
        ("tariff_inactive", Refusal.SETUP, "tariff_inactive"),
        ("kyc_rejected", Refusal.SETUP, "kyc_rejected"),
        ("kyc_daily_limit_reached", Refusal.SHOP_LIMIT, "kyc_daily_limit_reached"),
        ("tariff_limit_reached", Refusal.SHOP_LIMIT, "tariff_limit_reached"),
        ("kaspi_session_invalid", Refusal.SETUP, "kaspi_session_invalid"),
        ("kaspi_session_expired", Refusal.SETUP, "kaspi_session_expired"),
    ],
)
async def test_who_bills_nobody_runs_no_subscription_and_says_so_in_the_same_words(
    bank: ApiPayBench, generation: str, kind: str, refusal: Refusal, code: str
) -> None:
    await begin(bank, generation)
    made = await subscribed(bank)
    await bank.trouble("subscribe", kind, count=1)
    await bank.trouble("subscription_resume", kind, count=1)
    outcome = await port(bank).subscribe(PLAIN)
    assert isinstance(outcome, Rejected)
    assert outcome.refusal is refusal
    assert outcome.halt is not None
    step = await port(bank).resume(made.bank_id)
    assert isinstance(step, Declined)
    assert (step.refusal, step.halt) == (RefundRefusal.SETUP, outcome.halt)
    if not (generation == "april" and kind == "401"):  # there the words stand without a code
        assert outcome.code == code
    assert await made_there(bank) == 1


async def test_too_many_calls_were_not_processed_and_may_be_made_again(bank: ApiPayBench) -> None:
    await bank.trouble("subscribe", "429", count=1, seconds=25)
    assert isinstance(await port(bank).subscribe(PLAIN), Unreachable)
    bank.wait(timedelta(seconds=26))
    made = await subscribed(bank)
    await bank.trouble("subscription_cancel", "429", count=1, seconds=25)
    assert isinstance(await port(bank).cancel(made.bank_id), Unreachable)
    bank.wait(timedelta(seconds=26))
    assert await port(bank).cancel(made.bank_id) == Begun(made.bank_id)


async def test_a_number_that_the_bank_does_not_take_is_the_payers(bank: ApiPayBench) -> None:
    await bank.trouble("subscribe", "422", count=1)
    outcome = await port(bank).subscribe(PLAIN)
    assert isinstance(outcome, Rejected)
    assert (outcome.refusal, outcome.code, outcome.halt) == (Refusal.PHONE, "phone_number", None)


async def test_what_the_bank_cannot_read_is_our_request(bank: ApiPayBench) -> None:
    """A first day that lies beyond two years."""
    await begin(bank, "september")
    outcome = await port(bank).subscribe(terms(first=PLAIN.first.replace(year=2030)))
    assert isinstance(outcome, Rejected)
    assert (outcome.refusal, outcome.halt) == (Refusal.OUR_REQUEST, None)
    assert outcome.code in ("started_at", "first_billing_at")


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_lines_that_are_not_taken_may_be_billed_by_their_amount(
    bank: ApiPayBench, generation: str
) -> None:
    """The same words as for a bill: who hears them makes it anew without lines."""
    await begin(bank, generation)
    strange = await port(bank).subscribe(terms(lines=lines(("999", 1))))
    unsent = await port(bank).subscribe(terms(lines=lines(("tea", 1))))
    (coffee,) = await sold(bank, item())
    await bank.control("configure", has_catalog=False)
    without = await port(bank).subscribe(terms(lines=lines((coffee, 1))))
    for outcome, code in (
        (strange, "lines-catalog_item_unknown"),
        (unsent, "lines-cart_items"),
        (without, "lines-catalog_not_supported"),
    ):
        assert isinstance(outcome, Rejected)
        assert (outcome.code, outcome.halt) == (code, None)
    assert isinstance(await port(bank).subscribe(PLAIN), Subscribed)


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_the_tenth_in_practice_is_the_last_and_bills_go_on(bank: ApiPayBench, generation: str) -> None:
    await begin(bank, generation, environment="sandbox", subscription_limit=1)
    bank.provider = bank.client(test=True)
    made = await subscribed(bank)
    assert made.practice
    outcome = await port(bank).subscribe(PLAIN)
    assert isinstance(outcome, Rejected)
    assert (outcome.refusal, outcome.code) == (Refusal.SHOP_LIMIT, "sandbox_subscription_limit")
    assert outcome.halt is None


async def test_a_practice_shop_runs_nothing_for_a_real_one(bank: ApiPayBench) -> None:
    await bank.control("configure", environment="sandbox")
    outcome = await port(bank).subscribe(PLAIN)
    assert isinstance(outcome, Rejected)
    assert (outcome.refusal, outcome.code) == (Refusal.SETUP, "sandbox")
    assert outcome.halt is not None
    (there,) = await port(bank).found(PLAIN.key)
    assert there.practice


@pytest.mark.parametrize("step", ["pause", "resume", "cancel", "change"])
async def test_of_what_the_bank_does_not_know_nothing_is_changed(bank: ApiPayBench, step: str) -> None:
    runs = port(bank)
    outcome = await (runs.change("99", DEARER, PLAIN) if step == "change" else getattr(runs, step)("99"))
    assert isinstance(outcome, Declined)
    assert outcome.refusal is RefundRefusal.OUR_REQUEST


async def test_a_bill_that_is_open_stays_with_the_payer_when_it_is_ended(bank: ApiPayBench) -> None:
    await begin(bank, "september")
    made = await subscribed(bank, first=bank.now().date(), at_once=True)
    assert await port(bank).cancel(made.bank_id) == Begun(made.bank_id)
    bank.wait(timedelta(seconds=3))
    (bill,) = (await kept(bank, made))["bills"]
    await bank.control("pay", invoice=bill["invoice"])
    shown = await again(bank, made)
    assert shown.stats is not None
    assert (shown.state, shown.stats.successful) == (BankState.CANCELLED, 1)
