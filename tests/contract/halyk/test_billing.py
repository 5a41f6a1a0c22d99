"""What only Halyk does when it bills: its bodies word for word, its tokens, its refusals."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import timedelta

import pytest

from billing.answers import Accepted, Rejected, Seen, Unknown, Unreachable
from billing.errors import BankRefusesUs, BankSilent
from billing.models import InstructionKind, Refusal
from billing.money import Money
from billing.statement import Ledger, Query
from billing.states import Step
from sandbox.halyk import CLIENT_ID, TERMINAL
from tests.contract.halyk.bench import HalykBench
from tests.contract.harness import Phase, Shop, Trouble
from tests.contract.standing import forgotten

LONG_SCOPE = "webapi usermanagement email_send verification statement statistics payment"
OTHER_TERMINAL = "0c4d4c3e-6a53-4d6c-8d0a-1d8a4f6d2b11"


# --- Word for word --------------------------------------------------------------------------------------


async def test_the_whole_token_form_is_the_documented_one(bank: HalykBench, shop: Shop) -> None:
    await shop.billed()
    (asked,) = await bank.requests("token")
    assert asked["content_type"] == "application/x-www-form-urlencoded"
    assert asked["query"] == ""
    assert asked["body"] == {  # client_secret is what the simulator leaves out of its log
        "grant_type": "client_credentials",
        "client_id": CLIENT_ID,
        "scope": LONG_SCOPE,
        "terminal": TERMINAL,
        "invoiceID": "100001",
        "amount": "5000",
        "currency": "KZT",
    }


async def test_the_whole_generate_body_is_the_documented_one(bank: HalykBench, shop: Shop) -> None:
    await shop.billed()
    (asked,) = await bank.requests("generate")
    assert (asked["content_type"], asked["query"]) == ("application/json", "")
    assert asked["body"] == {
        "accountId": "1001",
        "payerPhone": "87000000000",
        "postLink": f"{bank.base}/shop/1",
        "failurePostLink": f"{bank.base}/shop/1",
        "description": "Кофе и круассан",
        "data": "",
        "language": "ru",
    }


async def test_the_service_token_names_the_terminal_and_no_invoice(bank: HalykBench, shop: Shop) -> None:
    bank.provider = bank.client(username=None, password=None)
    await bank.provider.check()
    (asked,) = await bank.requests("token")
    assert asked["body"] == {
        "grant_type": "client_credentials",
        "client_id": CLIENT_ID,
        "scope": LONG_SCOPE,
        "terminal": TERMINAL,
    }


async def test_qr_is_asked_with_nothing_but_the_token_that_made_it(bank: HalykBench, shop: Shop) -> None:
    bill = await shop.billed()
    await bank.provider.fetch(bill)
    (asked,) = await bank.requests("qr")
    assert (asked["method"], asked["query"], asked["body"]) == ("GET", "", "")
    made_with = {"client_id": CLIENT_ID, "terminal": TERMINAL, "invoiceID": bill.reference}
    assert asked["token"] == {"kind": "payment", **made_with}


async def test_tiyn_are_sent_with_two_digits(bank: HalykBench, shop: Shop) -> None:
    intent = replace(shop.intent(), amount=Money(500050, "KZT"))
    outcome, _ = await shop.create(intent)
    assert isinstance(outcome, Accepted)
    assert (await bank.requests("token"))[0]["body"]["amount"] == "5000.50"


async def test_a_long_description_is_cut_between_characters(bank: HalykBench, shop: Shop) -> None:
    intent = replace(shop.intent(), description="Қ" * 200, phone=None)
    outcome, _ = await shop.create(intent)
    assert isinstance(outcome, Accepted)
    body = (await bank.requests("generate"))[0]["body"]
    assert body["description"] == "Қ" * 62
    assert "payerPhone" not in body


# --- The order of things --------------------------------------------------------------------------------


async def test_the_token_is_stored_before_the_qr_is_asked_for(bank: HalykBench, shop: Shop) -> None:
    asked_then: list[int] = []

    async def keep(access: str, until: object) -> None:
        asked_then.append(len(await bank.requests("generate")))

    assert isinstance(await bank.provider.create(shop.intent(), keep), Accepted)
    assert asked_then == [0]
    assert len(await bank.requests("generate")) == 1


async def test_each_bill_has_a_token_of_its_own(bank: HalykBench, shop: Shop) -> None:
    await shop.billed()
    await shop.billed()
    assert len(set(shop.kept)) == 2


async def test_the_token_of_a_payment_serves_nothing_but_its_qr(bank: HalykBench, shop: Shop) -> None:
    bills = [await shop.billed(), await shop.billed()]
    for bill in bills:
        await bank.provider.fetch(bill)
        await bank.pays(bill)
        await bank.provider.fetch(bill, claim=Seen.PAID)
    period = bank.now() - timedelta(hours=1), bank.now() + timedelta(seconds=5)
    for ledger in Ledger:
        [row async for row in bank.provider.operations(Query(ledger, *period))]
    used = {"generate": set[str](), "qr": set[str]()}
    for endpoint in ("generate", "qr", "status", "operations", "transfers"):
        for one in await bank.requests(endpoint):
            if one["token"]["invoiceID"] is not None:
                used[endpoint].add(one["token"]["invoiceID"])
    assert used == {"generate": {bill.reference for bill in bills}, "qr": {bill.reference for bill in bills}}


@pytest.mark.parametrize("trouble", [Trouble.SILENT_DONE, Trouble.RESET_DONE])
async def test_a_lost_answer_is_recovered_by_qr_and_not_by_a_second_bill(
    bank: HalykBench, shop: Shop, trouble: Trouble
) -> None:
    bank.impatient()
    await bank.breaks(Phase.BILL, trouble)
    outcome, bill = await shop.create(shop.intent())
    assert isinstance(outcome, Unknown)
    seen = await bank.provider.fetch(bill)
    assert seen.seen is Seen.PENDING
    assert seen.instruction is not None
    assert seen.instruction.kind is InstructionKind.SCAN
    books = await bank.books()
    assert seen.instruction.qr == books["bills"][0]["qrcode"]
    assert seen.details.bill_number == str(books["bills"][0]["bill"])
    assert seen.expires_at is not None
    assert timedelta(minutes=19) < seen.expires_at - bank.now() <= timedelta(minutes=20)
    assert books["generated"] == {bill.reference: 1}


async def test_a_crash_after_the_bill_is_recovered_too(bank: HalykBench, shop: Shop) -> None:
    bill = forgotten(await shop.billed())
    await bank.scans(bill)
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.step) == (Seen.PENDING, Step.SCANNED)
    assert seen.instruction is not None


async def test_absence_is_proven_only_after_a_minute_and_then_the_same_token_bills(
    bank: HalykBench, shop: Shop
) -> None:
    bank.impatient()
    await bank.breaks(Phase.BILL, Trouble.SILENT_IDLE)
    outcome, bill = await shop.create(shop.intent())
    assert isinstance(outcome, Unknown)
    with pytest.raises(BankSilent):
        await bank.provider.fetch(bill)
    bank.wait(timedelta(seconds=61))
    assert (await bank.provider.fetch(bill)).seen is Seen.ABSENT
    again, bill = await shop.create(replace(bill, asked_at=bank.now()))
    assert isinstance(again, Accepted)
    assert len(shop.kept) == 1
    assert again.expires_at == bill.access_until
    assert await bank.bills_made(bill) == 1


async def test_a_token_that_is_nearly_over_is_not_used_for_a_new_qr(bank: HalykBench, shop: Shop) -> None:
    await bank.breaks(Phase.BILL, Trouble.TOO_MANY)
    _, bill = await shop.create(shop.intent())
    bank.wait(timedelta(minutes=16))
    outcome, _ = await shop.create(bill)
    assert isinstance(outcome, Accepted)
    assert len(shop.kept) == 2


async def test_a_stored_token_that_the_bank_has_dropped_is_replaced(bank: HalykBench, shop: Shop) -> None:
    await bank.breaks(Phase.BILL, Trouble.TOO_MANY)
    outcome, bill = await shop.create(shop.intent())
    assert isinstance(outcome, Unreachable)
    await bank.control("reset")
    outcome, _ = await shop.create(bill)
    assert isinstance(outcome, Accepted)
    assert len(shop.kept) == 2


async def test_a_bill_that_finds_no_connection_after_its_token_may_be_repeated(
    bank: HalykBench, shop: Shop
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        lost = bank.client(api_url=f"http://127.0.0.1:{taken.getsockname()[1]}")
        there, bank.provider = bank.provider, lost
        outcome, bill = await shop.create(shop.intent())
        assert isinstance(outcome, Unreachable)
        await lost.close()
    bank.provider = there
    outcome, _ = await shop.create(bill)
    assert isinstance(outcome, Accepted)
    assert len(shop.kept) == 1


# --- Refusals of a bill ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tiyn", "refusal", "code"),
    [(500019, Refusal.SETUP, "219"), (500029, Refusal.QR_FAILED, "220"), (500063, Refusal.SETUP, "563")],
)
async def test_documented_refusals_are_final(
    bank: HalykBench, shop: Shop, tiyn: int, refusal: Refusal, code: str
) -> None:
    outcome, _ = await shop.create(replace(shop.intent(), amount=Money(tiyn, "KZT")))
    assert isinstance(outcome, Rejected)
    assert (outcome.refusal, outcome.code) == (refusal, code)


async def test_an_unreadable_request_is_our_fault(bank: HalykBench, shop: Shop) -> None:
    outcome, _ = await shop.create(replace(shop.intent(), paid_url="ftp://shop.example"))
    assert isinstance(outcome, Rejected)
    assert (outcome.refusal, outcome.code) == (Refusal.OUR_REQUEST, "1531")


async def test_wrong_credentials_are_a_matter_of_setup(bank: HalykBench, shop: Shop) -> None:
    stranger = bank.client(client_secret="wrong")
    outcome = await stranger.create(shop.intent(), nobody_keeps)
    assert isinstance(outcome, Rejected)
    assert (outcome.refusal, outcome.code) == (Refusal.SETUP, "invalid_client")
    health = await stranger.check()
    assert not health.ok
    assert "HALYK_CLIENT_SECRET" in health.advice
    assert "wrong" not in health.text + health.advice
    with pytest.raises(BankRefusesUs):
        await stranger.fetch(shop.intent())
    await stranger.close()


async def nobody_keeps(access: str, until: object) -> None:
    raise AssertionError("there is nothing to keep")


async def test_links_that_are_missing_are_left_out(bank: HalykBench, shop: Shop) -> None:
    outcome, _ = await shop.create(replace(shop.intent(), amount=Money(500035, "KZT")))
    assert isinstance(outcome, Accepted)
    assert outcome.instruction.links == ()


async def test_links_into_apps_are_kept_as_they_are(bank: HalykBench, shop: Shop) -> None:
    outcome, _ = await shop.create(replace(shop.intent(), amount=Money(500036, "KZT")))
    assert isinstance(outcome, Accepted)
    assert [link.app for link in outcome.instruction.links] == ["homebank", "onlinebank"]
    assert all(link.url.startswith("homebank://") for link in outcome.instruction.links)


# --- Logs -----------------------------------------------------------------------------------------------


async def test_logs_name_calls_and_nothing_secret(
    bank: HalykBench, shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    bill = await shop.billed()
    await bank.pays(bill)
    await bank.provider.fetch(bill)
    ours = " ".join(
        record.getMessage() for record in caplog.records if record.name.startswith(("providers", "http"))
    )
    assert "halyk generate: 200" in ours
    secrets = [
        bill.access or "",
        "sandbox-secret",
        "77000000000",
        bill.description,
        "payment/qr",
        bill.reference,
    ]
    assert not [secret for secret in secrets if secret in ours]
