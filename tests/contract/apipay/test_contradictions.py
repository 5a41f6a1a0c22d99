"""Where ApiPay's documents contradict each other or themselves: a test for each, named after it.

Those of the catalog and of carts stand in ``test_contradictions_catalog``, those of subscriptions in
``test_contradictions_subscriptions``: 3, 16 and 20 are there alone.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from billing.answers import Accepted, Delivery, Kind, Rejected, Seen, Unreachable
from billing.errors import BankRefusesUs, BankSilent
from billing.models import Refusal
from billing.money import Money
from billing.statement import Ledger, Operation, Query
from providers.apipay.settings import NEWER_URL, ApiPaySettings
from sandbox.apipay import WEBHOOK_SECRET
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.harness import Received, Shop
from tests.contract.standing import forgotten
from tests.unit.apipay.test_webhook import signed


async def listed(bank: ApiPayBench) -> list[Operation]:
    query = Query(Ledger.OPERATIONS, bank.now() - timedelta(days=1), bank.now() + timedelta(seconds=5))
    return [row async for row in bank.provider.operations(query)]


def read(bank: ApiPayBench, webhook: Received) -> Delivery:
    delivery = bank.provider.read_webhook(webhook.headers, webhook.body)
    assert isinstance(delivery, Delivery)
    return delivery


def event(bank: ApiPayBench, body: dict[str, object]) -> Delivery:
    raw = json.dumps(body).encode()
    return read(bank, Received(signed(raw, WEBHOOK_SECRET.encode()), raw))


def tells_of_a_refund(webhook: Received) -> bool:
    return json.loads(webhook.body)["event"] == "invoice.refunded"


async def test_contradiction_01_the_host_is_a_setting_and_begins_as_documented(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("APIPAY_BASE_URL", raising=False)
    assert ApiPaySettings(_env_file=None).base_url == "https://bpapi.bazarbay.site/api/v1"  # type: ignore[call-arg]
    monkeypatch.setenv("APIPAY_BASE_URL", NEWER_URL + "/")
    assert ApiPaySettings(_env_file=None).base_url == NEWER_URL  # type: ignore[call-arg]


@pytest.mark.parametrize("word", ["pending", "processing"])
async def test_contradiction_02_a_new_bill_waits_under_either_word(
    bank: ApiPayBench, shop: Shop, word: str
) -> None:
    await bank.control("configure", created=word)
    outcome, bill = await shop.create(shop.intent())
    assert isinstance(outcome, Accepted)
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.word) == (Seen.PENDING, word)


@pytest.mark.parametrize("generation", ["april", "september"])
async def test_contradiction_04_the_phone_has_three_names_and_two_first_digits_and_is_not_compared(
    bank: ApiPayBench, shop: Shop, generation: str
) -> None:
    await bank.control("configure", generation=generation)
    bill = forgotten(await shop.billed())
    assert (await bank.provider.fetch(bill)).seen is Seen.PENDING
    await bank.pays(bill)
    assert [row.invoice for row in await listed(bank)] == [bill.reference]


@pytest.mark.parametrize("paging", ["meta", "flat"])
async def test_contradiction_05_pages_come_in_two_envelopes(bank: ApiPayBench, paging: str) -> None:
    await bank.control("configure", paging=paging)
    await bank.control("paid_bulk", count=250)
    rows = await listed(bank)
    assert len({row.id for row in rows}) == len(rows) == 250
    assert len(await bank.requests("list")) == 3


@pytest.mark.parametrize("shape", ["count", "invoices", "list"])
async def test_contradiction_06_status_check_tells_or_only_promises(
    bank: ApiPayBench, shop: Shop, shape: str
) -> None:
    await bank.control("configure", status_check=shape)
    bill = await shop.billed()
    seen = await bank.provider.fetch_many([bill])
    assert [one.seen for one in seen.values()] == ([] if shape == "count" else [Seen.PENDING])
    assert (await bank.provider.fetch(bill)).seen is Seen.PENDING


@pytest.mark.parametrize(("retries", "tries"), [("none", 1), ("three", 4), ("eleven", 11)])
async def test_contradiction_07_however_often_a_webhook_comes_it_is_one_fact_and_without_it_we_ask(
    bank: ApiPayBench, shop: Shop, retries: str, tries: int
) -> None:
    await bank.control("configure", retries=retries)
    bill = await shop.billed()
    await bank.reaches()
    await bank.delivers()
    bank.hook_answers = 500
    await bank.pays(bill)
    for _ in range(12):
        bank.wait(timedelta(hours=3))  # longer than any pause, the breaker's as well
        await bank.delivers()
    told = [read(bank, webhook) for webhook in bank.received()]
    paid = [one for one in told if one.claim is Seen.PAID]
    assert len(paid) == tries
    assert len({one.key for one in paid}) == 1
    unheard = await shop.billed()
    await bank.control("webhooks", mode="lost", count=9)
    await bank.pays(unheard)
    assert (await bank.provider.fetch(unheard)).seen is Seen.PAID


@pytest.mark.parametrize("throttle", ["retry_after", "header", "retry_after_seconds"])
async def test_contradiction_08_the_wait_is_said_in_three_ways(
    bank: ApiPayBench, shop: Shop, throttle: str
) -> None:
    await bank.control("configure", throttle=throttle)
    await bank.trouble("create", "429", count=1, seconds=25)
    intent = shop.intent()
    assert isinstance((await shop.create(intent))[0], Unreachable)
    bank.wait(timedelta(seconds=10))
    assert isinstance((await shop.create(intent))[0], Unreachable)
    bank.wait(timedelta(seconds=15))
    assert isinstance((await shop.create(intent))[0], Accepted)
    assert len(await bank.requests("create")) == 2


@pytest.mark.parametrize("whole", [False, True])
async def test_contradiction_09_only_whole_tenge_are_billed(
    bank: ApiPayBench, shop: Shop, whole: bool
) -> None:
    await bank.control("configure", whole_tenge=whole)
    assert not bank.provider.capabilities.minor_units
    outcome, _ = await shop.create(replace(shop.intent(), amount=Money(500001, "KZT")))
    assert isinstance(outcome, Rejected)
    assert isinstance((await shop.create(shop.intent()))[0], Accepted)
    (asked,) = await bank.requests("create")
    assert asked["body"]["amount"] == 5000


@pytest.mark.parametrize("limit", [500, 60])
async def test_contradiction_10_the_payer_sees_sixty_characters(
    bank: ApiPayBench, shop: Shop, limit: int
) -> None:
    await bank.control("configure", description_limit=limit)
    outcome, bill = await shop.create(replace(shop.intent(), description="Қ" * 61))
    assert isinstance(outcome, Accepted)
    assert (await bank.invoice(bill))["description"] == "Қ" * 59 + "…"


@pytest.mark.parametrize("word", ["refunded", "partially_refunded", "paid"])
async def test_contradiction_11_refunded_is_a_word_that_may_or_may_not_exist(
    bank: ApiPayBench, shop: Shop, word: str
) -> None:
    await bank.control("configure", refunded_word=word)
    bill = await shop.paid()
    await bank.provider.refund(await shop.repayment(bill))
    bank.wait(bank.repaying_takes())
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.amount, seen.returned) == (Seen.PAID, bill.amount, bill.amount)


@pytest.mark.parametrize("word", ["paid", "partially_refunded"])
async def test_contradiction_12_after_a_part_the_sums_tell_and_not_the_word(
    bank: ApiPayBench, shop: Shop, word: str
) -> None:
    await bank.control("configure", refunded_word=word)
    bill = await shop.paid()
    await bank.provider.refund(await shop.repayment(bill, 150000))
    assert (await bank.provider.balance(bill)).returned == Money(0, "KZT")
    bank.wait(bank.repaying_takes())
    assert (await bank.provider.balance(bill)).returned == Money(150000, "KZT")


@pytest.mark.parametrize("shape", ["seed", "bare", "numbers"])
async def test_contradiction_13_sums_are_texts_or_numbers(bank: ApiPayBench, shop: Shop, shape: str) -> None:
    await bank.control("configure", refund_event=shape)
    bill = await shop.paid()
    await bank.provider.refund(await shop.repayment(bill, 150000))
    bank.wait(bank.repaying_takes())
    await bank.control("books")
    refunds = [one for one in (read(bank, w) for w in await bank.delivers()) if one.kind is Kind.REFUND]
    assert [one.reference for one in refunds] == [bill.reference]
    said = [
        json.loads(w.body)["invoice"]["available_for_refund"] for w in bank.received() if tells_of_a_refund(w)
    ]
    assert [type(each) for each in said] == [int if shape == "numbers" else str]
    assert (await bank.provider.balance(bill)).returned == Money(150000, "KZT")


async def test_contradiction_15_a_refund_event_comes_with_or_without_the_refund(bank: ApiPayBench) -> None:
    invoice = {"id": 42, "external_order_id": "tolem-100123", "total_refunded": "2000.00"}
    bare = event(bank, {"event": "invoice.refunded", "invoice": invoice})
    grown = event(bank, {"event": "invoice.refunded", "invoice": invoice | {"total_refunded": "3000.00"}})
    assert (bare.kind, bare.reference) == (Kind.REFUND, "tolem-100123")
    assert bare.key != grown.key
    assert (
        bare.key == event(bank, {"event": "invoice.refunded", "invoice": invoice, "timestamp": "later"}).key
    )


@pytest.mark.parametrize("wrapped", [False, True])
async def test_contradiction_17_a_subscription_stands_at_the_root_or_under_data(
    bank: ApiPayBench, wrapped: bool
) -> None:
    inner: dict[str, object] = {
        "subscription": {"id": 10, "external_subscriber_id": "C-1"},
        "invoice_id": 200,
    }
    told = event(bank, {"event": "subscription.payment_failed"} | ({"data": inner} if wrapped else inner))
    plain = event(bank, {"event": "subscription.payment_failed"} | inner)
    assert (told.kind, told.reference, told.key) == (Kind.SUBSCRIPTION, "C-1", plain.key)


@pytest.mark.parametrize(
    ("code", "errors", "status"),
    [
        ("organization_not_verified", "message", 400),
        ("organization_not_verified", "error", 403),
        ("kaspi_session_not_configured", "error", 400),
        ("kaspi_session_expired", "error", 409),
    ],
)
async def test_contradiction_18_an_unverified_shop_is_400_or_403_and_a_lost_session_400_or_409(
    bank: ApiPayBench, shop: Shop, code: str, errors: str, status: int
) -> None:
    await bank.control("configure", errors=errors)
    await bank.trouble("create", code, count=1)
    outcome, _ = await shop.create(shop.intent())
    assert [one["answer"] for one in await bank.requests("create")] == [status]
    assert isinstance(outcome, Rejected)
    assert outcome.refusal is Refusal.SETUP


@pytest.mark.parametrize("errors", ["message", "error"])
async def test_contradiction_19_the_words_stand_under_message_or_error(
    bank: ApiPayBench, shop: Shop, errors: str
) -> None:
    await bank.control("configure", errors=errors)
    bill = replace(await shop.billed(), bank_id="99999")
    with pytest.raises(BankSilent):
        await bank.provider.fetch(bill)
    bank.provider = bank.client(api_key="another")
    with pytest.raises(BankRefusesUs):
        await bank.provider.fetch(bill)
    outcome, _ = await shop.create(shop.intent())
    assert isinstance(outcome, Rejected)
    assert outcome.text


@pytest.mark.parametrize("dummy", [False, True])
async def test_contradiction_21_the_test_event_is_bare_or_holds_an_invoice_that_is_none(
    bank: ApiPayBench, dummy: bool
) -> None:
    await bank.control("test", dummy=dummy)
    (received,) = await bank.delivers()
    told = read(bank, received)
    assert (told.kind, told.reference) == (Kind.TEST, None)


@pytest.mark.parametrize("code", ["tariff_inactive", "kyc_daily_limit_reached", "tariff_limit_reached"])
async def test_contradiction_23_limits_that_were_not_advertised_are_said_with_their_end(
    bank: ApiPayBench, shop: Shop, code: str
) -> None:
    await bank.trouble("create", code, count=1)
    outcome, _ = await shop.create(shop.intent())
    assert isinstance(outcome, Rejected)
    limit = "limit" in code
    assert (outcome.refusal, outcome.code) == (Refusal.SHOP_LIMIT if limit else Refusal.SETUP, code)
    assert ("in Almaty" in outcome.text) is limit
    assert outcome.halt is not None
    assert (outcome.halt.until is not None) is limit
