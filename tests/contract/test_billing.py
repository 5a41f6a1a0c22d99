"""Billing the payer: whatever the bank or the line does, one bill at most, and never a wrong one shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from billing.answers import Accepted, Rejected, Unknown, Unreachable
from billing.models import InstructionKind, Refusal
from tests.contract.harness import Bench, Fate, Phase, Shop, Trouble

BROKEN = [Trouble.HTML, Trouble.BAD_JSON, Trouble.EMPTY, Trouble.SERVER_ERROR]
AT_THE_DOOR = [Trouble.NOT_FOUND, Trouble.TOO_MANY]
SILENT = [Trouble.SILENT_IDLE, Trouble.SILENT_DONE, Trouble.RESET_IDLE, Trouble.RESET_DONE]


async def test_a_bill_tells_the_payer_what_to_do_and_until_when(bank: Bench, shop: Shop) -> None:
    intent = shop.intent()
    outcome, bill = await shop.create(intent)
    assert isinstance(outcome, Accepted)
    told = outcome.instruction
    confirms = told.kind is InstructionKind.CONFIRM  # in the app, which knows it by itself
    assert confirms or told.qr or told.links or told.form
    assert outcome.expires_at is not None
    assert bank.now() < outcome.expires_at <= bank.now() + bank.life()
    assert await bank.bills_made(bill) == 1


@pytest.mark.parametrize("trouble", BROKEN)
async def test_a_garbled_answer_to_a_bill_is_not_taken_for_a_no(
    bank: Bench, shop: Shop, trouble: Trouble
) -> None:
    await bank.breaks(Phase.BILL, trouble)
    outcome, _ = await shop.create(shop.intent())
    assert isinstance(outcome, Unknown)


@pytest.mark.parametrize("trouble", AT_THE_DOOR)
async def test_a_bill_refused_at_the_door_may_be_repeated(bank: Bench, shop: Shop, trouble: Trouble) -> None:
    await bank.breaks(Phase.BILL, trouble)
    outcome, bill = await shop.create(shop.intent())
    assert isinstance(outcome, Unreachable)
    assert await bank.bills_made(bill) == 0
    bank.wait(timedelta(minutes=1, seconds=1))
    again, bill = await shop.create(bill)
    assert isinstance(again, Accepted)
    assert await bank.bills_made(bill) == 1


@pytest.mark.parametrize("trouble", SILENT)
async def test_silence_after_sending_a_bill_leaves_the_outcome_unknown(
    bank: Bench, shop: Shop, trouble: Trouble
) -> None:
    bank.impatient()
    await bank.breaks(Phase.BILL, trouble)
    outcome, _ = await shop.create(shop.intent())
    assert isinstance(outcome, Unknown)


@pytest.mark.needs(Phase.PREPARE)
@pytest.mark.parametrize("trouble", [*BROKEN, *AT_THE_DOOR, *SILENT])
async def test_trouble_before_the_bill_may_be_repeated_freely(
    bank: Bench, shop: Shop, trouble: Trouble
) -> None:
    bank.impatient()
    await bank.breaks(Phase.PREPARE, trouble)
    outcome, bill = await shop.create(shop.intent())
    assert isinstance(outcome, Unreachable)
    assert await bank.bills_made(bill) == 0


async def test_a_refused_connection_means_that_nothing_was_sent(bank: Bench, shop: Shop) -> None:
    await bank.goes_away()
    outcome, _ = await shop.create(shop.intent())
    assert isinstance(outcome, Unreachable)
    assert shop.kept == []


@pytest.mark.parametrize(
    "fate", [Fate.SHOWS_ANOTHER_AMOUNT, Fate.SHOWS_ANOTHER_CURRENCY, Fate.SHOWS_A_BROKEN_CODE]
)
async def test_a_code_that_asks_for_something_else_is_never_shown(
    bank: Bench, shop: Shop, fate: Fate
) -> None:
    outcome, _ = await shop.create(shop.intent(fate))
    assert isinstance(outcome, Rejected)
    assert outcome.refusal is Refusal.QR_WRONG


async def test_references_never_repeat(bank: Bench, shop: Shop) -> None:
    seen = [bank.provider.reference(ordinal) for ordinal in range(1, 2000)]
    assert len(set(seen)) == len(seen)
