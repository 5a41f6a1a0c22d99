"""Where Halyk's documents contradict themselves: a test for each, named after it, over a socket.

The first four, about refunds, are in ``test_halyk_refunds.py``; what is pure is held in detail by
``tests/unit/halyk/test_contradictions.py``.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from billing.answers import Delivery, Seen
from billing.statement import Ledger, Operation, Query
from billing.states import Step
from providers.halyk.settings import HalykSettings
from sandbox.halyk import TERMINAL
from tests.contract.halyk.bench import HalykBench
from tests.contract.harness import Fate, Shop

LONG_SCOPE = "webapi usermanagement email_send verification statement statistics payment"
OTHER_TERMINAL = "0c4d4c3e-6a53-4d6c-8d0a-1d8a4f6d2b11"


async def listed(bank: HalykBench, ledger: Ledger) -> list[Operation]:
    query = Query(ledger, bank.now() - timedelta(days=1), bank.now() + timedelta(seconds=5))
    return [row async for row in bank.provider.operations(query)]


async def test_contradiction_05_expires_in_is_a_text_or_a_number(bank: HalykBench, shop: Shop) -> None:
    """A payment's is the text "1200", a service's the number 7200: each token is used to its own end."""
    bill = await shop.billed()
    assert bill.access_until is not None
    assert timedelta(seconds=1199) < bill.access_until - bank.now() <= timedelta(seconds=1200)
    await bank.provider.fetch(shop.intent())
    bank.wait(timedelta(seconds=7130))
    await bank.provider.fetch(shop.intent())
    assert len(await bank.requests("token")) == 2
    bank.wait(timedelta(seconds=15))
    await bank.provider.fetch(shop.intent())
    assert len(await bank.requests("token")) == 3


@pytest.mark.parametrize(("period", "calls"), [("created_at", 1), ("created_date", 2)])
async def test_contradiction_06_created_at_vs_created_date(bank: HalykBench, period: str, calls: int) -> None:
    """Transfers are asked for by the name of the text and the sample, then by that of the table."""
    made = await bank.control("transfer", at=-60)
    await bank.control("configure", p2p_period=period)
    assert [row.id for row in await listed(bank, Ledger.TRANSFERS)] == [made["id"]]
    asked = [one["body"]["searchParameters"][0]["name"] for one in await bank.requests("transfers")]
    assert asked == ["created_at", "created_date"][:calls]
    await listed(bank, Ledger.OPERATIONS)
    (operations,) = await bank.requests("operations")
    assert operations["body"]["searchParameters"][0]["name"] == "created_date"


async def test_contradiction_07_generate_is_json_and_not_form_data(bank: HalykBench, shop: Shop) -> None:
    await shop.billed()
    (asked,) = await bank.requests("generate")
    assert asked["content_type"] == "application/json"
    assert asked["body"]["accountId"] == "1001"


async def test_contradiction_08_the_qr_ends_with_its_token_so_check_status_is_asked_then(
    bank: HalykBench, shop: Shop
) -> None:
    bill = await shop.billed()
    await bank.provider.fetch(bill)
    bank.wait(timedelta(minutes=19, seconds=31))
    await bank.provider.fetch(bill)
    bank.wait(timedelta(seconds=40))
    assert (await bank.provider.fetch(bill)).seen is Seen.EXPIRED
    assert (len(await bank.requests("qr")), len(await bank.requests("status"))) == (1, 2)


@pytest.mark.parametrize("name", ["invoiceID", "invoiceId", "invoice_id"])
async def test_contradiction_09_the_invoice_number_has_three_names(
    bank: HalykBench, shop: Shop, name: str
) -> None:
    """Sent as invoiceID; whatever a callback calls it, it is ours."""
    bill = await shop.billed()
    await bank.pays(bill)
    (received,) = await bank.delivers()
    body = json.loads(received.body)
    body[name] = body.pop("invoiceId")
    delivery = bank.provider.read_webhook(received.headers, json.dumps(body).encode())
    assert isinstance(delivery, Delivery)
    assert delivery.reference == bill.reference
    (token,) = [one for one in await bank.requests("token") if "amount" in one["body"]]
    assert token["body"]["invoiceID"] == bill.reference


async def test_contradiction_10_only_the_terminals_uuid_is_compared(bank: HalykBench, shop: Shop) -> None:
    """check-status writes the number of the till as ``terminal``, and so does the list."""
    bill = await shop.billed()
    await bank.pays(bill)
    await bank.control("configure", empty_invoice=0)
    (row,) = await listed(bank, Ledger.OPERATIONS)
    assert row.terminal not in ("", TERMINAL)
    seen = await bank.provider.confirm(row)
    assert seen is not None
    assert seen.seen is Seen.PAID
    await bank.control(
        "configure", status={"client_id": "r", "client_secret": "s", "terminal": OTHER_TERMINAL}
    )
    stranger = bank.client(
        client_id="r", client_secret="s", terminal=OTHER_TERMINAL, username=None, password=None
    )
    told = await stranger.confirm(row)
    assert told is not None
    assert (told.seen, told.word) == (Seen.UNCLEAR, "CHARGE of another terminal")
    await stranger.close()


async def test_contradiction_11_bonuses_have_two_names_and_always_count(bank: HalykBench, shop: Shop) -> None:
    bill = await shop.billed(Fate.TAKES_BONUSES)
    await bank.pays(bill)
    assert (await bank.provider.fetch(bill)).amount == bill.amount
    (row,) = await listed(bank, Ledger.OPERATIONS)
    assert row.amount is not None
    assert row.amount < bill.amount
    assert row.total == bill.amount


async def test_contradiction_12_the_payment_type_begins_with_a_capital(bank: HalykBench, shop: Shop) -> None:
    bill = await shop.billed()
    await bank.pays(bill)
    assert (await bank.provider.fetch(bill, claim=Seen.PAID)).details.channel == "QR"


async def test_contradiction_13_a_reason_code_is_a_number_or_a_text(bank: HalykBench, shop: Shop) -> None:
    """A number in the callback and in transfers, a text in check-status."""
    bill = await shop.billed()
    await bank.declines(bill)
    (received,) = await bank.delivers()
    assert json.loads(received.body)["reasonCode"] == 484
    seen = await bank.provider.fetch(bill, claim=Seen.REJECTED)
    assert (seen.seen, seen.details.code) == (Seen.REJECTED, "484")
    await bank.control("transfer", at=-60, code="51", reasonCode=484, reason="")
    (row,) = await listed(bank, Ledger.TRANSFERS)
    assert (row.code, row.reason) == ("51", "484")


async def test_contradiction_14_the_scope_is_the_long_one_but_transfer_for_transfers(
    bank: HalykBench, shop: Shop
) -> None:
    await shop.billed()
    await bank.provider.fetch(shop.intent())
    for ledger in Ledger:
        await listed(bank, ledger)
    scopes = [one["body"]["scope"] for one in await bank.requests("token")]
    assert scopes == [LONG_SCOPE, LONG_SCOPE, LONG_SCOPE, "transfer"]


async def test_contradiction_15_addresses_are_settings_with_or_without_a_path(
    bank: HalykBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old test host has ``/api`` before every path, the others have not; the new ones are production."""
    assert bank.base in bank.settings().api_url
    assert bank.settings().api_url.endswith("/api")
    for ledger in Ledger:
        assert await listed(bank, ledger) == []
    assert [one["path"] for one in await bank.requests("transfers")] == ["/halyk/api/p2p/operations"]
    assert [one["path"] for one in await bank.requests("operations")] == ["/halyk/api/operations"]
    for name in HalykSettings.model_fields:
        monkeypatch.delenv(f"HALYK_{name.upper()}", raising=False)
    production = HalykSettings(_env_file=None)  # type: ignore[call-arg]
    assert production.api_url == "https://epay-api.homebank.kz"
    assert production.transfers_api_url == "https://epay.homebank.kz/api"


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
async def test_contradiction_16_the_qr_speaks_the_one_documented_language(
    bank: HalykBench, shop: Shop, language: str
) -> None:
    await shop.create(replace(shop.intent(), language=language))
    (asked,) = await bank.requests("generate")
    assert asked["body"]["language"] == "ru"


@pytest.mark.parametrize("invoice", ["12345678901234567", "1234567890123456", "12345"])
async def test_contradiction_17_an_invoice_number_has_6_to_15_digits(bank: HalykBench, invoice: str) -> None:
    """The sample of the payment link has seventeen: such a row is shown, and never asked about."""
    for ordinal in (0, 899_999, 10**15 - 100_001):
        assert 6 <= len(bank.provider.reference(ordinal)) <= 15
    await bank.control("operation", at=-60, invoiceID=invoice)
    (row,) = await listed(bank, Ledger.OPERATIONS)
    assert row.invoice == invoice
    assert await bank.provider.confirm(row) is None
    assert await bank.requests("status") == []


async def test_contradiction_18_auth_is_held_and_not_paid(bank: HalykBench, shop: Shop) -> None:
    bill = await shop.billed(Fate.HOLDS)
    await bank.pays(bill)
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.source, seen.amount) == (Seen.AUTHORIZED, "check-status", bill.amount)
    await bank.control("trouble", endpoint="status", kind="500", count=1)
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.step) == (Seen.PENDING, Step.BLOCKED)
