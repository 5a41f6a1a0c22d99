"""What a bank demands to know of the payer: asked in the customer's own chat, once; forgotten on a tap."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from billing.models import Payment
from tests.flow.handlers.rig import CUSTOMER, OWNER, STRANGER, Message, Rig, buttons, spoken
from tests.flow.handlers.test_kept_methods import CardBank, answered, invoice_for, tapped
from tests.flow.handlers.test_kept_methods import bank as bank
from tests.support import PATIENCE

INTRO = "wants to know a little more about who pays"


@pytest.fixture
def curious(bank: CardBank) -> CardBank:
    """It wants to know three things, of which Telegram tells one."""
    wants = frozenset({"first_name", "birth_date", "email"})
    bank.capabilities = replace(bank.capabilities, keeps_methods=False, wants=wants)
    bank.pays = False
    return bank


async def asked(rig: Rig, number: int = 1) -> Message:
    """The customer has tapped *Pay*."""
    await rig.tap(CUSTOMER, CUSTOMER, await invoice_for(rig, number), "Pay")
    return await rig.said(CUSTOMER, INTRO)


async def payments(rig: Rig, invoice_id: int = 1) -> tuple[Payment, ...]:
    return (await rig.desk.view(invoice_id)).payments


async def test_each_question_comes_after_the_other_and_then_the_bill(rig: Rig, curious: CardBank) -> None:
    assert "31.12.1990" in spoken(await asked(rig))
    await rig.sandbox.send(CUSTOMER, "yesterday")
    await rig.said(CUSTOMER, "That can't be read. When were you born?")
    await rig.sandbox.send(CUSTOMER, "31.12.1990")
    await rig.said(CUSTOMER, "What is your e-mail address?")
    assert curious.billed == []
    await rig.sandbox.send(CUSTOMER, "name@example.kz")
    await rig.said(CUSTOMER, "Thank you! Asking the bank")
    async with asyncio.timeout(PATIENCE):
        while not curious.billed:  # it is asked beside the chat
            await asyncio.sleep(0.02)
    told = curious.billed[0].payer
    assert (told.first_name, told.birth_date, told.email) == ("Daniyar", "1990-12-31", "name@example.kz")


async def test_the_second_time_nothing_is_asked(rig: Rig, curious: CardBank) -> None:
    for name, value in (("birth_date", "1990-12-31"), ("email", "name@example.kz")):
        await invoice_for(rig, 1) if name == "birth_date" else None
        await rig.desk.remember_particular(CUSTOMER, name, value)
    await rig.tap(CUSTOMER, CUSTOMER, await invoice_for(rig, 2), "Pay")
    await answered(rig, CUSTOMER)
    assert len(await payments(rig, 2)) == 1
    assert not [m for m in await rig.ours(CUSTOMER) if INTRO in spoken(m)]


@pytest.mark.parametrize("way", ["Back", "cancel", "/help"])
async def test_each_way_out_leaves_the_question_and_bills_nobody(
    rig: Rig, curious: CardBank, way: str
) -> None:
    question = await asked(rig)
    if way == "Back":
        await rig.tap(CUSTOMER, CUSTOMER, question, way)
    else:
        await rig.sandbox.send(CUSTOMER, way)
    if way != "/help":
        await rig.said(CUSTOMER, "nothing was billed and nothing was taken")
    await rig.sandbox.send(CUSTOMER, "31.12.1990")
    await answered(rig, CUSTOMER)
    assert await rig.desk.particulars(CUSTOMER) == {}
    assert await payments(rig) == ()


async def test_a_phone_that_is_demanded_may_be_shared_with_one_tap(rig: Rig, curious: CardBank) -> None:
    curious.capabilities = replace(curious.capabilities, wants=frozenset({"phone"}))
    await asked(rig)
    await rig.sandbox.send_contact(CUSTOMER, "+77071234567")
    await rig.said(CUSTOMER, "Thank you! Asking the bank")
    await answered(rig, CUSTOMER)
    assert curious.billed[0].payer.phone == "+77071234567"
    person = await rig.desk.person(CUSTOMER)
    assert person is not None
    assert person.phone == "+77071234567"


@pytest.mark.parametrize("other", [OWNER, STRANGER])
async def test_nobody_is_asked_but_the_customer(rig: Rig, curious: CardBank, other: int) -> None:
    await invoice_for(rig, 1)
    if other == STRANGER:
        owner = await rig.desk.person(OWNER)
        assert owner is not None
        await rig.sandbox.start(STRANGER, f"inv_{(await rig.desk.invoice_by_number(1, owner)).token}")
    card = await rig.said(other, "#1")
    await tapped(rig, other, card, f"pay:1:{curious.slug}")
    await answered(rig, other)
    words = await rig.read(other)
    asks = words("particulars-intro", bank="").strip()[:20]
    assert not [m for m in await rig.ours(other) if asks in spoken(m)]
    assert await payments(rig) == ()


async def test_what_only_the_page_tells_leads_to_the_page(rig: Rig, curious: CardBank) -> None:
    curious.capabilities = replace(curious.capabilities, wants=frozenset({"ip", "user_agent"}))
    card = await invoice_for(rig, 1)
    await tapped(rig, CUSTOMER, card, f"pay:1:{curious.slug}")
    await rig.said(CUSTOMER, "begins on the invoice's page")
    assert await payments(rig) == ()


async def test_privacy_reads_it_back_and_forgets_it(rig: Rig, curious: CardBank) -> None:
    await rig.desk.remember_particular(CUSTOMER, "email", "<b>&name@example.kz")
    await rig.sandbox.send(CUSTOMER, "/privacy")
    page = await rig.said(CUSTOMER, "E-mail: <b>&name@example.kz")
    assert "Forget what the bank asked" in buttons(page)
    await rig.tap(CUSTOMER, CUSTOMER, page, "Forget what the bank asked")

    def without(messages: list[Message]) -> Message | None:
        shown = (m for m in messages if m["message_id"] == page["message_id"])
        return next((m for m in shown if "example.kz" not in spoken(m)), None)

    await rig.sandbox.wait_for(CUSTOMER, without)
    assert await rig.desk.particulars(CUSTOMER) == {}
