"""Invoices on the stage: issued, opened, paid, told; compared with the chats and the bank's own books."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bot.demo import CUSTOMER, MERCHANT
from bot.tour import reading
from bot.tour.reading import Message
from bot.tour.stage import Stage
from screens.buttons import Pay, Question, Renew

Bill = dict[str, Any]
HALYK, KASPI = "halyk", "apipay"


@dataclass
class Deal:
    """One invoice as the tour knows it: its price in tiyn, its cards, the bills the bank made for it."""

    price: int
    card: int
    share: str
    bills: list[Bill] = field(default_factory=list)
    theirs: int | None = None  # the customer's card
    repeated: bool = False  # an answer of Telegram's is lost: the fact may be told twice

    @property
    def bill(self) -> Bill:
        """The newest."""
        return self.bills[-1]


@dataclass
class Scene(Stage):
    """The stage with what happens to invoices on it."""

    deals: list[Deal] = field(default_factory=list)

    async def issue(self, words: str, price: int) -> Deal:
        """The merchant asks for money by QR; the card's picture must hold one of the bank's own codes."""
        deal = await self.offer(words, price)
        await self.chooses(MERCHANT, deal.card, HALYK)
        await self.billed(deal)
        return deal

    async def offer(self, words: str, price: int) -> Deal:
        """The merchant asks for money; how it is paid is not said yet."""
        asked = await self.says(MERCHANT, words)
        card = await self.card_below(asked, "the merchant gets a card to show or to share", can_be_shared)
        deal = Deal(price, card["message_id"], reading.shared(card))
        self.deals.append(deal)
        return deal

    async def chooses(self, person: int, number: int | None, bank: str) -> None:
        """The banks stand on the card; one of them is tapped."""
        card = await self.sees_on(
            person, number, "the card offers the ways to pay", lambda m: reading.way(m, bank) is not None
        )
        pressed = reading.way(card, bank)
        assert pressed is not None
        await self.presses(person, card, pressed)

    async def card_below(self, number: int, claim: str, accept: Callable[[Message], object]) -> Message:
        """The merchant's first card below that message, once it is as claimed."""

        def pick(messages: list[Message]) -> Message | None:
            cards = [m for m in messages if reading.is_card(m) and m["message_id"] > number]
            return cards[0] if cards and accept(cards[0]) else None

        return await self.sees(MERCHANT, claim, pick)

    async def billed(self, deal: Deal) -> None:
        """Wait until the merchant's card shows a living QR, and find its bill in the bank's books."""
        old = [bill["invoiceID"] for bill in deal.bills]
        shown = await self._scanned(deal)
        bills = (await self.books())["bills"]
        found = [b for b in bills if b["qrcode"] == shown and b["invoiceID"] not in old]
        self.check("a phone reads in the picture the code that the bank made", found)
        self.check("the bank was asked for the price, to the tiyn", found[0]["amount"] == deal.price)
        deal.bills.append(found[0])

    async def _scanned(self, deal: Deal) -> str:
        """The code on the merchant's card, as soon as there is one: a lost answer takes its time."""
        card = await self.sees_on(MERCHANT, deal.card, "the card shows a QR", payable)
        while (shown := await self.code(card)) is None:
            another = partial(_has_another_picture, reading.picture(card))
            card = await self.sees_on(MERCHANT, deal.card, "its picture is a new one", another)
        return shown

    async def opens(self, deal: Deal) -> Message:
        """The customer follows the shared link and gets a card of their own, to pay by at once."""
        claim = "the customer's card opens this very bill in the bank's app"
        return await self.follows(deal, claim, lambda m: deal.bill["homebankLink"] in reading.links(m))

    async def follows(self, deal: Deal, claim: str, accept: Callable[[Message], object]) -> Message:
        """The customer follows the shared link and gets a card as claimed."""
        self.transcript.does(self.people[CUSTOMER], "follows the link")
        started = await self.sandbox.start(CUSTOMER, deal.share)

        def pick(messages: list[Message]) -> Message | None:
            cards = [m for m in messages if reading.is_card(m) and m["message_id"] > started["message_id"]]
            return next((m for m in cards if accept(m)), None)

        card = await self.sees(CUSTOMER, claim, pick)
        deal.theirs = card["message_id"]
        return card

    async def code(self, card: Message) -> str | None:
        """What a phone reads in the card's picture as it is now."""
        picture = await self.sandbox.file(card["photo"][-1]["file_id"])
        return await asyncio.to_thread(reading.code, picture)

    async def at_bank(self, deal: Deal) -> Bill:
        """The newest bill as the bank has it now."""
        bills = (await self.books())["bills"]
        return next(bill for bill in bills if bill["invoiceID"] == deal.bill["invoiceID"])

    async def pays(self, deal: Deal) -> None:
        """The customer presses *Pay* in the bank's app."""
        name, number = self.people[CUSTOMER], deal.bill["invoiceID"]
        await self.bank("pay", f"{name} pays QR {number} in the bank's app", invoiceID=number)

    async def told_paid(self, deal: Deal) -> None:
        """Both hear of it, and the bank has the money."""
        await self.told(deal)
        taken = (await self.at_bank(deal))["taken"]
        self.check("the bank has taken the price, to the tiyn", taken == deal.price)

    async def told(self, deal: Deal) -> None:
        """Both hear it in a new message: the merchant the sum, the customer a receipt."""

        def merchant(messages: list[Message]) -> bool:
            told = [m for m in messages if reading.answers(m, deal.card) and reading.sign(m) == reading.PAID]
            return any(deal.price in reading.sums(m) and not m["silent"] for m in told)

        def customer(messages: list[Message]) -> bool:
            receipts = [m for m in messages if is_receipt(m, deal)]
            return any(deal.price in reading.sums(m) and not m["silent"] for m in receipts)

        await self.sees(MERCHANT, "the merchant is told of the money, aloud", merchant)
        if deal.theirs is not None:
            await self.sees(CUSTOMER, "the customer has a receipt, aloud", customer)

    async def stamped(self, deal: Deal, sign: str = reading.PAID) -> None:
        """Both cards, edited in place, say how it ended and cannot be scanned any more."""
        for person, number in ((MERCHANT, deal.card), (CUSTOMER, deal.theirs)):
            if number is not None:
                who = "merchant" if person == MERCHANT else "customer"
                claim = f"the {who}'s card says {sign}, in place"
                card = await self.sees_on(person, number, claim, lambda m: reading.sign(m) == sign)
                self.check("its picture is stamped: nothing to scan", await self.code(card) is None)

    async def facts(self, deal: Deal) -> list[Message]:
        """What the merchant was told aloud about this deal's money: paid, or to be decided."""
        told = [m for m in await self.messages(MERCHANT) if reading.answers(m, deal.card)]
        signs = {reading.PAID, reading.ATTENTION}
        return [m for m in told if reading.sign(m) in signs and not m["silent"]]

    async def times_told(self, deal: Deal) -> tuple[int, int]:
        """How often the merchant and the customer heard of this money."""
        merchant = [m for m in await self.messages(MERCHANT) if reading.answers(m, deal.card)]
        paid = [m for m in merchant if reading.sign(m) == reading.PAID]
        return len(paid), len([m for m in await self.messages(CUSTOMER) if is_receipt(m, deal)])


def payable(card: Message) -> bool:
    """It waits for money, and no way to pay is to be chosen any more: a QR stands on it."""
    chosen = bool(reading.buttons(card)) and reading.button(card, Pay) is None
    return reading.sign(card) == reading.WAITING and chosen


def _has_another_picture(old: str, card: Message) -> bool:
    return reading.picture(card) != old


def can_be_shared(card: Message) -> bool:
    """A link may be passed on."""
    return any(url.startswith(reading.SHARE) for url in reading.links(card))


def can_be_renewed(card: Message) -> bool:
    """Its QR has run out and another may be made."""
    return reading.sign(card) == reading.OVER and reading.button(card, Renew) is not None


def is_receipt(message: Message, deal: Deal) -> bool:
    """The customer's receipt for this deal: a fact that may be asked about."""
    paid = deal.theirs is not None and reading.answers(message, deal.theirs)
    return paid and reading.sign(message) == reading.PAID and reading.button(message, Question) is not None
