"""Where HorizonPay sends the payer, and ends that it knows at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing.answers import Accepted, Rejected, Seen
from billing.models import Form, InstructionKind, Refusal
from billing.money import Money
from billing.questions import Bill
from sandbox.horizonpay.payer import checkout
from tests.contract.harness import Shop
from tests.contract.horizonpay.bench import HorizonPayBench, accepted
from tests.contract.standing import forgotten


async def through(bank: HorizonPayBench, shop: Shop, method: str) -> tuple[Accepted, Bill]:
    bank.provider = bank.client(method=method)
    return await accepted(shop, shop.intent())


@pytest.mark.parametrize("method", ["card", "card_query", "card_bare"])
async def test_a_form_by_get_becomes_a_link_that_pays(bank: HorizonPayBench, shop: Shop, method: str) -> None:
    outcome, bill = await through(bank, shop, method)
    (link,) = outcome.instruction.links
    assert outcome.instruction.kind is InstructionKind.OPEN
    assert await checkout(link.url) == bill.page_url
    assert (await bank.provider.fetch(bill)).seen is Seen.PAID


async def test_a_form_by_post_keeps_its_fields_as_they_are(bank: HorizonPayBench, shop: Shop) -> None:
    odd = [
        {"type": "hidden", "id": "x", "name": 'a"b<c>&', "value": "\"'><script>alert(1)</script>"},
        {"type": "text", "id": "", "name": "lines", "value": " one\r\ntwo \u2028 Қазақша ✓ "},
    ]
    await bank.control("configure", methods={"odd": {"flow": "post", "extra": odd}})
    outcome, bill = await through(bank, shop, "odd")
    assert (outcome.instruction.links, outcome.instruction.qr) == ((), "")
    form = outcome.instruction.form
    assert isinstance(form, Form)
    assert [(one["name"], one["value"]) for one in odd] == list(form.fields[-2:])
    assert await checkout(form.action, [("utf8", "✓"), *form.fields]) == bill.page_url
    assert (await bank.provider.fetch(bill)).seen is Seen.PAID


@pytest.mark.parametrize(("method", "drawn"), [("wallet_qr", True), ("wallet_picture", False)])
async def test_a_link_to_a_qr_is_a_button_and_a_picture_is_not_drawn_once_more(
    bank: HorizonPayBench, shop: Shop, method: str, drawn: bool
) -> None:
    outcome, _ = await through(bank, shop, method)
    (link,) = outcome.instruction.links
    assert (outcome.instruction.kind, link.app) == (InstructionKind.OPEN, "qr")
    assert outcome.instruction.qr == (link.url if drawn else "")


async def test_where_nothing_is_given_the_payer_confirms_in_the_app(
    bank: HorizonPayBench, shop: Shop
) -> None:
    outcome, bill = await through(bank, shop, "wallet_app")
    told = outcome.instruction
    assert (told.kind, told.links, told.form) == (InstructionKind.CONFIRM, (), None)
    assert not outcome.decided
    await bank.pays(bill)
    assert (await bank.provider.fetch(bill)).seen is Seen.PAID


@pytest.mark.parametrize("flow", ["get", "post"])
@pytest.mark.parametrize(
    "action",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://shop.example@evil.example/", "x"],
)
async def test_a_form_that_leads_nowhere_safe_is_never_shown(
    bank: HorizonPayBench, shop: Shop, flow: str, action: str
) -> None:
    await bank.control("configure", methods={"bad": {"flow": flow, "action": action}})
    bank.provider = bank.client(method="bad")
    outcome, bill = await shop.create(shop.intent())
    assert isinstance(outcome, Rejected)
    assert outcome.refusal is Refusal.QR_WRONG
    assert (await bank.provider.fetch(forgotten(bill))).instruction is None


@pytest.mark.parametrize(("method", "seen"), [("at_once", Seen.PAID), ("never", Seen.REJECTED)])
async def test_an_end_at_once_is_only_believed_when_asked_for(
    bank: HorizonPayBench, shop: Shop, method: str, seen: Seen
) -> None:
    outcome, bill = await through(bank, shop, method)
    assert outcome.decided
    assert (await bank.provider.fetch(bill)).seen is seen


async def test_a_wish_that_the_bank_does_not_take_is_rejected_when_asked_for(
    bank: HorizonPayBench, shop: Shop
) -> None:
    outcome, bill = await accepted(shop, replace(shop.intent(), amount=Money(500045, "KZT")))
    assert outcome.decided
    assert (await bank.provider.fetch(bill)).seen is Seen.REJECTED
