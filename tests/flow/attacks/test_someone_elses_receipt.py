"""A receipt names a card and the bank's number: it is for the customer and the shop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chance import SystemClock
from tests.flow.handlers.rig import CUSTOMER, OWNER, STRANGER, Message, Rig, buttons, opened
from tests.support import PATIENCE


@pytest.fixture
async def rig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Rig]:
    """An owner, a customer and a stranger who have pressed Start."""
    async with opened(tmp_path, monkeypatch, SystemClock()) as chat:
        for person in (OWNER, CUSTOMER, STRANGER):
            await chat.sandbox.person(person, f"Person {person}", "en")
            await chat.sandbox.start(person)
            await chat.sandbox.wait_for(person, lambda messages: len(messages) > 1)
        yield chat


async def card_of(rig: Rig, person: int) -> Message:
    """The card with buttons in this person's chat."""

    def find(messages: list[Message]) -> Message | None:
        return next((m for m in messages if "photo" in m and buttons(m)), None)

    return await rig.sandbox.wait_for(person, find)


async def card_seen(rig: Rig, person: int) -> Message:
    """The card in this person's chat, as it is now."""
    return next(m for m in await rig.ours(person) if "photo" in m)


async def answered(rig: Rig) -> None:
    """Return once a tap has had its answer."""
    async with asyncio.timeout(PATIENCE):
        while not [c for c in await rig.sandbox.calls() if c["method"].lower() == "answercallbackquery"]:
            await asyncio.sleep(0.02)


async def test_a_made_up_button_does_not_show_another_customers_receipt(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "5000 Coffee")
    await card_of(rig, OWNER)
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    invoice = await rig.desk.invoice_by_number(1, owner)
    for person in (CUSTOMER, STRANGER):
        await rig.sandbox.start(person, f"inv_{invoice.token}")
        await card_of(rig, person)
    (bill,) = (await rig.sandbox.halyk("books"))["bills"]
    await rig.sandbox.halyk("pay", invoiceID=bill["invoiceID"])
    await rig.desk.check(invoice.id)
    await rig.said(CUSTOMER, "Thank you")

    card = await card_seen(rig, STRANGER)
    await rig.sandbox.raw_update(
        {
            "callback_query": {
                "id": "77",
                "from": {"id": STRANGER, "is_bot": False, "first_name": "Eve", "language_code": "en"},
                "message": {name: card[name] for name in ("message_id", "date", "chat")},
                "chat_instance": "1",
                "data": f"rcp:{invoice.id}",
            }
        }
    )
    await answered(rig)
    assert not [m for m in await rig.ours(STRANGER) if "Thank you" in m.get("text", "")]
