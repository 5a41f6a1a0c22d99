"""Each status and each code of the service, over a socket: what became of the bill, and who must act."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from billing.answers import Begun, Declined, Outcome, Rejected, Seen, Unknown, Unreachable
from billing.errors import BankError, BankRefusesUs, BankSilent
from billing.models import RefundRefusal, Refusal
from providers.registry import BANKS
from sandbox.apipay.magic import PHONES
from sandbox.apipay.troubles import CODES
from screens.texts import LOCALES, words
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.harness import Shop

(BANK,) = (slug for slug in BANKS if slug in __file__)
GENERATIONS = pytest.mark.parametrize("generation", ["april", "september"])
LIMITS = ("kyc_daily_limit_reached", "tariff_limit_reached")
KINDS: dict[str, tuple[type[Outcome], Refusal | None, bool]] = {
    "400": (Rejected, Refusal.UNSAID, False),
    "401": (Rejected, Refusal.SETUP, True),
    "403": (Rejected, Refusal.SETUP, True),
    "404": (Unreachable, None, False),
    "410": (Rejected, Refusal.UNSAID, False),
    "422": (Rejected, Refusal.PHONE, False),
    "429": (Unreachable, None, False),
    "500": (Unknown, None, False),
    "502": (Unknown, None, False),
    "503": (Unknown, None, False),
    **dict.fromkeys(CODES, (Rejected, Refusal.SETUP, True)),
    **dict.fromkeys(LIMITS, (Rejected, Refusal.SHOP_LIMIT, True)),
}
"""What a bill becomes, why in our words, and whether nobody else would be billed either."""

LATER: dict[str, tuple[Refusal, bool]] = {
    "client_not_found": (Refusal.PHONE, False),
    "network_unavailable": (Refusal.BANK_TROUBLE, False),
    "kaspi_throttled": (Refusal.BANK_TROUBLE, False),
    "session_transient": (Refusal.BANK_TROUBLE, False),
    "unknown_error": (Refusal.BANK_TROUBLE, False),
    "kaspi_session_invalid": (Refusal.SETUP, True),
    "kaspi_session_expired": (Refusal.SETUP, True),
    "kaspi_session_not_configured": (Refusal.SETUP, True),
    "organization_not_configured": (Refusal.SETUP, True),
    "tariff_inactive": (Refusal.SETUP, True),
    "tariff_limit_reached": (Refusal.SHOP_LIMIT, True),
    "kyc_rejected": (Refusal.SETUP, True),
    "kyc_daily_limit_reached": (Refusal.SHOP_LIMIT, True),
    "invoices_disabled": (Refusal.SETUP, True),
    "payer_refused": (Refusal.PAYER, False),
    "a_code_of_next_year": (Refusal.UNSAID, False),
}
"""The same of a code with which a bill ends after it was taken."""


@GENERATIONS
@pytest.mark.parametrize("kind", KINDS)
async def test_each_no_to_a_bill_has_an_outcome(
    bank: ApiPayBench, shop: Shop, kind: str, generation: str
) -> None:
    await bank.control("configure", generation=generation)
    await bank.trouble("create", kind, count=1)
    outcome, bill = await shop.create(shop.intent())
    expected, refusal, halts = KINDS[kind]
    assert isinstance(outcome, expected), outcome
    assert await bank.bills_made(bill) == 0
    if isinstance(outcome, Rejected):
        assert outcome.refusal is refusal
        assert (outcome.halt is not None) is halts
        assert (outcome.halt is not None and outcome.halt.until is not None) is (kind in LIMITS)


@pytest.mark.parametrize("kind", ["500", "502", "503"])
async def test_a_5xx_on_a_bill_is_never_a_no(bank: ApiPayBench, shop: Shop, kind: str) -> None:
    """The bill may have been made behind it, and then it is found by our number."""
    await bank.trouble("create", kind, count=1, acted=True)
    outcome, bill = await shop.create(shop.intent())
    assert isinstance(outcome, Unknown)
    assert (await bank.provider.fetch(bill)).seen is Seen.PENDING


@GENERATIONS
@pytest.mark.parametrize("kind", KINDS)
async def test_each_no_to_a_question_is_silence_or_for_the_merchant(
    bank: ApiPayBench, shop: Shop, kind: str, generation: str
) -> None:
    await bank.control("configure", generation=generation)
    bill = await shop.billed()
    await bank.trouble("invoice", kind, count=1)
    with pytest.raises(BankError) as raised:
        await bank.provider.fetch(bill)
    if KINDS[kind][2]:
        assert isinstance(raised.value, BankRefusesUs)
        assert raised.value.halt is not None
    else:
        assert isinstance(raised.value, BankSilent)
    if kind == "429":
        bank.wait(timedelta(minutes=1))
    assert (await bank.provider.fetch(bill)).seen is Seen.PENDING


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("endpoint", ["refund", "cancel"])
async def test_each_no_to_a_refund_or_a_cancel_has_an_outcome(
    bank: ApiPayBench, shop: Shop, kind: str, endpoint: str
) -> None:
    await bank.control("configure", generation="september")
    refunding = endpoint == "refund"
    bill = await shop.paid() if refunding else await shop.billed()
    repayment = await shop.repayment(bill, 150000) if refunding else None
    await bank.trouble(endpoint, kind, count=1)
    outcome = await (bank.provider.refund(repayment) if repayment else bank.provider.cancel(bill))
    assert not isinstance(outcome, Begun)
    if kind in ("500", "502", "503"):
        assert isinstance(outcome, Unknown), "it may have happened"
    elif kind == "429":
        assert isinstance(outcome, Unreachable)
    else:
        assert isinstance(outcome, Declined), outcome
        assert (outcome.refusal is RefundRefusal.SETUP) is KINDS[kind][2]
    if repayment:
        assert await bank.repaid(bill) == []


@pytest.mark.parametrize("code", LATER)
async def test_each_code_with_which_a_bill_ends_has_a_reason(
    bank: ApiPayBench, shop: Shop, code: str
) -> None:
    await bank.control("configure", generation="september")
    await bank.control("creations", next=code)
    bill = await shop.billed()
    await bank.reaches()
    seen = await bank.provider.fetch(bill)
    refusal, halts = LATER[code]
    assert (seen.seen, seen.refusal, seen.details.code) == (Seen.REJECTED, refusal, code)
    assert (seen.halt is not None) is halts
    assert (seen.halt is not None and seen.halt.until is not None) is (code in LIMITS)


@pytest.mark.parametrize("code", ["client_not_found", "kaspi_session_invalid"])
async def test_a_sentence_alone_is_enough_where_it_is_documented(
    bank: ApiPayBench, shop: Shop, code: str
) -> None:
    await bank.control("configure", generation="april")
    await bank.control("creations", next=code)
    bill = await shop.billed()
    await bank.reaches()
    assert (await bank.provider.fetch(bill)).refusal is LATER[code][0]


@pytest.mark.parametrize("locale", LOCALES)
def test_each_code_that_somebody_can_act_on_is_one_sentence(locale: str) -> None:
    telling = {code for code in LATER if code not in ("payer_refused", "a_code_of_next_year")}
    telling |= {*CODES, "sandbox_invoice_limit", "sandbox", "invalid_api_key", "http_401", "http_403"}
    telling |= {"phone_number", "amount", "description", "amount_must_be_whole_tenge"}
    telling |= {person.error for person in PHONES.values() if person.error}
    said = words(locale)
    assert sorted(code for code in telling if f"{BANK}-{code}" not in said) == []
    assert all(said(f"{BANK}-{code}").endswith(".") for code in telling)


async def test_a_field_that_is_not_taken_is_named(bank: ApiPayBench, shop: Shop) -> None:
    await bank.control("configure", description_limit=5)
    outcome, _ = await shop.create(shop.intent())
    assert isinstance(outcome, Rejected)
    assert (outcome.refusal, outcome.code) == (Refusal.OUR_REQUEST, "description")
    await bank.trouble("create", "422", count=1)
    outcome, _ = await shop.create(replace(shop.intent(), description=""))
    assert isinstance(outcome, Rejected)
    assert (outcome.refusal, outcome.code) == (Refusal.PHONE, "phone_number")
    assert "8XXXXXXXXXX" in outcome.text


async def test_the_last_practice_bill_of_a_sandbox_is_for_the_merchant(bank: ApiPayBench, shop: Shop) -> None:
    await bank.control("configure", environment="sandbox", invoice_limit=1)
    await shop.create(shop.intent())
    outcome, _ = await shop.create(shop.intent())
    assert isinstance(outcome, Rejected)
    assert (outcome.code, outcome.halt is not None) == ("sandbox_invoice_limit", True)


CHECKED = ("kaspi_session_expired", "kaspi_session_invalid", "tariff_inactive", "kyc_rejected")


@pytest.mark.parametrize("code", CHECKED)
async def test_a_check_shows_what_stands_in_the_way_and_its_end(
    bank: ApiPayBench, shop: Shop, code: str
) -> None:
    await bank.control("configure", generation="september")
    await bank.trouble("create", code)
    health = await bank.provider.check()
    assert health.halt is not None
    outcome, _ = await shop.create(shop.intent())
    assert isinstance(outcome, Rejected)
    assert outcome.halt is not None
    assert outcome.halt.code == health.halt.code
    await bank.mends()
    assert (await bank.provider.check()).ok


async def test_a_check_that_got_no_answer_says_nothing_of_the_shop(bank: ApiPayBench) -> None:
    await bank.trouble("status", "500", count=1)
    health = await bank.provider.check()
    assert (health.ok, health.halt) == (False, None)
