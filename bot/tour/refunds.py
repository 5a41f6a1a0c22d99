"""The steps in which money goes back: a part that ends later, and a refund that the bank refuses."""

from __future__ import annotations

from typing import Any

from bot.demo import CUSTOMER, MERCHANT
from bot.tour import reading
from bot.tour.reading import Message
from bot.tour.scene import Deal, Scene
from screens.refund_buttons import AskRefund, Choose, Confirm

PART = 1_500_00
MINUTE = 61
REFUSED = 1_500_61  # the bank's practice amount for the limit of the contract
LIMIT = "3141"


async def part_goes_back(scene: Scene) -> None:
    """A part of the money goes back: the bank takes the refund at once and finishes it later"""
    deal = await scene.issue("4500 Dinner", 4_500_00)
    await scene.opens(deal)
    await scene.pays(deal)
    await scene.told_paid(deal)
    question = await asked(scene, deal)
    scene.check(
        "it offers all of it", any(_cents(b["text"]) == deal.price for b in reading.buttons(question))
    )
    await confirmed(scene, question, "1500", PART)
    await scene.sees(
        MERCHANT,
        "the merchant is told that the bank has it",
        lambda ms: [m for m in ms if reading.answers(m, deal.card) and PART in reading.sums(m)],
    )
    scene.check("at the bank it is under way, once", await at_bank(scene, deal) == [(PART, "open")])
    scene.check("nobody was told that it is done", not await told_back(scene, deal))
    await scene.later(MINUTE, "a minute passes at the bank")
    await scene.sees(
        MERCHANT,
        "the merchant is told that the money is back, and what is left",
        lambda ms: [m for m in ms if _is_back(m, deal.card, PART) and deal.price - PART in reading.sums(m)],
    )
    await scene.sees(
        CUSTOMER,
        "the customer is told, aloud",
        lambda ms: [m for m in ms if _is_back(m, deal.theirs or 0, PART) and not m["silent"]],
    )
    scene.check("the bank has given it back, once", await at_bank(scene, deal) == [(PART, "done")])
    for person, number in ((MERCHANT, deal.card), (CUSTOMER, deal.theirs)):
        await scene.sees_on(
            person, number, "the card shows what went back", lambda m: PART in reading.sums(m)
        )


async def refund_is_refused(scene: Scene) -> None:
    """The bank refuses a refund: told why, no money moves, and another try is open"""
    deal = await scene.issue("3800 Supper", 3_800_00)
    await scene.pays(deal)
    await scene.told_paid(deal)
    await confirmed(scene, await asked(scene, deal), "1500,61", REFUSED)
    told = await scene.sees(
        MERCHANT,
        "the merchant is told aloud that it was not made",
        lambda ms: [m for m in ms if _is_refusal(m, deal) and not m["silent"]],
    )
    scene.check("with the bank's own number, for a manager", LIMIT in reading.said(told[-1]))
    scene.check("no money moved at the bank", await at_bank(scene, deal) == [])
    scene.check("the bank has taken the price", (await scene.at_bank(deal))["taken"] == deal.price)
    await asked(scene, deal)


async def asked(scene: Scene, deal: Deal) -> Message:
    """*Refund* on the card; gives the question."""
    card = await scene.sees_on(
        MERCHANT, deal.card, "the card offers a refund", lambda m: reading.button(m, AskRefund) is not None
    )
    last = (await scene.messages(MERCHANT))[-1]["message_id"]
    await scene.taps(MERCHANT, card, AskRefund)
    return await scene.sees(
        MERCHANT,
        "the merchant is asked how much",
        lambda ms: next((m for m in ms if m["message_id"] > last and reading.button(m, Choose)), None),
    )


async def confirmed(scene: Scene, question: Message, typed: str, amount: int) -> None:
    """Another amount, typed, and the one confirmation."""
    other = next(b for b in reading.buttons(question) if b.get("callback_data", "").endswith(":t:0"))
    await scene.presses(MERCHANT, question, other)
    number = await scene.says(MERCHANT, typed)
    sure = await scene.sees(
        MERCHANT,
        "it is confirmed once, with the sum named",
        lambda ms: next((m for m in ms if m["message_id"] > number and reading.button(m, Confirm)), None),
    )
    scene.check("the sum is the one that was typed", amount in reading.sums(sure))
    await scene.taps(MERCHANT, sure, Confirm)
    await scene.sees_on(
        MERCHANT, sure["message_id"], "it cannot be sent twice", lambda m: not reading.buttons(m)
    )


async def at_bank(scene: Scene, deal: Deal) -> list[tuple[int, str]]:
    """The refunds of this bill in the bank's own books."""
    bill: dict[str, Any] = await scene.at_bank(deal)
    return [(refund["amount"], refund["state"]) for refund in bill["refunds"]]


async def told_back(scene: Scene, deal: Deal) -> list[Message]:
    """What both were told of money that is back."""
    cards = ((MERCHANT, deal.card), (CUSTOMER, deal.theirs or 0))
    return [m for who, card in cards for m in await scene.messages(who) if _is_back(m, card, PART)]


def _is_back(message: Message, card: int, amount: int) -> bool:
    fact = reading.answers(message, card) and reading.sign(message) == reading.RETURNED
    return fact and amount in reading.sums(message)


def _is_refusal(message: Message, deal: Deal) -> bool:
    return reading.answers(message, deal.card) and reading.sign(message) == reading.DECLINED


def _cents(text: str) -> int:
    return next(iter(reading.sums({"text": text})), 0)
